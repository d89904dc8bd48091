package evm

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"
)

// Node is a JSON-RPC node as a user of the chain sees it, who deploys, sends and
// looks. It is trusted: relayers and signers use Client instead.
type Node struct{ *ethclient.Client }

// DialNode connects to a node.
func DialNode(ctx context.Context, url string) (*Node, error) {
	client, err := ethclient.DialContext(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("connect to a node: %w", err)
	}
	return &Node{client}, nil
}

// BlockHash returns the hash of a block as the chain itself links it. What
// ethclient returns is Ethereum's, which on a QBFT chain covers the seals too.
func (n *Node) BlockHash(ctx context.Context, number uint64) (common.Hash, error) {
	var block *struct {
		Hash common.Hash `json:"hash"`
	}
	if err := n.Client.Client().CallContext(ctx, &block, "eth_getBlockByNumber", hexutil.EncodeUint64(number), false); err != nil {
		return common.Hash{}, fmt.Errorf("read block %d: %w", number, err)
	}
	if block == nil {
		return common.Hash{}, fmt.Errorf("read block %d: the node does not have it", number)
	}
	return block.Hash, nil
}

// ReceiptsOf returns the receipts of a block.
func (n *Node) ReceiptsOf(ctx context.Context, number uint64) ([]*types.Receipt, error) {
	receipts, err := n.BlockReceipts(ctx, rpc.BlockNumberOrHashWithNumber(rpc.BlockNumber(number)))
	if err != nil {
		return nil, fmt.Errorf("read receipts of block %s: %w", new(big.Int).SetUint64(number), err)
	}
	return receipts, nil
}

// FinalNumber returns the newest block that the node calls finalized; an error where
// it knows no such block.
func (n *Node) FinalNumber(ctx context.Context) (uint64, error) {
	header, err := n.HeaderByNumber(ctx, big.NewInt(int64(rpc.FinalizedBlockNumber)))
	if err != nil {
		return 0, fmt.Errorf("read the newest final block: %w", err)
	}
	return header.Number.Uint64(), nil
}
