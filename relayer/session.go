package relayer

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/quorum"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/batch"
)

// Point is a moment in a batch's life at which a test may kill the relayer.
type Point string

// The points, in their order.
const (
	PointVerified  Point = "verified"
	PointCut       Point = "cut"
	PointApproved  Point = "approved"
	PointSubmitted Point = "submitted"
	PointDelivered Point = "delivered"
)

// session is one run of a lane's pipeline, from reading the Inbox until something
// changes or fails. Starting anew is the only recovery there is, so the path is
// walked all the time.
type session struct {
	*lane
	start messages.Position
	set   messages.SignerSet

	pending chan pending
	batches chan *cutBatch
	slots   chan struct{} // one per batch in flight

	mu        sync.Mutex
	submitted int // batches that are broadcast and not final
}

// pending is a verified message that waits to be cut.
type pending struct {
	observe.Observed
	block    uint64 // final block under which it is proven
	verified time.Time
}

// cutBatch is a run of messages on its way; approved is closed when its checkpoint
// is.
type cutBatch struct {
	messages []pending
	items    []batch.Item
	cutAt    time.Time
	approved chan struct{}
	approval approve.Approved
}

func (b *cutBatch) first() uint64          { return b.messages[0].Position.Nonce }
func (b *cutBatch) end() messages.Position { return b.messages[len(b.messages)-1].Position }
func (b *cutBatch) last() uint64           { return b.end().Nonce }
func (b *cutBatch) message() []messages.Message {
	run := make([]messages.Message, len(b.messages))
	for i := range b.messages {
		run[i] = b.messages[i].Message
	}
	return run
}

func newSession(l *lane) *session {
	return &session{
		lane: l, pending: make(chan pending, maxQueue),
		batches: make(chan *cutBatch, l.config.InFlight), slots: make(chan struct{}, l.config.InFlight),
	}
}

// run reads the Inbox and works until an error. It returns after all deliveries
// that are broadcast have come to an end, so that the next session does not pay
// for them again.
func (s *session) run(ctx context.Context) error {
	if err := s.readTarget(ctx); err != nil {
		return err
	}
	observer, err := s.config.Observe(s.start)
	if err != nil {
		return fmt.Errorf("follow lane from nonce %d: %w", s.start.Nonce, err)
	}
	s.status.following(s.start, s.set)
	group, groupCtx := errgroup.WithContext(ctx)
	group.Go(func() error { return observer.Run(groupCtx) })
	group.Go(func() error { return s.feed(groupCtx, observer) })
	group.Go(func() error { return s.cut(groupCtx, group) })
	group.Go(func() error { return s.submit(groupCtx, ctx, group) })
	return group.Wait()
}

// readTarget finds out where the lane stands and who has to approve.
func (s *session) readTarget(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	inbox, err := s.config.Target.Inbox(ctx, s.config.Lane.SourceChain)
	if err != nil {
		return fmt.Errorf("read the Inbox: %w", err)
	}
	if inbox.ID != s.config.Inbox {
		return fmt.Errorf("%w: inbox id %s, want %s", ErrOtherDeployment, inbox.ID, s.config.Inbox)
	}
	if inbox.Lane != s.id {
		return fmt.Errorf("%w: lane id %s, want %s", ErrOtherDeployment, inbox.Lane, s.id)
	}
	if inbox.Paused {
		return errPaused
	}
	set, err := s.readSet(ctx, inbox)
	if err != nil {
		return err
	}
	s.start, s.set = inbox.Position, set
	return nil
}

func (s *session) readSet(ctx context.Context, inbox chains.Inbox) (messages.SignerSet, error) {
	set, err := s.config.Target.SignerSet(ctx, inbox.Verifier)
	if err != nil {
		return set, fmt.Errorf("read the signer set: %w", err)
	}
	if err := quorum.Validate(set); err != nil {
		return set, fmt.Errorf("read the signer set of %s: %w", inbox.Verifier, err)
	}
	return set, nil
}

// feed enters verified messages into the view and into the queue.
func (s *session) feed(ctx context.Context, observer Observer) error {
	for {
		segment, err := observer.Next(ctx)
		if err != nil {
			return err
		}
		now := time.Now()
		if err := s.enter(segment, now); err != nil {
			return err
		}
		s.at(PointVerified)
		block := segment.Final().Header().Number
		for _, observed := range segment.Messages() {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case s.pending <- pending{observed, block, now}:
			}
		}
	}
}

// cut assembles batches and sends each on, in order, with its approval under way.
func (s *session) cut(ctx context.Context, group *errgroup.Group) error {
	var queue []pending
	var items []batch.Item
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		count, wait := s.config.Limits.Cut(items, time.Now())
		if count > 0 {
			b := &cutBatch{messages: queue[:count:count], items: items[:count:count], cutAt: time.Now(), approved: make(chan struct{})}
			queue, items = queue[count:], items[count:]
			if err := s.launch(ctx, group, b); err != nil {
				return err
			}
			continue
		}
		var due <-chan time.Time
		if wait > 0 {
			timer.Reset(wait)
			due = timer.C
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-due:
		case p := <-s.pending:
			queue = append(queue, p)
			items = append(items, batch.Item{Size: p.Message.Size(), GasLimit: p.Message.GasLimit, Verified: p.verified})
		}
	}
}

// launch takes a slot for the batch and starts its approval.
func (s *session) launch(ctx context.Context, group *errgroup.Group, b *cutBatch) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.slots <- struct{}{}:
	}
	s.at(PointCut)
	s.metrics.batchSize.WithLabelValues(s.config.Lane.String()).Observe(float64(len(b.messages)))
	group.Go(func() error { return s.approve(ctx, b) })
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.batches <- b:
		return nil
	}
}

// submit broadcasts approved batches in order. Their outcome is awaited under the
// outer context: a session that ends for another reason still sees them through.
func (s *session) submit(ctx, outer context.Context, group *errgroup.Group) error {
	for {
		var b *cutBatch
		select {
		case <-ctx.Done():
			return ctx.Err()
		case b = <-s.batches:
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-b.approved:
		}
		submission, err := s.broadcast(ctx, b)
		if err != nil {
			return err
		}
		group.Go(func() error { return s.await(outer, b, submission) })
	}
}

func (s *session) broadcast(ctx context.Context, b *cutBatch) (chains.Submission, error) {
	s.yield(ctx)
	s.mu.Lock()
	alone := s.submitted == 0
	s.submitted++
	s.mu.Unlock()
	delivery := chains.Delivery{
		SourceChain: s.config.Lane.SourceChain, Messages: b.message(), Attestation: b.approval.Attestation(),
		Simulate: alone, GasLimit: batch.Gas(b.items, s.set.Threshold),
	}
	submission, err := s.config.Target.Submit(ctx, delivery)
	if err != nil {
		if errors.Is(err, chains.ErrNothingNew) || errors.Is(err, chains.ErrGap) {
			s.contend()
		}
		return nil, fmt.Errorf("submit nonces %d to %d: %w", b.first(), b.last(), err)
	}
	s.at(PointSubmitted)
	s.markSubmitted(b)
	return submission, nil
}

// await sees one delivery through.
func (s *session) await(ctx context.Context, b *cutBatch, submission chains.Submission) error {
	receipt, err := submission.Wait(ctx)
	if err != nil {
		return fmt.Errorf("deliver nonces %d to %d: %w", b.first(), b.last(), err)
	}
	s.mu.Lock()
	s.submitted--
	s.mu.Unlock()
	s.markExecuted(b, receipt)
	s.at(PointDelivered)
	<-s.slots
	if receipt.Executed < len(b.messages) {
		// Another relayer was faster with some or all of them. Nothing is lost, but
		// what this session thinks of the Inbox is old.
		s.contend()
	}
	if receipt.Delivered < b.last() {
		return fmt.Errorf("%w: the Inbox is at nonce %d after a delivery up to %d", errStartOver, receipt.Delivered, b.last())
	}
	return nil
}

func (s *session) at(point Point) {
	if s.hook != nil {
		s.hook(point)
	}
}
