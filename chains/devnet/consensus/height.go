package consensus

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// heightState is everything the machine knows about the height being decided.
type heightState struct {
	number     uint64
	parent     *types.Header
	parentHash common.Hash
	set        *Set
	member     bool

	round   uint32
	started bool                      // round 0 is open, or a later round has been entered
	armed   bool                      // the timer of the current round runs
	reached map[common.Address]uint32 // highest round each validator was seen in

	rounds       map[uint32]*roundState
	roundChanges map[common.Address]map[uint32]*RoundChange // at most maxRoundsKept rounds of each author
	building     *pendingBuild
	prepared     *certificate         // the highest prepared block of this height
	verified     map[common.Hash]bool // on-chain hashes of blocks that passed verification
	decided      *types.Block
	evidence     map[common.Address]int // contradictions reported, by author
}

// roundState holds one round's messages, one of each kind per author.
type roundState struct {
	proposal *Proposal // the first justified one by the round's proposer
	chain    common.Hash
	verdict  verdict
	prepares map[common.Address]*Prepare
	commits  map[common.Address]*Commit
}

type verdict byte

const (
	unverified verdict = iota
	accepted
	rejected
)

// pendingBuild remembers why the block being built may be proposed.
type pendingBuild struct {
	round        uint32
	roundChanges []*SignedRoundChange
}

func newHeightState(parent *types.Header, hash common.Hash, set *Set, self common.Address) *heightState {
	return &heightState{
		number: parent.Number.Uint64() + 1, parent: parent, parentHash: hash, set: set, member: set.Contains(self),
		reached:      make(map[common.Address]uint32),
		rounds:       make(map[uint32]*roundState),
		roundChanges: make(map[common.Address]map[uint32]*RoundChange),
		verified:     make(map[common.Hash]bool),
		evidence:     make(map[common.Address]int),
	}
}

func (h *heightState) proposer(round uint32) common.Address {
	return h.set.Proposer(h.parent.Coinbase, round)
}

// see notes that a validator has signed a message of a round.
func (h *heightState) see(author common.Address, round uint32) {
	h.reached[author] = max(h.reached[author], round)
}

// together reports whether a quorum, this validator included, is in the current round or a later one.
func (h *heightState) together() bool {
	count := 1 // this validator; what it sends itself is never seen
	for _, round := range h.reached {
		if round >= h.round {
			count++
		}
	}
	return count >= h.set.Quorum()
}

func (h *heightState) rules(round uint32, proposer *common.Address) *proposalRules {
	return &proposalRules{parent: h.parent, parentHash: h.parentHash, set: h.set, round: round, proposer: proposer}
}

func (h *heightState) at(round uint32) *roundState {
	r := h.rounds[round]
	if r == nil {
		r = &roundState{prepares: make(map[common.Address]*Prepare), commits: make(map[common.Address]*Commit)}
		h.rounds[round] = r
	}
	return r
}

// admit makes room for an author's vote in a round: of one author only the newest maxRoundsKept rounds are kept, so
// that a flood of invented rounds displaces nobody else's messages.
func (h *heightState) admit(author common.Address, round uint32) error {
	lowest, count := round, 0
	for n, r := range h.rounds {
		if r.prepares[author] == nil && r.commits[author] == nil {
			continue
		}
		if n == round {
			return nil
		}
		count++
		lowest = min(lowest, n)
	}
	if count < maxRoundsKept {
		return nil
	}
	if lowest == round {
		return fmt.Errorf("%w: round %d is below the %d rounds kept", ErrOldRound, round, maxRoundsKept)
	}
	old := h.rounds[lowest]
	delete(old.prepares, author)
	delete(old.commits, author)
	h.drop(lowest)
	return nil
}

// drop forgets a round that holds nothing any more.
func (h *heightState) drop(round uint32) {
	r := h.rounds[round]
	if r != nil && r.proposal == nil && len(r.prepares) == 0 && len(r.commits) == 0 {
		delete(h.rounds, round)
	}
}

// prune forgets what cannot matter after entering a round. Past rounds with an accepted proposal stay for a while:
// late commits may still complete a quorum there, which decides the block whatever the current round is.
func (h *heightState) prune() {
	for n, r := range h.rounds {
		if n < h.round && (r.verdict != accepted || h.round-n > maxRoundsKept) {
			delete(h.rounds, n)
		}
	}
	for author, byRound := range h.roundChanges {
		for n := range byRound {
			if n < h.round {
				delete(byRound, n)
			}
		}
		if len(byRound) == 0 {
			delete(h.roundChanges, author)
		}
	}
}

// addRoundChange keeps the newest maxRoundsKept round-changes of an author.
func (h *heightState) addRoundChange(author common.Address, rc *RoundChange) error {
	byRound := h.roundChanges[author]
	if byRound == nil {
		byRound = make(map[uint32]*RoundChange)
		h.roundChanges[author] = byRound
	}
	if len(byRound) >= maxRoundsKept {
		lowest := rc.Round()
		for n := range byRound {
			lowest = min(lowest, n)
		}
		if lowest == rc.Round() {
			return fmt.Errorf("%w: round %d is below the %d rounds kept", ErrOldRound, lowest, maxRoundsKept)
		}
		delete(byRound, lowest)
	}
	byRound[rc.Round()] = rc
	return nil
}
