package relayer

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

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
	b.report = index.Batch{First: b.first(), Last: b.last(), Checkpoint: wanted.Checkpoint, Verifier: s.set.Domain.Verifier, CutAt: b.cutAt,
		Threshold: s.set.Threshold, Missing: missing(s.set.Signers, approve.Progress{})}
	s.markRequested(b)
	approval, err := s.collector.Approve(ctx, wanted, s.refreshSet, func(p approve.Progress) { s.report(b, p) })
	if err != nil {
		return fmt.Errorf("approve nonce %d: %w", end.Nonce, err)
	}
	now := time.Now()
	s.metrics.approvalSeconds.WithLabelValues(s.name).Observe(now.Sub(b.cutAt).Seconds())
	s.markApproved(b, now)
	b.approval = approval
	close(b.approved)
	s.at(PointApproved)
	return nil
}

// refreshSet reads the lane's verifier and its set again: either may change while
// approval is awaited. Another endpoint is asked each time: one that shows a set that
// is not the verifier's would have the relayer wait for approvals that nobody gives.
func (s *session) refreshSet(ctx context.Context) (messages.SignerSet, error) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	s.doubtTarget()
	inbox, err := s.readInbox(ctx)
	if err != nil {
		return messages.SignerSet{}, err
	}
	return s.readSet(ctx, inbox)
}

// report writes down how the approval of a batch stands.
func (s *session) report(b *cutBatch, p approve.Progress) {
	b.report.Attempts, b.report.AskedAt, b.report.AskAgainAt = p.Asked, p.AskedAt, p.AskAt
	b.report.Missing, b.report.Approved = missing(p.Missing, p), approved(s.set.Signers, p)
	if p.Count >= p.Threshold {
		return // as approve is about to say
	}
	var refusals []string
	for signer, refusal := range p.Refusals {
		refusals = append(refusals, fmt.Sprintf("%s refuses (%s)", signer, refusal.Reason))
		s.metrics.refusals.WithLabelValues(s.name, string(refusal.Reason)).Inc()
	}
	slices.Sort(refusals)
	reason := ""
	if p.Count > 0 || len(refusals) > 0 {
		reason = fmt.Sprintf("%d of %d approvals", p.Count, p.Threshold)
	}
	if len(refusals) > 0 {
		reason += "; " + strings.Join(refusals, ", ")
	}
	// Once each time that signers are asked: one that refuses without end, or for ever new
	// reasons, must not fill a disk with it.
	if len(refusals) > 0 && b.warned != p.Asked {
		b.warned = p.Asked
		s.logger.Warn("checkpoint lacks approval", "nonce", b.last(), "approvals", p.Count, "threshold", p.Threshold, "refusals", refusals)
	}
	s.markWaiting(b, reason)
}

// missing lists signers that have not approved, with what they have said instead.
func missing(signers []common.Address, p approve.Progress) []index.Missing {
	list := make([]index.Missing, len(signers))
	for i, signer := range signers {
		list[i].Signer = signer
		if refusal, ok := p.Refusals[signer]; ok {
			list[i].Reason, list[i].Detail, list[i].RefusedAt = refusal.Reason, refusal.Detail, p.Heard[signer]
		}
	}
	return list
}

// approved lists those that are not missing.
func approved(signers []common.Address, p approve.Progress) (list []index.Vote) {
	for _, signer := range signers {
		if !slices.Contains(p.Missing, signer) {
			list = append(list, index.Vote{Signer: signer, At: p.Heard[signer]})
		}
	}
	return list
}
