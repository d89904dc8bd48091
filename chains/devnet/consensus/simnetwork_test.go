package consensus

import (
	"errors"
	"time"
)

// cut reports whether two nodes cannot reach each other now.
func (s *simulation) cut(a, b *simNode) bool {
	return s.side != nil && s.side[a.index] != s.side[b.index] || a.alone > s.now || b.alone > s.now
}

// send broadcasts what a machine has signed; a traitor's may reach only some.
func (s *simulation) send(n *simNode, m Message) {
	frame, err := EncodeFrame(m)
	if err != nil {
		s.tb.Fatal(err)
	}
	shared, err := DecodeFrame(frame)
	if err != nil {
		s.tb.Fatal(err)
	}
	s.learn(shared)
	if s.tracing {
		s.logf("%s sends %s", n, s.describe(m))
	}
	partial := n.traitor && s.chance(0.4)
	if n.traitor && m.Code() == CodeProposal && s.chance(0.5) {
		return // its turn is the adversary's
	}
	for _, to := range s.nodes {
		if to != n && !(partial && s.chance(0.5)) {
			s.transmit(n, to, shared)
		}
	}
}

func (s *simulation) transmit(from, to *simNode, m Message) {
	if s.cut(from, to) || s.chaotic && s.chance(s.plan.loss) {
		return
	}
	copies := 1
	if s.chaotic && s.chance(s.plan.repeat) {
		copies = 2
	}
	for range copies {
		delay := time.Millisecond + s.upTo(9*time.Millisecond)
		if s.chaotic && s.chance(s.plan.late) {
			delay = s.upTo(4 * time.Second)
		}
		life := s.life
		s.at(delay, nil, func() {
			if s.life == life && !to.deaf {
				s.deliver(to, m)
			}
		})
	}
}

// deliver hands a message to whatever life the node is in; a network that keeps messages for it is one of the worse.
func (s *simulation) deliver(to *simNode, m Message) {
	if to.machine == nil {
		return
	}
	step := func() {
		if err := to.machine.Step(m); errors.Is(err, ErrSigner) {
			s.fail("%s: %v", to, err)
		}
		s.drain(to)
	}
	switch {
	case to.paused || to.lag > 0:
		s.act(0, to, step)
	default:
		step()
	}
}
