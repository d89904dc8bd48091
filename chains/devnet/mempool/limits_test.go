package mempool

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/txpool"
)

func TestAccountLimit(t *testing.T) {
	n := newNode(t, func(c *Config) { c.AccountSlots = 3 })
	for i := range uint64(3) {
		n.add(order{key: 1, nonce: i})
	}
	if err := n.pool.Add(order{key: 1, nonce: 3}.sign(t)); !errors.Is(err, txpool.ErrAccountLimitExceeded) {
		t.Fatalf("got %v, want ErrAccountLimitExceeded", err)
	}
	n.add(order{key: 1, nonce: 2, tip: 100, cap: 2000}) // replacing is no growth
	n.add(order{key: 2})
	n.status(4, 0)
}

func TestFullPoolKeepsWhatPaysMost(t *testing.T) {
	n := newNode(t, func(c *Config) { c.Slots = 4 })
	cheap := n.add(order{key: 1, tip: 1})
	n.add(order{key: 2, tip: 5})
	n.add(order{key: 3, tip: 7})
	idle := n.add(order{key: 4, nonce: 9, tip: 1_000_000}) // promises much, can't run
	if err := n.pool.Add(order{key: 5, nonce: 3, tip: 2_000_000}.sign(t)); !errors.Is(err, txpool.ErrOutOfCapacity) {
		t.Fatalf("a newcomer behind a gap: %v, want ErrOutOfCapacity", err)
	}
	n.add(order{key: 5, tip: 0})
	if n.pool.Get(idle.Hash()) != nil {
		t.Error("what can't run was kept although the pool is full")
	}
	if err := n.pool.Add(order{key: 6, tip: 0}.sign(t)); !errors.Is(err, txpool.ErrUnderpriced) {
		t.Fatalf("a newcomer that pays no more: %v, want ErrUnderpriced", err)
	}
	n.add(order{key: 6, tip: 3}) // evicts the zero tip
	n.add(order{key: 7, tip: 4}) // evicts tip 1
	if n.pool.Get(cheap.Hash()) != nil {
		t.Error("the cheapest is still there")
	}
	n.status(4, 0)
	// Only last nonces are evicted: nothing gets a gap.
	if _, queued := n.pool.Status(); queued != 0 {
		t.Error("eviction left a gap")
	}
}

func TestEvictionTakesTheLastNonce(t *testing.T) {
	n := newNode(t, func(c *Config) { c.Slots = 3 })
	n.add(order{key: 1, nonce: 0, tip: 1})
	n.add(order{key: 1, nonce: 1, tip: 50})
	last := n.add(order{key: 1, nonce: 2, tip: 2})
	n.add(order{key: 2, tip: 3})
	if n.pool.Get(last.Hash()) != nil {
		t.Error("the last nonce is still there")
	}
	n.status(3, 0)
	// The sender of everything can't evict itself: it would only make a gap.
	if err := n.pool.Add(order{key: 2, nonce: 1, tip: 2}.sign(t)); !errors.Is(err, txpool.ErrUnderpriced) {
		t.Fatalf("got %v, want ErrUnderpriced: the last nonce of account 1 tips 50", err)
	}
}

func TestByteLimit(t *testing.T) {
	n := newNode(t, func(c *Config) { c.Bytes = 10_000 })
	n.add(order{key: 1, tip: 1, data: make([]byte, 4000)})
	n.add(order{key: 2, tip: 2, data: make([]byte, 4000)})
	if err := n.pool.Add(order{key: 3, tip: 1, data: make([]byte, 4000)}.sign(t)); !errors.Is(err, txpool.ErrUnderpriced) {
		t.Fatalf("got %v, want ErrUnderpriced", err)
	}
	n.add(order{key: 3, tip: 9, data: make([]byte, 8000)}) // two go
	n.status(1, 0)
	if err := n.pool.Add(order{key: 4, tip: 99, data: make([]byte, 11_000)}.sign(t)); !errors.Is(err, txpool.ErrOutOfCapacity) {
		t.Fatalf("larger than the whole pool: %v, want ErrOutOfCapacity", err)
	}
	n.status(1, 0) // and nothing was evicted for it
}

func TestStaleTransactionsAreDropped(t *testing.T) {
	n := newNode(t, nil)
	gapped := n.add(order{key: 1, nonce: 5})
	runnable := n.add(order{key: 2, cap: 1, tip: 0}) // below the base fee, but without a gap
	n.now = n.now.Add(DefaultLifetime)
	n.reset()
	n.status(1, 1)
	n.now = n.now.Add(staleInterval + time.Second)
	n.reset()
	if n.pool.Get(gapped.Hash()) != nil || n.pool.Get(runnable.Hash()) == nil {
		t.Error("wrong transaction dropped")
	}
}

// No block pays for the search through the whole pool: each looks at its share of shards.
func TestSearchForStaleTransactionsIsSpread(t *testing.T) {
	n := newNode(t, nil)
	for k := range byte(100) {
		n.add(order{key: k, nonce: 1})
	}
	n.now = n.now.Add(DefaultLifetime)
	n.reset()
	n.status(0, 100)
	for k, seen := 0, 100; seen > 0; k++ {
		if k > shardCount {
			t.Fatalf("%d stale transactions are left after %d steps", seen, k)
		}
		n.now = n.now.Add(staleInterval / shardCount)
		n.reset()
		_, left := n.pool.Status()
		if seen-left > 30 {
			t.Fatalf("step %d dropped %d of 100", k, seen-left)
		}
		seen = left
	}
}

func TestLoweredGasLimitDropsWhatCannotFit(t *testing.T) {
	n := newNode(t, nil)
	n.add(order{key: 1, data: make([]byte, 1000)}) // 121,000 gas
	n.now = n.now.Add(2 * staleInterval)
	n.head++
	small := header(n.head)
	small.GasLimit = 100_000
	n.pool.Reset(small, n.world, big.NewInt(n.base), nil)
	n.status(0, 0)
}
