package rpcapi

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// tracedChain has a block whose second transaction depends on the first.
func tracedChain(t *testing.T) (s *testServer, address common.Address, second *types.Transaction) {
	s = serve(t, Config{})
	address = s.deploy(t)
	check(t, s.SubmitTx(context.Background(), s.transfer(address, 0, packed(t, "increase", big.NewInt(3)))))
	second = s.transfer(address, 0, packed(t, "increase", big.NewInt(4)))
	s.submit(t, second)
	return s, address, second
}

// TestTraceTransaction: each tracer sees what the transaction met and did, with
// the gas that the receipt says.
func TestTraceTransaction(t *testing.T) {
	s, address, tx := tracedChain(t)
	receipt, err := s.eth.TransactionReceipt(context.Background(), tx.Hash())
	check(t, err)

	var steps struct {
		Gas        uint64
		Failed     bool
		StructLogs []struct{ Op string }
	}
	check(t, json.Unmarshal(s.call(t, "debug_traceTransaction", tx.Hash()), &steps))
	if steps.Gas != receipt.GasUsed || steps.Failed || len(steps.StructLogs) < 50 {
		t.Errorf("struct logger: gas %d, want %d, %d steps", steps.Gas, receipt.GasUsed, len(steps.StructLogs))
	}

	var frame struct {
		From, To common.Address
		GasUsed  hexutil.Uint64
		Output   hexutil.Bytes
		Logs     []struct{ Address common.Address }
	}
	check(t, json.Unmarshal(s.call(t, "debug_traceTransaction", tx.Hash(), object{"tracer": "callTracer", "tracerConfig": object{"withLog": true}}), &frame))
	if uint64(frame.GasUsed) != receipt.GasUsed || frame.To != address || frame.From != addressOf(s.rich) || len(frame.Logs) != 1 {
		t.Errorf("callTracer: %+v", frame)
	}
	if got := new(big.Int).SetBytes(frame.Output).Int64(); got != 12 { // 5 + 3 + 4: the first transaction came first
		t.Errorf("callTracer: returns %d, want 12", got)
	}

	var before map[common.Address]struct {
		Storage map[common.Hash]common.Hash
		Nonce   uint64
	}
	check(t, json.Unmarshal(s.call(t, "debug_traceTransaction", tx.Hash(), object{"tracer": "prestateTracer"}), &before))
	if got := before[address].Storage[common.Hash{}]; got != (common.Hash{31: 8}) {
		t.Errorf("prestateTracer: count is %s, want 8", got)
	}
	if got := before[addressOf(s.rich)].Nonce; got != tx.Nonce() {
		t.Errorf("prestateTracer: nonce %d, want %d", got, tx.Nonce())
	}

	var block []struct {
		TxHash common.Hash
		Result struct{ Output hexutil.Bytes }
	}
	check(t, json.Unmarshal(s.call(t, "debug_traceBlockByNumber", "latest", object{"tracer": "callTracer"}), &block))
	if len(block) != 2 || block[1].TxHash != tx.Hash() || len(block[0].Result.Output) != 32 || block[0].Result.Output[31] != 8 {
		t.Errorf("traced block: %+v", block)
	}
	for _, tracer := range []string{"flatCallTracer", "4byteTracer", "noopTracer"} {
		s.call(t, "debug_traceTransaction", tx.Hash(), object{"tracer": tracer})
	}
}

// TestTraceCall: as eth_call, with overrides, traced.
func TestTraceCall(t *testing.T) {
	s, address, _ := tracedChain(t)
	call := object{"from": addressOf(s.rich), "to": address, "data": hexutil.Bytes(packed(t, "count"))}
	var frame struct{ Output hexutil.Bytes }
	override := object{address.Hex(): object{"stateDiff": object{common.Hash{}.Hex(): common.Hash{31: 77}}}}
	for want, config := range map[byte]object{12: {"tracer": "callTracer"}, 77: {"tracer": "callTracer", "stateOverrides": override}} {
		check(t, json.Unmarshal(s.call(t, "debug_traceCall", call, "latest", config), &frame))
		if len(frame.Output) != 32 || frame.Output[31] != want {
			t.Errorf("%v: %x, want %d", config, frame.Output, want)
		}
	}
	if got := s.call(t, "debug_traceCall", call, "latest"); !strings.Contains(string(got), "SLOAD") {
		t.Errorf("struct logger: %s", got)
	}
}

// TestTraceRefuses: programs, endless traces, and traces that don't fit.
func TestTraceRefuses(t *testing.T) {
	s, address, tx := tracedChain(t)
	for name, tc := range map[string]struct {
		config object
		code   int
		text   string
	}{
		"a program":      {object{"tracer": "{result: function(){return 1}, fault: function(){}}"}, -32602, "unknown tracer"},
		"through a mux":  {object{"tracer": "muxTracer", "tracerConfig": object{"x": nil}}, -32602, "unknown tracer"},
		"bad config":     {object{"tracer": "callTracer", "tracerConfig": []int{1}}, -32602, "tracerConfig of callTracer"},
		"no duration":    {object{"timeout": "soon"}, -32602, `invalid timeout "soon"`},
		"too long":       {object{"timeout": "1h"}, -32602, "at most 25s"},
		"backwards":      {object{"timeout": "-1s"}, -32602, "above 0"},
		"negative limit": {object{"limit": -1}, -32602, "invalid limit -1 bytes"},
		"no time at all": {object{"timeout": "1ns"}, -32000, "timeout"},
	} {
		t.Run(name, func(t *testing.T) {
			wantError(t, s.refused(t, "debug_traceTransaction", tx.Hash(), tc.config), tc.code, tc.text)
		})
	}
	wantError(t, s.refused(t, "debug_traceTransaction", common.Hash{1}), -32000, "transaction not found")
	wantError(t, s.refused(t, "debug_traceBlockByNumber", "0x0"), -32000, "genesis is not traceable")
	spin := object{"to": address, "data": hexutil.Bytes(packed(t, "spin")), "gas": "0xf42400"}
	wantError(t, s.refused(t, "debug_traceCall", spin, "latest", object{"enableMemory": true, "timeout": "25s"}), -32005, "trace exceeds the maximum size")
}

// TestTraceMemoryBomb: call frames with a large input are counted before they are
// copied; the code below calls address 9999 with 1 MiB of memory in a loop.
func TestTraceMemoryBomb(t *testing.T) {
	s := serve(t, Config{})
	bomb := common.Address{0xbb}
	// JUMPDEST, CALL(gas=0, 0x270f, 0, in=0, size=1 MiB, out=0, 0), POP, JUMP 0
	code := "0x5b5f5f621000005f5f61270f5ff1505f56"
	override := object{bomb.Hex(): object{"code": code}}
	err := s.refused(t, "debug_traceCall", object{"to": bomb, "gas": "0xffffff"}, "latest", object{"tracer": "callTracer", "stateOverrides": override})
	wantError(t, err, -32005, fmt.Sprintf("trace exceeds the maximum size of %d bytes", maxTraceBytes))
}

// TestRawForms decode to what the other methods answer.
func TestRawForms(t *testing.T) {
	s, _, tx := tracedChain(t)
	var raw hexutil.Bytes
	check(t, json.Unmarshal(s.call(t, "debug_getRawHeader", "latest"), &raw))
	header := new(types.Header)
	check(t, rlp.DecodeBytes(raw, header))
	hash, err := qbft.OnChainHash(header)
	check(t, err)
	if want, _ := s.HashByNumber(2); hash != want {
		t.Errorf("raw header has hash %s, want %s", hash, want)
	}
	check(t, json.Unmarshal(s.call(t, "debug_getRawBlock", hash), &raw))
	block := new(types.Block)
	check(t, rlp.DecodeBytes(raw, block))
	if block.Transactions()[1].Hash() != tx.Hash() {
		t.Errorf("raw block has %s", block.Transactions()[1].Hash())
	}
	var receipts []hexutil.Bytes
	check(t, json.Unmarshal(s.call(t, "debug_getRawReceipts", "latest"), &receipts))
	decoded := make(types.Receipts, len(receipts))
	for i, enc := range receipts {
		decoded[i] = new(types.Receipt)
		check(t, decoded[i].UnmarshalBinary(enc))
	}
	if got := types.DeriveSha(decoded, trie.NewStackTrie(nil)); got != header.ReceiptHash {
		t.Errorf("receipts root %s, want %s", got, header.ReceiptHash)
	}
	wantError(t, s.refused(t, "debug_getRawHeader", "0x99"), -32000, "not found")
}
