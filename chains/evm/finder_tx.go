package evm

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
)

// SentTx is what a transaction of this chain has sent.
type SentTx struct {
	Pending  bool   // in a pool, and in no block yet
	Reverted bool   // it did nothing
	Block    uint64 // unless it is pending
	Messages []SentMessage
}

// SentByTx reads what a transaction has sent, nothing where it is none of the
// Outbox's; nil when no endpoint knows of the transaction.
func (f *Finder) SentByTx(ctx context.Context, tx common.Hash) (*SentTx, error) {
	var failures []error
	for _, client := range f.endpoints.clients {
		found, err := f.sentByTx(ctx, client, tx)
		if found != nil {
			return found, nil
		}
		if err != nil {
			failures = append(failures, fmt.Errorf("transaction %s: %w", tx, err))
		}
	}
	return nil, errors.Join(failures...)
}

func (f *Finder) sentByTx(ctx context.Context, client *Client, tx common.Hash) (*SentTx, error) {
	var receipt *struct {
		Status *hexutil.Uint64 `json:"status"`
		Block  *hexutil.Uint64 `json:"blockNumber"`
		Logs   []rawLog        `json:"logs"`
	}
	if err := client.call(ctx, &receipt, "eth_getTransactionReceipt", tx); err != nil {
		return nil, err
	}
	if receipt == nil {
		var known *struct{}
		if err := client.call(ctx, &known, "eth_getTransactionByHash", tx); err != nil || known == nil {
			return nil, err
		}
		return &SentTx{Pending: true}, nil
	}
	if receipt.Status == nil || receipt.Block == nil {
		return nil, fmt.Errorf("endpoint %s: %w: receipt without status or block number", client.name, chains.ErrMalformed)
	}
	sent := &SentTx{Reverted: *receipt.Status == 0, Block: uint64(*receipt.Block)}
	for i := range receipt.Logs {
		log := &receipt.Logs[i]
		if log.Address == nil || *log.Address != f.deployment.Outbox || len(log.Topics) == 0 || log.Topics[0] != chains.MessageSent {
			continue
		}
		message, err := f.decode(log)
		if err != nil {
			return nil, fmt.Errorf("endpoint %s: log %d: %w", client.name, i, err)
		}
		sent.Messages = append(sent.Messages, *message)
	}
	return sent, nil
}
