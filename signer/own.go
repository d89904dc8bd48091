package signer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/record"
)

// RolledBackError says that the record does not know what this signer has signed.
// Nothing may be signed until the operator restores a newer record, or vouches for
// the bus's memory.
type RolledBackError struct {
	Lane     messages.Lane
	Recorded *messages.Position // nil: no claim at all
	Approved messages.Approval  // ours, signature verified
}

func (e *RolledBackError) Error() string {
	recorded := "has no claim"
	if e.Recorded != nil {
		recorded = fmt.Sprintf("ends at nonce %d with accumulator %s", e.Recorded.Nonce, e.Recorded.Accumulator)
	}
	return fmt.Sprintf("signing record of lane %s %s, but this signer has approved nonce %d with accumulator %s: the record was rolled back or lost, or another process signs with this key: stop that one, restore a newer record",
		e.Lane, recorded, e.Approved.Checkpoint.Nonce, e.Approved.Checkpoint.Accumulator)
}

// recall compares the record with the signer's own approvals on the bus, before
// anything is signed. A record that was restored from an old copy is sound by itself;
// this is what shows it.
func (d *Daemon) recall(ctx context.Context, l *lane) error {
	approvals, err := d.ownApprovals(ctx, l)
	if err != nil {
		return err
	}
	for _, approval := range approvals {
		unknown := d.compare(l, approval)
		if unknown == nil {
			continue
		}
		highest, _ := d.config.record.Highest(l.key)
		approved := approval.Checkpoint.Position()
		if !d.vouch || unknown.Recorded != nil && approved.Nonce <= unknown.Recorded.Nonce {
			return unknown // two accumulators at one nonce: nobody can vouch for that
		}
		d.config.log.Warn("operator vouches: record is raised to an own approval", "lane", l.name, "nonce", approved.Nonce)
		if err := d.config.record.Claim(l.key, unknown.Recorded, record.Claim{Position: approved, NotBefore: highest.NotBefore}); err != nil {
			return fmt.Errorf("raise record of lane %s: %w", l.name, err)
		}
	}
	return nil
}

// compare returns what is wrong when the record does not know of an own approval.
func (d *Daemon) compare(l *lane, approval messages.Approval) *RolledBackError {
	if approval.Checkpoint.Inbox != l.key.Inbox {
		return nil // of another deployment: not this lane's claim
	}
	approved := approval.Checkpoint.Position()
	highest, claimed := d.config.record.Highest(l.key)
	unknown := &RolledBackError{Lane: l.lane, Approved: approval}
	if claimed {
		unknown.Recorded = &highest.Position
	}
	if claimed && (approved.Nonce < highest.Position.Nonce || approved == highest.Position) {
		return nil
	}
	return unknown
}

// watchOwn looks now and then for own approvals that the record does not know of. The
// record is written before anything is published, so that such a one was given by
// another process with this key and a record of its own: a copied data directory, a
// second machine. Each of the two remembers half of what the key has signed. The one
// that finds out ends.
func (d *Daemon) watchOwn(ctx context.Context) error {
	ticker := time.NewTicker(ownInterval)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
		for _, l := range d.order {
			approvals, err := d.bus.Claims(ctx, l.key.Lane)
			if err != nil {
				continue // without the bus nothing can be published either
			}
			for _, approval := range approvals {
				if unknown := d.compare(l, approval); unknown != nil {
					return unknown
				}
			}
		}
	}
}

// ownApprovals waits for the bus: without it there is nothing to do anyway.
func (d *Daemon) ownApprovals(ctx context.Context, l *lane) ([]messages.Approval, error) {
	for pause := firstRetry; ; pause = min(2*pause, maxRetry) {
		approvals, err := d.bus.Claims(ctx, l.key.Lane)
		if err == nil {
			return approvals, nil
		}
		if errors.Is(err, bus.ErrForbidden) {
			return nil, fmt.Errorf("lane %s (%s): %w", l.name, l.key.Lane, err)
		}
		d.config.log.Warn("own approvals cannot be read from the bus, trying again", "lane", l.name, "error", err, "pause", pause)
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, ctx.Err()
		case <-timer.C:
		}
	}
}
