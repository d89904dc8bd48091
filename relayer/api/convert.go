package api

import (
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// messageOf says in the API's words what the view holds.
func messageOf(e *index.Entry) Message {
	m := Message{
		Nonce: Uint(e.Nonce), SourceChain: Uint(e.SourceChain), TargetChain: Uint(e.TargetChain), GasLimit: Uint(e.GasLimit),
		PayloadSize: e.PayloadSize, Stage: e.Stage, Reason: e.Reason, SourceBlock: Uint(e.SourceBlock), SourceTx: common.HexToHash(e.SourceTx),
		TargetTx: common.HexToHash(e.TargetTx), TargetBlock: Uint(e.TargetBlock), SentAt: e.SentAt.UTC(), VerifiedAt: e.VerifiedAt.UTC(),
		ApprovedAt: e.ApprovedAt.UTC(), SubmittedAt: e.SubmittedAt.UTC(), ExecutedAt: e.ExecutedAt.UTC(),
	}
	m.ID, _ = messages.ParseID(e.ID)
	m.Lane, _ = messages.ParseLaneID(e.Lane)
	_ = m.Sender.UnmarshalText([]byte(e.Sender))
	_ = m.Recipient.UnmarshalText([]byte(e.Recipient))
	return m
}

func (s *server) lanes() []Lane {
	statuses := s.view.Lanes()
	lanes := make([]Lane, len(statuses))
	for i := range statuses {
		status := &statuses[i]
		lanes[i] = Lane{Name: status.Name, Lane: status.Lane, ID: status.ID, State: status.State, Since: status.Since.UTC(), Error: status.Error,
			Proven: status.Proven, Delivered: status.Delivered, Final: status.Final, Epoch: Uint(status.Epoch), Threshold: status.Threshold,
			Signers: []common.Address{}, InFlight: status.InFlight, Pending: Uint(status.Pending()), OldestPendingSeconds: status.OldestPendingSeconds,
			Messages: s.view.Index().Counts(status.ID), Sources: []Source{}, Alarms: status.Alarms}
	}
	return lanes
}

func (s *server) signers() []Signer {
	signers := []Signer{}
	for address, seen := range s.view.Signers() {
		signers = append(signers, Signer{Address: address, Lanes: []messages.LaneID{}, Seen: seen.UTC()})
	}
	sortSigners(signers)
	return signers
}
