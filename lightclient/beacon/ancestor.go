package beacon

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Ancestors of a final block are final. There are two ways to show that a block is one:
// parent by parent on the execution layer, or in one step of up to 27 hours by the roots
// of recent blocks that a beacon state holds.

// BindAncestors returns what execution headers say of which each is the parent of the one
// before, beginning with the parent of child.
func BindAncestors(child lightclient.Header, untrusted []*types.Header) ([]lightclient.Header, error) {
	headers := make([]lightclient.Header, len(untrusted))
	for i, u := range untrusted {
		h, err := lightclient.ReadHeader(u)
		if err != nil {
			return nil, fmt.Errorf("ancestor %d: %w", i, err)
		}
		if h.Hash != child.ParentHash {
			return nil, fmt.Errorf("%w: hash of ancestor %d is %s, want %s, the parent of block %d",
				lightclient.ErrNotLinked, i, h.Hash, child.ParentHash, child.Number)
		}
		headers[i], child = h, h
	}
	return headers, nil
}

// BlockRootIndex returns the generalized index at which the state of a block holds the
// root of an earlier one, for those who make branches. The root of the block of a slot s
// is at s modulo Preset.SlotsPerHistoricalRoot (get_block_root_at_slot).
func (n *Network) BlockRootIndex(final, ancestor Slot) uint64 {
	size := n.Preset.SlotsPerHistoricalRoot
	return n.ForkAt(final).blockRootsIndex()*size + uint64(ancestor)%size
}

// VerifyAncestor decides whether a header is of an ancestor of the final one, by the
// branch of its root in block_roots of the final block's state. Errors wrap a reason of package lightclient.
func (n *Network) VerifyAncestor(final, untrusted *LightClientHeader, branch []common.Hash) error {
	if err := untrusted.checkShape(); err != nil {
		return err
	}
	slot, size := untrusted.Beacon.Slot, Slot(n.Preset.SlotsPerHistoricalRoot)
	if slot >= final.Beacon.Slot || final.Beacon.Slot-slot > size {
		return fmt.Errorf("%w: slot of the ancestor is %d, want one of the %d before %d, of which the state knows the roots",
			lightclient.ErrNotLinked, slot, size, final.Beacon.Slot)
	}
	// The next is checked for the execution block hash, which BindExecution reads.
	if err := n.CheckHeader(untrusted); err != nil {
		return err
	}
	index := n.BlockRootIndex(final.Beacon.Slot, slot)
	if !verifyBranch(untrusted.blockRoot(), branch, index, final.Beacon.StateRoot) {
		return fmt.Errorf("%w: branch of %d hashes does not lead from block %s to state_root %s", lightclient.ErrNotLinked, len(branch),
			untrusted.blockRoot(), final.Beacon.StateRoot)
	}
	return nil
}
