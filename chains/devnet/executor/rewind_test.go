package executor

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/trie"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// TestRewind: the chain stands where it stood, and goes on from there as if nothing had
// been, in memory and on disk, where a restart finds the same, whether all blocks are
// kept or few.
func TestRewind(t *testing.T) {
	for _, kind := range []struct {
		durable bool
		history uint64
	}{{false, 0}, {true, 0}, {false, 3}, {true, 3}} {
		dir := t.TempDir()
		open := func() *bench {
			if !kind.durable {
				return developerBench(t, Config{History: kind.history})
			}
			store, err := OpenStore(dir)
			check(t, err)
			return developerBench(t, Config{Store: store, History: kind.history})
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
		if kind.durable {
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
		if _, found, err := b.chain.store.place(lost.Hash()); found || err != nil {
			t.Errorf("the place of a lost transaction is left: %v, %v", found, err)
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
	const limit = 4
	b := openDeveloper(t, nil)
	b.chain.states.limit = limit
	b.mine()
	b.mine()
	at := b.chain.Head()
	release, err := b.chain.Hold(at)
	check(t, err)
	again, err := b.chain.Hold(at) // somebody else, who lets go of it earlier
	check(t, err)
	for range 2 * limit {
		b.mine()
	}
	again()
	var pruned *PrunedError
	if err := b.chain.Rewind(1); !errors.As(err, &pruned) {
		t.Fatalf("to a state that nobody held: %v", err)
	}
	if err := b.chain.Rewind(b.chain.FinalizedNumber() + 1); err == nil {
		t.Fatal("to a block that isn't there yet")
	}
	check(t, b.chain.Rewind(2))
	release()
	if b.chain.Head().Root != at.Root {
		t.Fatal("another state")
	}
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(1)); !errors.As(err, &pruned) {
		t.Errorf("the state of block 1 was pruned long ago: %v", err)
	}
	for range 2 * limit {
		b.mine()
		if _, err := b.chain.StateAt(b.chain.Head()); err != nil {
			t.Fatal(err)
		}
	}
	if len(b.chain.states.held) != 0 {
		t.Error("a state is held that nobody holds")
	}
	check(t, b.chain.Rewind(b.chain.FinalizedNumber()-3)) // within the kept states
	b.mine()
	check(t, b.chain.Rewind(0))
	b.mine()
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(0)); err != nil {
		t.Error(err)
	}
	if n := len(b.chain.states.kept); n != 2 {
		t.Errorf("%d states are kept, want 2", n)
	}
}

// TestRewindIsAsIfNothingHadBeen: whatever is mined, changed, held, taken back and started
// again, the state is what it was at each block, down to the slots, and the store has
// what a store has that never knew of the lost blocks.
func TestRewindIsAsIfNothingHadBeen(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		durable, history := rapid.Bool().Draw(rt, "durable"), rapid.SampledFrom([]uint64{0, 3}).Draw(rt, "history")
		disk := memorydb.New()
		open := func() *bench {
			b := developerBench(t, Config{Store: newStore(&fragileDB{disk, -1}, durable), History: history})
			b.chain.states.limit = 3
			return b
		}
		b := open()
		states, blocks := []map[common.Address]AccountDump{dumpHead(rt, b.chain)}, []*types.Block{b.chain.BlockByNumber(0)}
		mine := func() {
			blocks = append(blocks, b.mine())
			states = append(states, dumpHead(rt, b.chain))
		}
		contracts := []common.Address{b.deploy(storeAndLog)}
		blocks, states = append(blocks, b.chain.BlockByNumber(1)), append(states, dumpHead(rt, b.chain))
		holds := map[uint64]func(){}
		kept := uint64(0) // bodies and states, from this block on
		for range rapid.IntRange(4, 12).Draw(rt, "steps") {
			switch head := b.chain.FinalizedNumber(); rapid.IntRange(0, 5).Draw(rt, "step") {
			case 0, 1:
				for range rapid.IntRange(0, 4).Draw(rt, "transactions") {
					addRandomTx(rt, b, contracts)
				}
				mine()
			case 2:
				_, err := b.chain.Change(context.Background(), developer.SetBalance(nobody, uint256.NewInt(head+7)), developer.SetStorage(contracts[0], slot, common.Hash{31: byte(head)}),
					developer.SetCode(contract, []byte{byte(head), 1}))
				check(t, err)
				mine()
			case 3:
				release, err := b.chain.Hold(b.chain.Head())
				check(t, err)
				holds[head] = release
			case 4:
				to := rapid.Uint64Range(0, head).Draw(rt, "to")
				err := b.chain.Rewind(to)
				var pruned *PrunedError
				if errors.As(err, &pruned) && 0 < to && to < kept && (!durable || history > 0) {
					break
				}
				check(t, err)
				kept = min(kept, to)
				states, blocks = states[:to+1], blocks[:to+1]
				for n, release := range holds {
					if n > to {
						release()
						delete(holds, n)
					}
				}
				contracts = []common.Address{createdBy(addr(testKey(0)))}
			case 5:
				if durable {
					b, holds = open(), map[uint64]func(){}
				}
			}
			head := b.chain.FinalizedNumber()
			kept = max(kept, max(head, 2)-2)
			if int(head) != len(states)-1 || b.chain.HeaderByNumber(head).Hash() != blocks[head].Hash() {
				rt.Fatalf("the head is block %d, want %d", head, len(states)-1)
			}
			if got := dumpHead(rt, b.chain); !reflect.DeepEqual(got, states[head]) {
				rt.Fatalf("the state of block %d is %v, was %v", head, got, states[head])
			}
		}
		compareStores(rt, disk, durable, history, blocks)
	})
}

// compareStores replays blocks into a store of its own and compares the contents. Code and
// names stay, which do no harm, and what was pruned when the chain was ahead doesn't come
// back.
func compareStores(t require, disk *memorydb.Database, durable bool, history uint64, blocks []*types.Block) {
	fresh := memorydb.New()
	chain, err := Open(Config{Genesis: developerGenesis(), Store: newStore(&fragileDB{fresh, -1}, durable), History: history})
	check(t, err)
	for _, block := range blocks[1:] {
		check(t, chain.Commit(context.Background(), block))
	}
	want, got := contents(t, fresh), contents(t, disk)
	for key, value := range want {
		if was, ok := got[key]; was != value && (history == 0 || ok) {
			t.Fatal(fmt.Sprintf("under %q lies %x, want %x", key, was, value))
		}
	}
	for key := range got {
		if _, ok := want[key]; !ok {
			t.Fatal(fmt.Sprintf("under %q something is left of what was taken back", key))
		}
	}
}

// contents is a store's, with what undoes blocks in an order of its own.
func contents(t require, db *memorydb.Database) map[string]string {
	all := map[string]string{}
	it := db.NewIterator(nil, nil)
	defer it.Release()
	for it.Next() {
		key, value := string(it.Key()), it.Value()
		switch {
		case strings.HasPrefix(key, prefixCode), strings.HasPrefix(key, prefixName), key == keyOldest:
			continue
		case strings.HasPrefix(key, prefixUndo):
			var d world.Delta
			check(t, rlp.DecodeBytes(value, &d))
			slices.SortFunc(d.Accounts, func(a, b world.AccountValue) int { return a.Hash.Cmp(b.Hash) })
			slices.SortFunc(d.Slots, func(a, b world.SlotValue) int { return cmp.Or(a.Account.Cmp(b.Account), a.Key.Cmp(b.Key)) })
			var err error
			value, err = rlp.EncodeToBytes(&d)
			check(t, err)
		}
		all[key] = string(value)
	}
	return all
}

func dumpHead(t require, c *Chain) map[common.Address]AccountDump {
	all := map[common.Address]AccountDump{}
	check(t, c.Dump(context.Background(), c.Head(), func(a common.Address, d AccountDump) error {
		all[a] = d
		return nil
	}))
	return all
}

// TestOldStateAcrossARewind: a state that was made again of a lost block is not taken for
// that of the block that replaces it, and who asks for a lost one is told so.
func TestOldStateAcrossARewind(t *testing.T) {
	b := openDeveloper(t, newStore(&fragileDB{memorydb.New(), -1}, true))
	b.chain.states.limit = 1
	var lost *types.Header
	for range 2 {
		b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(int64(b.chain.era) + 1)})
		b.mine()
		lost = b.chain.HeaderByNumber(1)
		b.mine()
		if st, err := b.chain.StateAt(lost); err != nil || st.GetBalance(nobody).Uint64() != b.chain.era+1 {
			t.Fatalf("round %d: %v", b.chain.era, err)
		}
		check(t, b.chain.Rewind(0))
	}
	b.mine()
	if _, err := b.chain.StateAt(lost); err == nil || errors.Is(err, ErrCorrupt) || !strings.Contains(err.Error(), "taken back") {
		t.Errorf("the state of a lost block: %v", err)
	}
}

// TestRewindIsOneWrite: a machine that stops in the middle stands at one head or the other.
func TestRewindIsOneWrite(t *testing.T) {
	for writes := range 3 {
		disk := memorydb.New()
		open := func(writes int) *bench { return openDeveloper(t, newStore(&fragileDB{disk, writes}, true)) }
		b := open(-1)
		for range 3 {
			b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: common.Big1})
			b.mine()
		}
		b = open(writes)
		err := b.chain.Rewind(1)
		if failed := writes < 2; failed != errors.Is(err, errCrash) || failed && b.chain.FinalizedNumber() != 3 {
			t.Fatalf("%d writes: %v", writes, err)
		}
		if sealed := seal(t, b.build(), 0, validatorKeys[:3]...); writes < 2 {
			b.chain.store.db.(*fragileDB).writes = -1
			if err := b.chain.Commit(context.Background(), sealed); !errors.Is(err, errCrash) {
				t.Fatalf("%d writes: a block is committed, and nobody knows on what: %v", writes, err)
			}
		}
		b = open(-1)
		head := b.chain.FinalizedNumber()
		if want := map[int]uint64{0: 3, 1: 1, 2: 1}[writes]; head != want {
			t.Errorf("%d writes: the head is block %d, want %d", writes, head, want)
		}
		st, err := b.chain.StateAt(b.chain.Head())
		check(t, err)
		if st.GetBalance(nobody).Uint64() != head {
			t.Errorf("%d writes: at block %d it has %s", writes, head, st.GetBalance(nobody))
		}
		b.mine()
	}
}

// TestRewindWithHistory: as far as blocks are kept, and to block 0.
func TestRewindWithHistory(t *testing.T) {
	for _, durable := range []bool{false, true} {
		disk := memorydb.New()
		b := developerBench(t, Config{History: 3, Store: newStore(&fragileDB{disk, -1}, durable)})
		b.mine()
		_, err := b.chain.Hold(b.chain.Head())
		check(t, err)
		for range 5 {
			b.mine()
		}
		var pruned *PrunedError
		if err := b.chain.Rewind(1); !errors.As(err, &pruned) || pruned.Oldest != 4 {
			t.Fatalf("to a block without a body, whose state is held: %v", err)
		}
		check(t, b.chain.Rewind(4))
		check(t, b.chain.Rewind(0))
		for range 5 {
			b.mine()
		}
		for n := range uint64(6) {
			if kept := n == 0 || n > 2; (b.chain.BlockByNumber(n) != nil) != kept {
				t.Errorf("block %d is kept: %t, want %t", n, !kept, kept)
			}
		}
		if durable {
			b = developerBench(t, Config{History: 3, Store: newStore(&fragileDB{disk, -1}, durable)})
			b.mine()
		}
	}
}

// interrupted lets something else happen once, before or after a record is read.
type interrupted struct {
	ethdb.KeyValueStore
	prefix string
	before bool
	act    func()
}

func (i *interrupted) Get(key []byte) ([]byte, error) {
	act := func() {}
	if i.act != nil && strings.HasPrefix(string(key), i.prefix) {
		act, i.act = i.act, nil
	}
	if i.before {
		act()
	}
	value, err := i.KeyValueStore.Get(key)
	if !i.before {
		act()
	}
	return value, err
}

// TestReadersAcrossARewind: who reads a block while it is taken back, and another one takes
// its place, finds what belongs together, or nothing, and no failure of the store is told.
func TestReadersAcrossARewind(t *testing.T) {
	for _, prefix := range []string{prefixHeader, prefixBody, prefixReceipts, prefixTx} {
		for _, before := range []bool{true, false} {
			for _, again := range []bool{true, false} {
				var log bytes.Buffer
				db := &interrupted{KeyValueStore: memorydb.New(), prefix: prefix, before: before}
				b := developerBench(t, Config{Store: newStore(db, true), Logger: slog.New(slog.NewTextHandler(&log, nil))})
				transfer := func(wei int64) *types.Transaction {
					return b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(wei), Data: make([]byte, wei), Gas: 50_000})
				}
				lost := transfer(1)
				hash := mustHash(t, b.mine().Header())
				b.mine()
				b.chain.headers.Purge()
				b.chain.blocks.Purge()
				b.chain.receipts.Purge()
				db.act = func() {
					check(t, b.chain.Rewind(0))
					if again {
						transfer(2)
						b.mine()
					}
				}
				switch found, _, _, _, ok := b.chain.TransactionByHash(lost.Hash()); {
				case prefix == prefixTx && ok, ok && found.Hash() != lost.Hash():
					t.Errorf("%q, before %t, again %t: a lost transaction is found: %s", prefix, before, again, found.Hash())
				}
				block := b.chain.BlockByNumber(1)
				if block != nil && types.DeriveSha(block.Transactions(), trie.NewStackTrie(nil)) != block.TxHash() {
					t.Errorf("%q, before %t, again %t: a header is over the transactions of another block", prefix, before, again)
				}
				if r := b.chain.Receipts(hash); r != nil && (len(r) != 1 || r[0].TxHash != lost.Hash()) {
					t.Errorf("%q, before %t, again %t: receipts are of another block", prefix, before, again)
				}
				if r := b.chain.Receipts(hash); r != nil || log.Len() > 0 || db.act != nil {
					t.Errorf("%q, before %t, again %t: receipts %v; logged:\n%s", prefix, before, again, r, &log)
				}
			}
		}
	}
}

// TestHeldStateOfALostBlock: it is not taken for that of the block that replaces it.
func TestHeldStateOfALostBlock(t *testing.T) {
	b := openDeveloper(t, nil)
	b.chain.states.limit = 1
	b.mine()
	b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: big.NewInt(1)})
	b.mine()
	release, err := b.chain.Hold(b.chain.Head())
	check(t, err)
	earlier, err := b.chain.Hold(b.chain.HeaderByNumber(0))
	check(t, err)
	check(t, b.chain.Rewind(0))
	for range 3 {
		b.mine()
	}
	var pruned *PrunedError
	if _, err := b.chain.StateAt(b.chain.HeaderByNumber(2)); !errors.As(err, &pruned) {
		t.Errorf("a state that nobody holds: %v", err)
	}
	release()
	earlier()
}

// TestReaderAcrossARewind: what a reader found before is not filed after.
func TestReaderAcrossARewind(t *testing.T) {
	b := openDeveloper(t, nil)
	b.mine()
	era, stale := b.chain.currentEra(), b.chain.HeaderByNumber(1)
	check(t, b.chain.Rewind(0))
	b.chain.remember(era, func() { b.chain.headers.Add(1, stale) })
	b.send(testKey(1), &types.DynamicFeeTx{To: &nobody, Value: common.Big1})
	if _, filed := b.chain.headers.Get(1); filed {
		t.Error("the header of a lost block is taken for that of its successor")
	}
}
