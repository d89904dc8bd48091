package executor

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// TestRewind: the chain stands where it stood, and goes on from there as if nothing had
// been, in memory and on disk, where a restart finds the same.
func TestRewind(t *testing.T) {
	for _, durable := range []bool{false, true} {
		dir := t.TempDir()
		open := func() *bench {
			if !durable {
				return openDeveloper(t, nil)
			}
			store, err := OpenStore(dir)
			check(t, err)
			return openDeveloper(t, store)
		}
		b := open()
		kept := b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(1)})
		b.mine()
		at, atHash := b.chain.headAndHash()
		lost := b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(2)})
		b.mine()
		gone, _ := b.chain.HashByNumber(2)
		b.change(developer.SetBalance(nobody, uint256.NewInt(99)))
		waits := b.send(testKey(2), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(3)})
		check(t, b.chain.SetNextBaseFee(uint256.NewInt(5)))

		check(t, b.chain.Rewind(1))
		if durable {
			check(t, b.chain.Close())
			b = open()
		}
		head, hash := b.chain.headAndHash()
		if hash != atHash || head.Root != at.Root {
			t.Fatalf("the head is %s, was %s", hash, atHash)
		}
		if _, _, _, _, ok := b.chain.TransactionByHash(lost.Hash()); ok || b.chain.BlockByHash(gone) != nil || b.chain.HeaderByNumber(2) != nil || b.chain.Receipts(gone) != nil {
			t.Error("something of a lost block is left")
		}
		if _, _, _, _, ok := b.chain.TransactionByHash(kept.Hash()); !ok {
			t.Error("a transaction before it is gone")
		}
		if b.pool.Get(waits.Hash()) != nil || b.pool.Nonce(addr(testKey(1))) != 1 || b.chain.Pending() {
			t.Error("the pool is not that of the earlier head")
		}
		again := b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(4)})
		b.mine()
		if _, _, n, _, ok := b.chain.TransactionByHash(again.Hash()); !ok || n != 2 {
			t.Error("the chain doesn't go on")
		}
		if b.chain.Head().BaseFee.Uint64() == 5 {
			t.Error("a fixed base fee survived")
		}
		st, err := b.chain.StateAt(b.chain.Head())
		check(t, err)
		if st.GetBalance(nobody).Uint64() != 5 {
			t.Errorf("balance %s, want 5", st.GetBalance(nobody))
		}
	}
}

// TestRewindFarBack: a held state survives any number of blocks, one that isn't doesn't,
// and block 0 always does; states that were pruned are not promised afterwards.
func TestRewindFarBack(t *testing.T) {
	b := openDeveloper(t, nil)
	b.mine()
	b.mine()
	held := b.chain.Head()
	release, err := b.chain.Hold(held)
	check(t, err)
	for range 3 * (historySlack + 4) {
		b.mine()
	}
	var pruned *PrunedError
	if err := b.chain.Rewind(1); !errors.As(err, &pruned) {
		t.Fatalf("to a state that nobody held: %v", err)
	}
	if err := b.chain.Rewind(b.chain.FinalizedNumber() + 1); err == nil {
		t.Fatal("to a block that isn't there yet")
	}
	check(t, b.chain.Rewind(2))
	check(t, release())
	if b.chain.Head().Root != held.Root {
		t.Fatal("another state")
	}
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(1)); !errors.As(err, &pruned) {
		t.Errorf("the state of block 1 was pruned long ago: %v", err)
	}
	for range 3 * (historySlack + 4) {
		b.mine()
		if _, err := b.chain.StateAt(b.chain.Head()); err != nil {
			t.Fatal(err)
		}
	}
	check(t, b.chain.Rewind(b.chain.FinalizedNumber()-3)) // within the kept states
	b.mine()
	check(t, b.chain.Rewind(0))
	b.mine()
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(0)); err != nil {
		t.Error(err)
	}
	if n := len(b.chain.roots); n != 1 {
		t.Errorf("%d states are kept, want 1", n)
	}
}

// TestReaderAcrossARewind: what a reader found before is not filed after.
func TestReaderAcrossARewind(t *testing.T) {
	b := openDeveloper(t, nil)
	b.mine()
	era, stale := b.chain.era.Load(), b.chain.HeaderByNumber(1)
	check(t, b.chain.Rewind(0))
	remember(b.chain, b.chain.headers, era, 1, stale)
	b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: common.Big1})
	if _, filed := b.chain.headers.Get(1); filed {
		t.Error("the header of a lost block is taken for that of its successor")
	}
}
