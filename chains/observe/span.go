package observe

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// sentBlock is a block of which all receipts were proven, and in which messages of the
// lane were sent.
type sentBlock struct {
	header lightclient.Header
	first  uint64        // nonce of sent[0]
	sent   []sentMessage // ascending, without a gap
	held   []Observed    // the messages themselves while they are at hand; positions not filled in
	bytes  int           // of the messages' encodings
}

type sentMessage struct {
	id   messages.ID
	size int32 // of the encoding, in bytes
}

func (b *sentBlock) last() uint64 { return b.first + uint64(len(b.sent)) - 1 }

// span is a run of consecutive blocks, each linked to the next by its hash, that were
// all read: what is not in it was not sent there. It grows downwards block by block, and
// upwards by a span that has grown down to it. Both cost what is added, whatever is
// there already.
type span struct {
	top    lightclient.Header
	bottom uint64      // number of the lowest block that was read; top.Number+1 before the first
	below  common.Hash // hash of the block below the bottom
	floor  bool        // below the bottom there is no message: the Outbox, or the chain, begins here

	upper []*sentBlock // ascending, above those of lower
	lower []*sentBlock // descending
	count int          // messages
}

// newSpan begins a span at a header that the light client holds to be final.
func newSpan(final lightclient.Header) *span {
	return &span{top: final, bottom: final.Number + 1, below: final.Hash}
}

// blocks is how many there are with messages.
func (s *span) blocks() int { return len(s.lower) + len(s.upper) }

// block returns the i-th block with messages, ascending.
func (s *span) block(i int) *sentBlock {
	if i < len(s.lower) {
		return s.lower[len(s.lower)-1-i]
	}
	return s.upper[i-len(s.lower)]
}

// nonces returns the first and the last nonce of the span's messages; ok is false when
// there are none.
func (s *span) nonces() (first, last uint64, ok bool) {
	if s.blocks() == 0 {
		return 0, 0, false
	}
	return s.block(0).first, s.block(s.blocks() - 1).last(), true
}

// grow adds the block below the bottom, whose hash was checked. sent is nil when
// nothing was sent in it.
func (s *span) grow(header lightclient.Header, sent *sentBlock) error {
	if sent != nil {
		if first, _, ok := s.nonces(); ok && sent.last()+1 != first {
			return fmt.Errorf("%w: block %d ends with nonce %d, the next message is %d", ErrNotOutbox, header.Number, sent.last(), first)
		}
		s.lower = append(s.lower, sent)
		s.count += len(sent.sent)
	}
	s.bottom, s.below = header.Number, header.ParentHash
	return nil
}

// join adds the span above, which has grown down to this one's top.
func (s *span) join(above *span) {
	for i := range above.blocks() {
		s.upper = append(s.upper, above.block(i))
	}
	s.top, s.count = above.top, s.count+above.count
}

// find returns the index of the block with a nonce, which the span has to have.
func (s *span) find(nonce uint64) int {
	low, high := 0, s.blocks()-1
	for low < high {
		middle := (low + high) / 2
		if s.block(middle).last() < nonce {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// each calls f for every message behind a nonce, up to another one.
func (s *span) each(after, upTo uint64, f func(nonce uint64, m *sentMessage)) {
	if upTo <= after {
		return
	}
	for i := s.find(after + 1); i < s.blocks(); i++ {
		b := s.block(i)
		for j := range b.sent {
			nonce := b.first + uint64(j)
			if nonce > upTo {
				return
			}
			if nonce > after {
				f(nonce, &b.sent[j])
			}
		}
	}
}

// fold returns the position at a nonce, from one at or below it.
func (s *span) fold(from messages.Position, upTo uint64) messages.Position {
	s.each(from.Nonce, upTo, func(_ uint64, m *sentMessage) { from = from.Advance(m.id) })
	return from
}

// keep returns the lowest nonce to keep: that of a block's first message, with at least
// so many behind it, and not above the given one.
func (s *span) keep(count int, nonce uint64) (lowest uint64) {
	left := s.count
	for i := range s.blocks() {
		b := s.block(i)
		if left -= len(b.sent); left < count || b.last() >= nonce {
			return b.first
		}
	}
	return 0
}

// drop forgets the blocks before the one whose first nonce is given, and where the
// chain begins.
func (s *span) drop(lowest uint64) {
	from := s.find(lowest)
	if from == 0 {
		return
	}
	kept := make([]*sentBlock, 0, s.blocks()-from)
	for i := from; i < s.blocks(); i++ {
		kept = append(kept, s.block(i))
	}
	s.count = 0
	for _, b := range kept {
		s.count += len(b.sent)
	}
	s.lower, s.upper, s.floor = nil, kept, false
	s.bottom, s.below = kept[0].header.Number, kept[0].header.ParentHash
}
