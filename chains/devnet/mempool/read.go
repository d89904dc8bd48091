package mempool

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Get returns a waiting transaction, nil when it isn't here.
func (p *Pool) Get(hash common.Hash) *types.Transaction {
	p.mu.Lock()
	defer p.mu.Unlock()
	if e := p.all[hash]; e != nil {
		return e.tx
	}
	return nil
}

// Nonce is the next nonce of an account, its executable transactions counted; zero
// before the first Reset.
func (p *Pool) Nonce(addr common.Address) uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	if a := p.accounts[addr]; a != nil {
		return a.next()
	}
	if p.state == nil {
		return 0
	}
	return p.state.GetNonce(addr)
}

// Content returns per account, by ascending nonce, what can be executed now and
// what waits behind a nonce gap.
func (p *Pool) Content() (pending, queued map[common.Address][]*types.Transaction) {
	p.mu.Lock()
	defer p.mu.Unlock()
	pending = make(map[common.Address][]*types.Transaction)
	queued = make(map[common.Address][]*types.Transaction)
	for addr, a := range p.accounts {
		for i, e := range a.txs {
			if i < a.ready {
				pending[addr] = append(pending[addr], e.tx)
			} else {
				queued[addr] = append(queued[addr], e.tx)
			}
		}
	}
	return pending, queued
}

// Status returns the counts of what Content returns.
func (p *Pool) Status() (pending, queued int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, a := range p.accounts {
		pending += a.ready
		queued += len(a.txs) - a.ready
	}
	return pending, queued
}
