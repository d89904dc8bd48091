package executor

import (
	"encoding/binary"
	"errors"
	"fmt"
	"maps"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// clearer is a mempool that can forget everything.
type clearer interface{ Clear() }

var errNotClearable = errors.New("the mempool can't forget what waits")

// Rewind makes an earlier block the head again and forgets those after it, on disk too:
// on a developer's chain alone, since blocks are final elsewhere. The mempool forgets
// what waits, and so does the chain of a base fee that was fixed.
//
// Nobody may build, verify or commit meanwhile: the caller has stopped the validators. On
// an error the chain stands where it did; after one of the store, which may have written
// all the same, it commits nothing any more. Errors: ErrNotDeveloper, PrunedError.
func (c *Chain) Rewind(n uint64) error {
	if !c.developer {
		return ErrNotDeveloper
	}
	c.commit.Lock() // as Commit, in this order
	defer c.commit.Unlock()
	c.execution.Lock()
	defer c.execution.Unlock()
	head := c.Head().Number.Uint64()
	if n > head {
		return fmt.Errorf("rewind to block %d: the head is block %d", n, head)
	}
	pool := c.attached()
	clear, ok := pool.(clearer)
	if pool != nil && !ok {
		return fmt.Errorf("rewind: %w", errNotClearable)
	}
	header, hash, err := c.checkStored(n)
	if err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	oldest, err := c.store.oldest()
	if err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	if n > 0 && n < oldest { // a head has a body
		return &PrunedError{Number: n, Oldest: oldest}
	}
	back, err := c.between(c.Head(), header)
	if err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	c.rebuilding.Lock() // nobody undoes blocks that are going
	defer c.rebuilding.Unlock()
	c.mu.Lock() // whoever reads of a block that is going sees another era
	defer c.mu.Unlock()
	if err := c.store.rewind(n, head, back); err != nil {
		c.broken = err
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	c.decrees.mu.Lock()
	c.decrees.baseFee = nil
	c.decrees.mu.Unlock()
	c.proposals.Purge()
	c.rebuilt.Purge()
	c.era++
	c.headers.Purge()
	c.blocks.Purge()
	c.receipts.Purge()
	c.head, c.hash = header, hash
	c.states.rewind(n, back.after)
	if pool != nil {
		clear.Clear()
		pool.Reset(header, back.after, c.nextBaseFee(header), nil)
	}
	c.wake()
	c.heads.send(header)
	return nil
}

// way is a difference between the states of two blocks, whichever came first.
type way struct {
	after *world.Snapshot
	delta *world.Delta
}

func (c *Chain) between(from, to *types.Header) (w way, err error) {
	before, err := c.snapshotAt(from)
	if err != nil {
		return w, err
	}
	if w.after, err = c.snapshotAt(to); err != nil {
		return w, err
	}
	w.delta = world.Between(before, w.after)
	return w, nil
}

// ClearPool makes the mempool forget everything that waits.
func (c *Chain) ClearPool() error {
	if !c.developer {
		return ErrNotDeveloper
	}
	c.commit.Lock()
	defer c.commit.Unlock()
	pool, ok := c.attached().(clearer)
	if !ok {
		return errNotClearable
	}
	pool.Clear()
	return c.resetPool()
}

// remember has a reader file what it found in the store, unless the chain was rewound
// since the reader asked for the era, which it did before it looked at the head: what it
// found may be of a block that is no more, and must not be taken for the one that
// replaces it.
func (c *Chain) remember(era uint64, file func()) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	if c.era == era {
		file()
	}
}

// lost reports whether a header is of a block that was taken back.
func (c *Chain) lost(header *types.Header) bool {
	hash, err := blockHash(header)
	if err != nil || c.currentEra() == 0 {
		return false
	}
	stands, ok := c.HashByNumber(header.Number.Uint64())
	return !ok || stands != hash
}

func (c *Chain) currentEra() uint64 {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.era
}

// Hold keeps the state after a block readable, however far the chain goes on, until the
// returned function is called.
func (c *Chain) Hold(header *types.Header) (release func(), err error) {
	c.commit.Lock()
	defer c.commit.Unlock()
	state, err := c.snapshotAt(header)
	if err != nil {
		return nil, err
	}
	n := header.Number.Uint64()
	c.mu.Lock()
	defer c.mu.Unlock()
	h := c.states.hold(n, state)
	return func() {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.states.release(n, h)
	}, nil
}

// held is a state that is kept for as long as somebody holds it.
type held struct {
	state   *world.Snapshot
	holders int
}

func (s *states) hold(number uint64, state *world.Snapshot) *held {
	if s.held == nil {
		s.held = make(map[uint64]*held)
	}
	h := s.held[number]
	if h == nil {
		h = &held{state: state}
		s.held[number] = h
	}
	h.holders++
	return h
}

func (s *states) release(number uint64, h *held) {
	if h.holders--; h.holders == 0 && s.held[number] == h {
		delete(s.held, number)
	}
}

// rewind lets go of the states after a block that becomes the head.
func (s *states) rewind(number uint64, state *world.Snapshot) {
	for n := len(s.kept); n > 0 && s.kept[n-1].number > number; n-- {
		s.changes -= s.kept[n-1].changes
		s.kept[n-1] = keptState{}
		s.kept = s.kept[:n-1]
	}
	maps.DeleteFunc(s.held, func(n uint64, _ *held) bool { return n > number })
	if len(s.kept) == 0 {
		s.kept = append(s.kept, keptState{number: number, state: state})
	}
}

// rewind deletes the records of the blocks after n up to the head, sets the state back and
// moves the head pointer, in one batch: after a crash the store has all of it, or nothing.
func (s *Store) rewind(n, head uint64, back way) error {
	batch := s.begin()
	if s.durable {
		if err := putDelta(batch, back.delta); err != nil {
			return err
		}
	}
	for number := head; number > n; number-- {
		if err := s.forget(batch, number); err != nil {
			return err
		}
	}
	errs := []error{batch.Put([]byte(keyHead), binary.BigEndian.AppendUint64(nil, n))}
	if n == 0 { // it may have been pruned up to anywhere
		errs = append(errs, batch.Delete([]byte(keyOldest)))
	}
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := batch.Write(); err != nil {
		return err
	}
	s.weights.rewind(n)
	if s.durable {
		return s.db.SyncKeyValue()
	}
	return nil
}

// forget deletes all that is known of a block.
func (s *Store) forget(batch *step, n uint64) error {
	hash, ok, err := s.hash(n)
	if err != nil {
		return err
	}
	if !ok {
		return fmt.Errorf("%w: hash of block %d is missing", ErrCorrupt, n)
	}
	txs, err := s.txHashes(n)
	if err != nil {
		return err
	}
	errs := []error{batch.Delete(hashKey(prefixNumber, hash))}
	for _, prefix := range []string{prefixHeader, prefixBody, prefixReceipts, prefixHash, prefixTxs, prefixUndo} {
		errs = append(errs, batch.Delete(numberKey(prefix, n)))
	}
	for _, tx := range txs {
		errs = append(errs, batch.lose(tx))
	}
	return errors.Join(errs...)
}
