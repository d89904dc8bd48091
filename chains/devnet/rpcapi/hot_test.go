package rpcapi

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/iotest"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/log"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains/devnet/senders"
	"github.com/catenary-bridge/catenary/chains/devnet/senders/senderstest"
)

// fateful is a backend whose answer to a submission depends on the transaction alone,
// so that two servers can be asked the same.
type fateful struct{ Backend }

func (fateful) ChainConfig() *params.ChainConfig { return params.AllDevChainProtocolChanges }

func (fateful) SubmitTx(ctx context.Context, tx *types.Transaction) error {
	switch tx.Nonce() % 4 {
	case 1:
		return fmt.Errorf("%w: <next> nonce & \"tx\" nonce", core.ErrNonceTooLow)
	case 2:
		return limitExceeded("bound of %d", tx.Nonce())
	case 3:
		return &syncTimeoutError{hash: tx.Hash()}
	}
	return ctx.Err()
}

// twoWays are go-ethereum's server alone, and behind the entrance.
func twoWays(t testing.TB) (slow, fast http.Handler) {
	t.Helper()
	send := &ethSend{reader: &reader{backend: fateful{}, life: context.Background()}}
	server := rpc.NewServer()
	server.SetBatchLimits(maxBatchItems, maxBatchResponseBytes)
	server.SetHTTPBodyLimit(maxBodyBytes)
	server.SetWebsocketReadLimit(maxBodyBytes)
	check(t, server.RegisterName("eth", send))
	check(t, server.RegisterName("web3", &web3API{"test"}))
	t.Cleanup(server.Stop)
	e := &entrance{send: send, senders: finderOf(types.LatestSigner(fateful{}.ChainConfig()))}
	return server, e.http(server)
}

func rawTransfer(nonce uint64) string {
	tx := types.MustSignNewTx(testKey(3), types.LatestSigner(fateful{}.ChainConfig()), &types.DynamicFeeTx{
		ChainID: fateful{}.ChainConfig().ChainID, Nonce: nonce, To: &common.Address{7}, Gas: 21_000, GasFeeCap: big.NewInt(9), GasTipCap: big.NewInt(1),
	})
	raw, err := tx.MarshalBinary()
	if err != nil {
		panic(err)
	}
	return hexutil.Encode(raw)
}

func hotBody(nonce uint64) string {
	return `{"jsonrpc":"2.0","id":1,"method":"eth_sendRawTransaction","params":["` + rawTransfer(nonce) + `"]}`
}

// hotBodies are requests that the entrance answers itself, coldBodies look like them.
func hotBodies() []string {
	raw := rawTransfer(0)
	return []string{
		hotBody(0), hotBody(1), hotBody(2), hotBody(3),
		" \t\r\n{ \"params\" : [ \"" + raw + "\" ] , \"id\" : \"a b\" , \"method\" : \"eth_sendRawTransaction\" , \"jsonrpc\" : \"2.0\" } \n",
		`{"method":"eth_sendRawTransaction","params":["0x"],"id":0,"jsonrpc":"2.0"}`,
		`{"method":"eth_sendRawTransaction","params":["0x02F8"],"id":12345678901234567890,"jsonrpc":"2.0"}`,
		`[` + hotBody(0) + `]`,
		`[` + hotBody(0) + ` , ` + hotBody(1) + `,` + hotBody(2) + `, ` + hotBody(4) + `]`,
		`[` + strings.Repeat(hotBody(0)+",", maxBatchItems-1) + hotBody(3) + `]`,
	}
}

func coldBodies() []string {
	raw, hot := rawTransfer(0), hotBody(0)
	with := func(old, new string) string { return strings.Replace(hot, old, new, 1) }
	return []string{
		"", " ", "null", "{}", "[]", "[[]]", "[null]", `""`, "1", "{", "[", hot[:len(hot)-1], hot + hot, hot + "x", "[" + hot, "[" + hot + ",]", "[" + hot + "]]",
		with(`"id":1,`, ""), with(`"id":1`, `"id":null`), with(`"id":1`, `"id":01`), with(`"id":1`, `"id":-1`), with(`"id":1`, `"id":1.5`),
		with(`"id":1`, `"id":1e2`), with(`"id":1`, `"id":{}`), with(`"id":1`, `"id":[1]`), with(`"id":1`, `"id":true`), with(`"id":1`, `"id":"\u0031"`),
		with(`"id":1`, `"id":"é"`), with(`"id":1`, "\"id\":\"\x01\""), with(`"id":1`, `"id":1,"id":2`), with(`"id":1`, `"ID":1`), with(`"id":1`, `"id":1,"extra":0`),
		with(`"id":1`, `"id":1,"extra":`), with(`"id":1`, `"id":`), with(`"id":1`, `"id"1`), with(`"]`, `"`),
		with(`2.0`, `1.0`), with(`"2.0"`, `2.0`), with(`"jsonrpc":"2.0",`, ""), with(`eth_send`, `eth_\u0073end`), with(`"method"`, `"m\u0065thod"`), with(`eth_sendRaw`, `eth_sendraw`),
		with(`["0x`, `["0X`), with(`["0x`, `["`), with(`["0x`, `["0x0`), with(`["0x`, `["0xzz`), with(`["0x`, `["0x\u0030`), with(`["0x`, `[" 0x`),
		with(`"]`, `",1]`), with(`"]`, `"],"params":["0x00"]`), with(`["`, `"`), with(`["`+raw+`"]`, `[]`), with(`["`+raw+`"]`, `{"raw":"`+raw+`"}`), with(`["`+raw+`"]`, `null`),
		with("eth_sendRawTransaction", "web3_clientVersion"), with("eth_sendRawTransaction", "eth_unknown"), with("eth_sendRawTransaction", "eth_subscribe"),
		`[` + hot + `,` + with("eth_sendRawTransaction", "web3_clientVersion") + `]`,
		`[` + strings.Repeat(hot+",", maxBatchItems) + hot + `]`,
		strings.Repeat(" ", maxBodyBytes+1-len(hot)) + hot,
	}
}

func postTo(h http.Handler, body io.Reader, change func(*http.Request)) *http.Response {
	r := httptest.NewRequest(http.MethodPost, "/", body)
	r.Header.Set("Content-Type", "application/json")
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Result()
}

// same asks both ways and compares the answers to the byte.
func same(t testing.TB, slow, fast http.Handler, body string, change func(*http.Request)) {
	t.Helper()
	want, got := postTo(slow, strings.NewReader(body), change), postTo(fast, strings.NewReader(body), change)
	wantBody, err := io.ReadAll(want.Body)
	check(t, err)
	gotBody, err := io.ReadAll(got.Body)
	check(t, err)
	if got.StatusCode != want.StatusCode || fmt.Sprint(got.Header) != fmt.Sprint(want.Header) || !bytes.Equal(gotBody, wantBody) {
		t.Errorf("request %.300q\nis answered %d %v %.300q\nwithout entrance %d %v %.300q", body, got.StatusCode, got.Header, gotBody, want.StatusCode, want.Header, wantBody)
	}
}

func TestEntranceAnswersAsTheServer(t *testing.T) {
	slow, fast := twoWays(t)
	for _, body := range append(hotBodies(), coldBodies()...) {
		same(t, slow, fast, body, nil)
	}
	for name, change := range map[string]func(*http.Request){
		"get":            func(r *http.Request) { r.Method = http.MethodGet },
		"put":            func(r *http.Request) { r.Method = http.MethodPut },
		"other type":     func(r *http.Request) { r.Header.Set("Content-Type", "text/plain") },
		"type with more": func(r *http.Request) { r.Header.Set("Content-Type", "application/json; charset=utf-8") },
		"unknown length": func(r *http.Request) { r.ContentLength = -1 },
		"too long":       func(r *http.Request) { r.ContentLength = maxBodyBytes + 1 },
		"cut short":      func(r *http.Request) { r.ContentLength++ },
		"torn": func(r *http.Request) { // behind a whole hot request
			r.ContentLength++
			r.Body = io.NopCloser(io.MultiReader(r.Body, iotest.ErrReader(io.ErrUnexpectedEOF)))
		},
	} {
		t.Run(name, func(t *testing.T) { same(t, slow, fast, hotBody(0), change) })
	}
}

// What the entrance takes and what it leaves is decided by the scanner: a request that
// it should answer and doesn't would only be slow.
func TestScannerKnowsHotRequests(t *testing.T) {
	for _, body := range hotBodies() {
		if _, _, ok := scanHot([]byte(body), nil); !ok {
			t.Errorf("not recognised: %.200s", body)
		}
	}
	for _, body := range coldBodies() {
		if _, _, ok := scanHot([]byte(body), nil); ok && len(body) <= maxBodyBytes {
			t.Errorf("recognised: %.200s", body)
		}
	}
}

// What a request only announces costs nothing, and what a large one took is not kept.
func TestEntranceKeepsLittle(t *testing.T) {
	r := httptest.NewRequest(http.MethodPost, "/", io.MultiReader(strings.NewReader("{"), iotest.ErrReader(io.ErrUnexpectedEOF)))
	r.ContentLength = maxBodyBytes
	q := new(request)
	if err := q.read(r); err == nil || string(q.body) != "{" || cap(q.body) > 2*minBodyRoom {
		t.Errorf("read %d bytes into %d, error %v", len(q.body), cap(q.body), err)
	}
	(&request{body: make([]byte, 0, keptBodyBytes+1)}).done()
	for range 100 {
		if q := requests.Get().(*request); cap(q.body) > keptBodyBytes {
			t.Fatalf("a body's room of %d bytes is kept", cap(q.body))
		}
	}
}

// A body whose end comes together with its last bytes is whole: the server isn't asked.
func TestEntranceAnswersItself(t *testing.T) {
	_, fast := twoWays(t)
	e := &entrance{send: &ethSend{reader: &reader{backend: fateful{}, life: context.Background()}}, senders: finderOf(types.LatestSigner(fateful{}.ChainConfig()))}
	alone := e.http(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the server is asked") }))
	same(t, fast, alone, hotBody(0), func(r *http.Request) { r.Body = io.NopCloser(iotest.DataErrReader(r.Body)) })
}

// told keeps what go-ethereum's log is told: that there are durations, and errors.
type told struct {
	slog.Handler
	mu    sync.Mutex
	lines []string
}

func (h *told) Enabled(context.Context, slog.Level) bool { return true }
func (h *told) WithAttrs([]slog.Attr) slog.Handler       { return h }

func (h *told) Handle(_ context.Context, r slog.Record) error {
	line := r.Level.String() + " " + r.Message
	timed := false
	r.Attrs(func(a slog.Attr) bool {
		switch a.Key {
		case "duration":
			timed = a.Value.Kind() == slog.KindDuration && a.Value.Duration() > 0
		case "err":
			line += fmt.Sprintf(" err=%v", a.Value)
		}
		return true
	})
	h.mu.Lock()
	defer h.mu.Unlock()
	h.lines = append(h.lines, fmt.Sprintf("%s timed=%t", line, timed))
	return nil
}

// Whoever looks for requests in go-ethereum's log finds those of the entrance too, each of
// a batch, with their errors.
func TestEntranceIsInTheRequestLog(t *testing.T) {
	before := log.Root()
	defer log.SetDefault(before)
	slow, fast := twoWays(t)
	errors := 0
	for _, body := range hotBodies() {
		var lines [2][]string
		for i, h := range []http.Handler{slow, fast} {
			all := new(told)
			log.SetDefault(log.NewLogger(all))
			postTo(h, strings.NewReader(body), nil)
			lines[i] = all.lines
		}
		if len(lines[0]) == 0 || !slices.Equal(lines[0], lines[1]) {
			t.Errorf("request %.200q\nis logged as %q\nwithout entrance %q", body, lines[1], lines[0])
		}
		errors += strings.Count(strings.Join(lines[1], "\n"), " err=")
	}
	if errors == 0 {
		t.Error("none of the requests is refused")
	}
}

// Where eth_ is not offered there is no other way in.
func TestNoEntranceWithoutItsModule(t *testing.T) {
	s := &Server{config: Config{Modules: []string{"net"}}, backend: fateful{}}
	if s.newEntrance(context.Background(), nil) != nil {
		t.Error("eth_sendRawTransaction is answered")
	}
	s.config.Modules = []string{"net", "eth"}
	if s.newEntrance(context.Background(), nil) == nil {
		t.Error("eth_sendRawTransaction is not answered")
	}
}

// Any body gets the answer that go-ethereum's server alone gives.
func FuzzEntranceAnswersAsTheServer(f *testing.F) {
	slow, fast := twoWays(f)
	for _, body := range append(hotBodies(), coldBodies()...) {
		if len(body) < 10_000 {
			f.Add(body)
		}
	}
	f.Fuzz(func(t *testing.T, body string) { same(t, slow, fast, body, nil) })
}

func finderOf(signer types.Signer) *senders.Finder {
	f, err := senders.New(senders.Config{Signer: signer})
	if err != nil {
		panic(err)
	}
	return f
}

// A batch's senders are recovered once, on the way in: nobody who asks later pays.
func TestBatchKeepsItsSenders(t *testing.T) {
	signer := senderstest.NewCounting(types.LatestSigner(fateful{}.ChainConfig()))
	finder := finderOf(signer)
	e := &entrance{send: &ethSend{reader: &reader{backend: fateful{}}}, senders: finder}
	q := &request{body: []byte(`[` + strings.Repeat(hotBody(0)+",", 99) + hotBody(1) + `]`)}
	if !q.hot() {
		t.Fatal("not recognised")
	}
	e.answer(context.Background(), q, finder.Stream())
	if n := signer.Recovered.Load(); n > 100 { // fewer alone where the processor recovers many together
		t.Errorf("%d recoveries of 100 senders", n)
	}
	signer.Recovered.Store(0)
	for _, s := range q.sent {
		if from, err := types.Sender(signer, s.tx); err != nil || from != addressOf(testKey(3)) {
			t.Fatalf("sender %s, %v", from, err)
		}
	}
	if n := signer.Recovered.Load(); n != 0 {
		t.Errorf("%d of 100 senders were recovered again", n)
	}
}

// A blob transaction is refused before anybody recovers its sender.
func TestBatchRecoversNoBlobTransaction(t *testing.T) {
	signer := senderstest.NewCounting(types.LatestSigner(fateful{}.ChainConfig()))
	blob := types.NewTx(&types.BlobTx{})
	q := &request{sent: []sent{{tx: blob}, {tx: blob}}}
	q.findSenders(finderOf(signer).Stream())
	if n := signer.Recovered.Load(); n != 0 {
		t.Errorf("%d recoveries", n)
	}
}

// Who sends over one connection again and again is recovered no more, over HTTP and over a
// WebSocket; of a paranoid server, each time.
func TestConnectionsKnowTheirSender(t *testing.T) {
	for _, paranoid := range []bool{false, true} {
		signer := senderstest.NewCounting(types.LatestSigner(fateful{}.ChainConfig()))
		finder, err := senders.New(senders.Config{Signer: signer, Paranoid: paranoid})
		check(t, err)
		e := &entrance{send: &ethSend{reader: &reader{backend: signedBy{signer: signer}, life: context.Background()}}, senders: finder}
		server := rpc.NewServer()
		web := httptest.NewUnstartedServer(e.http(server))
		web.Config.ConnContext = e.connected
		web.Start()
		web2 := httptest.NewServer(e.socket(server.WebsocketHandler(nil)))
		for _, url := range []string{web.URL, "ws" + strings.TrimPrefix(web2.URL, "http")} {
			client, err := rpc.Dial(url)
			check(t, err)
			signer.Recovered.Store(0)
			for i := range 100 {
				var hash common.Hash
				check(t, client.Call(&hash, "eth_sendRawTransaction", raws()[i]))
			}
			n := signer.Recovered.Load()
			if want := int64(100); paranoid && n != want || !paranoid && n > want/5 {
				t.Errorf("%s, paranoid %v: %d recoveries for 100 transactions", url, paranoid, n)
			}
			client.Close()
		}
		web.Close()
		web2.Close()
		server.Stop()
	}
}

// signedBy is a backend that looks at senders.
type signedBy struct {
	fateful
	signer types.Signer
}

func (s signedBy) SubmitTx(_ context.Context, tx *types.Transaction) error {
	from, err := types.Sender(s.signer, tx)
	if err == nil && from != addressOf(testKey(3)) {
		err = fmt.Errorf("sent by %s", from)
	}
	return err
}
