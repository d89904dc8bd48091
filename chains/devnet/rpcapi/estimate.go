package rpcapi

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// estimate searches the gas limit with which the message succeeds. It first
// runs with the most gas possible: if that fails, no limit helps. What that run
// used bounds the answer from below (refunds are returned after the fact, and
// EIP-7623's floor is part of what is used), and a guess just above what it
// needed at its peak usually bounds it from above; the rest is bisection.
//
// A contract may behave differently with different gas, so the answer is a
// limit that was seen to succeed, never an extrapolation.
func (e *environment) estimate(ctx context.Context, args *callArgs) (uint64, error) {
	high, err := e.highestGas(args)
	if err != nil {
		return 0, err
	}
	if len(args.data()) == 0 && args.To != nil && e.state.GetCodeSize(*args.To) == 0 {
		// A plain transfer: exact at once, unless access lists or the like add to it.
		if result, _, err := e.try(ctx, args, min(params.TxGas, high)); err == nil && result != nil && !result.Failed() {
			return result.UsedGas, nil
		}
	}
	result, _, err := e.try(ctx, args, high)
	if err != nil {
		return 0, err
	}
	if result == nil || errors.Is(result.Err, vm.ErrOutOfGas) {
		return 0, fmt.Errorf("gas required exceeds allowance (%d)", high)
	}
	if err := callFailure(result); err != nil {
		return 0, err
	}
	low := result.UsedGas - 1
	// 1/64 of the gas stays with each caller (EIP-150), a stipend comes on top.
	guess := (result.MaxUsedGas + params.CallStipend) * 64 / 63
	if guess < high {
		if low, high, err = e.narrow(ctx, args, low, high, guess); err != nil {
			return 0, err
		}
	}
	for low+1 < high && float64(high-low)/float64(high) >= estimateErrorRatio {
		// The answer is usually near the low end.
		middle := min(low+(high-low)/2, max(low*2, low+1))
		if low, high, err = e.narrow(ctx, args, low, high, middle); err != nil {
			return 0, err
		}
	}
	return high, nil
}

// narrow moves one end of the search to the tried limit.
func (e *environment) narrow(ctx context.Context, args *callArgs, low, high, tried uint64) (uint64, uint64, error) {
	_, ok, err := e.try(ctx, args, tried)
	if err != nil {
		return 0, 0, err
	}
	if ok {
		return low, tried, nil
	}
	return tried, high, nil
}

// try executes with one gas limit on a copy of the state. The result is nil when
// the limit doesn't even pay for the transaction's data.
func (e *environment) try(ctx context.Context, args *callArgs, gas uint64) (result *core.ExecutionResult, ok bool, err error) {
	result, err = e.apply(ctx, e.state.Copy(), args.message(e.baseFee(), gas), nil)
	if errors.Is(err, core.ErrIntrinsicGas) || errors.Is(err, core.ErrFloorDataGas) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	return result, !result.Failed(), nil
}

// highestGas is the most gas that such a transaction could have: what the
// caller allows, the block, EIP-7825's cap, and the sender's balance when a fee
// is named.
func (e *environment) highestGas(args *callArgs) (uint64, error) {
	high := args.gasOr(e.block.GasLimit, callGasCap)
	if high < params.TxGas { // go-ethereum takes such a limit for no limit
		high = min(e.block.GasLimit, callGasCap)
	}
	if rules := e.rules(); rules.IsOsaka && !rules.IsAmsterdam {
		high = min(high, params.MaxTxGas)
	}
	_, feeCap, _ := args.fees(e.baseFee())
	if feeCap.IsZero() {
		return high, nil
	}
	available, value := e.state.GetBalance(args.from()).Clone(), toUint256(args.Value)
	if !value.Lt(available) {
		return 0, core.ErrInsufficientFundsForTransfer
	}
	available.Sub(available, value)
	if blobs := uint64(len(args.BlobHashes)); blobs > 0 {
		cost, overflow := new(uint256.Int).MulOverflow(toUint256(args.BlobFeeCap), uint256.NewInt(blobs*params.BlobTxBlobGasPerBlob))
		if overflow || !cost.Lt(available) {
			return 0, core.ErrInsufficientFunds
		}
		available.Sub(available, cost)
	}
	if allowance := new(uint256.Int).Div(available, feeCap); allowance.IsUint64() {
		high = min(high, allowance.Uint64())
	}
	return high, nil
}
