package relayer

import (
	"slices"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// overtakenReason is what the view says of messages that others have delivered.
const overtakenReason = "delivered by another transaction; whether its handler failed is on the target"

// enter puts a verified segment into the view.
func (s *session) enter(segment observe.Segment, now time.Time) error {
	observed, final := segment.Messages(), segment.Final().Header().Number
	entries := make([]index.Entry, len(observed))
	for i := range observed {
		o := &observed[i]
		entries[i] = index.NewEntry(&o.Message, o.ID, s.id, o.Block, o.TxHash, final, now)
	}
	if err := s.index.Add(entries); err != nil {
		return err
	}
	s.metrics.verified.WithLabelValues(s.name).Add(float64(s.status.verified(segment)))
	return nil
}

// mark updates the view of a run of messages. The view serves people: that it can't
// be written is worth a word, but stops no message.
func (s *session) mark(run []pending, change func(nonce uint64, p *index.Progress)) {
	first, last := run[0].Position.Nonce, run[len(run)-1].Position.Nonce
	if err := s.index.Update(s.id, first, last, change); err != nil {
		s.logger.Warn("message view could not be updated", "err", err)
	}
}

func (s *session) markRequested(b *cutBatch) {
	now, report := time.Now(), b.report
	s.mark(b.messages, func(_ uint64, p *index.Progress) {
		// A session before this one may have asked, and even delivered, in vain.
		*p = index.Progress{Stage: index.Requested, RequestedAt: now, Batch: &report}
	})
}

func (s *session) markWaiting(b *cutBatch, reason string) {
	report := b.report
	s.mark(b.messages, func(_ uint64, p *index.Progress) { p.Reason, p.Batch = reason, &report })
}

func (s *session) markApproved(b *cutBatch, now time.Time) {
	report := b.report
	report.AskAgainAt = time.Time{}
	s.mark(b.messages, func(_ uint64, p *index.Progress) {
		p.Stage, p.Reason, p.ApprovedAt, p.Batch = index.Approved, "", now, &report
	})
}

// teller is a submission that tells how its transaction stands; those of evm do.
type teller interface{ Attempt() chains.Attempt }

// markSubmitted writes down that a run is broadcast. The returned function tells how
// its transaction stands.
func (s *session) markSubmitted(run []pending, submission chains.Submission) (newest func() index.Delivery) {
	delivery := index.Delivery{SubmittedAt: time.Now()}
	told, ok := submission.(teller)
	newest = func() index.Delivery {
		if !ok {
			return delivery
		}
		a := told.Attempt()
		return index.Delivery{Tx: a.TxHash, From: a.From, AccountNonce: a.AccountNonce, Attempts: a.Count, GasLimit: a.GasLimit,
			MaxFeeWei: a.MaxFeeWei, MaxTipWei: a.MaxTipWei, SubmittedAt: delivery.SubmittedAt}
	}
	first := newest()
	s.mark(run, func(_ uint64, p *index.Progress) {
		p.Stage, p.SubmittedAt, p.Delivery = index.Submitted, first.SubmittedAt, &first
	})
	return newest
}

// keepMarked writes down what changes of a delivery under way, until it is told to
// stop: a stuck transaction is replaced.
func (s *session) keepMarked(run []pending, newest func() index.Delivery, stop <-chan struct{}) {
	ticker := time.NewTicker(attemptLook)
	defer ticker.Stop()
	for shown := newest(); ; {
		select {
		case <-stop:
			return
		case <-ticker.C:
		}
		if now := newest(); now != shown {
			shown = now
			s.mark(run, func(_ uint64, p *index.Progress) {
				if p.Stage == index.Submitted {
					p.Delivery = &now
				}
			})
		}
	}
}

// blame writes down why a message holds its lane up.
func (s *session) blame(one pending, err error) {
	s.mark([]pending{one}, func(_ uint64, p *index.Progress) { p.Reason = err.Error() })
}

// passed writes down that messages are executed of which this relayer has no
// receipt: by another relayer, or by a transaction of a run before.
func (l *lane) passed(nonce uint64) {
	now := time.Now()
	var passed []uint64
	err := l.index.Pass(l.id, nonce, func(nonce uint64, p *index.Progress) {
		overtaken(p, now)
		passed = append(passed, nonce)
	})
	if err != nil {
		l.logger.Warn("message view could not be updated", "err", err)
	}
	l.wonders.add(passed)
}

// overtaken changes a message that is not known to be executed yet, and reports
// whether it is such a one.
func overtaken(p *index.Progress, now time.Time) bool {
	if p.Stage.Executed() {
		return false
	}
	p.Stage, p.Reason, p.ExecutedAt = index.Delivered, overtakenReason, now
	return true
}

// markExecuted writes down what became of each message of a delivery. What it has
// executed is the end of its run: the messages before were delivered already.
func (s *session) markExecuted(b *cutBatch, run []pending, delivery index.Delivery, receipt chains.Receipt) {
	now := time.Now()
	failed := make(map[uint64]string, len(receipt.Failed))
	for i := range run {
		if slices.Contains(receipt.Failed, run[i].ID) {
			failed[run[i].Position.Nonce] = receipt.Reasons[run[i].ID]
		}
	}
	end := run[len(run)-1].Position
	ours := end.Nonce - uint64(min(max(receipt.Executed, 0), len(run))) // nonces above are
	delivery.Tx, delivery.Block, delivery.GasUsed, delivery.FeeWei = receipt.TxHash, receipt.Block, receipt.GasUsed, receipt.FeeWei
	var passed []uint64
	s.mark(run, func(nonce uint64, p *index.Progress) {
		switch {
		case nonce > receipt.Delivered:
			return
		case nonce <= ours:
			if overtaken(p, now) {
				passed = append(passed, nonce)
			}
			return
		}
		p.Stage, p.Reason, p.Delivery = index.Delivered, "", &delivery
		p.TargetTx, p.TargetBlock, p.ExecutedAt = receipt.TxHash, receipt.Block, now
		if reason, ok := failed[nonce]; ok {
			p.Stage, p.Reason = index.Failed, reason
		}
	})
	s.wonders.add(passed)
	if receipt.Delivered >= end.Nonce {
		s.status.delivered(end)
	}
	s.metrics.executed(s.name, receipt, now.Sub(b.cutAt))
	s.logger.Info("delivered", "first", run[0].Position.Nonce, "last", end.Nonce, "executed", receipt.Executed,
		"failed", len(receipt.Failed), "gas", receipt.GasUsed, "block", receipt.Block, "tx", receipt.TxHash)
}
