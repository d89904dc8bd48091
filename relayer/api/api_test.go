package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/prometheus/client_golang/prometheus"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/batch"
	"github.com/catenary-bridge/catenary/relayer/index"
)

var update = flag.Bool("update", false, "write the golden files anew")

// patience is for what has to happen, however busy the machine is.
const patience = 20 * time.Second

func TestMain(m *testing.M) { leaks.Main(m) }

// fixture is a View with known content.
type fixture struct {
	lanes    []relayer.LaneStatus
	chains   []relayer.ChainStatus
	view     *index.Index
	signers  []approve.Signer
	registry *prometheus.Registry
	trouble  error
}

func (f *fixture) Lanes() []relayer.LaneStatus    { return f.lanes }
func (f *fixture) Chains() []relayer.ChainStatus  { return f.chains }
func (f *fixture) Index() *index.Index            { return f.view }
func (f *fixture) Signers() []approve.Signer      { return f.signers }
func (f *fixture) Registry() *prometheus.Registry { return f.registry }
func (f *fixture) Ready() error                   { return f.trouble }

var (
	at     = time.Unix(1_790_000_000, 0).UTC()
	lane   = messages.Lane{SourceChain: 9001, Outbox: common.Address{19: 1}, OutboxMark: messages.Mark{2}, TargetChain: 9002}
	alice  = messages.Account{31: 0xa}
	sentBy = map[bool]messages.Account{true: alice, false: {31: 0xb}}
	one    = common.Address{19: 1}
	two    = common.Address{19: 2}
	three  = common.Address{19: 3}
)

func message(nonce uint64) messages.Message {
	return messages.Message{Nonce: nonce, SourceChain: 9001, Sender: sentBy[nonce%2 == 0], TargetChain: 9002, Recipient: messages.Account{31: 0xc},
		Timestamp: 1_790_000_000 - 60, GasLimit: 100_000, Payload: []byte("hello")}
}

func enter(t testing.TB, view *index.Index, nonces ...uint64) {
	t.Helper()
	for _, nonce := range nonces {
		m := message(nonce)
		if err := view.Add([]index.Entry{index.NewEntry(&m, m.ID(), lane.ID(), 40+nonce, common.Hash{byte(nonce)}, 50, at)}); err != nil {
			t.Fatal(err)
		}
	}
}

func change(t testing.TB, view *index.Index, first, last uint64, f func(uint64, *index.Progress)) {
	t.Helper()
	if err := view.Update(lane.ID(), first, last, f); err != nil {
		t.Fatal(err)
	}
}

// newFixture has five messages of one lane: two delivered, one failed, one that
// lacks approval, one that is verified.
func newFixture(t testing.TB) *fixture {
	t.Helper()
	view, err := index.New(100, at)
	if err != nil {
		t.Fatal(err)
	}
	enter(t, view, 1, 2, 3, 4, 5)
	checkpoint := messages.Checkpoint{Lane: lane.ID(), Inbox: messages.InboxID{7}, Nonce: 3, Accumulator: messages.Accumulator{3}, Epoch: 2}
	approved := &index.Batch{First: 1, Last: 3, Checkpoint: checkpoint, Verifier: common.Address{19: 9}, CutAt: at, Threshold: 2, Attempts: 1, AskedAt: at,
		Approved: []index.Vote{{Signer: one, At: at}, {Signer: two, At: at}}, Missing: []index.Missing{{Signer: three}}}
	delivery := &index.Delivery{Tx: common.Hash{0xff}, From: common.Address{19: 5}, AccountNonce: 1 << 60, Attempts: 2, GasLimit: 500_000, MaxFeeWei: "3000000000",
		MaxTipWei: "1000000000", SubmittedAt: at.Add(2 * time.Second), Block: 77, GasUsed: 400_000, FeeWei: "1200000000000000"}
	change(t, view, 1, 3, func(nonce uint64, p *index.Progress) {
		*p = index.Progress{Stage: index.Delivered, RequestedAt: at, ApprovedAt: at.Add(time.Second), SubmittedAt: at.Add(2 * time.Second),
			ExecutedAt: at.Add(3 * time.Second), TargetTx: common.Hash{0xff}, TargetBlock: 77, Batch: approved, Delivery: delivery}
		if nonce == 3 {
			p.Stage, p.Reason = index.Failed, "recipient reverted without a reason"
		}
	})
	waiting := *approved
	waiting.First, waiting.Last, waiting.Checkpoint.Nonce, waiting.Approved, waiting.AskAgainAt = 4, 4, 4, approved.Approved[:1], at.Add(4*time.Second)
	waiting.Missing = []index.Missing{{Signer: two, Reason: messages.ReasonHeld, Detail: "delay of 1m0s: again in 40 s", RefusedAt: at}, {Signer: three}}
	change(t, view, 4, 4, func(_ uint64, p *index.Progress) {
		p.Stage, p.RequestedAt, p.Batch, p.Reason = index.Requested, at, &waiting, "1 of 2 approvals"
	})
	registry := prometheus.NewRegistry()
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "catenary_probe", Help: "A probe."}, func() float64 { return 42 }))
	refusal := &messages.Refusal{Checkpoint: waiting.Checkpoint, Signer: two, Reason: messages.ReasonHeld, Detail: waiting.Missing[0].Detail}
	position := messages.Position{Nonce: 3, Accumulator: messages.Accumulator{3}}
	return &fixture{
		lanes: []relayer.LaneStatus{{
			Name: "9001>9002", Lane: lane, ID: lane.ID(), State: relayer.Following, Since: at,
			Proven: messages.Position{Nonce: 5, Accumulator: messages.Accumulator{5}}, Delivered: position,
			Final:    lightclient.Header{Number: 46, Hash: common.Hash{46}, ParentHash: common.Hash{45}, StateRoot: common.Hash{1}, ReceiptsRoot: common.Hash{2}, Time: 1_790_000_000},
			Verifier: common.Address{19: 9}, Epoch: 2, Threshold: 2, SignerCount: 3, Signers: []common.Address{one, two, three}, InFlight: 1, MaxInFlight: 8, OldestPendingSeconds: 12.5,
			Sources: []observe.SourceStatus{{Name: "127.0.0.1:8545", Faults: 3, LastFault: "it lied", FaultAt: at, Watching: true}},
			Limits:  batch.DefaultLimits(),
			Alarms: []approve.Alarm{{At: at, Lane: lane.ID(), Signer: three, Proven: &position,
				Approval: messages.Approval{Checkpoint: checkpoint, Domain: messages.Domain{TargetChain: 9002, Verifier: common.Address{19: 9}}, Signer: three}}},
		}},
		chains: []relayer.ChainStatus{
			{ID: 9001, Final: relayer.Head{Number: 46, Hash: common.Hash{46}, Time: 1_790_000_000}, Latest: relayer.Head{Number: 47, Time: 1_790_000_001}, LookAt: at},
			{ID: 9002, Error: "endpoint does not answer", Account: &relayer.Account{Address: common.Address{19: 5}, Balance: big.NewInt(1e18), NextNonce: 12, InFlight: 1, Trouble: "slow"}},
		},
		signers: []approve.Signer{{Address: one, Seen: at, Approved: 4}, {Address: two, Seen: at, Approved: 3, Refused: 7, LastRefusal: refusal, RefusedAt: at}, {Address: common.Address{19: 8}, Seen: at}},
		view:    view, registry: registry,
	}
}

// server serves a view, with changes to its configuration.
func server(t testing.TB, view View, change func(*Config)) *Server {
	t.Helper()
	config := Config{View: view, Version: "v1.2.3", Logger: slog.New(slog.DiscardHandler)}
	if change != nil {
		change(&config)
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// request is one of a client on this machine.
func request(target string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	r.Host, r.RemoteAddr = "127.0.0.1:8480", "127.0.0.1:50000"
	r.URL.Path, r.URL.RawQuery, _ = strings.Cut(target, "?")
	return r
}

func ask(s *Server, r *http.Request) *httptest.ResponseRecorder {
	recorder := httptest.NewRecorder()
	s.ServeHTTP(recorder, r)
	return recorder
}

func get(t testing.TB, view View, target string) (code int, header http.Header, body string) {
	t.Helper()
	recorder := ask(server(t, view, nil), request(target))
	return recorder.Code, recorder.Result().Header, recorder.Body.String()
}

// TestAnswersAreAsPinned holds every answer against its golden file: field names
// and forms are what others build on.
func TestAnswersAreAsPinned(t *testing.T) {
	failed, waiting, verified := message(3), message(4), message(5)
	for name, target := range map[string]string{
		"healthz": "/healthz", "readyz": "/readyz", "status": "/v1/status", "lanes": "/v1/lanes", "signers": "/v1/signers", "chains": "/v1/chains",
		"messages": "/v1/messages?lane=" + lane.ID().String() + "&limit=2", "failed": "/v1/messages/" + failed.ID().String(),
		"waiting": "/v1/messages/" + waiting.ID().String(), "verified": "/v1/messages/" + verified.ID().String(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // whose clock stands still
				code, header, body := get(t, newFixture(t), target)
				if code != http.StatusOK || header.Get("Content-Type") != "application/json" || header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Cache-Control") != "no-store" {
					t.Fatalf("%d %v %s", code, header, body)
				}
				var indented bytes.Buffer
				if err := json.Indent(&indented, []byte(body), "", "  "); err != nil {
					t.Fatal(err)
				}
				path := filepath.Join("testdata", name+".json")
				if *update {
					if err := os.WriteFile(path, indented.Bytes(), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(want, indented.Bytes()) {
					t.Errorf("got\n%s\nwant\n%s", indented.Bytes(), want)
				}
			})
		})
	}
}

// TestUintKeepsItsValue: every reader of JSON gets the number that was meant.
func TestUintKeepsItsValue(t *testing.T) {
	for value, want := range map[Uint]string{0: "0", 1<<53 - 1: "9007199254740991", 1 << 53: `"9007199254740992"`, 1<<64 - 1: `"18446744073709551615"`} {
		b, err := json.Marshal(value)
		if err != nil || string(b) != want {
			t.Errorf("%d is %s (%v), want %s", uint64(value), b, err, want)
		}
		var back Uint
		if err := json.Unmarshal(b, &back); err != nil || back != value {
			t.Errorf("%s is read as %d (%v)", b, back, err)
		}
	}
	for _, wrong := range []string{`-1`, `1.5`, `"x"`, `"18446744073709551616"`, `true`, `""`, `"`} {
		var back Uint
		if err := back.UnmarshalJSON([]byte(wrong)); err == nil {
			t.Errorf("%s is read as %d", wrong, back)
		}
	}
}

func page(t *testing.T, s *Server, target string) (nonces []uint64, next string) {
	t.Helper()
	recorder := ask(s, request(target))
	var page Page
	if err := json.Unmarshal(recorder.Body.Bytes(), &page); err != nil || recorder.Code != http.StatusOK {
		t.Fatalf("%s: %d %s: %v", target, recorder.Code, recorder.Body, err)
	}
	if page.Messages == nil {
		t.Error("messages is null, want a list")
	}
	for _, e := range page.Messages {
		nonces = append(nonces, uint64(e.Nonce))
	}
	return nonces, page.Next
}

func TestMessagesAreSelected(t *testing.T) {
	id := lane.ID().String()
	for target, want := range map[string][]uint64{
		"":                              {5, 4, 3, 2, 1},
		"?lane=" + id:                   {5, 4, 3, 2, 1},
		"?lane=" + id + "&limit=2":      {5, 4},
		"?lane=" + id + "&nonce=4":      {4},
		"?lane=" + id + "&nonce=77":     nil,
		"?lane=" + id + "&stage=failed": {3},
		"?stage=failed":                 {3},
		"?stage=delivered":              {2, 1},
		"?stage=approved":               nil,
		"?sender=" + alice.String():     {4, 2},
		"?recipient=" + alice.String():  nil,
		"?recipient=0x000000000000000000000000000000000000000c":              {5, 4, 3, 2, 1},
		"?sourceTx=0x05" + strings.Repeat("00", 31):                          {5},
		"?sender=0x000000000000000000000000000000000000000A&stage=requested": {4},
		"?lane=0x" + strings.Repeat("00", 31) + "01":                         nil,
	} {
		t.Run(target, func(t *testing.T) {
			if nonces, _ := page(t, server(t, newFixture(t), nil), "/v1/messages"+target); !slices.Equal(nonces, want) {
				t.Fatalf("got %v, want %v", nonces, want)
			}
		})
	}
}

// TestPagesAreComplete: a walk goes on where it was although messages enter and move
// meanwhile, and its cursor is good for nothing else.
func TestPagesAreComplete(t *testing.T) {
	f := newFixture(t)
	s := server(t, f, nil)
	first, next := page(t, s, "/v1/messages?limit=2")
	enter(t, f.view, 6, 7)
	change(t, f.view, 2, 5, func(_ uint64, p *index.Progress) { p.Reason = "moved" })
	second, next2 := page(t, s, "/v1/messages?limit=2&cursor="+next)
	third, end := page(t, s, "/v1/messages?limit=5&cursor="+next2)
	if all := slices.Concat(first, second, third); !slices.Equal(all, []uint64{5, 4, 3, 2, 1}) || end != "" {
		t.Fatalf("got %v and then %q", all, end)
	}
	if recorder := ask(s, request("/v1/messages?stage=failed&cursor="+next)); recorder.Code != http.StatusBadRequest || !strings.Contains(recorder.Body.String(), "it is of another query") {
		t.Errorf("%d %s", recorder.Code, recorder.Body)
	}
}

// TestRequestsAreRefusedByName: each refusal names the parameter, the value and
// what would do, and is JSON.
func TestRequestsAreRefusedByName(t *testing.T) {
	id := lane.ID().String()
	for target, want := range map[string]struct {
		code int
		text string
	}{
		"/v1/messages?lane=7":                                            {400, `lane: "7", want the id of a lane`},
		"/v1/messages?lane=":                                             {400, `lane: "", want`},
		"/v1/messages?nonce=3":                                           {400, "nonce: it needs a lane"},
		"/v1/messages?nonce=0&lane=" + id:                                {400, `nonce: "0", want a decimal number from 1`},
		"/v1/messages?nonce=-1&lane=" + id:                               {400, `nonce: "-1"`},
		"/v1/messages?nonce=18446744073709551616&lane=" + id:             {400, `nonce: "18446744073709551616"`},
		"/v1/messages?sender=bob":                                        {400, `sender: "bob", want an address`},
		"/v1/messages?sender=00000000000000000000000000000000000000aa":   {400, "sender: "},
		"/v1/messages?sender=0x0000000000000000000000000000000000000000": {400, "is nobody"},
		"/v1/messages?recipient=0x12":                                    {400, `recipient: "0x12", want an address`},
		"/v1/messages?sourceTx=0x12":                                     {400, `sourceTx: "0x12", want the hash`},
		"/v1/messages?sourceTx=0x" + strings.Repeat("ab", 2000):          {400, "query of 4011 bytes, want at most 1024"},
		"/v1/messages?stage=lost":                                        {400, `stage: "lost" is unknown, want verified, requested, approved, submitted, delivered or failed`},
		"/v1/messages?limit=0":                                           {400, `limit: "0", want a number from 1 to 500`},
		"/v1/messages?limit=501":                                         {400, `limit: "501", want a number from 1 to 500`},
		"/v1/messages?limit=all":                                         {400, `limit: "all"`},
		"/v1/messages?cursor=":                                           {400, `cursor: "", want`},
		"/v1/messages?cursor=AAAA":                                       {400, `cursor: "AAAA", want`},
		"/v1/messages?cursor=" + strings.Repeat("A", 23):                 {400, "cursor: "},
		"/v1/messages?cursor=AQAAAAAAAAAAAAAAAAAAAA%3D":                  {400, "cursor: "},
		"/v1/messages?Stage=failed":                                      {400, `parameter "Stage" is unknown, want lane, nonce`},
		"/v1/messages?stage=failed&stage=verified":                       {400, `parameter "stage" is given 2 times`},
		"/v1/messages?stage=failed;limit=1":                              {400, "query can't be read"},
		"/v1/messages?stage=%zz":                                         {400, "query can't be read"},
		"/v1/messages?" + strings.Repeat("a", 200) + "=1":                {400, "…"},
		"/v1/messages/12":                                                {400, `id: "12", want the id of a message`},
		"/v1/messages/0x" + strings.Repeat("ab", 32):                     {404, "is not in this relayer's view: it is not final yet"},
		"/v1/messages/0x" + strings.Repeat("AB", 32):                     {400, "lower-case"},
		"/v1/messages/0x" + strings.Repeat("ab", 32) + "?x=1":            {400, `parameter "x" is unknown, want none`},
		"/v1/status?verbose=1":                                           {400, `parameter "verbose" is unknown, want none`},
		"/v1/events?stage=lost":                                          {400, `stage: "lost" is unknown`},
		"/v1/events?limit=1":                                             {400, `parameter "limit" is unknown, want lane, stage`},
		"/v1/secrets":                                                    {404, "no such path"},
		"/":                                                              {404, "no such path"},
	} {
		t.Run(target, func(t *testing.T) {
			recorder := ask(server(t, newFixture(t), nil), request(target))
			var answer Failure
			if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
				t.Fatalf("%d %s: %v", recorder.Code, recorder.Body, err)
			}
			if recorder.Code != want.code || !strings.Contains(answer.Error, want.text) || answer.Error == "" {
				t.Fatalf("got %d %q, want %d %q", recorder.Code, answer.Error, want.code, want.text)
			}
			if len(answer.Error) > 400 {
				t.Errorf("the error repeats too much: %d bytes", len(answer.Error))
			}
		})
	}
}

func TestReadinessSaysWhy(t *testing.T) {
	f := newFixture(t)
	f.trouble = errors.New("lane 9001>9002 is backing-off: endpoint does not answer")
	code, _, body := get(t, f, "/readyz")
	if code != http.StatusServiceUnavailable || !strings.Contains(body, "endpoint does not answer") {
		t.Errorf("%d %s", code, body)
	}
	if code, _, _ = get(t, f, "/healthz"); code != http.StatusOK {
		t.Errorf("a lane in trouble is no reason to restart the process: %d", code)
	}
	_, _, body = get(t, f, "/v1/status")
	var status Status
	if err := json.Unmarshal([]byte(body), &status); err != nil || status.Ready || status.Reason != f.trouble.Error() {
		t.Errorf("%s: %v", body, err)
	}
}

func TestMetricsAreServed(t *testing.T) {
	code, header, body := get(t, newFixture(t), "/metrics")
	if code != http.StatusOK || !strings.HasPrefix(header.Get("Content-Type"), "text/plain") || !strings.Contains(body, "\ncatenary_probe 42\n") {
		t.Errorf("%d %v %s", code, header, body)
	}
}

func TestOnlyReadingIsServed(t *testing.T) {
	s := server(t, newFixture(t), nil)
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, http.MethodConnect, http.MethodTrace, "BREW"} {
		for _, path := range []string{"/healthz", "/readyz", "/metrics", "/v1/status", "/v1/lanes", "/v1/signers", "/v1/messages", "/v1/events"} {
			r := request(path)
			r.Method, r.Body = method, io.NopCloser(strings.NewReader("{}"))
			if recorder := ask(s, r); recorder.Code != http.StatusMethodNotAllowed || recorder.Header().Get("Allow") != "GET, HEAD" {
				t.Errorf("%s %s: %d", method, path, recorder.Code)
			}
		}
	}
}

// serveOn runs Serve on a free port.
func serveOn(t *testing.T, s *Server) (url string, stop func() (time.Duration, error)) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Serve(ctx, listener) }()
	return "http://" + listener.Addr().String(), func() (time.Duration, error) {
		started := time.Now()
		cancel()
		err := <-done
		return time.Since(started), err
	}
}

// stopsAtOnce has servers stop, each after begin, until one does before its grace is over.
// A busy machine may hold up any of them; one that waits for its grace does so each time.
func stopsAtOnce(t *testing.T, begin func(url string) (after func())) {
	t.Helper()
	var took [3]time.Duration
	for i := range took {
		url, stop := serveOn(t, server(t, newFixture(t), nil))
		after := begin(url)
		var err error
		if took[i], err = stop(); err != nil {
			t.Fatal(err)
		}
		after()
		if took[i] < shutdownGrace {
			return
		}
	}
	t.Errorf("stopped after %v, want less than the grace of %v", took, shutdownGrace)
}

func TestServeStops(t *testing.T) {
	t.Parallel() // it waits most of the time
	t.Run("idle, with a connection kept open", func(t *testing.T) {
		stopsAtOnce(t, func(url string) func() {
			client := &http.Client{Transport: &http.Transport{}}
			t.Cleanup(client.CloseIdleConnections)
			response, err := client.Get(url + "/healthz")
			if err != nil {
				t.Fatal(err)
			}
			_, _ = io.Copy(io.Discard, response.Body)
			_ = response.Body.Close()
			return func() {
				if _, err := client.Get(url + "/healthz"); err == nil {
					t.Error("still answers")
				}
			}
		})
	})
	t.Run("with an open stream", func(t *testing.T) {
		stopsAtOnce(t, func(url string) func() {
			stream := listen(t, url+"/v1/events", "")
			stream.want(t, "ready")
			return func() { <-stream.ended }
		})
	})
	t.Run("with an answer that never ends", func(t *testing.T) {
		begun := make(chan struct{})
		s := server(t, newFixture(t), nil)
		forever := make(chan struct{})
		defer close(forever)
		s.handler = http.HandlerFunc(func(http.ResponseWriter, *http.Request) { close(begun); <-forever })
		url, stop := serveOn(t, s)
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		finished := make(chan error, 1)
		go func() {
			response, err := client.Get(url)
			if err == nil {
				_ = response.Body.Close()
			}
			finished <- err
		}()
		<-begun
		if took, err := stop(); err != nil || took > patience {
			t.Errorf("%v after %v", err, took)
		}
		if err := <-finished; err == nil {
			t.Error("the answer came to an end")
		}
	})
}

func TestServeSaysWhyItCant(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_ = listener.Close()
	if err := server(t, newFixture(t), nil).Serve(t.Context(), listener); err == nil || !strings.Contains(err.Error(), "serve the API") {
		t.Errorf("got %v", err)
	}
}

// TestLargeHeadersAreRefused: a client can't make the server hold what it likes.
func TestLargeHeadersAreRefused(t *testing.T) {
	url, stop := serveOn(t, server(t, newFixture(t), nil))
	defer stop()
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url+"/healthz", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("X-Much", strings.Repeat("a", 2*maxHeader))
	response, err := client.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = response.Body.Close()
	if response.StatusCode != http.StatusRequestHeaderFieldsTooLarge {
		t.Errorf("got %s", response.Status)
	}
}

// FuzzMessagesQuery: no query makes the handler panic, answer without JSON, or
// answer anything but 200 and 400.
func FuzzMessagesQuery(f *testing.F) {
	for _, seed := range []string{"", "lane=0x00", "lane=" + lane.ID().String() + "&nonce=3&limit=1", "stage=failed", "sender=0x0a", "limit=9&limit=9", "%", "a=b;c",
		"cursor=AQAAAAAAAAAAAAAAAAAAAAA", "sourceTx=0x" + strings.Repeat("ab", 32), "recipient=0x" + strings.Repeat("ab", 20)} {
		f.Add(seed)
	}
	view := newFixture(f)
	f.Fuzz(func(t *testing.T, query string) {
		r := request("/v1/messages")
		r.URL.RawQuery = query
		recorder := ask(server(t, view, nil), r)
		if !json.Valid(recorder.Body.Bytes()) || recorder.Code != http.StatusOK && recorder.Code != http.StatusBadRequest {
			t.Fatalf("%q: %d %s", query, recorder.Code, recorder.Body)
		}
	})
}

// FuzzCursor: what is read as a cursor is what would be written.
func FuzzCursor(f *testing.F) {
	q := query{index.Query{Stage: index.Failed}}
	f.Add(q.cursor(1))
	f.Add(q.cursor(1<<64 - 1))
	f.Add("AQAAAAAAAAABAAAAAAAAAAA")
	f.Add("")
	f.Fuzz(func(t *testing.T, text string) {
		q := query{index.Query{Stage: index.Failed}}
		if err := q.walkOn(text); err == nil && (q.cursor(q.Before) != text || q.Before == 0) {
			t.Fatalf("%q is read as %d, which is written %q", text, q.Before, q.cursor(q.Before))
		}
	})
}
