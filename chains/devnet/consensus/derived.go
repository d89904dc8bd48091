package consensus

import (
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"
)

// derived is what follows from the payload of a proposal alone. A proposal carries it from when it is made or decoded,
// since each lookup asks for the digest, and the others walk over a whole block; validators of one process that share the
// message share this too.
type derived struct {
	of      ProposalPayload
	digest  common.Hash
	signing func() (common.Hash, error) // the hash that is signed, computed once
	body    func() error                // checkBody, computed once
}

// derive computes what each message needs, and prepares to compute the rest. The block needs a QBFT header.
func derive(payload ProposalPayload) (*derived, error) {
	if payload.Block == nil {
		return nil, fmt.Errorf("%w: a proposal without a block", ErrMalformed)
	}
	digest, err := digestOf(payload.Block)
	if err != nil {
		return nil, fmt.Errorf("proposed block: %w", err)
	}
	return &derived{
		of: payload, digest: digest,
		signing: sync.OnceValues(func() (common.Hash, error) { return signingHash(CodeProposal, &payload) }),
		body:    sync.OnceValue(func() error { return checkBody(payload.Block) }),
	}, nil
}

// newProposal makes an unsigned proposal.
func newProposal(payload ProposalPayload, rcs []*SignedRoundChange, prepares []*Prepare) (*Proposal, error) {
	d, err := derive(payload)
	if err != nil {
		return nil, err
	}
	return &Proposal{Payload: payload, RoundChanges: rcs, Prepares: prepares, derived: d}, nil
}

// derivation is what follows from the payload as it is now. A copy that was given another payload does not keep what
// follows from the old one, or it would pass for a message by whoever signed that. (Blocks are told apart by their
// address, because none changes once it is made.)
func (m *Proposal) derivation() (*derived, error) {
	if d := m.derived; d != nil && d.of == m.Payload {
		return d, nil
	}
	return derive(m.Payload)
}
