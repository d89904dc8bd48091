package consensus

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// The exceptional case: a round did not decide in time.

// changeRound gives up the current round for a later one and says so.
func (m *Machine) changeRound(round uint32) error {
	m.enter(round)
	rc := &RoundChange{SignedRoundChange: SignedRoundChange{
		Payload: RoundChangePayload{Sequence: m.h.number, Round: round},
	}}
	if c := m.h.prepared; c != nil {
		rc.Payload.Prepared = &PreparedMetadata{Round: c.round, Digest: c.digest}
		rc.Block, rc.Prepares = c.block, c.prepares
	}
	var err error
	if rc.Signature, err = signPayload(m.signer, CodeRoundChange, &rc.Payload); err != nil {
		return err
	}
	m.send(rc)
	if err := m.h.addRoundChange(m.self, rc); err != nil {
		return err
	}
	return m.checkRoundChangeQuorum()
}

func (m *Machine) onRoundChange(rc *RoundChange, author common.Address) error {
	h := m.h
	if rc.Round() < h.round {
		return fmt.Errorf("%w: now in round %d", ErrOldRound, h.round)
	}
	if known := h.roundChanges[author][rc.Round()]; known != nil {
		return m.contradiction(author, known, rc)
	}
	if err := m.recover.checkRoundChange(h.set, rc); err != nil {
		return err
	}
	if err := h.addRoundChange(author, rc); err != nil {
		return err
	}
	if round, ok := h.jump(); ok {
		return m.changeRound(round)
	}
	return m.checkRoundChangeQuorum()
}

// jump looks for f+1 validators in later rounds, of which one must be honest, and returns the highest round that f+1
// of them have reached. The specification allows any minimum over f+1 of them; the highest catches up fastest, and no
// Byzantine minority can push it beyond where an honest validator is.
func (h *heightState) jump() (uint32, bool) {
	var ahead []uint32
	for _, byRound := range h.roundChanges {
		var newest uint32
		for n := range byRound {
			newest = max(newest, n)
		}
		if newest > h.round {
			ahead = append(ahead, newest)
		}
	}
	need := h.set.Faulty() + 1
	if len(ahead) < need {
		return 0, false
	}
	slices.Sort(ahead)
	return ahead[len(ahead)-need], true
}

// checkRoundChangeQuorum lets the proposer of the current round propose once a quorum has asked for the round: the
// block that was prepared in the highest round if there is one, a new block otherwise.
func (m *Machine) checkRoundChangeQuorum() error {
	h := m.h
	if h.round == 0 || h.proposer(h.round) != m.self || h.building != nil {
		return nil
	}
	if r := h.rounds[h.round]; r != nil && r.proposal != nil {
		return nil
	}
	var highest *RoundChange
	var signed []*SignedRoundChange
	for _, a := range h.set.members {
		rc := h.roundChanges[a][h.round]
		if rc == nil {
			continue
		}
		signed = append(signed, &rc.SignedRoundChange)
		if p := rc.Payload.Prepared; p != nil && (highest == nil || p.Round > highest.Payload.Prepared.Round) {
			highest = rc
		}
	}
	if len(signed) < h.set.Quorum() {
		return nil
	}
	if highest == nil {
		m.requestBuild(signed)
		return nil
	}
	block, err := withRound(highest.Block, h.round)
	if err != nil {
		return err
	}
	p, err := newProposal(ProposalPayload{Sequence: h.number, Round: h.round, Block: block}, signed, highest.Prepares)
	if err != nil {
		return err
	}
	return m.propose(p, false)
}

// contradiction tells a repeated message from one that contradicts the first of its author in the same round. The
// first one stays in force either way. What is compared is what the author committed to, not the signature bytes.
func (m *Machine) contradiction(author common.Address, first, second Message) error {
	if sameStatement(first, second) {
		return ErrDuplicate
	}
	if m.h.evidence[author] < maxEvidence {
		m.h.evidence[author]++
		m.out.Evidence = append(m.out.Evidence, Evidence{Author: author, First: first, Second: second})
	}
	return ErrEquivocation
}

func sameStatement(first, second Message) bool {
	a, isRC := first.(*RoundChange)
	b, _ := second.(*RoundChange)
	if !isRC || b == nil {
		return first.Digest() == second.Digest()
	}
	p, q := a.Payload.Prepared, b.Payload.Prepared
	if p == nil || q == nil {
		return p == nil && q == nil
	}
	return *p == *q
}
