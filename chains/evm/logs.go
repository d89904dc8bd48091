package evm

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// messageSent is the topic of
// MessageSent(uint64 indexed targetChain, uint64 indexed nonce, bytes32 indexed id, bytes message).
var messageSent = crypto.Keccak256Hash([]byte("MessageSent(uint64,uint64,bytes32,bytes)"))

// logFilter is the argument of eth_getLogs and of eth_subscribe("logs").
type logFilter struct {
	Address common.Address
	Topics  [][]common.Hash // by position; nil matches anything
	From    uint64
	To      uint64
	Ranged  bool // From and To count
}

// MarshalJSON writes the filter object of the execution API.
func (f logFilter) MarshalJSON() ([]byte, error) {
	object := map[string]any{"address": f.Address, "topics": f.Topics}
	if f.Ranged {
		object["fromBlock"] = hexutil.Uint64(f.From)
		object["toBlock"] = hexutil.Uint64(f.To)
	}
	return json.Marshal(object)
}

// laneFilter matches the lane's messages, of all nonces or of the given ones.
func laneFilter(lane messages.Lane, nonces []common.Hash) logFilter {
	topics := [][]common.Hash{{messageSent}, {uintTopic(lane.TargetChain)}}
	if nonces != nil {
		topics = append(topics, nonces)
	}
	return logFilter{Address: lane.Outbox, Topics: topics}
}

func uintTopic(value uint64) (topic common.Hash) {
	binary.BigEndian.PutUint64(topic[24:], value)
	return topic
}

// rawLog is a log as an endpoint writes it. The pointers tell a missing field from
// a zero one.
type rawLog struct {
	Address *common.Address `json:"address"`
	Topics  []common.Hash   `json:"topics"`
	Data    hexutil.Bytes   `json:"data"`
	Block   *hexutil.Uint64 `json:"blockNumber"`
	TxHash  *common.Hash    `json:"transactionHash"`
	Removed bool            `json:"removed"`
}

// decodeSent reads a MessageSent log of the lane. Anything that the Outbox would
// not have written is an error that wraps chains.ErrMalformed.
func decodeSent(lane messages.Lane, log *rawLog) (chains.Event, error) {
	switch {
	case log.Address == nil || *log.Address != lane.Outbox:
		return chains.Event{}, fmt.Errorf("%w: log of address %v, want the Outbox %s", chains.ErrMalformed, log.Address, lane.Outbox)
	case log.Removed:
		return chains.Event{}, fmt.Errorf("%w: log is marked as removed", chains.ErrMalformed)
	case log.Block == nil || log.TxHash == nil:
		return chains.Event{}, fmt.Errorf("%w: log without block number or transaction hash", chains.ErrMalformed)
	case len(log.Topics) != 4:
		return chains.Event{}, fmt.Errorf("%w: log with %d topics, want 4", chains.ErrMalformed, len(log.Topics))
	case log.Topics[0] != messageSent:
		return chains.Event{}, fmt.Errorf("%w: log of event %s, want MessageSent %s", chains.ErrMalformed, log.Topics[0], messageSent)
	case log.Topics[1] != uintTopic(lane.TargetChain):
		return chains.Event{}, fmt.Errorf("%w: log for target chain %s, want %d", chains.ErrMalformed, log.Topics[1], lane.TargetChain)
	case !isUint64(log.Topics[2][:]):
		return chains.Event{}, fmt.Errorf("%w: nonce topic %s, want at most 8 bytes", chains.ErrMalformed, log.Topics[2])
	}
	encoded, err := decodeBytes(log.Data)
	if err != nil {
		return chains.Event{}, err
	}
	return chains.Event{
		Nonce:   binary.BigEndian.Uint64(log.Topics[2][24:]),
		ID:      messages.ID(log.Topics[3]),
		Encoded: encoded,
		Block:   uint64(*log.Block),
		TxHash:  *log.TxHash,
	}, nil
}

// decodeBytes reads the ABI encoding of a single `bytes`: offset 32, length, content
// padded with zeros to a whole word.
func decodeBytes(data []byte) ([]byte, error) {
	if len(data) < 64 || len(data)%32 != 0 {
		return nil, fmt.Errorf("%w: log data of %d bytes, want whole words, at least 2", chains.ErrMalformed, len(data))
	}
	if !bytes.Equal(data[:32], common.LeftPadBytes([]byte{32}, 32)) {
		return nil, fmt.Errorf("%w: log data begins with offset %x, want 32", chains.ErrMalformed, data[:32])
	}
	content := data[64:]
	if !isUint64(data[32:64]) || binary.BigEndian.Uint64(data[56:64]) > uint64(len(content)) {
		return nil, fmt.Errorf("%w: log data says length 0x%x, has %d bytes", chains.ErrMalformed, bytes.TrimLeft(data[32:64], "\x00"), len(content))
	}
	length := binary.BigEndian.Uint64(data[56:64])
	padding := content[length:]
	if len(padding) >= 32 || len(bytes.Trim(padding, "\x00")) != 0 {
		return nil, fmt.Errorf("%w: log data has %d bytes behind its content, want less than a word, all zero", chains.ErrMalformed, len(padding))
	}
	return content[:length:length], nil
}

// isUint64 reports whether a 32-byte word fits into a uint64.
func isUint64(word []byte) bool { return [24]byte(word[:24]) == [24]byte{} }
