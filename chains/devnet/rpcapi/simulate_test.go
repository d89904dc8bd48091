package rpcapi

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// simulatedAnswer is what the tests read of an answer.
type simulatedAnswer struct {
	Number, Timestamp, GasUsed hexutil.Uint64
	Hash, ParentHash           common.Hash
	StateRoot, ReceiptsRoot    common.Hash
	BaseFeePerGas              *hexutil.Big
	Transactions               []json.RawMessage
	Calls                      []struct {
		ReturnData hexutil.Bytes
		Logs       []types.Log
		GasUsed    hexutil.Uint64
		Status     hexutil.Uint64
		Error      *struct {
			Code    int
			Message string
			Data    hexutil.Bytes
		}
	}
}

func (s *testServer) simulate(t testing.TB, question object) (out []simulatedAnswer) {
	t.Helper()
	check(t, json.Unmarshal(s.call(t, "eth_simulateV1", question, "latest"), &out))
	return out
}

// TestSimulateMatchesReality: what a simulated block predicts, gas, logs and
// results, is what a real block with those transactions then does.
func TestSimulateMatchesReality(t *testing.T) {
	s := serve(t, Config{})
	address, rich := s.deploy(t), addressOf(s.rich)
	var calls []object
	var txs []*types.Transaction
	for i := range int64(3) {
		data := packed(t, "increase", big.NewInt([]int64{3, 0, 4}[i])) // the second one reverts
		calls = append(calls, object{"from": rich, "to": address, "input": hexutil.Bytes(data), "maxFeePerGas": "0x2540be400", "maxPriorityFeePerGas": "0x1", "gas": "0x30d40"})
		txs = append(txs, s.sign(s.rich, &types.DynamicFeeTx{
			Nonce: 1 + uint64(i), To: &address, Data: data, Gas: 200_000, GasFeeCap: big.NewInt(10 * params.GWei), GasTipCap: big.NewInt(1),
		}))
	}
	predicted := s.simulate(t, object{"validation": true, "blockStateCalls": []any{object{"calls": calls}}})[0]
	s.submit(t, txs...)
	header, err := s.eth.HeaderByNumber(context.Background(), nil)
	check(t, err)
	if uint64(predicted.GasUsed) != header.GasUsed || predicted.BaseFeePerGas.ToInt().Cmp(header.BaseFee) != 0 || uint64(predicted.Number) != header.Number.Uint64() || predicted.ParentHash != header.ParentHash {
		t.Errorf("predicted %+v, happened: gas %d, base fee %v, number %d on %s", predicted, header.GasUsed, header.BaseFee, header.Number, header.ParentHash)
	}
	if predicted.StateRoot != header.Root {
		t.Errorf("predicted state root %s, became %s", predicted.StateRoot, header.Root)
	}
	for i, call := range predicted.Calls {
		receipt, err := s.eth.TransactionReceipt(context.Background(), txs[i].Hash())
		check(t, err)
		if uint64(call.GasUsed) != receipt.GasUsed || uint64(call.Status) != receipt.Status || len(call.Logs) != len(receipt.Logs) {
			t.Errorf("call %d: predicted %+v, happened %+v", i, call, receipt)
		}
		for j, log := range call.Logs {
			if string(log.Data) != string(receipt.Logs[j].Data) || log.Index != receipt.Logs[j].Index || log.BlockHash != predicted.Hash {
				t.Errorf("log %d of call %d: %+v", j, i, log)
			}
		}
	}
	if e := predicted.Calls[1].Error; e == nil || e.Code != 3 || e.Message != "execution reverted: amount is zero" {
		t.Errorf("the reverting call: %+v", e)
	}
}

// TestSimulateChainsBlocks: state and hashes carry over from block to block, gaps
// are filled, overrides hold.
func TestSimulateChainsBlocks(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	chain := object{"to": address, "data": hexutil.Bytes(packed(t, "chain"))}
	blocks := s.simulate(t, object{"blockStateCalls": []any{
		object{"calls": []any{object{"to": address, "data": hexutil.Bytes(packed(t, "increase", big.NewInt(10)))}}},
		object{
			"blockOverrides": object{"number": "0x5", "time": "0x7fffffff", "prevRandao": common.Hash{31: 7}, "baseFeePerGas": "0x9"},
			"calls":          []any{object{"to": address, "data": hexutil.Bytes(packed(t, "count"))}, chain},
		},
	}})
	if len(blocks) != 4 {
		t.Fatalf("%d blocks, want 2, 3, 4 and 5", len(blocks))
	}
	head, _ := s.HashByNumber(1)
	for i, block := range blocks {
		if uint64(block.Number) != uint64(i+2) || block.ParentHash != head {
			t.Errorf("block %d: number %d on %s, want %s", i, block.Number, block.ParentHash, head)
		}
		head = block.Hash
	}
	if got := new(big.Int).SetBytes(blocks[3].Calls[0].ReturnData).Int64(); got != 15 {
		t.Errorf("count is %d, want 15: the first block's call counts", got)
	}
	parsed, _ := counter(t)
	values, err := parsed.Unpack("chain", blocks[3].Calls[1].ReturnData)
	check(t, err)
	if got, want := fmt.Sprint(values), fmt.Sprint([]any{5, 0x7fffffff, [32]byte(blocks[2].Hash), 7, 0}); got != want {
		t.Errorf("chain() is %s, want %s", got, want)
	}
	if count := s.call(t, "eth_call", object{"to": address, "data": hexutil.Bytes(packed(t, "count"))}, "latest"); string(count[len(count)-3:]) != `05"` {
		t.Errorf("the real chain changed: %s", count)
	}
}

// TestSimulateTransfers shows ether transfers as logs, those that happened.
func TestSimulateTransfers(t *testing.T) {
	s := serve(t, Config{})
	address, poor := s.deploy(t), common.Address{0xaa}
	block := s.simulate(t, object{"traceTransfers": true, "returnFullTransactions": true, "blockStateCalls": []any{object{
		"stateOverrides": object{poor.Hex(): object{"balance": "0x64"}},
		"calls": []any{
			object{"from": poor, "to": common.Address{0xbb}, "value": "0x5"},
			object{"from": poor, "to": address, "value": "0x5"}, // reverts: the contract takes no ether
		},
	}}})[0]
	logs := block.Calls[0].Logs
	if len(logs) != 1 || logs[0].Address != transferLogAddress || logs[0].Topics[0] != transferTopic || new(big.Int).SetBytes(logs[0].Data).Int64() != 5 {
		t.Errorf("logs %+v", logs)
	}
	if len(block.Calls[1].Logs) != 0 || block.Calls[1].Status != 0 {
		t.Errorf("the reverted transfer: %+v", block.Calls[1])
	}
	if block.ReceiptsRoot == types.EmptyReceiptsHash {
		t.Error("no receipts")
	}
	var full struct{ From common.Address }
	check(t, json.Unmarshal(block.Transactions[0], &full))
	if full.From != poor {
		t.Errorf("sender %s, want %s", full.From, poor)
	}
}

// TestSimulateRefuses: each refusal has its code.
func TestSimulateRefuses(t *testing.T) {
	s := serve(t, Config{})
	rich, to := addressOf(s.rich), common.Address{7}
	one := func(call object) []any { return []any{object{"calls": []any{call}}} }
	many := make([]object, maxSimulatedCalls+1)
	for i := range many {
		many[i] = object{}
	}
	for name, tc := range map[string]struct {
		question object
		code     int
		text     string
	}{
		"nothing":         {object{}, -32602, "empty input"},
		"backwards":       {object{"blockStateCalls": []any{object{"blockOverrides": object{"number": "0x0"}}}}, -38020, "block numbers must be in order: 0 <= 0"},
		"earlier":         {object{"blockStateCalls": []any{object{"blockOverrides": object{"time": "0x1"}}}}, -38021, "block timestamps must be in order: 1 < 1700000000"},
		"too far":         {object{"blockStateCalls": []any{object{"blockOverrides": object{"number": "0x101"}}}}, -38026, "too many blocks"},
		"beyond uint64":   {object{"blockStateCalls": []any{object{"blockOverrides": object{"number": "0x10000000000000000"}}}}, -38020, "block numbers must be in order"},
		"too many calls":  {object{"blockStateCalls": []any{object{"calls": many}}}, -38026, "too many calls: 10001, at most 10000"},
		"too much gas":    {object{"blockStateCalls": one(object{"to": to, "gas": "0x5f5e100"})}, -38015, "block gas limit reached"},
		"no funds":        {object{"blockStateCalls": one(object{"from": to, "to": rich, "value": "0x1"})}, -38014, "insufficient funds"},
		"old nonce":       {object{"validation": true, "blockStateCalls": one(object{"from": rich, "to": to, "nonce": "0x5", "maxFeePerGas": "0x2540be400"})}, -38011, "nonce too high"},
		"under base fee":  {object{"validation": true, "blockStateCalls": one(object{"from": rich, "to": to})}, -38012, "max fee per gas less than block base fee"},
		"little gas":      {object{"blockStateCalls": one(object{"from": rich, "to": to, "gas": "0x5207"})}, -38013, "intrinsic gas too low"},
		"long init code":  {object{"blockStateCalls": one(object{"from": rich, "data": hexutil.Bytes(make([]byte, params.MaxInitCodeSize+1))})}, -38025, "max initcode size exceeded"},
		"contradictories": {object{"blockStateCalls": one(object{"gasPrice": "0x1", "maxFeePerGas": "0x1"})}, -32602, "both gasPrice and"},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, s.refused(t, "eth_simulateV1", tc.question, "latest"), tc.code, tc.text)
		})
	}
}
