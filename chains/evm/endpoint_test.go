package evm

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

var logLane = messages.Lane{SourceChain: 9001, Outbox: common.HexToAddress("0x0b0c000000000000000000000000000000000001"), TargetChain: 9002}

// logNode is a node's eth_ service with logs, and with the limits that public nodes
// have. It counts what it is asked.
type logNode struct {
	lock       sync.Mutex
	logs       []map[string]any
	maxRange   uint64 // blocks; 0 is any
	maxResults int
	maxTopics  int
	refusal    string // what it says beyond a limit
	queries    int
}

func (n *logNode) ChainId() hexutil.Uint64 { return 9001 }

type logQuery struct {
	FromBlock, ToBlock hexutil.Uint64
	Address            common.Address
	Topics             [][]common.Hash
}

func (n *logNode) GetLogs(query logQuery) ([]map[string]any, error) {
	n.lock.Lock()
	defer n.lock.Unlock()
	n.queries++
	if n.maxRange > 0 && uint64(query.ToBlock-query.FromBlock) >= n.maxRange {
		return nil, errors.New(n.refusal)
	}
	if n.maxTopics > 0 && len(query.Topics[2]) > n.maxTopics {
		return nil, errors.New("exceed max topics")
	}
	found := []map[string]any{}
	for _, log := range n.logs {
		block := log["blockNumber"].(hexutil.Uint64)
		if block >= query.FromBlock && block <= query.ToBlock && slices.Contains(query.Topics[2], log["topics"].([]common.Hash)[2]) {
			found = append(found, log)
		}
	}
	if n.maxResults > 0 && len(found) > n.maxResults {
		return nil, fmt.Errorf("query returned more than %d results", n.maxResults)
	}
	return found, nil
}

// sent adds the lane's next message to a block.
func (n *logNode) sent(block uint64, payload int) {
	m := messages.Message{Nonce: uint64(len(n.logs)) + 1, SourceChain: 9001, TargetChain: 9002, Payload: make([]byte, payload)}
	encoded, err := m.MarshalBinary()
	if err != nil {
		panic(err)
	}
	data := append(common.LeftPadBytes([]byte{32}, 32), uintBytes(uint64(len(encoded)))...)
	data = append(data, encoded...)
	data = append(data, make([]byte, (32-len(encoded)%32)%32)...)
	n.logs = append(n.logs, map[string]any{
		"address": logLane.Outbox, "data": hexutil.Bytes(data), "blockNumber": hexutil.Uint64(block),
		"transactionHash": common.Hash{1}, "removed": false,
		"topics": []common.Hash{chains.MessageSent, chains.UintTopic(9002), chains.UintTopic(m.Nonce), common.Hash(m.ID())},
	})
}

func uintBytes(value uint64) []byte { topic := chains.UintTopic(value); return topic[:] }

// serve runs a service as an endpoint.
func serve(t *testing.T, service any) *Client {
	t.Helper()
	server := rpc.NewServer()
	if err := server.RegisterName("eth", service); err != nil {
		t.Fatal(err)
	}
	return serveHandler(t, server)
}

func serveHandler(t *testing.T, handler http.Handler) *Client {
	t.Helper()
	return serveWithin(t, handler, 30*time.Second)
}

func serveWithin(t *testing.T, handler http.Handler, timeout time.Duration) *Client {
	t.Helper()
	http := httptest.NewServer(handler)
	t.Cleanup(http.Close)
	client, err := NewClient(ClientConfig{URL: http.URL, Name: "node", ChainID: 9001, Timeout: timeout})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	return client
}

// all asks for events until there are no more, as an observer does.
func all(t *testing.T, s *Source, after, upTo, head uint64) (events []chains.Event) {
	t.Helper()
	for after < upTo {
		page, err := s.Events(t.Context(), logLane, after, upTo, head)
		if err != nil {
			t.Fatal(err)
		}
		if len(page) == 0 {
			break
		}
		events = append(events, page...)
		after = page[len(page)-1].Nonce
	}
	return events
}

// TestEventsWithinTheLimitsOfNodes: whatever a node refuses, all messages are found.
func TestEventsWithinTheLimitsOfNodes(t *testing.T) {
	for name, node := range map[string]*logNode{
		"no limit":                          {},
		"1,000 blocks":                      {maxRange: 1000, refusal: "block range is too wide"},
		"10 blocks, said in unknown words":  {maxRange: 10, refusal: "computer says no"},
		"5 results":                         {maxResults: 5},
		"one result":                        {maxResults: 1},
		"100 topics":                        {maxTopics: 100},
		"10 blocks and 3 results, 8 topics": {maxRange: 10, refusal: "limited to a 10 block range", maxResults: 3, maxTopics: 8},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range uint64(40) {
				node.sent(20_000+i*i, 10)
			}
			for range 20 {
				node.sent(22_000, 10) // many in one block
			}
			source := NewSource(serve(t, node))
			for _, ask := range [][2]uint64{{0, 60}, {37, 60}, {59, 60}, {0, 1}, {12, 25}} {
				events := all(t, source, ask[0], ask[1], 23_000)
				if uint64(len(events)) != ask[1]-ask[0] {
					t.Fatalf("asked for (%d, %d]: %d events", ask[0], ask[1], len(events))
				}
				for i, event := range events {
					if event.Nonce != ask[0]+uint64(i)+1 {
						t.Fatalf("asked for (%d, %d]: event %d has nonce %d", ask[0], ask[1], i, event.Nonce)
					}
				}
			}
		})
	}
}

// TestFollowingALaneCostsOneQuery: the cost grows with what is asked for and not with
// the chain.
func TestFollowingALaneCostsOneQuery(t *testing.T) {
	node := &logNode{}
	source := NewSource(serve(t, node))
	node.sent(5_000_000, 10)
	all(t, source, 0, 1, 5_000_010)
	if node.queries > 2 {
		t.Fatalf("the newest message took %d queries", node.queries)
	}
	for i := range uint64(20) {
		node.sent(5_000_020+100*i, 10)
		before := node.queries
		all(t, source, i+1, i+2, 5_000_030+100*i)
		if node.queries-before != 1 {
			t.Fatalf("message %d took %d queries, want 1", i+2, node.queries-before)
		}
	}
	// A message that hides deep in the past takes the logarithm of the distance.
	node.queries = 0
	fresh := NewSource(source.client)
	all(t, fresh, 0, 1, 5_100_000)
	if node.queries > 15 {
		t.Fatalf("a message 100,000 blocks deep took %d queries", node.queries)
	}
}

// TestWrongMarkIsForgiven: the endpoint placed a message too high before, perhaps in
// a block that was reorganised away. The search begins anew from the head.
func TestWrongMarkIsForgiven(t *testing.T) {
	node := &logNode{}
	for i := range uint64(4) {
		node.sent(100+i, 10)
	}
	for _, block := range []uint64{103, 500} { // one message too high, all too high
		source := NewSource(serve(t, node))
		source.marks.put(logLane, 2, block)
		if events := all(t, source, 2, 4, 1000); len(events) != 2 {
			t.Fatalf("mark at %d: %d events, want 2", block, len(events))
		}
	}
}

// TestDeadEndpointIsNotAskedForLess: that it does not answer has nothing to do with
// the size of the question.
func TestDeadEndpointIsNotAskedForLess(t *testing.T) {
	asked := 0
	client := serveHandler(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		asked++
		w.WriteHeader(http.StatusBadGateway)
	}))
	client.checked = true
	_, err := NewSource(client).Events(t.Context(), logLane, 0, 100, 1_000_000)
	if !errors.Is(err, chains.ErrUnavailable) || asked != 1 {
		t.Fatalf("asked %d times, error %v, want %v at once", asked, err, chains.ErrUnavailable)
	}
}

// TestHostileLogs: what the Outbox would not have written is refused by name.
func TestHostileLogs(t *testing.T) {
	for name, test := range map[string]struct {
		spoil func(map[string]any)
		says  string
	}{
		"another contract":     {func(l map[string]any) { l["address"] = common.Address{1} }, "want the Outbox"},
		"no address":           {func(l map[string]any) { delete(l, "address") }, "want the Outbox"},
		"a removed log":        {func(l map[string]any) { l["removed"] = true }, "marked as removed"},
		"no block":             {func(l map[string]any) { delete(l, "blockNumber") }, "without block number"},
		"no transaction":       {func(l map[string]any) { delete(l, "transactionHash") }, "without block number"},
		"three topics":         {func(l map[string]any) { l["topics"] = l["topics"].([]common.Hash)[:3] }, "3 topics, want 4"},
		"another event":        {topic(0, common.Hash{1}), "want MessageSent"},
		"another target":       {topic(1, common.Hash{31: 7}), "want 9002"},
		"a target of 256 bits": {topic(1, common.Hash{0: 1, 30: 0x23, 31: 0x2a}), "want 9002"},
		"a nonce of 256 bits":  {topic(2, common.Hash{0: 1, 31: 1}), "want at most 8 bytes"},
		"no data":              {data(nil), "want whole words"},
		"half a word":          {data(make([]byte, 70)), "want whole words"},
		"another offset":       {data(append(uintBytes(64), uintBytes(0)...)), "want 32"},
		"a length beyond":      {data(append(uintBytes(32), uintBytes(1)...)), "says length 0x01, has 0 bytes"},
		"a length of 256 bits": {data(append(uintBytes(32), bytes.Repeat([]byte{0xff}, 32)...)), "says length 0xff"},
		"dirty padding":        {data(slices.Concat(uintBytes(32), uintBytes(1), bytes.Repeat([]byte{1}, 32))), "behind its content"},
		"a word of padding":    {data(slices.Concat(uintBytes(32), uintBytes(0), make([]byte, 32))), "behind its content"},
	} {
		t.Run(name, func(t *testing.T) {
			node := &hostileLogs{}
			node.sent(10, 4)
			node.spoil = test.spoil
			_, err := NewSource(serve(t, node)).Events(t.Context(), logLane, 0, 1, 20)
			if !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v, want one that says %q", err, test.says)
			}
		})
	}
}

type hostileLogs struct {
	logNode
	spoil func(map[string]any)
	count int
}

func (n *hostileLogs) GetLogs(logQuery) ([]map[string]any, error) {
	log := n.logs[0]
	if n.spoil != nil {
		n.spoil(log)
	}
	return slices.Repeat([]map[string]any{log}, max(n.count, 1)), nil
}

func topic(i int, value common.Hash) func(map[string]any) {
	return func(l map[string]any) { l["topics"].([]common.Hash)[i] = value }
}

func data(content []byte) func(map[string]any) {
	return func(l map[string]any) { l["data"] = hexutil.Bytes(content) }
}

// TestFloodOfLogs: more than one for each nonce that was asked for is no answer.
func TestFloodOfLogs(t *testing.T) {
	node := &hostileLogs{count: 1000}
	node.sent(10, 4)
	_, err := NewSource(serve(t, node)).Events(t.Context(), logLane, 0, 1, 20)
	if !errors.Is(err, chains.ErrMalformed) || !strings.Contains(err.Error(), "1000 logs for nonces 1 to 1") {
		t.Fatalf("error %v", err)
	}
}

// TestAnswerWithoutEndIsCutOff before it fills the memory.
func TestAnswerWithoutEndIsCutOff(t *testing.T) {
	endless := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte(`{"jsonrpc":"2.0","id":1,"result":"0x`))
		chunk := bytes.Repeat([]byte("00"), 1<<19)
		for r.Context().Err() == nil {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	_, err := serveWithin(t, endless, time.Minute).Latest(t.Context()) // a busy machine reads slowly
	if err == nil || !strings.Contains(err.Error(), "larger than the limit") {
		t.Fatalf("error %v, want the limit's", err)
	}
}

// TestSilenceEndsWithTheTimeout.
func TestSilenceEndsWithTheTimeout(t *testing.T) {
	t.Parallel()
	const timeout, callers = 4 * time.Second, 5
	release := make(chan struct{})
	client := serveHandler(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { <-release }))
	defer close(release)
	client.timeout = timeout
	started := time.Now()
	// Several callers wait together, not one after the other.
	var wait sync.WaitGroup
	for range callers {
		wait.Go(func() {
			if _, err := client.Latest(t.Context()); !errors.Is(err, lightclient.ErrUnavailable) || !errors.Is(err, chains.ErrUnavailable) {
				t.Errorf("error %v, want unavailable", err)
			}
		})
	}
	wait.Wait()
	if took := time.Since(started); took < timeout || took > (callers-1)*timeout {
		t.Fatalf("%d callers waited for %s, want hardly more than %s", callers, took, timeout)
	}
}

// TestWrongChainIsRefused before anything is asked of it.
func TestWrongChainIsRefused(t *testing.T) {
	client := serve(t, &logNode{})
	client.chainID = 5
	_, err := NewSource(client).Events(t.Context(), messages.Lane{SourceChain: 5, TargetChain: 9002}, 0, 1, 10)
	if !errors.Is(err, lightclient.ErrWrongChain) || !strings.Contains(err.Error(), "chain id 9001, want 5") {
		t.Fatalf("error %v, want %v", err, lightclient.ErrWrongChain)
	}
}

// TestCredentialsStayOutOfNamesAndErrors.
func TestCredentialsStayOutOfNamesAndErrors(t *testing.T) {
	for _, url := range []string{
		"http://user:hunter2@127.0.0.1:1/v3/hunter2?key=hunter2",
		"ws://user:hunter2@127.0.0.1:1/v3/hunter2?key=hunter2",
	} {
		client, err := NewClient(ClientConfig{URL: url, ChainID: 1, Timeout: time.Second})
		if err != nil {
			t.Fatal(err)
		}
		_, err = client.Latest(t.Context())
		client.Close()
		if err == nil || strings.Contains(err.Error(), "hunter2") || strings.Contains(client.Name(), "hunter2") || strings.Contains(client.Name(), "user") {
			t.Fatalf("name %q, error %v", client.Name(), err)
		}
	}
	for _, url := range []string{"http://hunter2\x7f", "ftp://hunter2.example", "http://", ""} {
		if _, err := NewClient(ClientConfig{URL: url, ChainID: 1}); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Fatalf("%q: error %v", url, err)
		}
	}
}

// TestRedirectIsNotFollowed: an endpoint can't send us to another host.
func TestRedirectIsNotFollowed(t *testing.T) {
	visited := false
	elsewhere := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { visited = true }))
	defer elsewhere.Close()
	client := serveHandler(t, http.RedirectHandler(elsewhere.URL, http.StatusTemporaryRedirect))
	if _, err := client.Latest(t.Context()); err == nil || visited {
		t.Fatalf("error %v, visited: %t", err, visited)
	}
}

// headerNode answers eth_getBlockByNumber with whatever it likes.
type headerNode struct {
	logNode
	answer func(number string) (json.RawMessage, error)
}

func (n *headerNode) GetBlockByNumber(number string, _ bool) (json.RawMessage, error) {
	return n.answer(number)
}

func (n *headerNode) GetBlockByHash(hash common.Hash, _ bool) (json.RawMessage, error) {
	return n.answer(hexutil.EncodeBig(new(big.Int).SetBytes(hash[:])))
}

func headerJSON(number string) json.RawMessage {
	zero := common.Hash{}
	return json.RawMessage(fmt.Sprintf(`{"number":%q,"parentHash":%q,"sha3Uncles":%q,"miner":"0x0000000000000000000000000000000000000000",
		"stateRoot":%q,"transactionsRoot":%q,"receiptsRoot":%q,"logsBloom":"0x%s","difficulty":"0x1","gasLimit":"0x1","gasUsed":"0x0",
		"timestamp":"0x1","extraData":"0x","mixHash":%q,"nonce":"0x0000000000000000"}`,
		number, zero, zero, zero, zero, zero, strings.Repeat("00", 256), zero))
}

func TestHeaders(t *testing.T) {
	node := &headerNode{answer: func(number string) (json.RawMessage, error) { return headerJSON(number), nil }}
	client := serve(t, node)
	headers, err := client.Headers(t.Context(), 5, 5+2*maxHeadersPerCall)
	if err != nil || len(headers) != 2*maxHeadersPerCall+1 {
		t.Fatalf("%d headers, error %v", len(headers), err)
	}
	for i, header := range headers {
		if header.Number.Uint64() != uint64(5+i) {
			t.Fatalf("header %d has number %s", i, header.Number)
		}
	}
	if _, err := client.Headers(t.Context(), 6, 5); err == nil {
		t.Fatal("a descending range")
	}
	if header, err := client.HeaderByHash(t.Context(), common.BigToHash(big.NewInt(77))); err != nil || header.Number.Uint64() != 77 {
		t.Fatalf("by hash: %v, error %v", header, err)
	}
	for name, test := range map[string]struct {
		answer func(string) (json.RawMessage, error)
		want   error
	}{
		"one is missing":      {func(n string) (json.RawMessage, error) { return json.RawMessage("null"), nil }, lightclient.ErrNoSuchHeader},
		"another number":      {func(string) (json.RawMessage, error) { return headerJSON("0x7"), nil }, lightclient.ErrMalformed},
		"a number of 80 bits": {func(string) (json.RawMessage, error) { return headerJSON("0x10000000000000000005"), nil }, lightclient.ErrMalformed},
		"the node is busy":    {func(string) (json.RawMessage, error) { return nil, errors.New("try again") }, lightclient.ErrUnavailable},
	} {
		node.answer = test.answer
		if _, err := client.Headers(t.Context(), 5, 6); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", name, err, test.want)
		}
	}
	node.answer = func(string) (json.RawMessage, error) { return nil, errors.New("try again") }
	if _, err := client.HeaderByHash(t.Context(), common.Hash{1}); !errors.Is(err, lightclient.ErrUnavailable) {
		t.Errorf("error %v, want %v", err, lightclient.ErrUnavailable)
	}
	node.answer = func(string) (json.RawMessage, error) { return json.RawMessage("null"), nil }
	if _, err := client.HeaderByHash(t.Context(), common.Hash{1}); !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Errorf("error %v, want %v", err, lightclient.ErrNoSuchHeader)
	}
	if _, err := client.HeaderAt(t.Context(), "finalized"); !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Errorf("error %v, want %v", err, lightclient.ErrNoSuchHeader)
	}
}

// proofNode answers eth_getProof.
type proofNode struct {
	logNode
	answer string
	block  json.RawMessage
}

func (n *proofNode) GetProof(_ common.Address, _ []common.Hash, block json.RawMessage) (json.RawMessage, error) {
	n.block = block
	return json.RawMessage(n.answer), nil
}

func TestHostileLaneProofs(t *testing.T) {
	final := lightclient.Believe(lightclient.Header{Number: 1, Hash: common.Hash{9}})
	nodes := `"` + strings.Repeat(`0x00","`, maxProofNodes) + `0x00"`
	for name, answer := range map[string]string{
		"one slot":          `{"accountProof":["0x00"],"storageProof":[{"proof":["0x00"]}]}`,
		"three slots":       `{"accountProof":["0x00"],"storageProof":[{},{},{}]}`,
		"nothing":           `{}`,
		"too long a proof":  `{"accountProof":[` + nodes + `],"storageProof":[{},{}]}`,
		"too long, storage": `{"accountProof":[],"storageProof":[{},{"proof":[` + nodes + `]}]}`,
	} {
		node := &proofNode{answer: answer}
		if _, err := NewSource(serve(t, node)).LaneProof(t.Context(), logLane, final); !errors.Is(err, chains.ErrMalformed) {
			t.Errorf("%s: error %v, want %v", name, err, chains.ErrMalformed)
		}
		if !strings.Contains(string(node.block), `"blockHash":"0x09`) {
			t.Errorf("asked for block %s, want it by its hash", node.block)
		}
	}
}

// TestHostileProofsForLightClients: what a light client asks for is bounded, and refused
// in its terms.
func TestHostileProofsForLightClients(t *testing.T) {
	nodes := `"` + strings.Repeat(`0x00","`, maxProofNodes) + `0x00"`
	for name, test := range map[string]struct {
		answer string
		want   error
	}{
		"one slot":          {`{"accountProof":["0x00"],"storageProof":[{"proof":["0x00"]}]}`, lightclient.ErrMalformed},
		"too long a proof":  {`{"accountProof":[` + nodes + `],"storageProof":[{},{}]}`, lightclient.ErrMalformed},
		"too long, storage": {`{"accountProof":[],"storageProof":[{},{"proof":[` + nodes + `]}]}`, lightclient.ErrMalformed},
		"no JSON object":    {`7`, lightclient.ErrUnavailable},
	} {
		node := &proofNode{answer: test.answer}
		if _, _, err := serve(t, node).AccountProof(t.Context(), common.Address{}, make([]common.Hash, 2), common.Hash{9}); !errors.Is(err, test.want) {
			t.Errorf("%s: error %v, want %v", name, err, test.want)
		}
		if !strings.Contains(string(node.block), `"blockHash":"0x09`) {
			t.Errorf("asked for block %s, want it by its hash", node.block)
		}
	}
	if code, err := serve(t, &logNode{}).Code(t.Context(), common.Address{}, common.Hash{9}); err == nil || code != nil {
		t.Errorf("a node without eth_getCode: code %x, error %v", code, err)
	}
}

func TestFailoverRefuses(t *testing.T) {
	client := serve(t, &logNode{})
	other := serve(t, &logNode{})
	other.name, other.chainID = "other", 7
	for name, clients := range map[string][]*Client{
		"none": nil, "nil": {nil}, "one twice": {client, client}, "two chains": {client, other},
	} {
		if _, err := newFailover(clients); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

// TestFailoverStaysWhereItWorks.
func TestFailoverStaysWhereItWorks(t *testing.T) {
	asked := []string{}
	one, two := &Client{name: "one", chainID: 1}, &Client{name: "two", chainID: 1}
	endpoints, err := newFailover([]*Client{one, two})
	if err != nil {
		t.Fatal(err)
	}
	dead := map[*Client]bool{one: true}
	ask := func(c *Client) error {
		asked = append(asked, c.name)
		if dead[c] {
			return chains.ErrUnavailable
		}
		return nil
	}
	for range 3 {
		if err := endpoints.do(t.Context(), ask); err != nil {
			t.Fatal(err)
		}
	}
	dead[two] = true
	if err := endpoints.do(t.Context(), ask); !errors.Is(err, chains.ErrUnavailable) {
		t.Fatalf("error %v", err)
	}
	if got := strings.Join(asked, " "); got != "one two two two two one" {
		t.Fatalf("asked %s", got)
	}
	// An error of the contract's own is an answer, and no reason to ask around.
	asked = nil
	revert := errors.New("reverted")
	if err := endpoints.do(t.Context(), func(c *Client) error { asked = append(asked, c.name); return revert }); !errors.Is(err, revert) || len(asked) != 1 {
		t.Fatalf("error %v after %v", err, asked)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	asked = nil
	_ = endpoints.do(ended, func(c *Client) error { asked = append(asked, c.name); return chains.ErrUnavailable })
	if len(asked) != 1 {
		t.Fatalf("asked %v after the context ended", asked)
	}
}

func FuzzDecodeSent(f *testing.F) {
	node := &logNode{}
	node.sent(1, 40)
	seed, err := json.Marshal(node.logs[0])
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte(`{"address":null,"topics":[],"data":"0x"}`))
	f.Fuzz(func(t *testing.T, text []byte) {
		var log rawLog
		if json.Unmarshal(text, &log) != nil {
			return
		}
		event, err := decodeSent(logLane, &log)
		if err != nil {
			if !errors.Is(err, chains.ErrMalformed) {
				t.Fatalf("error %v, want %v", err, chains.ErrMalformed)
			}
			return
		}
		// What is accepted is exactly what the Outbox would have written.
		want := append(uintBytes(32), uintBytes(uint64(len(event.Encoded)))...)
		want = append(want, event.Encoded...)
		want = append(want, make([]byte, (32-len(event.Encoded)%32)%32)...)
		if !bytes.Equal(want, log.Data) || chains.UintTopic(event.Nonce) != log.Topics[2] {
			t.Fatalf("accepted data %x for %x", log.Data, event.Encoded)
		}
	})
}
