package evm

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/catenary-bridge/catenary/messages"
)

// ErrBatch is wrapped by every error about a packed batch.
var ErrBatch = errors.New("packed batch")

// MaxBatchMessages bounds the messages of one batch: its count has two bytes.
const MaxBatchMessages = 1<<16 - 1

// batchHeaderSize is the size in bytes of a packed batch before its first
// message: the first nonce (8) and the count (2).
const batchHeaderSize = 10

// The flags of a packed message; the format is described in
// contracts/src/lib/PackedBatch.sol. A field without a flag is as it was in the
// message before.
const (
	senderShort      = 0x01 // 20 bytes
	senderWide       = 0x02 // 32 bytes
	recipientShort   = 0x04
	recipientWide    = 0x08
	timestampSeconds = 0x10 // seconds after the message before, 1 byte
	timestampWhole   = 0x20 // 8 bytes
	gasLimitWhole    = 0x40 // 8 bytes
	payloadLength    = 0x80 // 3 bytes
)

// EncodeBatch packs consecutive messages of one lane as Inbox.deliver takes
// them. What the lane or the message before already says is left out: a message
// that differs from the one before in its payload alone takes one byte and the
// payload. One batch has one encoding.
func EncodeBatch(batch []messages.Message) ([]byte, error) {
	if len(batch) == 0 || len(batch) > MaxBatchMessages {
		return nil, fmt.Errorf("%w: %d messages, want 1 to %d", ErrBatch, len(batch), MaxBatchMessages)
	}
	first := &batch[0]
	size := batchHeaderSize
	for i := range batch {
		m := &batch[i]
		if err := m.Validate(); err != nil {
			return nil, fmt.Errorf("%w: message %d: %w", ErrBatch, i, err)
		}
		if want := first.Nonce + uint64(i); m.Nonce != want || want < first.Nonce {
			return nil, fmt.Errorf("%w: message %d has nonce %d, want %d", ErrBatch, i, m.Nonce, want)
		}
		if m.SourceChain != first.SourceChain || m.TargetChain != first.TargetChain {
			return nil, fmt.Errorf("%w: message %d is of lane %d>%d, want %d>%d", ErrBatch, i,
				m.SourceChain, m.TargetChain, first.SourceChain, first.TargetChain)
		}
		size += 1 + len(m.Payload)
	}
	// Room for one change of every field; more changes let the slice grow.
	b := make([]byte, 0, size+2*32+8+8+3)
	b = binary.BigEndian.AppendUint64(b, first.Nonce)
	b = binary.BigEndian.AppendUint16(b, uint16(len(batch)))
	previous := new(messages.Message)
	for i := range batch {
		b = appendPacked(b, previous, &batch[i])
		previous = &batch[i]
	}
	return b, nil
}

func appendPacked(b []byte, previous, m *messages.Message) []byte {
	at := len(b)
	b = append(b, 0)
	var flags byte
	if m.Sender != previous.Sender {
		b, flags = appendAccount(b, m.Sender, flags, senderShort, senderWide)
	}
	if m.Recipient != previous.Recipient {
		b, flags = appendAccount(b, m.Recipient, flags, recipientShort, recipientWide)
	}
	switch {
	case m.Timestamp == previous.Timestamp:
	case secondsFit(previous.Timestamp, m.Timestamp):
		flags |= timestampSeconds
		b = append(b, byte(m.Timestamp-previous.Timestamp))
	default:
		flags |= timestampWhole
		b = binary.BigEndian.AppendUint64(b, m.Timestamp)
	}
	if m.GasLimit != previous.GasLimit {
		flags |= gasLimitWhole
		b = binary.BigEndian.AppendUint64(b, m.GasLimit)
	}
	if n := len(m.Payload); n != len(previous.Payload) {
		flags |= payloadLength
		b = append(b, byte(n>>16), byte(n>>8), byte(n))
	}
	b[at] = flags
	return append(b, m.Payload...)
}

func appendAccount(b []byte, account messages.Account, flags, short, wide byte) ([]byte, byte) {
	if address, ok := account.Address(); ok {
		return append(b, address[:]...), flags | short
	}
	return append(b, account[:]...), flags | wide
}

// secondsFit says whether a timestamp is written as seconds after the one
// before. A lane's timestamps don't fall, but an encoder that relied on it would
// turn a broken source into a panic.
func secondsFit(previous, timestamp uint64) bool {
	return timestamp > previous && timestamp-previous <= 255
}
