package consensus

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// simNode is a validator: what Validator is around a Machine, in virtual time.
type simNode struct {
	index   int
	signer  Signer
	machine *Machine // nil while it is down
	life    int      // how often it has crashed
	tally   *Tally
	wishes  wishes

	ledger *simLedger // survives a crash
	disk   *Durable   // so does this
	wiped  bool       // the journal is damaged, until it is written again

	traitor, deaf bool          // deaf: the adversary has its key, and no machine runs
	forgetful     bool          // it neither keeps a journal nor abstains, which makes it one of the f that are faulty
	paused        bool          // nothing happens in it; it catches up afterwards
	backlog       []func()      // of a paused node
	lag           time.Duration // all that it does is late by up to this
	alone         time.Duration // until when nobody reaches it
	timer         RoundTimer
	said          bool   // something was sent since the last tick
	height        uint64 // where it was last seen in this life
	round         uint32
}

func (n *simNode) String() string { return fmt.Sprintf("v%d", n.index+1) }

// trusted says that nothing that the node signs may contradict anything else.
func (n *simNode) trusted() bool { return !n.traitor && !n.forgetful }

// act is at for what a node does by itself: it waits while the node is paused.
func (s *simulation) act(after time.Duration, n *simNode, do func()) {
	if n.lag > 0 {
		after += s.upTo(n.lag)
	}
	s.at(after, n, func() {
		if !n.paused {
			do()
		} else if len(n.backlog) < 200 {
			n.backlog = append(n.backlog, do)
		}
	})
}

func (s *simulation) pause(n *simNode, d time.Duration) {
	if n.machine != nil && !n.paused {
		s.logf("%s pauses for %s", n, d)
		n.paused = true
		s.at(d, n, func() { s.resume(n) })
	}
}

func (s *simulation) resume(n *simNode) {
	n.paused = false
	waiting := n.backlog
	n.backlog = nil
	for _, do := range waiting {
		if n.machine != nil { // it may crash meanwhile
			do()
		}
	}
}

// crash takes a node down, or the whole process in which all of them are.
func (s *simulation) crash(n *simNode) {
	if !s.plan.oneProcess {
		s.takeDown(n)
		spare := (s.plan.validators-1)/3 - s.plan.traitors - s.plan.forgetful - s.wiped
		if n.trusted() && spare > 0 && !s.plan.votes && s.chance(0.3) {
			n.wiped, n.disk = true, nil
			s.wiped++
		}
		s.at(s.upTo(3*time.Second), n, func() { s.boot(n) })
		return
	}
	s.life++
	s.forget(s.shared.height())
	for _, n := range s.nodes {
		s.takeDown(n)
		s.at(s.upTo(time.Second), n, func() { s.boot(n) })
	}
}

func (s *simulation) takeDown(n *simNode) {
	if n.machine == nil {
		return
	}
	s.logf("%s crashes", n)
	n.machine, n.paused, n.backlog = nil, false, nil
	n.life++
}

// boot begins a life as Validator.Run does: with the ledger's head, its votes, and the journal.
func (s *simulation) boot(n *simNode) {
	if n.machine != nil {
		return
	}
	m, err := NewMachine(n.signer, simTimeouts)
	if err != nil {
		s.tb.Fatal(err)
	}
	m.recover, m.seal = s.keys.recover, s.keys.seal
	n.life++
	n.machine, n.height, n.round = m, 0, 0
	s.logf("%s starts at height %d", n, n.ledger.height()+1)
	switch {
	case s.plan.oneProcess || n.forgetful:
	case n.wiped:
		m.Abstain(n.ledger.height()+1, ErrJournal)
	case n.disk != nil:
		b, err := n.disk.Encode()
		if err != nil {
			s.tb.Fatal(err)
		}
		d, err := DecodeDurable(b)
		if err == nil {
			err = m.Restore(d)
		}
		if err != nil {
			s.fail("%s cannot go on from its journal: %v", n, err)
			return
		}
		n.height, n.round = d.Height, d.Round
	}
	if n.tally, err = LoadTally(s.plan.epoch, n.ledger, n.ledger.head()); err != nil {
		s.fail("%s: %v", n, err)
		return
	}
	s.at(s.upTo(simTick), n, func() { s.tick(n) })
	s.begin(n)
}

// begin starts the next height if the ledger has moved on.
func (s *simulation) begin(n *simNode) {
	if n.machine == nil || n.machine.Status().Height > n.ledger.height() {
		return
	}
	head := n.ledger.head()
	err := n.tally.Follow(n.ledger, head)
	if err == nil {
		err = n.machine.Begin(head, n.tally.Set())
	}
	if err != nil {
		s.fail("%s begins height %d: %v", n, head.Number.Uint64()+1, err)
		return
	}
	n.wishes.settle(n.tally.Set())
	n.timer = RoundTimer{}
	s.act(simPeriod, n, func() {
		if n.machine.Status().Height == head.Number.Uint64()+1 && !n.deaf {
			n.machine.Start()
			s.drain(n)
		}
	})
	s.drain(n)
}

// drain does what the machine wants, and crashes in between if the world is bad.
func (s *simulation) drain(n *simNode) {
	out := n.machine.Ready()
	s.checkNode(n)
	leave := len(out.Messages)
	if out.Durable != nil && s.chaotic && s.chance(s.plan.crash) {
		switch s.random.IntN(3) {
		case 0: // before the write
			s.crash(n)
			return
		case 1: // after it, before anything has left
			n.disk, n.wiped = out.Durable, false
			s.crash(n)
			return
		}
		leave = s.random.IntN(leave) + 1
	}
	if out.Durable != nil {
		n.disk, n.wiped = out.Durable, false
	}
	for _, m := range out.Messages[:leave] {
		s.observe(n, m)
		s.send(n, m)
		n.said = true
	}
	if leave < len(out.Messages) {
		s.crash(n)
		return
	}
	for _, err := range out.Refused {
		s.logf("%s refuses %v", n, err)
	}
	if out.Abstains != nil && !errors.Is(out.Abstains, ErrJournal) {
		s.fail("%s: %v", n, out.Abstains)
	}
	if out.Timer != nil {
		timer := *out.Timer
		n.timer = timer
		s.act(timer.After, n, func() { s.timeout(n, timer) })
	}
	for _, req := range out.Verify {
		s.act(s.upTo(20*time.Millisecond), n, func() { s.verify(n, req) })
	}
	if out.Build != nil {
		req := *out.Build
		s.act(s.upTo(20*time.Millisecond), n, func() { s.build(n, req) })
	}
	if out.Decided != nil {
		s.decided(n, out.Decided)
		s.act(s.upTo(30*time.Millisecond), n, func() { s.commitTo(n, out.Decided.Header()) })
		if s.chaotic && s.chance(0.3) { // what a protocol without locks would decide once more
			n.alone = s.now + s.upTo(5*time.Second)
		}
	}
}

func (s *simulation) timeout(n *simNode, timer RoundTimer) {
	if n.timer != timer {
		return
	}
	s.logf("%s times out in h%d r%d", n, timer.Height, timer.Round)
	if err := n.machine.Timeout(timer.Height, timer.Round); err != nil {
		s.fail("%s times out: %v", n, err)
	}
	s.drain(n)
}

func (s *simulation) verify(n *simNode, req VerifyRequest) {
	hash, err := chainHashOf(req.Block)
	if err != nil {
		s.tb.Fatal(err)
	}
	var invalid error
	if s.invalid[hash] {
		invalid = ErrInvalidProposal
	}
	if err := n.machine.Verified(req, invalid); err != nil && !errors.Is(err, ErrStale) {
		s.fail("%s has verified: %v", n, err)
	}
	s.drain(n)
}

func (s *simulation) build(n *simNode, req BuildRequest) {
	b := s.block(req.Parent, req.Set, n.signer.Address(), req.Round, n.wishes.next(n.tally, n.signer.Address()))
	if err := n.machine.Propose(req.Height, req.Round, b); err != nil && !errors.Is(err, ErrStale) {
		s.fail("%s proposes: %v", n, err)
	}
	s.drain(n)
}

func (s *simulation) commitTo(n *simNode, sealed *types.Header) {
	if !s.add(n, sealed) {
		return
	}
	if s.shared == nil {
		s.begin(n)
		return
	}
	for _, other := range s.nodes {
		s.act(s.upTo(2*time.Millisecond), other, func() { s.begin(other) })
	}
}

// add puts a block into a node's ledger, once.
func (s *simulation) add(n *simNode, sealed *types.Header) bool {
	number := sealed.Number.Uint64()
	if number <= n.ledger.height() {
		return false
	}
	if number != n.ledger.height()+1 || sealed.ParentHash != n.ledger.hashes[number-1] {
		s.fail("block %d on %s does not stand on the head of %s, which is block %d", number, sealed.ParentHash, n, n.ledger.height())
		return false
	}
	n.ledger.push(sealed)
	s.committed(n, sealed)
	s.settled()
	return true
}

// tick repeats messages as Validator does, and looks whether somebody has a longer chain.
func (s *simulation) tick(n *simNode) {
	s.at(simTick, n, func() { s.tick(n) })
	if n.paused {
		return
	}
	s.checkBounds(n)
	if st := n.machine.Status(); !n.deaf {
		said := n.said
		if n.said = false; st.Started && !said {
			n.machine.Resend()
			s.drain(n)
		}
	}
	best := n
	for _, other := range s.nodes {
		if !s.cut(n, other) && other.machine != nil && other.ledger.height() > best.ledger.height() {
			best = other
		}
	}
	for best != n && n.machine != nil && n.ledger.height() < best.ledger.height() && s.failure == "" {
		h := best.ledger.headers[n.ledger.height()+1]
		s.logf("%s fetches block %d from %s", n, h.Number, best)
		s.checkSealed(h, n.tally.Set().members)
		s.add(n, h)
		s.begin(n)
	}
}

// vote makes nodes want another set, over and over: one more validator if there are four, one less if there are five,
// which leaves f at one. Without anybody faulty, and with all journals in order, any set is safe, and each node wants
// what it likes.
func (s *simulation) vote() {
	newest := s.nodes[0]
	for _, n := range s.nodes {
		if n.ledger.height() > newest.ledger.height() {
			newest = n
		}
	}
	x, err := qbft.DecodeExtra(newest.ledger.head().Extra)
	if err != nil {
		s.tb.Fatal(err)
	}
	free := s.plan.traitors+s.plan.forgetful == 0
	about := s.random.IntN(len(s.nodes))
	for _, n := range s.nodes {
		if free && s.chance(0.4) {
			about = s.random.IntN(len(s.nodes))
		}
		a := s.nodes[about].signer.Address()
		add := !slices.Contains(x.Validators, a)
		clear(n.wishes)
		if add == (len(x.Validators) < 5) || free && !add && len(x.Validators) > 3 {
			n.wishes[a] = add
		}
	}
	s.at(time.Second+s.upTo(3*time.Second), nil, s.vote)
}
