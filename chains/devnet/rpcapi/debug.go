package rpcapi

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/eth/tracers"
	"github.com/ethereum/go-ethereum/rlp"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// debugAPI answers debug_ methods: raw bytes and traces.
type debugAPI struct {
	evaluator *evaluator
}

func (d *debugAPI) backend() Backend { return d.evaluator.reader.backend }

// GetRawHeader is debug_getRawHeader: the RLP with seals. Its Keccak-256 is not
// the block's hash.
func (d *debugAPI) GetRawHeader(at rpc.BlockNumberOrHash) (hexutil.Bytes, error) {
	block, err := d.block(at)
	if err != nil {
		return nil, err
	}
	return rlp.EncodeToBytes(block.Header())
}

// GetRawBlock is debug_getRawBlock.
func (d *debugAPI) GetRawBlock(at rpc.BlockNumberOrHash) (hexutil.Bytes, error) {
	block, err := d.block(at)
	if err != nil {
		return nil, err
	}
	return rlp.EncodeToBytes(block)
}

// GetRawReceipts is debug_getRawReceipts: EIP-2718 bytes, in order.
func (d *debugAPI) GetRawReceipts(at rpc.BlockNumberOrHash) ([]hexutil.Bytes, error) {
	header, hash, err := d.evaluator.reader.header(at)
	if err != nil {
		return nil, err
	}
	receipts, err := receiptsOf(d.backend(), header, hash)
	if err != nil {
		return nil, err
	}
	out := make([]hexutil.Bytes, len(receipts))
	for i, receipt := range receipts {
		if out[i], err = receipt.MarshalBinary(); err != nil {
			return nil, fmt.Errorf("encode receipt %d of block %s: %w", i, hash, err)
		}
	}
	return out, nil
}

// GetRawTransaction is debug_getRawTransaction.
func (d *debugAPI) GetRawTransaction(hash common.Hash) (*hexutil.Bytes, error) {
	return (&ethTransactions{d.evaluator.reader}).GetRawTransactionByHash(hash)
}

func (d *debugAPI) block(at rpc.BlockNumberOrHash) (*types.Block, error) {
	block, _, err := d.evaluator.reader.block(at)
	if err != nil {
		return nil, err
	}
	if block == nil {
		return nil, fmt.Errorf("block %s not found", at.String())
	}
	return block, nil
}

// TraceTransaction is debug_traceTransaction: the transaction executed again on
// the state that it met, earlier transactions of its block included.
func (d *debugAPI) TraceTransaction(ctx context.Context, hash common.Hash, config *traceConfig) (json.RawMessage, error) {
	_, blockHash, _, index, ok := d.backend().TransactionByHash(hash)
	block := d.backend().BlockByHash(blockHash)
	if !ok || block == nil {
		return nil, fmt.Errorf("transaction not found: %s", hash)
	}
	results, err := d.traceBlock(ctx, block, blockHash, config, func(i uint64) bool { return i == index })
	if err != nil {
		return nil, err
	}
	return results[0].Result, nil
}

// transactionTrace is one entry of a traced block.
type transactionTrace struct {
	TxHash common.Hash     `json:"txHash"`
	Result json.RawMessage `json:"result"`
}

// TraceBlockByNumber is debug_traceBlockByNumber.
func (d *debugAPI) TraceBlockByNumber(ctx context.Context, number rpc.BlockNumber, config *traceConfig) ([]transactionTrace, error) {
	return d.traceWhole(ctx, rpc.BlockNumberOrHashWithNumber(number), config)
}

// TraceBlockByHash is debug_traceBlockByHash.
func (d *debugAPI) TraceBlockByHash(ctx context.Context, hash common.Hash, config *traceConfig) ([]transactionTrace, error) {
	return d.traceWhole(ctx, rpc.BlockNumberOrHashWithHash(hash, false), config)
}

func (d *debugAPI) traceWhole(ctx context.Context, at rpc.BlockNumberOrHash, config *traceConfig) ([]transactionTrace, error) {
	block, hash, err := d.evaluator.reader.block(at)
	if err != nil {
		return nil, err
	}
	if block == nil {
		return nil, fmt.Errorf("block %s not found", at.String())
	}
	return d.traceBlock(ctx, block, hash, config, func(uint64) bool { return true })
}

// traceBlock executes a block again up to the last wanted transaction, traces
// those that are wanted, and returns their results in order. The time limit and
// the bound of the output hold for all of them together.
func (d *debugAPI) traceBlock(ctx context.Context, block *types.Block, hash common.Hash, config *traceConfig, wanted func(uint64) bool) ([]transactionTrace, error) {
	if block.NumberU64() == 0 {
		return nil, fmt.Errorf("genesis is not traceable")
	}
	timeout, err := config.timeout()
	if err != nil {
		return nil, err
	}
	ctx, end, err := d.evaluator.beginFor(ctx, timeout)
	if err != nil {
		return nil, err
	}
	defer end()
	parent := d.backend().HeaderByNumber(block.NumberU64() - 1)
	if parent == nil {
		return nil, fmt.Errorf("%w: parent of block %d", errHeaderNotFound, block.NumberU64())
	}
	statedb, err := d.backend().StateAt(parent)
	if err != nil {
		return nil, fmt.Errorf("open the state of block %d: %w", parent.Number, err)
	}
	if err := d.backend().PrepareBlock(block, statedb); err != nil {
		return nil, fmt.Errorf("prepare block %d: %w", block.NumberU64(), err)
	}
	replay := &blockReplay{backend: d.backend(), block: block, hash: hash, state: statedb, gas: core.NewGasPool(block.GasLimit())}
	return replay.run(ctx, config, wanted)
}

// blockReplay executes a committed block's transactions once more.
type blockReplay struct {
	backend Backend
	block   *types.Block
	hash    common.Hash
	state   *state.StateDB
	gas     *core.GasPool
}

func (r *blockReplay) run(ctx context.Context, config *traceConfig, wanted func(uint64) bool) ([]transactionTrace, error) {
	last := -1
	for i := range r.block.Transactions() {
		if wanted(uint64(i)) {
			last = i
		}
	}
	results, left := []transactionTrace{}, maxTraceBytes
	for i, tx := range r.block.Transactions()[:last+1] {
		var trace *bounded
		if wanted(uint64(i)) {
			at := &tracers.Context{BlockHash: r.hash, BlockNumber: r.block.Number(), TxIndex: i, TxHash: tx.Hash()}
			var err error
			if trace, err = config.start(at, r.backend.ChainConfig(), left); err != nil {
				return nil, err
			}
		}
		if err := r.apply(ctx, i, tx, trace); err != nil {
			return nil, err
		}
		if trace == nil {
			continue
		}
		result, err := trace.result()
		if err != nil {
			return nil, err
		}
		left -= len(result)
		results = append(results, transactionTrace{TxHash: tx.Hash(), Result: result})
	}
	return results, nil
}

func (r *blockReplay) apply(ctx context.Context, i int, tx *types.Transaction, trace *bounded) error {
	header, config := r.block.Header(), r.backend.ChainConfig()
	msg, err := core.TransactionToMessage(tx, signerOf(config, header), header.BaseFee)
	if err != nil {
		return fmt.Errorf("transaction %d of block %d: %w", i, header.Number, err)
	}
	if msg.From == developer.Address {
		r.traceRecord(tx, trace)
		return nil // PrepareBlock has applied it
	}
	if _, unsigned := developer.Impersonated(tx); unsigned {
		msg.SkipEOACheck() // as when the block was made
	}
	r.state.SetTxContext(tx.Hash(), i, uint32(i+1))
	var db vm.StateDB = r.state
	vmConfig := vm.Config{}
	if trace != nil {
		db, vmConfig.Tracer = state.NewHookedState(r.state, trace.hooks), trace.hooks
	}
	evm := vm.NewEVM(r.backend.BlockContext(header), db, config, vmConfig)
	if trace != nil {
		trace.cancel = evm.Cancel
	}
	stop := context.AfterFunc(ctx, evm.Cancel)
	defer stop()
	_, _, err = core.ApplyTransactionWithEVM(ctx, msg, r.gas, r.state, header.Number, r.hash, header.Time, tx, evm)
	if ctx.Err() != nil {
		return fmt.Errorf("execution timeout at transaction %d: %w", i, ctx.Err())
	}
	if err != nil {
		return fmt.Errorf("tracing failed at transaction %d: %w", i, err)
	}
	return nil
}
