package mempool

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// What only a developer's chain asks of its pool.

// Remove takes a waiting transaction out; later nonces of its sender wait behind the
// gap. false when it isn't here.
func (p *Pool) Remove(hash common.Hash) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	e := p.all[hash]
	if e == nil {
		return false
	}
	p.drop(e, "taken out by a developer")
	return true
}

// Clear takes everything out: what waited was made for a chain that has been rewound.
// The caller resets the pool to the head that is left.
func (p *Pool) Clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	clear(p.accounts)
	clear(p.all)
	p.bytes, p.ready = 0, unknown
}

func (p *Pool) impersonated(tx *types.Transaction) bool {
	_, ok := developer.Impersonated(tx)
	return ok && p.cfg.Developer
}
