package rpcapi

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
)

// ethSend answers the eth_ methods that submit transactions.
type ethSend struct {
	reader *reader
	hub    *hub
}

// SendRawTransaction is eth_sendRawTransaction: a signed transaction (EIP-2718
// bytes) into the pool. The pool's error texts are go-ethereum's.
func (e *ethSend) SendRawTransaction(ctx context.Context, raw hexutil.Bytes) (common.Hash, error) {
	tx, err := e.decode(raw)
	if err != nil {
		return common.Hash{}, err
	}
	if err := e.reader.backend.SubmitTx(ctx, tx); err != nil {
		return common.Hash{}, err
	}
	return tx.Hash(), nil
}

// SendRawTransactionSync is eth_sendRawTransactionSync (EIP-7966): it answers
// with the receipt, or after timeoutMillis with an error of code 4 that carries
// the hash. The transaction stays in the pool then.
func (e *ethSend) SendRawTransactionSync(ctx context.Context, raw hexutil.Bytes, timeoutMillis *hexutil.Uint64) (map[string]any, error) {
	tx, err := e.decode(raw)
	if err != nil {
		return nil, err
	}
	timeout := syncSendTimeout
	if timeoutMillis != nil {
		wanted := uint64(*timeoutMillis)
		if wanted == 0 || wanted > uint64(maxSyncSendTimeout.Milliseconds()) {
			return nil, invalidParams("invalid timeout %d ms, want 1 to %d", wanted, maxSyncSendTimeout.Milliseconds())
		}
		timeout = time.Duration(wanted) * time.Millisecond
	}
	// Listen first: the block may come before SubmitTx returns.
	heads, err := e.hub.listen(headEvents, nil)
	if err != nil {
		return nil, err
	}
	defer heads.close()
	if err := e.reader.backend.SubmitTx(ctx, tx); err != nil {
		return nil, err
	}
	ctx, cancel := e.reader.within(ctx, timeout)
	defer cancel()
	for {
		if receipt := receiptOf(e.reader.backend, tx.Hash()); receipt != nil {
			return receipt, nil
		}
		select {
		case <-heads.ready:
			heads.take(maxQueuedHeads)
		case <-heads.ended:
			return nil, heads.reason()
		case <-ctx.Done():
			if e.reader.life.Err() != nil {
				return nil, errShuttingDown
			}
			return nil, &syncTimeoutError{hash: tx.Hash(), timeout: timeout}
		}
	}
}

// decode refuses what the pool would only misunderstand.
func (e *ethSend) decode(raw hexutil.Bytes) (*types.Transaction, error) {
	tx := new(types.Transaction)
	if err := tx.UnmarshalBinary(raw); err != nil {
		return nil, fmt.Errorf("decode the raw transaction of %d bytes: %w", len(raw), err)
	}
	return tx, nil
}
