package signer

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/messages"
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
	group.Go(func() error { return d.watchOwn(ctx) })
	if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
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
