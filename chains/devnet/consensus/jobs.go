package consensus

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// job is a ledger call; the worker makes one at a time, so that a validator executes no two blocks at once.
type job struct {
	ctx context.Context
	do  func(ctx context.Context) func() error // runs on the worker; what it returns runs on the loop
}

type result struct{ apply func() error }

func (l *loop) work(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return errStopped
		case j := <-l.jobs:
			apply := j.do(j.ctx)
			select {
			case l.results <- result{apply}:
			case <-ctx.Done():
				return errStopped
			}
		}
	}
}

func (l *loop) enqueue(ctx context.Context, do func(context.Context) func() error) {
	l.queue = append(l.queue, job{ctx, do})
}

func (l *loop) build(req BuildRequest) func(context.Context) func() error {
	extra := qbft.ExtraData{Vanity: l.v.cfg.Vanity, Validators: req.Set.Members(), Round: req.Round}
	l.v.mu.Lock()
	extra.Vote = l.v.wishes.next(l.tally, l.v.self)
	l.v.mu.Unlock()
	return func(ctx context.Context) func() error {
		if ctx.Err() != nil {
			return func() error { return nil }
		}
		now := uint64(max(l.v.cfg.Clock.Now().Unix(), 0))
		block, err := l.v.cfg.Ledger.Build(ctx, BuildParams{
			Parent: req.Parent, Time: max(now, req.Parent.Time), Coinbase: l.v.self, Extra: extra.Encode(), Fill: l.filling(req),
		})
		return func() error { return l.built(req, block, err) }
	}
}

// building is the newest build of a validator. Of a round that was given up nobody wants the block, and what the worker has
// to do next, to verify the next round's, waits for it. With its height a build ends by itself.
type building struct {
	round uint32
	end   context.CancelFunc // nil if there is nothing to end
}

func (b *building) begin(height context.Context, round uint32) context.Context {
	ctx, end := context.WithCancel(height)
	*b = building{round, end}
	return ctx
}

// leave ends the build if it is of an earlier round than where the validator is.
func (b *building) leave(round uint32) {
	if b.end != nil && round > b.round {
		b.end()
		b.end = nil
	}
}

// filling is for how long a block may be filled. A third of a round's time leaves as much to those who execute it again, and
// to the rest; where a quorum of this process shares the execution, nobody has to.
func (l *loop) filling(req BuildRequest) time.Duration {
	most := l.v.cfg.Timeouts.Round(req.Round) / 3
	if l.v.cfg.share(req.Set) {
		most *= 2
	}
	return min(l.v.cfg.Pace.filling(req.Height), most)
}

// share says that a quorum of a set is in this process and believes one execution.
func (c *ValidatorConfig) share(set *Set) bool {
	members := 0
	for _, a := range c.together {
		if set.Contains(a) {
			members++
		}
	}
	return members >= set.Quorum() && !c.Paranoid
}

func (l *loop) built(req BuildRequest, block *types.Block, err error) error {
	if err == nil {
		err = l.machine.Propose(req.Height, req.Round, block)
	}
	switch {
	case err == nil, errors.Is(err, ErrStale), errors.Is(err, context.Canceled):
	case errors.Is(err, ErrSigner):
		return err
	default:
		// The round will time out and another validator tries; a broken block builder must not stop the chain.
		l.v.log.Error("no block to propose", "height", req.Height, "round", req.Round, "error", err)
	}
	return nil
}

func (l *loop) verify(req VerifyRequest) func(context.Context) func() error {
	return func(ctx context.Context) func() error {
		if ctx.Err() != nil {
			return func() error { return nil }
		}
		err := CheckTime(req.Block.Header(), req.Parent, l.v.cfg.Clock.Latest())
		if err == nil {
			err = l.v.cfg.Ledger.Verify(ctx, req.Block)
		}
		return func() error { return l.checked(req, err) }
	}
}

func (l *loop) checked(req VerifyRequest, invalid error) error {
	if errors.Is(invalid, context.Canceled) {
		return nil // the height is over; this says nothing about the block
	}
	if invalid != nil {
		l.v.log.Warn("proposal is invalid", "height", req.Height, "round", req.Round, "digest", req.Digest, "error", invalid)
	}
	if err := l.machine.Verified(req, invalid); err != nil && !errors.Is(err, ErrStale) {
		return err
	}
	return nil
}

func (l *loop) commit(sealed *types.Block) func(context.Context) func() error {
	return func(ctx context.Context) func() error {
		err := l.v.cfg.Ledger.Commit(ctx, sealed)
		if err == nil || ctx.Err() != nil {
			return func() error { return nil } // follow sees the new head
		}
		return func() error {
			// A quorum has sealed this block: it is final, and going on without it would build a second chain.
			return fmt.Errorf("store decided block %d: %w", sealed.NumberU64(), err)
		}
	}
}
