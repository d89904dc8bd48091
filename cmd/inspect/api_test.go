package inspect

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/api"
	"github.com/catenary-bridge/catenary/relayer/index"
)

func TestMain(m *testing.M) { leaks.Main(m) }

// serve answers as a relayer, or as somebody who is none.
func serve(t *testing.T, handler http.HandlerFunc) *API {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	a, err := NewAPI(server.URL, "")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(a.Close)
	return a
}

// told is a message that waits for its second approval, as a relayer tells it.
func told() *api.Message {
	return &api.Message{
		ID: messages.ID{1}, Lane: testLane.ID(), Nonce: 7, SourceChain: 9001, TargetChain: 9002, Sender: messages.AccountOf(common.Address{19: 0xa}),
		Recipient: messages.AccountOf(common.Address{19: 0xc}), GasLimit: 200_000, PayloadSize: 5, Stage: index.Requested, Reason: "1 of 2 approvals",
		SourceBlock: 42, SourceTx: common.Hash{0xaa}, FinalBlock: 43, SentAt: base, VerifiedAt: after(1), RequestedAt: after(2),
		Batch: &api.Batch{First: 5, Last: 9, Checkpoint: checkpointOf(9, 0), Verifier: testDomain.Verifier, CutAt: after(2), Approvals: api.Approvals{
			Threshold: 2, Attempts: 3, AskedAt: after(4), AskAgainAt: after(40),
			Approved: []api.Approval{{Signer: signerAt(0), At: after(3)}},
			Missing: []api.Missing{{Signer: signerAt(1), Refusal: &api.Refusal{Reason: messages.ReasonHeld, Detail: "lane waits 1m0s after a proof", At: after(3)}},
				{Signer: signerAt(2)}},
		}},
		Next: api.Next{Step: api.NextApproval, Text: "signers answer", At: after(40)},
	}
}

// TestToldTracesAreAsPinned: what a relayer says comes out in the same form as what is
// read from the chains.
func TestToldTracesAreAsPinned(t *testing.T) {
	seen := map[common.Address]time.Time{signerAt(2): after(-5)}
	for name, change := range map[string]func(m *api.Message){
		"api, waiting": func(*api.Message) {},
		"api, fresh": func(m *api.Message) {
			m.Stage, m.Batch, m.RequestedAt, m.Reason = index.Verified, nil, time.Time{}, "waits for company"
			m.Next = api.Next{Step: api.NextCut, Text: "joins a batch", At: after(11)}
		},
		"api, submitted": func(m *api.Message) {
			m.Stage, m.ApprovedAt, m.SubmittedAt, m.Reason = index.Submitted, after(5), after(6), ""
			m.Batch.Approvals.AskAgainAt = time.Time{}
			m.Delivery = &api.Delivery{Tx: common.Hash{0xbb}, AccountNonce: 12, Attempts: 2, SubmittedAt: after(6)}
			m.Next = api.Next{Step: api.NextFinality, Text: "its delivery gets into a final block"}
		},
		"api, delivered by another": func(m *api.Message) {
			m.Stage, m.ExecutedAt, m.Batch, m.RequestedAt, m.Reason = index.Delivered, after(8), nil, time.Time{}, "delivered by another transaction"
			m.Next = api.Next{Step: api.NextNothing, Text: "nothing"}
		},
		"api, failed": func(m *api.Message) {
			m.Stage, m.ApprovedAt, m.SubmittedAt, m.ExecutedAt = index.Failed, after(5), after(6), after(8)
			m.Batch.Approvals.AskAgainAt = time.Time{}
			m.TargetTx, m.TargetBlock, m.Reason = common.Hash{0xbb}, 77, "recipient reverted: closed today"
			m.Delivery = &api.Delivery{Tx: common.Hash{0xbb}, AccountNonce: 12, Attempts: 1, SubmittedAt: after(6)}
			m.Next = api.Next{Step: api.NextRetry, Text: "anybody may retry it"}
		},
	} {
		t.Run(name, func(t *testing.T) {
			m := told()
			change(m)
			pin(t, name, &Trace{Asked: m.ID.String(), Source: FromAPI, From: "http://127.0.0.1:8480", At: after(10), Messages: []Message{tell(m, seen)}, Notes: []string{}})
		})
	}
}

// TestAttackHostileAPI: whatever answers in a relayer's place costs a precise error.
func TestAttackHostileAPI(t *testing.T) {
	asked := common.Hash{1}
	endless := func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, `{"reason":"`)
		chunk := strings.Repeat("x", 1<<16)
		for {
			if _, err := fmt.Fprint(w, chunk); err != nil {
				return
			}
		}
	}
	for name, attack := range map[string]struct {
		handler http.HandlerFunc
		want    string
	}{
		"endless body":    {endless, "more than 16777216 bytes"},
		"no JSON":         {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>") }, "not a relayer's"},
		"a list":          {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `[1,2]`) }, "not a relayer's"},
		"wrong types":     {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"nonce":"minus one"}`) }, "not a relayer's"},
		"nonce too large": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"nonce":18446744073709551616}`) }, "not a relayer's"},
		"another message": {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintf(w, `{"id":%q}`, messages.ID{2}) }, "asked for message"},
		"a redirect": {func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusFound)
		}, "302"},
		"a text for terminals": {func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(http.StatusTeapot)
			fmt.Fprint(w, `{"error":"\u001b[2Jowned"}`)
		}, "418: ?[2Jowned"},
		"another transaction's messages": {func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/v1/messages/") {
				http.Error(w, `{"error":"no"}`, http.StatusNotFound)
				return
			}
			fmt.Fprintf(w, `{"messages":[{"id":%q,"sourceTx":%q}]}`, messages.ID{2}, common.Hash{2})
		}, "got one of"},
	} {
		t.Run(name, func(t *testing.T) {
			var asks atomic.Int32
			a := serve(t, func(w http.ResponseWriter, r *http.Request) { asks.Add(1); attack.handler(w, r) })
			_, err := a.Trace(t.Context(), asked, base)
			if !errors.Is(err, ErrAPI) || !strings.Contains(err.Error(), attack.want) || strings.ContainsRune(err.Error(), '\x1b') {
				t.Fatalf("error %v, want %q", err, attack.want)
			}
			if asks.Load() == 0 {
				t.Fatal("the attacker was not asked")
			}
		})
	}
}

// TestAttackPagesWithoutEnd: each page is empty and has another one behind it.
func TestAttackPagesWithoutEnd(t *testing.T) {
	var asks atomic.Int32
	a := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/v1/messages/") {
			http.Error(w, "{}", http.StatusNotFound)
			return
		}
		fmt.Fprintf(w, `{"messages":[],"next":"c%d"}`, asks.Add(1))
	})
	if _, err := a.Trace(t.Context(), common.Hash{1}, base); !errors.Is(err, ErrNotFound) {
		t.Fatalf("error %v", err)
	}
	if n := asks.Load(); n != maxPages {
		t.Fatalf("%d pages were read, want %d", n, maxPages)
	}
}

// TestAttackSilentAPI: an endpoint that takes the question and says nothing, or a byte
// now and then, costs no more than the patience for one answer.
func TestAttackSilentAPI(t *testing.T) {
	release := make(chan struct{})
	a := serve(t, func(_ http.ResponseWriter, r *http.Request) {
		select {
		case <-release:
		case <-r.Context().Done():
		}
	})
	ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer cancel()
	_, err := a.Trace(ctx, common.Hash{1}, base)
	close(release)
	if !errors.Is(err, ErrAPI) || !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("error %v", err)
	}
}

func TestAddressesAreRefused(t *testing.T) {
	for address, token := range map[string]string{
		"127.0.0.1:8480": "", "ftp://127.0.0.1": "", "http://": "", "http://me:secret@host": "", "http://host?x=1": "", "http://relayer.example": "t0ken",
	} {
		_, err := NewAPI(address, token)
		if !errors.Is(err, ErrAPIConfig) || strings.Contains(err.Error(), "secret") || strings.Contains(err.Error(), "t0ken") {
			t.Errorf("%s: %v", address, err)
		}
	}
	for address, token := range map[string]string{"http://127.0.0.1:8480": "t0ken", "http://localhost:1": "t", "http://[::1]:1": "t", "https://relayer.example/base/": "t", "http://relayer.example": ""} {
		if _, err := NewAPI(address, token); err != nil {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// TestTokenIsSentAndKept: to the relayer, below the address's path, and to nobody that
// this redirects to.
func TestTokenIsSentAndKept(t *testing.T) {
	stolen := make(chan string, 1)
	thief := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stolen <- r.Header.Get("Authorization") }))
	defer thief.Close()
	var got atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got.Store(r.Header.Get("Authorization") + " " + r.URL.Path)
		http.Redirect(w, r, thief.URL, http.StatusTemporaryRedirect)
	}))
	defer server.Close()
	a, err := NewAPI(server.URL+"/base", "t0ken")
	if err != nil {
		t.Fatal(err)
	}
	defer a.Close()
	if _, err := a.Status(t.Context(), 0, base); !errors.Is(err, ErrAPI) || strings.Contains(err.Error(), "t0ken") {
		t.Fatalf("error %v", err)
	}
	if got.Load() != "Bearer t0ken /base/v1/status" {
		t.Errorf("the relayer got %q", got.Load())
	}
	select {
	case token := <-stolen:
		t.Errorf("somebody else got %q", token)
	default:
	}
}

func TestTokenFiles(t *testing.T) {
	write := func(content string, mode os.FileMode) string {
		path := filepath.Join(t.TempDir(), "token")
		if err := os.WriteFile(path, []byte(content), mode); err != nil {
			t.Fatal(err)
		}
		return path
	}
	if token, err := ReadToken(write("t0ken\n", 0o600)); err != nil || token != "t0ken" {
		t.Errorf("%q, %v", token, err)
	}
	for name, path := range map[string]string{
		"others may read it": write("t0ken", 0o644), "empty": write("\n", 0o600), "two lines": write("t0ken\nmore", 0o600),
		"large": write(strings.Repeat("x", maxEvent+1), 0o600), "a directory": t.TempDir(), "absent": filepath.Join(t.TempDir(), "no"),
	} {
		if _, err := ReadToken(path); err == nil || strings.Contains(err.Error(), "t0ken") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestStatusIsTold: signers that refuse, accounts that run low, a lane in trouble.
func TestStatusIsTold(t *testing.T) {
	status := tellStatus(&api.Status{
		Version: "v1.2.3", UptimeSeconds: 3725, Reason: "lane 9001>9002 is backing-off: x",
		Lanes: []api.Lane{{Name: "9002>9001", State: "following"}, {Name: "9001>9002", ID: testLane.ID(), State: "backing-off", Error: "endpoint does not answer", Epoch: 1, Threshold: 2, Signers: []common.Address{signerAt(0), signerAt(1)},
			Proven: messages.Position{Nonce: 12}, Delivered: messages.Position{Nonce: 9}, Pending: 3, OldestPendingSeconds: 93}},
		Chains: []api.Chain{{ID: 9001, Latest: &api.Head{Number: 50, Time: after(8)}, Final: &api.Head{Number: 48, Time: after(6)}},
			{ID: 9002, Error: "no endpoint answers", Account: &api.Account{Address: common.Address{5}, BalanceWei: "99999999999999999"}}},
		Signers: []api.Signer{{Address: signerAt(0), Lanes: []messages.LaneID{testLane.ID()}, Seen: after(3), Approved: 2},
			{Address: signerAt(1), Lanes: []messages.LaneID{testLane.ID()}, Seen: after(4), Refused: 1, LastRefusal: &api.SignerRefusal{Refusal: api.Refusal{Reason: messages.ReasonHeld, Detail: "halted", At: after(4)}}},
			{Address: signerAt(2)}},
	}, 0.1)
	status.From, status.At = "http://127.0.0.1:8480", after(10)
	line, err := status.JSON()
	if err != nil {
		t.Fatal(err)
	}
	golden(t, "status", status.Render(Style{})+"\n"+string(line))
}
