package rpcapi

import (
	"bytes"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
)

// accountOverride replaces parts of one account for one call.
type accountOverride struct {
	Nonce            *hexutil.Uint64             `json:"nonce"`
	Code             *hexutil.Bytes              `json:"code"`
	Balance          *hexutil.Big                `json:"balance"` // wei
	State            map[common.Hash]common.Hash `json:"state"`   // the whole storage
	StateDiff        map[common.Hash]common.Hash `json:"stateDiff"`
	MovePrecompileTo *common.Address             `json:"movePrecompileToAddress"`
}

// stateOverride is go-ethereum's state override set.
type stateOverride map[common.Address]accountOverride

// check bounds the set and refuses what contradicts itself.
func (o stateOverride) check() error {
	if len(o) > maxOverrideAccounts {
		return limitExceeded("too many accounts in the state override: %d, at most %d", len(o), maxOverrideAccounts)
	}
	slots := 0
	for address, account := range o {
		if account.State != nil && account.StateDiff != nil {
			return invalidParams("account %s has both 'state' and 'stateDiff', want one of them", address)
		}
		slots += len(account.State) + len(account.StateDiff)
	}
	if slots > maxOverrideSlots {
		return limitExceeded("too many storage slots in the state override: %d, at most %d", slots, maxOverrideSlots)
	}
	return nil
}

// apply changes the state and the precompiles of one call, accounts in order of
// their addresses so that errors are the same each time.
func (o stateOverride) apply(statedb *state.StateDB, precompiles vm.PrecompiledContracts) error {
	if err := o.check(); err != nil {
		return err
	}
	addresses := make([]common.Address, 0, len(o))
	for address := range o {
		addresses = append(addresses, address)
	}
	slices.SortFunc(addresses, func(a, b common.Address) int { return bytes.Compare(a[:], b[:]) })
	for _, address := range addresses {
		if err := o.movePrecompile(address, precompiles); err != nil {
			return err
		}
		o[address].apply(address, statedb)
	}
	// As if an earlier transaction had made the changes: they become the original
	// storage that gas refunds are measured against, and no revert undoes them.
	statedb.Finalise(params.Rules{})
	return nil
}

// movePrecompile makes an overridden precompile ordinary code, and lets it
// answer at another address when that is asked for.
func (o stateOverride) movePrecompile(address common.Address, precompiles vm.PrecompiledContracts) error {
	contract, isPrecompile := precompiles[address]
	if to := o[address].MovePrecompileTo; to != nil {
		if !isPrecompile {
			return invalidParams("account %s is not a precompile", address)
		}
		if _, taken := o[*to]; taken {
			return invalidParams("account %s is already overridden, a precompile can't move there", to)
		}
		precompiles[*to] = contract
	}
	if isPrecompile {
		delete(precompiles, address)
	}
	return nil
}

func (a accountOverride) apply(address common.Address, statedb *state.StateDB) {
	if a.Nonce != nil {
		statedb.SetNonce(address, uint64(*a.Nonce), tracing.NonceChangeUnspecified)
	}
	if a.Code != nil {
		statedb.SetCode(address, *a.Code, tracing.CodeChangeUnspecified)
	}
	if a.Balance != nil {
		statedb.SetBalance(address, toUint256(a.Balance), tracing.BalanceChangeUnspecified)
	}
	if a.State != nil {
		statedb.SetStorage(address, a.State)
	}
	for key, value := range a.StateDiff {
		statedb.SetState(address, key, value)
	}
}

// blockOverride replaces header fields for one call.
type blockOverride struct {
	Number        *hexutil.Big    `json:"number"`
	Difficulty    *hexutil.Big    `json:"difficulty"` // accepted, without effect after the merge rules
	Time          *hexutil.Uint64 `json:"time"`       // seconds
	GasLimit      *hexutil.Uint64 `json:"gasLimit"`
	FeeRecipient  *common.Address `json:"feeRecipient"`
	PrevRandao    *common.Hash    `json:"prevRandao"`
	BaseFeePerGas *hexutil.Big    `json:"baseFeePerGas"` // wei
	BlobBaseFee   *hexutil.Big    `json:"blobBaseFee"`   // wei
}

func (o *blockOverride) apply(block *vm.BlockContext) {
	if o == nil {
		return
	}
	if o.Number != nil {
		block.BlockNumber = o.Number.ToInt()
	}
	if o.Time != nil {
		block.Time = uint64(*o.Time)
	}
	if o.GasLimit != nil {
		block.GasLimit = uint64(*o.GasLimit)
	}
	if o.FeeRecipient != nil {
		block.Coinbase = *o.FeeRecipient
	}
	if o.PrevRandao != nil {
		block.Random = o.PrevRandao
	}
	if o.BaseFeePerGas != nil {
		block.BaseFee = o.BaseFeePerGas.ToInt()
	}
	if o.BlobBaseFee != nil {
		block.BlobBaseFee = o.BlobBaseFee.ToInt()
	}
}
