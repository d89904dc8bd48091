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
	held    map[uint64]*held
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
	if h := s.held[number]; h != nil {
		return h.state
	}
	return nil
}

// snapshotAt returns the state after a committed block: one that is kept, or made again
// from the store. Genesis is always among them.
func (c *Chain) snapshotAt(header *types.Header) (*world.Snapshot, error) {
	n := header.Number.Uint64()
	c.mu.RLock()
	snapshot := c.states.get(n)
	c.mu.RUnlock()
	if snapshot == nil {
		var err error
		if snapshot, err = c.rebuild(header); err != nil {
			return nil, err
		}
	}
	if snapshot.Root() != header.Root {
		if c.lost(header) {
			return nil, fmt.Errorf("state of block %d: the block was taken back", n)
		}
		return nil, fmt.Errorf("%w: state of block %d has root %s, its header says %s", ErrCorrupt, n, snapshot.Root(), header.Root)
	}
	return snapshot, nil
}

// rebuild makes an old state again, from the configuration or by going back from the oldest
// state at hand. One at a time: whoever asks for the same finds it made, and what many ask
// for at once is bounded as what they ask for one after another.
func (c *Chain) rebuild(header *types.Header) (*world.Snapshot, error) {
	c.rebuilding.Lock()
	defer c.rebuilding.Unlock()
	n := header.Number.Uint64()
	c.mu.RLock()
	from := c.states.oldest() // not before the lock, or it may be of a block that was taken back since
	c.mu.RUnlock()
	if n > from.number {
		return nil, fmt.Errorf("state of block %d: the chain is at block %d", n, c.Head().Number)
	}
	made, ok := c.rebuilt.Get(n)
	if ok {
		return made.state, nil
	}
	var err error
	if n == 0 {
		made, err = c.genesisState(header)
	} else {
		made, err = c.undo(n, from)
	}
	if err != nil {
		return nil, err
	}
	c.rebuilt.Add(n, made)
	return made.state, nil
}

// genesisState makes block 0's state again, from the configuration.
func (c *Chain) genesisState(header *types.Header) (keptState, error) {
	made, err := c.first.state(c.store, c.config.Rules(header.Number, true, header.Time))
	if err != nil {
		return keptState{}, err
	}
	return keptState{0, made.after.Stored(c.store), made.changes.Len()}, nil
}

// undo goes back from a kept state, or from one that was rebuilt already, over what the
// store knows of the blocks.
func (c *Chain) undo(n uint64, from keptState) (keptState, error) {
	from.changes = 0 // from here on: how far a state is from those that are kept
	if near, ok := c.rebuilt.Above(n); ok && near.number < from.number {
		from = near
	}
	undone := 0
	for from.number > n {
		delta, err := c.store.undo(from.number)
		if err != nil {
			return keptState{}, fmt.Errorf("state of block %d: %w", n, err)
		}
		if delta != nil {
			undone += len(delta.Accounts) + len(delta.Slots)
		}
		if delta == nil || undone > maxUndone {
			return keptState{}, &PrunedError{Number: n, Oldest: from.number}
		}
		state, err := from.state.Apply(delta)
		if err != nil {
			return keptState{}, fmt.Errorf("%w: undo block %d: %w", ErrCorrupt, from.number, err)
		}
		from = keptState{from.number - 1, state, from.changes + len(delta.Accounts) + len(delta.Slots)}
	}
	return from, nil
}
