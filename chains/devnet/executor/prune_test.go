package executor

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"pgregory.net/rapid"
)

// With a history of n, the newest n blocks have transactions, receipts and states, older
// ones their headers alone, and the store does not grow by more than these: in memory, on
// disk, and over a restart of a store that kept everything before.
func TestHistoryBoundsWhatIsKept(t *testing.T) {
	const history = 4
	for name, durable := range map[string]bool{"memory": false, "disk": true} {
		t.Run(name, func(t *testing.T) {
			disk := memorydb.New()
			open := func(history uint64) *bench {
				return openBench(t, Config{History: history, Store: newStore(&fragileDB{disk, -1}, durable)})
			}
			b := open(history)
			var txs []*types.Transaction
			mine := func(blocks int) {
				for range blocks {
					txs = append(txs, b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{byte(len(txs)), 9}, Value: common.Big1}))
					b.mine()
				}
			}
			if durable { // all is kept at first
				b = open(0)
				mine(maxPruned + 10)
				checkKept(t, b, txs, 1)
				b = open(history)
			}
			mine(10)
			checkKept(t, b, txs, len(txs)-history+1)
			size := disk.Len()
			mine(5)
			checkKept(t, b, txs, len(txs)-history+1)
			perBlock := (disk.Len() - size) / 5
			want := 3 // header, hash, number
			if durable {
				want += 3 // the new recipient's account, and a slot of the history contract under a new key
			}
			if perBlock > want {
				t.Errorf("the store grows by %d records a block, want at most %d", perBlock, want)
			}
		})
	}
}

// A chain in memory keeps what its bound allows, and the newest blocks whatever they hold.
func TestMemoryIsBounded(t *testing.T) {
	store := NewMemoryStore()
	b := openBench(t, Config{Store: store})
	var txs []*types.Transaction
	mine := func(blocks int) {
		for range blocks {
			txs = append(txs, b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{9}, Data: make([]byte, 1000), Gas: 100_000}))
			b.mine()
		}
	}
	kept := func(oldest int) {
		t.Helper()
		for n := 1; n <= len(txs); n++ {
			hash, ok := b.chain.HashByNumber(uint64(n))
			block := b.chain.BlockByNumber(uint64(n))
			if want := n >= oldest; !ok || (block != nil) != want || (b.chain.Receipts(hash) != nil) != want {
				t.Fatalf("block %d of %d: kept is %v, want %v", n, len(txs), block != nil, want)
			}
			if _, found, _ := store.place(txs[n-1].Hash()); found != (n >= oldest) {
				t.Fatalf("block %d of %d: its transaction is found: %v, want %v", n, len(txs), found, n >= oldest)
			}
		}
	}
	mine(DefaultHistory + 40)
	kept(1)
	each := store.weights.blocks[len(store.weights.blocks)-1]
	if each < 1000+storedTxBytes {
		t.Fatalf("a block of 1,000 bytes of data weighs %d", each)
	}
	store.weights.most = (DefaultHistory + 20) * each
	mine(5) // up to maxPruned go with each
	kept(len(txs) - (DefaultHistory + 20) + 1)
	store.weights.most = each
	mine(5)
	kept(len(txs) - DefaultHistory + 1)
	if got, want := store.weights.sum, DefaultHistory*each; got < want*99/100 || got > want*101/100 {
		t.Errorf("%d blocks weigh %d, want about %d", DefaultHistory, got, want)
	}
}

// Over any number of blocks, however they are added, pruned and taken back, what is counted
// is what is there.
func TestWeightsAreTrue(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		draws := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 0)) // rapid's own are small more often than not, and nothing would be pruned
		w, stored, oldest, head := weights{most: 500 + draws.IntN(5000)}, map[uint64]int{0: 7}, uint64(1), uint64(0)
		w.add(7, span{})
		for range 600 {
			if draws.IntN(60) == 0 && head >= oldest {
				to := oldest + draws.Uint64N(head-oldest+1)
				if draws.IntN(3) == 0 { // genesis is always there
					to, oldest = 0, 1
				}
				for ; head > to; head-- {
					delete(stored, head)
				}
				w.rewind(to)
				continue
			}
			head++
			bytes := 1 + draws.IntN(60)
			gone := span{oldest, max(oldest, min(w.first(head, bytes), oldest+maxPruned))}
			for ; oldest < gone.to; oldest++ {
				delete(stored, oldest)
			}
			if oldest+DefaultHistory > head+1 && gone.to > gone.from {
				rt.Fatalf("block %d goes with the head at %d", gone.to-1, head)
			}
			w.add(bytes, gone)
			stored[head] = bytes
			sum := 0
			for n, b := range stored {
				if n > 0 {
					sum += b
				}
			}
			if got := w.sum; got != sum && got != sum+7 {
				rt.Fatalf("head %d, oldest %d: weigh %d, counted %d", head, oldest, sum, got)
			}
		}
	})
}

// checkKept expects block n to hold transaction n-1, from block oldest on.
func checkKept(t *testing.T, b *bench, txs []*types.Transaction, oldest int) {
	t.Helper()
	for i, tx := range txs {
		n := uint64(i + 1)
		header := b.chain.HeaderByNumber(n)
		if header == nil {
			t.Fatalf("block %d has lost its header", n)
		}
		kept := i+1 >= oldest
		block, receipts := b.chain.BlockByNumber(n), b.chain.Receipts(mustHash(t, header))
		if (block != nil) != kept || (len(receipts) == 1) != kept {
			t.Fatalf("block %d of %d: body %t, %d receipts; kept should be %t", n, len(txs), block != nil, len(receipts), kept)
		}
		if _, _, _, _, ok := b.chain.TransactionByHash(tx.Hash()); ok != kept {
			t.Fatalf("transaction of block %d of %d: found %t, want %t", n, len(txs), ok, kept)
		}
		if _, err := b.chain.StateAt(header); (err == nil) != kept {
			t.Fatalf("state of block %d of %d: %v; kept should be %t", n, len(txs), err, kept)
		}
	}
	if b.chain.BlockByNumber(0) == nil {
		t.Fatal("genesis is gone")
	}
}

// What an earlier run has pruned is gone, and no failure of the store, though this run
// keeps more.
func TestPrunedByAnEarlierRunIsNoFailure(t *testing.T) {
	disk := memorydb.New()
	var log bytes.Buffer
	var txs []*types.Transaction
	for _, history := range []uint64{2, 100, 0} {
		b := openBench(t, Config{History: history, Store: newStore(&fragileDB{disk, -1}, true), Logger: slog.New(slog.NewTextHandler(&log, nil))})
		for range 5 {
			txs = append(txs, b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{9}, Value: common.Big1}))
			b.mine()
		}
		checkKept(t, b, txs, 4)
	}
	if log.Len() > 0 {
		t.Errorf("logged:\n%s", &log)
	}
	// A block that was not pruned and is not there, on the other hand, is one.
	if err := disk.Delete(numberKey(prefixBody, 9)); err != nil {
		t.Fatal(err)
	}
	b := openBench(t, Config{Store: newStore(&fragileDB{disk, -1}, true), Logger: slog.New(slog.NewTextHandler(&log, nil))})
	if b.chain.BlockByNumber(9) != nil || log.Len() == 0 {
		t.Error("a body is lost, and nobody is told")
	}
}

// prunedMeanwhile loses a record when it is read, to a commit that was faster.
type prunedMeanwhile struct {
	ethdb.KeyValueStore
	prefix []byte
}

func (p *prunedMeanwhile) Get(key []byte) ([]byte, error) {
	if bytes.HasPrefix(key, p.prefix) {
		if err := p.KeyValueStore.Delete(key); err != nil {
			return nil, err
		}
	}
	return p.KeyValueStore.Get(key)
}

func TestPrunedMeanwhileIsAbsentAndNoFailure(t *testing.T) {
	db := &prunedMeanwhile{memorydb.New(), []byte(prefixBody)}
	s := newStore(db, true)
	if err := db.Put(numberKey(prefixBody, 3), []byte{0xc0}); err != nil {
		t.Fatal(err)
	}
	if body, err := s.body(3); body != nil || err != nil {
		t.Fatalf("got %v and %v, want neither", body, err)
	}
}

// A machine may stop between any two writes while blocks are pruned, and each start may
// keep another number of them. Whatever was not to be pruned is complete; of what was,
// nothing is left in the end.
func TestCrashWhilePruningLosesNoMoreThanHistory(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		disk := memorydb.New()
		var acknowledged, gone uint64 // no block above gone was to be pruned
		open := func(writes int, history uint64) (*Chain, error) {
			chain, err := Open(Config{Genesis: testGenesis(), History: history, Store: newStore(&fragileDB{disk, writes}, true)})
			if err == nil {
				checkNotPruned(rt, chain, acknowledged, gone)
			}
			return chain, err
		}
		extend := func(chain *Chain, history uint64) error {
			block := seal(t, buildWithTransfer(rt, chain), 0, validatorKeys[:3]...)
			n := block.NumberU64()
			if history > 0 && n > history {
				gone = max(gone, n-history)
			}
			err := chain.Commit(context.Background(), block)
			if err == nil {
				acknowledged = n
			}
			return err
		}
		for range rapid.IntRange(1, 5).Draw(rt, "lives") {
			history := rapid.SampledFrom([]uint64{0, 1, 3, 7}).Draw(rt, "history")
			chain, err := open(rapid.IntRange(0, 40).Draw(rt, "writes until the crash"), history)
			for err == nil {
				err = extend(chain, history)
			}
			if !errors.Is(err, errCrash) {
				rt.Fatal(err)
			}
		}
		chain, err := open(-1, 3)
		for range 2 + acknowledged/maxPruned + 4 {
			if err == nil {
				err = extend(chain, 3)
			}
		}
		if err != nil {
			rt.Fatal(err)
		}
		for _, prefix := range []string{prefixBody, prefixReceipts, prefixTxs, prefixTx} {
			if got := countAfterGenesis(disk, prefix); got != 3 {
				rt.Fatalf("%d records under %s at block %d, want 3", got, prefix, acknowledged)
			}
		}
	})
}

func countAfterGenesis(db ethdb.KeyValueStore, prefix string) (n int) {
	it := db.NewIterator([]byte(prefix), numberKey("", 1))
	defer it.Release()
	for it.Next() {
		n++
	}
	return n
}

// checkNotPruned expects each block above gone with all that belongs to it.
func checkNotPruned(t interface{ Fatalf(string, ...any) }, chain *Chain, acknowledged, gone uint64) {
	head := chain.FinalizedNumber()
	if head < acknowledged {
		t.Fatalf("reopened at block %d, block %d was acknowledged", head, acknowledged)
	}
	for n := gone + 1; n <= head; n++ {
		st, err := chain.StateAt(chain.HeaderByNumber(n))
		if err != nil || st.GetNonce(addr(testKey(0))) != n {
			t.Fatalf("state of block %d at block %d, pruned up to %d: %v", n, head, gone, err)
		}
		block := chain.BlockByNumber(n)
		if block == nil || len(block.Transactions()) != 1 {
			t.Fatalf("block %d at block %d, pruned up to %d, has no body", n, head, gone)
		}
		hash, _ := chain.HashByNumber(n)
		_, _, number, _, ok := chain.TransactionByHash(block.Transactions()[0].Hash())
		if len(chain.Receipts(hash)) != 1 || !ok || number != n {
			t.Fatalf("block %d at block %d, pruned up to %d, lacks receipt or place", n, head, gone)
		}
	}
}

// What lists a block's transactions is read strictly: a cut list would leave places of
// transactions behind.
func TestDamagedListOfTransactionsIsNoticed(t *testing.T) {
	disk := memorydb.New()
	b := openBench(t, Config{History: 1, Store: newStore(&fragileDB{disk, -1}, true)})
	b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{9}, Value: common.Big1})
	b.mine()
	if err := disk.Put(numberKey(prefixTxs, 1), make([]byte, 31)); err != nil {
		t.Fatal(err)
	}
	if err := b.chain.Commit(context.Background(), seal(t, b.build(), 0, validatorKeys[:3]...)); !errors.Is(err, ErrCorrupt) {
		t.Fatalf("got %v, want ErrCorrupt", err)
	}
}

// A developer's chain in memory that has lost blocks to its bound and is rewound to genesis
// begins anew: its first blocks are kept.
func TestRewoundToGenesisKeepsItsBlocks(t *testing.T) {
	store := NewMemoryStore()
	store.weights.most = 1
	b := openDeveloper(t, store)
	for range DefaultHistory + 10 {
		b.mine()
	}
	if oldest, err := store.oldest(); err != nil || oldest != 11 {
		t.Fatalf("oldest block is %d, %v; want 11", oldest, err)
	}
	check(t, b.chain.Rewind(0))
	for range 3 {
		b.mine()
	}
	for n := uint64(1); n <= 3; n++ {
		if body, err := store.body(n); err != nil || body == nil {
			t.Errorf("body of block %d is %v, %v", n, body, err)
		}
	}
}
