package consensus

import (
	"fmt"
	"hash/fnv"
	"math/rand/v2"
	"runtime/debug"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// simulation is a whole network in virtual time: one thread, one source of randomness, one queue of events. Everything
// that happens follows from the seed. Until the network heals it loses, repeats, delays and reorders messages, splits,
// and cuts off whoever has just decided; validators crash between any two steps, pause and lag; up to f of them are
// traitors whose keys one adversary holds who has seen every message. Then it heals, but for the traitors.
type simulation struct {
	handmade
	seed   uint64
	random *rand.Rand
	keys   simKeys
	plan   simPlan

	now     time.Duration
	events  simQueue
	nodes   []*simNode
	genesis *types.Header
	shared  *simLedger // of all nodes, where they are one process; nil otherwise

	chaotic bool
	side    []int // partition: who is on which side; nil if the network is whole
	life    int   // of the one process
	salt    uint64
	target  uint64 // after the network has healed: the height that all have to reach

	adversary
	watch

	failure string
	done    bool
	healed  time.Duration
	took    time.Duration // from the healing to the end
	tracing bool
	trace   []string
}

// simPlan is what a seed says about the world before it begins.
type simPlan struct {
	validators, standby int
	traitors, forgetful int // together at most f
	oneProcess          bool
	votes               bool
	epoch               uint64
	loss, repeat, late  float64 // chances of one message
	crash               float64 // chance each time something was signed
	chaos               time.Duration
	withTxs             bool
}

const (
	simPeriod = 300 * time.Millisecond
	simTick   = 250 * time.Millisecond // a quarter of the base timeout, as in Validator
	maxSimLog = 400                    // lines of the trace that are shown
)

var simTimeouts = Timeouts{Base: time.Second, Max: 8 * time.Second}

func drawPlan(r *rand.Rand) simPlan {
	p := simPlan{validators: 4, epoch: DefaultEpoch, chaos: time.Duration(800+r.IntN(4200)) * time.Millisecond}
	switch k := r.IntN(20); {
	case k >= 19:
		p.validators = 10
	case k >= 17:
		p.validators = 7
	}
	f := (p.validators - 1) / 3
	p.traitors = r.IntN(f + 1)
	if r.IntN(4) == 0 {
		p.traitors = f
	}
	if p.traitors < f && r.IntN(3) == 0 {
		p.forgetful = 1
	}
	if r.IntN(8) == 0 {
		// Without journals nobody outside may remember what the process has forgotten: see doc.go.
		p.oneProcess, p.traitors, p.forgetful = true, 0, 0
	}
	if p.validators == 4 && r.IntN(6) == 0 {
		p.votes, p.standby, p.epoch = true, 1, uint64(3+r.IntN(14))
		p.chaos *= 3
	}
	bad := r.Float64() // a world is quiet or wild as a whole, so that both long chains and long heights are seen
	if p.votes {
		bad *= 0.2 // votes need blocks
	}
	p.loss, p.repeat, p.late = 0.35*bad*r.Float64(), 0.2*r.Float64(), 0.4*bad*r.Float64()
	if r.IntN(3) > 0 {
		p.crash = 0.06 * r.Float64()
	}
	return p
}

func newSimulation(tb failer, seed uint64, keys func(n int) simKeys) *simulation {
	random := rand.New(rand.NewPCG(seed, 0x51b))
	return newWorld(tb, seed, random, drawPlan(random), keys)
}

func newWorld(tb failer, seed uint64, random *rand.Rand, plan simPlan, keys func(n int) simKeys) *simulation {
	s := &simulation{handmade: handmade{tb}, seed: seed, random: random, plan: plan, chaotic: true}
	n := s.plan.validators + s.plan.standby
	s.keys = keys(n)
	var members []common.Address
	for _, signer := range s.keys.signers[:s.plan.validators] {
		members = append(members, signer.Address())
	}
	s.genesis = testGenesis(members)
	if s.plan.oneProcess {
		s.shared = newSimLedger(s.genesis)
	}
	bad := random.Perm(s.plan.validators)
	for i, signer := range s.keys.signers {
		ledger := s.shared
		if ledger == nil {
			ledger = newSimLedger(s.genesis)
		}
		s.nodes = append(s.nodes, &simNode{index: i, signer: signer, ledger: ledger, wishes: make(wishes)})
	}
	for i, b := range bad {
		if n := s.nodes[b]; i < s.plan.traitors {
			n.traitor, n.deaf = true, random.IntN(4) == 0
			s.traitors = append(s.traitors, n)
		} else if i < s.plan.traitors+s.plan.forgetful {
			n.forgetful = true
		}
	}
	s.watch = newWatch()
	return s
}

func (s *simulation) chance(p float64) bool { return p > 0 && s.random.Float64() < p }

func (s *simulation) upTo(d time.Duration) time.Duration {
	return time.Duration(s.random.Int64N(int64(d)))
}

// at puts an event into the queue; one that belongs to a life of a node is void in its next one.
func (s *simulation) at(after time.Duration, n *simNode, do func()) {
	e := simEvent{at: s.now + after, node: n, do: do}
	if n != nil {
		e.life = n.life
	}
	s.events.push(e)
}

func (s *simulation) fail(format string, args ...any) {
	if s.failure == "" {
		s.failure = fmt.Sprintf(format, args...)
		s.logf("FAILURE: %s", s.failure)
	}
}

func (s *simulation) logf(format string, args ...any) {
	if s.tracing {
		s.trace = append(s.trace, fmt.Sprintf("%8.3f ", s.now.Seconds())+fmt.Sprintf(format, args...))
	}
}

// run lets the world go on until everybody has decided a height after the healing, or something is wrong.
func (s *simulation) run() {
	s.at(s.plan.chaos, nil, s.heal)
	s.at(s.upTo(time.Second), nil, s.disturb)
	if len(s.traitors) > 0 {
		s.at(s.upTo(simPeriod), nil, s.attackNow)
	}
	if s.plan.votes {
		s.at(0, nil, s.vote)
	}
	s.loop()
}

// loop starts all nodes and takes one event after another.
func (s *simulation) loop() {
	defer func() {
		if p := recover(); p != nil {
			s.fail("panic: %v\n%s", p, debug.Stack())
		}
	}()
	for _, n := range s.nodes {
		s.boot(n)
	}
	for s.failure == "" && !s.done && len(s.events.heap) > 0 {
		e := s.events.pop()
		s.now = e.at
		if e.node == nil || e.node.life == e.life {
			e.do()
		}
	}
	if s.failure == "" {
		s.checkChains()
	}
}

// disturb is what happens to nodes and to the network as a whole until it heals.
func (s *simulation) disturb() {
	if !s.chaotic {
		return
	}
	n := s.nodes[s.random.IntN(len(s.nodes))]
	switch s.random.IntN(7) {
	case 0:
		s.side = make([]int, len(s.nodes))
		for i := range s.side {
			s.side[i] = s.random.IntN(2 + s.random.IntN(2))
		}
		s.logf("partition %v", s.side)
	case 1:
		s.side = nil
	case 2:
		if s.plan.crash > 0 {
			s.crash(n)
		}
	case 3:
		s.pause(n, s.upTo(4*time.Second))
	case 4:
		n.lag = s.upTo(2 * time.Second)
	case 5:
		n.lag = 0
	case 6:
		n.alone = s.now + s.upTo(3*time.Second)
	}
	s.at(s.upTo(2*time.Second), nil, s.disturb)
}

// heal ends all that is wrong but treason. From here on messages take 10 ms at most, and so many timeouts suffice.
func (s *simulation) heal() {
	s.chaotic, s.side, s.healed = false, nil, s.now
	s.logf("the network heals")
	var round uint32
	for _, n := range s.nodes {
		n.lag, n.alone = 0, 0
		if n.machine == nil {
			s.boot(n)
		}
		s.resume(n)
		s.target = max(s.target, n.ledger.height()+1)
		round = max(round, n.machine.Status().Round)
	}
	s.at(healingBound(s.plan.validators, round), nil, func() {
		for _, n := range s.nodes {
			if st := n.machine.Status(); !n.traitor && n.ledger.height() < s.target {
				s.logf("%s is stuck at height %d round %d: %+v", n, st.Height, st.Round, st)
			}
		}
		s.fail("height %d is not decided %s after the network has healed in round %d", s.target, s.now-s.healed, round)
	})
}

// healingBound is the time in which everybody decides a height after the healing. Whoever is behind hears of f+1 others
// or of a quorum within a repetition, which is two ticks; a round later all are in one round, the timers of which differ by less than
// that; and of f+1 proposers in a row one is honest. A block that was decided by few reaches the others through the
// ledger.
func healingBound(validators int, round uint32) time.Duration {
	f := uint32(validators-1) / 3
	bound := 8 * simTick
	for r := round; r <= round+f+2; r++ {
		bound += simTimeouts.Round(r) + 4*simTick
	}
	return bound
}

// settled ends the simulation when every honest node is where it should be.
func (s *simulation) settled() {
	if s.chaotic || s.done {
		return
	}
	for _, n := range s.nodes {
		if !n.traitor && n.ledger.height() < s.target {
			return
		}
	}
	s.done, s.took = true, s.now-s.healed
}

// fingerprint tells two runs apart that differ in anything that was sent.
func (s *simulation) fingerprint() uint64 {
	h := fnv.New64a()
	for _, line := range s.trace {
		fmt.Fprintln(h, line)
	}
	return h.Sum64()
}

// block builds a block without transactions, or with one, on a parent; each call yields another one.
func (s *simulation) block(parent *types.Header, set *Set, coinbase common.Address, round uint32, vote *qbft.Vote) *types.Block {
	s.salt++
	extra := qbft.ExtraData{Validators: set.members, Round: round, Vote: vote}
	b := simBlock(parent, coinbase, s.salt, extra.Encode(), s.plan.withTxs)
	hash, err := chainHashOf(b)
	if err != nil {
		s.tb.Fatal(err)
	}
	s.names[hash] = fmt.Sprintf("B%d", s.salt)
	return b
}
