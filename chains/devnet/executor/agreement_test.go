package executor

import (
	"context"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/trie"
	"pgregory.net/rapid"
)

// Two chains that never share memory must agree on every root, whatever is in the blocks.
func TestTwoExecutionsAgree(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		builder, verifier := newBench(t), newBench(t)
		contracts := []common.Address{builder.deploy(storeAndLog), builder.deploy(reverter), builder.deploy(blockHashOf)}
		for n := uint64(1); n <= builder.chain.Head().Number.Uint64(); n++ {
			verifier.commit(overWire(t, builder.chain.BlockByNumber(n)))
		}
		for range rapid.IntRange(1, 4).Draw(rt, "blocks") {
			for range rapid.IntRange(0, 12).Draw(rt, "transactions") {
				addRandomTx(rt, builder, contracts)
			}
			built := builder.mine()
			received := overWire(t, built)
			if err := verifier.chain.Verify(context.Background(), received); err != nil {
				rt.Fatalf("block %d: %v", built.Number(), err)
			}
			verifier.commit(received)
			hash := mustHash(t, built.Header())
			ours, theirs := builder.chain.Receipts(hash), verifier.chain.Receipts(hash)
			if a, b := types.DeriveSha(ours, trie.NewStackTrie(nil)), types.DeriveSha(theirs, trie.NewStackTrie(nil)); a != b || a != built.ReceiptHash() {
				rt.Fatalf("block %d: receipts roots %s and %s, header has %s", built.Number(), a, b, built.ReceiptHash())
			}
			if a, b := mustHash(t, builder.chain.Head()), mustHash(t, verifier.chain.Head()); a != b {
				rt.Fatalf("heads are %s and %s", a, b)
			}
		}
	})
}

func addRandomTx(rt *rapid.T, b *bench, contracts []common.Address) {
	key := testKey(rapid.ByteRange(0, 9).Draw(rt, "sender"))
	to := contracts[rapid.IntRange(0, len(contracts)-1).Draw(rt, "contract")]
	input := append(word(rapid.Uint64Range(0, 5).Draw(rt, "slot")), word(rapid.Uint64Range(0, 3).Draw(rt, "value"))...)
	tip := big.NewInt(rapid.Int64Range(0, 5).Draw(rt, "tip"))
	feeCap := new(big.Int).Add(tip, big.NewInt(20*params.GWei))
	switch rapid.IntRange(0, 5).Draw(rt, "kind") {
	case 0:
		fresh := common.BytesToAddress(input)
		b.send(key, &types.DynamicFeeTx{To: &fresh, Value: big.NewInt(5), GasFeeCap: feeCap, GasTipCap: tip})
	case 1:
		b.send(key, &types.DynamicFeeTx{To: &to, Gas: 100_000, Data: input, GasFeeCap: feeCap, GasTipCap: tip})
	case 2:
		b.send(key, &types.LegacyTx{To: &to, Gas: 100_000, Data: input})
	case 3:
		b.send(key, &types.AccessListTx{To: &to, Gas: 100_000, Data: input,
			AccessList: types.AccessList{{Address: to, StorageKeys: []common.Hash{common.BytesToHash(input[:32])}}}})
	case 4:
		b.send(key, &types.DynamicFeeTx{Gas: 200_000, Data: initCode(storeAndLog), GasFeeCap: feeCap, GasTipCap: tip})
	case 5:
		authority := testKey(rapid.ByteRange(20, 22).Draw(rt, "authority"))
		nonce := rapid.Uint64Range(0, 2).Draw(rt, "authority nonce") // often wrong: then the tuple is skipped
		auth, err := types.SignSetCode(authority, types.SetCodeAuthorization{Address: to, Nonce: nonce})
		if err != nil {
			rt.Fatal(err)
		}
		b.send(key, &types.SetCodeTx{To: addr(authority), Gas: 300_000, Data: input, AuthList: []types.SetCodeAuthorization{auth}})
	}
}
