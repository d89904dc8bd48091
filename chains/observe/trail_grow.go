package observe

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// How a trail grows: pure but for the state that it is. What is added was proven by the
// caller; here is decided what it connects with.

// begin makes sure that there is something to read up to the final header, or nothing
// more. A final header that does not continue what was read is dealt with when the
// reading gets there.
func (t *Trail) begin(final lightclient.Header) error {
	switch {
	case t.broken != nil:
		return t.broken
	case t.read == nil:
		t.read = newSpan(final)
		return t.grew(t.read)
	case t.newer != nil, t.read.top == final:
	case final.Number > t.read.top.Number && t.ready(t.known.Nonce):
		t.newer = newSpan(final)
	case final.Number < t.read.top.Number:
		return fmt.Errorf("light client is at block %d, receipts were read up to %d: waiting for it", final.Number, t.read.top.Number)
	case final.Number == t.read.top.Number:
		return t.rewrite(newSpan(final))
	}
	return nil
}

// growing is the span whose next block is wanted, or nil when everything up to the top
// is known and enough for whoever begins at the nonce.
func (t *Trail) growing(nonce uint64) *span {
	switch {
	case t.newer != nil:
		return t.newer
	case !t.ready(nonce):
		return t.read
	}
	return nil
}

// ready reports whether the span that was read holds everything behind the nonce, and a
// position that is beyond doubt.
func (t *Trail) ready(nonce uint64) bool {
	if !t.certain {
		return false
	}
	first, _, any := t.read.nonces()
	if !any {
		first = t.known.Nonce + 1
	}
	return t.read.floor || first <= min(nonce, t.known.Nonce)+1
}

// grow adds the block below a growing span's bottom. sent is nil when nothing was sent
// in it. After an error nothing of the trail can be used any more.
func (t *Trail) grow(s *span, header lightclient.Header, sent *sentBlock) error {
	t.broken = t.extend(s, header, sent)
	return t.broken
}

func (t *Trail) extend(s *span, header lightclient.Header, sent *sentBlock) error {
	if err := s.grow(header, sent); err != nil {
		return err
	}
	count := s.count
	if s == t.newer {
		count += t.read.count
	}
	if count > maxHistory {
		return fmt.Errorf("%w: more than %d messages down to block %d", ErrTooLong, maxHistory, header.Number)
	}
	// The Outbox took the hash of the block before its own as its mark, and the genesis
	// sends nothing.
	s.floor = s.floor || header.Number == 0 || header.ParentHash == common.Hash(t.lane.OutboxMark)
	if sent != nil {
		t.hold(sent)
	}
	if s == t.newer {
		return t.meet()
	}
	return t.grew(s)
}

// grew looks whether the span, of which this is all that was read, has met something
// that is beyond doubt.
func (t *Trail) grew(s *span) error {
	first, last, any := s.nonces()
	switch {
	case any && first == 1, s.floor:
		s.floor = true
		t.know(t.lane.Start())
	case !t.certain && t.saved != (lightclient.Header{}) && s.below == t.saved.Hash && s.bottom == t.saved.Number+1:
		if any && first != t.savedAt.Nonce+1 {
			return fmt.Errorf("trail of lane %s: %w: at block %d it has the lane at nonce %d, the next message has nonce %d; remove its file to read the lane from its beginning",
				t.lane, lightclient.ErrStoreDamaged, t.saved.Number, t.savedAt.Nonce, first)
		}
		t.know(t.savedAt)
	}
	if any && t.certain && (first > t.known.Nonce+1 || last < t.known.Nonce) {
		return fmt.Errorf("%w: it sent the messages %d to %d, while the lane stood at nonce %d", ErrNotOutbox, first, last, t.known.Nonce)
	}
	return nil
}

func (t *Trail) know(position messages.Position) {
	t.known, t.certain, t.hasTip = position, true, false
}

// meet joins the newer span with the one below when it has grown down to it. If the
// chain has another block there, the light client has given up what it held to be
// final: then only what it holds now counts.
func (t *Trail) meet() error {
	newer := t.newer
	if newer.bottom > t.read.top.Number+1 {
		return nil
	}
	t.newer = nil
	if newer.below != t.read.top.Hash {
		return t.rewrite(newer)
	}
	if first, _, any := newer.nonces(); any {
		if before := t.end().Nonce; first != before+1 {
			return fmt.Errorf("%w: nonce %d follows %d", ErrNotOutbox, first, before)
		}
	}
	t.read.join(newer)
	if _, last, any := t.read.nonces(); any {
		t.tip = t.read.fold(t.tip, last)
	}
	return nil
}

// rewrite gives up what was read, for a span of another chain.
func (t *Trail) rewrite(with *span) error {
	t.read, t.newer = with, nil
	t.certain, t.hasTip = false, false
	t.rewritten++
	return t.grew(with)
}

// end returns the position at the top, which growing has found to be known.
func (t *Trail) end() messages.Position {
	if !t.hasTip {
		t.tip, t.hasTip = t.known, true
		if _, last, any := t.read.nonces(); any {
			t.tip = t.read.fold(t.known, last)
		}
	}
	return t.tip
}

// at returns the lane's position at a nonce that is not below the known one.
func (t *Trail) at(nonce uint64) messages.Position { return t.read.fold(t.known, nonce) }

// passes reports whether the lane passes through a position, not behind its end.
func (t *Trail) passes(p messages.Position) bool {
	if p.Nonce >= t.known.Nonce {
		return t.at(p.Nonce) == p
	}
	return t.read.fold(p, t.known.Nonce) == t.known
}

// hold keeps a block's messages at hand, and lets those go that are read first and
// wanted last when they get too many.
func (t *Trail) hold(b *sentBlock) {
	t.holding = append(t.holding, b)
	t.held += b.bytes
	for t.held > maxHeldBytes {
		t.release(t.holding[0])
		t.holding = t.holding[1:]
	}
}

func (t *Trail) release(b *sentBlock) {
	if b.held != nil {
		b.held = nil
		t.held -= b.bytes
	}
}

// delivered lets go what lies at or below a nonce that was passed on, and most of
// what another observer would hardly begin at.
func (t *Trail) delivered(to messages.Position) {
	kept := t.holding[:0]
	for _, b := range t.holding {
		if b.last() <= to.Nonce {
			t.release(b)
		} else {
			kept = append(kept, b)
		}
	}
	clear(t.holding[len(kept):])
	t.holding = kept
	if t.read.count < 2*maxTrail {
		return
	}
	keep := t.read.keep(maxTrail, to.Nonce)
	if t.known.Nonce+1 < keep {
		t.known = t.at(keep - 1)
	}
	t.read.drop(keep)
}
