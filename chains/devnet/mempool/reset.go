package mempool

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Reset tells the pool of a new head: the state after it, the base fee (wei) of the
// block after it and the transactions it brought. The pool keeps the state.
//
// Only accounts that the block can have changed are looked at: senders, authorities
// of EIP-7702 tuples, and accounts with code, whom others' calls may debit. Any
// other account only ever gains.
func (p *Pool) Reset(head *types.Header, st State, baseFee *big.Int, included types.Transactions) {
	// txpool decides between rules before and after the merge by a difficulty of
	// zero; QBFT's is one, under rules after it.
	seen := types.CopyHeader(head)
	seen.Difficulty = new(big.Int)
	p.head.Store(seen)

	p.mu.Lock()
	p.state = st
	p.baseFee = uint256.MustFromBig(baseFee)
	p.ready = unknown
	for addr := range p.touched(included) {
		p.refresh(addr)
	}
	p.sweep(head.GasLimit)
	p.mu.Unlock()
}

func (p *Pool) touched(included types.Transactions) map[common.Address]struct{} {
	touched := make(map[common.Address]struct{}, len(included))
	for _, tx := range included {
		if from, err := types.Sender(p.signer, tx); err == nil {
			touched[from] = struct{}{}
		}
		for _, authority := range tx.SetCodeAuthorities() {
			touched[authority] = struct{}{}
		}
	}
	for addr, a := range p.accounts {
		if a.delegated {
			touched[addr] = struct{}{}
		}
	}
	return touched
}

func (p *Pool) refresh(addr common.Address) {
	a := p.accounts[addr]
	if a == nil {
		return
	}
	for _, e := range a.refresh(p.state.GetNonce(addr), p.state.GetBalance(addr)) {
		p.forget(e)
	}
	a.delegated = len(p.state.GetCode(addr)) > 0
	if len(a.txs) == 0 {
		delete(p.accounts, addr)
		return
	}
	p.announce(a, 0)
}

// sweep drops what has waited too long behind a gap, and what a lowered block gas
// limit has made impossible.
func (p *Pool) sweep(gasLimit uint64) {
	now := p.cfg.Now()
	if now.Sub(p.swept) < staleInterval {
		return
	}
	p.swept = now
	for _, e := range p.all {
		a := p.accounts[e.from]
		if i, _ := a.find(e.nonce()); i >= a.ready && now.Sub(e.added) > p.cfg.Lifetime {
			p.drop(e, "waited too long behind a nonce gap")
		} else if e.tx.Gas() > gasLimit {
			p.drop(e, "gas limit exceeds the block's")
		}
	}
}

// makeRoom evicts until a newcomer fits: first what waits behind a gap, whatever it
// promises to pay, because it costs its sender nothing; then what tips least, for a
// newcomer that tips more. A newcomer that can't be executed yet evicts nothing, and
// only the last nonce of an account is ever evicted, since that makes no gap.
func (p *Pool) makeRoom(e *entry, a *account) error {
	slots, bytes := len(p.all)+1, p.bytes+e.size
	if i, found := a.find(e.nonce()); found {
		slots--
		bytes -= a.txs[i].size
	}
	var victims []*entry
	chosen := make(map[*entry]bool)
	for slots > p.cfg.Slots || bytes > p.cfg.Bytes {
		if e.nonce() > a.next() {
			return fmt.Errorf("%w: the pool is full and nonce %d waits behind nonce %d", txpool.ErrOutOfCapacity, e.nonce(), a.next())
		}
		victim, idle := p.cheapest(a, chosen)
		if victim == nil {
			return fmt.Errorf("%w: %d transactions, %d bytes", txpool.ErrOutOfCapacity, len(p.all), p.bytes)
		}
		if !idle && !victim.tipCap.Lt(e.tipCap) {
			return fmt.Errorf("%w: the pool is full, maxPriorityFeePerGas is %s, must exceed %s", txpool.ErrUnderpriced, e.tipCap, victim.tipCap)
		}
		chosen[victim] = true
		victims = append(victims, victim)
		slots--
		bytes -= victim.size
	}
	for _, victim := range victims {
		p.drop(victim, "evicted by a better paying transaction")
	}
	return nil
}

// cheapest finds the last transaction, of any account but one, that tips least;
// those waiting behind a gap (idle) go first. It walks over all accounts, which only
// a full pool ever does.
func (p *Pool) cheapest(except *account, chosen map[*entry]bool) (worst *entry, idle bool) {
	for _, a := range p.accounts {
		if a == except {
			continue
		}
		i := len(a.txs) - 1
		for i >= 0 && chosen[a.txs[i]] {
			i--
		}
		if i < 0 {
			continue
		}
		e, gap := a.txs[i], i >= a.ready
		switch {
		case worst == nil, gap && !idle:
		case gap != idle:
			continue
		case e.tipCap.Cmp(worst.tipCap) > 0:
			continue
		case e.tipCap.Eq(worst.tipCap) && e.arrival < worst.arrival:
			continue
		}
		worst, idle = e, gap
	}
	return worst, idle
}
