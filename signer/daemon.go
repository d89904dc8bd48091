package signer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/record"
)

// Daemon is a signer.
type Daemon struct {
	config shared
	bus    Bus
	vouch  bool
	lanes  map[record.Key]*lane
	order  []*lane
}

// New validates the configuration. It starts nothing.
func New(config Config) (*Daemon, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	d := &Daemon{bus: config.Bus, vouch: config.Vouch, lanes: map[record.Key]*lane{}, config: shared{
		key: config.Key, record: config.Record, halt: config.Halt, evidenceDir: config.EvidenceDir,
		patience: config.Patience, now: config.Now, hook: config.Hook, log: config.Logger.With("signer", config.Key.Address()),
	}}
	if d.config.patience == 0 {
		d.config.patience = DefaultPatience
	}
	for _, c := range config.Lanes {
		l := newLane(&d.config, c)
		d.lanes[l.key] = l
		d.order = append(d.order, l)
	}
	return d, nil
}

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
	return fmt.Sprintf("signing record of lane %s %s, but this signer has approved nonce %d with accumulator %s: the record was rolled back or lost; restore a newer one",
		e.Lane, recorded, e.Approved.Checkpoint.Nonce, e.Approved.Checkpoint.Accumulator)
}

// Run serves until ctx ends, and returns nil then. A *RolledBackError, or a lane
// that the bus does not admit this signer to, ends it at once.
func (d *Daemon) Run(ctx context.Context) error {
	for _, l := range d.order {
		if err := d.recall(ctx, l); err != nil {
			if ctx.Err() != nil {
				return nil
			}
			return err
		}
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, l := range d.order {
		group.Go(func() error {
			l.run(ctx)
			return nil
		})
	}
	group.Go(func() error { return d.bus.Requests(ctx, d.serve) })
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}

// recall compares the record with the signer's own approvals on the bus. A record
// that was restored from an old copy is sound by itself; this is what shows it.
func (d *Daemon) recall(ctx context.Context, l *lane) error {
	approvals, err := d.ownApprovals(ctx, l)
	if err != nil {
		return err
	}
	for _, approval := range approvals {
		if approval.Checkpoint.Inbox != l.key.Inbox {
			continue // of another deployment: not this lane's claim
		}
		approved := approval.Checkpoint.Position()
		highest, claimed := d.config.record.Highest(l.key)
		rolledBack := &RolledBackError{Lane: l.lane, Approved: approval}
		var from *messages.Position
		if claimed {
			from, rolledBack.Recorded = &highest.Position, &highest.Position
		}
		switch {
		case claimed && approved.Nonce == highest.Position.Nonce && approved != highest.Position:
			return rolledBack // two accumulators at one nonce: nobody can vouch for that
		case claimed && approved.Nonce <= highest.Position.Nonce:
			continue
		case !d.vouch:
			return rolledBack
		}
		d.config.log.Warn("operator vouches: record is raised to an own approval", "lane", l.name, "nonce", approved.Nonce)
		if err := d.config.record.Claim(l.key, from, record.Claim{Position: approved, NotBefore: highest.NotBefore}); err != nil {
			return fmt.Errorf("raise record of lane %s: %w", l.name, err)
		}
	}
	return nil
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

// serve answers one request.
func (d *Daemon) serve(ctx context.Context, request messages.Request) (messages.Answer, error) {
	d.config.at(PointReceived)
	answer := messages.Answer{Attempt: request.Attempt}
	signature, err := d.sign(ctx, request)
	if err == nil {
		answer.Approval = &messages.Approval{
			Checkpoint: request.Checkpoint, Domain: request.Domain,
			Signer: d.config.key.Address(), Signature: signature,
		}
		return answer, nil
	}
	var refused *refusal
	if !errors.As(err, &refused) {
		return messages.Answer{}, err // shutting down, or no signature could be made
	}
	answer.Refusal = &messages.Refusal{
		Checkpoint: request.Checkpoint, Domain: request.Domain,
		Signer: d.config.key.Address(), Reason: refused.reason, Detail: refused.detail,
	}
	return answer, nil
}

func (d *Daemon) sign(ctx context.Context, request messages.Request) (messages.Signature, error) {
	l, ok := d.lanes[record.Key{Lane: request.Checkpoint.Lane, Inbox: request.Checkpoint.Inbox}]
	if !ok {
		return messages.Signature{}, refuse(messages.ReasonUnknownLane, "lane %s with inbox %s is not served", request.Checkpoint.Lane, request.Checkpoint.Inbox)
	}
	signature, err := l.decide(ctx, request)
	l.count(request.Checkpoint.Nonce, err)
	return signature, err
}
