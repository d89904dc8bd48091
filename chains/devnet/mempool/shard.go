package mempool

import (
	"sync"

	"github.com/ethereum/go-ethereum/common"
)

// shard holds the accounts whose addresses share some bits, so that submitters of
// different accounts seldom meet at one lock. The lock is held by whoever shares
// Pool.mu; whoever has that alone needs no other.
type shard struct {
	mu        sync.Mutex
	accounts  map[common.Address]*account // those with transactions
	delegated map[common.Address]*account // of them, those with code
	heads     heads                       // first transactions of accounts that can execute one
	idle      *ordered                    // last transactions behind a nonce gap, the first to be evicted first
	running   *ordered                    // last transactions of accounts without a gap, likewise
	size      int                         // transactions
	ready     int                         // of them, executable ones
	payable   bool                        // as counted in Pool.payable
}

// listing is where a shard's orders have an account.
type listing struct {
	head, tail *entry
	gap        bool // tail waits behind a nonce gap
	size       int
	ready      int
}

func newShard() *shard {
	cheapest := func(a, b *entry) bool {
		if c := a.tipCap.Cmp(&b.tipCap); c != 0 {
			return c < 0
		}
		return a.arrival > b.arrival
	}
	return &shard{
		accounts: make(map[common.Address]*account), delegated: make(map[common.Address]*account),
		heads: newHeads(), idle: newOrdered(cheapest), running: newOrdered(cheapest),
	}
}

// relist follows a change of an account's transactions.
func (s *shard) relist(a *account) {
	var now listing
	if n := len(a.txs); n > 0 {
		now = listing{tail: a.txs[n-1], gap: a.ready < n, size: n, ready: a.ready}
		if a.ready > 0 {
			now.head = a.txs[0]
		}
		s.accounts[a.addr] = a
	} else {
		delete(s.accounts, a.addr)
	}
	if now.tail != nil && a.delegated {
		s.delegated[a.addr] = a
	} else {
		delete(s.delegated, a.addr)
	}
	was := a.listed
	if was.head != now.head {
		if was.head != nil {
			s.heads.remove(was.head)
		}
		if now.head != nil {
			s.heads.put(now.head)
		}
	}
	if was.tail != now.tail || was.gap != now.gap {
		if was.tail != nil {
			s.tails(was.gap).Delete(was.tail)
		}
		if now.tail != nil {
			s.tails(now.gap).Set(now.tail)
		}
	}
	s.size += now.size - was.size
	s.ready += now.ready - was.ready
	a.listed = now
}

func (s *shard) tails(gap bool) *ordered {
	if gap {
		return s.idle
	}
	return s.running
}

// cheapest is the shard's last transaction, of any account but one, that is to be
// evicted first among those that wait behind a gap, or among those that don't.
func (s *shard) cheapest(gap bool, except common.Address) (worst *entry) {
	s.tails(gap).Scan(func(e *entry) bool {
		if e.from == except {
			return true
		}
		worst = e
		return false
	})
	return worst
}

// index finds entries by hash. Hashes spread evenly over its parts.
type index [shardCount]struct {
	mu      sync.RWMutex
	entries map[common.Hash]*entry
}

func (x *index) get(hash common.Hash) *entry {
	part := &x[hash[0]%shardCount]
	part.mu.RLock()
	defer part.mu.RUnlock()
	return part.entries[hash]
}

func (x *index) put(e *entry) {
	hash := e.tx.Hash()
	part := &x[hash[0]%shardCount]
	part.mu.Lock()
	defer part.mu.Unlock()
	if part.entries == nil {
		part.entries = make(map[common.Hash]*entry)
	}
	part.entries[hash] = e
}

func (x *index) remove(e *entry) {
	hash := e.tx.Hash()
	part := &x[hash[0]%shardCount]
	part.mu.Lock()
	defer part.mu.Unlock()
	delete(part.entries, hash)
}
