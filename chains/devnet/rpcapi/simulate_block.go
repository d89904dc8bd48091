package rpcapi

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/consensus/misc/eip1559"
	"github.com/ethereum/go-ethereum/consensus/misc/eip4844"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/trie"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// run executes one simulated block on the state and makes it the parent of the next.
func (s *simulator) run(ctx context.Context, block *simulatedBlock) (map[string]any, error) {
	header := s.header(block.Header)
	env := &environment{config: s.backend.ChainConfig(), block: s.backend.BlockContext(header), state: s.state}
	block.Header.apply(&env.block)
	env.block.GetHash = s.hash
	if err := s.backend.PrepareBlock(types.NewBlockWithHeader(header), s.state); err != nil {
		return nil, fmt.Errorf("prepare simulated block %d: %w", header.Number, err)
	}
	env.precompiles = vm.ActivePrecompiledContracts(env.rules())
	if block.Accounts != nil {
		if err := block.Accounts.apply(s.state, env.precompiles); err != nil {
			return nil, err
		}
	}
	b := &blockRun{simulator: s, env: env, header: header}
	for i := range block.Calls {
		if err := b.call(ctx, i, &block.Calls[i]); err != nil {
			return nil, err
		}
	}
	return b.finish()
}

// header is the next block's before execution. Without validation the base fee is
// zero unless it is given, so that calls need no fees.
func (s *simulator) header(override *blockOverride) *types.Header {
	config, parent := s.backend.ChainConfig(), s.parent
	header := types.CopyHeader(parent)
	header.ParentHash = s.hashes[parent.Number.Uint64()]
	header.Number, header.Time = override.Number.ToInt(), uint64(*override.Time)
	header.GasUsed, header.Bloom = 0, types.Bloom{}
	header.BaseFee = new(big.Int)
	if s.question.Validation {
		header.BaseFee = eip1559.CalcBaseFee(config, parent)
	}
	excess, used := eip4844.CalcExcessBlobGas(config, parent, header.Time), uint64(0)
	header.ExcessBlobGas, header.BlobGasUsed = &excess, &used
	if override.GasLimit != nil {
		header.GasLimit = uint64(*override.GasLimit)
	}
	if override.FeeRecipient != nil {
		header.Coinbase = *override.FeeRecipient
	}
	if override.PrevRandao != nil {
		header.MixDigest = *override.PrevRandao
	}
	if override.BaseFeePerGas != nil {
		header.BaseFee = override.BaseFeePerGas.ToInt()
	}
	return header
}

// blockRun collects what one block's calls do.
type blockRun struct {
	*simulator
	env      *environment
	header   *types.Header
	senders  []common.Address
	txs      []*types.Transaction
	receipts []*types.Receipt
	outcomes []*callOutcome
}

func (b *blockRun) call(ctx context.Context, i int, args *callArgs) error {
	if err := args.check(b.env.config.ChainID); err != nil {
		return err
	}
	left := min(b.header.GasLimit-b.header.GasUsed, b.gas)
	gas := left
	if args.Gas != nil {
		gas = uint64(*args.Gas)
	}
	if gas > left {
		return &codedError{codeBlockGasLimit, fmt.Sprintf("call %d: block gas limit reached: %d left, %d wanted", i, left, gas)}
	}
	msg := args.checkedMessage(b.env.baseFee(), gas)
	msg.SkipEOACheck().SkipGasLimitCapCheck().SkipExecutionGasCapCheck()
	if args.Nonce == nil {
		msg.Nonce = b.state.GetNonce(msg.From)
	}
	if !b.question.Validation {
		msg.SkipNonceCheck()
	}
	tx := args.transaction(msg, b.env.config.ChainID)
	logs := &frameLogs{transfers: b.question.TraceTransfers}
	b.state.SetTxContext(tx.Hash(), i, uint32(i+1))
	result, err := b.apply(ctx, msg, logs.hooks())
	if err != nil {
		return refusal(i, err)
	}
	b.state.Finalise(b.env.rules())
	b.gas -= min(b.gas, result.UsedGas)
	b.header.GasUsed += result.UsedGas
	b.record(tx, msg.From, result, logs.kept)
	return nil
}

// apply is environment.apply with a transaction's fees when they are validated.
func (b *blockRun) apply(ctx context.Context, msg *core.Message, hooks *tracing.Hooks) (*core.ExecutionResult, error) {
	if !b.question.Validation {
		return b.env.apply(ctx, b.state, msg, hooks)
	}
	evm := vm.NewEVM(b.env.block, state.NewHookedState(b.state, hooks), b.env.config, vm.Config{Tracer: hooks})
	evm.SetPrecompiles(b.env.precompiles)
	stop := context.AfterFunc(ctx, evm.Cancel)
	defer stop()
	result, err := core.ApplyMessage(evm, msg, core.NewGasPool(msg.GasLimit))
	if dbErr := b.state.Error(); dbErr != nil {
		return nil, fmt.Errorf("read the state: %w", dbErr)
	}
	if evm.Cancelled() {
		return nil, fmt.Errorf("execution aborted (timeout = %v)", callTimeout)
	}
	return result, err
}

func (b *blockRun) record(tx *types.Transaction, from common.Address, result *core.ExecutionResult, logs []*types.Log) {
	receipt := &types.Receipt{Type: tx.Type(), CumulativeGasUsed: b.header.GasUsed, Status: types.ReceiptStatusSuccessful}
	if result.Failed() {
		receipt.Status = types.ReceiptStatusFailed
	}
	for _, log := range logs {
		log.TxHash, log.TxIndex = tx.Hash(), uint(len(b.txs))
		if log.Address != transferLogAddress { // those are ours, not the chain's
			receipt.Logs = append(receipt.Logs, log)
		}
	}
	receipt.Bloom = types.CreateBloom(receipt)
	b.senders, b.txs = append(b.senders, from), append(b.txs, tx)
	b.receipts, b.outcomes = append(b.receipts, receipt), append(b.outcomes, outcomeOf(result, logs))
}

// finish fills in the header, links the block, and answers.
func (b *blockRun) finish() (map[string]any, error) {
	header := b.header
	header.TxHash = types.DeriveSha(types.Transactions(b.txs), trie.NewStackTrie(nil))
	header.ReceiptHash = types.DeriveSha(types.Receipts(b.receipts), trie.NewStackTrie(nil))
	header.Bloom = types.MergeBloom(b.receipts)
	header.Root = b.state.IntermediateRoot(b.env.rules())
	hash, err := qbft.OnChainHash(header)
	if err != nil {
		return nil, fmt.Errorf("hash simulated block %d: %w", header.Number, err)
	}
	b.hashes[header.Number.Uint64()], b.parent = hash, header
	index := uint(0)
	for _, outcome := range b.outcomes {
		for _, log := range outcome.Logs {
			log.BlockHash, log.BlockNumber, log.BlockTimestamp, log.Index = hash, header.Number.Uint64(), header.Time, index
			index++
		}
	}
	block := types.NewBlockWithHeader(header).WithBody(types.Body{Transactions: b.txs, Withdrawals: types.Withdrawals{}})
	fields := marshalBlock(b.env.config, block, hash, b.question.ReturnFullTransactions)
	for i, tx := range fields["transactions"].([]any) {
		if full, ok := tx.(*rpcTransaction); ok {
			full.From = b.senders[i] // nobody signed it
		}
	}
	if b.outcomes == nil {
		b.outcomes = []*callOutcome{}
	}
	fields["calls"] = b.outcomes
	return fields, nil
}
