package mempool

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// What only a developer's chain asks of its pool.

// Remove takes a waiting transaction out; later nonces of its sender wait behind the
// gap. false when it isn't here.
func (p *Pool) Remove(hash common.Hash) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.all.get(hash)
	if e == nil {
		return false
	}
	s := p.shard(e.from)
	taken := p.take(s, s.accounts[e.from], e)
	if taken {
		p.dropped(e, "taken out by a developer")
		p.settle(s)
	}
	return taken
}

// Clear takes everything out: what waited was made for a chain that has been rewound.
// The caller resets the pool to the head that is left.
func (p *Pool) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.shards {
		for _, a := range s.accounts {
			gone := a.txs
			a.txs, a.ready, a.cost = nil, 0, uint256.Int{}
			for _, e := range gone {
				p.forget(e)
				p.dropped(e, "the chain was rewound, or a developer took all out")
			}
			s.relist(a)
		}
		p.settle(s)
	}
}

func (p *Pool) impersonated(tx *types.Transaction) bool {
	_, ok := developer.Impersonated(tx)
	return ok && p.cfg.Developer
}

// decreed are the accounts that a transaction changed by a developer's decree.
func (p *Pool) decreed(tx *types.Transaction) (accounts []common.Address) {
	if !p.cfg.Developer || !developer.IsRecord(tx) {
		return nil
	}
	record, err := developer.DecodeRecord(tx.Data())
	if err != nil {
		return nil // no block has such
	}
	for _, c := range record.Changes {
		accounts = append(accounts, c.Address)
	}
	return accounts
}
