package mempool

import (
	"container/heap"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Candidates walks through executable transactions, the best paying first and each
// sender's by nonce. It is a snapshot: what arrives later is left for the next
// block. It is used by one goroutine.
type Candidates struct {
	pool    *Pool
	baseFee *uint256.Int
	queue   senders
	last    *sender // whose transaction was returned by the latest Next
}

// sender is the rest of one account's executable transactions.
type sender struct {
	txs []*entry
	tip *uint256.Int // of txs[0]
}

// Next returns the next transaction, nil when there is none. It takes the previous
// one as included, unless Skip or Drop was called.
func (c *Candidates) Next() *types.Transaction {
	if s := c.last; s != nil {
		s.txs = s.txs[1:]
		c.push(s)
		c.last = nil
	}
	if len(c.queue) == 0 {
		return nil
	}
	c.last = heap.Pop(&c.queue).(*sender)
	return c.last.txs[0].tx
}

// Skip leaves the last transaction's sender out of this block: its later nonces
// can't go before this one.
func (c *Candidates) Skip() { c.last = nil }

// Drop removes the last transaction from the pool because it can't be executed on
// the head's state. Later nonces of the sender wait behind the gap.
func (c *Candidates) Drop(reason error) {
	if c.last == nil {
		return
	}
	c.pool.reject(c.last.txs[0], reason)
	c.last = nil
}

func (c *Candidates) push(s *sender) {
	if len(s.txs) == 0 {
		return
	}
	tip, ok := s.txs[0].tip(c.baseFee)
	if !ok {
		return
	}
	s.tip = tip
	heap.Push(&c.queue, s)
}

// senders is a heap, the best tip on top and the earlier arrival among equals.
type senders []*sender

func (q senders) Len() int { return len(q) }

func (q senders) Less(i, j int) bool {
	if c := q[i].tip.Cmp(q[j].tip); c != 0 {
		return c > 0
	}
	return q[i].txs[0].arrival < q[j].txs[0].arrival
}

func (q senders) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements heap.Interface.
func (q *senders) Push(x any) { *q = append(*q, x.(*sender)) }

// Pop implements heap.Interface.
func (q *senders) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
