package executor

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core/types"
)

// clearer is a mempool that can forget everything.
type clearer interface{ Clear() }

var errNotClearable = errors.New("the mempool can't forget what waits")

// Rewind makes an earlier block the head again and forgets those after it, on disk too:
// on a developer's chain alone, since blocks are final elsewhere. The mempool forgets
// what waits, and so does the chain of a base fee that was fixed.
//
// Nobody may build, verify or commit meanwhile: the caller has stopped the validators. On
// an error the chain stands where it did. Errors: ErrNotDeveloper, PrunedError.
func (c *Chain) Rewind(n uint64) error {
	if !c.developer {
		return ErrNotDeveloper
	}
	c.execution.Lock()
	defer c.execution.Unlock()
	c.commit.Lock()
	defer c.commit.Unlock()
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
	if errors.Is(err, ErrCorrupt) && !c.store.durable && n != 0 {
		return &PrunedError{Number: n, Oldest: c.oldestState()}
	}
	if err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	st, err := c.open(header.Root)
	if err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	if err := c.store.rewind(n, head); err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	if err := c.forgetStates(header, head); err != nil {
		return fmt.Errorf("rewind to block %d: %w", n, err)
	}
	c.decrees.mu.Lock()
	c.decrees.baseFee = nil
	c.decrees.mu.Unlock()
	c.proposals.Purge()
	c.mu.Lock()
	c.era.Add(1) // first; see remember
	c.headers.Purge()
	c.blocks.Purge()
	c.receipts.Purge()
	c.head, c.hash = header, hash
	if pool != nil {
		clear.Clear()
		pool.Reset(header, st, c.nextBaseFee(header), nil)
	}
	c.wake()
	c.mu.Unlock()
	c.heads.send(header)
	return nil
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

// remember files what a reader found in the store, unless the chain was rewound since
// the reader asked for the era, which it did before it looked at the head: what it found
// may be of a block that is no more, and must not be taken for the one that replaces it.
func remember[V any](c *Chain, cache *lru.Cache[uint64, V], era, n uint64, found V) {
	cache.Add(n, found)
	if c.era.Load() != era {
		cache.Remove(n)
	}
}

// Hold keeps the state after a block readable, however far the chain goes on, until the
// returned function is called; a durable store keeps all states anyway.
func (c *Chain) Hold(header *types.Header) (release func() error, err error) {
	c.commit.Lock()
	defer c.commit.Unlock()
	if _, err := c.StateAt(header); err != nil {
		return nil, err
	}
	if c.store.durable {
		return func() error { return nil }, nil
	}
	root := header.Root
	return func() error { return c.tries.Dereference(root) }, c.tries.Reference(root, common.Hash{})
}

// forgetStates lets go of the states after a block that becomes the head, which was at
// an earlier one, in a memory store.
func (c *Chain) forgetStates(to *types.Header, head uint64) error {
	if c.store.durable {
		return nil
	}
	n := to.Number.Uint64()
	kept := max(len(c.roots)-int(min(head-n, uint64(len(c.roots)))), 0)
	gone := c.roots[kept:]
	c.roots = c.roots[:kept:kept]
	if kept == 0 && n > 0 { // only a snapshot held it
		if err := c.tries.Reference(to.Root, common.Hash{}); err != nil {
			return err
		}
		c.roots = append(c.roots, to.Root)
	}
	for _, root := range gone {
		if err := c.tries.Dereference(root); err != nil {
			return err
		}
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	// States that were pruned while the chain was ahead don't come back.
	c.floor = n + 1 - min(uint64(len(c.roots)), n+1)
	return nil
}

// rewind deletes the records of the blocks after n up to the head and moves the head
// pointer, in one batch: after a crash the store has all of them, or none.
func (s *Store) rewind(n, head uint64) error {
	batch := s.db.NewBatch()
	var errs []error
	for number := head; number > n; number-- {
		hash, ok, err := s.hash(number)
		if err != nil || !ok {
			return fmt.Errorf("%w: hash of block %d is missing: %w", ErrCorrupt, number, err)
		}
		body, err := s.body(number)
		if err != nil || body == nil {
			return fmt.Errorf("%w: body of block %d is missing: %w", ErrCorrupt, number, err)
		}
		for _, prefix := range []string{prefixHeader, prefixBody, prefixReceipts, prefixHash} {
			errs = append(errs, batch.Delete(numberKey(prefix, number)))
		}
		errs = append(errs, batch.Delete(hashKey(prefixNumber, hash)))
		for _, tx := range body.Transactions {
			errs = append(errs, batch.Delete(hashKey(prefixTx, tx.Hash())))
		}
	}
	errs = append(errs, batch.Put([]byte(keyHead), binary.BigEndian.AppendUint64(nil, n)))
	if err := errors.Join(errs...); err != nil {
		return err
	}
	if err := batch.Write(); err != nil {
		return err
	}
	if s.durable {
		return s.db.SyncKeyValue()
	}
	return nil
}
