package executor

import (
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// states are the recent ones: each block's from some block on to the head's.
type states struct {
	limit   uint64
	kept    []keptState // in the order of blocks, without gaps
	changes int         // of all that are kept
}

type keptState struct {
	number  uint64
	state   *world.Snapshot
	changes int
}

// add takes the new head's state and lets go of the oldest beyond the limits. Whoever
// reads one of these goes on undisturbed.
func (s *states) add(number uint64, state *world.Snapshot, changes int) {
	s.kept = append(s.kept, keptState{number, state, changes})
	s.changes += changes
	for len(s.kept) > 1 && (uint64(len(s.kept)) > s.limit || s.changes > maxKeptChanges) {
		s.changes -= s.kept[0].changes
		s.kept[0] = keptState{}
		s.kept = s.kept[1:]
	}
}

func (s *states) oldest() keptState { return s.kept[0] }

func (s *states) get(number uint64) *world.Snapshot {
	if first := s.kept[0].number; number >= first && number-first < uint64(len(s.kept)) {
		return s.kept[number-first].state
	}
	return nil
}

// snapshotAt returns the state after a committed block: one that is kept, or made again
// from the store. Genesis is always among them.
func (c *Chain) snapshotAt(header *types.Header) (*world.Snapshot, error) {
	n := header.Number.Uint64()
	c.mu.RLock()
	snapshot, oldest := c.states.get(n), c.states.oldest()
	c.mu.RUnlock()
	if snapshot == nil {
		snapshot, _ = c.rebuilt.Get(n)
	}
	var err error
	switch {
	case snapshot != nil:
	case n == 0:
		snapshot, err = c.genesisState()
	case n > oldest.number:
		err = fmt.Errorf("state of block %d: the chain is at block %d", n, c.Head().Number)
	default:
		snapshot, err = c.undo(n, oldest)
	}
	if err != nil {
		return nil, err
	}
	if snapshot.Root() != header.Root {
		return nil, fmt.Errorf("%w: state of block %d has root %s, its header says %s", ErrCorrupt, n, snapshot.Root(), header.Root)
	}
	return snapshot, nil
}

// genesisState makes block 0's state again, from the configuration.
func (c *Chain) genesisState() (*world.Snapshot, error) {
	header := c.HeaderByNumber(0)
	made, err := c.first.state(c.store, c.config.Rules(header.Number, true, header.Time))
	if err != nil {
		return nil, err
	}
	snapshot := made.after.Stored(c.store)
	c.rebuilt.Add(0, snapshot)
	return snapshot, nil
}

// undo goes back from the oldest state at hand, over what the store knows of the blocks.
func (c *Chain) undo(n uint64, from keptState) (*world.Snapshot, error) {
	for _, k := range c.rebuilt.Keys() {
		if s, ok := c.rebuilt.Get(k); ok && k > n && k < from.number {
			from = keptState{number: k, state: s}
		}
	}
	undone := 0
	for k := from.number; k > n; k-- {
		delta, err := c.store.undo(k)
		if err != nil {
			return nil, fmt.Errorf("state of block %d: %w", n, err)
		}
		if delta != nil {
			undone += len(delta.Accounts) + len(delta.Slots)
		}
		if delta == nil || undone > maxUndone {
			return nil, &PrunedError{Number: n, Oldest: k}
		}
		if from.state, err = from.state.Apply(delta); err != nil {
			return nil, fmt.Errorf("%w: undo block %d: %w", ErrCorrupt, k, err)
		}
	}
	c.rebuilt.Add(n, from.state)
	return from.state, nil
}
