package executor

import (
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// transfers says whether transfer knows the rules: those of Osaka, under which a transfer
// takes 21,000 gas and leaves no log.
func transfers(rules params.Rules) bool { return rules.IsOsaka && !rules.IsAmsterdam }

// systemCodes are the hashes of the contracts that the beginning and the end of a block call.
var systemCodes = sync.OnceValue(func() map[common.Address]common.Hash {
	codes := make(map[common.Address]common.Hash)
	for _, a := range []common.Address{params.BeaconRootsAddress, params.HistoryStorageAddress, params.WithdrawalQueueAddress, params.ConsolidationQueueAddress} {
		codes[a] = crypto.Keccak256Hash(core.SystemContractAllocs()[a].Code)
	}
	return codes
})

// genuine says that those contracts are the rules', which neither read nor move ether of others:
// a developer may have put code there that does, and that has to see the block's transfers.
func genuine(s *world.Snapshot) bool {
	for a, code := range systemCodes() {
		if _, account := s.Look(a); account == nil || common.BytesToHash(account.CodeHash) != code {
			return false
		}
	}
	return true
}

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
	sender, err := types.Sender(x.signer, tx)
	if err != nil || !x.ordinary(sender) || !x.ordinary(*to) {
		return nil, false
	}
	from, recipient, coinbase := x.balances.of(sender), x.balances.of(*to), x.balances.of(x.header.Coinbase)
	if !from.plain || !recipient.plain || !coinbase.plain || tx.Nonce() != from.nonce || tx.Nonce()+1 == 0 {
		return nil, false
	}
	price, value, ok := x.affordable(from, tx)
	if !ok || x.gas.CheckGasLegacy(tx.Gas()) != nil { // last, since it takes the gas
		return nil, false
	}
	_ = x.gas.ChargeGasLegacy(tx.Gas()-params.TxGas, params.TxGas) // gives back what was taken just now
	var fee uint256.Int
	fee.Mul(uint256.NewInt(params.TxGas), price)
	from.balance.Sub(&from.balance, &fee)
	from.balance.Sub(&from.balance, value)
	from.nonce++
	recipient.balance.Add(&recipient.balance, value)
	fee.Mul(uint256.NewInt(params.TxGas), price.Sub(price, x.baseFee))
	coinbase.balance.Add(&coinbase.balance, &fee)
	x.balances.use(from)
	x.balances.use(recipient)
	x.balances.use(coinbase)
	return x.newReceipt(tx, types.ReceiptStatusSuccessful, params.TxGas), true
}

// ordinary says that an address stands for nothing but an account, if it has no code: it is
// no precompiled contract, nor the system, whose calls move nothing.
func (x *execution) ordinary(a common.Address) bool {
	_, precompiled := x.precompiles[a]
	return !precompiled && a != params.SystemAddress
}

// affordable returns what a gas costs and what is sent, in wei, if the sender can pay for
// both at the most that it offers (EIP-1559).
func (x *execution) affordable(from *holding, tx *types.Transaction) (price, value *uint256.Int, ok bool) {
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
	if _, overflow = most.AddOverflow(most, value); overflow || from.balance.Lt(most) {
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
