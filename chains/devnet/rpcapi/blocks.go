package rpcapi

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
)

// reader resolves block parameters. A block that exists is final and canonical,
// so EIP-1898's requireCanonical holds for every block it finds.
type reader struct {
	backend Backend
	now     func() time.Time
	life    context.Context // ends with the server
}

// within limits a request in time, and to the life of the server: go-ethereum
// ends a WebSocket call's context only after the call has returned. The returned
// function must be called.
func (r *reader) within(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	stop := context.AfterFunc(r.life, cancel)
	return ctx, func() { stop(); cancel() }
}

// numberOf resolves a number or a tag to a block number that may not exist yet.
// Pending has no number of its own here; callers handle it first.
func (r *reader) numberOf(n rpc.BlockNumber) (uint64, error) {
	switch n {
	case rpc.EarliestBlockNumber:
		return 0, nil
	case rpc.LatestBlockNumber:
		return r.backend.CurrentHeader().Number.Uint64(), nil
	case rpc.FinalizedBlockNumber, rpc.SafeBlockNumber:
		return r.backend.FinalizedNumber(), nil
	}
	if n < 0 {
		return 0, invalidParams("invalid block number %d, want a number or a tag", int64(n))
	}
	return uint64(n), nil
}

// header finds a committed block's header and hash. The pending block is not
// one; see environment for where it stands in.
func (r *reader) header(at rpc.BlockNumberOrHash) (*types.Header, common.Hash, error) {
	if hash, ok := at.Hash(); ok {
		header := r.backend.HeaderByHash(hash)
		if header == nil {
			return nil, common.Hash{}, fmt.Errorf("%w: no block with hash %s", errHeaderNotFound, hash)
		}
		return header, hash, nil
	}
	number, ok := at.Number()
	if !ok {
		return nil, common.Hash{}, invalidParams("missing block parameter, want a number, a tag or a hash")
	}
	if number == rpc.PendingBlockNumber {
		number = rpc.LatestBlockNumber
	}
	n, err := r.numberOf(number)
	if err != nil {
		return nil, common.Hash{}, err
	}
	header := r.backend.HeaderByNumber(n)
	hash, ok := r.backend.HashByNumber(n)
	if header == nil || !ok {
		return nil, common.Hash{}, fmt.Errorf("%w: block %d is beyond the head", errHeaderNotFound, n)
	}
	return header, hash, nil
}

// block finds a committed block and its hash; nil without an error when there is
// none, which libraries expect of look-ups.
func (r *reader) block(at rpc.BlockNumberOrHash) (*types.Block, common.Hash, error) {
	if hash, ok := at.Hash(); ok {
		return r.backend.BlockByHash(hash), hash, nil
	}
	number, ok := at.Number()
	if !ok {
		return nil, common.Hash{}, invalidParams("missing block parameter, want a number, a tag or a hash")
	}
	n, err := r.numberOf(number)
	if err != nil {
		return nil, common.Hash{}, err
	}
	block := r.backend.BlockByNumber(n)
	hash, ok := r.backend.HashByNumber(n)
	if block == nil || !ok {
		return nil, common.Hash{}, nil
	}
	return block, hash, nil
}

// state opens the state after a block; pending is the state after the newest.
func (r *reader) state(at rpc.BlockNumberOrHash) (*state.StateDB, *types.Header, error) {
	header, _, err := r.header(at)
	if err != nil {
		return nil, nil, err
	}
	statedb, err := r.backend.StateAt(header)
	if err != nil {
		return nil, nil, fmt.Errorf("open the state of block %d: %w", header.Number, err)
	}
	return statedb, header, nil
}

// next is the header of a block that could follow parent now: what pending
// means before its transactions are executed. It is derived, never stored.
func (r *reader) next(parent *types.Header, parentHash common.Hash) *types.Header {
	header := types.CopyHeader(parent)
	header.ParentHash = parentHash
	header.Number = new(big.Int).Add(parent.Number, common.Big1)
	header.Time = max(parent.Time, unixSeconds(r.now()))
	header.GasUsed = 0
	header.Bloom = types.Bloom{}
	header.TxHash, header.ReceiptHash = types.EmptyTxsHash, types.EmptyReceiptsHash
	if r.backend.ChainConfig().IsLondon(header.Number) {
		header.BaseFee = nextBaseFee(r.backend, parent)
	}
	return header
}

// receiptsOf reads a block's receipts. That they can't be read is an error: an
// empty answer would say that nothing happened in the block.
func receiptsOf(chain Chain, header *types.Header, hash common.Hash) (types.Receipts, error) {
	receipts := chain.Receipts(hash)
	if len(receipts) == 0 && header.ReceiptHash != types.EmptyReceiptsHash {
		return nil, fmt.Errorf("the receipts of block %d %s can't be read", header.Number, hash)
	}
	return receipts, nil
}

// nextBaseFee is that of the block after the head in wei: EIP-1559's, unless a developer
// fixed it.
func nextBaseFee(backend Backend, head *types.Header) *big.Int {
	if dev, ok := backend.(Developer); ok {
		return dev.NextBaseFee()
	}
	return eip1559.CalcBaseFee(backend.ChainConfig(), head)
}

func unixSeconds(t time.Time) uint64 {
	return uint64(max(t.Unix(), 0))
}

func latestBlock() rpc.BlockNumberOrHash {
	return rpc.BlockNumberOrHashWithNumber(rpc.LatestBlockNumber)
}

// orLatest is the default of an omitted block parameter.
func orLatest(at *rpc.BlockNumberOrHash) rpc.BlockNumberOrHash {
	if at == nil {
		return latestBlock()
	}
	return *at
}

func isPending(at rpc.BlockNumberOrHash) bool {
	number, ok := at.Number()
	return ok && number == rpc.PendingBlockNumber
}

// signer recovers senders under the rules of a block.
func signerOf(config *params.ChainConfig, header *types.Header) types.Signer {
	return types.MakeSigner(config, header.Number, header.Time)
}
