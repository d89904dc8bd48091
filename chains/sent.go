package chains

import (
	"bytes"
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
)

// MessageSent is the first topic of the Outbox's event (protocol, "Contracts"):
// MessageSent(uint64 indexed targetChain, uint64 indexed nonce, bytes32 indexed id, bytes message).
var MessageSent = crypto.Keccak256Hash([]byte("MessageSent(uint64,uint64,bytes32,bytes)"))

// UintTopic is an indexed uint64 as a topic.
func UintTopic(value uint64) (topic common.Hash) {
	binary.BigEndian.PutUint64(topic[24:], value)
	return topic
}

// IsSent reports whether a log is one of the lane's messages. The same event of
// another address is not: anybody can emit it.
func IsSent(lane messages.Lane, address common.Address, topics []common.Hash) bool {
	return address == lane.Outbox && len(topics) >= 2 && topics[0] == MessageSent && topics[1] == UintTopic(lane.TargetChain)
}

// DecodeSent reads a MessageSent log of the lane; Block and TxHash are the caller's
// to know. Anything that the Outbox would not have written is an error that wraps
// ErrMalformed.
func DecodeSent(lane messages.Lane, address common.Address, topics []common.Hash, data []byte) (Event, error) {
	switch {
	case address != lane.Outbox:
		return Event{}, fmt.Errorf("%w: log of address %s, want the Outbox %s", ErrMalformed, address, lane.Outbox)
	case len(topics) != 4:
		return Event{}, fmt.Errorf("%w: log with %d topics, want 4", ErrMalformed, len(topics))
	case topics[0] != MessageSent:
		return Event{}, fmt.Errorf("%w: log of event %s, want MessageSent %s", ErrMalformed, topics[0], MessageSent)
	case topics[1] != UintTopic(lane.TargetChain):
		return Event{}, fmt.Errorf("%w: log for target chain %s, want %d", ErrMalformed, topics[1], lane.TargetChain)
	case !IsUint64(topics[2][:]):
		return Event{}, fmt.Errorf("%w: nonce topic %s, want at most 8 bytes", ErrMalformed, topics[2])
	}
	encoded, err := decodeBytes(data)
	if err != nil {
		return Event{}, err
	}
	return Event{Nonce: binary.BigEndian.Uint64(topics[2][24:]), ID: messages.ID(topics[3]), Encoded: encoded}, nil
}

// decodeBytes reads the ABI encoding of a single `bytes`: offset 32, length, content
// padded with zeros to a whole word.
func decodeBytes(data []byte) ([]byte, error) {
	if len(data) < 64 || len(data)%32 != 0 {
		return nil, fmt.Errorf("%w: log data of %d bytes, want whole words, at least 2", ErrMalformed, len(data))
	}
	if !bytes.Equal(data[:32], common.LeftPadBytes([]byte{32}, 32)) {
		return nil, fmt.Errorf("%w: log data begins with offset %x, want 32", ErrMalformed, data[:32])
	}
	content := data[64:]
	if !IsUint64(data[32:64]) || binary.BigEndian.Uint64(data[56:64]) > uint64(len(content)) {
		return nil, fmt.Errorf("%w: log data says length 0x%x, has %d bytes", ErrMalformed, bytes.TrimLeft(data[32:64], "\x00"), len(content))
	}
	length := binary.BigEndian.Uint64(data[56:64])
	padding := content[length:]
	if len(padding) >= 32 || len(bytes.Trim(padding, "\x00")) != 0 {
		return nil, fmt.Errorf("%w: log data has %d bytes behind its content, want less than a word, all zero", ErrMalformed, len(padding))
	}
	return content[:length:length], nil
}

// EncodeSent is the reverse of DecodeSent: what the Outbox emits for a message.
func EncodeSent(lane messages.Lane, event Event) (topics []common.Hash, data []byte) {
	data = make([]byte, 64, 64+(len(event.Encoded)+31)/32*32)
	data[31] = 32
	binary.BigEndian.PutUint64(data[56:], uint64(len(event.Encoded)))
	data = append(data, event.Encoded...)
	data = append(data, make([]byte, (32-len(event.Encoded)%32)%32)...)
	return []common.Hash{MessageSent, UintTopic(lane.TargetChain), UintTopic(event.Nonce), common.Hash(event.ID)}, data
}

// IsUint64 reports whether a 32-byte word fits into a uint64.
func IsUint64(word []byte) bool { return [24]byte(word[:24]) == [24]byte{} }
