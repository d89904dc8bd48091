package spread

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"errors"
	"math/big"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/event"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }

var chainID = big.NewInt(77)

func testKey(t testing.TB) *ecdsa.PrivateKey {
	t.Helper()
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte("spread")))
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func testTx(t testing.TB, nonce uint64, data int) *types.Transaction {
	t.Helper()
	return types.MustSignNewTx(testKey(t), types.LatestSignerForChainID(chainID), &types.DynamicFeeTx{
		ChainID: chainID, Nonce: nonce, To: &common.Address{1}, Gas: 21000, GasFeeCap: big.NewInt(1e9), Data: make([]byte, data),
	})
}

// fakePool keeps what it is given and tells of it, as the mempool does.
type fakePool struct {
	feed event.Feed

	mu      sync.Mutex
	txs     map[common.Hash]*types.Transaction
	refusal error // for the next transactions
}

func newFakePool() *fakePool { return &fakePool{txs: make(map[common.Hash]*types.Transaction)} }

func (p *fakePool) Add(tx *types.Transaction) error {
	p.mu.Lock()
	if p.refusal != nil || p.txs[tx.Hash()] != nil {
		defer p.mu.Unlock()
		return errors.Join(errors.New("not taken"), p.refusal)
	}
	p.txs[tx.Hash()] = tx
	p.mu.Unlock()
	p.feed.Send([]*types.Transaction{tx})
	return nil
}

func (p *fakePool) Get(hash common.Hash) *types.Transaction {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.txs[hash]
}

func (p *fakePool) Subscribe(ch chan<- []*types.Transaction) event.Subscription {
	return p.feed.Subscribe(ch)
}

func (p *fakePool) Content() (pending, queued map[common.Address][]*types.Transaction) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pending = make(map[common.Address][]*types.Transaction)
	for _, tx := range p.txs {
		pending[common.Address{1}] = append(pending[common.Address{1}], tx)
	}
	return pending, nil
}

func (p *fakePool) drop(hash common.Hash) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.txs, hash)
}

// fakeNetwork writes down what is published.
type fakeNetwork struct {
	mu        sync.Mutex
	listeners []overlay.Peer
	batches   [][]byte
}

func (n *fakeNetwork) Listeners(string) []overlay.Peer {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.listeners
}

func (n *fakeNetwork) Publish(_ context.Context, _ string, payload []byte) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.batches = append(n.batches, payload)
	return nil
}

// told lists the hashes of all that was published, in order.
func (n *fakeNetwork) told(t *testing.T) []common.Hash {
	t.Helper()
	n.mu.Lock()
	defer n.mu.Unlock()
	var hashes []common.Hash
	for _, enc := range n.batches {
		b, err := decodeBatch(enc)
		if err != nil {
			t.Fatal(err)
		}
		for _, tx := range b.Txs {
			hashes = append(hashes, tx.Hash())
		}
	}
	return hashes
}

// spreading runs a Spreader in a bubble of its own time; the returned function ends it.
func spreading(t *testing.T, s *Spreader, n Network) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx, n) }()
	synctest.Wait()
	return func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func batchOf(t testing.TB, txs ...*types.Transaction) []byte {
	t.Helper()
	b := batch{Time: 1, Txs: txs}
	enc, err := b.encode()
	if err != nil {
		t.Fatal(err)
	}
	return enc
}

func TestOwnTransactionIsToldAndForeignOneIsNot(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, network := newFakePool(), &fakeNetwork{listeners: []overlay.Peer{"a"}}
		s := New(pool, nil)
		defer spreading(t, s, network)()
		own, foreign := testTx(t, 0, 0), testTx(t, 1, 0)
		if err := pool.Add(own); err != nil {
			t.Fatal(err)
		}
		if err := s.admit(t.Context(), "a", batchOf(t, foreign)); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if told := network.told(t); !slices.Equal(told, []common.Hash{own.Hash()}) || pool.Get(foreign.Hash()) == nil {
			t.Fatalf("told of %v, want of the own one alone, and the foreign one in the pool", told)
		}
	})
}

// What still waits is told again; what is gone, or was only just told, is not.
func TestWaitingTransactionIsToldAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, network := newFakePool(), &fakeNetwork{listeners: []overlay.Peer{"a"}}
		defer spreading(t, New(pool, nil), network)()
		waits, gone := testTx(t, 0, 0), testTx(t, 1, 0)
		for _, tx := range []*types.Transaction{waits, gone} {
			if err := pool.Add(tx); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		pool.drop(gone.Hash())
		time.Sleep(repeatEvery - lookEvery)
		synctest.Wait()
		if told := network.told(t); len(told) != 2 {
			t.Fatalf("told of %d transactions before it is time, want 2", len(told))
		}
		time.Sleep(3 * lookEvery)
		synctest.Wait()
		if told := network.told(t); len(told) != 3 || told[2] != waits.Hash() {
			t.Fatalf("told of %v, want the waiting one again", told)
		}
	})
}

// What nobody could hear is told as soon as somebody listens.
func TestTransactionWaitsForListeners(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool, network := newFakePool(), new(fakeNetwork)
		defer spreading(t, New(pool, nil), network)()
		tx := testTx(t, 0, 0)
		if err := pool.Add(tx); err != nil {
			t.Fatal(err)
		}
		time.Sleep(2 * lookEvery)
		synctest.Wait()
		if told := network.told(t); len(told) != 0 {
			t.Fatalf("told nobody of %v", told)
		}
		network.mu.Lock()
		network.listeners = []overlay.Peer{"a"}
		network.mu.Unlock()
		time.Sleep(2 * lookEvery)
		synctest.Wait()
		if told := network.told(t); !slices.Equal(told, []common.Hash{tx.Hash()}) {
			t.Fatalf("told of %v, want of the one that waits", told)
		}
	})
}

// A batch is relayed if it brought something, and held against its bringer only if it can be valid nowhere.
func TestBatchesAreJudged(t *testing.T) {
	tx, more := testTx(t, 0, 0), testTx(t, 1, 0)
	for _, c := range []struct {
		name    string
		known   []*types.Transaction
		refusal error
		payload []byte
		ignored bool
		bad     error
	}{
		{"new", nil, nil, batchOf(t, tx), false, nil},
		{"known", []*types.Transaction{tx}, nil, batchOf(t, tx), true, nil},
		{"half known", []*types.Transaction{tx}, nil, batchOf(t, tx, more), false, nil},
		{"a nonce that is used", nil, core.ErrNonceTooLow, batchOf(t, tx), true, nil},
		{"a poor sender", nil, core.ErrInsufficientFunds, batchOf(t, tx), true, nil},
		{"no signature", nil, types.ErrInvalidSig, batchOf(t, tx), false, types.ErrInvalidSig},
		{"another chain's", nil, types.ErrInvalidChainId, batchOf(t, tx), false, types.ErrInvalidChainId},
		{"of an unknown kind", nil, core.ErrTxTypeNotSupported, batchOf(t, tx), false, core.ErrTxTypeNotSupported},
		{"noise", nil, nil, []byte("hello"), false, errMalformed},
		{"empty", nil, nil, batchOf(t), false, errMalformed},
		{"a trailing byte", nil, nil, append(batchOf(t, tx), 0), false, errMalformed},
		{"too many", nil, nil, batchOf(t, slices.Repeat([]*types.Transaction{tx}, maxBatch+1)...), false, errMalformed},
		{"too long", nil, nil, batchOf(t, testTx(t, 0, maxBatchBytes)), false, errMalformed},
	} {
		t.Run(c.name, func(t *testing.T) {
			pool := newFakePool()
			for _, tx := range c.known {
				if err := pool.Add(tx); err != nil {
					t.Fatal(err)
				}
			}
			pool.refusal = c.refusal
			s := New(pool, nil)
			err := s.admit(t.Context(), "a", c.payload)
			if errors.Is(err, overlay.ErrIgnore) != c.ignored || !errors.Is(err, c.bad) && c.bad != nil || err != nil && c.bad == nil && !c.ignored {
				t.Fatalf("error %v, want ignored %t, bad for %v", err, c.ignored, c.bad)
			}
			if c.refusal != nil && s.foreign.Contains(tx.Hash()) {
				t.Error("a transaction that wasn't taken would not be told if it was submitted here")
			}
		})
	}
}

// However transactions are cut, each is in one batch, in order, and each batch passes the other side's bounds.
func TestSplitKeepsAllAndTheBounds(t *testing.T) {
	small, large := testTx(t, 0, 0), testTx(t, 1, 100<<10)
	rapid.Check(t, func(t *rapid.T) {
		var txs []*types.Transaction
		for range rapid.IntRange(0, 1500).Draw(t, "count") {
			if rapid.IntRange(0, 200).Draw(t, "large") == 0 {
				txs = append(txs, large)
			} else {
				txs = append(txs, small)
			}
		}
		var joined []*types.Transaction
		for _, part := range split(txs) {
			b := batch{Time: 1, Txs: part}
			enc, err := b.encode()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := decodeBatch(enc); err != nil {
				t.Fatal(err)
			}
			joined = append(joined, part...)
		}
		if !slices.Equal(joined, txs) {
			t.Fatalf("%d transactions in, %d out", len(txs), len(joined))
		}
	})
}

func FuzzBatch(f *testing.F) {
	f.Add(batchOf(f, testTx(f, 0, 0)))
	f.Add(batchOf(f, testTx(f, 0, 40), testTx(f, 1, 0)))
	f.Fuzz(func(t *testing.T, enc []byte) {
		b, err := decodeBatch(enc)
		if err != nil {
			return
		}
		if again, err := b.encode(); err != nil || !bytes.Equal(again, enc) {
			t.Fatalf("%x encodes as %x (%v)", enc, again, err)
		}
	})
}

// laggingPool cuts its first subscriber off, without having told it anything.
type laggingPool struct {
	*fakePool
	cut chan struct{}
}

func (p *laggingPool) Subscribe(ch chan<- []*types.Transaction) event.Subscription {
	if p.cut == nil {
		return p.fakePool.Subscribe(ch)
	}
	cut := p.cut
	p.cut = nil
	return event.NewSubscription(func(quit <-chan struct{}) error {
		select {
		case <-cut:
			return errors.New("too slow")
		case <-quit:
			return nil
		}
	})
}

// What a subscription has missed is told all the same, and nothing else.
func TestWhatWasMissedIsTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		pool := &laggingPool{newFakePool(), make(chan struct{})}
		cut := pool.cut
		network := &fakeNetwork{listeners: []overlay.Peer{"a"}}
		s := New(pool, nil)
		stop := spreading(t, s, network)
		missed, told, foreign := testTx(t, 0, 0), testTx(t, 1, 0), testTx(t, 2, 0)
		if err := errors.Join(pool.Add(missed), pool.Add(told), s.admit(t.Context(), "a", batchOf(t, foreign))); err != nil {
			t.Fatal(err)
		}
		s.tell(t.Context(), &fakeNetwork{listeners: []overlay.Peer{"a"}}, []*types.Transaction{told})
		s.own.Purge() // many more were told since
		close(cut)
		synctest.Wait()
		if got := network.told(t); !slices.Equal(got, []common.Hash{missed.Hash()}) {
			t.Errorf("told of %v, want %s", got, missed.Hash())
		}
		stop()
	})
}
