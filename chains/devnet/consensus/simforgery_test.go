package consensus

import (
	"bytes"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// attackProposal proposes something with whatever certificates the adversary has seen.
func (s *simulation) attackProposal(by *simNode, h *heightState, round uint32) *Proposal {
	b := s.someBlock(h, by.signer.Address(), round)
	rcs := s.justification(h, round)
	if round > 1 && len(rcs) > 0 && s.chance(0.4) {
		return s.forgeHighest(by, h, round, b, rcs)
	}
	certificate := s.certificate(h, rcs)
	if len(certificate) > 0 && s.chance(0.3) { // an honest one in all but whom it leaves out
		if prepared := s.blockOf(certificate[0].Digest()); prepared != nil {
			var err error
			if b, err = withRound(prepared, round); err != nil {
				s.tb.Fatal(err)
			}
			s.register(b)
		}
	}
	return s.handmade.proposal(by.signer, round, b, rcs, certificate)
}

// forgeHighest proposes a block of which a traitor says that it was prepared in the round before, in the place of what was
// prepared in an earlier one. The prepares that prove it are of other blocks, or all its own.
func (s *simulation) forgeHighest(by *simNode, h *heightState, round uint32, b *types.Block, rcs []*RoundChange) *Proposal {
	claimed, err := withRound(b, round-1)
	if err != nil {
		s.tb.Fatal(err)
	}
	s.register(claimed)
	var prepares []*Prepare
	if s.chance(0.5) {
		seen := make(map[common.Address]bool)
		for _, p := range s.prepares {
			if author, err := s.keys.recover.author(p); err == nil && !seen[author] {
				seen[author] = true
				prepares = append(prepares, p)
			}
		}
	} else {
		for range h.set.members {
			prepares = append(prepares, s.handmade.prepare(by.signer, h.number, round-1, mustDigest(claimed)))
		}
	}
	forged := s.handmade.roundChange(by.signer, h.number, round, claimed, prepares)
	for i, rc := range rcs {
		if author, err := s.keys.recover.author(rc); err == nil && author == by.signer.Address() {
			rcs[i] = forged
		}
	}
	return s.handmade.proposal(by.signer, round, b, rcs, prepares)
}

// justification collects round-changes. To leave out who has prepared something is the adversary's best move.
func (s *simulation) justification(h *heightState, round uint32) []*RoundChange {
	if round == 0 || s.adversary.height != h.number {
		return nil
	}
	var rcs []*RoundChange
	seen := make(map[common.Address]bool)
	leaveOut := s.chance(0.7)
	for _, rc := range s.changed {
		if rc.Round() != round || leaveOut && rc.Payload.Prepared != nil {
			continue
		}
		author, err := s.keys.recover.author(rc)
		if err == nil && !seen[author] {
			seen[author] = true
			rcs = append(rcs, rc)
		}
	}
	for _, n := range s.traitors { // they never prepared anything, as they say
		if a := n.signer.Address(); !seen[a] {
			seen[a] = true
			rcs = append(rcs, s.handmade.roundChange(n.signer, h.number, round, nil, nil))
		}
	}
	return rcs
}

// certificate is the prepares that the highest prepared round-change asks for.
func (s *simulation) certificate(h *heightState, rcs []*RoundChange) []*Prepare {
	var highest *PreparedMetadata
	for _, rc := range rcs {
		if p := rc.Payload.Prepared; p != nil && (highest == nil || p.Round > highest.Round) {
			highest = p
		}
	}
	if highest == nil {
		return nil
	}
	return s.preparesSeen(h.number, highest.Round, highest.Digest)
}

func (s *simulation) blockOf(digest common.Hash) *types.Block {
	for _, b := range s.blocks {
		if mustDigest(b) == digest {
			return b
		}
	}
	return nil
}

// preparesSeen returns one prepare of each author; traitors sign along.
func (s *simulation) preparesSeen(height uint64, round uint32, digest common.Hash) []*Prepare {
	var ps []*Prepare
	seen := make(map[common.Address]bool)
	for _, n := range s.traitors {
		seen[n.signer.Address()] = true
		ps = append(ps, s.handmade.prepare(n.signer, height, round, digest))
	}
	for _, p := range s.prepares {
		if p.Height() != height || p.Round() != round || p.Digest() != digest {
			continue
		}
		if author, err := s.keys.recover.author(p); err == nil && !seen[author] {
			seen[author] = true
			ps = append(ps, p)
		}
	}
	return ps
}

// lieAboutPrepared asks for a round and claims to have prepared nothing, or any block with what prepares there are.
func (s *simulation) lieAboutPrepared(by *simNode, h *heightState, round uint32) *RoundChange {
	if len(s.blocks) == 0 || s.adversary.height != h.number || s.chance(0.5) {
		return s.handmade.roundChange(by.signer, h.number, round, nil, nil)
	}
	b := s.blocks[s.random.IntN(len(s.blocks))]
	s.register(b)
	return s.handmade.roundChange(by.signer, h.number, round, b, s.preparesSeen(h.number, s.extra(b).Round, mustDigest(b)))
}

// garbage is a frame with some of its bytes changed, and with luck still a message.
func (s *simulation) garbage(by *simNode) {
	if len(s.old) == 0 {
		return
	}
	for range 8 {
		frame, err := EncodeFrame(s.old[s.random.IntN(len(s.old))])
		if err != nil {
			s.tb.Fatal(err)
		}
		bad := bytes.Clone(frame)
		for range 1 + s.random.IntN(2) {
			bad[s.random.IntN(len(bad))] ^= byte(1 << s.random.IntN(8))
		}
		if m, err := DecodeFrame(bad); err == nil {
			for _, to := range s.nodes {
				s.transmit(by, to, m)
			}
		}
	}
}

// stealSeal commits with another validator's seal.
func (s *simulation) stealSeal(by *simNode) {
	if len(s.commits) == 0 {
		return
	}
	c := *s.commits[s.random.IntN(len(s.commits))]
	c.Signature = s.handmade.sign(by.signer, CodeCommit, &c.Payload)
	s.spread(by, &c)
}

// deformed is a proposal or a round-change whose certificates are short, doubled, or of something else.
func (s *simulation) deformed(by *simNode, h *heightState) Message {
	round, proposer := s.turn(h)
	if proposer == nil || s.chance(0.4) {
		rc := s.lieAboutPrepared(by, h, h.round+1)
		rc.Prepares = stretch(s, rc.Prepares)
		return rc
	}
	p := s.attackProposal(proposer, h, round)
	p.RoundChanges = stretch(s, p.RoundChanges)
	p.Prepares = stretch(s, p.Prepares)
	return p
}

// stretch repeats or drops parts of a list.
func stretch[T any](s *simulation, list []T) []T {
	if len(list) == 0 || s.chance(0.3) {
		return list
	}
	if s.chance(0.3) {
		return list[1:]
	}
	out := append([]T(nil), list...)
	for range 1 + s.random.IntN(4) {
		out = append(out, list[s.random.IntN(len(list))])
	}
	return out
}
