package evm

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/mpt"
)

// Headers fetches headers. See chains.Source.
func (s *Source) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	return s.client.Headers(ctx, from, to)
}

// Receipts fetches all receipts of a block, by one call where the node can, one by
// one where it does not have eth_getBlockReceipts or finds the answer too large. See
// chains.Source.
func (s *Source) Receipts(ctx context.Context, block lightclient.Header) ([]chains.TxReceipt, error) {
	if !s.oneByOne.Load() {
		// By hash (execution-apis, eth_getBlockReceipts): a number could mean another block by now.
		var told []rawReceipt
		err := s.client.call(ctx, &told, "eth_getBlockReceipts", block.Hash)
		switch {
		case err == nil && told == nil:
			return nil, fmt.Errorf("endpoint %s: eth_getBlockReceipts: %w: %d (%s)", s.client.name, lightclient.ErrNoSuchHeader, block.Number, block.Hash)
		case err == nil:
			return s.encodeReceipts("eth_getBlockReceipts", told)
		case errors.Is(err, chains.ErrUnsupported):
			// It is asked no more; one by one works on every node.
			s.oneByOne.Store(true)
		case kindOf(err) != rpcerror.TooMuch:
			return nil, err
		}
	}
	return s.receiptsOneByOne(ctx, block)
}

// receiptsOneByOne asks for the block's transactions and then for the receipt of each.
// That these are its transactions is as unproven as all the rest: the root decides.
func (s *Source) receiptsOneByOne(ctx context.Context, block lightclient.Header) ([]chains.TxReceipt, error) {
	var told *struct {
		Transactions []common.Hash `json:"transactions"`
	}
	if err := s.client.call(ctx, &told, "eth_getBlockByHash", block.Hash, false); err != nil {
		return nil, err
	}
	if told == nil {
		return nil, fmt.Errorf("endpoint %s: eth_getBlockByHash: %w: %d (%s)", s.client.name, lightclient.ErrNoSuchHeader, block.Number, block.Hash)
	}
	if len(told.Transactions) > mpt.MaxReceipts {
		return nil, s.malformed("eth_getBlockByHash: %d transactions, want at most %d", len(told.Transactions), mpt.MaxReceipts)
	}
	receipts := make([]chains.TxReceipt, 0, len(told.Transactions))
	page, bytes := maxReceiptsPerCall, 0
	for rest := told.Transactions; len(rest) > 0; {
		count := min(page, len(rest))
		some, err := s.receiptPage(ctx, rest[:count])
		if err != nil {
			if kindOf(err) == rpcerror.TooMuch && count > 1 {
				page = count / 2
				continue
			}
			return nil, err
		}
		for i := range some {
			bytes += len(some[i].Encoded)
		}
		if bytes > mpt.MaxReceiptsBytes {
			return nil, s.malformed("eth_getTransactionReceipt: more than %d bytes of receipts in block %d", mpt.MaxReceiptsBytes, block.Number)
		}
		receipts, rest = append(receipts, some...), rest[count:]
	}
	return receipts, nil
}

func (s *Source) receiptPage(ctx context.Context, transactions []common.Hash) ([]chains.TxReceipt, error) {
	page := make([]*rawReceipt, len(transactions))
	calls := make([]rpc.BatchElem, len(page))
	for i := range calls {
		calls[i] = rpc.BatchElem{Method: "eth_getTransactionReceipt", Args: []any{transactions[i]}, Result: &page[i]}
	}
	if err := s.client.batch(ctx, calls); err != nil {
		return nil, err
	}
	told := make([]rawReceipt, len(page))
	for i := range page {
		if page[i] == nil {
			return nil, s.malformed("eth_getTransactionReceipt: none of transaction %s, which it says to be in the block", transactions[i])
		}
		told[i] = *page[i]
	}
	return s.encodeReceipts("eth_getTransactionReceipt", told)
}

func (s *Source) encodeReceipts(method string, told []rawReceipt) ([]chains.TxReceipt, error) {
	if len(told) > mpt.MaxReceipts {
		return nil, s.malformed("%s: %d receipts, want at most %d", method, len(told), mpt.MaxReceipts)
	}
	receipts := make([]chains.TxReceipt, len(told))
	for i := range told {
		receipt, err := told[i].decode()
		if err != nil {
			return nil, s.malformed("%s: receipt %d: %v", method, i, err)
		}
		receipts[i].Encoded = mpt.AppendReceipt(nil, &receipt)
		if told[i].TxHash != nil {
			receipts[i].TxHash = *told[i].TxHash
		}
	}
	return receipts, nil
}

// rawReceipt is a receipt as an endpoint writes it, as far as the consensus encoding
// covers it: whatever else there is, nothing proves. The pointers tell a missing field
// from a zero one.
type rawReceipt struct {
	Type           *hexutil.Uint64 `json:"type"`   // absent on nodes from before EIP-2718
	Root           *hexutil.Bytes  `json:"root"`   // before Byzantium
	Status         *hexutil.Uint64 `json:"status"` // since
	CumulativeGas  *hexutil.Uint64 `json:"cumulativeGasUsed"`
	Bloom          *types.Bloom    `json:"logsBloom"`
	Logs           []*rawLog       `json:"logs"`
	TxHash         *common.Hash    `json:"transactionHash"`
	DepositNonce   *hexutil.Uint64 `json:"depositNonce"`          // OP-stack
	DepositVersion *hexutil.Uint64 `json:"depositReceiptVersion"` // OP-stack since Canyon
}

// decode puts together what the consensus encodes. Whether it is true, the receipts
// root shows; only what has no encoding is refused here.
func (r *rawReceipt) decode() (mpt.Receipt, error) {
	receipt := mpt.Receipt{}
	switch {
	case r.CumulativeGas == nil:
		return receipt, errors.New("no cumulativeGasUsed")
	case r.Bloom == nil:
		return receipt, errors.New("no logsBloom")
	case r.Logs == nil:
		return receipt, errors.New("no logs, want a list")
	case r.Type != nil && *r.Type > 0x7f:
		return receipt, fmt.Errorf("type %#x, want at most 0x7f (EIP-2718)", uint64(*r.Type))
	}
	if r.Type != nil {
		receipt.Type = byte(*r.Type)
	}
	receipt.CumulativeGasUsed, receipt.Bloom = uint64(*r.CumulativeGas), *r.Bloom
	// Some nodes show a status of zero besides, where there was none yet.
	switch {
	case r.Root != nil && len(*r.Root) == common.HashLength:
		root := common.BytesToHash(*r.Root)
		receipt.PostState = &root
	case r.Root != nil && len(*r.Root) != 0:
		return receipt, fmt.Errorf("root of %d bytes, want %d", len(*r.Root), common.HashLength)
	case r.Status == nil || *r.Status > 1:
		return receipt, errors.New("status is neither 0 nor 1, and there is no root")
	default:
		receipt.Status = byte(*r.Status)
	}
	if r.DepositNonce != nil && r.DepositVersion != nil {
		receipt.Deposit = &mpt.Deposit{Nonce: uint64(*r.DepositNonce), Version: uint64(*r.DepositVersion)}
	}
	receipt.Logs = make([]mpt.Log, len(r.Logs))
	for i, log := range r.Logs {
		if log == nil || log.Address == nil || log.Data == nil {
			return receipt, fmt.Errorf("log %d has no address or no data", i)
		}
		receipt.Logs[i] = mpt.Log{Address: *log.Address, Topics: log.Topics, Data: log.Data}
	}
	return receipt, nil
}
