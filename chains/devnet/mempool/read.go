package mempool

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Get returns a waiting transaction, nil when it isn't here.
func (p *Pool) Get(hash common.Hash) *types.Transaction {
	p.mu.RLock() // a Reset is seen as a whole
	defer p.mu.RUnlock()
	if e := p.all.get(hash); e != nil {
		return e.tx
	}
	return nil
}

// Nonce is the next nonce of an account, its executable transactions counted; zero
// before the first Reset.
func (p *Pool) Nonce(addr common.Address) uint64 {
	p.mu.RLock()
	defer p.mu.RUnlock()
	s := p.shard(addr)
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.accounts[addr]; a != nil {
		return a.next()
	}
	if p.state == nil {
		return 0
	}
	nonce, _, _, _ := p.read(addr) // who sends with it is told what can't be read
	return nonce
}

// Content returns per account, by ascending nonce, what can be executed now and
// what waits behind a nonce gap. It costs the whole pool.
func (p *Pool) Content() (pending, queued map[common.Address][]*types.Transaction) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	pending = make(map[common.Address][]*types.Transaction)
	queued = make(map[common.Address][]*types.Transaction)
	for _, s := range p.shards {
		s.mu.Lock()
		for addr, a := range s.accounts {
			if a.ready > 0 {
				pending[addr] = transactions(a.txs[:a.ready])
			}
			if a.ready < len(a.txs) {
				queued[addr] = transactions(a.txs[a.ready:])
			}
		}
		s.mu.Unlock()
	}
	return pending, queued
}

// ContentFrom returns what Content does of one account.
func (p *Pool) ContentFrom(addr common.Address) (pending, queued []*types.Transaction) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	s := p.shard(addr)
	s.mu.Lock()
	defer s.mu.Unlock()
	if a := s.accounts[addr]; a != nil {
		return transactions(a.txs[:a.ready]), transactions(a.txs[a.ready:])
	}
	return nil, nil
}

func transactions(entries []*entry) []*types.Transaction {
	txs := make([]*types.Transaction, len(entries))
	for i, e := range entries {
		txs[i] = e.tx
	}
	return txs
}

// Status returns the counts of what Content returns, without walking through it.
func (p *Pool) Status() (pending, queued int) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	all := 0
	for _, s := range p.shards {
		s.mu.Lock()
		pending += s.ready
		all += s.size
		s.mu.Unlock()
	}
	return pending, all - pending
}
