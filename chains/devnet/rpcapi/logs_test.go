package rpcapi

import (
	"context"
	"encoding/json"
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"
)

// TestGetLogs: ranges, hashes, addresses and topics select what they say.
func TestGetLogs(t *testing.T) {
	s := serve(t, Config{})
	ctx := context.Background()
	a, b := s.deploy(t), s.deploy(t) // blocks 1, 2
	parsed, _ := counter(t)
	event, who := parsed.Events["Increased"].ID, common.BytesToHash(addressOf(s.rich).Bytes())
	for i := range int64(3) { // blocks 3 to 5: one log of each contract
		check(t, s.SubmitTx(ctx, s.transfer(a, 0, packed(t, "increase", big.NewInt(i+1)))))
		s.submit(t, s.transfer(b, 0, packed(t, "increase", big.NewInt(i+1))))
	}
	block4, _ := s.HashByNumber(4)
	for name, tc := range map[string]struct {
		query ethereum.FilterQuery
		want  int
	}{
		"everything":       {ethereum.FilterQuery{FromBlock: big.NewInt(0)}, 6},
		"newest":           {ethereum.FilterQuery{FromBlock: big.NewInt(5)}, 2},
		"one block":        {ethereum.FilterQuery{FromBlock: big.NewInt(4), ToBlock: big.NewInt(4)}, 2},
		"by hash":          {ethereum.FilterQuery{BlockHash: &block4}, 2},
		"hash and address": {ethereum.FilterQuery{BlockHash: &block4, Addresses: []common.Address{b}}, 1},
		"address":          {ethereum.FilterQuery{FromBlock: big.NewInt(0), Addresses: []common.Address{a}}, 3},
		"two addresses":    {ethereum.FilterQuery{FromBlock: big.NewInt(0), Addresses: []common.Address{a, b}}, 6},
		"topic":            {ethereum.FilterQuery{FromBlock: big.NewInt(0), Topics: [][]common.Hash{{event}}}, 6},
		"second topic":     {ethereum.FilterQuery{FromBlock: big.NewInt(0), Topics: [][]common.Hash{{}, {{1}, who}}}, 6},
		"other topic":      {ethereum.FilterQuery{FromBlock: big.NewInt(0), Topics: [][]common.Hash{{{1}}}}, 0},
		"too many topics":  {ethereum.FilterQuery{FromBlock: big.NewInt(0), Topics: [][]common.Hash{{}, {}, {}}}, 0},
		"finalized":        {ethereum.FilterQuery{FromBlock: big.NewInt(3), ToBlock: big.NewInt(-3)}, 6},
	} {
		t.Run(name, func(t *testing.T) {
			logs, err := s.eth.FilterLogs(ctx, tc.query)
			check(t, err)
			if len(logs) != tc.want {
				t.Errorf("%d logs, want %d", len(logs), tc.want)
			}
			for i, log := range logs {
				hash, _ := s.HashByNumber(log.BlockNumber)
				if log.BlockHash != hash || log.Removed || i > 0 && log.BlockNumber == logs[i-1].BlockNumber && log.Index <= logs[i-1].Index {
					t.Errorf("log %+v", log)
				}
			}
		})
	}
	if got := s.call(t, "eth_getLogs", object{"fromBlock": "0x0", "topics": []any{[]any{nil}}, "address": []common.Address{a}}); strings.Count(string(got), "blockHash") != 3 {
		t.Errorf("a null among the alternatives: %s", got)
	}
}

// TestGetLogsRefuses: each bound and contradiction has its own words.
func TestGetLogsRefuses(t *testing.T) {
	s := serve(t, Config{})
	check(t, s.Mine(context.Background(), 2))
	for name, tc := range map[string]struct {
		query any
		code  int
		text  string
	}{
		"beyond the head":    {object{"fromBlock": "0x0", "toBlock": "0x3"}, -32602, "block range extends beyond current head block: to 3, head 2"},
		"from beyond":        {object{"fromBlock": "0x3"}, -32602, "block range extends beyond current head block: from 3, head 2"},
		"backwards":          {object{"fromBlock": "0x2", "toBlock": "0x1"}, -32602, "invalid block range params: from 2 to 1"},
		"unknown hash":       {object{"blockHash": common.Hash{1}}, -32000, "unknown block"},
		"hash and range":     {object{"blockHash": common.Hash{1}, "fromBlock": "0x1"}, -32602, "cannot specify both blockHash and fromBlock/toBlock"},
		"five topics":        {object{"topics": []any{nil, nil, nil, nil, nil}}, -32602, "exceed max topics: 5, a log has at most 4"},
		"many addresses":     {object{"address": make([]common.Address, 1001)}, -32602, "address: exceed max alternatives: 1001, at most 1000"},
		"many alternatives":  {object{"topics": []any{make([]common.Hash, 1001)}}, -32602, "topic 0: exceed max alternatives: 1001"},
		"no address":         {object{"address": "0x12"}, -32602, "address: "},
		"topic is a number":  {object{"topics": []any{nil, 5}}, -32602, "topic 1: "},
		"topics is a string": {object{"topics": "0x"}, -32602, "filter: "},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, s.refused(t, "eth_getLogs", tc.query), tc.code, tc.text)
		})
	}
}

// tall pretends that a chain of one block is higher than any log query may span.
type tall struct{ Backend }

func (b tall) CurrentHeader() *types.Header {
	header := types.CopyHeader(b.Backend.CurrentHeader())
	header.Number = big.NewInt(2 * maxLogRange)
	return header
}

// TestLogRangeIsBounded stops before it reads a block.
func TestLogRangeIsBounded(t *testing.T) {
	logs := &ethLogs{reader: &reader{backend: tall{newTestNode(t)}, now: time.Now, life: context.Background()}, turns: newTurns(1)}
	var query logQuery
	check(t, json.Unmarshal([]byte(`{"fromBlock":"0x1","toBlock":"0x186a1"}`), &query))
	_, err := logs.GetLogs(context.Background(), query)
	wantError(t, err, -32005, "exceed maximum block range: 100001 blocks from 1 to 100001, at most 100000")
}

// TestLogResultsAreBounded: an answer that would be too large names a range that
// works, and following that advice yields every log exactly once.
func TestLogResultsAreBounded(t *testing.T) {
	if testing.Short() {
		t.Skip("executes and encodes 24,000 logs several times")
	}
	s := serve(t, Config{})
	address := s.deploy(t)
	filter := s.call(t, "eth_newFilter", object{"address": address})
	shout := func(times int64) {
		tx := s.sign(s.rich, &types.LegacyTx{Nonce: s.PoolNonce(addressOf(s.rich)), To: &address, Gas: 16_000_000, GasPrice: big.NewInt(1e10), Data: packed(t, "shout", big.NewInt(times))})
		s.submit(t, tx)
		receipt, err := s.eth.TransactionReceipt(context.Background(), tx.Hash())
		check(t, err)
		if len(receipt.Logs) != int(times) {
			t.Fatalf("%d logs, want %d", len(receipt.Logs), times)
		}
	}
	for range 4 {
		shout(6000)
	}
	wantError(t, s.refused(t, "eth_getLogs", object{"fromBlock": "0x1", "toBlock": "0x5"}), -32005, "query exceeds max results 20000, retry with the range 1-4")
	count := func(raw json.RawMessage) int { return strings.Count(string(raw), "blockHash") }
	first := count(s.call(t, "eth_getLogs", object{"fromBlock": "0x1", "toBlock": "0x4"}))
	rest := count(s.call(t, "eth_getLogs", object{"fromBlock": "0x5", "toBlock": "0x5"}))
	if first != 18000 || rest != 6000 {
		t.Errorf("%d and %d logs, want 18000 and 6000", first, rest)
	}
	// A polled filter gets the same in two polls.
	var id string
	check(t, json.Unmarshal(filter, &id))
	for i, want := range []int{18000, 6000, 0} {
		if got := count(s.call(t, "eth_getFilterChanges", id)); got != want {
			t.Errorf("poll %d: %d logs, want %d", i, got, want)
		}
	}
}

// TestBloomNeverHides: for random logs and queries, a block whose bloom is ruled
// out has no match.
func TestBloomNeverHides(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		address := rapid.Custom(func(t *rapid.T) common.Address { return common.Address{rapid.Byte().Draw(t, "a") % 8} })
		topic := rapid.Custom(func(t *rapid.T) common.Hash { return common.Hash{rapid.Byte().Draw(t, "h") % 8} })
		log := &types.Log{Address: address.Draw(t, "address"), Topics: rapid.SliceOfN(topic, 0, 4).Draw(t, "topics")}
		query := &logQuery{addresses: rapid.SliceOfN(address, 0, 3).Draw(t, "addresses"), topics: rapid.SliceOfN(rapid.SliceOfN(topic, 0, 3), 0, 4).Draw(t, "query")}
		receipt := &types.Receipt{Logs: []*types.Log{log}}
		receipt.Bloom = types.CreateBloom(receipt)
		if query.matches(log) && !query.mayMatch(receipt.Bloom) {
			t.Fatal("the bloom hides a log")
		}
		if got := len(query.selected(receipt.Bloom, types.Receipts{receipt})); (got == 1) != query.matches(log) {
			t.Fatalf("selected %d", got)
		}
	})
}

// FuzzLogQuery: no input panics, and what is accepted respects the bounds.
func FuzzLogQuery(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `{"fromBlock":"latest","toBlock":"0x1"}`, `{"address":"0x0000000000000000000000000000000000000001"}`,
		`{"address":["0x0000000000000000000000000000000000000001",null]}`, `{"topics":[null,["0x01"],[]]}`,
		`{"blockHash":"0x0100000000000000000000000000000000000000000000000000000000000000"}`, `{"topics":[[null]]}`, `[]`, `{"address":[]}`, `{"Topics":{}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var query logQuery
		if json.Unmarshal(data, &query) != nil {
			return
		}
		if len(query.topics) > maxTopics || len(query.addresses) > maxLogAddresses || query.blockHash != nil && (query.from != nil || query.to != nil) {
			t.Fatalf("accepted %s", data)
		}
		query.matches(&types.Log{Topics: []common.Hash{{1}}})
		query.mayMatch(types.Bloom{1})
	})
}

// FuzzCallParameters: no call, override or trace configuration panics.
func FuzzCallParameters(f *testing.F) {
	for _, seed := range []string{
		`{}`, `{"from":"0x0000000000000000000000000000000000000001","value":"0x1","gas":"0x5208"}`, `{"data":"0x00","maxFeePerGas":"0xff","maxPriorityFeePerGas":"0x1"}`,
		`{"0x0000000000000000000000000000000000000001":{"balance":"0x1","code":"0x00"}}`, `{"number":"0x1","time":"0x2","baseFeePerGas":"0x3"}`,
		`{"blockStateCalls":[{"blockOverrides":{"number":"0x3"},"calls":[{"to":"0x0000000000000000000000000000000000000001"}]}],"validation":true}`,
		`{"tracer":"callTracer","timeout":"1s"}`, `{"timeout":"-1s","limit":-1}`, `{"blobVersionedHashes":[],"authorizationList":[{}]}`,
	} {
		f.Add([]byte(seed))
	}
	node := newTestNode(f)
	x := newEvaluator(&reader{backend: node, now: time.Now, life: context.Background()})
	call, debug := &ethCall{x}, &debugAPI{x}
	f.Fuzz(func(t *testing.T, data []byte) {
		var args callArgs
		var accounts stateOverride
		var header blockOverride
		var config traceCallConfig
		ctx := context.Background()
		argsOK := json.Unmarshal(data, &args) == nil
		if json.Unmarshal(data, &accounts) != nil {
			accounts = nil
		}
		if json.Unmarshal(data, &header) != nil {
			header = blockOverride{}
		}
		_ = json.Unmarshal(data, &config)
		if argsOK {
			_, _ = call.Call(ctx, args, nil, &accounts, &header)
			_, _ = call.EstimateGas(ctx, args, nil, nil, nil)
			_, _ = call.CreateAccessList(ctx, args, nil, nil)
			_, _ = debug.TraceCall(ctx, args, nil, &config)
			_, _ = call.SimulateV1(ctx, simulation{Blocks: []simulatedBlock{{Header: &header, Accounts: &accounts, Calls: []callArgs{args, args}}}}, nil)
		}
		var question simulation
		if json.Unmarshal(data, &question) == nil {
			_, _ = call.SimulateV1(ctx, question, nil)
		}
	})
}
