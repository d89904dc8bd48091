package rpcapi

import (
	"bytes"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// ethTransactions answers the eth_ methods that read transactions.
type ethTransactions struct {
	reader *reader
}

// GetTransactionByHash is eth_getTransactionByHash; the pool is searched too.
func (e *ethTransactions) GetTransactionByHash(hash common.Hash) *rpcTransaction {
	backend := e.reader.backend
	tx, blockHash, _, index, ok := backend.TransactionByHash(hash)
	if !ok {
		return e.pooled(hash)
	}
	header := backend.HeaderByHash(blockHash)
	if header == nil {
		return nil
	}
	at := placeOf(header, blockHash, int(index))
	return marshalTx(signerOf(backend.ChainConfig(), header), tx, at)
}

// pooled looks twice: a transaction that is committed between the look into the
// chain and the look into the pool must not seem to vanish.
func (e *ethTransactions) pooled(hash common.Hash) *rpcTransaction {
	backend := e.reader.backend
	if tx := backend.PendingTx(hash); tx != nil {
		return marshalTx(types.LatestSigner(backend.ChainConfig()), tx, nil)
	}
	tx, blockHash, _, index, ok := backend.TransactionByHash(hash)
	header := backend.HeaderByHash(blockHash)
	if !ok || header == nil {
		return nil
	}
	return marshalTx(signerOf(backend.ChainConfig(), header), tx, placeOf(header, blockHash, int(index)))
}

// GetRawTransactionByHash is eth_getRawTransactionByHash: the signed bytes
// (EIP-2718), null when unknown.
func (e *ethTransactions) GetRawTransactionByHash(hash common.Hash) (*hexutil.Bytes, error) {
	tx, _, _, _, ok := e.reader.backend.TransactionByHash(hash)
	if !ok {
		if tx = e.reader.backend.PendingTx(hash); tx == nil {
			return nil, nil
		}
	}
	return rawBytes(tx)
}

// rawBytes is a pointer, so that an unknown transaction is null and not "0x".
func rawBytes(tx *types.Transaction) (*hexutil.Bytes, error) {
	raw, err := tx.MarshalBinary()
	return (*hexutil.Bytes)(&raw), err
}

// GetTransactionByBlockHashAndIndex is eth_getTransactionByBlockHashAndIndex.
func (e *ethTransactions) GetTransactionByBlockHashAndIndex(hash common.Hash, index hexutil.Uint) (*rpcTransaction, error) {
	return e.at(rpc.BlockNumberOrHashWithHash(hash, false), index)
}

// GetTransactionByBlockNumberAndIndex is eth_getTransactionByBlockNumberAndIndex.
func (e *ethTransactions) GetTransactionByBlockNumberAndIndex(number rpc.BlockNumber, index hexutil.Uint) (*rpcTransaction, error) {
	return e.at(rpc.BlockNumberOrHashWithNumber(number), index)
}

func (e *ethTransactions) at(block rpc.BlockNumberOrHash, index hexutil.Uint) (*rpcTransaction, error) {
	config := e.reader.backend.ChainConfig()
	if isPending(block) {
		txs := pendingTransactions(e.reader.backend, e.reader.backend.CurrentHeader().GasLimit)
		if uint64(index) >= uint64(len(txs)) {
			return nil, nil
		}
		return marshalTx(types.LatestSigner(config), txs[index], nil), nil
	}
	found, hash, err := e.reader.block(block)
	if err != nil || found == nil || uint64(index) >= uint64(len(found.Transactions())) {
		return nil, err
	}
	header := found.Header()
	return marshalTx(signerOf(config, header), found.Transactions()[index], placeOf(header, hash, int(index))), nil
}

// GetRawTransactionByBlockHashAndIndex is eth_getRawTransactionByBlockHashAndIndex.
func (e *ethTransactions) GetRawTransactionByBlockHashAndIndex(hash common.Hash, index hexutil.Uint) (*hexutil.Bytes, error) {
	return e.rawAt(rpc.BlockNumberOrHashWithHash(hash, false), index)
}

// GetRawTransactionByBlockNumberAndIndex is eth_getRawTransactionByBlockNumberAndIndex.
func (e *ethTransactions) GetRawTransactionByBlockNumberAndIndex(number rpc.BlockNumber, index hexutil.Uint) (*hexutil.Bytes, error) {
	return e.rawAt(rpc.BlockNumberOrHashWithNumber(number), index)
}

func (e *ethTransactions) rawAt(block rpc.BlockNumberOrHash, index hexutil.Uint) (*hexutil.Bytes, error) {
	if isPending(block) {
		txs := pendingTransactions(e.reader.backend, e.reader.backend.CurrentHeader().GasLimit)
		if uint64(index) >= uint64(len(txs)) {
			return nil, nil
		}
		return rawBytes(txs[index])
	}
	found, _, err := e.reader.block(block)
	if err != nil || found == nil || uint64(index) >= uint64(len(found.Transactions())) {
		return nil, err
	}
	return rawBytes(found.Transactions()[index])
}

// GetTransactionReceipt is eth_getTransactionReceipt; null until it is in a block.
func (e *ethTransactions) GetTransactionReceipt(hash common.Hash) map[string]any {
	return receiptOf(e.reader.backend, hash)
}

func receiptOf(backend Backend, hash common.Hash) map[string]any {
	tx, blockHash, _, index, ok := backend.TransactionByHash(hash)
	if !ok {
		return nil
	}
	header, receipts := backend.HeaderByHash(blockHash), backend.Receipts(blockHash)
	if header == nil || index >= uint64(len(receipts)) {
		return nil
	}
	at := placeOf(header, blockHash, int(index))
	return marshalReceipt(signerOf(backend.ChainConfig(), header), receipts[index], tx, at)
}

// pendingTransactions lists what the next block may hold, by account and nonce,
// up to a gas limit. The order between accounts is the address's, not that of
// the block builder, which decides by price when it builds.
func pendingTransactions(pool Pool, gasLimit uint64) []*types.Transaction {
	pending, _ := pool.PoolContent()
	accounts := make([]common.Address, 0, len(pending))
	for account := range pending {
		accounts = append(accounts, account)
	}
	slices.SortFunc(accounts, func(a, b common.Address) int { return bytes.Compare(a[:], b[:]) })
	var txs []*types.Transaction
	for _, account := range accounts {
		for _, tx := range pending[account] {
			if tx.Gas() > gasLimit {
				break // a later nonce can't go before this one
			}
			gasLimit -= tx.Gas()
			txs = append(txs, tx)
		}
	}
	return txs
}
