package devnet

import (
	"context"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/turns"
)

// pacedLedger is the chain as validators see it: without automine nothing is ever
// pending, and blocks come by Mine or by the clock. While a block is under way it leaves
// whoever takes turns one processor less.
type pacedLedger struct {
	*executor.Chain
	turns     hurry
	collector *turns.Collector // nil if garbage is somebody else's business
	done      atomic.Uint64    // the block that was committed last
	manual    atomic.Bool
}

// hurry hears of the blocks that are under way; *turns.Turns does.
type hurry interface {
	Hurry(number uint64)
	Done(number uint64)
}

var _ consensus.Ledger = (*pacedLedger)(nil)

// Pending implements consensus.Ledger.
func (l *pacedLedger) Pending() bool { return !l.manual.Load() && l.Chain.Pending() }

// Build implements consensus.Ledger.
func (l *pacedLedger) Build(ctx context.Context, p consensus.BuildParams) (*types.Block, error) {
	if p.Parent != nil {
		l.hurry(p.Parent.Number.Uint64() + 1)
	}
	return l.Chain.Build(ctx, p)
}

// Verify implements consensus.Ledger.
func (l *pacedLedger) Verify(ctx context.Context, proposal *types.Block) error {
	if proposal != nil {
		l.hurry(proposal.NumberU64())
	}
	return l.Chain.Verify(ctx, proposal)
}

func (l *pacedLedger) hurry(number uint64) {
	if number != l.FinalizedNumber()+1 {
		return
	}
	l.turns.Hurry(number)
	if number <= l.FinalizedNumber() { // meanwhile, by another validator
		l.turns.Done(number)
	}
}

// Commit implements consensus.Ledger.
func (l *pacedLedger) Commit(ctx context.Context, sealed *types.Block) error {
	err := l.Chain.Commit(ctx, sealed)
	if err != nil {
		return err
	}
	l.turns.Done(sealed.NumberU64())
	if l.done.Swap(sealed.NumberU64()) != sealed.NumberU64() && l.collector != nil {
		l.collector.Between()
	}
	return nil
}
