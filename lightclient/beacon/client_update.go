package beacon

import (
	"context"
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

// update brings the client as far as its providers have verifiable data. It is called
// with the turn.
func (c *Client) update(ctx context.Context) error {
	moved := false
	if c.state.isZero() {
		if err := c.begin(ctx); err != nil {
			return err
		}
		moved = true
	}
	if err := c.net.CheckAge(c.state.final.Beacon.Slot, c.cfg.Now(), c.cfg.Params); err != nil {
		return c.rejected(err)
	}
	caughtUp, err := c.catchUp(ctx)
	if err == nil {
		err = c.followFinality(ctx)
	}
	if err == nil && c.cfg.FollowHead {
		c.followHead(ctx)
	}
	if err != nil && !lightclient.IsFrozen(err) && (moved || caughtUp) {
		// The next one tells it, if it is still true.
		c.log.Info("update ended early", "slot", c.state.final.Beacon.Slot, "err", err)
		return nil
	}
	return err
}

// rejected makes the error that Update returns. It names the execution block after the
// released one: of what was refused, there may be no more than a slot.
func (c *Client) rejected(err error) error {
	return c.keeper.Rejected(c.Final().Header().Number+1, err)
}

// failure makes one error of those of the providers.
func (c *Client) failure(ctx context.Context, failures []error) error {
	err := errors.Join(failures...)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return c.rejected(err)
}

// catchUp follows the committees up to the period of our clock, and reports whether it
// came any further.
func (c *Client) catchUp(ctx context.Context) (moved bool, err error) {
	for range maxSteps {
		from, newest := c.wanted()
		if from > newest {
			return moved, nil
		}
		epoch := c.net.Preset.EpochAt(c.net.SlotAt(c.cfg.Now()))
		optional := from == newest
		if optional {
			// What the newest period finalizes may have no next committee yet, and the one after
			// that takes hours to be needed.
			if c.nextAsked == epoch {
				return moved, nil
			}
			c.nextAsked = epoch
		}
		followed, err := c.followPeriods(ctx, from, min(uint64(newest-from)+1, stepPeriods))
		if err != nil && optional && !lightclient.IsFrozen(err) && !lightclient.IsLocal(err) && ctx.Err() == nil {
			return moved, nil // whoever is to blame has been named; what is final may be had without
		}
		if err == nil && !followed {
			followed, err = c.force()
		}
		if err != nil || !followed {
			return moved, err
		}
		moved = true
	}
	return moved, nil
}

// wanted returns the first period of which an update is missing, and that of our clock.
func (c *Client) wanted() (from, newest Period) {
	from = c.net.Preset.PeriodAt(c.state.final.Beacon.Slot)
	if c.state.next != nil {
		from++
	}
	return from, c.net.Preset.PeriodAt(c.net.SlotAt(c.cfg.Now()))
}

// followPeriods asks for updates until a provider has some that bring the client further,
// and reports whether one did.
func (c *Client) followPeriods(ctx context.Context, from Period, count uint64) (bool, error) {
	var failures []error
	order, _ := c.beacons.Order()
	for _, i := range order {
		followed, err := c.followPeriodsOf(ctx, i, from, count)
		if followed {
			return true, err
		}
		if err != nil {
			failures = append(failures, c.beacons.Blame(ctx, i, err))
		}
		if lightclient.IsNobodysFault(ctx, err) {
			break
		}
	}
	if len(failures) == 0 && ctx.Err() == nil {
		return false, nil // they answered, and there is no news
	}
	return false, c.failure(ctx, failures)
}

func (c *Client) followPeriodsOf(ctx context.Context, i int, from Period, count uint64) (bool, error) {
	updates, err := c.updates(ctx, i, from, count)
	if err != nil {
		return false, err
	}
	if len(updates) == 0 {
		return false, fmt.Errorf("updates from period %d on: %w: it has none", from, lightclient.ErrNoSuchHeader)
	}
	next := c.state
	var steps []Step
	for _, u := range updates {
		taken, failed := c.take(next, u)
		if err = failed; err != nil {
			break
		}
		switch {
		case taken.next != nil && taken.next != next.next:
			step := signedStep(StepPeriod, c.beacons.Name(i), u, &taken.final)
			step.Period, step.NextCommittee = c.net.Preset.PeriodAt(u.AttestedHeader.Beacon.Slot)+1, taken.store.NextSyncCommittee.Root()
			steps = append(steps, step)
		case taken.proof != next.proof:
			steps = append(steps, signedStep(StepFinal, c.beacons.Name(i), u, &taken.final))
		}
		next = taken
	}
	if next.next == c.state.next && next.proof == c.state.proof {
		c.state = next // it may know a better update to be forced
		return false, err
	}
	if err != nil {
		c.log.Info("updates ended early", "err", c.beacons.Blame(ctx, i, err))
	}
	if err := c.askForCommittee(ctx, i, &next); err != nil {
		return false, err
	}
	return true, c.advance(ctx, next, steps)
}

// advance binds the execution block of a verified state, and accepts it.
func (c *Client) advance(ctx context.Context, next state, steps []Step) error {
	bound, err := c.bind(ctx, next)
	if err != nil {
		return c.bindFailure(err)
	}
	if err := c.accept(bound); err != nil {
		return err
	}
	for _, step := range steps {
		if step.Slot == bound.final.Beacon.Slot {
			step.Execution, step.ByHeader = bound.released, bound.execution != nil
		}
		c.cfg.Observe(step)
	}
	return nil
}

// bindFailure is what remains to be said when no execution node was of help.
func (c *Client) bindFailure(err error) error { return c.rejected(c.keeper.FreezeOn(err)) }

// take verifies an update on top of a state.
func (c *Client) take(s state, u *LightClientUpdate) (state, error) {
	store, err := c.net.verify(s.store, u, c.cfg.Now(), c.cfg.Params)
	if err != nil {
		return state{}, err
	}
	next := s
	next.store = store
	if store.FinalizedHeader.Beacon.Slot > s.store.FinalizedHeader.Beacon.Slot {
		next.basis, next.final, next.proof = byFinality, u.FinalizedHeader, u
	}
	next.learn(c.net, s, u)
	return next, nil
}

// learn remembers which update it was that brought what the store knows now. Two updates
// under one signature need not bring the same.
func (s *state) learn(n *Network, before state, u *LightClientUpdate) {
	if s.store.NextSyncCommittee != before.store.NextSyncCommittee {
		s.next = nil
		if s.store.NextSyncCommittee != nil {
			s.next = u
		}
	}
	switch {
	case s.store.BestValidUpdate == nil:
		s.best = nil
	case before.best == nil || n.IsBetterUpdate(u, before.best):
		s.best = u
	}
}

// force goes on from a signed header that is not final, if the operator has chosen so.
func (c *Client) force() (bool, error) {
	if !c.cfg.ForceUpdate || c.state.best == nil {
		return false, nil
	}
	store, err := c.net.ProcessForceUpdate(c.state.store, c.net.SlotAt(c.cfg.Now()))
	if err != nil {
		return false, c.rejected(err)
	}
	if store.FinalizedHeader.Beacon.Slot == c.state.store.FinalizedHeader.Beacon.Slot {
		return false, nil
	}
	next, best := c.state, c.state.best
	next.store, next.basis, next.final, next.proof = store, byForce, best.AttestedHeader, best
	next.learn(c.net, c.state, best)
	if err := c.accept(next); err != nil {
		return false, err
	}
	c.log.Warn("forced to go on without finality, as configured", "slot", next.final.Beacon.Slot, "root", next.final.blockRoot())
	c.cfg.Observe(signedStep(StepForced, "", best, &next.final))
	return true, nil
}
