package api

import (
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// messageOf says in the API's words what the view holds.
func messageOf(e *index.Entry, lane *relayer.LaneStatus) Message {
	return Message{
		ID: e.ID, Lane: e.Lane, Nonce: Uint(e.Nonce), SourceChain: Uint(e.SourceChain), TargetChain: Uint(e.TargetChain),
		Sender: e.Sender, Recipient: e.Recipient, GasLimit: Uint(e.GasLimit), PayloadSize: e.PayloadSize, Stage: e.Stage, Reason: e.Reason,
		SourceBlock: Uint(e.SourceBlock), SourceTx: e.SourceTx, FinalBlock: Uint(e.FinalBlock),
		TargetTx: e.TargetTx, TargetBlock: Uint(e.TargetBlock), SentAt: e.SentAt.UTC(), VerifiedAt: e.VerifiedAt.UTC(),
		RequestedAt: e.RequestedAt.UTC(), ApprovedAt: e.ApprovedAt.UTC(), SubmittedAt: e.SubmittedAt.UTC(), ExecutedAt: e.ExecutedAt.UTC(),
		Batch: batchOf(e.Batch), Delivery: deliveryOf(e.Delivery), Next: nextOf(e, lane),
	}
}

func batchOf(b *index.Batch) *Batch {
	if b == nil {
		return nil
	}
	approvals := Approvals{Threshold: b.Threshold, Attempts: b.Attempts, AskedAt: b.AskedAt.UTC(), AskAgainAt: b.AskAgainAt.UTC(),
		Approved: make([]Approval, len(b.Approved)), Missing: make([]Missing, len(b.Missing))}
	for i, vote := range b.Approved {
		approvals.Approved[i] = Approval{vote.Signer, vote.At.UTC()}
	}
	for i, missing := range b.Missing {
		approvals.Missing[i].Signer = missing.Signer
		if missing.Reason != "" {
			approvals.Missing[i].Refusal = &Refusal{missing.Reason, missing.Detail, missing.RefusedAt.UTC()}
		}
	}
	return &Batch{First: Uint(b.First), Last: Uint(b.Last), Checkpoint: b.Checkpoint, Verifier: b.Verifier, CutAt: b.CutAt.UTC(), Approvals: approvals}
}

func deliveryOf(d *index.Delivery) *Delivery {
	if d == nil {
		return nil
	}
	return &Delivery{Tx: d.Tx, From: d.From, AccountNonce: Uint(d.AccountNonce), Attempts: d.Attempts, GasLimit: Uint(d.GasLimit),
		MaxFeeWei: d.MaxFeeWei, MaxTipWei: d.MaxTipWei, SubmittedAt: d.SubmittedAt.UTC(), Block: Uint(d.Block), GasUsed: Uint(d.GasUsed), FeeWei: d.FeeWei}
}

func (s *Server) lanes() []Lane {
	statuses := s.view.Lanes()
	lanes := make([]Lane, len(statuses))
	for i := range statuses {
		status := &statuses[i]
		lanes[i] = Lane{Name: status.Name, Lane: status.Lane, ID: status.ID, State: status.State, Since: status.Since.UTC(),
			RetryAt: status.RetryAt.UTC(), Error: status.Error, Proven: status.Proven, Delivered: status.Delivered, Final: status.Final,
			Verifier: status.Verifier, Epoch: Uint(status.Epoch), Threshold: status.Threshold,
			Signers: append([]common.Address{}, status.Signers...), InFlight: status.InFlight, Pending: Uint(status.Pending()),
			OldestPendingSeconds: status.OldestPendingSeconds, Messages: s.view.Index().Counts(status.ID),
			Sources: make([]Source, len(status.Sources)), Alarms: status.Alarms}
		for j, source := range status.Sources {
			lanes[i].Sources[j] = Source{source.Name, Uint(source.Faults), source.LastFault, source.FaultAt.UTC(), source.Watching}
		}
	}
	return lanes
}

// signers lists who is in a lane's set and who was heard of, by address.
func (s *Server) signers() []Signer {
	known := map[common.Address]*Signer{}
	of := func(address common.Address) *Signer {
		if known[address] == nil {
			known[address] = &Signer{Address: address, Lanes: []messages.LaneID{}}
		}
		return known[address]
	}
	for _, lane := range s.view.Lanes() {
		for _, member := range lane.Signers {
			signer := of(member)
			signer.Lanes = append(signer.Lanes, lane.ID)
		}
	}
	for _, heard := range s.view.Signers() {
		signer := of(heard.Address)
		signer.Seen, signer.Approved, signer.Refused = heard.Seen.UTC(), Uint(heard.Approved), Uint(heard.Refused)
		if last := heard.LastRefusal; last != nil {
			signer.LastRefusal = &SignerRefusal{last.Checkpoint.Lane, Uint(last.Checkpoint.Nonce), Refusal{last.Reason, last.Detail, heard.RefusedAt.UTC()}}
		}
	}
	signers := make([]Signer, 0, len(known))
	for _, signer := range known {
		signers = append(signers, *signer)
	}
	slices.SortFunc(signers, func(a, b Signer) int { return a.Address.Cmp(b.Address) })
	return signers
}

func (s *Server) chains() []Chain {
	statuses := s.view.Chains()
	chains := make([]Chain, len(statuses))
	for i, status := range statuses {
		chains[i] = Chain{ID: Uint(status.ID), Latest: headOf(status.Latest), Final: headOf(status.Final), Error: status.Error, LookAt: status.LookAt.UTC()}
		if a := status.Account; a != nil {
			chains[i].Account = &Account{Address: a.Address, NextNonce: Uint(a.NextNonce), InFlight: a.InFlight, Replaced: Uint(a.Replaced),
				AtMaximum: a.AtMaximum, Trouble: a.Trouble}
			if a.Balance != nil {
				chains[i].Account.BalanceWei = a.Balance.String()
			}
		}
	}
	return chains
}

func headOf(h relayer.Head) *Head {
	if h == (relayer.Head{}) {
		return nil
	}
	return &Head{Uint(h.Number), h.Hash, time.Unix(int64(min(h.Time, 1<<40)), 0).UTC()}
}
