package measure

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
)

// State is how far one transaction got with the node.
type State uint8

// A transaction that a block holds may be in any of them: a node that takes one and
// fails to say so leaves it Unanswered.
const (
	Unsent     State = iota
	Accepted         // the node answered with a hash, or that it has it
	Refused          // the node answered with an error that will not go away
	Unanswered       // it was sent, and what became of it was never said
)

// Book knows the transactions of one load by their hashes: when each was sent, what the
// node said, and whether a block holds it. One goroutine sends a transaction, another one
// reads blocks; each may only call what is said to be its own.
type Book struct {
	hashes   []common.Hash
	slots    []uint32 // open addressing: 1 + index into hashes, 0 for none
	sent     []atomic.Int64
	states   []State // of the senders
	included []bool  // of the follower
}

// maxBook keeps indexes in 32 bits and a table below 2 GB.
const maxBook = 1 << 27

// NewBook is about transactions with these hashes, which it keeps.
func NewBook(hashes []common.Hash) (*Book, error) {
	if len(hashes) > maxBook {
		return nil, fmt.Errorf("%d transactions, want at most %d", len(hashes), maxBook)
	}
	size := 16
	for size < 2*len(hashes) {
		size *= 2
	}
	b := &Book{hashes: hashes, slots: make([]uint32, size), sent: make([]atomic.Int64, len(hashes)),
		states: make([]State, len(hashes)), included: make([]bool, len(hashes))}
	for i := range hashes {
		slot, found := b.slot(hashes[i])
		if found {
			return nil, errors.New("two transactions have one hash, want each once")
		}
		b.slots[slot] = uint32(i) + 1
	}
	return b, nil
}

// slot finds a hash, or where it would stand. Hashes are spread evenly as they are: half
// of the table is free, so that a search takes one or two steps.
func (b *Book) slot(hash common.Hash) (slot int, found bool) {
	mask := len(b.slots) - 1
	for slot = int(binary.LittleEndian.Uint64(hash[:8])) & mask; ; slot = (slot + 1) & mask {
		i := b.slots[slot]
		if i == 0 {
			return slot, false
		}
		if b.hashes[i-1] == hash {
			return slot, true
		}
	}
}

// Len is how many transactions there are.
func (b *Book) Len() int { return len(b.hashes) }

// Hash is that of the i-th transaction.
func (b *Book) Hash(i int) common.Hash { return b.hashes[i] }

// Send notes when a transaction is sent, before it is. It is its sender's.
func (b *Book) Send(i int, micros int64) { b.sent[i].Store(micros + 1) }

// Answer notes what the node said of it. It is its sender's.
func (b *Book) Answer(i int, state State) { b.states[i] = state }

// Include notes a transaction that a block holds, and returns how long that took since it
// was sent, in microseconds. It is false for strangers, and for one that was there
// before. It is the follower's.
func (b *Book) Include(hash common.Hash, micros int64) (took uint64, ours bool) {
	slot, found := b.slot(hash)
	if !found {
		return 0, false
	}
	i := b.slots[slot] - 1
	if b.included[i] {
		return 0, false
	}
	b.included[i] = true
	sent := b.sent[i].Load() - 1
	if sent < 0 {
		return 0, true // somebody else had it and sent it
	}
	return uint64(max(0, micros-sent)), true
}

// Tally is what became of a load.
type Tally struct {
	Signed     int `json:"signed"`
	Sent       int `json:"sent"`       // at least once
	Accepted   int `json:"accepted"`   // the node answered with a hash, or that it has it
	Refused    int `json:"refused"`    // the node answered with an error that does not go away
	Unanswered int `json:"unanswered"` // the node never said
	Untaken    int `json:"untaken"`    // the node said that it is full until the load gave up
	Included   int `json:"included"`   // a block holds it
	Lost       int `json:"lost"`       // accepted, and no block holds it
	Missing    int `json:"missing"`    // unanswered, and no block holds it
}

// Tally counts. Nobody may be sending or following any more.
func (b *Book) Tally() Tally {
	t := Tally{Signed: len(b.hashes)}
	for i, state := range b.states {
		if b.sent[i].Load() != 0 {
			t.Sent++
		}
		if b.included[i] {
			t.Included++
		}
		switch state {
		case Unsent:
			if b.sent[i].Load() != 0 {
				t.Untaken++
			}
		case Accepted:
			t.Accepted++
			if !b.included[i] {
				t.Lost++
			}
		case Refused:
			t.Refused++
		case Unanswered:
			t.Unanswered++
			if !b.included[i] {
				t.Missing++
			}
		}
	}
	return t
}

// Included reports whether a block holds the i-th transaction.
func (b *Book) Included(i int) bool { return b.included[i] }
