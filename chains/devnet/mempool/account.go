package mempool

import (
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// entry is one waiting transaction with what ordering it needs again and again.
type entry struct {
	tx        *types.Transaction
	from      common.Address
	feeCap    *uint256.Int // wei per gas
	tipCap    *uint256.Int // wei per gas
	cost      *uint256.Int // value plus gas at the fee cap, wei
	size      uint64       // encoded bytes
	arrival   uint64       // counts up; ties in price go to the earlier
	added     time.Time
	announced bool // sent to subscribers, which happens once
}

func (e *entry) nonce() uint64 { return e.tx.Nonce() }

// tip is what the entry pays the proposer per gas at a base fee; ok is false when
// it doesn't even pay the base fee.
func (e *entry) tip(baseFee *uint256.Int) (tip *uint256.Int, ok bool) {
	if e.feeCap.Lt(baseFee) {
		return nil, false
	}
	tip = new(uint256.Int).Sub(e.feeCap, baseFee)
	if tip.Gt(e.tipCap) {
		tip.Set(e.tipCap)
	}
	return tip, true
}

// account is one sender's waiting transactions: pure data, without a lock.
type account struct {
	nonce     uint64       // the state's
	balance   *uint256.Int // the state's, wei
	delegated bool         // has code (EIP-7702): others' transactions may change nonce and balance
	txs       []*entry     // ascending nonces, all at or above nonce
	ready     int          // txs[:ready] follow nonce without a gap
	cost      uint256.Int  // sum over txs
}

// find returns where a nonce stands, or would stand.
func (a *account) find(nonce uint64) (int, bool) {
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
		a.cost.Sub(&a.cost, replaced.cost)
		a.txs[i] = e
	} else {
		a.txs = slices.Insert(a.txs, i, e)
	}
	a.cost.Add(&a.cost, e.cost)
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
	a.cost.Sub(&a.cost, e.cost)
	a.ready = min(a.ready, i)
	return true
}

// refresh takes over a new state and returns what can't be executed any more:
// nonces that are used, and transactions that the balance can't pay even alone.
func (a *account) refresh(nonce uint64, balance *uint256.Int) (dropped []*entry) {
	a.nonce, a.balance = nonce, balance
	kept := a.txs[:0:0]
	a.cost.Clear()
	for _, e := range a.txs {
		if e.nonce() < nonce || e.cost.Gt(balance) {
			dropped = append(dropped, e)
			continue
		}
		kept = append(kept, e)
		a.cost.Add(&a.cost, e.cost)
	}
	a.txs, a.ready = kept, 0
	a.extend()
	return dropped
}
