package rpcapi

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// logQuery selects logs: by block hash or by a range of blocks, by address and
// by topic. At each topic position one of the alternatives must stand; a
// position without alternatives takes anything.
type logQuery struct {
	blockHash *common.Hash
	from, to  *rpc.BlockNumber
	addresses []common.Address
	topics    [][]common.Hash
}

// UnmarshalJSON reads the filter object of the execution API. Everything is
// checked here, sizes included, so that a query in memory is a valid one.
func (q *logQuery) UnmarshalJSON(data []byte) error {
	var raw struct {
		BlockHash *common.Hash     `json:"blockHash"`
		FromBlock *rpc.BlockNumber `json:"fromBlock"`
		ToBlock   *rpc.BlockNumber `json:"toBlock"`
		Address   json.RawMessage  `json:"address"`
		Topics    []json.RawMessage
	}
	if err := json.Unmarshal(data, &raw); err != nil {
		return fmt.Errorf("filter: %w", err)
	}
	if raw.BlockHash != nil && (raw.FromBlock != nil || raw.ToBlock != nil) {
		return errors.New("cannot specify both blockHash and fromBlock/toBlock, choose one or the other")
	}
	if len(raw.Topics) > maxTopics {
		return fmt.Errorf("exceed max topics: %d, a log has at most %d", len(raw.Topics), maxTopics)
	}
	addresses, err := oneOrMany[common.Address](raw.Address, maxLogAddresses)
	if err != nil {
		return fmt.Errorf("address: %w", err)
	}
	topics := make([][]common.Hash, len(raw.Topics))
	for i, topic := range raw.Topics {
		if topics[i], err = oneOrMany[common.Hash](topic, maxTopicAlternatives); err != nil {
			return fmt.Errorf("topic %d: %w", i, err)
		}
	}
	*q = logQuery{blockHash: raw.BlockHash, from: raw.FromBlock, to: raw.ToBlock, addresses: addresses, topics: topics}
	return nil
}

// oneOrMany reads a value, a list of values, or null for any. A null within a
// list makes the whole list take anything, as go-ethereum has it.
func oneOrMany[T any](data json.RawMessage, limit int) ([]T, error) {
	data = bytes.TrimSpace(data)
	if len(data) == 0 || bytes.Equal(data, []byte("null")) {
		return nil, nil
	}
	if data[0] != '[' {
		var one T
		if err := json.Unmarshal(data, &one); err != nil {
			return nil, err
		}
		return []T{one}, nil
	}
	var many []*T
	if err := json.Unmarshal(data, &many); err != nil {
		return nil, err
	}
	if len(many) > limit {
		return nil, fmt.Errorf("exceed max alternatives: %d, at most %d", len(many), limit)
	}
	out := make([]T, 0, len(many))
	for _, v := range many {
		if v == nil {
			return nil, nil
		}
		out = append(out, *v)
	}
	return out, nil
}

// mayMatch tells from a block's bloom filter whether it is worth reading: never
// wrong when it says no.
func (q *logQuery) mayMatch(bloom types.Bloom) bool {
	if len(q.addresses) > 0 && !slices.ContainsFunc(q.addresses, func(a common.Address) bool { return types.BloomLookup(bloom, a) }) {
		return false
	}
	for _, alternatives := range q.topics {
		if len(alternatives) > 0 && !slices.ContainsFunc(alternatives, func(h common.Hash) bool { return types.BloomLookup(bloom, h) }) {
			return false
		}
	}
	return true
}

func (q *logQuery) matches(log *types.Log) bool {
	if len(q.addresses) > 0 && !slices.Contains(q.addresses, log.Address) {
		return false
	}
	if len(q.topics) > len(log.Topics) {
		return false
	}
	for i, alternatives := range q.topics {
		if len(alternatives) > 0 && !slices.Contains(alternatives, log.Topics[i]) {
			return false
		}
	}
	return true
}

// selected are the matching logs of one block, in order.
func (q *logQuery) selected(bloom types.Bloom, receipts types.Receipts) []*types.Log {
	if !q.mayMatch(bloom) {
		return nil
	}
	var out []*types.Log
	for _, receipt := range receipts {
		for _, log := range receipt.Logs {
			if q.matches(log) {
				out = append(out, log)
			}
		}
	}
	return out
}
