package evm

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
)

// say is an endpoint that tells of the lane's state in the Inbox.
func say(t *testing.T, name string, nonce uint64, verifier byte, paused bool) *Client {
	t.Helper()
	inbox := bindings.NewInbox().GetABI()
	return named(t, name, &callNode{answers: []hexutil.Bytes{
		pack(t, inbox, "lane", [32]byte{}, nonce, [32]byte{}, common.Address{verifier}, paused),
		pack(t, inbox, "inboxId", [32]byte{7}),
	}})
}

// dead is an endpoint that has gone.
func dead(t *testing.T) *Client {
	t.Helper()
	client := serveHandler(t, http.NotFoundHandler())
	client.name = "dead"
	return client
}

// TestStandstillNeedsEveryEndpoint: that a lane is paused, or not open, is believed
// when nobody who answers says otherwise.
func TestStandstillNeedsEveryEndpoint(t *testing.T) {
	open := func(t *testing.T) *Client { return say(t, "open", 5, 1, false) }
	paused := func(t *testing.T) *Client { return say(t, "paused", 4, 1, true) }
	alsoPaused := func(t *testing.T) *Client { return say(t, "also paused", 4, 1, true) }
	closed := func(t *testing.T) *Client { return say(t, "closed", 0, 0, false) }
	for name, test := range map[string]struct {
		endpoints []func(*testing.T) *Client
		nonce     uint64
		paused    bool
		err       error
		next      string // who is asked first from now on
	}{
		"one says paused":                {endpoints: []func(*testing.T) *Client{paused, open}, nonce: 5, next: "open"},
		"two of three say paused":        {endpoints: []func(*testing.T) *Client{paused, alsoPaused, open}, nonce: 5, next: "open"},
		"all say paused":                 {endpoints: []func(*testing.T) *Client{paused, alsoPaused}, nonce: 4, paused: true, next: "paused"},
		"all that answer say paused":     {endpoints: []func(*testing.T) *Client{dead, paused, dead2}, nonce: 4, paused: true, next: "paused"},
		"there is only one":              {endpoints: []func(*testing.T) *Client{paused}, nonce: 4, paused: true, next: "paused"},
		"one says not open":              {endpoints: []func(*testing.T) *Client{closed, open}, nonce: 5, next: "open"},
		"not open, or paused":            {endpoints: []func(*testing.T) *Client{closed, paused}, err: chains.ErrUnknownLane, next: "closed"},
		"the preferred one is not wrong": {endpoints: []func(*testing.T) *Client{open, paused}, nonce: 5, next: "open"},
		"nobody answers":                 {endpoints: []func(*testing.T) *Client{dead, dead2}, err: chains.ErrUnavailable, next: "also dead"},
	} {
		t.Run(name, func(t *testing.T) {
			var clients []*Client
			for _, make := range test.endpoints {
				clients = append(clients, make(t))
			}
			reader, err := NewInboxReader(clients, common.Address{1})
			if err != nil {
				t.Fatal(err)
			}
			inbox, err := reader.Inbox(t.Context(), 9001)
			if !errors.Is(err, test.err) || inbox.Position.Nonce != test.nonce || inbox.Paused != test.paused {
				t.Errorf("%+v, error %v; want nonce %d, paused %v, error %v", inbox, err, test.nonce, test.paused, test.err)
			}
			if next := reader.endpoints.clients[reader.endpoints.current.Load()].name; next != test.next {
				t.Errorf("%s is asked next, want %s", next, test.next)
			}
		})
	}
}

func dead2(t *testing.T) *Client {
	t.Helper()
	client := dead(t)
	client.name = "also dead"
	return client
}

// TestWrongWordSilencesLongerEachTime: an endpoint upon whose word a delivery came to
// nothing contradicts nobody for a while, then for longer, and at most for an hour; one
// delivery that did something clears it. It is still asked where nobody else answers.
func TestWrongWordSilencesLongerEachTime(t *testing.T) {
	honest, liar := say(t, "honest", 4, 1, true), say(t, "liar", 5, 1, false)
	reader, err := NewInboxReader([]*Client{honest, liar}, common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	f := reader.endpoints
	paused := func() bool {
		t.Helper()
		f.current.Store(0)
		inbox, err := reader.Inbox(t.Context(), 9001)
		if err != nil {
			t.Fatal(err)
		}
		return inbox.Paused
	}
	if paused() {
		t.Fatal("who has never been wrong does not contradict")
	}
	silence := func() time.Duration { return time.Until(time.Unix(0, f.records[1].muted.Load())).Round(time.Minute) }
	for _, minutes := range []int{5, 10, 20, 40, 60, 60} {
		want := time.Duration(minutes) * time.Minute
		f.current.Store(1)
		f.judge(liar, false)
		if got := silence(); got != want || f.current.Load() != 0 {
			t.Fatalf("silenced for %s, asked first: %d; want %s and the other", got, f.current.Load(), want)
		}
		if !paused() {
			t.Fatal("a silenced endpoint contradicts")
		}
	}
	// However it came to be the first in turn, nothing is sent upon its word.
	f.current.Store(1)
	if by, _, err := f.contestedUnmuted(t.Context(), func(context.Context, *Client) error { return nil }); err != nil || by != honest {
		t.Fatalf("a silenced endpoint vouches before the other is asked: %v, error %v", by, err)
	}
	f.current.Store(1)
	f.records[1].muted.Store(time.Now().Add(-time.Second).UnixNano())
	if paused() {
		t.Fatal("an endpoint whose time has passed does not contradict")
	}
	f.judge(liar, true)
	f.judge(liar, false)
	if got := silence(); got != firstMute {
		t.Fatalf("silenced for %s after it was right, want %s", got, firstMute)
	}
	f.judge(nil, false) // nobody was asked
	if f.records[0].wrong.Load() != 0 {
		t.Fatal("an endpoint answers for what it never said")
	}
}

// TestSecondOpinionIsNotAwaitedForEver: an endpoint that stalls does not keep a pause
// from being believed.
func TestSecondOpinionIsNotAwaitedForEver(t *testing.T) {
	t.Parallel()
	ended := make(chan struct{})
	stall := serveHandler(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server does not see the caller go
		select {
		case <-r.Context().Done():
		case <-ended:
		}
	}))
	t.Cleanup(func() { close(ended) })
	stall.timeout, stall.name = time.Minute, "stall"
	reader, err := NewInboxReader([]*Client{say(t, "paused", 4, 1, true), stall}, common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 6*secondOpinionTimeout)
	defer cancel()
	began := time.Now()
	inbox, err := reader.Inbox(ctx, 9001)
	if took := time.Since(began); err != nil || !inbox.Paused || took > 4*secondOpinionTimeout {
		t.Fatalf("%+v after %s, error %v", inbox, took, err)
	}
}

// TestContradictionIsLogged: an operator learns which of his endpoints lies.
func TestContradictionIsLogged(t *testing.T) {
	reader, err := NewInboxReader([]*Client{say(t, "first", 4, 1, true), say(t, "second", 5, 1, false)}, common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	var log strings.Builder
	reader.endpoints.logger = slog.New(slog.NewTextHandler(&log, nil))
	if _, err := reader.Inbox(t.Context(), 9001); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"level=WARN", "endpoint=first", "other=second", "lane is paused"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("log %q lacks %q", log.String(), want)
		}
	}
}

// receiptNode has the receipt of a transaction, or hides it.
type receiptNode struct {
	logNode
	receipt map[string]any
}

func (n *receiptNode) GetTransactionReceipt(common.Hash) (map[string]any, error) {
	return n.receipt, nil
}

// TestReceiptThatOneEndpointHides: that a transaction is in no block is believed when
// no endpoint has its receipt; or it would be sent again, and paid for twice.
func TestReceiptThatOneEndpointHides(t *testing.T) {
	hash := common.Hash{1}
	shown := map[string]any{
		"transactionHash": hash, "blockNumber": "0x5", "blockHash": common.Hash{2}, "transactionIndex": "0x0", "type": "0x2",
		"status": "0x1", "gasUsed": "0x1", "cumulativeGasUsed": "0x1", "effectiveGasPrice": "0x1", "logs": []any{},
		"logsBloom": hexutil.Encode(make([]byte, 256)), "contractAddress": nil,
	}
	hides := func(t *testing.T) *Client { return named(t, "hides", &receiptNode{}) }
	shows := func(t *testing.T) *Client { return named(t, "shows", &receiptNode{receipt: shown}) }
	spoils := func(t *testing.T) *Client {
		return named(t, "spoils", &receiptNode{receipt: map[string]any{"blockNumber": "0x5"}})
	}
	for name, test := range map[string]struct {
		endpoints []func(*testing.T) *Client
		found     bool
		fails     bool
	}{
		"the first hides it":     {[]func(*testing.T) *Client{hides, shows}, true, false},
		"the first has it":       {[]func(*testing.T) *Client{shows, hides}, true, false},
		"one spoils it":          {[]func(*testing.T) *Client{spoils, shows}, true, false},
		"one can't be read":      {[]func(*testing.T) *Client{hides, spoils}, false, false},
		"the first can't be":     {[]func(*testing.T) *Client{spoils, hides}, false, false},
		"nobody has it":          {[]func(*testing.T) *Client{hides}, false, false},
		"nobody who answers has": {[]func(*testing.T) *Client{dead, hides}, false, false},
		"nobody answers":         {[]func(*testing.T) *Client{dead, dead2}, false, true},
	} {
		t.Run(name, func(t *testing.T) {
			var clients []*Client
			for _, make := range test.endpoints {
				clients = append(clients, make(t))
			}
			group, err := newFailover(clients)
			if err != nil {
				t.Fatal(err)
			}
			receipt, err := (&sendBackend{endpoints: group}).Receipt(t.Context(), hash)
			if (receipt != nil) != test.found || (err != nil) != test.fails {
				t.Fatalf("receipt %v, error %v; want found %v, an error %v", receipt, err, test.found, test.fails)
			}
		})
	}
}
