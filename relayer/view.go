package relayer

import (
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// overtakenReason is what the view says of messages that others have delivered.
const overtakenReason = "delivered by another transaction; whether its handler failed is on the target"

// enter puts a verified segment into the view.
func (s *session) enter(segment observe.Segment, now time.Time) error {
	observed := segment.Messages()
	entries := make([]index.Entry, len(observed))
	for i := range observed {
		o := &observed[i]
		entries[i] = index.NewEntry(&o.Message, o.ID, s.id, o.Block, o.TxHash, now)
	}
	if err := s.index.Add(entries); err != nil {
		return err
	}
	s.metrics.verified.WithLabelValues(s.name).Add(float64(s.status.verified(segment)))
	return nil
}

// mark updates the view of a batch. The view serves people: that it can't be
// written is worth a word, but stops no message.
func (s *session) mark(b *cutBatch, change func(*index.Entry)) {
	s.markRun(b.messages, change)
}

func (s *session) markRun(run []pending, change func(*index.Entry)) {
	first, last := run[0].Position.Nonce, run[len(run)-1].Position.Nonce
	if err := s.index.Update(s.id, first, last, change); err != nil {
		s.logger.Warn("message view could not be updated", "err", err)
	}
}

// blame writes down why a message holds its lane up.
func (s *session) blame(nonce uint64, err error) {
	if err := s.index.Update(s.id, nonce, nonce, func(e *index.Entry) { e.Reason = err.Error() }); err != nil {
		s.logger.Warn("message view could not be updated", "err", err)
	}
}

func (s *session) markSubmitted(b *cutBatch) {
	now := time.Now()
	s.mark(b, func(e *index.Entry) { e.Stage, e.SubmittedAt = index.Submitted, now })
}

// passed writes down that messages are executed of which this relayer has no
// receipt: by another relayer, or by a transaction of a run before.
func (l *lane) passed(nonce uint64) {
	now := time.Now()
	if err := l.index.Pass(l.id, nonce, func(e *index.Entry) { overtaken(e, now) }); err != nil {
		l.logger.Warn("message view could not be updated", "err", err)
	}
}

// overtaken changes an entry that is not known to be executed yet.
func overtaken(e *index.Entry, now time.Time) {
	if !e.Stage.Executed() {
		e.Stage, e.Reason, e.ExecutedAt = index.Delivered, overtakenReason, now
	}
}

// markExecuted writes down what became of each message of a delivery. What it has
// executed is the end of its run: the messages before were delivered already.
func (s *session) markExecuted(b *cutBatch, run []pending, receipt chains.Receipt) {
	now := time.Now()
	failed := make(map[string]string, len(receipt.Failed))
	for _, id := range receipt.Failed {
		failed[id.String()] = receipt.Reasons[id]
	}
	end := run[len(run)-1].Position
	ours := end.Nonce - uint64(min(max(receipt.Executed, 0), len(run))) // nonces above are
	s.markRun(run, func(e *index.Entry) {
		switch {
		case e.Nonce > receipt.Delivered:
			return
		case e.Nonce <= ours:
			overtaken(e, now)
			return
		}
		e.Stage, e.Reason = index.Delivered, ""
		e.TargetTx, e.TargetBlock, e.ExecutedAt = receipt.TxHash.String(), receipt.Block, now
		if reason, ok := failed[e.ID]; ok {
			e.Stage, e.Reason = index.Failed, reason
		}
	})
	if receipt.Delivered >= end.Nonce {
		s.status.delivered(end)
	}
	s.metrics.executed(s.name, receipt, now.Sub(b.cutAt))
	s.logger.Info("delivered", "first", run[0].Position.Nonce, "last", end.Nonce, "executed", receipt.Executed,
		"failed", len(receipt.Failed), "gas", receipt.GasUsed, "block", receipt.Block, "tx", receipt.TxHash)
}
