package consensus

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
)

// futureBuffer keeps messages for heights that have not begun: validators learn of a decided block at slightly
// different moments, and the next proposer does not wait. Each author has a share of its own.
type futureBuffer map[common.Address]*futureShare

type futureShare struct {
	messages []Message
	bytes    uint64
}

type futureMessage struct {
	msg    Message
	author common.Address
}

func (f futureBuffer) add(msg Message, author common.Address) error {
	share := f[author]
	if share == nil {
		share = new(futureShare)
		f[author] = share
	}
	size := sizeOf(msg)
	if len(share.messages) >= maxFuturePerAuthor || share.bytes+size > maxFutureBytesPerAuthor {
		return fmt.Errorf("%w: %d messages, %d bytes", ErrBufferFull, len(share.messages), share.bytes)
	}
	for _, known := range share.messages {
		if known.Height() == msg.Height() && known.Round() == msg.Round() && known.Code() == msg.Code() &&
			known.Digest() == msg.Digest() {
			return ErrDuplicate
		}
	}
	share.messages = append(share.messages, msg)
	share.bytes += size
	return nil
}

// take removes and returns the messages for a height, oldest first for each author, and drops those for lower ones.
func (f futureBuffer) take(height uint64) []futureMessage {
	var now []futureMessage
	for author, share := range f {
		kept := &futureShare{}
		for _, msg := range share.messages {
			switch {
			case msg.Height() == height:
				now = append(now, futureMessage{msg, author})
			case msg.Height() > height:
				kept.messages = append(kept.messages, msg)
				kept.bytes += sizeOf(msg)
			}
		}
		if len(kept.messages) == 0 {
			delete(f, author)
		} else {
			f[author] = kept
		}
	}
	sortFuture(now)
	return now
}

// sortFuture orders by author; map order must not decide what the machine does.
func sortFuture(ms []futureMessage) {
	slices.SortStableFunc(ms, func(a, b futureMessage) int { return a.author.Cmp(b.author) })
}

// sizeOf estimates the memory a message holds: its block, a proposal's once more in bytes, and what a signed payload takes
// once decoded.
func sizeOf(msg Message) uint64 {
	const payload = 512
	switch msg := msg.(type) {
	case *Proposal:
		return 2*msg.Payload.Block.Size() + payload*uint64(1+len(msg.RoundChanges)+len(msg.Prepares))
	case *RoundChange:
		size := uint64(payload * (1 + len(msg.Prepares)))
		if msg.Block != nil {
			size += msg.Block.Size()
		}
		return size
	}
	return payload
}
