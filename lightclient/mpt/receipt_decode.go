package mpt

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/rlp"
)

// splitReceipt reads everything but what the bloom has to be.
func splitReceipt(encoded []byte) (Receipt, error) {
	var r Receipt
	if len(encoded) == 0 {
		return r, errors.New("no bytes, want a receipt")
	}
	list := encoded
	if encoded[0] < rlpListBase {
		r.Type, list = encoded[0], encoded[1:]
		if !knownType(r.Type) {
			return r, fmt.Errorf("type %#x, want 1 to 4, 0x7e, or an RLP list", r.Type)
		}
	}
	content, err := onlyList(list)
	if err != nil {
		return r, err
	}
	if content, err = r.splitOutcome(content); err != nil {
		return r, err
	}
	if r.CumulativeGasUsed, content, err = rlp.SplitUint64(content); err != nil {
		return r, fmt.Errorf("cumulative gas: %w", err)
	}
	bloom, content, err := splitFixed(content, len(r.Bloom))
	if err != nil {
		return r, fmt.Errorf("bloom: %w", err)
	}
	copy(r.Bloom[:], bloom)
	logs, content, err := rlp.SplitList(content)
	if err != nil {
		return r, fmt.Errorf("logs: %w", err)
	}
	if r.Logs, err = splitLogs(logs); err != nil {
		return r, err
	}
	if r.Type == DepositReceipt && len(content) > 0 {
		content, err = r.splitDeposit(content)
	}
	if err == nil && len(content) > 0 {
		err = fmt.Errorf("%d bytes after its last field, want none", len(content))
	}
	return r, err
}

// rlpListBase is the first byte from which RLP is a list; what is below is a transaction's type
// here (EIP-2718).
const rlpListBase = 0xc0

// knownType says whether an envelope may be of that type. A legacy receipt has none.
func knownType(kind byte) bool {
	return kind >= AccessListReceipt && kind <= SetCodeReceipt || kind == DepositReceipt
}

// splitOutcome takes the first field: a status, or before Byzantium a state root.
func (r *Receipt) splitOutcome(content []byte) ([]byte, error) {
	outcome, rest, err := rlp.SplitString(content)
	switch {
	case err != nil:
		return nil, fmt.Errorf("status: %w", err)
	case len(outcome) == 0:
		return rest, nil
	case len(outcome) == 1 && outcome[0] == 1:
		r.Status = 1
		return rest, nil
	case len(outcome) == common.HashLength && r.Type == LegacyReceipt:
		root := common.BytesToHash(outcome)
		r.PostState = &root
		return rest, nil
	}
	return nil, fmt.Errorf("status %#x, want 1, nothing, or in a legacy receipt a state root of 32 bytes", outcome[:min(len(outcome), common.HashLength)])
}

// splitDeposit takes the two fields that a deposit's receipt has since Canyon: both or none.
func (r *Receipt) splitDeposit(content []byte) (rest []byte, err error) {
	r.Deposit = new(Deposit)
	if r.Deposit.Nonce, content, err = rlp.SplitUint64(content); err != nil {
		return nil, fmt.Errorf("deposit nonce: %w", err)
	}
	if r.Deposit.Version, content, err = rlp.SplitUint64(content); err != nil {
		return nil, fmt.Errorf("deposit receipt version: %w", err)
	}
	if r.Deposit.Version != canyonVersion {
		return nil, fmt.Errorf("deposit receipt version %d, want %d", r.Deposit.Version, canyonVersion)
	}
	return content, nil
}

func splitLogs(content []byte) ([]Log, error) {
	count, err := rlp.CountValues(content)
	if err != nil {
		return nil, fmt.Errorf("logs: %w", err)
	}
	if count == 0 {
		return nil, nil
	}
	// A log takes at least 24 bytes, but so far the items are only counted.
	logs := make([]Log, 0, min(count, len(content)/minLogBytes))
	for i := range count {
		var log Log
		if log, content, err = splitLog(content); err != nil {
			return nil, fmt.Errorf("log %d: %w", i, err)
		}
		logs = append(logs, log)
	}
	return logs, nil
}

func splitLog(content []byte) (log Log, rest []byte, err error) {
	fields, rest, err := rlp.SplitList(content)
	if err != nil {
		return log, nil, err
	}
	address, fields, err := splitFixed(fields, common.AddressLength)
	if err != nil {
		return log, nil, fmt.Errorf("address: %w", err)
	}
	log.Address = common.BytesToAddress(address)
	topics, fields, err := rlp.SplitList(fields)
	if err != nil {
		return log, nil, fmt.Errorf("topics: %w", err)
	}
	const topicBytes = 1 + common.HashLength // with its RLP prefix
	if len(topics) > maxTopics*topicBytes {
		return log, nil, fmt.Errorf("topics of %d bytes, want at most %d topics of %d", len(topics), maxTopics, topicBytes)
	}
	if len(topics) > 0 {
		log.Topics = make([]common.Hash, 0, len(topics)/topicBytes)
	}
	for len(topics) > 0 {
		var topic []byte
		if topic, topics, err = splitFixed(topics, common.HashLength); err != nil {
			return log, nil, fmt.Errorf("topic %d: %w", len(log.Topics), err)
		}
		log.Topics = append(log.Topics, common.BytesToHash(topic))
	}
	if log.Data, fields, err = rlp.SplitString(fields); err != nil {
		return log, nil, fmt.Errorf("data: %w", err)
	}
	if len(fields) != 0 {
		return log, nil, fmt.Errorf("%d bytes after its third field, want none", len(fields))
	}
	return log, rest, nil
}
