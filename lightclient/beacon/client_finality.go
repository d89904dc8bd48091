package beacon

import (
	"context"
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

// candidate is a newer finalized header that one provider has proven.
type candidate struct {
	provider int
	state    state
}

// followFinality asks all providers for what is final and takes the newest that is true.
// Those that failed lately are asked if nobody else gave an answer that holds, and so are
// those that were not waited for. These are waited for as well while finality is overdue:
// whoever is quick to say what we know already would else keep the slow ones from being
// heard for as long as a committee lasts.
func (c *Client) followFinality(ctx context.Context) error {
	order, rested := c.beacons.Order()
	if rested == 0 {
		rested = len(order)
	}
	var failures []error
	answered := false
	for asked, resting := order[:rested], order[rested:]; len(asked) > 0 && ctx.Err() == nil; {
		round, err := c.followFinalityOf(ctx, asked)
		answered = answered || round.answered
		if err != nil || answered && (len(round.late) == 0 || !c.overdue()) {
			return err
		}
		failures = append(failures, round.failures...)
		asked, resting = append(round.late, resting...), nil
	}
	return c.failure(ctx, failures)
}

// overdue reports whether our clock is further ahead of what is final than it is while the
// chain finalizes and its nodes tell us of it.
func (c *Client) overdue() bool {
	final, now := c.net.Preset.EpochAt(c.state.final.Beacon.Slot), c.net.Preset.EpochAt(c.net.SlotAt(c.cfg.Now()))
	return now > final+overdueEpochs
}

// round is what came of asking several providers.
type round struct {
	answered bool // by one without complaint
	failures []error
	late     []int
}

func (c *Client) followFinalityOf(ctx context.Context, providers []int) (round, error) {
	var r round
	var candidates []candidate
	for _, a := range c.askAll(ctx, providers) {
		if a.late {
			r.late = append(r.late, a.provider)
			continue
		}
		found, err := c.examine(ctx, a, candidates)
		switch {
		case lightclient.IsFrozen(err):
			return r, err
		case err != nil:
			r.failures = append(r.failures, c.beacons.Blame(ctx, a.provider, err))
			continue
		}
		r.answered = true
		if found != nil {
			candidates = append(candidates, *found)
		}
	}
	if len(candidates) == 0 {
		return r, nil
	}
	return r, c.acceptBest(ctx, candidates)
}

// examine verifies an answer. It returns nil if there is nothing in it that we or a
// candidate do not know.
func (c *Client) examine(ctx context.Context, a answer, candidates []candidate) (*candidate, error) {
	if a.err != nil {
		return nil, a.err
	}
	root := a.update.FinalizedHeader.blockRoot()
	if root == c.state.final.blockRoot() {
		return nil, nil
	}
	for i := range candidates {
		if root == candidates[i].state.final.blockRoot() {
			return nil, nil
		}
	}
	u := a.update.Update()
	next, err := c.take(c.state, u)
	if err == nil && next.proof == u {
		return &candidate{a.provider, next}, nil
	}
	if err != nil && !errors.Is(err, lightclient.ErrStale) {
		return nil, err
	}
	// It is behind, or on another branch.
	if err := c.contradicts(ctx, &c.state, u); err != nil {
		return nil, err
	}
	return nil, fmt.Errorf("%w: its finalized header is of slot %d, trusted is %d", lightclient.ErrStale, u.FinalizedHeader.Beacon.Slot, c.state.final.Beacon.Slot)
}

// acceptBest takes the newest of several true candidates, unless others contradict it.
func (c *Client) acceptBest(ctx context.Context, candidates []candidate) error {
	best := candidates[0]
	for _, other := range candidates[1:] {
		if other.state.final.Beacon.Slot > best.state.final.Beacon.Slot {
			best = other
		}
	}
	bound, err := c.bind(ctx, best.state)
	if err != nil {
		return c.bindFailure(err)
	}
	for _, other := range candidates {
		if other.provider == best.provider {
			continue
		}
		if err := c.contradicts(ctx, &bound, other.state.proof); err != nil {
			if lightclient.IsFrozen(err) {
				return err
			}
			c.log.Warn("cannot compare what two providers hold to be final", "provider", c.beacons.Name(other.provider), "err", err)
		}
	}
	if err := c.accept(bound); err != nil {
		return err
	}
	step := signedStep(StepFinal, c.beacons.Name(best.provider), bound.proof, &bound.final)
	step.Execution, step.ByHeader = bound.released, bound.execution != nil
	c.cfg.Observe(step)
	return nil
}

// followHead asks for the newest signed block, to be shown.
func (c *Client) followHead(ctx context.Context) {
	order, _ := c.beacons.Order()
	for _, i := range order {
		u, err := c.optimisticUpdate(ctx, i)
		if err != nil {
			c.log.Debug("no optimistic update", "provider", c.beacons.Name(i), "err", err)
			continue
		}
		slot := u.AttestedHeader.Beacon.Slot
		if shown, ok := c.Head(); ok && slot <= shown.Slot {
			continue // somebody else may have a newer one
		}
		next, err := c.take(c.state, u.Update())
		if err != nil {
			if !errors.Is(err, lightclient.ErrStale) {
				c.log.Warn("optimistic update is not to be believed", "provider", c.beacons.Name(i), "err", err)
			}
			continue
		}
		c.state = next // which knows no more than a better update to be forced
		head := signedStep(StepHead, c.beacons.Name(i), u.Update(), &u.AttestedHeader)
		c.head.Store(&head)
		c.cfg.Observe(head)
		return
	}
}
