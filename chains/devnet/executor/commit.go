package executor

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// Commit implements consensus.Ledger: it returns after the block is durable, the
// mempool knows of it and readers see it. Whether the seals are enough is
// consensus's decision, made before; the chain believes its caller in that alone
// and executes a block that it doesn't know.
func (c *Chain) Commit(ctx context.Context, sealed *types.Block) error {
	c.commit.Lock()
	defer c.commit.Unlock()
	c.mu.RLock()
	closed, broken := c.closed, c.broken
	c.mu.RUnlock()
	if closed {
		return fmt.Errorf("commit: %w", ErrClosed)
	}
	if broken != nil {
		return fmt.Errorf("commit after a rewind that failed: %w", broken)
	}
	done, err := c.verified(ctx, sealed)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if done == nil {
		return nil // another validator of this process was faster
	}
	// The body is the one that was executed; only the header comes with the seals.
	r := record{hash: done.hash, block: done.block.WithSeal(sealed.Header()), encoded: done.encoded, receipts: done.receipts}
	gone, err := c.store.append(r, done.difference(), nil)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return c.publish(r, done, gone)
}

// publish makes a durable block the head. Pool and head change under one lock, so
// that nobody sees one without the other: a transaction never seems to vanish between
// the pool and its block, and a validator on the new head never finds work that is
// done already.
func (c *Chain) publish(r record, done *executed, gone span) error {
	header := r.block.Header()
	n := header.Number.Uint64()
	pool := c.attached()
	record, decreed := c.recordIn(r.block.Transactions())
	after := done.after.Stored(c.store)
	c.headers.Add(n, header)
	c.blocks.Add(n, r.block)
	c.receipts.Add(n, r.receipts)
	for old := gone.from; old < gone.to; old++ {
		c.blocks.Remove(old)
		c.receipts.Remove(old)
	}
	// What was executed on the former parent is of no use any more.
	c.proposals.Purge()
	c.mu.Lock()
	if decreed {
		c.decrees.settle(record) // before the pool asks for the next base fee
	}
	if pool != nil {
		c.reset(pool, header, after, r.block.Transactions())
	}
	c.head, c.hash = header, r.hash
	c.states.add(n, after, done.changes.Len())
	c.wake()
	c.mu.Unlock()
	c.heads.send(header)
	return nil
}

func (c *Chain) reset(pool Pool, header *types.Header, after *world.Snapshot, included types.Transactions) {
	defer c.alone()()
	pool.Reset(header, after, c.nextBaseFee(header), included)
}

// nextBaseFee is the base fee in wei of the block after this one: EIP-1559's, unless a
// developer fixed it.
func (c *Chain) nextBaseFee(h *types.Header) *big.Int {
	if fee := c.decrees.fixedBaseFee(); fee != nil {
		return fee
	}
	return c.calculatedBaseFee(h)
}

func (c *Chain) calculatedBaseFee(h *types.Header) *big.Int { return eip1559.CalcBaseFee(c.config, h) }
