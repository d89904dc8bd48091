package relayer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// approve gets the end of the batch approved.
func (s *session) approve(ctx context.Context, b *cutBatch) error {
	end := b.end()
	wanted := approve.Wanted{
		Checkpoint: messages.Checkpoint{Lane: s.id, Inbox: s.config.Inbox, Nonce: end.Nonce, Accumulator: end.Accumulator, Epoch: s.set.Epoch},
		Set:        s.set, SourceChain: s.config.Lane.SourceChain, SourceBlock: b.messages[len(b.messages)-1].block,
	}
	s.mark(b, func(e *index.Entry) { e.Stage = index.Requested })
	approval, err := s.collector.Approve(ctx, wanted, s.refreshSet, func(p approve.Progress) { s.report(b, p) })
	if err != nil {
		return fmt.Errorf("approve nonce %d: %w", end.Nonce, err)
	}
	now := time.Now()
	s.metrics.approvalSeconds.WithLabelValues(s.config.Lane.String()).Observe(now.Sub(b.cutAt).Seconds())
	s.mark(b, func(e *index.Entry) { e.Stage, e.Reason, e.ApprovedAt = index.Approved, "", now })
	b.approval = approval
	close(b.approved)
	s.at(PointApproved)
	return nil
}

// refreshSet reads the lane's verifier and its set again: either may change while
// approval is awaited.
func (s *session) refreshSet(ctx context.Context) (messages.SignerSet, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	inbox, err := s.config.Target.Inbox(ctx, s.config.Lane.SourceChain)
	if err != nil {
		return messages.SignerSet{}, fmt.Errorf("read the Inbox: %w", err)
	}
	return s.readSet(ctx, inbox)
}

// report writes down why a batch is not approved yet.
func (s *session) report(b *cutBatch, p approve.Progress) {
	if p.Count >= p.Threshold || len(p.Refusals) == 0 && p.Count == 0 {
		return
	}
	var refusals []string
	for signer, refusal := range p.Refusals {
		refusals = append(refusals, fmt.Sprintf("%s refuses (%s)", signer, refusal.Reason))
		s.metrics.refusals.WithLabelValues(s.config.Lane.String(), string(refusal.Reason)).Inc()
	}
	slices.Sort(refusals)
	reason := fmt.Sprintf("%d of %d approvals", p.Count, p.Threshold)
	if len(refusals) > 0 {
		reason += "; " + strings.Join(refusals, ", ")
		s.logger.Warn("checkpoint lacks approval", "nonce", b.last(), "approvals", p.Count, "threshold", p.Threshold, "refusals", refusals)
	}
	s.mark(b, func(e *index.Entry) { e.Reason = reason })
}

// mark updates the view of a batch. The view serves people: that it can't be
// written is worth a word, but stops no message.
func (s *session) mark(b *cutBatch, change func(*index.Entry)) {
	if err := s.index.Update(s.id, b.first(), b.last(), change); err != nil {
		s.logger.Warn("message view could not be updated", "err", err)
	}
}

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
	s.status.verified(segment.To(), segment.Final().Header())
	s.metrics.verified.WithLabelValues(s.config.Lane.String()).Add(float64(len(observed)))
	return nil
}

func (s *session) markSubmitted(b *cutBatch) {
	now := time.Now()
	s.mark(b, func(e *index.Entry) { e.Stage, e.SubmittedAt = index.Submitted, now })
}

// markExecuted writes down what became of each message of a delivery.
func (s *session) markExecuted(b *cutBatch, receipt chains.Receipt) {
	now := time.Now()
	failed := make(map[string]string, len(receipt.Failed))
	for _, id := range receipt.Failed {
		failed[id.String()] = receipt.Reasons[id]
	}
	s.mark(b, func(e *index.Entry) {
		if e.Nonce > receipt.Delivered {
			return
		}
		e.Stage, e.Reason = index.Delivered, ""
		e.TargetTx, e.TargetBlock, e.ExecutedAt = receipt.TxHash.String(), receipt.Block, now
		if reason, ok := failed[e.ID]; ok {
			e.Stage, e.Reason = index.Failed, reason
		}
	})
	s.status.delivered(min(receipt.Delivered, b.last()), b.end())
	s.metrics.executed(s.config.Lane.String(), receipt, now.Sub(b.cutAt))
	s.logger.Info("delivered", "first", b.first(), "last", b.last(), "executed", receipt.Executed,
		"failed", len(receipt.Failed), "gas", receipt.GasUsed, "block", receipt.Block, "tx", receipt.TxHash)
}
