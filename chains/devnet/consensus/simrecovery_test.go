package consensus

import (
	"fmt"
	"math/rand/v2"
	"testing"
	"time"
)

// With one faulty proposer on a network that delivers within 10 ms, whatever it does, everybody decides within two
// timeouts of round 0: the first one gives its round up, and the next proposer's round takes a few messages.
func TestRoundChangeRecoversWithinTwoTimeouts(t *testing.T) {
	for name, cheat := range map[string]func(s *simulation, by *simNode, h *heightState){
		"silent": func(*simulation, *simNode, *heightState) {},
		"two blocks": func(s *simulation, by *simNode, h *heightState) {
			a, b := s.proposalBy(by, h), s.proposalBy(by, h)
			for i, to := range s.nodes {
				s.cheat(by, to, []*Proposal{a, b}[i%2], true)
			}
		},
		"an invalid block": func(s *simulation, by *simNode, h *heightState) {
			p := s.proposalBy(by, h)
			s.invalid[s.chains[p.Digest()]] = true
			for _, to := range s.nodes {
				s.cheat(by, to, p, true)
			}
		},
		"a block to a few": func(s *simulation, by *simNode, h *heightState) {
			p := s.proposalBy(by, h)
			for _, to := range s.nodes[:len(s.nodes)/2] {
				s.cheat(by, to, p, true)
			}
		},
		"a block that one prepares": func(s *simulation, by *simNode, h *heightState) {
			p := s.proposalBy(by, h)
			for i, to := range s.nodes[:h.set.Quorum()] { // the faulty one included
				s.cheat(by, to, p, i == 1)
			}
		},
		"a late block": func(s *simulation, by *simNode, h *heightState) {
			p := s.proposalBy(by, h)
			s.at(simTimeouts.Base-5*time.Millisecond, nil, func() {
				for _, to := range s.nodes {
					s.cheat(by, to, p, true)
				}
			})
		},
		"another's turn": func(s *simulation, by *simNode, h *heightState) {
			later := s.handmade.proposal(by.signer, 1, s.someBlock(h, by.signer.Address(), 1), nil, nil)
			for _, to := range s.nodes {
				s.cheat(by, to, later, true)
			}
		},
	} {
		for _, n := range []int{4, 7, 10} {
			t.Run(fmt.Sprintf("%s/%d", name, n), func(t *testing.T) {
				var worst time.Duration
				for seed := range uint64(20) {
					s := newWorld(t, seed, rand.New(rand.NewPCG(seed, uint64(n))), simPlan{validators: n, epoch: DefaultEpoch}, macKeys)
					s.chaotic, s.target, s.plan.traitors = false, 1, 1
					by := s.nodes[0] // the first proposer after a genesis block that nobody proposed
					by.traitor, by.deaf = true, true
					s.traitors = []*simNode{by}
					s.at(simPeriod, nil, func() { cheat(s, by, by.machine.h) })
					s.at(simPeriod+2*simTimeouts.Base, nil, func() { s.fail("height 1 is not decided after two timeouts") })
					s.loop()
					if s.failure != "" {
						t.Fatalf("seed %d: %s", seed, s.failure)
					}
					worst = max(worst, s.now-simPeriod)
				}
				t.Logf("decided by all within %s; a timeout is %s", worst, simTimeouts.Base)
			})
		}
	}
}

func (s *simulation) proposalBy(by *simNode, h *heightState) *Proposal {
	b := s.block(h.parent, h.set, by.signer.Address(), 0, nil)
	s.register(b)
	return s.handmade.proposal(by.signer, 0, b, nil, nil)
}

// cheat sends a proposal to one node and perhaps the traitor's votes for it.
func (s *simulation) cheat(by, to *simNode, p *Proposal, votes bool) {
	if to == by {
		return
	}
	s.sendTo(by, to, p)
	if votes {
		s.sendTo(by, to, s.handmade.prepare(by.signer, p.Height(), p.Round(), p.Digest()))
		s.sendTo(by, to, s.handmade.commit(by.signer, p.Height(), p.Round(), p.Digest()))
	}
}
