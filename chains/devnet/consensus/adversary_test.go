package consensus

import (
	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// attack sends properly signed but dishonest messages to some of the others.
func (s *simulation) attack() {
	by := s.byzantine[s.pick("attacker", len(s.byzantine))]
	h := s.victim()
	round := h.round + uint32(s.pick("rounds ahead", 2))
	switch s.pick("attack", 6) {
	case 0, 1, 2:
		for h.proposer(round) != s.signers[by].Address() {
			round++
		}
		m := s.attackProposal(by, h, round)
		s.spread(by, m)
		// A proposer that cheats votes for itself.
		s.spread(by, s.prepare(s.signers[by], h.number, round, m.Digest()))
		s.spread(by, s.commit(s.signers[by], h.number, round, m.Digest()))
	case 3, 4:
		if len(s.blocks) == 0 {
			return
		}
		b, err := withRound(s.blocks[s.pick("block", len(s.blocks))], round)
		if err != nil {
			s.t.Fatal(err)
		}
		if rapid.Bool().Draw(s.t, "prepares") {
			s.spread(by, s.prepare(s.signers[by], h.number, round, s.digest(b)))
		} else {
			s.spread(by, s.commit(s.signers[by], h.number, round, s.digest(b)))
		}
	case 5:
		s.spread(by, s.attackRoundChange(by, h, round+1))
	}
}

// victim is the undecided honest validator in the highest round, where a lie is worth most.
func (s *simulation) victim() *heightState {
	best := s.nodes[s.honest[0]].machine.h
	for _, i := range s.honest[1:] {
		h := s.nodes[i].machine.h
		if h.decided == nil && (best.decided != nil || h.round > best.round) {
			best = h
		}
	}
	return best
}

func (s *simulation) spread(by int, m Message) {
	s.remember(m)
	frame, err := EncodeFrame(m)
	if err != nil {
		s.t.Fatal(err)
	}
	all := rapid.Bool().Draw(s.t, "to all")
	for _, to := range s.honest {
		if all || rapid.Bool().Draw(s.t, "also to") {
			s.wire = append(s.wire, envelope{by, to, frame})
		}
	}
}

// attackProposal proposes a new or an old block with whatever certificates the adversary has seen.
func (s *simulation) attackProposal(by int, h *heightState, round uint32) Message {
	b := s.block(h.parent, s.signers[by].Address(), round)
	if len(s.blocks) > 0 && rapid.Bool().Draw(s.t, "old block") {
		b = s.blocks[s.pick("block", len(s.blocks))]
	}
	b, err := withRound(b, round)
	if err != nil {
		s.t.Fatal(err)
	}
	var rcs []*RoundChange
	seen := map[common.Address]bool{}
	for _, m := range s.known {
		rc, ok := m.(*RoundChange)
		if !ok || rc.Height() != h.number || rc.Round() != round {
			continue
		}
		author, err := rc.Author()
		if err != nil || seen[author] {
			continue
		}
		// Leaving out who has prepared something is the adversary's best move.
		if rc.Payload.Prepared != nil && rapid.Bool().Draw(s.t, "leave out") {
			continue
		}
		seen[author] = true
		rcs = append(rcs, rc)
	}
	for _, i := range s.byzantine { // its own keys never prepared anything
		if a := s.signers[i].Address(); !seen[a] && round > 0 {
			seen[a] = true
			rcs = append(rcs, s.roundChange(s.signers[i], h.number, round, nil, nil))
		}
	}
	return s.proposal(s.signers[by], round, b, rcs, s.certificate(h.number, rcs))
}

// certificate collects the prepares that the highest prepared round-change asks for.
func (s *simulation) certificate(height uint64, rcs []*RoundChange) []*Prepare {
	var highest *PreparedMetadata
	for _, rc := range rcs {
		if p := rc.Payload.Prepared; p != nil && (highest == nil || p.Round > highest.Round) {
			highest = p
		}
	}
	if highest == nil {
		return nil
	}
	return s.preparesSeen(height, highest.Round, highest.Digest)
}

// preparesSeen returns one prepare of each author; Byzantine validators sign along.
func (s *simulation) preparesSeen(height uint64, round uint32, digest common.Hash) []*Prepare {
	var ps []*Prepare
	seen := map[common.Address]bool{}
	for _, i := range s.byzantine {
		seen[s.signers[i].Address()] = true
		ps = append(ps, s.prepare(s.signers[i], height, round, digest))
	}
	for _, m := range s.known {
		p, ok := m.(*Prepare)
		if !ok || p.Height() != height || p.Round() != round || p.Digest() != digest {
			continue
		}
		if author, err := p.Author(); err == nil && !seen[author] {
			seen[author] = true
			ps = append(ps, p)
		}
	}
	return ps
}

func (s *simulation) attackRoundChange(by int, h *heightState, round uint32) Message {
	if len(s.blocks) == 0 || rapid.Bool().Draw(s.t, "claims nothing") {
		return s.roundChange(s.signers[by], h.number, round, nil, nil)
	}
	b := s.blocks[s.pick("claims", len(s.blocks))]
	return s.roundChange(s.signers[by], h.number, round, b, s.preparesSeen(h.number, s.extra(b).Round, s.digest(b)))
}
