package signer

import (
	"fmt"
	"sort"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// history is one fold of a lane: consecutive proven positions, the newest
// MaxHistory of them. It is what a signer knows.
type history struct {
	start        messages.Position // where the fold began; proven by what followed
	limit        int               // positions to remember; up to twice as many are kept
	first        uint64            // nonce of accumulators[0]
	accumulators []messages.Accumulator
	spans        []span // when positions were proven, ascending
}

// span says that positions up to a nonce were proven under a header of that time.
type span struct {
	upTo     uint64
	provenAt time.Time // the source block's
}

func newHistory(start messages.Position) *history {
	return &history{start: start, limit: MaxHistory, first: start.Nonce + 1}
}

// tip is the newest position.
func (h *history) tip() messages.Position {
	if len(h.accumulators) == 0 {
		return h.start
	}
	last := len(h.accumulators) - 1
	return messages.Position{Nonce: h.first + uint64(last), Accumulator: h.accumulators[last]}
}

// proven reports whether anything was folded; before that, the start is hearsay.
func (h *history) proven() bool { return len(h.spans) > 0 }

// extend adds a segment. It must begin where the fold ends: one fold, no gap.
func (h *history) extend(segment observe.Segment) error {
	if tip := h.tip(); segment.From() != tip {
		return fmt.Errorf("segment begins at nonce %d (%s), the fold ends at %d (%s)",
			segment.From().Nonce, segment.From().Accumulator, tip.Nonce, tip.Accumulator)
	}
	for _, observed := range segment.Messages() {
		h.accumulators = append(h.accumulators, observed.Position.Accumulator)
	}
	if tip := h.tip(); tip != segment.To() {
		return fmt.Errorf("segment ends at nonce %d (%s), its messages at %d (%s)",
			segment.To().Nonce, segment.To().Accumulator, tip.Nonce, tip.Accumulator)
	}
	seconds := int64(segment.Final().Header().Time) // a verified header's; sane by the light client's drift bound
	h.spans = append(h.spans, span{segment.To().Nonce, time.Unix(seconds, 0)})
	h.trim()
	return nil
}

// trim forgets what is older than the limit; at twice that, so that the copying is
// rare.
func (h *history) trim() {
	if len(h.accumulators) < 2*h.limit {
		return
	}
	cut := len(h.accumulators) - h.limit
	h.accumulators = append([]messages.Accumulator(nil), h.accumulators[cut:]...)
	h.first += uint64(cut)
	old := sort.Search(len(h.spans), func(i int) bool { return h.spans[i].upTo >= h.first })
	h.spans = append([]span(nil), h.spans[old:]...)
}

// at returns the accumulator at a nonce; ok is false for one that is not
// remembered or not reached. The start counts once something was proven from it.
func (h *history) at(nonce uint64) (accumulator messages.Accumulator, ok bool) {
	switch {
	case nonce >= h.first && nonce-h.first < uint64(len(h.accumulators)):
		return h.accumulators[nonce-h.first], true
	case nonce == h.start.Nonce && h.proven():
		return h.start.Accumulator, true
	}
	return accumulator, false
}

// provenAt returns when the position was proven.
func (h *history) provenAt(nonce uint64) time.Time {
	i := sort.Search(len(h.spans), func(i int) bool { return h.spans[i].upTo >= nonce })
	if i == len(h.spans) {
		return time.Time{}
	}
	return h.spans[i].provenAt
}

// anchor is a position through which the fold has to pass before anything is
// signed on it.
type anchor struct {
	position messages.Position
	met      bool
	missed   messages.Accumulator // what the fold has there instead; with failed
	failed   bool
}

// hold looks whether the fold has reached the anchor, and how. Once decided it
// stays decided: later positions descend from it, and history may forget it.
func (a *anchor) hold(h *history) {
	if a.met || a.failed {
		return
	}
	accumulator, ok := h.at(a.position.Nonce)
	switch {
	case !ok:
	case accumulator == a.position.Accumulator:
		a.met = true
	default:
		a.missed, a.failed = accumulator, true
	}
}
