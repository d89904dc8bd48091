package evm

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
)

// Finality says which block of the target counts as final.
type Finality struct {
	// Tag is "finalized", "safe" or "latest". Default "finalized". On a chain whose
	// blocks are final when they are there, QBFT for instance, all three are the same.
	Tag string
	// Confirmations is how many blocks below the tag's to stay; with "latest" it is
	// the only safety there is.
	Confirmations uint64
}

func (f *Finality) validate() error {
	switch f.Tag {
	case "":
		f.Tag = "finalized"
	case "finalized", "safe", "latest":
	default:
		return fmt.Errorf("evm: finality tag %q, want finalized, safe or latest", f.Tag)
	}
	return nil
}

// sendBackend shows the target chain to txsender.
type sendBackend struct {
	endpoints *failover
	finality  Finality
}

var _ txsender.Backend = (*sendBackend)(nil)

// blockHead is what is read of a block.
type blockHead struct {
	Number  *hexutil.Uint64 `json:"number"`
	BaseFee *hexutil.Big    `json:"baseFeePerGas"`
}

// View reads the chain in one request.
func (b *sendBackend) View(ctx context.Context, account common.Address) (txsender.View, error) {
	var view txsender.View
	err := b.endpoints.do(ctx, func(c *Client) (err error) {
		view, err = b.view(ctx, c, account)
		return err
	})
	return view, err
}

func (b *sendBackend) view(ctx context.Context, c *Client, account common.Address) (txsender.View, error) {
	var head, final *blockHead
	var tip hexutil.Big
	var nonce, pending hexutil.Uint64
	calls := []rpc.BatchElem{
		{Method: "eth_getTransactionCount", Args: []any{account, "latest"}, Result: &nonce},
		{Method: "eth_getTransactionCount", Args: []any{account, "pending"}, Result: &pending},
		{Method: "eth_maxPriorityFeePerGas", Result: &tip},
		{Method: "eth_getBlockByNumber", Args: []any{b.finality.Tag, false}, Result: &final},
		{Method: "eth_getBlockByNumber", Args: []any{"latest", false}, Result: &head},
	}
	if err := c.batch(ctx, calls); err != nil {
		return txsender.View{}, err
	}
	if head == nil || head.Number == nil || head.BaseFee == nil {
		return txsender.View{}, fmt.Errorf("endpoint %s: %w: newest block has no number or no base fee (EIP-1559)", c.name, chains.ErrMalformed)
	}
	view := txsender.View{
		Head: uint64(*head.Number), BaseFee: head.BaseFee.ToInt(), Tip: tip.ToInt(),
		Nonce: uint64(nonce), Pending: uint64(pending),
	}
	// A young chain has no finalized block yet.
	if final != nil && final.Number != nil && uint64(*final.Number) >= b.finality.Confirmations {
		view.Final = min(uint64(*final.Number)-b.finality.Confirmations, view.Head)
	}
	// No honest pool holds more of one account, and a nonce behind such a gap would
	// wait for ever.
	if view.Pending < view.Nonce || view.Pending-view.Nonce > maxPoolNonces {
		view.Pending = view.Nonce
	}
	return view, nil
}

// Broadcast hands the transaction to every endpoint at once: one that takes it may
// still keep it to itself. It has arrived when one of them took it; otherwise the
// answer of an endpoint that looked at it counts more than silence.
func (b *sendBackend) Broadcast(ctx context.Context, tx *types.Transaction) error {
	raw, err := tx.MarshalBinary()
	if err != nil {
		return fmt.Errorf("encode transaction: %w", err)
	}
	answers := make(chan error, len(b.endpoints.clients))
	for _, client := range b.endpoints.clients {
		go func() {
			var hash common.Hash
			answers <- client.call(ctx, &hash, "eth_sendRawTransaction", hexutil.Encode(raw))
		}()
	}
	var worst error
	for range b.endpoints.clients {
		err := <-answers
		if verdict := b.Classify(err); err == nil || verdict == txsender.Taken {
			// The others are answered into the channel's buffer.
			return nil
		} else if worst == nil || verdict != txsender.Undelivered {
			worst = err
		}
	}
	return worst
}

// Receipt returns nil when no block holds the transaction. All endpoints are asked
// before that is believed: one that hides a receipt, or has not got the block yet,
// would have a transaction that is mined sent once more.
func (b *sendBackend) Receipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	var receipt *types.Receipt
	var none bool
	_, _, err := b.endpoints.contested(ctx, func(ctx context.Context, c *Client) error {
		// Its own, or what could be read of an answer that can't would stay.
		var told *types.Receipt
		if err := c.call(ctx, &told, "eth_getTransactionReceipt", hash); err != nil {
			return err
		}
		receipt = told
		if told == nil {
			none = true
			return errNoReceipt
		}
		return nil
	})
	if none && receipt == nil {
		return nil, nil
	}
	return receipt, err
}

var errNoReceipt = errors.New("no block holds the transaction")

// Doubt has another endpoint show the chain from now on.
func (b *sendBackend) Doubt() { b.endpoints.doubt() }

// Classify translates what a node said.
func (b *sendBackend) Classify(err error) txsender.Verdict {
	switch kindOf(err) {
	case rpcerror.AlreadyKnown:
		return txsender.Taken
	case rpcerror.NonceTooLow:
		return txsender.Used
	case rpcerror.Underpriced, rpcerror.FeeTooLow:
		return txsender.Cheap
	case rpcerror.NonceTooHigh:
		return txsender.Early
	case rpcerror.InsufficientFunds:
		return txsender.Penniless
	case rpcerror.GasTooHigh, rpcerror.Other, rpcerror.Reverted, rpcerror.TooMuch:
		return txsender.Refused
	}
	return txsender.Undelivered
}

// feeOf is what a mined transaction paid, in wei.
func feeOf(receipt *types.Receipt) *big.Int {
	if receipt.EffectiveGasPrice == nil {
		return new(big.Int)
	}
	return new(big.Int).Mul(receipt.EffectiveGasPrice, new(big.Int).SetUint64(receipt.GasUsed))
}
