package consensus

import (
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"
)

// simulation lets an adversary run the network: it holds the keys of up to f validators, sees every message, decides
// what is delivered, lost, repeated and in which order, and when timers run out. Whatever it does, no two honest
// validators may decide differently; and once it lets go, everybody decides.
type simulation struct {
	*testNet
	t         *rapid.T
	byzantine []int
	honest    []int
	known     []Message // everything that honest validators ever sent, and what the adversary made
	blocks    []*types.Block
}

func newSimulation(t *rapid.T) *simulation {
	n := rapid.SampledFrom([]int{4, 4, 7}).Draw(t, "validators")
	s := &simulation{testNet: newTestNet(t, n), t: t}
	bad := map[int]bool{}
	for range rapid.IntRange(0, s.set.Faulty()).Draw(t, "faulty") {
		bad[rapid.IntRange(0, n-1).Draw(t, "which")] = true
	}
	for i := range n {
		if bad[i] {
			// The adversary acts with the key; the machine may go on as well, which is worse than if it were silent.
			s.nodes[i].crashed = rapid.Bool().Draw(t, "crashed")
			s.byzantine = append(s.byzantine, i)
		} else {
			s.honest = append(s.honest, i)
		}
	}
	return s
}

// learn takes what was sent since the last call.
func (s *simulation) learn(from int) {
	for _, e := range s.wire[from:] {
		if e.to != (e.from+1)%len(s.nodes) {
			continue // one copy of each broadcast is enough
		}
		m, err := DecodeFrame(e.frame)
		if err != nil {
			s.t.Fatal(err)
		}
		s.remember(m)
	}
}

func (s *simulation) remember(m Message) {
	s.known = append(s.known, m)
	if p, ok := m.(*Proposal); ok {
		s.blocks = append(s.blocks, p.Payload.Block)
	}
}

func (s *simulation) pick(label string, n int) int { return rapid.IntRange(0, n-1).Draw(s.t, label) }

func (s *simulation) chaos(steps int, untilDecision bool) {
	for range steps {
		before := len(s.wire)
		switch action := s.pick("action", 40); {
		case action < 28:
			if before > 0 {
				i := s.pick("frame", min(before, 6)) // mostly in order, or nothing would ever come together
				e := s.wire[i]
				s.wire = append(s.wire[:i:i], s.wire[i+1:]...)
				before--
				_ = s.deliver(e)
			}
		case action == 28:
			to := s.pick("cut off", len(s.nodes))
			before -= s.discard(func(e envelope, _ Message) bool { return e.to == to })
		case action == 29:
			code := rapid.SampledFrom([]Code{CodePrepare, CodeCommit, CodeRoundChange}).Draw(s.t, "lost kind")
			before -= s.discard(func(_ envelope, m Message) bool { return m.Code() == code })
		case action == 30 && before > 0:
			_ = s.deliver(s.wire[s.pick("repeated", before)])
		case action < 33:
			s.start(s.pick("starts", len(s.nodes)))
		case action < 35:
			s.timeout(s.pick("times out", len(s.nodes)))
		case action == 35:
			i := s.pick("repeats", len(s.nodes))
			s.nodes[i].machine.Resend()
			s.collect(i)
		case action == 36 && !untilDecision:
			s.follow(s.pick("follows", len(s.nodes)))
		case action > 36 && len(s.byzantine) > 0:
			s.attack()
		}
		s.learn(min(before, len(s.wire)))
		if untilDecision && len(s.byHeight) > 0 {
			return
		}
	}
}

// isolate silences whoever has decided and lets the others go on by themselves, as if the decision had not been made:
// this is where a protocol without locks decides once more.
func (s *simulation) isolate(rounds int) {
	silent := map[int]bool{}
	for i, n := range s.nodes {
		silent[i] = n.machine.Status().Decided
	}
	cut := func(e envelope, _ Message) bool { return silent[e.to] || silent[e.from] }
	for range rounds {
		for i := range s.nodes {
			if !silent[i] {
				s.start(i)
				s.timeout(i)
				s.nodes[i].machine.Resend()
				s.collect(i)
			}
		}
		for range 3 {
			before := len(s.wire)
			if len(s.byzantine) > 0 {
				s.attack()
			}
			s.discard(cut)
			s.learn(min(before, len(s.wire)))
			s.deliverKeeping(cut)
		}
	}
}

// deliverKeeping delivers all that is on the wire and not cut, learning from it.
func (s *simulation) deliverKeeping(cut func(envelope, Message) bool) {
	for len(s.wire) > 0 {
		e := s.wire[0]
		s.wire = s.wire[1:]
		before := len(s.wire)
		_ = s.deliver(e)
		s.learn(before)
		s.discard(cut)
	}
}

// follow lets a validator take the ledger's head.
func (s *simulation) follow(i int) {
	for _, other := range s.nodes { // a Byzantine validator's decision carries a quorum of seals like any other
		if other.head.Number.Uint64() >= s.nodes[i].machine.Status().Height {
			s.nodes[i].head = other.head
			s.begin(i, other.head)
		}
	}
}

// heal delivers everything, repeats messages and fires timers when they are due, until every honest validator has
// decided height, and returns false if that takes too long.
func (s *simulation) heal(height uint64) bool {
	for range 200 {
		done := true
		for _, i := range s.honest {
			s.follow(i)
			done = done && s.nodes[i].machine.Status().Height > height
		}
		if done {
			return true
		}
		s.start(s.honest...)
		s.deliverAll()
		for _, i := range s.honest {
			s.nodes[i].machine.Resend()
			s.collect(i)
		}
		s.deliverAll()
		s.advance()
	}
	return false
}

// advance moves the clock by half a second, which is the interval of Resend, and fires what is due.
func (s *simulation) advance() {
	s.now += 500_000_000
	for _, i := range s.honest {
		if n := s.nodes[i]; n.timer != nil && n.due <= s.now {
			s.timeout(i)
		}
	}
}

func TestSimulationAgreementAndProgress(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := newSimulation(t)
		s.start()
		s.learn(0)
		s.chaos(rapid.IntRange(0, 200).Draw(t, "steps"), rapid.Bool().Draw(t, "until a decision"))
		s.isolate(rapid.IntRange(0, 5).Draw(t, "rounds alone"))
		s.chaos(rapid.IntRange(0, 60).Draw(t, "more steps"), false)
		for _, i := range s.byzantine {
			s.nodes[i].crashed = true
		}
		var highest uint64
		for _, i := range s.honest {
			highest = max(highest, s.nodes[i].machine.Status().Height)
		}
		if !s.heal(highest) {
			for _, i := range s.honest {
				t.Logf("%s: %+v", s.nodes[i].name, s.nodes[i].machine.Status())
			}
			t.Fatalf("height %d is not decided after the network has healed (faulty: %v)", highest, s.byzantine)
		}
	})
}
