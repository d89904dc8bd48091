package executor

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
)

var _ consensus.Ledger = (*Chain)(nil)

// Head implements consensus.Ledger.
func (c *Chain) Head() *types.Header {
	head, _ := c.headAndHash()
	return head
}

func (c *Chain) headAndHash() (*types.Header, common.Hash) {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.head, c.hash
}

// Pending implements consensus.Ledger.
func (c *Chain) Pending() bool {
	pool := c.attached()
	return pool != nil && pool.Ready()
}

// Changed implements consensus.Ledger.
func (c *Chain) Changed() <-chan struct{} {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.changed
}

// Wake closes the channel that Changed returned; the mempool's owner calls it when
// Ready may have become true.
func (c *Chain) Wake() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.wake()
}

func (c *Chain) wake() {
	close(c.changed)
	c.changed = make(chan struct{})
}

// Build implements consensus.Ledger. The executed block is kept, so that neither
// this validator nor another one of this process executes it a second time: they
// would run the same code on the same memory, which proves nothing. Validators of
// other processes execute it for themselves.
func (c *Chain) Build(ctx context.Context, p consensus.BuildParams) (*types.Block, error) {
	if p.Parent == nil {
		return nil, fmt.Errorf("build: parent is nil, must be the head's header")
	}
	parentHash, err := blockHash(p.Parent)
	if err != nil {
		return nil, fmt.Errorf("build on block %d: %w", p.Parent.Number, err)
	}
	c.execution.Lock()
	defer c.execution.Unlock()
	head, hash := c.headAndHash()
	if parentHash != hash {
		return nil, fmt.Errorf("build on block %d %s: %w, which is block %d %s", p.Parent.Number, parentHash, ErrNotOnHead, head.Number, hash)
	}
	if p.Time < head.Time {
		return nil, fmt.Errorf("build on block %d: time is %d, must be at least the parent's %d", head.Number, p.Time, head.Time)
	}
	done, err := c.build(ctx, head, c.nextHeader(head, hash, p.Time, p.Coinbase, p.Extra))
	if err != nil {
		return nil, err
	}
	c.proposals.Add(done.hash, done)
	return done.block, nil
}

// Verify implements consensus.Ledger. Errors: ErrInvalidBlock (MismatchError,
// TxError), ErrNotOnHead, ErrConflict; anything else is trouble of our own and says
// nothing about the proposal.
func (c *Chain) Verify(ctx context.Context, proposal *types.Block) error {
	_, err := c.verified(ctx, proposal)
	return err
}

// verified returns the execution of a valid proposal, nil for one that is already committed.
func (c *Chain) verified(ctx context.Context, proposal *types.Block) (*executed, error) {
	hash, err := c.identify(proposal)
	if err != nil {
		return nil, err
	}
	if err := checkBody(proposal); err != nil {
		return nil, err
	}
	// Once without the lock, so that committing never waits for somebody's next
	// proposal, and once with it, because another validator may just have executed.
	if done, known, err := c.answer(proposal, hash); known || err != nil {
		return done, err
	}
	c.execution.Lock()
	defer c.execution.Unlock()
	if done, known, err := c.answer(proposal, hash); known || err != nil {
		return done, err
	}
	head, headHash := c.headAndHash()
	if err := c.checkHeader(head, headHash, proposal.Header()); err != nil {
		return nil, err
	}
	done, err := c.replay(ctx, head, proposal)
	if err != nil {
		return nil, err
	}
	c.proposals.Add(hash, done)
	return done, nil
}

// answer looks a proposal up among the committed blocks (known, nil) and among those
// already executed on the head.
func (c *Chain) answer(proposal *types.Block, hash common.Hash) (done *executed, known bool, err error) {
	committed, err := c.place(proposal.Header(), hash)
	if err != nil || committed {
		return nil, committed, err
	}
	done, ok := c.proposals.Get(hash)
	return done, ok, nil
}

// identify computes a block's hash after making sure that its header can be read at all.
func (c *Chain) identify(b *types.Block) (common.Hash, error) {
	if b == nil {
		return common.Hash{}, mismatch(0, "block", "nil", "a block")
	}
	h := b.Header()
	if h.Number == nil || !h.Number.IsUint64() {
		return common.Hash{}, mismatch(0, "number", h.Number, "0 to 2^64-1")
	}
	hash, err := blockHash(h)
	if err != nil {
		return common.Hash{}, fmt.Errorf("%w %d: %w", ErrInvalidBlock, h.Number, err)
	}
	return hash, nil
}

// place says whether a block is already committed (true), or stands on the head
// (false); everything else is an error.
func (c *Chain) place(h *types.Header, hash common.Hash) (committed bool, err error) {
	head, headHash := c.headAndHash()
	n := h.Number.Uint64()
	switch {
	case n <= head.Number.Uint64():
		final, _ := c.HashByNumber(n)
		if final == hash {
			return true, nil
		}
		return false, fmt.Errorf("block %d %s: %w: %s", n, hash, ErrConflict, final)
	case n > head.Number.Uint64()+1:
		return false, fmt.Errorf("block %d %s: %w, which is block %d", n, hash, ErrNotOnHead, head.Number)
	case h.ParentHash != headHash:
		return false, fmt.Errorf("block %d %s on %s: %w, which is block %d %s", n, hash, h.ParentHash, ErrNotOnHead, head.Number, headHash)
	}
	return false, nil
}

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

// publish makes a durable block the head: first the pool forgets its transactions,
// then readers and waiting validators see it.
func (c *Chain) publish(r record) error {
	header := r.block.Header()
	n := header.Number.Uint64()
	c.headers.Add(n, header)
	c.blocks.Add(n, r.block)
	c.receipts.Add(n, r.receipts)
	if pool := c.attached(); pool != nil {
		st, err := c.open(header.Root)
		if err != nil {
			return fmt.Errorf("commit: state of block %d just written: %w", n, err)
		}
		pool.Reset(header, st, c.nextBaseFee(header), r.block.Transactions())
	}
	// What was executed on the former parent is of no use any more.
	c.proposals.Purge()
	c.mu.Lock()
	c.head, c.hash = header, r.hash
	c.wake()
	c.mu.Unlock()
	c.heads.send(header)
	return nil
}

// nextBaseFee is the base fee in wei of the block after this one (EIP-1559).
func (c *Chain) nextBaseFee(h *types.Header) *big.Int { return eip1559.CalcBaseFee(c.config, h) }
