package bus

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"fmt"

	"github.com/nats-io/nats.go"

	"github.com/catenary-bridge/catenary/messages"
)

// claimHeader carries, beside an answer, the highest approvals that the signer
// has given on the lane, base64 of their binary form, one value per inbox.
//
// A signer learns from its own approvals in the stream that its record was rolled
// back. The stream keeps a few messages per subject, so whoever makes the signer
// refuse a few times, or approve something older again, would push the telling
// approval out; carried along, it stays. It is signed, so it needs no trust.
const claimHeader = "Catenary-Claim"

// Claims returns the highest approvals that the stream shows this signer to have
// given on the lane, one per inbox, signatures verified (two
// with one nonce mean that the signer has equivocated). None is not an
// error: the signer may have approved nothing, or the stream be lost. It should
// be called for every lane before anything is published: what it finds is carried
// along with the answers to come.
func (s *Signer) Claims(ctx context.Context, lane messages.LaneID) ([]messages.Approval, error) {
	m, err := s.conn.lastOf(ctx, approvalSubject(lane, s.address))
	if err != nil || m == nil {
		return nil, err
	}
	var found []messages.Approval
	var answer messages.Answer
	if err := json.Unmarshal(m.Data, &answer); err != nil {
		s.conn.log.Error("own answer in the stream cannot be read", "lane", lane, "error", err)
	} else if answer.Approval != nil {
		found = append(found, *answer.Approval)
	}
	for i, value := range m.Header.Values(claimHeader) {
		if i == maxClaims {
			break
		}
		var claim messages.Approval
		raw, err := base64.StdEncoding.DecodeString(value)
		if err == nil {
			err = claim.UnmarshalBinary(raw)
		}
		if err != nil {
			s.conn.log.Error("own claim in the stream cannot be read", "lane", lane, "error", err)
			continue
		}
		found = append(found, claim)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, claim := range found {
		// The server may show us anything; only our own signature counts.
		if err := claim.Verify(); err != nil || claim.Signer != s.address || claim.Checkpoint.Lane != lane {
			s.conn.log.Error("claim in the stream is not ours, ignoring it", "lane", lane, "signer", claim.Signer, "error", err)
			continue
		}
		s.keep(claim)
	}
	return append([]messages.Approval(nil), s.claims[lane]...), nil
}

// carry returns the header for the next answer on a lane, and remembers the
// approval in it, if there is one.
func (s *Signer) carry(lane messages.LaneID, approval *messages.Approval) (nats.Header, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if approval != nil {
		s.keep(*approval)
	}
	header := nats.Header{}
	for i := range s.claims[lane] {
		raw, err := s.claims[lane][i].MarshalBinary()
		if err != nil {
			return nil, fmt.Errorf("encode claim: %w", err)
		}
		header.Add(claimHeader, base64.StdEncoding.EncodeToString(raw))
	}
	return header, nil
}

// keep remembers the approval if it is the highest for its inbox. The caller
// holds the lock.
func (s *Signer) keep(approval messages.Approval) {
	lane := approval.Checkpoint.Lane
	claims := s.claims[lane]
	for i := range claims {
		if claims[i].Checkpoint.Inbox == approval.Checkpoint.Inbox {
			if approval.Checkpoint.Nonce == claims[i].Checkpoint.Nonce && approval.Checkpoint.Accumulator != claims[i].Checkpoint.Accumulator {
				continue // two accumulators at one nonce: the caller has to see both
			}
			if approval.Checkpoint.Nonce > claims[i].Checkpoint.Nonce {
				claims[i] = approval
			}
			return
		}
	}
	if len(claims) == maxClaims {
		claims = claims[1:] // the oldest deployment
	}
	s.claims[lane] = append(claims, approval)
}
