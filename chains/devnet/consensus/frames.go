package consensus

import (
	"bytes"
	"sync"
)

// frames spares the validators of one process the encoding and decoding of blocks for each other: a frame that one of
// them has sent or decoded already stands for the message that it is. Messages are immutable, and what follows from one
// alone (its digest, the hash that is signed, whether a block's body fits its header) is then computed once, however
// many validators ask. Signatures are recovered and rules applied by each of them still.
//
// A message stands for the bytes that it was sent as or decoded from: both are kept, and neither changes. Signatures are
// no part of what is derived, and a forged frame is another frame. A nil *frames shares nothing.
type frames struct {
	mu     sync.Mutex
	recent [sharedFrames]sharedFrame
	next   int
	below  uint64 // heights that are not remembered any more
}

type sharedFrame struct {
	frame   []byte
	message Message
}

func (f *frames) encode(m Message) ([]byte, error) {
	frame, err := EncodeFrame(m)
	if err == nil {
		f.remember(frame, m)
	}
	return frame, err
}

func (f *frames) decode(frame []byte) (Message, error) {
	if m := f.find(frame); m != nil {
		return m, nil
	}
	m, err := DecodeFrame(frame)
	if err == nil {
		f.remember(frame, m)
	}
	return m, err
}

// remember keeps what may hold a block; other messages are smaller than the trouble.
func (f *frames) remember(frame []byte, m Message) {
	if f == nil || m.Code() != CodeProposal && m.Code() != CodeRoundChange {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if m.Height() < f.below {
		return
	}
	f.recent[f.next] = sharedFrame{frame, m}
	f.next = (f.next + 1) % len(f.recent)
}

// forget drops what was said of heights below one, and what will be said: each message holds a block, whose transactions
// the collector walks through. A validator that is further behind decodes for itself. After a chain was set back they count again.
func (f *frames) forget(below uint64) {
	if f == nil {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.below = below
	for i := range f.recent {
		if m := f.recent[i].message; m != nil && m.Height() < below {
			f.recent[i] = sharedFrame{}
		}
	}
}

// find compares whole frames: a hash of one would cost more.
func (f *frames) find(frame []byte) Message {
	if f == nil {
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, shared := range f.recent {
		if shared.message != nil && bytes.Equal(shared.frame, frame) {
			return shared.message
		}
	}
	return nil
}
