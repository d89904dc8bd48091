package executor

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/rlp"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// A durable store gives every state back, with and without a restart between: those that
// are kept, and older ones by undoing blocks. Each is compared with its header's root, and
// read down to the slots.
func TestDurableStoreKeepsEveryState(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		disk := memorydb.New()
		open := func() *bench {
			b := openBench(t, Config{Store: newStore(&fragileDB{disk, -1}, true)})
			b.chain.states.limit = 2
			return b
		}
		b := open()
		contracts := []common.Address{b.deploy(storeAndLog), b.deploy(reverter)}
		for range rapid.IntRange(1, 6).Draw(rt, "blocks") {
			for range rapid.IntRange(0, 6).Draw(rt, "transactions") {
				addRandomTx(rt, b, contracts)
			}
			b.mine()
			if rapid.Bool().Draw(rt, "restart") {
				b = open()
			}
		}
		for range 10 {
			n := rapid.Uint64Range(0, b.chain.FinalizedNumber()).Draw(rt, "block")
			header := b.chain.HeaderByNumber(n)
			st, err := b.chain.StateAt(header)
			if err != nil {
				rt.Fatalf("state of block %d: %v", n, err)
			}
			if code := st.GetCode(contracts[0]); (len(code) > 0) != (n >= 1) {
				rt.Fatalf("state of block %d: code of the contract is %x", n, code)
			}
			accounts, err := st.Database().OpenTrie(header.Root)
			if err != nil {
				rt.Fatal(err)
			}
			if got := accounts.Hash(); got != header.Root {
				rt.Fatalf("state of block %d: root %s, want %s", n, got, header.Root)
			}
		}
	})
}

// Whoever damages what undoes a block gets an error and not another state.
func TestDamagedUndoIsNoticed(t *testing.T) {
	for name, damage := range map[string]func([]byte) []byte{
		"cut":     func(b []byte) []byte { return b[:len(b)-1] },
		"altered": func(b []byte) []byte { b[len(b)-1] ^= 1; return b },
		"empty":   func([]byte) []byte { return []byte{0xc2, 0xc0, 0xc0} },
	} {
		t.Run(name, func(t *testing.T) {
			disk := memorydb.New()
			b := openBench(t, Config{Store: newStore(&fragileDB{disk, -1}, true)})
			b.chain.states.limit = 1
			for range 3 {
				b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{9}, Value: common.Big1})
				b.mine()
			}
			key := numberKey(prefixUndo, 2)
			enc, err := disk.Get(key)
			if err != nil {
				t.Fatal(err)
			}
			if err := disk.Put(key, damage(enc)); err != nil {
				t.Fatal(err)
			}
			if _, err := b.chain.StateAt(b.chain.HeaderByNumber(1)); !errors.Is(err, ErrCorrupt) {
				t.Fatalf("got %v, want ErrCorrupt", err)
			}
		})
	}
}

// A question about an old state costs a bounded amount of work, whatever the blocks in
// between changed.
func TestUndoingIsBounded(t *testing.T) {
	disk := memorydb.New()
	b := openBench(t, Config{Store: newStore(&fragileDB{disk, -1}, true)})
	b.chain.states.limit = 1
	for range 3 {
		b.mine()
	}
	enc, err := rlp.EncodeToBytes(&world.Delta{Accounts: make([]world.AccountValue, maxUndone+1)})
	if err != nil {
		t.Fatal(err)
	}
	if err := disk.Put(numberKey(prefixUndo, 2), enc); err != nil {
		t.Fatal(err)
	}
	_, err = b.chain.StateAt(b.chain.HeaderByNumber(1))
	var pruned *PrunedError
	if !errors.As(err, &pruned) || pruned.Number != 1 || pruned.Oldest != 2 {
		t.Fatalf("got %v, want a PrunedError whose oldest is block 2", err)
	}
}

// Old states weigh what they share with none that is kept anyway: each what was undone
// since the oldest of these, also where another one was on the way.
func TestOldStatesAreBoundedByWhatWasUndone(t *testing.T) {
	b := openBench(t, Config{Store: newStore(&fragileDB{memorydb.New(), -1}, true)})
	b.chain.states.limit = 1
	sizes := make(map[uint64]int) // by block
	for n := uint64(1); n <= 4; n++ {
		b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{byte(n)}, Value: common.Big1})
		b.mine()
		delta, err := b.chain.store.undo(n)
		if err != nil {
			t.Fatal(err)
		}
		sizes[n] = len(delta.Accounts) + len(delta.Slots)
	}
	ask := func(n uint64) {
		t.Helper()
		if _, err := b.chain.StateAt(b.chain.HeaderByNumber(n)); err != nil {
			t.Fatal(err)
		}
	}
	ask(2)
	ask(1) // on from block 2
	two := sizes[4] + sizes[3]
	if got, want := b.chain.rebuilt.weight, two+two+sizes[2]; got != want {
		t.Fatalf("states of blocks 2 and 1 weigh %d, want %d", got, want)
	}
	if _, ok := b.chain.rebuilt.Above(2); ok {
		t.Error("there is an old state above block 2")
	}
	if near, ok := b.chain.rebuilt.Above(0); !ok || near.number != 1 {
		t.Errorf("the lowest above genesis is %d, want 1", near.number)
	}
	ask(0) // from the configuration: it shares nothing
	if near, _ := b.chain.rebuilt.Get(0); near.changes < len(testGenesis().Alloc) {
		t.Errorf("genesis weighs %d", near.changes)
	}
}
