package evm

import (
	"encoding/binary"
	"fmt"
	"math"

	"github.com/catenary-bridge/catenary/messages"
)

// DecodeBatch unpacks what [EncodeBatch] packed; version and chains are not in
// it, as the lane has them. It accepts exactly what the encoder writes, where
// the Inbox also accepts a field that is repeated without need. The payloads are
// copies. Memory is bounded by about 150 bytes for each byte of data.
func DecodeBatch(sourceChain, targetChain uint64, data []byte) ([]messages.Message, error) {
	if len(data) < batchHeaderSize {
		return nil, fmt.Errorf("%w: %d bytes, want at least %d", ErrBatch, len(data), batchHeaderSize)
	}
	nonce := binary.BigEndian.Uint64(data)
	count := binary.BigEndian.Uint16(data[8:])
	switch {
	case nonce == 0:
		return nil, fmt.Errorf("%w: first nonce 0, the first message of a lane has nonce 1", ErrBatch)
	case count == 0:
		return nil, fmt.Errorf("%w: count 0, want 1 to %d", ErrBatch, MaxBatchMessages)
	case uint64(count)-1 > math.MaxUint64-nonce:
		return nil, fmt.Errorf("%w: %d messages from nonce %d exceed 64 bits", ErrBatch, count, nonce)
	case len(data)-batchHeaderSize < int(count):
		// Each message has a byte of flags: a count beyond that must cost no memory.
		return nil, fmt.Errorf("%w: %d bytes for %d messages, want at least one each", ErrBatch, len(data)-batchHeaderSize, count)
	}
	batch := make([]messages.Message, count)
	r := packedReader{data: data, at: batchHeaderSize}
	previous := new(messages.Message)
	for i := range batch {
		m := &batch[i]
		m.Nonce, m.SourceChain, m.TargetChain = nonce+uint64(i), sourceChain, targetChain
		r.message(previous, m)
		if r.err != nil {
			return nil, fmt.Errorf("%w: message %d: %w", ErrBatch, i, r.err)
		}
		previous = m
	}
	if r.at != len(data) {
		return nil, fmt.Errorf("%w: %d bytes after the last message, want none", ErrBatch, len(data)-r.at)
	}
	return batch, nil
}

// packedReader reads fields until the first error; after it every read yields
// zeros.
type packedReader struct {
	data []byte
	at   int
	err  error
}

func (r *packedReader) message(previous, m *messages.Message) {
	flags := r.take(1, "flags")[0]
	// A field of two flags has three forms; both set is none of them.
	if both := flags & (flags >> 1) & (senderShort | recipientShort | timestampSeconds); both != 0 {
		r.fail("flags %#02x, want no field in two forms", flags)
	}
	m.Sender = r.account("sender", previous.Sender, flags&senderShort != 0, flags&senderWide != 0)
	m.Recipient = r.account("recipient", previous.Recipient, flags&recipientShort != 0, flags&recipientWide != 0)
	m.Timestamp = r.timestamp(previous.Timestamp, flags)
	m.GasLimit = previous.GasLimit
	if flags&gasLimitWhole != 0 {
		m.GasLimit = binary.BigEndian.Uint64(r.take(8, "gasLimit"))
		r.changed("gasLimit", m.GasLimit != previous.GasLimit)
	}
	length := len(previous.Payload)
	if flags&payloadLength != 0 {
		b := r.take(3, "payload length")
		length = int(b[0])<<16 | int(b[1])<<8 | int(b[2])
		r.changed("payload length", length != len(previous.Payload))
		if length > messages.MaxPayloadSize {
			r.fail("payload of %d bytes, want at most %d", length, messages.MaxPayloadSize)
		}
	}
	if r.err == nil && length > 0 {
		m.Payload = append([]byte(nil), r.take(length, "payload")...)
	}
}

func (r *packedReader) account(field string, previous messages.Account, short, wide bool) (account messages.Account) {
	switch {
	case short:
		copy(account[12:], r.take(20, field))
	case wide:
		copy(account[:], r.take(32, field))
		if _, ok := account.Address(); ok {
			r.fail("%s %s is written in 32 bytes, want 20", field, account)
		}
	default:
		return previous
	}
	r.changed(field, account != previous)
	return account
}

func (r *packedReader) timestamp(previous uint64, flags byte) uint64 {
	switch {
	case flags&timestampSeconds != 0:
		seconds := uint64(r.take(1, "timestamp")[0])
		r.changed("timestamp", seconds != 0)
		if seconds > math.MaxUint64-previous {
			r.fail("timestamp %d and %d seconds exceed 64 bits", previous, seconds)
		}
		return previous + seconds
	case flags&timestampWhole != 0:
		timestamp := binary.BigEndian.Uint64(r.take(8, "timestamp"))
		r.changed("timestamp", timestamp != previous)
		if secondsFit(previous, timestamp) {
			r.fail("timestamp %d is written in 8 bytes, want the seconds since %d in one", timestamp, previous)
		}
		return timestamp
	}
	return previous
}

// changed refuses a field that was written although it is as before.
func (r *packedReader) changed(field string, changed bool) {
	if !changed {
		r.fail("%s is repeated, want it left out", field)
	}
}

func (r *packedReader) fail(format string, args ...any) {
	if r.err == nil {
		r.err = fmt.Errorf(format+" (before byte %d)", append(args, r.at)...)
	}
}

// take returns the next n bytes. Beyond the end it fails and returns zeros.
func (r *packedReader) take(n int, field string) []byte {
	if len(r.data)-r.at < n {
		r.fail("%s of %d bytes, %d are left", field, n, len(r.data)-r.at)
		r.at = len(r.data)
		return make([]byte, n)
	}
	b := r.data[r.at : r.at+n]
	r.at += n
	return b
}
