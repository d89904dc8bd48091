package mempool

import (
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// entry is one waiting transaction with what ordering it needs again and again. But
// for announced nothing changes once it is in the pool: orders are keyed by it.
type entry struct {
	tx        *types.Transaction
	from      common.Address
	feeCap    uint256.Int // wei per gas
	tipCap    uint256.Int // wei per gas
	margin    uint256.Int // feeCap − tipCap: the highest base fee at which all of tipCap is paid
	cost      uint256.Int // value plus gas at the fee cap, wei
	size      uint64      // encoded bytes
	arrival   uint64      // counts up; ties in price go to the earlier
	added     time.Time
	announced bool // sent to subscribers, which happens once
}

func (e *entry) nonce() uint64 { return e.tx.Nonce() }

// tip is what the entry pays the proposer per gas at a base fee; ok is false when
// it doesn't even pay the base fee.
func (e *entry) tip(baseFee *uint256.Int) (tip uint256.Int, ok bool) {
	if e.feeCap.Lt(baseFee) {
		return tip, false
	}
	if !e.margin.Lt(baseFee) {
		return e.tipCap, true
	}
	tip.Sub(&e.feeCap, baseFee)
	return tip, true
}

// account is one sender's waiting transactions: pure data, without a lock.
type account struct {
	addr      common.Address
	nonce     uint64      // the state's
	balance   uint256.Int // the state's, wei
	delegated bool        // has code (EIP-7702): others' transactions may change nonce and balance
	contract  int         // bytes of its code where that is no delegation
	txs       []*entry    // ascending nonces, all at or above nonce
	ready     int         // txs[:ready] follow nonce without a gap
	cost      uint256.Int // sum over txs
	listed    listing     // where the shard's orders have it
}

// find returns where a nonce stands, or would stand.
func (a *account) find(nonce uint64) (int, bool) {
	if n := len(a.txs); n > 0 && nonce > a.txs[n-1].nonce() { // by far the most frequent
		return n, false
	}
	return slices.BinarySearchFunc(a.txs, nonce, func(e *entry, n uint64) int {
		switch {
		case e.nonce() < n:
			return -1
		case e.nonce() > n:
			return 1
		}
		return 0
	})
}

// put inserts an entry or replaces the one with the same nonce, which is returned.
func (a *account) put(e *entry) (replaced *entry) {
	i, found := a.find(e.nonce())
	if found {
		replaced = a.txs[i]
		a.cost.Sub(&a.cost, &replaced.cost)
		a.txs[i] = e
	} else {
		a.txs = slices.Insert(a.txs, i, e)
	}
	a.cost.Add(&a.cost, &e.cost)
	a.extend()
	return replaced
}

// extend recounts the gapless prefix from where it ended.
func (a *account) extend() {
	for a.ready < len(a.txs) && a.txs[a.ready].nonce() == a.nonce+uint64(a.ready) {
		a.ready++
	}
}

// next is the first nonce after the gapless prefix.
func (a *account) next() uint64 { return a.nonce + uint64(a.ready) }

// remove takes one entry out; what follows it waits behind the gap.
func (a *account) remove(e *entry) bool {
	i, found := a.find(e.nonce())
	if !found || a.txs[i] != e {
		return false
	}
	a.txs = slices.Delete(a.txs, i, i+1)
	a.cost.Sub(&a.cost, &e.cost)
	a.ready = min(a.ready, i)
	return true
}

// advance takes over another nonce and returns what it has used up. It costs what it
// returns: the rest of a long queue is not touched. Only a chain that was set back has
// a lower nonce than before.
func (a *account) advance(nonce uint64) (used []*entry) {
	if nonce == a.nonce {
		return nil
	}
	if nonce < a.nonce {
		a.nonce, a.ready = nonce, 0
		a.extend()
		return nil
	}
	i, _ := a.find(nonce)
	used = slices.Clone(a.txs[:i])
	for _, e := range used {
		a.cost.Sub(&a.cost, &e.cost)
	}
	clear(a.txs[:i]) // or the array would keep them alive
	a.txs = a.txs[i:]
	a.nonce, a.ready = nonce, max(a.ready-i, 0)
	a.extend()
	return used
}

// afford takes over a new balance and returns what it can't pay even alone.
func (a *account) afford(balance *uint256.Int) (dropped []*entry) {
	a.balance = *balance
	if !a.cost.Gt(balance) { // it pays for all of them
		return nil
	}
	a.txs = slices.DeleteFunc(a.txs, func(e *entry) bool {
		if !e.cost.Gt(balance) {
			return false
		}
		dropped = append(dropped, e)
		a.cost.Sub(&a.cost, &e.cost)
		return true
	})
	a.ready = 0
	a.extend()
	return dropped
}
