package rpcapi

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) {
	leaks.Main(m)
}

// post sends one HTTP request and returns status, body and headers.
func post(t testing.TB, url, body string, headers ...string) (int, string, http.Header) {
	t.Helper()
	return do(t, http.MethodPost, url, body, append([]string{"Content-Type", "application/json"}, headers...)...)
}

func do(t testing.TB, method, url, body string, headers ...string) (int, string, http.Header) {
	t.Helper()
	request, err := http.NewRequestWithContext(context.Background(), method, url, strings.NewReader(body))
	check(t, err)
	for i := 0; i < len(headers); i += 2 {
		request.Header.Set(headers[i], headers[i+1])
		if headers[i] == "Host" {
			request.Host = headers[i+1]
		}
	}
	response, err := (&http.Client{Transport: &http.Transport{DisableKeepAlives: true}}).Do(request)
	check(t, err)
	defer func() { check(t, response.Body.Close()) }()
	answer, err := io.ReadAll(response.Body)
	check(t, err)
	return response.StatusCode, string(answer), response.Header
}

const ask = `{"jsonrpc":"2.0","id":1,"method":"eth_chainId"}`

// TestForeignHostIsRefused: DNS rebinding, over HTTP and WebSocket.
func TestForeignHostIsRefused(t *testing.T) {
	s := serve(t, Config{VirtualHosts: []string{"Devnet.test"}})
	for host, want := range map[string]int{
		"evil.example": 403, "evil.example:80": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example": 403,
		"localhost": 200, "LOCALHOST:8545": 200, "devnet.test": 200, "127.0.0.1:1": 200, "[::1]:80": 200,
	} {
		if status, body, _ := post(t, s.http, ask, "Host", host); status != want {
			t.Errorf("host %s: %d %s, want %d", host, status, body, want)
		}
		conn, err := (&net.Dialer{}).Dial("tcp", strings.TrimPrefix(s.http, "http://"))
		check(t, err)
		_, err = io.WriteString(conn, "GET / HTTP/1.1\r\nHost: "+host+"\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: MDEyMzQ1Njc4OWFiY2RlZg==\r\n\r\n")
		check(t, err)
		answer := make([]byte, 12)
		_, err = io.ReadFull(conn, answer)
		check(t, err)
		check(t, conn.Close())
		if upgraded := string(answer) == "HTTP/1.1 101"; upgraded != (want == 200) {
			t.Errorf("WebSocket with host %s: %s", host, answer)
		}
	}
}

// TestForeignPagesGetNothing: CORS is off unless an origin is configured, and a
// form can't send JSON.
func TestForeignPagesGetNothing(t *testing.T) {
	closed, open := serve(t, Config{}), serve(t, Config{AllowedOrigins: []string{"http://localhost:3000"}})
	for name, tc := range map[string]struct {
		url, origin string
		status      int
		allowed     string
	}{
		"no origins":     {closed.http, "http://localhost:3000", 403, ""},
		"another origin": {open.http, "http://evil.example", 403, ""},
		"the origin":     {open.http, "http://localhost:3000", 204, "http://localhost:3000"},
	} {
		t.Run(name, func(t *testing.T) {
			status, _, headers := do(t, http.MethodOptions, tc.url, "", "Origin", tc.origin, "Access-Control-Request-Method", "POST")
			if status != tc.status || headers.Get("Access-Control-Allow-Origin") != tc.allowed {
				t.Errorf("preflight: %d, allowed %q", status, headers.Get("Access-Control-Allow-Origin"))
			}
			if _, _, headers = post(t, tc.url, ask, "Origin", tc.origin); headers.Get("Access-Control-Allow-Origin") != tc.allowed {
				t.Errorf("allowed %q", headers.Get("Access-Control-Allow-Origin"))
			}
		})
	}
	if status, _, _ := do(t, http.MethodPost, closed.http, ask, "Content-Type", "text/plain"); status != http.StatusUnsupportedMediaType {
		t.Errorf("a form's content type: %d", status)
	}
	for origin, want := range map[string]int{"http://evil.example": 403, "http://localhost:3000": 101} {
		if _, status := upgrade(t, open.ws, "Origin: "+origin); status != want {
			t.Errorf("WebSocket from %s: %d, want %d", origin, status, want)
		}
	}
}

// TestSizesAreBounded: bodies, batches and batch answers, over both transports.
func TestSizesAreBounded(t *testing.T) {
	s := serve(t, Config{})
	conn, err := (&net.Dialer{}).Dial("tcp", strings.TrimPrefix(s.http, "http://"))
	check(t, err)
	defer func() { check(t, conn.Close()) }()
	_, err = fmt.Fprintf(conn, "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n", maxBodyBytes+1)
	check(t, err)
	if answer, err := bufio.NewReader(conn).ReadString('\n'); err != nil || !strings.Contains(answer, "413") {
		t.Errorf("large body: %s, %v", answer, err)
	}
	batch := "[" + strings.Repeat(ask+",", maxBatchItems) + ask + "]"
	if _, body, _ := post(t, s.http, batch); !strings.Contains(body, "batch too large") {
		t.Errorf("large batch: %.200s", body)
	}
	if _, body, _ := post(t, s.http, "["+strings.Repeat(ask+",", maxBatchItems-1)+ask+"]"); strings.Count(body, "0x7a69") != maxBatchItems {
		t.Errorf("batch at the limit: %.200s", body)
	}
	address := s.deploy(t)
	s.submit(t, s.sign(s.rich, &types.LegacyTx{Nonce: s.PoolNonce(addressOf(s.rich)), To: &address, Gas: 16_000_000, GasPrice: big.NewInt(1e10), Data: packed(t, "shout", big.NewInt(6000))}))
	logs := `{"jsonrpc":"2.0","id":1,"method":"eth_getLogs","params":[{}]}`
	if _, body, _ := post(t, s.http, "["+strings.Repeat(logs+",", 20)+logs+"]"); !strings.Contains(body, "response too large") || len(body) > 2*maxBatchResponseBytes {
		t.Errorf("large answer: %d bytes, ends in %s", len(body), body[len(body)-200:])
	}
	socket := openSocket(t, s.ws)
	_, err = socket.conn.Write([]byte{0x81, 0xff, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0}) // a frame of 16 MiB is announced
	check(t, err)
	if opcode, payload, err := socket.read(soon); err == nil && opcode != 8 {
		t.Errorf("large frame: opcode %d %q", opcode, payload)
	}
}

// TestMalformedRequests get an error, and the server goes on.
func TestMalformedRequests(t *testing.T) {
	s := serve(t, Config{})
	for _, body := range []string{
		"", "{", "[]", "[1]", "null", `"x"`, `{"jsonrpc":"2.0","id":{},"method":"eth_chainId"}`, `{"jsonrpc":"2.0","id":1,"method":"eth_call","params":{}}`,
		`{"jsonrpc":"2.0","id":1,"method":"eth_call","params":[]}`, `{"jsonrpc":"2.0","id":1,"method":"eth_getBalance","params":["0x1"]}`,
		`{"jsonrpc":"2.0","id":1,"method":"eth_getBlockByNumber","params":["0x8000000000000000",true]}`, `{"jsonrpc":"2.0","id":1,"method":"eth_getBlockReceipts","params":[null]}`,
		`{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":[]}`, `{"jsonrpc":"2.0","id":1,"method":"debug_traceChain","params":[]}`,
		`{"jsonrpc":"2.0","id":1,"method":"eth_getTransactionByBlockNumberAndIndex","params":["0x0","0xffffffffffffffff"]}`,
		`{"jsonrpc":"2.0","id":1,"method":"` + strings.Repeat("x", 5000) + `"}`,
	} {
		status, answer, _ := post(t, s.http, body)
		if status != 200 || strings.Contains(answer, "crashed") || body != "" && !strings.Contains(answer, `"error"`) && !strings.Contains(answer, `"result":null`) {
			t.Errorf("%.100s: %d %.300s", body, status, answer)
		}
	}
	if _, answer, _ := post(t, s.http, ask); !strings.Contains(answer, "0x7a69") {
		t.Errorf("afterwards: %s", answer)
	}
}

// TestModules: control and debug are offered on loopback only, unless asked for.
func TestModules(t *testing.T) {
	node := newTestNode(t)
	for name, tc := range map[string]struct {
		config Config
		want   string
	}{
		"loopback":        {Config{Listen: "127.0.0.1:0"}, "anvil debug devnet eth evm hardhat net personal txpool web3"},
		"localhost":       {Config{Listen: "localhost:0"}, "anvil debug devnet eth evm hardhat net personal txpool web3"},
		"every interface": {Config{Listen: "0.0.0.0:8545"}, "eth net txpool web3"},
		"no host":         {Config{Listen: ":8545"}, "eth net txpool web3"},
		"chosen":          {Config{Listen: "0.0.0.0:8545", Modules: []string{"eth", "devnet"}}, "devnet eth"},
	} {
		server, err := New(tc.config, node)
		check(t, err)
		if got := strings.Join(slices.Sorted(slices.Values(server.config.Modules)), " "); got != tc.want {
			t.Errorf("%s: offers %s, want %s", name, got, tc.want)
		}
	}
	s := serve(t, Config{Modules: []string{"eth"}})
	wantError(t, s.refused(t, "devnet_mine"), -32601, "does not exist")
	wantError(t, s.refused(t, "debug_traceTransaction", common.Hash{}), -32601, "does not exist")
}

// TestConfigErrors name the field, the value and what would do.
func TestConfigErrors(t *testing.T) {
	node := newTestNode(t)
	for text, config := range map[string]Config{
		`listen address "8545": want host:port`:                     {Listen: "8545"},
		`unknown module "admin", want some of [eth net web3 txpool`: {Modules: []string{"admin"}},
		`allowed origin "localhost:3000": want * or an origin like`: {AllowedOrigins: []string{"localhost:3000"}},
		`allowed origin "http://a/b": want * or an origin like`:     {AllowedOrigins: []string{"http://a/b"}},
		`virtual host "a:1": want * or a name like`:                 {VirtualHosts: []string{"a:1"}},
	} {
		if _, err := New(config, node); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error %v, want %q", err, text)
		}
	}
	if _, err := New(Config{}, nil); err == nil {
		t.Error("no backend is no error")
	}
	taken, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	check(t, err)
	defer func() { check(t, taken.Close()) }()
	server, err := New(Config{Listen: taken.Addr().String()}, node)
	check(t, err)
	if err := server.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "listen on") {
		t.Errorf("a taken port: %v", err)
	}
	if err := server.Run(context.Background()); err == nil || !strings.Contains(err.Error(), "Run was called before") {
		t.Errorf("a second Run: %v", err)
	}
}

// stuck never mines, as a chain whose validators are paused.
type stuck struct{ Backend }

func (stuck) Mine(ctx context.Context, _ uint64) error {
	<-ctx.Done()
	return ctx.Err()
}

// TestStopEndsEverything: a server with calls in progress of every kind stops soon,
// and no goroutine of it remains (TestMain looks).
func TestStopEndsEverything(t *testing.T) {
	node := newTestNode(t)
	s := serveBackend(t, node, stuck{node}, Config{})
	raw, err := s.transfer(common.Address{7}, 1, nil).MarshalBinary()
	check(t, err)
	errs := make(chan error, 3)
	for i, args := range [][]any{
		{"devnet_mine"}, {"eth_sendRawTransactionSync", hexutil.Bytes(raw), "0x4e20"},
	} {
		for _, client := range []string{s.http, s.ws} {
			if i == 1 && client == s.http {
				continue // the same transaction twice
			}
			c := dial(t, client)
			go func() {
				var out json.RawMessage
				errs <- c.CallContext(context.Background(), &out, args[0].(string), args[1:]...)
			}()
		}
	}
	heads := make(chan *types.Header, 1)
	sub, err := s.socket.SubscribeNewHead(context.Background(), heads)
	check(t, err)
	for s.PendingTx(common.Hash{}) == nil {
		if pending, _ := s.PoolStatus(); pending == 1 {
			break
		}
		time.Sleep(time.Millisecond)
	}
	start := time.Now()
	s.stop()
	if took := time.Since(start); took > shutdownGrace+10*time.Second {
		t.Errorf("stopping took %v", took)
	}
	for range 3 {
		if err := <-errs; err == nil {
			t.Error("a call that was ended reports success")
		}
	}
	select {
	case <-sub.Err():
	case <-time.After(soon):
		t.Error("the subscriber isn't told")
	}
}

// TestConnectionsAreBounded: one more than the bound is closed at once, and a
// place that is given back is used.
func TestConnectionsAreBounded(t *testing.T) {
	p := newPeers()
	listener, err := (&net.ListenConfig{}).Listen(context.Background(), "tcp", "127.0.0.1:0")
	check(t, err)
	tracked := p.listen(listener)
	defer func() { check(t, listener.Close()) }()
	accepted := make(chan net.Conn, maxConnections+1)
	go func() {
		for {
			conn, err := tracked.Accept()
			if err != nil {
				close(accepted)
				return
			}
			accepted <- conn
		}
	}()
	open := func() net.Conn {
		conn, err := (&net.Dialer{}).Dial("tcp", listener.Addr().String())
		check(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
	var servers []net.Conn
	for range maxConnections {
		open()
		servers = append(servers, <-accepted)
	}
	extra := open()
	check(t, extra.SetReadDeadline(time.Now().Add(soon)))
	if _, err := extra.Read(make([]byte, 1)); err == nil {
		t.Error("a connection above the bound is served")
	}
	check(t, servers[0].Close())
	open()
	select {
	case conn := <-accepted:
		check(t, conn.Close())
	case <-time.After(soon):
		t.Error("a place that was given back isn't used")
	}
	for _, conn := range servers[1:] {
		check(t, conn.Close())
	}
	if len(p.open) != 0 {
		t.Errorf("%d connections are remembered", len(p.open))
	}
}

// TestNetAndWeb3 answers what tools ask first.
func TestNetAndWeb3(t *testing.T) {
	s := serve(t, Config{ClientVersion: "catenary/test"})
	for method, want := range map[string]string{
		"net_version": `"31337"`, "net_listening": "true", "net_peerCount": `"0x1"`, "web3_clientVersion": `"catenary/test"`,
		"eth_chainId": `"0x7a69"`, "eth_syncing": "false", "eth_accounts": "[]", "eth_mining": "false", "eth_blockNumber": `"0x0"`,
	} {
		if got := s.call(t, method); string(got) != want {
			t.Errorf("%s: %s, want %s", method, got, want)
		}
	}
	if got := s.call(t, "web3_sha3", "0x"); string(got) != `"0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"` {
		t.Errorf("web3_sha3: %s", got)
	}
}

// TestControl: each control reaches the node, and bad arguments don't.
func TestControl(t *testing.T) {
	s := serve(t, Config{})
	if got := s.call(t, "devnet_mine"); string(got) != `"0x1"` {
		t.Errorf("mine: %s", got)
	}
	if got := s.call(t, "devnet_mine", 3); string(got) != `"0x4"` {
		t.Errorf("mine 3: %s", got)
	}
	s.call(t, "devnet_setBlockTime", "250")
	s.call(t, "devnet_pauseValidator", 0)
	s.call(t, "devnet_proposeVote", common.Address{9}, true)
	if s.blockTime != 250*time.Millisecond || !s.paused[0] || !s.votes[common.Address{9}] {
		t.Errorf("block time %v, paused %v, votes %v", s.blockTime, s.paused, s.votes)
	}
	var validators []validator
	check(t, json.Unmarshal(s.call(t, "devnet_validators"), &validators))
	if len(validators) != 2 || !validators[0].Paused || validators[0].Address != addressOf(testKey(99)) || validators[1].Index != -1 {
		t.Errorf("validators %+v", validators)
	}
	s.call(t, "devnet_resumeValidator", "0x0")
	if s.paused[0] {
		t.Error("still paused")
	}
	var hash common.Hash
	check(t, json.Unmarshal(s.call(t, "devnet_fund", common.Address{9}, "1000000000000000000"), &hash))
	check(t, s.mine())
	if balance, err := s.eth.BalanceAt(context.Background(), common.Address{9}, nil); err != nil || balance.Cmp(big.NewInt(1e18)) != 0 {
		t.Errorf("balance %v, %v", balance, err)
	}
	for name, tc := range map[string]struct {
		args []any
		text string
	}{
		"no blocks":           {[]any{"devnet_mine", 0}, "invalid number of blocks 0, want 1 to 10000"},
		"many blocks":         {[]any{"devnet_mine", 10001}, "invalid number of blocks 10001"},
		"block time too long": {[]any{"devnet_setBlockTime", 3600001}, "invalid block time 3600001 ms, want 0 (on demand) to 3600000"},
		"no such validator":   {[]any{"devnet_pauseValidator", 1}, "no validator 1 in this process, want 0 to 0"},
		"huge validator":      {[]any{"devnet_resumeValidator", "0xffffffffffffffff"}, "no validator 18446744073709551615"},
		"nothing to fund":     {[]any{"devnet_fund", common.Address{9}, "0"}, "invalid amount 0 wei, want a positive one"},
		"nobody to vote for":  {[]any{"devnet_proposeVote", common.Address{}, true}, "want a non-zero address"},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, s.refused(t, tc.args[0].(string), tc.args[1:]...), -32602, tc.text)
		})
	}
	wantError(t, s.refused(t, "devnet_increaseTime", 1), -32601, "does not exist") // this node offers no clock
}

// clocked offers a clock.
type clocked struct {
	Backend
	next, offset uint64
}

func (c *clocked) SetNextBlockTimestamp(seconds uint64) error {
	if seconds < 1_700_000_000 {
		return fmt.Errorf("timestamp %d is before the head's", seconds)
	}
	c.next = seconds
	return nil
}

func (c *clocked) IncreaseTime(seconds uint64) (uint64, error) {
	c.offset += seconds
	return c.offset, nil
}

// TestClock: a backend with a clock gets two more methods.
func TestClock(t *testing.T) {
	node := newTestNode(t)
	clock := &clocked{Backend: node}
	s := serveBackend(t, node, clock, Config{})
	s.call(t, "devnet_setNextBlockTimestamp", 1_800_000_000)
	s.call(t, "devnet_increaseTime", 60)
	if got := s.call(t, "devnet_increaseTime", "0x3c"); string(got) != `"0x78"` || clock.next != 1_800_000_000 {
		t.Errorf("offset %s, next %d", got, clock.next)
	}
	wantError(t, s.refused(t, "devnet_setNextBlockTimestamp", 1), -32000, "before the head's")
}

// TestDefaultLog makes sure that a server without a logger has one.
func TestDefaultLog(t *testing.T) {
	server, err := New(Config{}, newTestNode(t))
	check(t, err)
	if server.config.Log != slog.Default() || server.config.Listen != DefaultListen {
		t.Errorf("config %+v", server.config)
	}
}
