package executor

import (
	"math/big"
	"sync"

	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// decrees is what a developer's chain is to change and hasn't yet. A change is taken out
// only with the block that brings it: a proposal that is not decided loses nothing.
type decrees struct {
	mu       sync.Mutex
	changes  []developer.Change
	baseFee  *uint256.Int // of the next block that is for transactions, wei
	accepted uint64       // changes ever queued
}

// waiting reports whether a block for changes is due.
func (d *decrees) waiting() bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	return len(d.changes) > 0
}

// next is the record of the next block, if it has one.
func (d *decrees) next() (r developer.Record, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	switch {
	case len(d.changes) > 0:
		return developer.Record{Changes: d.changes[:len(d.changes):len(d.changes)]}, true
	case d.baseFee != nil:
		return developer.Record{Changes: []developer.Change{developer.SetBaseFee(d.baseFee)}}, true
	}
	return developer.Record{}, false
}

// fixedBaseFee is nil where nobody fixed one.
func (d *decrees) fixedBaseFee() *big.Int {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.baseFee == nil {
		return nil
	}
	return d.baseFee.ToBig()
}

// settle takes out what a committed block brought.
func (d *decrees) settle(r developer.Record) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if r.BaseFee() != nil {
		d.baseFee = nil
		return
	}
	d.changes = d.changes[min(len(r.Changes), len(d.changes)):]
}
