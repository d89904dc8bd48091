package rpcapi

import (
	"math/big"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// traceRecord shows tracers a developer's record as a call that does nothing: no code
// runs for it, and what it changes is its input.
func (r *blockReplay) traceRecord(tx *types.Transaction, trace *bounded) {
	if trace == nil {
		return
	}
	evm := vm.NewEVM(r.backend.BlockContext(r.block.Header()), r.state, r.backend.ChainConfig(), vm.Config{})
	defer evm.Release()
	trace.cancel = evm.Cancel
	hooks := trace.hooks
	if hooks.OnTxStart != nil {
		hooks.OnTxStart(evm.GetVMContext(), tx, developer.Address)
	}
	if hooks.OnEnter != nil {
		hooks.OnEnter(0, byte(vm.CALL), developer.Address, *tx.To(), tx.Data(), 0, new(big.Int))
	}
	if hooks.OnExit != nil {
		hooks.OnExit(0, nil, 0, nil, false)
	}
	if hooks.OnTxEnd != nil {
		hooks.OnTxEnd(&types.Receipt{Status: types.ReceiptStatusSuccessful}, nil)
	}
}
