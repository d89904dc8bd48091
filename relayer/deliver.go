package relayer

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/relayer/batch"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// submit broadcasts approved batches in order and has each seen through.
func (s *session) submit(ctx context.Context) error {
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
		if err := s.deliver(ctx, b); err != nil {
			return err
		}
	}
}

// deliver broadcasts one batch, unless another relayer has done so.
func (s *session) deliver(ctx context.Context, b *cutBatch) error {
	if s.contendedLately() {
		if done, err := s.giveWay(ctx, b); done || err != nil {
			return err
		}
	}
	delivery := s.part(b, 0, len(b.messages))
	delivery.Simulate = s.alone.Load() == 0
	submission, err := s.broadcast(delivery)
	switch {
	case errors.Is(err, chains.ErrTooMuchGas):
		return s.deliverInParts(b, delivery.GasLimit)
	case errors.Is(err, chains.ErrNothingNew):
		s.contend()
		if done, readErr := s.overtaken(ctx, b); done || readErr != nil {
			return readErr
		}
		return err
	case err != nil:
		return err
	}
	s.at(PointSubmitted)
	told := s.markSubmitted(b.messages, submission)
	s.spawn(func() error { return s.await(b, submission, told) })
	return nil
}

// part is the delivery of the messages from index lo to hi of a batch. The ids of
// those behind them complete the fold, so that the batch's attestation serves.
func (s *session) part(b *cutBatch, lo, hi int) chains.Delivery {
	delivery := chains.Delivery{SourceChain: s.config.Lane.SourceChain, Attestation: b.approval.Attestation()}
	for i := range b.messages[lo:hi] {
		delivery.Messages = append(delivery.Messages, b.messages[lo+i].Message)
	}
	for i := range b.messages[hi:] {
		delivery.TailIDs = append(delivery.TailIDs, b.messages[hi+i].ID)
	}
	delivery.GasLimit = batch.Gas(b.items[lo:hi], len(delivery.TailIDs), s.set.Threshold)
	return delivery
}

// broadcast hands a delivery to the target. It does not end with the session: a
// transaction that is on its way when its submitter leaves is one that nobody
// waits for, and the next session would pay for it again.
func (s *session) broadcast(delivery chains.Delivery) (chains.Submission, error) {
	submission, err := s.config.Target.Submit(s.deliveries, delivery)
	if err != nil {
		run := delivery.Messages
		return nil, fmt.Errorf("submit nonces %d to %d: %w", run[0].Nonce, run[len(run)-1].Nonce, err)
	}
	s.alone.Add(1)
	s.underway.Add(1)
	return submission, nil
}

// await sees one batch through.
func (s *session) await(b *cutBatch, submission chains.Submission, told func() index.Delivery) error {
	if err := s.settle(b, b.messages, submission, told); err != nil {
		return err
	}
	s.release()
	return nil
}

// settle sees the delivery of a run of a batch's messages through.
func (s *session) settle(b *cutBatch, run []pending, submission chains.Submission, told func() index.Delivery) error {
	defer s.underway.Done()
	defer s.alone.Add(-1)
	first, end := run[0].Position.Nonce, run[len(run)-1].Position
	var marking sync.WaitGroup
	settled := make(chan struct{})
	marking.Go(func() { s.keepMarked(run, told, settled) })
	receipt, err := submission.Wait(s.deliveries)
	close(settled)
	marking.Wait()
	if err != nil {
		return fmt.Errorf("deliver nonces %d to %d: %w", first, end.Nonce, err)
	}
	s.markExecuted(b, run, told(), receipt)
	s.at(PointDelivered)
	if receipt.Executed > 0 {
		s.executed.Store(true)
	}
	if receipt.Executed < len(run) {
		// Another relayer was faster with some or all of them. Nothing is lost, but
		// what this session thinks of the Inbox is old.
		s.contend()
	}
	if receipt.Delivered < end.Nonce {
		return fmt.Errorf("%w: the Inbox is at nonce %d after a delivery up to %d", errStartOver, receipt.Delivered, end.Nonce)
	}
	return nil
}

// deliverInParts delivers a batch that needs more than the gas it was given: with
// as much as allowed, then by halves. Each part is simulated and seen through
// before the next, because the bound that would make that unnecessary was wrong.
func (s *session) deliverInParts(b *cutBatch, refused uint64) error {
	// What is simulated has to build on what is mined.
	s.underway.Wait()
	size := len(b.messages)
	for lo := 0; lo < len(b.messages); {
		hi := min(lo+size, len(b.messages))
		delivery := s.part(b, lo, hi)
		delivery.Simulate = true
		delivery.GasLimit = max(delivery.GasLimit, s.config.Limits.Gas)
		if hi-lo == 1 {
			delivery.GasLimit = batch.MaxTransactionGas
		}
		if lo == 0 && hi == len(b.messages) && delivery.GasLimit <= refused && hi > 1 {
			size = (size + 1) / 2 // as much was refused before
			continue
		}
		submission, err := s.broadcast(delivery)
		switch {
		case errors.Is(err, chains.ErrTooMuchGas) && hi-lo > 1:
			size = (hi - lo + 1) / 2
			continue
		case errors.Is(err, chains.ErrTooMuchGas):
			one := b.messages[lo]
			err = fmt.Errorf("%w: nonce %d: %w", ErrNeverFits, one.Position.Nonce, err)
			s.blame(one, err)
			return err
		case err != nil:
			return err
		}
		s.logger.Warn("batch needs more gas than it was given, delivering a part of it",
			"first", b.messages[lo].Position.Nonce, "last", b.messages[hi-1].Position.Nonce, "batch", b.last(), "gas", delivery.GasLimit)
		s.at(PointSubmitted)
		run := b.messages[lo:hi]
		if err := s.settle(b, run, submission, s.markSubmitted(run, submission)); err != nil {
			return err
		}
		lo = hi
	}
	s.release()
	return nil
}

// overtaken reports whether another relayer has delivered the batch, and then ends
// the batch's journey. An Inbox that can't be read is the delivery's to report.
func (s *session) overtaken(ctx context.Context, b *cutBatch) (bool, error) {
	inbox, err := s.readInbox(ctx)
	if err != nil || inbox.Position.Nonce < b.last() || s.disputed(ctx, b.last()) {
		return false, ctx.Err()
	}
	if inbox.Position.Nonce == b.last() && inbox.Position != b.end() {
		// The next session begins there, and its observer finds out which is true.
		return false, fmt.Errorf("%w: the Inbox has accumulator %s at nonce %d, %s is proven", errStartOver, inbox.Position.Accumulator, b.last(), b.end().Accumulator)
	}
	s.contend()
	s.passed(b.last())
	s.status.delivered(b.end())
	s.metrics.overtaken.WithLabelValues(s.name).Inc()
	s.logger.Info("another relayer was faster", "first", b.first(), "last", b.last())
	s.release()
	return true, nil
}

// contend remembers that another relayer was faster.
func (l *lane) contend() { l.contended.Store(time.Now().UnixNano()) }

func (l *lane) contendedLately() bool {
	return time.Since(time.Unix(0, l.contended.Load())) < contentionMemory
}

// giveWay waits a random moment for another relayer, which serves the lane as well,
// to deliver the batch, and reports whether it has. It is the one that was slower
// who waits, so that the two do not take turns in paying for the same. What is
// delivered already is not waited for: a standby must not fall behind.
func (s *session) giveWay(ctx context.Context, b *cutBatch) (bool, error) {
	if done, err := s.overtaken(ctx, b); done || err != nil {
		return done, err
	}
	timer := time.NewTimer(rand.N(maxContention))
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-timer.C:
		return s.overtaken(ctx, b)
	}
}
