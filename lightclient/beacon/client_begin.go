package beacon

import (
	"context"
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
)

// begin fetches the block of the checkpoint, from whoever has it.
func (c *Client) begin(ctx context.Context) error {
	var failures []error
	order, _ := c.beacons.Order()
	for _, i := range order {
		err := c.beginFrom(ctx, i)
		if err == nil {
			return nil
		}
		failures = append(failures, c.beacons.Blame(ctx, i, err))
		if lightclient.IsNobodysFault(ctx, err) {
			break
		}
	}
	if ctx.Err() == nil && !c.old.isZero() && !lightclient.IsLocal(errors.Join(failures...)) {
		// Which of both is later is in the header that nobody has.
		failures = append([]error{fmt.Errorf("%w: configured is %s, the store began from %s and trusts slot %d; "+
			"configure the former again, or a later one that the endpoints have",
			lightclient.ErrOtherAnchor, c.cfg.Checkpoint, c.old.anchor.Hash, c.old.final.Beacon.Slot)}, failures...)
	}
	return c.failure(ctx, failures)
}

func (c *Client) beginFrom(ctx context.Context, i int) error {
	b, err := c.bootstrap(ctx, i, c.cfg.Checkpoint)
	if err != nil {
		return err
	}
	store, err := c.net.InitializeStore(c.cfg.Checkpoint, b)
	if err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	slot := b.Header.Beacon.Slot
	if err := c.net.CheckAge(slot, c.cfg.Now(), c.cfg.Params); err != nil {
		return fmt.Errorf("checkpoint: %w", err)
	}
	if !c.old.isZero() && slot <= c.old.final.Beacon.Slot {
		return &lightclient.LocalError{Err: fmt.Errorf("beacon client of chain %d: %w: configured is %s of slot %d, the store began from %s and trusts slot %d; "+
			"configure the one it began from, or a later one than it trusts, or remove the store to begin anew",
			c.net.ChainID, lightclient.ErrOtherAnchor, c.cfg.Checkpoint, slot, c.old.anchor.Hash, c.old.final.Beacon.Slot)}
	}
	next := state{
		store: store, anchor: lightclient.Anchor{Number: uint64(slot), Hash: c.cfg.Checkpoint}, basis: byCheckpoint, final: b.Header,
	}
	if next, err = c.bind(ctx, next); err != nil {
		return &lightclient.LocalError{Err: c.bindFailure(err)}
	}
	if err := c.accept(next); err != nil {
		return err
	}
	c.old = state{}
	c.cfg.Observe(Step{
		Kind: StepCheckpoint, Provider: c.beacons.Name(i), Slot: slot, Root: c.cfg.Checkpoint, Period: c.net.Preset.PeriodAt(slot),
		NextCommittee: store.CurrentSyncCommittee.Root(), Committee: store.CurrentSyncCommittee.Size(), Execution: next.released,
		ByHeader: next.execution != nil, BlockHash: next.final.ExecutionBlockHash(),
	})
	return nil
}
