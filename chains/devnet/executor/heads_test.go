package executor

import (
	"context"
	"errors"
	"math/big"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"go.uber.org/goleak"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) {
	// Pebble's Open forgets this ticker when the directory is locked by another
	// (TestSecondOpenerIsRefused); package devnet asks for its own lock first.
	leaks.Main(m, goleak.IgnoreAnyFunction("github.com/cockroachdb/pebble/v2/vfs.(*diskHealthCheckingFS).startTickerLocked.func1"))
}

// A subscriber that reads nothing must not hold up the chain, and one that comes late
// still hears of the newest head.
func TestSlowSubscriberDelaysNobody(t *testing.T) {
	b := newBench(t)
	slow := make(chan *types.Header) // unbuffered, and nobody reads
	sub := b.chain.SubscribeHeads(slow)
	defer sub.Unsubscribe()
	done := make(chan struct{})
	go func() {
		defer close(done)
		for range 20 {
			b.mine()
		}
	}()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Fatal("the chain waits for a subscriber")
	}
	// The first signal may be an old one that was on its way; the last head follows.
	deadline := time.After(30 * time.Second)
	for {
		select {
		case h := <-slow:
			if h.Number.Uint64() == 20 {
				return
			}
		case <-deadline:
			t.Fatal("the newest head was never signalled")
		}
	}
}

// A subscriber that reads finds every block readable before its signal, and misses none.
func TestSubscriberSeesEveryBlockByNumber(t *testing.T) {
	b := newBench(t)
	heads := make(chan *types.Header, 1)
	sub := b.chain.SubscribeHeads(heads)
	defer sub.Unsubscribe()
	const last = 50
	go func() {
		for range last {
			b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
			b.mine()
		}
	}()
	for next := uint64(1); next <= last; {
		select {
		case h := <-heads:
			for ; next <= h.Number.Uint64(); next++ {
				hash, ok := b.chain.HashByNumber(next)
				if !ok || len(b.chain.Receipts(hash)) != 1 || b.chain.BlockByNumber(next) == nil {
					t.Errorf("block %d is not readable at its signal", next)
				}
			}
		case err := <-sub.Err():
			t.Fatal(err)
		case <-time.After(30 * time.Second):
			t.Fatalf("no signal for block %d", next)
		}
	}
}

func TestSubscriptionsEndWithTheChain(t *testing.T) {
	chain, err := Open(Config{Genesis: testGenesis(), Store: NewMemoryStore()})
	if err != nil {
		t.Fatal(err)
	}
	early := chain.SubscribeHeads(make(chan *types.Header))
	if err := chain.Close(); err != nil {
		t.Fatal(err)
	}
	if err := chain.Close(); err != nil {
		t.Errorf("second close: %v", err)
	}
	late := chain.SubscribeHeads(make(chan *types.Header))
	for name, sub := range map[string]interface{ Err() <-chan error }{"before": early, "after": late} {
		select {
		case err := <-sub.Err():
			if !errors.Is(err, ErrClosed) {
				t.Errorf("subscription made %s closing ends with %v", name, err)
			}
		case <-time.After(30 * time.Second):
			t.Errorf("subscription made %s closing doesn't end", name)
		}
	}
}

func TestChangedClosesAtHeadAndAtWork(t *testing.T) {
	b := newBench(t)
	changed := b.chain.Changed()
	b.mine()
	mustBeClosed(t, changed, "a new head")
	changed = b.chain.Changed()
	if b.chain.Pending() {
		t.Error("work is pending in an empty pool")
	}
	b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}})
	mustBeClosed(t, changed, "new work")
	if !b.chain.Pending() {
		t.Error("no work is pending")
	}
	changed = b.chain.Changed()
	b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}})
	select {
	case <-changed:
		t.Error("more work wakes validators that know of work already")
	default:
	}
}

func mustBeClosed(t *testing.T, ch <-chan struct{}, why string) {
	t.Helper()
	select {
	case <-ch:
	default:
		t.Fatalf("channel is not closed by %s", why)
	}
}

// Four validators verify and commit each block at once while readers read: the block is
// executed once and everybody ends on the same head.
func TestManyValidatorsAndReadersShareOneChain(t *testing.T) {
	const history = 4
	proposer, b := newBench(t), openBench(t, Config{History: history})
	ctx, stop := context.WithCancel(context.Background())
	var readers sync.WaitGroup
	for range 2 {
		readers.Go(func() {
			for ctx.Err() == nil {
				h := b.chain.Head()
				// A reader that is late finds its block pruned, with the next one's batch.
				late := func() bool { return b.chain.FinalizedNumber()+1 >= h.Number.Uint64()+history }
				st, err := b.chain.StateAt(h)
				if err != nil && late() {
					continue
				}
				if err != nil {
					t.Errorf("state of the head: %v", err)
					return
				}
				if got := st.GetNonce(addr(testKey(0))); got != h.Number.Uint64() || st.Error() != nil {
					t.Errorf("nonce at block %d is %d, error %v", h.Number, got, st.Error())
					return
				}
				if hash, ok := b.chain.HashByNumber(h.Number.Uint64()); !ok || b.chain.HeaderByHash(hash) == nil || b.chain.Receipts(hash) == nil && !late() {
					t.Error("head can't be found by hash")
					return
				}
				b.pool.Nonce(addr(testKey(0)))
			}
		})
	}
	for range 30 {
		proposer.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
		block := proposer.mine()
		var validators errgroup.Group
		for v := range 4 {
			received := overWire(t, seal(t, block.WithSeal(unsealed(t, block)), uint32(v), validatorKeys[:3]...))
			validators.Go(func() error {
				if err := b.chain.Verify(ctx, received); err != nil {
					return err
				}
				return b.chain.Commit(ctx, received)
			})
		}
		if err := validators.Wait(); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	readers.Wait()
	if a, b := mustHash(t, proposer.chain.Head()), mustHash(t, b.chain.Head()); a != b {
		t.Fatalf("heads are %s and %s", a, b)
	}
}

// unsealed takes round and seals out of a block's header again.
func unsealed(t *testing.T, block *types.Block) *types.Header {
	t.Helper()
	header := block.Header()
	header.Extra = nextParams(header).Extra
	return header
}

// slowPool takes its time around a reset, which opens wide whatever window there is.
type slowPool struct {
	pooled
	delay time.Duration
}

func (p slowPool) Reset(head *types.Header, st *world.Snapshot, baseFee *big.Int, included types.Transactions) {
	time.Sleep(p.delay)
	p.pooled.Reset(head, st, baseFee, included)
	time.Sleep(p.delay)
}

// commitSlowly commits a block with one transaction, and returns while it does.
func (b *bench) commitSlowly(t *testing.T) (tx *types.Transaction, done <-chan error) {
	t.Helper()
	if err := b.chain.AttachPool(slowPool{pooled{b.pool}, 30 * time.Millisecond}); err != nil {
		t.Fatal(err)
	}
	tx = b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	block := seal(t, b.build(), 0, validatorKeys[:3]...)
	result := make(chan error, 1)
	go func() { result <- b.chain.Commit(context.Background(), block) }()
	return tx, result
}

// Looked for in the chain, then in the pool, then in the chain again, a transaction is
// always found: committing takes it out of one and puts it into the other at once.
func TestCommittedTransactionNeverVanishes(t *testing.T) {
	b := newBench(t)
	tx, done := b.commitSlowly(t)
	for committed := false; !committed; {
		if _, _, _, _, committed = b.chain.TransactionByHash(tx.Hash()); committed || b.pool.Get(tx.Hash()) != nil {
			continue
		}
		if _, _, _, _, committed = b.chain.TransactionByHash(tx.Hash()); !committed {
			t.Fatal("the transaction is neither in the pool nor in the chain")
		}
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// A validator that sees the new head never finds work that this head has done.
func TestNoWorkIsLeftOnTheHeadThatDidIt(t *testing.T) {
	b := newBench(t)
	_, done := b.commitSlowly(t)
	for b.chain.Head().Number.Uint64() < 1 {
		continue
	}
	if b.chain.Pending() {
		t.Fatal("the block did the work, and it is still pending")
	}
	if err := <-done; err != nil {
		t.Fatal(err)
	}
}

// What was found to stand on the head is executed there, though another validator has
// committed it meanwhile.
func TestExecutionStaysWithTheHeadItBegan(t *testing.T) {
	proposer, b := newBench(t), newBench(t)
	proposer.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	block := overWire(t, proposer.mine())
	on := b.chain.tip()
	b.commit(block)
	done, err := b.chain.execute(context.Background(), on, block)
	if err != nil || done.hash != mustHash(t, block.Header()) {
		t.Errorf("executed %+v, error %v", done, err)
	}
}
