package rpcapi

import (
	"context"
	"encoding/json"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// TestBlockHashIsTheOnChainHash: the hash in every answer is QBFT's, which links
// blocks, and not the Keccak-256 of the header.
func TestBlockHashIsTheOnChainHash(t *testing.T) {
	s := serve(t, Config{})
	for range 3 {
		s.submit(t, s.transfer(common.Address{7}, 1, nil))
	}
	var parent common.Hash
	for n := uint64(0); n <= 3; n++ {
		header, err := s.eth.HeaderByNumber(context.Background(), new(big.Int).SetUint64(n))
		check(t, err)
		want, err := qbft.OnChainHash(header)
		check(t, err)
		var block struct{ Hash, ParentHash common.Hash }
		check(t, json.Unmarshal(s.call(t, "eth_getBlockByNumber", rpc.BlockNumber(n).String(), true), &block))
		if block.Hash != want || n > 0 && block.Hash == header.Hash() {
			t.Errorf("block %d: hash %s, want %s and not %s", n, block.Hash, want, header.Hash())
		}
		if n > 0 && block.ParentHash != parent {
			t.Errorf("block %d: parent %s, want %s", n, block.ParentHash, parent)
		}
		parent = block.Hash
		if byHash, err := s.eth.HeaderByHash(context.Background(), want); err != nil || byHash.Number.Uint64() != n {
			t.Errorf("block %d by its hash: %v, %v", n, byHash, err)
		}
		if _, err := s.eth.HeaderByHash(context.Background(), header.Hash()); err == nil && n > 0 {
			t.Errorf("block %d is found by types.Header.Hash()", n)
		}
	}
}

// TestRootsRebuild recomputes the transactions and receipts roots from what the
// server says about a block.
func TestRootsRebuild(t *testing.T) {
	s := serve(t, Config{})
	address := s.deploy(t)
	s.submit(t, s.transfer(common.Address{7}, 1, nil))
	first := s.transfer(address, 0, packed(t, "increase", big.NewInt(3)))
	check(t, s.SubmitTx(context.Background(), first))
	second := s.transfer(address, 0, packed(t, "increase", big.NewInt(1000))) // reverts
	s.submit(t, second)
	block, err := s.eth.BlockByNumber(context.Background(), nil)
	check(t, err)
	if len(block.Transactions()) != 2 {
		t.Fatalf("%d transactions, want 2", len(block.Transactions()))
	}
	if got := types.DeriveSha(block.Transactions(), trie.NewStackTrie(nil)); got != block.TxHash() {
		t.Errorf("transactions root %s, header says %s", got, block.TxHash())
	}
	receipts, err := s.eth.BlockReceipts(context.Background(), rpc.BlockNumberOrHashWithNumber(rpc.LatestBlockNumber))
	check(t, err)
	if got := types.DeriveSha(types.Receipts(receipts), trie.NewStackTrie(nil)); got != block.ReceiptHash() {
		t.Errorf("receipts root %s, header says %s", got, block.ReceiptHash())
	}
	if got := types.MergeBloom(receipts); got != block.Bloom() {
		t.Error("the blooms of the receipts don't make the header's")
	}
	if receipts[0].Status != 1 || receipts[1].Status != 0 || len(receipts[0].Logs) != 1 || len(receipts[1].Logs) != 0 {
		t.Errorf("statuses %d %d, logs %d %d", receipts[0].Status, receipts[1].Status, len(receipts[0].Logs), len(receipts[1].Logs))
	}
	hash, _ := s.HashByNumber(block.NumberU64())
	for i, receipt := range receipts {
		one, err := s.eth.TransactionReceipt(context.Background(), block.Transactions()[i].Hash())
		check(t, err)
		if one.BlockHash != hash || one.TransactionIndex != uint(i) || one.CumulativeGasUsed != receipt.CumulativeGasUsed ||
			one.EffectiveGasPrice.Cmp(effectiveGasPrice(block.Transactions()[i], block.BaseFee())) != 0 {
			t.Errorf("receipt %d: %+v", i, one)
		}
	}
	if log := receipts[0].Logs[0]; log.BlockHash != hash || log.TxHash != first.Hash() || log.Index != 0 || log.Address != address {
		t.Errorf("log %+v", log)
	}
	if sum := receipts[0].GasUsed + receipts[1].GasUsed; sum != block.GasUsed() {
		t.Errorf("gas used %d, header says %d", sum, block.GasUsed())
	}
}

// TestTransactionLookups finds one transaction in every way.
func TestTransactionLookups(t *testing.T) {
	s := serve(t, Config{})
	tx := s.transfer(common.Address{7}, 5, []byte{1, 2, 3})
	ctx := context.Background()
	check(t, s.eth.SendTransaction(ctx, tx))
	found, pending, err := s.eth.TransactionByHash(ctx, tx.Hash())
	check(t, err)
	if !pending || found.Hash() != tx.Hash() {
		t.Errorf("before its block: %s pending %v", found.Hash(), pending)
	}
	if got := s.call(t, "eth_getTransactionReceipt", tx.Hash()); string(got) != "null" {
		t.Errorf("receipt before its block: %s, want null", got)
	}
	if n, err := s.eth.PendingTransactionCount(ctx); err != nil || n != 1 {
		t.Errorf("pending transactions: %d, %v", n, err)
	}
	check(t, s.mine())
	if _, pending, err = s.eth.TransactionByHash(ctx, tx.Hash()); err != nil || pending {
		t.Errorf("in its block: pending %v, %v", pending, err)
	}
	hash, _ := s.HashByNumber(1)
	byIndex, err := s.eth.TransactionInBlock(ctx, hash, 0)
	check(t, err)
	if byIndex.Hash() != tx.Hash() {
		t.Errorf("by block and index: %s", byIndex.Hash())
	}
	if sender, err := s.eth.TransactionSender(ctx, byIndex, hash, 0); err != nil || sender != addressOf(s.rich) {
		t.Errorf("sender %s, %v", sender, err)
	}
	raw, err := tx.MarshalBinary()
	check(t, err)
	for _, got := range []json.RawMessage{
		s.call(t, "eth_getRawTransactionByHash", tx.Hash()),
		s.call(t, "eth_getRawTransactionByBlockHashAndIndex", hash, "0x0"),
		s.call(t, "eth_getRawTransactionByBlockNumberAndIndex", "0x1", "0x0"),
		s.call(t, "debug_getRawTransaction", tx.Hash()),
	} {
		if string(got) != `"0x`+common.Bytes2Hex(raw)+`"` {
			t.Errorf("raw transaction %s", got)
		}
	}
	for method, args := range map[string][]any{
		"eth_getTransactionByHash":                {common.Hash{1}},
		"eth_getTransactionByBlockHashAndIndex":   {hash, "0x1"},
		"eth_getTransactionByBlockNumberAndIndex": {"0x9", "0x0"},
		"eth_getRawTransactionByHash":             {common.Hash{1}},
		"eth_getBlockByHash":                      {common.Hash{1}, true},
		"eth_getBlockByNumber":                    {"0x99", false},
		"eth_getBlockReceipts":                    {"0x99"},
		"eth_getBlockTransactionCountByNumber":    {"0x99"},
		"eth_getUncleByBlockNumberAndIndex":       {"0x1", "0x0"},
		"eth_getUncleCountByBlockHash":            {common.Hash{1}},
	} {
		if got := s.call(t, method, args...); string(got) != "null" {
			t.Errorf("%s %v: %s, want null", method, args, got)
		}
	}
}

// TestTags: latest, safe and finalized are one block; earliest is genesis; EIP-1898
// objects name the same blocks.
func TestTags(t *testing.T) {
	s := serve(t, Config{})
	s.submit(t, s.transfer(common.Address{7}, 1, nil))
	s.submit(t, s.transfer(common.Address{7}, 1, nil))
	hash, _ := s.HashByNumber(1)
	for tag, want := range map[string]string{"latest": `"0x2"`, "safe": `"0x2"`, "finalized": `"0x2"`, "earliest": `"0x0"`, "pending": `"0x3"`, "0x1": `"0x1"`} {
		var block struct{ Number json.RawMessage }
		check(t, json.Unmarshal(s.call(t, "eth_getBlockByNumber", tag, false), &block))
		if string(block.Number) != want {
			t.Errorf("%s: %s, want %s", tag, block.Number, want)
		}
	}
	for name, at := range map[string]any{
		"number":         "0x1",
		"hash":           hash,
		"EIP-1898":       map[string]any{"blockHash": hash, "requireCanonical": true},
		"EIP-1898 by no": map[string]any{"blockNumber": "0x1"},
	} {
		if got := s.call(t, "eth_getBalance", common.Address{7}, at); string(got) != `"0x1"` {
			t.Errorf("balance at %s: %s, want 0x1", name, got)
		}
	}
	if got := s.call(t, "eth_getBalance", common.Address{7}); string(got) != `"0x2"` {
		t.Errorf("balance without a block: %s, want 0x2", got)
	}
	wantError(t, s.refused(t, "eth_getBalance", common.Address{7}, "0x9"), -32000, "header not found: block 9 is beyond the head")
	wantError(t, s.refused(t, "eth_getBalance", common.Address{7}, common.Hash{9}), -32000, "header not found: no block with hash")
	wantError(t, s.refused(t, "eth_getBalance", common.Address{7}, map[string]any{"blockHash": hash, "blockNumber": "0x1"}), -32602, "cannot specify both")
	wantError(t, s.refused(t, "eth_getBalance", common.Address{7}, "newest"), -32602, "hex string without 0x prefix")
}
