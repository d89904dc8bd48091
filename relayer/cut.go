package relayer

import (
	"context"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/batch"
)

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

// feed enters verified messages into the view and into the queue. It waits while
// the queue is full.
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
		observed := segment.Messages()
		run := make([]pending, len(observed))
		for i := range observed {
			run[i] = pending{observed[i], block, now}
		}
		// As a whole, so that what is proven together is cut together, however short the
		// age of a batch.
		select {
		case <-ctx.Done():
			return ctx.Err()
		case s.pending <- run:
		}
	}
}

// cut assembles batches and sends each on, in order, with its approval under way.
func (s *session) cut(ctx context.Context) error {
	var queue []pending
	var items []batch.Item
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		count, wait := s.config.Limits.Cut(items, s.set.Threshold, time.Now())
		if count > 0 {
			b := &cutBatch{messages: queue[:count:count], items: items[:count:count], cutAt: time.Now(), approved: make(chan struct{})}
			queue, items = queue[count:], items[count:]
			if err := s.launch(ctx, b); err != nil {
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
		case run := <-s.pending:
			queue = append(queue, run...)
			for i := range run {
				m := &run[i].Message
				items = append(items, batch.Item{Size: m.Size(), GasLimit: m.GasLimit, Verified: run[i].verified})
			}
		}
	}
}

// launch takes a slot for the batch and starts its approval.
func (s *session) launch(ctx context.Context, b *cutBatch) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.slots <- struct{}{}:
	}
	s.at(PointCut)
	s.status.inFlight(1)
	s.metrics.batchSize.WithLabelValues(s.name).Observe(float64(len(b.messages)))
	s.spawn(func() error { return s.approve(ctx, b) })
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.batches <- b:
		return nil
	}
}

// release gives a batch's slot back.
func (s *session) release() {
	s.status.inFlight(-1)
	<-s.slots
}
