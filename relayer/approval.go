package relayer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

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
	s.metrics.approvalSeconds.WithLabelValues(s.name).Observe(now.Sub(b.cutAt).Seconds())
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
	inbox, err := s.readInbox(ctx)
	if err != nil {
		return messages.SignerSet{}, err
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
		s.metrics.refusals.WithLabelValues(s.name, string(refusal.Reason)).Inc()
	}
	slices.Sort(refusals)
	reason := fmt.Sprintf("%d of %d approvals", p.Count, p.Threshold)
	if len(refusals) > 0 {
		reason += "; " + strings.Join(refusals, ", ")
		s.logger.Warn("checkpoint lacks approval", "nonce", b.last(), "approvals", p.Count, "threshold", p.Threshold, "refusals", refusals)
	}
	s.mark(b, func(e *index.Entry) { e.Reason = reason })
}
