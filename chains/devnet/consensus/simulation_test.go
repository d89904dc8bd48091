package consensus

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
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
