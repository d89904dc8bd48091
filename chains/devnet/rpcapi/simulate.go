package rpcapi

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/rpc"
)

// simulation is eth_simulateV1's question: blocks that don't exist, one upon
// another, each with changed accounts and header fields, and calls in them.
type simulation struct {
	Blocks                 []simulatedBlock `json:"blockStateCalls"`
	TraceTransfers         bool             `json:"traceTransfers"` // ether transfers as logs
	Validation             bool             `json:"validation"`     // nonces and fees as for transactions
	ReturnFullTransactions bool             `json:"returnFullTransactions"`
}

type simulatedBlock struct {
	Header   *blockOverride `json:"blockOverrides"`
	Accounts *stateOverride `json:"stateOverrides"`
	Calls    []callArgs     `json:"calls"`
}

// SimulateV1 is eth_simulateV1 (execution-apis).
func (e *ethCall) SimulateV1(ctx context.Context, question simulation, at *rpc.BlockNumberOrHash) ([]map[string]any, error) {
	ctx, end, err := e.evaluator.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	base, hash, err := e.evaluator.reader.header(orLatest(at))
	if err != nil {
		return nil, err
	}
	blocks, err := question.plan(base)
	if err != nil {
		return nil, err
	}
	statedb, err := e.evaluator.reader.backend.StateAt(base)
	if err != nil {
		return nil, fmt.Errorf("open the state of block %d: %w", base.Number, err)
	}
	s := &simulator{
		backend: e.evaluator.reader.backend, question: &question, state: statedb, gas: callGasCap,
		base: base.Number.Uint64(), parent: base, hashes: map[uint64]common.Hash{base.Number.Uint64(): hash},
	}
	out := make([]map[string]any, 0, len(blocks))
	for _, block := range blocks {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("simulation aborted (timeout = %v): %w", callTimeout, err)
		}
		result, err := s.run(ctx, &block)
		if err != nil {
			return nil, err
		}
		out = append(out, result)
	}
	return out, nil
}

// plan gives each block its number and time, and fills gaps between numbers with
// empty blocks. Numbers ascend; times don't descend, as on this chain.
func (s *simulation) plan(base *types.Header) ([]simulatedBlock, error) {
	if len(s.Blocks) == 0 {
		return nil, invalidParams("empty input, want at least one block in blockStateCalls")
	}
	first, number, time := base.Number.Uint64(), base.Number.Uint64(), base.Time
	calls := 0
	var out []simulatedBlock
	for _, block := range s.Blocks {
		if calls += len(block.Calls); calls > maxSimulatedCalls {
			return nil, &codedError{codeTooManyBlocks, fmt.Sprintf("too many calls: %d, at most %d", calls, maxSimulatedCalls)}
		}
		override := blockOverride{}
		if block.Header != nil {
			override = *block.Header
		}
		wanted := number + 1
		if override.Number != nil {
			if n := override.Number.ToInt(); !n.IsUint64() || n.Uint64() <= number {
				return nil, &codedError{codeBlockNumber, fmt.Sprintf("block numbers must be in order: %v <= %d", n, number)}
			}
			wanted = override.Number.ToInt().Uint64()
		}
		if wanted-first > maxSimulatedBlocks {
			return nil, &codedError{codeTooManyBlocks, fmt.Sprintf("too many blocks: up to %d on %d, at most %d", wanted, first, maxSimulatedBlocks)}
		}
		for number++; number < wanted; number++ {
			time++
			out = append(out, simulatedBlock{Header: numbered(blockOverride{}, number, time)})
		}
		next := time + 1
		if override.Time != nil {
			next = uint64(*override.Time)
		}
		if next < time {
			return nil, &codedError{codeBlockTimestamp, fmt.Sprintf("block timestamps must be in order: %d < %d", next, time)}
		}
		time = next
		block.Header = numbered(override, wanted, time)
		out = append(out, block)
	}
	return out, nil
}

func numbered(o blockOverride, number, time uint64) *blockOverride {
	o.Number, o.Time = (*hexutil.Big)(new(big.Int).SetUint64(number)), (*hexutil.Uint64)(&time)
	return &o
}

// simulator builds the blocks of one question.
type simulator struct {
	backend  Backend
	question *simulation
	state    *state.StateDB
	gas      uint64 // left for all remaining calls
	base     uint64 // the number of the committed block below
	parent   *types.Header
	hashes   map[uint64]common.Hash // of the base and of simulated blocks
}

// hash answers BLOCKHASH: simulated blocks are known here, committed ones to the backend.
func (s *simulator) hash(n uint64) common.Hash {
	if n < s.base {
		hash, _ := s.backend.HashByNumber(n)
		return hash
	}
	return s.hashes[n]
}

// callFailed is how one call ended, inside a block that goes on.
type callFailed struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
	Data    string `json:"data,omitempty"`
}

// callOutcome is eth_simulateV1's answer for one call.
type callOutcome struct {
	ReturnData hexutil.Bytes  `json:"returnData"`
	Logs       []*types.Log   `json:"logs"`
	GasUsed    hexutil.Uint64 `json:"gasUsed"`
	MaxUsedGas hexutil.Uint64 `json:"maxUsedGas"`
	Status     hexutil.Uint64 `json:"status"`
	Error      *callFailed    `json:"error,omitempty"`
}

func outcomeOf(result *core.ExecutionResult, logs []*types.Log) *callOutcome {
	out := &callOutcome{
		ReturnData: result.Return(), Logs: nonNilLogs(logs), GasUsed: hexutil.Uint64(result.UsedGas),
		MaxUsedGas: hexutil.Uint64(result.MaxUsedGas), Status: hexutil.Uint64(types.ReceiptStatusSuccessful),
	}
	if result.Err == nil {
		return out
	}
	out.Status = hexutil.Uint64(types.ReceiptStatusFailed)
	out.Error = &callFailed{Code: codeVMError, Message: result.Err.Error()}
	if errors.Is(result.Err, vm.ErrExecutionReverted) {
		reverted := newRevertError(result.Revert())
		out.Error = &callFailed{Code: codeReverted, Message: reverted.message, Data: reverted.data}
		out.ReturnData = result.Revert()
	}
	return out
}

// refusal gives a call that can't be executed at all its code in the specification.
func refusal(call int, err error) error {
	code := codeInternal
	for sentinel, c := range map[error]int{
		core.ErrNonceTooLow: codeNonceTooLow, core.ErrNonceTooHigh: codeNonceTooHigh, core.ErrFeeCapTooLow: codeBaseFeeTooLow,
		core.ErrIntrinsicGas: codeIntrinsicGas, core.ErrFloorDataGas: codeIntrinsicGas, core.ErrInsufficientFunds: codeInsufficientFunds,
		core.ErrInsufficientFundsForTransfer: codeInsufficientFunds, core.ErrSenderNoEOA: codeSenderNotEOA,
		core.ErrGasLimitReached: codeBlockGasLimit, vm.ErrMaxInitCodeSizeExceeded: codeInitCodeSize, core.ErrTipAboveFeeCap: codeInvalidParams,
	} {
		if errors.Is(err, sentinel) {
			code = c
		}
	}
	return &codedError{code, fmt.Sprintf("call %d: %v", call, err)}
}
