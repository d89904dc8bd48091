package executor

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/core/types"
)

// Commit implements consensus.Ledger: it returns after the block is durable, the
// mempool knows of it and readers see it. Whether the seals are enough is
// consensus's decision, made before; the chain believes its caller in that alone
// and executes a block that it doesn't know.
func (c *Chain) Commit(ctx context.Context, sealed *types.Block) error {
	c.commit.Lock()
	defer c.commit.Unlock()
	c.mu.RLock()
	closed := c.closed
	c.mu.RUnlock()
	if closed {
		return fmt.Errorf("commit: %w", ErrClosed)
	}
	done, err := c.verified(ctx, sealed)
	if err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if done == nil {
		return nil // another validator of this process was faster
	}
	if done.written {
		// Writing uses the state up. It was written in a commit that failed later, so
		// it has to be made again.
		c.proposals.Remove(done.hash)
		if done, err = c.verified(ctx, sealed); err != nil {
			return fmt.Errorf("commit: %w", err)
		}
	}
	// The body is the one that was executed; only the header comes with the seals.
	r := record{hash: done.hash, block: done.block.WithSeal(sealed.Header()), receipts: done.receipts}
	done.written = true
	if err := c.writeState(done); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	if err := c.store.append(r, nil); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	return c.publish(r)
}

// writeState hands the block's trie nodes to the trie database: to disk at once in a
// durable store, else into reference-counted memory.
func (c *Chain) writeState(done *executed) error {
	h := done.block.Header()
	root, err := done.state.Commit(c.config.Rules(h.Number, true, h.Time), h.Number.Uint64())
	if err != nil {
		return fmt.Errorf("write state of block %d: %w", h.Number, err)
	}
	if root != h.Root {
		return fmt.Errorf("write state of block %d: root became %s, was %s", h.Number, root, h.Root)
	}
	if c.store.durable {
		if err := c.tries.Commit(root, false); err != nil {
			return fmt.Errorf("write state of block %d: %w", h.Number, err)
		}
		return nil
	}
	if err := c.tries.Reference(root, common.Hash{}); err != nil {
		return fmt.Errorf("keep state of block %d: %w", h.Number, err)
	}
	c.roots = append(c.roots, root)
	for uint64(len(c.roots)) > c.history+historySlack {
		if err := c.tries.Dereference(c.roots[0]); err != nil {
			return fmt.Errorf("free an old state: %w", err)
		}
		c.roots = c.roots[1:]
	}
	return nil
}

// publish makes a durable block the head. Pool and head change under one lock, so
// that nobody sees one without the other: a transaction never seems to vanish between
// the pool and its block, and a validator on the new head never finds work that is
// done already.
func (c *Chain) publish(r record) error {
	header := r.block.Header()
	n := header.Number.Uint64()
	pool := c.attached()
	record, decreed := c.recordIn(r.block.Transactions())
	st, err := c.open(header.Root)
	if err != nil {
		return fmt.Errorf("commit: state of block %d just written: %w", n, err)
	}
	c.headers.Add(n, header)
	c.blocks.Add(n, r.block)
	c.receipts.Add(n, r.receipts)
	// What was executed on the former parent is of no use any more.
	c.proposals.Purge()
	c.mu.Lock()
	if decreed {
		c.decrees.settle(record) // before the pool asks for the next base fee
	}
	if pool != nil {
		pool.Reset(header, st, c.nextBaseFee(header), r.block.Transactions())
	}
	c.head, c.hash = header, r.hash
	c.wake()
	c.mu.Unlock()
	c.heads.send(header)
	return nil
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
