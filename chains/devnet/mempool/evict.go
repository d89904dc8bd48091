package mempool

import (
	"fmt"

	"github.com/ethereum/go-ethereum/core/txpool"
)

// victim is an evicted entry, and the account to which it would return.
type victim struct {
	account *account
	entry   *entry
}

// makeRoom evicts until a newcomer fits, and reserves the room: first what waits behind
// a gap, whatever it promises to pay, because it costs its sender nothing; then what tips
// least, for a newcomer that tips more. A newcomer that can't be executed yet evicts
// nothing, and only the last nonce of an account is ever evicted, since that makes no
// gap. It is called with the pool alone. After an error the caller restores what was
// evicted.
func (p *Pool) makeRoom(e *entry, a *account) (evicted []victim, err error) {
	count, bytes := p.count.Load(), p.bytes.Load()
	for !p.reserve(p.need(e, a)) {
		if e.nonce() > a.next() {
			return evicted, fmt.Errorf("%w: the pool is full and nonce %d waits behind nonce %d", txpool.ErrOutOfCapacity, e.nonce(), a.next())
		}
		worst, gap := p.cheapest(e)
		if worst == nil {
			return evicted, fmt.Errorf("%w: %d transactions, %d bytes", txpool.ErrOutOfCapacity, count, bytes)
		}
		if !gap && !worst.tipCap.Lt(&e.tipCap) {
			return evicted, fmt.Errorf("%w: the pool is full, maxPriorityFeePerGas is %s, must exceed %s", txpool.ErrUnderpriced, &e.tipCap, &worst.tipCap)
		}
		s := p.shard(worst.from)
		v := victim{account: s.accounts[worst.from], entry: worst}
		p.take(s, v.account, worst)
		evicted = append(evicted, v)
	}
	return evicted, nil
}

// restore undoes an eviction: the last one out is the first one back.
func (p *Pool) restore(evicted []victim) {
	for i := len(evicted) - 1; i >= 0; i-- {
		v := evicted[i]
		v.account.put(v.entry)
		p.all.put(v.entry)
		p.release(-1, -int64(v.entry.size))
		p.shard(v.account.addr).relist(v.account)
	}
}

// cheapest finds the last transaction, of any account but the newcomer's, that tips
// least, and of equals the latest; those waiting behind a gap go first. Each shard
// knows its own.
func (p *Pool) cheapest(newcomer *entry) (worst *entry, gap bool) {
	for _, gap := range []bool{true, false} {
		for _, s := range p.shards {
			e := s.cheapest(gap, newcomer.from)
			if e == nil {
				continue
			}
			c := -1
			if worst != nil {
				c = e.tipCap.Cmp(&worst.tipCap)
			}
			if c < 0 || c == 0 && e.arrival > worst.arrival {
				worst = e
			}
		}
		if worst != nil {
			return worst, gap
		}
	}
	return nil, false
}
