package messages

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrDecode is wrapped by every error of a decoder in this package.
var ErrDecode = errors.New("not canonical")

// Message is one canonical cross-chain message. Its version is always [Version].
type Message struct {
	Nonce       uint64  // position in the lane, the first is 1
	SourceChain uint64  // EIP-155 chain id
	Sender      Account // caller of Outbox.send
	TargetChain uint64  // EIP-155 chain id
	Recipient   Account // contract whose handler is called
	Timestamp   uint64  // source block time, seconds
	GasLimit    uint64  // gas given to the recipient's handler
	Payload     []byte  // calldata for the recipient, at most [MaxPayloadSize] bytes
}

// Size returns the length of the canonical encoding, in bytes.
func (m *Message) Size() int { return HeaderSize + len(m.Payload) }

// Validate reports the first field whose value no encoder would write.
func (m *Message) Validate() error {
	if m.Nonce == 0 {
		return fmt.Errorf("%w: nonce 0, the first message of a lane has nonce 1", ErrDecode)
	}
	if len(m.Payload) > MaxPayloadSize {
		return fmt.Errorf("%w: payload of %d bytes, want at most %d", ErrDecode, len(m.Payload), MaxPayloadSize)
	}
	return nil
}

// AppendBinary appends the canonical encoding (protocol, "Canonical message").
func (m *Message) AppendBinary(b []byte) ([]byte, error) {
	if err := m.Validate(); err != nil {
		return b, err
	}
	b = append(b, Version)
	b = binary.BigEndian.AppendUint64(b, m.Nonce)
	b = binary.BigEndian.AppendUint64(b, m.SourceChain)
	b = append(b, m.Sender[:]...)
	b = binary.BigEndian.AppendUint64(b, m.TargetChain)
	b = append(b, m.Recipient[:]...)
	b = binary.BigEndian.AppendUint64(b, m.Timestamp)
	b = binary.BigEndian.AppendUint64(b, m.GasLimit)
	return append(b, m.Payload...), nil
}

// MarshalBinary returns the canonical encoding.
func (m *Message) MarshalBinary() ([]byte, error) {
	return m.AppendBinary(make([]byte, 0, m.Size()))
}

// UnmarshalBinary decodes a canonical encoding. The payload is copied into the
// message's own buffer, which is reused when it is large enough: decoding into
// a used Message allocates nothing.
func (m *Message) UnmarshalBinary(b []byte) error {
	switch {
	case len(b) < HeaderSize:
		return fmt.Errorf("%w: message of %d bytes, want at least %d", ErrDecode, len(b), HeaderSize)
	case len(b) > MaxEncodedSize:
		return fmt.Errorf("%w: message of %d bytes, want at most %d", ErrDecode, len(b), MaxEncodedSize)
	case b[0] != Version:
		return fmt.Errorf("%w: version %d, want %d", ErrDecode, b[0], Version)
	}
	nonce := binary.BigEndian.Uint64(b[1:])
	if nonce == 0 {
		return fmt.Errorf("%w: nonce 0, the first message of a lane has nonce 1", ErrDecode)
	}
	m.Nonce = nonce
	m.SourceChain = binary.BigEndian.Uint64(b[9:])
	m.Sender = Account(b[17:49])
	m.TargetChain = binary.BigEndian.Uint64(b[49:])
	m.Recipient = Account(b[57:89])
	m.Timestamp = binary.BigEndian.Uint64(b[89:])
	m.GasLimit = binary.BigEndian.Uint64(b[97:])
	m.Payload = append(m.Payload[:0], b[HeaderSize:]...)
	return nil
}

// DecodeMessage decodes a canonical encoding into a new Message.
func DecodeMessage(b []byte) (*Message, error) {
	m := new(Message)
	if err := m.UnmarshalBinary(b); err != nil {
		return nil, err
	}
	return m, nil
}

// ID returns keccak256 of the canonical encoding. It panics on a message that
// [Message.Validate] refuses: such a message has no encoding, so it has no id.
func (m *Message) ID() ID {
	h := acquireHasher()
	defer h.release()
	encoded, err := m.AppendBinary(h.buffer[:0])
	if err != nil {
		panic("messages: id of an invalid message: " + err.Error())
	}
	h.buffer = encoded
	return ID(h.sum(encoded))
}

// EncodedID returns the id of an encoding that has been decoded already,
// without building the bytes anew.
func EncodedID(encoded []byte) ID {
	h := acquireHasher()
	defer h.release()
	return ID(h.sum(encoded))
}

// Equal reports whether both messages have the same encoding.
func (m *Message) Equal(other *Message) bool {
	return m.Nonce == other.Nonce && m.SourceChain == other.SourceChain && m.Sender == other.Sender &&
		m.TargetChain == other.TargetChain && m.Recipient == other.Recipient && m.Timestamp == other.Timestamp &&
		m.GasLimit == other.GasLimit && bytes.Equal(m.Payload, other.Payload)
}
