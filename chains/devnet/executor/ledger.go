package executor

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
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
	return pool != nil && pool.Ready() || c.decrees.waiting()
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
	if err := ctx.Err(); err != nil { // while another block was executed
		return nil, fmt.Errorf("build on block %d: %w", p.Parent.Number, err)
	}
	head, hash := c.headAndHash()
	if parentHash != hash {
		return nil, fmt.Errorf("build on block %d %s: %w, which is block %d %s", p.Parent.Number, parentHash, ErrNotOnHead, head.Number, hash)
	}
	if p.Time < head.Time {
		return nil, fmt.Errorf("build on block %d: time is %d, must be at least the parent's %d", head.Number, p.Time, head.Time)
	}
	done, err := c.build(ctx, head, c.nextHeader(head, hash, p.Time, p.Coinbase, p.Extra), p.Fill)
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
	if c.paranoid {
		return c.verifyAnew(ctx, proposal)
	}
	_, err := c.verified(ctx, proposal)
	return err
}

// verifyAnew executes a proposal whatever is known of it.
func (c *Chain) verifyAnew(ctx context.Context, proposal *types.Block) error {
	hash, err := c.identify(proposal)
	if err != nil {
		return err
	}
	if err := checkBody(proposal); err != nil {
		return err
	}
	c.execution.Lock()
	defer c.execution.Unlock()
	on := c.tip()
	if committed, err := c.place(on, proposal.Header(), hash); err != nil || committed {
		return err
	}
	done, err := c.execute(ctx, on, proposal)
	if err == nil {
		c.proposals.Add(hash, done)
	}
	return err
}

// verified returns the execution of a valid proposal, nil for one that is already committed.
func (c *Chain) verified(ctx context.Context, proposal *types.Block) (*executed, error) {
	hash, err := c.identify(proposal)
	if err != nil {
		return nil, err
	}
	// Once without the lock, so that committing never waits for somebody's next
	// proposal, and once with it, because another validator may just have executed.
	if done, known, err := c.answer(c.tip(), proposal, hash); known || err != nil {
		return done, err
	}
	if err := checkBody(proposal); err != nil {
		return nil, err
	}
	c.execution.Lock()
	defer c.execution.Unlock()
	on := c.tip()
	if done, known, err := c.answer(on, proposal, hash); known || err != nil {
		return done, err
	}
	done, err := c.execute(ctx, on, proposal)
	if err != nil {
		return nil, err
	}
	c.proposals.Add(hash, done)
	return done, nil
}

// tip is the head at some moment. Whoever asks more than once about the same one keeps it:
// another validator may commit in between.
type tip struct {
	header *types.Header
	hash   common.Hash
}

func (c *Chain) tip() tip {
	header, hash := c.headAndHash()
	return tip{header, hash}
}

// execute runs a proposal on the block that it was found to stand on; under c.execution.
func (c *Chain) execute(ctx context.Context, on tip, proposal *types.Block) (*executed, error) {
	if err := c.checkHeader(on.header, on.hash, proposal.Header(), c.baseFeeOf(on.header, proposal.Transactions())); err != nil {
		return nil, err
	}
	return c.replay(ctx, on.header, proposal)
}

// answer looks a proposal up among the committed blocks (known, nil) and among those
// already executed on the head.
func (c *Chain) answer(on tip, proposal *types.Block, hash common.Hash) (done *executed, known bool, err error) {
	committed, err := c.place(on, proposal.Header(), hash)
	if err != nil || committed {
		return nil, committed, err
	}
	done, ok := c.proposals.Get(hash)
	if !ok {
		return nil, false, nil
	}
	// The header alone names the execution, and a proposer could send the right header over another body.
	if !sameBody(done.block, proposal) {
		if err := checkBody(proposal); err != nil {
			return nil, false, err
		}
	}
	return done, true, nil
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
func (c *Chain) place(on tip, h *types.Header, hash common.Hash) (committed bool, err error) {
	n, head := h.Number.Uint64(), on.header.Number.Uint64()
	switch {
	case n <= head:
		final, _ := c.HashByNumber(n)
		if final == hash {
			return true, nil
		}
		return false, fmt.Errorf("block %d %s: %w: %s", n, hash, ErrConflict, final)
	case n > head+1:
		return false, fmt.Errorf("block %d %s: %w, which is block %d", n, hash, ErrNotOnHead, head)
	case h.ParentHash != on.hash:
		return false, fmt.Errorf("block %d %s on %s: %w, which is block %d %s", n, hash, h.ParentHash, ErrNotOnHead, head, on.hash)
	}
	return false, nil
}
