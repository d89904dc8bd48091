package rpcapi

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/trie"
)

// ethBlocks answers the eth_ methods about the chain and its blocks.
type ethBlocks struct {
	reader *reader
}

// ChainId is eth_chainId (EIP-695).
func (e *ethBlocks) ChainId() *hexutil.Big {
	return (*hexutil.Big)(e.reader.backend.ChainConfig().ChainID)
}

// BlockNumber is eth_blockNumber.
func (e *ethBlocks) BlockNumber() hexutil.Uint64 {
	return hexutil.Uint64(e.reader.backend.CurrentHeader().Number.Uint64())
}

// Syncing is eth_syncing; a devnet's node has every block.
func (e *ethBlocks) Syncing() bool { return false }

// Accounts is eth_accounts: the node holds no keys of users.
func (e *ethBlocks) Accounts() []common.Address { return []common.Address{} }

// Mining is eth_mining; some tools ask for it.
func (e *ethBlocks) Mining() bool { return false }

// GetBlockByNumber is eth_getBlockByNumber.
func (e *ethBlocks) GetBlockByNumber(number rpc.BlockNumber, full bool) (map[string]any, error) {
	if number == rpc.PendingBlockNumber {
		return e.pendingBlock(full)
	}
	return e.marshal(rpc.BlockNumberOrHashWithNumber(number), full)
}

// GetBlockByHash is eth_getBlockByHash.
func (e *ethBlocks) GetBlockByHash(hash common.Hash, full bool) (map[string]any, error) {
	return e.marshal(rpc.BlockNumberOrHashWithHash(hash, false), full)
}

func (e *ethBlocks) marshal(at rpc.BlockNumberOrHash, full bool) (map[string]any, error) {
	block, hash, err := e.reader.block(at)
	if err != nil || block == nil {
		return nil, err
	}
	return marshalBlock(e.reader.backend.ChainConfig(), block, hash, full), nil
}

// pendingBlock is the block that would follow now, with the transactions that
// are executable, as far as the gas limit reaches. It isn't executed: its roots
// are the head's, and hash, nonce and miner are null as go-ethereum has them.
func (e *ethBlocks) pendingBlock(full bool) (map[string]any, error) {
	parent, parentHash, err := e.reader.header(latestBlock())
	if err != nil {
		return nil, err
	}
	config := e.reader.backend.ChainConfig()
	header := e.reader.next(parent, parentHash)
	txs := pendingTransactions(e.reader.backend, header.GasLimit)
	header.TxHash = types.DeriveSha(types.Transactions(txs), trie.NewStackTrie(nil))
	body := types.Body{Transactions: txs}
	if header.WithdrawalsHash != nil {
		body.Withdrawals = types.Withdrawals{}
	}
	block := types.NewBlockWithHeader(header).WithBody(body)
	fields := marshalBlock(config, block, common.Hash{}, false)
	if full {
		signer := signerOf(config, header)
		transactions := make([]any, len(txs))
		for i, tx := range txs {
			transactions[i] = marshalTx(signer, tx, nil)
		}
		fields["transactions"] = transactions
	}
	fields["hash"], fields["nonce"], fields["miner"] = nil, nil, nil
	return fields, nil
}

// GetHeaderByNumber is eth_getHeaderByNumber.
func (e *ethBlocks) GetHeaderByNumber(number rpc.BlockNumber) (map[string]any, error) {
	if number == rpc.PendingBlockNumber {
		return nil, nil
	}
	return e.marshalHeader(rpc.BlockNumberOrHashWithNumber(number))
}

// GetHeaderByHash is eth_getHeaderByHash.
func (e *ethBlocks) GetHeaderByHash(hash common.Hash) (map[string]any, error) {
	return e.marshalHeader(rpc.BlockNumberOrHashWithHash(hash, false))
}

func (e *ethBlocks) marshalHeader(at rpc.BlockNumberOrHash) (map[string]any, error) {
	block, hash, err := e.reader.block(at)
	if err != nil || block == nil {
		return nil, err
	}
	return marshalHeader(block.Header(), hash), nil
}

// GetBlockTransactionCountByNumber is eth_getBlockTransactionCountByNumber.
func (e *ethBlocks) GetBlockTransactionCountByNumber(number rpc.BlockNumber) (*hexutil.Uint, error) {
	if number == rpc.PendingBlockNumber {
		gasLimit := e.reader.backend.CurrentHeader().GasLimit
		count := hexutil.Uint(len(pendingTransactions(e.reader.backend, gasLimit)))
		return &count, nil
	}
	return e.transactionCount(rpc.BlockNumberOrHashWithNumber(number))
}

// GetBlockTransactionCountByHash is eth_getBlockTransactionCountByHash.
func (e *ethBlocks) GetBlockTransactionCountByHash(hash common.Hash) (*hexutil.Uint, error) {
	return e.transactionCount(rpc.BlockNumberOrHashWithHash(hash, false))
}

func (e *ethBlocks) transactionCount(at rpc.BlockNumberOrHash) (*hexutil.Uint, error) {
	block, _, err := e.reader.block(at)
	if err != nil || block == nil {
		return nil, err
	}
	count := hexutil.Uint(len(block.Transactions()))
	return &count, nil
}

// GetUncleCountByBlockNumber is eth_getUncleCountByBlockNumber: QBFT has no uncles.
func (e *ethBlocks) GetUncleCountByBlockNumber(number rpc.BlockNumber) (*hexutil.Uint, error) {
	return e.uncleCount(rpc.BlockNumberOrHashWithNumber(number))
}

// GetUncleCountByBlockHash is eth_getUncleCountByBlockHash.
func (e *ethBlocks) GetUncleCountByBlockHash(hash common.Hash) (*hexutil.Uint, error) {
	return e.uncleCount(rpc.BlockNumberOrHashWithHash(hash, false))
}

func (e *ethBlocks) uncleCount(at rpc.BlockNumberOrHash) (*hexutil.Uint, error) {
	if isPending(at) {
		return new(hexutil.Uint), nil
	}
	block, _, err := e.reader.block(at)
	if err != nil || block == nil {
		return nil, err
	}
	return new(hexutil.Uint), nil
}

// GetUncleByBlockNumberAndIndex is eth_getUncleByBlockNumberAndIndex: always null.
func (e *ethBlocks) GetUncleByBlockNumberAndIndex(rpc.BlockNumber, hexutil.Uint) map[string]any {
	return nil
}

// GetUncleByBlockHashAndIndex is eth_getUncleByBlockHashAndIndex: always null.
func (e *ethBlocks) GetUncleByBlockHashAndIndex(common.Hash, hexutil.Uint) map[string]any {
	return nil
}

// GetBlockReceipts is eth_getBlockReceipts.
func (e *ethBlocks) GetBlockReceipts(at rpc.BlockNumberOrHash) ([]map[string]any, error) {
	if isPending(at) {
		return nil, &codedError{codeUnavailable, "pending receipts are not available: a pending block isn't executed"}
	}
	block, hash, err := e.reader.block(at)
	if err != nil || block == nil {
		return nil, err
	}
	receipts := e.reader.backend.Receipts(hash)
	if len(receipts) != len(block.Transactions()) {
		return nil, fmt.Errorf("block %d has %d transactions but %d receipts", block.NumberU64(), len(block.Transactions()), len(receipts))
	}
	header := block.Header()
	signer := signerOf(e.reader.backend.ChainConfig(), header)
	out := make([]map[string]any, len(receipts))
	for i, receipt := range receipts {
		out[i] = marshalReceipt(signer, receipt, block.Transactions()[i], placeOf(header, hash, i))
	}
	return out, nil
}
