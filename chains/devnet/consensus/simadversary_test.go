package consensus

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// adversary holds the keys of the traitors, and has seen every message of the height that is being decided.
type adversary struct {
	traitors []*simNode
	height   uint64 // what is known is of this height
	blocks   []*types.Block
	prepares []*Prepare
	commits  []*Commit
	changed  []*RoundChange
	old      []Message // a few of former heights
}

const maxOld = 64 // messages of former heights that the adversary replays

// learn takes every message that is sent.
func (s *simulation) learn(m Message) {
	if m.Height() > s.adversary.height {
		s.adversary = adversary{traitors: s.traitors, height: m.Height(), old: s.old}
	}
	if len(s.old) < maxOld {
		s.old = append(s.old, m)
	} else if s.chance(0.05) {
		s.old[s.random.IntN(maxOld)] = m
	}
	if m.Height() < s.adversary.height {
		return
	}
	switch m := m.(type) {
	case *Proposal:
		s.blocks = append(s.blocks, m.Payload.Block)
	case *Prepare:
		s.prepares = append(s.prepares, m)
	case *Commit:
		s.commits = append(s.commits, m)
	case *RoundChange:
		s.changed = append(s.changed, m)
	}
}

// attackNow does one dishonest thing, and then again after a while.
func (s *simulation) attackNow() {
	s.at(time.Millisecond+s.upTo(600*time.Millisecond), nil, s.attackNow)
	v := s.victim()
	if v == nil {
		return
	}
	by := s.traitors[s.random.IntN(len(s.traitors))]
	h := v.machine.h
	switch s.random.IntN(16) {
	case 0, 1, 2, 3, 4:
		s.equivocate(by, h)
	case 5, 6:
		s.voteForAny(by, h)
	case 7, 8:
		s.spread(by, s.lieAboutPrepared(by, h, h.round+1+uint32(s.random.IntN(2))))
	case 9, 10:
		s.usurp(by, h)
	case 11:
		s.replay(by)
	case 12:
		s.garbage(by)
	case 13:
		s.flood(by, h)
	case 14:
		s.stealSeal(by)
	case 15:
		s.spread(by, s.deformed(by, h))
	}
}

// victim is the undecided honest node that is furthest, where a lie is worth most; nil if there is none.
func (s *simulation) victim() *simNode {
	var best *simNode
	for _, n := range s.nodes {
		if n.traitor || n.machine == nil || !n.machine.h.member || n.machine.h.decided != nil {
			continue
		}
		if best == nil || n.machine.h.number > best.machine.h.number ||
			n.machine.h.number == best.machine.h.number && n.machine.h.round > best.machine.h.round {
			best = n
		}
	}
	return best
}

// spread sends a message of the adversary's to all others or to some of them.
func (s *simulation) spread(by *simNode, m Message) {
	all := s.chance(0.5)
	for _, to := range s.nodes {
		if to != by && (all || s.chance(0.5)) {
			s.sendTo(by, to, m)
		}
	}
	s.learn(m)
}

func (s *simulation) sendTo(by, to *simNode, m Message) {
	if s.tracing {
		s.logf("traitor %s sends %s to %s", by, s.describe(m), to)
	}
	s.transmit(by, to, m)
}

// turn returns a round from the current one on in which a traitor proposes, and which one.
func (s *simulation) turn(h *heightState) (uint32, *simNode) {
	for round := h.round; round < h.round+uint32(len(h.set.members)); round++ {
		proposer := proposerOf(h.set.members, h.parent.Coinbase, round)
		for _, n := range s.traitors {
			if n.signer.Address() == proposer {
				return round, n
			}
		}
	}
	return 0, nil
}

// equivocate proposes one block to some and another one to the others, with votes of all traitors for each.
func (s *simulation) equivocate(by *simNode, h *heightState) {
	round, proposer := s.turn(h)
	if proposer == nil {
		return
	}
	pair := [2]*Proposal{s.attackProposal(proposer, h, round), s.attackProposal(proposer, h, round)}
	for _, to := range s.nodes {
		if to == proposer {
			continue
		}
		p := pair[s.random.IntN(2)]
		s.sendTo(proposer, to, p)
		for _, n := range s.traitors {
			if n != to {
				s.sendTo(n, to, s.handmade.prepare(n.signer, h.number, round, p.Digest()))
				s.sendTo(n, to, s.handmade.commit(n.signer, h.number, round, p.Digest()))
			}
		}
	}
	for _, p := range pair {
		s.learn(p)
		for _, n := range s.traitors {
			s.learn(s.handmade.prepare(n.signer, h.number, round, p.Digest()))
		}
	}
}

// someBlock is one that is known at the height, or a new one; perhaps one that does not pass verification.
func (s *simulation) someBlock(h *heightState, coinbase common.Address, round uint32) *types.Block {
	var b *types.Block
	if len(s.blocks) > 0 && s.adversary.height == h.number && s.chance(0.5) {
		b = s.blocks[s.random.IntN(len(s.blocks))]
	} else {
		var vote *qbft.Vote
		if s.chance(0.3) {
			vote = &qbft.Vote{Recipient: s.keys.signers[s.random.IntN(len(s.keys.signers))].Address(), Add: s.chance(0.5)}
		}
		b = s.block(h.parent, h.set, coinbase, round, vote)
		if s.chance(0.15) {
			hash, err := chainHashOf(b)
			if err != nil {
				s.tb.Fatal(err)
			}
			s.invalid[hash] = true
		}
	}
	b, err := withRound(b, round)
	if err != nil {
		s.tb.Fatal(err)
	}
	s.register(b)
	return b
}

// voteForAny prepares or commits to any block in any round, and both for different ones.
func (s *simulation) voteForAny(by *simNode, h *heightState) {
	round := h.round + uint32(s.random.IntN(2))
	digest := mustDigest(s.someBlock(h, by.signer.Address(), round))
	if s.chance(0.5) {
		s.spread(by, s.handmade.prepare(by.signer, h.number, round, digest))
	} else {
		s.spread(by, s.handmade.commit(by.signer, h.number, round, digest))
	}
}

// usurp proposes in a round that belongs to somebody else, in that one's name.
func (s *simulation) usurp(by *simNode, h *heightState) {
	proposer := proposerOf(h.set.members, h.parent.Coinbase, h.round)
	if proposer == by.signer.Address() {
		return
	}
	p := s.attackProposal(by, h, h.round)
	b := s.block(h.parent, h.set, proposer, h.round, nil)
	s.register(b)
	s.spread(by, s.handmade.proposal(by.signer, h.round, b, s.justification(h, h.round), p.Prepares))
}

// replay sends something old of anybody's once more, to everybody.
func (s *simulation) replay(by *simNode) {
	for range 4 {
		if len(s.old) > 0 {
			s.spread(by, s.old[s.random.IntN(len(s.old))])
		}
	}
}

// flood tries to fill what one validator keeps for later rounds or heights.
func (s *simulation) flood(by *simNode, h *heightState) {
	to := s.nodes[s.random.IntN(len(s.nodes))]
	if to == by {
		return
	}
	kind, later := s.random.IntN(3), s.chance(0.5)
	for i := range uint32(maxFuturePerAuthor + 8) {
		height, round := h.number, h.round+1+i
		if later {
			height, round = h.number+1+uint64(s.random.IntN(maxHeightsAhead+2)), i
		}
		if s.chance(0.05) {
			round = s.random.Uint32N(MaxRound)
		}
		digest := common.Hash{byte(s.random.IntN(256)), 1}
		switch kind {
		case 0:
			s.transmit(by, to, s.handmade.prepare(by.signer, height, round, digest))
		case 1:
			s.transmit(by, to, s.handmade.commit(by.signer, height, round, digest))
		case 2:
			s.transmit(by, to, s.handmade.roundChange(by.signer, height, round, nil, nil))
		}
	}
}
