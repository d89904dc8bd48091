package rpcapi

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/eth/tracers/logger"
	"github.com/ethereum/go-ethereum/rpc"
)

// ethCall answers the eth_ methods that execute without committing.
type ethCall struct {
	evaluator *evaluator
}

// Call is eth_call, with go-ethereum's state and block overrides. A revert is
// an error of code 3 with its data.
func (e *ethCall) Call(ctx context.Context, args callArgs, at *rpc.BlockNumberOrHash, accounts *stateOverride, header *blockOverride) (hexutil.Bytes, error) {
	ctx, end, err := e.evaluator.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	env, err := e.evaluator.environment(orLatest(at), accounts, header)
	if err != nil {
		return nil, err
	}
	if err := args.check(env.config.ChainID); err != nil {
		return nil, err
	}
	msg := args.message(env.baseFee(), args.gasOr(callGasCap, callGasCap))
	result, err := env.apply(ctx, env.state, msg, nil)
	if err != nil {
		return nil, err
	}
	if err := callFailure(result); err != nil {
		return nil, err
	}
	return result.Return(), nil
}

// EstimateGas is eth_estimateGas: a gas limit with which the transaction
// succeeds, at most 1.5 % above the lowest.
func (e *ethCall) EstimateGas(ctx context.Context, args callArgs, at *rpc.BlockNumberOrHash, accounts *stateOverride, header *blockOverride) (hexutil.Uint64, error) {
	ctx, end, err := e.evaluator.begin(ctx)
	if err != nil {
		return 0, err
	}
	defer end()
	env, err := e.evaluator.environment(orLatest(at), accounts, header)
	if err != nil {
		return 0, err
	}
	if err := args.check(env.config.ChainID); err != nil {
		return 0, err
	}
	gas, err := env.estimate(ctx, &args)
	return hexutil.Uint64(gas), err
}

// accessList is eth_createAccessList's answer. Error is set when the execution
// itself failed; the list is what it touched until then.
type accessList struct {
	AccessList types.AccessList `json:"accessList"`
	Error      string           `json:"error,omitempty"`
	GasUsed    hexutil.Uint64   `json:"gasUsed"`
}

// CreateAccessList is eth_createAccessList (EIP-2930).
func (e *ethCall) CreateAccessList(ctx context.Context, args callArgs, at *rpc.BlockNumberOrHash, accounts *stateOverride) (*accessList, error) {
	ctx, end, err := e.evaluator.begin(ctx)
	if err != nil {
		return nil, err
	}
	defer end()
	env, err := e.evaluator.environment(orLatest(at), accounts, nil)
	if err != nil {
		return nil, err
	}
	if err := args.check(env.config.ChainID); err != nil {
		return nil, err
	}
	return env.accessList(ctx, &args)
}

// accessList executes with the list found so far until executing with it finds
// nothing new: a list changes gas costs, and with them perhaps what is touched.
func (e *environment) accessList(ctx context.Context, args *callArgs) (*accessList, error) {
	exclude := e.alwaysWarm(args)
	list := types.AccessList{}
	if args.AccessList != nil {
		list = *args.AccessList
	}
	known := logger.NewAccessListTracer(list, exclude)
	for {
		if err := ctx.Err(); err != nil {
			return nil, fmt.Errorf("create an access list (timeout = %v): %w", callTimeout, err)
		}
		list = known.AccessList()
		args.AccessList = &list
		found := logger.NewAccessListTracer(list, exclude)
		msg := args.message(e.baseFee(), args.gasOr(callGasCap, callGasCap))
		result, err := e.apply(ctx, e.state.Copy(), msg, found.Hooks())
		if err != nil {
			return nil, err
		}
		if found.Equal(known) {
			out := &accessList{AccessList: list, GasUsed: hexutil.Uint64(result.UsedGas)}
			if result.Err != nil {
				out.Error = result.Err.Error()
			}
			return out, nil
		}
		known = found
	}
}

// alwaysWarm lists what EIP-2929 and EIP-7702 make warm anyway, which a list
// would only make dearer: sender, recipient, precompiles, authorities.
func (e *environment) alwaysWarm(args *callArgs) map[common.Address]struct{} {
	to := crypto.CreateAddress(args.from(), e.state.GetNonce(args.from()))
	if args.To != nil {
		to = *args.To
	}
	exclude := map[common.Address]struct{}{args.from(): {}, to: {}}
	for _, address := range vm.ActivePrecompiles(e.rules()) {
		exclude[address] = struct{}{}
	}
	for _, authorization := range args.AuthorizationList {
		if authority, err := authorization.Authority(); err == nil {
			exclude[authority] = struct{}{}
		}
	}
	return exclude
}
