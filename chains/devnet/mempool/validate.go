package mempool

import (
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// checkAlone checks what doesn't depend on accounts: type, size, signature, fees,
// gas limits (the block's and EIP-7825's), init code size, intrinsic and floor gas.
// The recovered sender is cached in the transaction, so this is the only recovery
// of its life in this process. Legacy transactions without a chain id (before EIP-155)
// pass, as in anvil: contracts that live at one address on every chain are deployed by
// them, and whoever signs one wants it to be good everywhere.
func (p *Pool) checkAlone(tx *types.Transaction, head *types.Header) (common.Address, error) {
	if tx.Type() == types.BlobTxType {
		return common.Address{}, ErrBlobTx
	}
	err := txpool.ValidateTransaction(tx, head, p.signer, &txpool.ValidationOptions{
		Config:  p.cfg.Rules,
		Accept:  1<<types.LegacyTxType | 1<<types.AccessListTxType | 1<<types.DynamicFeeTxType | 1<<types.SetCodeTxType,
		MaxSize: maxTxBytes,
		MinTip:  new(big.Int),
	})
	if err != nil {
		return common.Address{}, err
	}
	return types.Sender(p.signer, tx)
}

// newEntry measures a transaction that passed checkAlone. Its cost can still
// overflow 256 bits, which no balance can pay.
func newEntry(tx *types.Transaction, from common.Address) (*entry, error) {
	e := &entry{tx: tx, from: from, size: tx.Size()}
	if e.cost.SetFromBig(tx.Cost()) {
		return nil, fmt.Errorf("%w: value plus gas exceeds 256 bits", core.ErrInsufficientFunds)
	}
	e.feeCap.SetFromBig(tx.GasFeeCap())
	e.tipCap.SetFromBig(tx.GasTipCap())
	e.margin.Sub(&e.feeCap, &e.tipCap)
	return e, nil
}

// setCode notes whether an account is delegated (EIP-7702). Any other code means that
// it can't send (EIP-3607).
func (a *account) setCode(code []byte) {
	a.delegated, a.contract = len(code) > 0, len(code)
	if _, ok := types.ParseDelegation(code); ok {
		a.contract = 0
	}
}

// checkAccount checks an entry against its account: nonce, replacement fees, the
// account's limit and the funds for everything it has waiting.
func (p *Pool) checkAccount(e *entry, a *account) error {
	if a.contract > 0 && !p.impersonated(e.tx) {
		return fmt.Errorf("%w: address %s, %d bytes of code", core.ErrSenderNoEOA, a.addr, a.contract)
	}
	if e.nonce() < a.nonce {
		return fmt.Errorf("%w: next nonce %d, tx nonce %d", core.ErrNonceTooLow, a.nonce, e.nonce())
	}
	var freed *uint256.Int
	if i, found := a.find(e.nonce()); found {
		if err := checkReplacement(a.txs[i], e); err != nil {
			return err
		}
		freed = &a.txs[i].cost
	} else if len(a.txs) >= p.cfg.AccountSlots {
		return fmt.Errorf("%w: %s has %d transactions waiting, at most %d", txpool.ErrAccountLimitExceeded, e.from, len(a.txs), p.cfg.AccountSlots)
	}
	need, overflow := new(uint256.Int).AddOverflow(&a.cost, &e.cost)
	if freed != nil {
		need.Sub(need, freed)
		overflow = overflow && need.Lt(&e.cost)
	}
	if overflow || need.Gt(&a.balance) {
		return fmt.Errorf("%w: balance %s, tx cost %s, all waiting %s", core.ErrInsufficientFunds, &a.balance, &e.cost, need)
	}
	return nil
}

// checkReplacement asks for both fees to rise by priceBumpPercent: with the tip
// alone a proposer gains nothing at a full base fee, with the cap alone nothing at
// an empty one.
func checkReplacement(old, e *entry) error {
	for _, fee := range []struct {
		name      string
		was, is   *uint256.Int
		threshold *uint256.Int
	}{
		{"maxFeePerGas", &old.feeCap, &e.feeCap, bumped(&old.feeCap)},
		{"maxPriorityFeePerGas", &old.tipCap, &e.tipCap, bumped(&old.tipCap)},
	} {
		if fee.is.Lt(fee.threshold) {
			return fmt.Errorf("%w: %s is %s, must be at least %s to replace %s at nonce %d",
				txpool.ErrReplaceUnderpriced, fee.name, fee.is, fee.threshold, old.tx.Hash(), old.nonce())
		}
	}
	return nil
}

// bumped is fee × 110 % rounded up, and at least one wei more.
func bumped(fee *uint256.Int) *uint256.Int {
	raise := new(uint256.Int).Div(fee, uint256.NewInt(100/priceBumpPercent))
	if !new(uint256.Int).Mod(fee, uint256.NewInt(100/priceBumpPercent)).IsZero() || raise.IsZero() {
		raise.AddUint64(raise, 1)
	}
	sum, overflow := new(uint256.Int).AddOverflow(fee, raise)
	if overflow {
		return new(uint256.Int).SetAllOne()
	}
	return sum
}
