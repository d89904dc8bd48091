package executor

import (
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core/types"
)

// weighed keeps what was used last, by block number: a bound on blocks alone would let
// full ones fill the memory. It may be used concurrently.
type weighed[V any] struct {
	mu     sync.Mutex
	cache  lru.BasicLRU[uint64, V]
	weigh  func(V) int
	weight int
	limit  int // of weight
}

func newWeighed[V any](entries, limit int, weigh func(V) int) *weighed[V] {
	return &weighed[V]{cache: lru.NewBasicLRU[uint64, V](entries), weigh: weigh, limit: limit}
}

// blockBytes estimates what a decoded block holds in memory.
func blockBytes(b *types.Block) int {
	n := 0
	for _, tx := range b.Transactions() {
		n += decodedTxBytes + int(tx.Size())
	}
	return n
}

// receiptsBytes estimates what decoded receipts hold in memory.
func receiptsBytes(receipts types.Receipts) int {
	n := 0
	for _, r := range receipts {
		n += decodedReceiptBytes
		for _, l := range r.Logs {
			n += decodedLogBytes + common.HashLength*len(l.Topics) + len(l.Data)
		}
	}
	return n
}

// Get returns what is kept for a block.
func (w *weighed[V]) Get(n uint64) (V, bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.cache.Get(n)
}

// Add keeps the value for a block, and lets go of the least used beyond the bounds; the
// newest always stays.
func (w *weighed[V]) Add(n uint64, v V) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remove(n)
	if _, evicted, ok := w.cache.Add3(n, v); ok {
		w.weight -= w.weigh(evicted)
	}
	w.weight += w.weigh(v)
	for w.weight > w.limit && w.cache.Len() > 1 {
		_, oldest, _ := w.cache.RemoveOldest()
		w.weight -= w.weigh(oldest)
	}
}

// Remove lets go of a block.
func (w *weighed[V]) Remove(n uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.remove(n)
}

// Purge lets go of all.
func (w *weighed[V]) Purge() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cache.Purge()
	w.weight = 0
}

func (w *weighed[V]) remove(n uint64) {
	if v, ok := w.cache.Peek(n); ok {
		w.weight -= w.weigh(v)
		w.cache.Remove(n)
	}
}

// Above returns the value of the lowest block above n.
func (w *weighed[V]) Above(n uint64) (v V, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	lowest := ^uint64(0)
	for _, k := range w.cache.Keys() {
		if k > n && k <= lowest {
			lowest = k
			v, ok = w.cache.Peek(k)
		}
	}
	return v, ok
}
