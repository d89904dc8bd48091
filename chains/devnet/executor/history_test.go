package executor

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"pgregory.net/rapid"
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
