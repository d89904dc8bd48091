package evm

import (
	"context"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/messages"
)

// The topics of the Inbox's two outcomes.
var (
	messageDelivered = crypto.Keccak256Hash([]byte("MessageDelivered(uint64,uint64,bytes32)"))
	messageFailed    = crypto.Keccak256Hash([]byte("MessageFailed(uint64,uint64,bytes32,bytes)"))
)

// Outcome is one execution of a message on this chain, as an endpoint tells it.
type Outcome struct {
	Failed bool
	Reason string // why it failed, printable
	Nonce  uint64
	Block  uint64
	TxHash common.Hash
}

// Outcomes finds the executions of a message on this chain, the first one first: its
// delivery and, where that failed, its retries. At most limit of them, the newest.
func (f *Finder) Outcomes(ctx context.Context, sourceChain uint64, id messages.ID, limit int) ([]Outcome, error) {
	filter := logFilter{Address: f.deployment.Inbox, Topics: [][]common.Hash{
		{messageDelivered, messageFailed}, {chains.UintTopic(sourceChain)}, nil, {common.Hash(id)}}}
	var outcomes []Outcome
	err := f.endpoints.do(ctx, func(client *Client) error {
		logs, err := searchBack(ctx, client, filter, f.deployment.DeployBlock, limit)
		if err != nil {
			return err
		}
		outcomes = nil
		for i := range logs {
			outcome, err := f.outcome(sourceChain, id, &logs[i])
			if err != nil {
				return fmt.Errorf("endpoint %s: eth_getLogs: log %d: %w", client.name, i, err)
			}
			outcomes = append(outcomes, outcome)
		}
		return nil
	})
	return outcomes, err
}

func (f *Finder) outcome(sourceChain uint64, id messages.ID, log *rawLog) (Outcome, error) {
	if log.Address == nil || *log.Address != f.deployment.Inbox || log.Removed || log.Block == nil || log.TxHash == nil {
		return Outcome{}, fmt.Errorf("%w: log of another contract, removed, or without its place", chains.ErrMalformed)
	}
	raw := &types.Log{Address: *log.Address, Topics: log.Topics, Data: log.Data}
	outcome := Outcome{Block: uint64(*log.Block), TxHash: *log.TxHash}
	inbox := bindings.NewInbox()
	var gotChain uint64
	var gotID messages.ID
	if delivered, err := inbox.UnpackMessageDeliveredEvent(raw); err == nil {
		gotChain, gotID, outcome.Nonce = delivered.SourceChain, delivered.Id, delivered.Nonce
	} else if failed, err := inbox.UnpackMessageFailedEvent(raw); err == nil {
		gotChain, gotID, outcome.Nonce = failed.SourceChain, failed.Id, failed.Nonce
		outcome.Failed, outcome.Reason = true, handlerReason(failed.Reason)
	} else {
		return Outcome{}, fmt.Errorf("%w: log is neither MessageDelivered nor MessageFailed", chains.ErrMalformed)
	}
	if gotChain != sourceChain || gotID != id {
		return Outcome{}, fmt.Errorf("%w: outcome of message %s from chain %d, want %s from chain %d", chains.ErrMalformed, gotID, gotChain, id, sourceChain)
	}
	return outcome, nil
}

// Retryable reads whether the Inbox holds the message as failed at the newest block.
func (f *Finder) Retryable(ctx context.Context, sourceChain uint64, id messages.ID) (bool, error) {
	inbox := bindings.NewInbox()
	answers, err := f.read(ctx, []viewCall{{f.deployment.Inbox, inbox.PackFailed(sourceChain, id)}})
	if err != nil {
		return false, fmt.Errorf("read the Inbox: %w", err)
	}
	failed, err := inbox.UnpackFailed(answers[0])
	if err != nil {
		return false, fmt.Errorf("%w: Inbox.failed: %w", chains.ErrMalformed, err)
	}
	return failed, nil
}

// searchBack returns the newest logs that match, at most limit of them, the oldest
// first. It goes back from the head to a block in windows as wide as the endpoint
// lets them be: what people ask for is most often new.
func searchBack(ctx context.Context, client *Client, filter logFilter, oldest uint64, limit int) ([]rawLog, error) {
	var newest hexutil.Uint64
	if err := client.call(ctx, &newest, "eth_blockNumber"); err != nil {
		return nil, err
	}
	head := uint64(newest)
	filter.Ranged = true
	var found []rawLog
	width := uint64(maxLogWindow)
	for queries := 0; ; queries++ {
		if queries == maxLookQueries {
			return nil, fmt.Errorf("endpoint %s: %w: no end of the search after %d windows of logs", client.name, chains.ErrMalformed, maxLookQueries)
		}
		filter.From, filter.To = oldest, head
		if head >= width && head-width+1 > oldest {
			filter.From = head - width + 1
		}
		var logs []rawLog
		err := client.call(ctx, &logs, "eth_getLogs", filter)
		if kind := kindOf(err); (kind == rpcerror.TooMuch || kind == rpcerror.Other) && filter.From < filter.To {
			width = (filter.To - filter.From + 1) / 2
			continue
		}
		if err != nil {
			return nil, err
		}
		if found = slices.Concat(logs, found); len(found) >= limit {
			return found[len(found)-limit:], nil
		}
		if filter.From <= oldest {
			return found, nil
		}
		head = filter.From - 1
	}
}
