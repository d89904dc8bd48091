package rpcapi

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/holiman/uint256"
)

// evaluator runs questions on private copies of the state.
type evaluator struct {
	reader *reader
	turns  *turns
}

func newEvaluator(r *reader) *evaluator {
	return &evaluator{reader: r, turns: newTurns(maxConcurrentCalls)}
}

// begin is beginFor with the time of a call.
func (x *evaluator) begin(ctx context.Context) (context.Context, context.CancelFunc, error) {
	return x.beginFor(ctx, callTimeout)
}

// beginFor waits for a turn and starts the clock of one question. The returned
// function ends both and must be called.
func (x *evaluator) beginFor(ctx context.Context, limit time.Duration) (context.Context, context.CancelFunc, error) {
	return x.turns.begin(ctx, x.reader, limit)
}

// environment is where a question is executed: a block's rules and the state
// after it, overrides applied.
type environment struct {
	config      *params.ChainConfig
	block       vm.BlockContext
	state       *state.StateDB
	precompiles vm.PrecompiledContracts
}

// environment prepares a block parameter with overrides. A question about a
// block sees that block's number and time and the state after it, as with
// go-ethereum; pending sees the block that would follow.
func (x *evaluator) environment(at rpc.BlockNumberOrHash, accounts *stateOverride, header *blockOverride) (*environment, error) {
	parent, hash, err := x.reader.header(at)
	if err != nil {
		return nil, err
	}
	statedb, err := x.reader.backend.StateAt(parent)
	if err != nil {
		return nil, fmt.Errorf("open the state of block %d: %w", parent.Number, err)
	}
	anchor := parent
	if isPending(at) {
		anchor = x.reader.next(parent, hash)
	} else if header != nil && header.Number != nil && header.Number.ToInt().Cmp(parent.Number) > 0 {
		// A later number must see the parent's hash through BLOCKHASH, or a
		// contract could tell that it is being simulated.
		anchor = types.CopyHeader(parent)
		anchor.ParentHash, anchor.Number = hash, new(big.Int).Add(parent.Number, big.NewInt(1))
	}
	env := &environment{config: x.reader.backend.ChainConfig(), block: x.reader.backend.BlockContext(anchor), state: statedb}
	header.apply(&env.block)
	env.precompiles = vm.ActivePrecompiledContracts(env.rules())
	if accounts != nil {
		if err := accounts.apply(statedb, env.precompiles); err != nil {
			return nil, err
		}
	}
	return env, nil
}

func (e *environment) rules() params.Rules {
	return e.config.Rules(e.block.BlockNumber, e.block.Random != nil, e.block.Time)
}

func (e *environment) baseFee() *uint256.Int {
	if e.block.BaseFee == nil {
		return new(uint256.Int)
	}
	fee, overflow := uint256.FromBig(e.block.BaseFee)
	if overflow {
		return new(uint256.Int).SetAllOne()
	}
	return fee
}

// evm builds the machine for one message. A message without fees meets a base
// fee of zero: the EVM wants base fee ≤ fee cap, and go-ethereum does the same.
func (e *environment) evm(statedb *state.StateDB, msg *core.Message, hooks *tracing.Hooks) *vm.EVM {
	block := e.block
	var db vm.StateDB = statedb
	if hooks != nil {
		db = state.NewHookedState(statedb, hooks) // or logs and state changes go unseen
	}
	if msg.GasPrice.IsZero() {
		block.BaseFee = new(big.Int)
	}
	if msg.BlobGasFeeCap != nil && msg.BlobGasFeeCap.IsZero() {
		block.BlobBaseFee = new(big.Int)
	}
	evm := vm.NewEVM(block, db, e.config, vm.Config{NoBaseFee: true, Tracer: hooks})
	evm.SetPrecompiles(e.precompiles)
	return evm
}

// apply executes a message on statedb, which it changes. The error is about the
// question (too little balance, a fault of the state, no time left); how the EVM
// ended is in the result.
func (e *environment) apply(ctx context.Context, statedb *state.StateDB, msg *core.Message, hooks *tracing.Hooks) (*core.ExecutionResult, error) {
	if err := ctx.Err(); err != nil { // a transfer is over before it could be cancelled
		return nil, fmt.Errorf("execution aborted (timeout = %v): %w", callTimeout, err)
	}
	evm := e.evm(statedb, msg, hooks)
	stop := context.AfterFunc(ctx, evm.Cancel)
	result, err := core.ApplyMessage(evm, msg, core.NewGasPool(msg.GasLimit))
	if stop() {
		evm.Release() // nobody else holds it now
	}
	if dbErr := statedb.Error(); dbErr != nil { // first: it may look like anything else
		return nil, fmt.Errorf("read the state: %w", dbErr)
	}
	if evm.Cancelled() {
		return nil, fmt.Errorf("execution aborted (timeout = %v)", callTimeout)
	}
	if err != nil {
		return nil, fmt.Errorf("err: %w (supplied gas %d)", err, msg.GasLimit)
	}
	return result, nil
}
