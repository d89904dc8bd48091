package relayer

import (
	"context"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/batch"
	"github.com/catenary-bridge/catenary/relayer/index"
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

	// Of the goroutine that gets it approved.
	report index.Batch // for the view
	warned int         // how often signers had been asked when the log was told of refusals
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
	var q queue
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		q.drain(s.pending)
		count, wait := s.config.Limits.Cut(q.items, s.set.Threshold, time.Now())
		if count > 0 {
			if err := s.launch(ctx, &q); err != nil {
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
			q.add(run)
		}
	}
}

// queue holds what waits to be cut.
type queue struct {
	messages []pending
	items    []batch.Item
}

func (q *queue) add(run []pending) {
	q.messages = append(q.messages, run...)
	for i := range run {
		m := &run[i].Message
		q.items = append(q.items, batch.Item{Size: m.Size(), GasLimit: m.GasLimit, Verified: run[i].verified})
	}
}

// drain takes what has arrived meanwhile, as long as a batch could still use it.
// Whatever waits here is old enough to leave at once, so that without this each
// segment would leave by itself.
func (q *queue) drain(arrived <-chan []pending) {
	for len(q.messages) < batch.MaxCount {
		select {
		case run := <-arrived:
			q.add(run)
		default:
			return
		}
	}
}

// take removes the next batch.
func (q *queue) take(count int) *cutBatch {
	b := &cutBatch{messages: q.messages[:count:count], items: q.items[:count:count], cutAt: time.Now(), approved: make(chan struct{})}
	q.messages, q.items = q.messages[count:], q.items[count:]
	return b
}

// launch waits for a slot, cuts the batch, and starts its approval. The slot comes
// first: the longer it takes, the more the batch may hold.
func (s *session) launch(ctx context.Context, q *queue) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case s.slots <- struct{}{}:
	}
	q.drain(s.pending)
	count, _ := s.config.Limits.Cut(q.items, s.set.Threshold, time.Now())
	if count == 0 {
		// The clock went back. What was due is still due.
		count = 1
	}
	b := q.take(count)
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
