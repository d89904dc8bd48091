package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/prometheus/client_golang/prometheus"
	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/index"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fixture is a View with known content.
type fixture struct {
	lanes    []relayer.LaneStatus
	view     *index.Index
	signers  map[common.Address]time.Time
	registry *prometheus.Registry
	trouble  error
}

func (f *fixture) Lanes() []relayer.LaneStatus           { return f.lanes }
func (f *fixture) Index() *index.Index                   { return f.view }
func (f *fixture) Signers() map[common.Address]time.Time { return f.signers }
func (f *fixture) Registry() *prometheus.Registry        { return f.registry }
func (f *fixture) Ready() error                          { return f.trouble }

var (
	at     = time.Unix(1_790_000_000, 0).UTC()
	lane   = messages.Lane{SourceChain: 9001, Outbox: common.Address{19: 1}, OutboxMark: messages.Mark{2}, TargetChain: 9002}
	alice  = messages.Account{31: 0xa}
	sentBy = map[bool]messages.Account{true: alice, false: {31: 0xb}}
)

func message(nonce uint64) messages.Message {
	return messages.Message{Nonce: nonce, SourceChain: 9001, Sender: sentBy[nonce%2 == 0], TargetChain: 9002, Recipient: messages.Account{31: 0xc},
		Timestamp: 1_790_000_000 - 60, GasLimit: 100_000, Payload: []byte("hello")}
}

// newFixture has five messages of one lane: two delivered, one failed, two verified.
func newFixture(t *testing.T) *fixture {
	t.Helper()
	view, err := index.New(100)
	if err != nil {
		t.Fatal(err)
	}
	for nonce := uint64(1); nonce <= 5; nonce++ {
		m := message(nonce)
		if err := view.Add([]index.Entry{index.NewEntry(&m, m.ID(), lane.ID(), 40+nonce, common.Hash{byte(nonce)}, at)}); err != nil {
			t.Fatal(err)
		}
	}
	err = view.Update(lane.ID(), 1, 3, func(e *index.Entry) {
		e.Stage, e.ApprovedAt, e.SubmittedAt, e.ExecutedAt = index.Delivered, at.Add(time.Second), at.Add(2*time.Second), at.Add(3*time.Second)
		e.TargetTx, e.TargetBlock = common.Hash{0xff}.String(), 77
		if e.Nonce == 3 {
			e.Stage, e.Reason = index.Failed, "recipient reverted without a reason"
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	registry := prometheus.NewRegistry()
	registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "catenary_probe", Help: "A probe."}, func() float64 { return 42 }))
	return &fixture{
		lanes: []relayer.LaneStatus{{
			Name: "9001>9002", Lane: lane, ID: lane.ID(), State: relayer.Following, Since: at,
			Proven: messages.Position{Nonce: 5, Accumulator: messages.Accumulator{5}}, Delivered: messages.Position{Nonce: 3, Accumulator: messages.Accumulator{3}},
			Final: lightclient.Header{Number: 46, Hash: common.Hash{46}, ParentHash: common.Hash{45}, StateRoot: common.Hash{1}, ReceiptsRoot: common.Hash{2}, Time: 1_790_000_000},
			Epoch: 2, Threshold: 3, SignerCount: 5, InFlight: 1, OldestPendingSeconds: 12.5,
		}},
		view: view, signers: map[common.Address]time.Time{{19: 9}: at, {19: 7}: at.Add(time.Second)}, registry: registry,
	}
}

func get(t *testing.T, view View, target string) (code int, header http.Header, body string) {
	t.Helper()
	recorder := httptest.NewRecorder()
	Handler(view, "v1.2.3", slog.New(slog.DiscardHandler)).ServeHTTP(recorder, httptest.NewRequest(http.MethodGet, target, nil))
	return recorder.Code, recorder.Result().Header, recorder.Body.String()
}

// TestAnswersAreAsPinned holds every answer against its golden file: field names
// and forms are what others build on.
func TestAnswersAreAsPinned(t *testing.T) {
	m := message(3)
	for name, target := range map[string]string{
		"healthz": "/healthz", "readyz": "/readyz", "status": "/v1/status", "lanes": "/v1/lanes", "signers": "/v1/signers",
		"messages": "/v1/messages?lane=" + lane.ID().String() + "&limit=2&after=2", "message": "/v1/messages/" + m.ID().String(),
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { // whose clock stands still
				code, header, body := get(t, newFixture(t), target)
				if code != http.StatusOK || header.Get("Content-Type") != "application/json" || header.Get("X-Content-Type-Options") != "nosniff" {
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

func TestMessagesAreSelected(t *testing.T) {
	id := lane.ID().String()
	for target, want := range map[string]struct {
		nonces []uint64
		next   uint64
	}{
		"?lane=" + id:                                {[]uint64{1, 2, 3, 4, 5}, 0},
		"?lane=" + id + "&limit=2":                   {[]uint64{1, 2}, 2},
		"?lane=" + id + "&limit=2&after=2":           {[]uint64{3, 4}, 4},
		"?lane=" + id + "&limit=2&after=4":           {[]uint64{5}, 0},
		"?lane=" + id + "&after=9223372036854775807": {nil, 0},
		"?lane=" + id + "&stage=failed":              {[]uint64{3}, 0},
		"?lane=" + id + "&sender=" + alice.String():  {[]uint64{2, 4}, 0},
		"?stage=failed":                              {[]uint64{3}, 0},
		"?stage=approved":                            {nil, 0},
		"?sender=0x000000000000000000000000000000000000000A&stage=verified": {[]uint64{4}, 0},
		"?lane=0x" + strings.Repeat("00", 32):                               {nil, 0},
	} {
		t.Run(target, func(t *testing.T) {
			code, _, body := get(t, newFixture(t), "/v1/messages"+target)
			var page Page
			if err := json.Unmarshal([]byte(body), &page); err != nil || code != http.StatusOK {
				t.Fatalf("%d %s: %v", code, body, err)
			}
			if page.Messages == nil {
				t.Error("messages is null, want a list")
			}
			var nonces []uint64
			for _, e := range page.Messages {
				nonces = append(nonces, e.Nonce)
			}
			if len(nonces) != len(want.nonces) || page.Next != want.next {
				t.Fatalf("got %v and next %d, want %v and %d", nonces, page.Next, want.nonces, want.next)
			}
			for i := range nonces {
				if nonces[i] != want.nonces[i] {
					t.Fatalf("got %v, want %v", nonces, want.nonces)
				}
			}
		})
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
		"/v1/messages?lane=7":                               {400, "lane: "},
		"/v1/messages?lane=":                                {400, "lane: "},
		"/v1/messages?sender=bob":                           {400, "sender: want an address of 20 bytes or an account of 32"},
		"/v1/messages?stage=lost":                           {400, `stage: "lost" is unknown, want verified, requested`},
		"/v1/messages?after=-1&lane=" + id:                  {400, `after: "-1" is not a nonce`},
		"/v1/messages?after=9223372036854775808&lane=" + id: {400, "after: "},
		"/v1/messages?after=3":                              {400, "after: it needs a lane"},
		"/v1/messages?limit=0":                              {400, `limit: "0", want a number from 1 to 1000`},
		"/v1/messages?limit=1001":                           {400, `limit: "1001", want a number from 1 to 1000`},
		"/v1/messages?limit=all":                            {400, `limit: "all"`},
		"/v1/messages?Stage=failed":                         {400, `parameter "Stage" is unknown, want lane, stage`},
		"/v1/messages?stage=failed&stage=verified":          {400, `parameter "stage" is given 2 times`},
		"/v1/messages?stage=failed;limit=1":                 {400, "query can't be read"},
		"/v1/messages?stage=%zz":                            {400, "query can't be read"},
		"/v1/messages/12":                                   {400, "0x"},
		"/v1/messages/0x" + strings.Repeat("ab", 32):        {404, "is not in this relayer's view: it is not final yet"},
		"/v1/messages/0x" + strings.Repeat("AB", 32):        {400, ""},
	} {
		t.Run(target, func(t *testing.T) {
			request := httptest.NewRequest(http.MethodGet, "/", nil)
			path, query, _ := strings.Cut(target, "?")
			request.URL.Path, request.URL.RawQuery = path, query
			recorder := httptest.NewRecorder()
			Handler(newFixture(t), "v1.2.3", slog.New(slog.DiscardHandler)).ServeHTTP(recorder, request)
			var answer map[string]string
			if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil {
				t.Fatalf("%d %s: %v", recorder.Code, recorder.Body, err)
			}
			if recorder.Code != want.code || !strings.Contains(answer["error"], want.text) || answer["error"] == "" {
				t.Fatalf("got %d %q, want %d %q", recorder.Code, answer["error"], want.code, want.text)
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
	handler := Handler(newFixture(t), "", slog.New(slog.DiscardHandler))
	for _, method := range []string{http.MethodPost, http.MethodPut, http.MethodDelete, http.MethodPatch} {
		for _, path := range []string{"/healthz", "/readyz", "/metrics", "/v1/status", "/v1/lanes", "/v1/signers", "/v1/messages"} {
			recorder := httptest.NewRecorder()
			handler.ServeHTTP(recorder, httptest.NewRequest(method, path, strings.NewReader("{}")))
			if recorder.Code != http.StatusMethodNotAllowed {
				t.Errorf("%s %s: %d", method, path, recorder.Code)
			}
		}
	}
	if code, _, _ := get(t, newFixture(t), "/v1/secrets"); code != http.StatusNotFound {
		t.Errorf("unknown path: %d", code)
	}
}

// serve runs Serve on a free port.
func serve(t *testing.T, handler http.Handler) (url string, stop func() (time.Duration, error)) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, listener, handler) }()
	return "http://" + listener.Addr().String(), func() (time.Duration, error) {
		started := time.Now()
		cancel()
		err := <-done
		return time.Since(started), err
	}
}

func TestServeStops(t *testing.T) {
	t.Run("idle, with a connection kept open", func(t *testing.T) {
		url, stop := serve(t, Handler(newFixture(t), "", slog.New(slog.DiscardHandler)))
		client := &http.Client{Transport: &http.Transport{}}
		defer client.CloseIdleConnections()
		response, err := client.Get(url + "/healthz")
		if err != nil {
			t.Fatal(err)
		}
		_, _ = io.Copy(io.Discard, response.Body)
		_ = response.Body.Close()
		if took, err := stop(); err != nil || took > shutdownGrace {
			t.Errorf("%v after %v", err, took)
		}
		if _, err := client.Get(url + "/healthz"); err == nil {
			t.Error("still answers")
		}
	})
	t.Run("with an answer that never ends", func(t *testing.T) {
		begun := make(chan struct{})
		url, stop := serve(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { close(begun); <-r.Context().Done() }))
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
		if took, err := stop(); err != nil || took > 2*shutdownGrace {
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
	if err := Serve(t.Context(), listener, http.NotFoundHandler()); err == nil || !strings.Contains(err.Error(), "serve the API") {
		t.Errorf("got %v", err)
	}
}

// TestLargeHeadersAreRefused: a client can't make the server hold what it likes.
func TestLargeHeadersAreRefused(t *testing.T) {
	url, stop := serve(t, Handler(newFixture(t), "", slog.New(slog.DiscardHandler)))
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
	for _, seed := range []string{"", "lane=0x00", "lane=" + lane.ID().String() + "&after=3&limit=1", "stage=failed", "sender=0x0a", "limit=9&limit=9", "%", "a=b;c"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		request := httptest.NewRequest(http.MethodGet, "/v1/messages", nil)
		request.URL.RawQuery = query
		recorder := httptest.NewRecorder()
		Handler(newFixture(t), "", slog.New(slog.DiscardHandler)).ServeHTTP(recorder, request)
		if !json.Valid(recorder.Body.Bytes()) || recorder.Code != http.StatusOK && recorder.Code != http.StatusBadRequest {
			t.Fatalf("%q: %d %s", query, recorder.Code, recorder.Body)
		}
	})
}
