package executor

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/tracing"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// transfers says whether transfer knows the rules: those of Osaka, under which a transfer
// takes 21,000 gas and leaves no log.
func transfers(rules params.Rules) bool { return rules.IsOsaka && !rules.IsAmsterdam }

// transfer runs a transaction that moves ether between accounts without code, and does
// what core.ApplyTransactionWithEVM would, for a third of the price: there is nothing to
// run. False means that it is for the EVM, be it to tell what is wrong; nothing has changed
// then.
func (x *execution) transfer(tx *types.Transaction) (*types.Receipt, bool) {
	to := tx.To()
	if !x.transfers || tx.Type() > types.DynamicFeeTxType || to == nil || len(tx.Data()) > 0 || len(tx.AccessList()) > 0 ||
		tx.Gas() < params.TxGas || tx.Gas() > params.MaxTxGas {
		return nil, false
	}
	from, err := types.Sender(x.signer, tx)
	if err != nil || tx.Nonce() != x.state.GetNonce(from) || tx.Nonce()+1 == 0 || !x.plain(from) || !x.plain(*to) {
		return nil, false
	}
	if from == params.SystemAddress { // impersonated: to the EVM that is a system call, which moves nothing
		return nil, false
	}
	price, value, ok := x.affordable(from, tx)
	if !ok || x.gas.CheckGasLegacy(tx.Gas()) != nil {
		return nil, false
	}
	_ = x.gas.ChargeGasLegacy(tx.Gas()-params.TxGas, params.TxGas) // gives back what was taken just now
	gas := uint256.NewInt(params.TxGas)
	x.state.SubBalance(from, new(uint256.Int).Mul(gas, price), tracing.BalanceDecreaseGasBuy)
	x.state.SetNonce(from, tx.Nonce()+1, tracing.NonceChangeEoACall)
	x.state.SubBalance(from, value, tracing.BalanceChangeTransfer)
	x.state.AddBalance(*to, value, tracing.BalanceChangeTransfer)
	x.state.AddBalance(x.header.Coinbase, gas.Mul(gas, price.Sub(price, x.baseFee)), tracing.BalanceIncreaseRewardTransactionFee)
	x.state.Finalise(x.rules) // among others of accounts that nothing was sent to (EIP-158)
	result := &core.ExecutionResult{UsedGas: params.TxGas}
	return core.MakeReceipt(x.evm, result, x.state, x.header.Number, common.Hash{}, x.header.Time, tx, x.gas.CumulativeUsed(), nil), true
}

// plain says that to call an account runs nothing.
func (x *execution) plain(a common.Address) bool {
	if code := x.state.GetCodeHash(a); code != (common.Hash{}) && code != types.EmptyCodeHash {
		return false
	}
	_, precompiled := x.precompiles[a]
	return !precompiled
}

// affordable returns what a gas costs and what is sent, in wei, if the sender can pay for
// both at the most that it offers (EIP-1559).
func (x *execution) affordable(from common.Address, tx *types.Transaction) (price, value *uint256.Int, ok bool) {
	feeCap, capTooHigh := uint256.FromBig(tx.GasFeeCap())
	tip, tipTooHigh := uint256.FromBig(tx.GasTipCap())
	value, tooMuch := uint256.FromBig(tx.Value())
	if capTooHigh || tipTooHigh || tooMuch || feeCap.Lt(tip) || feeCap.Lt(x.baseFee) {
		return nil, nil, false
	}
	most, overflow := new(uint256.Int).MulOverflow(feeCap, uint256.NewInt(tx.Gas()))
	if overflow {
		return nil, nil, false
	}
	if _, overflow = most.AddOverflow(most, value); overflow || x.state.GetBalance(from).Lt(most) {
		return nil, nil, false
	}
	// Neither is near 2²⁵⁶: the balance is enough for 21,000 times as much.
	if tip.Add(tip, x.baseFee); feeCap.Lt(tip) {
		return feeCap, value, true
	}
	return tip, value, true
}

// precompilesOf are the addresses of contracts without code.
func precompilesOf(rules params.Rules) map[common.Address]struct{} {
	out := make(map[common.Address]struct{})
	for _, a := range vm.ActivePrecompiles(rules) {
		out[a] = struct{}{}
	}
	return out
}
