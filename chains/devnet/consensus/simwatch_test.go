package consensus

import (
	"fmt"
	"math/bits"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// watch looks at everything that happens and knows what must not. It counts quorums and validators for itself, so that
// a machine with wrong rules is not judged by the same ones.
type watch struct {
	names      map[common.Hash]string      // of blocks, by on-chain hash
	chains     map[common.Hash]common.Hash // on-chain hashes by digest
	invalid    map[common.Hash]bool        // blocks that do not pass verification, by on-chain hash
	final      map[uint64]common.Hash
	said       map[statement]saying
	prepared   map[uint64][]vote // by honest validators, by height
	committing map[uint64]map[vote]uint32
	locks      map[uint64][]vote // what may have been decided
	lockedIn   map[place]uint32  // 1 + the last round in which a validator committed
	judged     map[*Proposal]bool
	wiped      int // journals damaged so far
	changes    int // of the validator set
}

type place struct {
	node   int
	height uint64
}

// statement is what a validator may say once: of each kind one message a round.
type statement struct {
	place
	round uint32
	code  Code
}

type saying struct {
	digest   common.Hash
	prepared PreparedMetadata
}

type vote struct {
	round uint32
	chain common.Hash
}

func newWatch() watch {
	return watch{
		names: make(map[common.Hash]string), chains: make(map[common.Hash]common.Hash), invalid: make(map[common.Hash]bool),
		final: make(map[uint64]common.Hash), said: make(map[statement]saying), prepared: make(map[uint64][]vote),
		committing: make(map[uint64]map[vote]uint32), locks: make(map[uint64][]vote), lockedIn: make(map[place]uint32),
		judged: make(map[*Proposal]bool),
	}
}

// forget is the crash of the one process in which all validators are: what was not stored never was.
func (w *watch) forget(height uint64) {
	for key := range w.said {
		if key.height > height {
			delete(w.said, key)
		}
	}
	for key := range w.lockedIn {
		if key.height > height {
			delete(w.lockedIn, key)
		}
	}
	delete(w.prepared, height+1)
	delete(w.committing, height+1)
	delete(w.locks, height+1)
}

// quorumOf is ⌈2n/3⌉ as the specification has it.
func quorumOf(n int) int { return (2*n + 2) / 3 }

// observe judges a message that a validator's machine sends.
func (s *simulation) observe(n *simNode, m Message) {
	if p, ok := m.(*Proposal); ok {
		s.register(p.Payload.Block)
	}
	if !n.trusted() {
		return
	}
	at := place{n.index, m.Height()}
	now := saying{digest: m.Digest()}
	if rc, ok := m.(*RoundChange); ok && rc.Payload.Prepared != nil {
		now.prepared = *rc.Payload.Prepared
	}
	key := statement{at, m.Round(), m.Code()}
	if before, known := s.said[key]; !known {
		s.said[key] = now
	} else if before != now {
		s.fail("%s contradicts itself: %s h%d r%d was for %s, now %s", n, m.Code(), m.Height(), m.Round(), s.nameOf(before.digest), s.nameOf(now.digest))
	}
	v := vote{m.Round(), s.chains[m.Digest()]}
	switch m := m.(type) {
	case *RoundChange:
		if locked := s.lockedIn[at]; locked > 0 && m.Round() >= locked && (m.Payload.Prepared == nil || m.Payload.Prepared.Round+1 < locked) {
			s.fail("%s committed in h%d r%d and does not say so when it changes to round %d", n, m.Height(), locked-1, m.Round())
		}
	case *Prepare:
		for _, l := range s.locks[m.Height()] {
			s.judgeLock(n, m.Height(), l, v)
		}
		if !slices.Contains(s.prepared[m.Height()], v) {
			s.prepared[m.Height()] = append(s.prepared[m.Height()], v)
		}
	case *Commit:
		s.lockedIn[at] = max(s.lockedIn[at], m.Round()+1)
		s.lock(n, m.Height(), v)
	}
}

// lock counts the commits of honest validators. With those that traitors may add, a quorum may have decided: from then
// on no honest validator prepares another block in a later round, or ever has.
func (s *simulation) lock(n *simNode, height uint64, v vote) {
	if s.committing[height] == nil {
		s.committing[height] = make(map[vote]uint32)
	}
	by := s.committing[height][v] | 1<<n.index
	s.committing[height][v] = by
	members := len(n.tally.set.members)
	if bits.OnesCount32(by)+s.plan.traitors+s.plan.forgetful < quorumOf(members) || slices.Contains(s.locks[height], v) {
		return
	}
	s.locks[height] = append(s.locks[height], v)
	for _, p := range s.prepared[height] {
		s.judgeLock(n, height, v, p)
	}
}

func (s *simulation) judgeLock(n *simNode, height uint64, lock, prepared vote) {
	if prepared.round > lock.round && prepared.chain != lock.chain {
		s.fail("%s: %s was prepared in h%d r%d, though %s may be decided in r%d", n, s.names[prepared.chain], height, prepared.round,
			s.names[lock.chain], lock.round)
	}
}

// register remembers what a digest stands for.
func (s *simulation) register(b *types.Block) {
	digest, err := digestOf(b)
	if err != nil {
		s.tb.Fatal(err)
	}
	if _, known := s.chains[digest]; known {
		return
	}
	if s.chains[digest], err = chainHashOf(b); err != nil {
		s.tb.Fatal(err)
	}
}

func (s *simulation) nameOf(digest common.Hash) string {
	if name := s.names[s.chains[digest]]; name != "" {
		return name
	}
	return digest.TerminalString()
}

// decided judges a decision. Of validators in one process only what is stored counts, since nobody else has seen more.
func (s *simulation) decided(n *simNode, sealed *types.Block) {
	s.logf("%s decides %s at height %d", n, s.nameOf(mustDigest(sealed)), sealed.NumberU64())
	s.checkSealed(sealed.Header(), n.tally.set.members)
	if !s.plan.oneProcess {
		s.agree(n, sealed.Header())
	}
}

func (s *simulation) committed(n *simNode, sealed *types.Header) {
	s.agree(n, sealed)
}

func mustDigest(b *types.Block) common.Hash {
	d, err := digestOf(b)
	if err != nil {
		panic(err)
	}
	return d
}

// checkNode looks at a machine after each step.
func (s *simulation) checkNode(n *simNode) {
	h := n.machine.h
	if n.traitor {
		return
	}
	if h.number < n.height || h.number == n.height && h.round < n.round && h.member {
		s.fail("%s went from h%d r%d back to h%d r%d", n, n.height, n.round, h.number, h.round)
	}
	n.height, n.round = h.number, h.round
	if bound := (len(h.set.members) + 1) * (maxRoundsKept + 1); len(h.rounds) > bound {
		s.fail("%s keeps messages of %d rounds, at most %d wanted", n, len(h.rounds), bound)
	}
	r := h.rounds[h.round]
	if r == nil || r.proposal == nil || s.judged[r.proposal] {
		return
	}
	s.judged[r.proposal] = true
	author, err := s.keys.recover.author(r.proposal)
	if want := proposerOf(h.set.members, h.parent.Coinbase, h.round); err != nil || author != want {
		s.fail("%s has taken a proposal in h%d r%d by %s (%v), want the proposer %s", n, h.number, h.round, author, err, want)
	}
}

// proposerOf is the round-robin of the specification, without a search.
func proposerOf(members []common.Address, previous common.Address, round uint32) common.Address {
	first := 0
	for first < len(members) && members[first].Cmp(previous) <= 0 {
		first++
	}
	return members[(first+int(round))%len(members)]
}

// checkBounds looks at all that one machine keeps.
func (s *simulation) checkBounds(n *simNode) {
	h, m := n.machine.h, n.machine
	if len(h.roundChanges) > len(h.set.members) || len(h.reached) > len(h.set.members) {
		s.fail("%s keeps round-changes of %d authors, want at most %d", n, len(h.roundChanges), len(h.set.members))
	}
	for _, a := range s.keys.signers {
		author, kept := a.Address(), 0
		for _, r := range h.rounds {
			if r.prepares[author] != nil || r.commits[author] != nil {
				kept++
			}
		}
		// What lies in rounds that were given up with an accepted proposal was admitted while it was new.
		if kept > 2*maxRoundsKept+1 || len(h.roundChanges[author]) > maxRoundsKept {
			s.fail("%s keeps votes in %d rounds and %d round-changes of %s", n, kept, len(h.roundChanges[author]), author)
		}
		if share := m.future[author]; share != nil && (len(share.messages) > maxFuturePerAuthor || share.bytes > maxFutureBytesPerAuthor) {
			s.fail("%s keeps %d messages of %s for later heights", n, len(share.messages), author)
		}
		if h.evidence[author] > maxEvidence {
			s.fail("%s keeps %d contradictions of %s", n, h.evidence[author], author)
		}
	}
	if len(m.future) > len(s.keys.signers) {
		s.fail("%s keeps later messages of %d authors", n, len(m.future))
	}
}

// describe says a message in a line of the trace.
func (s *simulation) describe(m Message) string {
	text := fmt.Sprintf("%s h%d r%d %s", m.Code(), m.Height(), m.Round(), s.nameOf(m.Digest()))
	switch m := m.(type) {
	case *Proposal:
		return fmt.Sprintf("%s (%d round-changes, %d prepares)", text, len(m.RoundChanges), len(m.Prepares))
	case *RoundChange:
		if m.Payload.Prepared == nil {
			return fmt.Sprintf("%s h%d r%d with nothing prepared", m.Code(), m.Height(), m.Round())
		}
		return fmt.Sprintf("%s prepared in r%d", text, m.Payload.Prepared.Round)
	}
	return text
}
