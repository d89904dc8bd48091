package evm

import (
	"encoding/json"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

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
	topics := [][]common.Hash{{chains.MessageSent}, {chains.UintTopic(lane.TargetChain)}}
	if nonces != nil {
		topics = append(topics, nonces)
	}
	return logFilter{Address: lane.Outbox, Topics: topics}
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
	case log.Address == nil:
		return chains.Event{}, fmt.Errorf("%w: log without an address, want the Outbox's, %s", chains.ErrMalformed, lane.Outbox)
	case log.Removed:
		return chains.Event{}, fmt.Errorf("%w: log is marked as removed", chains.ErrMalformed)
	case log.Block == nil || log.TxHash == nil:
		return chains.Event{}, fmt.Errorf("%w: log without block number or transaction hash", chains.ErrMalformed)
	}
	event, err := chains.DecodeSent(lane, *log.Address, log.Topics, log.Data)
	if err != nil {
		return chains.Event{}, err
	}
	event.Block, event.TxHash = uint64(*log.Block), *log.TxHash
	return event, nil
}
