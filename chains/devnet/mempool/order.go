package mempool

import (
	"container/heap"
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
	"github.com/tidwall/btree"
)

// Candidates walks through executable transactions, the best paying first and each
// sender's by nonce. What arrives later is left for the next block. It costs what is
// taken from it: accounts that are not reached are not looked at. Next is for one goroutine,
// Drop for any.
type Candidates struct {
	pool    *Pool
	baseFee uint256.Int
	until   uint64 // the last arrival that counts
	queue   sources
	last    *source // whose transaction was returned by the latest Next
}

// source yields entries in the order in which they may be taken: a shard's first
// transactions by price, or, once one of those was taken, its sender's by nonce.
type source struct {
	next *entry
	tip  uint256.Int // of next
	list *btree.IterG[*entry]
	run  []*entry // of the sender, from next on
	more bool     // there may be more of the sender's after these
}

// Next returns the next transaction, nil when there is none. What follows it is what could
// be executed after it.
func (c *Candidates) Next() *types.Transaction {
	if s := c.last; s != nil {
		c.last = nil
		c.proceed(s)
	}
	for len(c.queue) > 0 {
		s := c.queue[0]
		if s.list == nil {
			heap.Pop(&c.queue)
		} else if s = c.open(c.first(s)); s == nil {
			continue
		}
		c.last = s
		return s.next.tx
	}
	return nil
}

// first takes the first transaction off the list on top of the queue, which has its place by
// the next one then.
func (c *Candidates) first(s *source) *entry {
	e := s.next
	if s.list.Next() && c.value(s, s.list.Item()) {
		heap.Fix(&c.queue, 0)
	} else {
		heap.Pop(&c.queue)
		s.list.Release()
	}
	return e
}

// open begins with an account. It is nil when its first transaction is gone, or came
// after the walk began.
func (c *Candidates) open(e *entry) *source {
	run, more := c.pool.run(e.from, e.nonce(), c.until)
	if len(run) == 0 || run[0] != e {
		return nil
	}
	return &source{next: e, run: run, more: more}
}

// proceed puts a sender's next transaction into the queue.
func (c *Candidates) proceed(s *source) {
	e := s.run[0]
	if s.run = s.run[1:]; len(s.run) == 0 && s.more {
		s.run, s.more = c.pool.run(e.from, e.nonce()+1, c.until)
	}
	if len(s.run) == 0 {
		return
	}
	if c.value(s, s.run[0]) {
		heap.Push(&c.queue, s)
	}
}

// list begins with a shard's first transactions.
func (c *Candidates) list(of *ordered) {
	it := of.Iter()
	if s := (&source{list: &it}); it.First() && c.value(s, it.Item()) {
		heap.Push(&c.queue, s)
	} else {
		it.Release()
	}
}

// value gives a source its next entry, unless that doesn't pay the base fee: the source is
// at its end then. The rest of a list pays no more, and the rest of a sender's can't go
// before it.
func (c *Candidates) value(s *source, next *entry) (pays bool) {
	s.next = next
	s.tip, pays = next.tip(&c.baseFee)
	return pays
}

// Drop removes a transaction from the pool because it can't be executed on the head's
// state. Later nonces of the sender wait behind the gap. Where the pool knows better it stays.
func (c *Candidates) Drop(tx *types.Transaction, reason error) {
	if e := c.pool.all.get(tx.Hash()); e != nil {
		c.pool.reject(e, reason)
	}
}

// run returns an account's executable transactions from a nonce on, none that arrived
// later than asked for, nor what comes after one that did; some of them at a time, and
// whether there are more.
func (p *Pool) run(from common.Address, nonce, until uint64) (run []*entry, more bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	s := p.shard(from)
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[from]
	if a == nil {
		return nil, false
	}
	i, found := a.find(nonce)
	if !found || i >= a.ready {
		return nil, false
	}
	ready := a.txs[i:min(a.ready, i+runLength)]
	run = make([]*entry, 0, len(ready))
	for _, e := range ready {
		if e.arrival > until {
			return run, false
		}
		run = append(run, e)
	}
	return run, i+len(ready) < a.ready
}

// reject removes what a proposer could not execute. Two reasons are not believed,
// because a proposer may stand on another head than the pool (a round that another
// one overtakes): the nonce, which the next Reset settles, and funds, when the pool's
// state has them and nobody but the sender can spend them.
func (p *Pool) reject(e *entry, reason error) {
	if errors.Is(reason, core.ErrNonceTooHigh) || errors.Is(reason, core.ErrNonceTooLow) {
		return
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	s := p.shard(e.from)
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.accounts[e.from]
	if a == nil || errors.Is(reason, core.ErrInsufficientFunds) && !a.delegated && !a.cost.Gt(&a.balance) {
		return
	}
	if p.take(s, a, e) {
		p.dropped(e, reason.Error())
		p.settle(s)
	}
}

// sources is a heap, the best tip on top and the earlier arrival among equals.
type sources []*source

func (q sources) Len() int { return len(q) }

func (q sources) Less(i, j int) bool {
	if c := q[i].tip.Cmp(&q[j].tip); c != 0 {
		return c > 0
	}
	return q[i].next.arrival < q[j].next.arrival
}

func (q sources) Swap(i, j int) { q[i], q[j] = q[j], q[i] }

// Push implements heap.Interface.
func (q *sources) Push(x any) { *q = append(*q, x.(*source)) }

// Pop implements heap.Interface.
func (q *sources) Pop() any {
	old := *q
	last := old[len(old)-1]
	old[len(old)-1] = nil
	*q = old[:len(old)-1]
	return last
}
