package parlia

import (
	"fmt"
	"math"

	"github.com/catenary-bridge/catenary/lightclient"
)

// snapshot is what holds after a block, for those above it: how long epochs are, and
// which sets are in force when. It is made of headers alone and does not change;
// apply makes the next one. (The snapshots of bsc know more, who sealed lately and
// what was justified, which a quorum of votes makes unnecessary; see the package
// comment.)
type snapshot struct {
	number      uint64 // of the block after which it holds
	epochLength uint64
	terms       []term // ascending, one to maxTerms
}

// term is the time of a set: blocks from this number on, up to the next term, are
// sealed by it and justified by its votes.
type term struct {
	from  uint64
	epoch *epoch
}

// setFor returns the set that seals a block and votes for it: the one of bsc's
// snapshot after its parent. It is nil for blocks too low to be known of.
func (s snapshot) setFor(number uint64) *epoch {
	for i := len(s.terms) - 1; i >= 0; i-- {
		if s.terms[i].from <= number {
			return s.terms[i].epoch
		}
	}
	return nil
}

func (s snapshot) last() term { return s.terms[len(s.terms)-1] }

// horizon returns the highest block of which s knows the set for sure: the last one
// of the latest announced set, if the next possible epoch block announces another.
func (s snapshot) horizon(network Network) uint64 {
	return network.nextBoundary(s.number, s.epochLength) + s.last().epoch.switchDelay()
}

// isEpoch reports whether the block after s is an epoch block.
func (s snapshot) isEpoch() bool { return (s.number+1)%s.epochLength == 0 }

// apply returns the snapshot after c, the block after s. An epoch block announces a
// set for the time after the switch.
func (s snapshot) apply(c *claim, announced *Announcement, network Network) (snapshot, error) {
	next := snapshot{number: c.number(), epochLength: network.nextLength(s.epochLength, c.number(), c.summary.Time), terms: s.terms}
	if announced == nil {
		return next, nil
	}
	inForce := s.last()
	// Neither happens on BSC. If it did, bsc would skip the switch or do it twice.
	if inForce.from > c.number() {
		return snapshot{}, fmt.Errorf("%w: epoch block %d comes before block %d, from which the set announced last is in force", lightclient.ErrTrustOverlap, c.number(), inForce.from)
	}
	delay := inForce.epoch.switchDelay()
	if delay >= next.epochLength {
		return snapshot{}, malformed("set announced at %d has %d validators of turn length %d, so that its epoch of %d blocks ends before the switch", inForce.epoch.number,
			len(inForce.epoch.validators), inForce.epoch.turnLength, next.epochLength)
	}
	// A slice of its own: s stays what it is.
	terms := make([]term, 0, maxTerms)
	terms = append(terms, s.terms[max(0, len(s.terms)+1-maxTerms):]...)
	next.terms = append(terms, term{from: c.number() + delay + 1, epoch: newEpoch(c.number(), c.hash(), announced)})
	return next, nil
}

// reach returns the highest block at which headers that are not linked to s may
// begin, so that none is left out which announces a set or decides how long epochs
// are: an epoch block, and its parent while a fork is awaited.
func (s snapshot) reach(network Network) uint64 {
	boundary := network.nextBoundary(s.number, s.epochLength)
	if network.lengthens(s.epochLength) {
		boundary--
	}
	return max(boundary, s.number+1)
}

// skipTo returns the snapshot before block first, at most s.reach.
func (s snapshot) skipTo(first uint64) snapshot {
	s.number = first - 1
	return s
}

// check refuses what no chain of applies makes, for snapshots that come from a store
// or a stranger.
func (s snapshot) check() error {
	switch {
	case s.epochLength < 2 || s.epochLength > MaxEpochLength:
		return malformed("snapshot has epoch length %d, want 2 to %d", s.epochLength, MaxEpochLength)
	case len(s.terms) == 0 || len(s.terms) > maxTerms:
		return malformed("snapshot has %d terms, want 1 to %d", len(s.terms), maxTerms)
	}
	for i, t := range s.terms {
		if i > 0 && t.from <= s.terms[i-1].from {
			return malformed("snapshot has a term from %d after one from %d", t.from, s.terms[i-1].from)
		}
		if t.from > math.MaxInt64 {
			return malformed("snapshot has a term from %d, want at most %d", t.from, int64(math.MaxInt64))
		}
	}
	return nil
}
