package rpcapi

import (
	"bytes"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// callArgs is a transaction that nobody has signed: what eth_call,
// eth_estimateGas, eth_createAccessList and debug_traceCall execute. Amounts
// and prices are wei, gas is gas units.
type callArgs struct {
	From                 *common.Address              `json:"from"`
	To                   *common.Address              `json:"to"`
	Gas                  *hexutil.Uint64              `json:"gas"`
	GasPrice             *hexutil.Big                 `json:"gasPrice"`
	MaxFeePerGas         *hexutil.Big                 `json:"maxFeePerGas"`
	MaxPriorityFeePerGas *hexutil.Big                 `json:"maxPriorityFeePerGas"`
	Value                *hexutil.Big                 `json:"value"`
	Nonce                *hexutil.Uint64              `json:"nonce"`
	Data                 *hexutil.Bytes               `json:"data"`
	Input                *hexutil.Bytes               `json:"input"`
	AccessList           *types.AccessList            `json:"accessList"`
	ChainID              *hexutil.Big                 `json:"chainId"`
	BlobFeeCap           *hexutil.Big                 `json:"maxFeePerBlobGas"`
	BlobHashes           []common.Hash                `json:"blobVersionedHashes"`
	AuthorizationList    []types.SetCodeAuthorization `json:"authorizationList"`
}

// check refuses contradictions before anything is executed.
func (a *callArgs) check(chainID *big.Int) error {
	if a.GasPrice != nil && (a.MaxFeePerGas != nil || a.MaxPriorityFeePerGas != nil) {
		return invalidParams("both gasPrice and (maxFeePerGas or maxPriorityFeePerGas) specified")
	}
	if a.Data != nil && a.Input != nil && !bytes.Equal(*a.Data, *a.Input) {
		return invalidParams(`both "data" and "input" are set and not equal, want one of them`)
	}
	if a.ChainID != nil && a.ChainID.ToInt().Cmp(chainID) != 0 {
		return invalidParams("chainId does not match node's (have=%v, want=%v)", a.ChainID.ToInt(), chainID)
	}
	if a.BlobFeeCap != nil && len(a.BlobHashes) == 0 {
		return invalidParams("maxFeePerBlobGas specified without blobVersionedHashes")
	}
	if a.To == nil && a.BlobHashes != nil {
		return core.ErrBlobTxCreate
	}
	if a.To == nil && a.AuthorizationList != nil {
		return core.ErrSetCodeTxCreate
	}
	return nil
}

func (a *callArgs) from() common.Address {
	if a.From == nil {
		return common.Address{}
	}
	return *a.From
}

// data is the calldata; "input" is the newer name, "data" what many still send.
func (a *callArgs) data() []byte {
	if a.Input != nil {
		return *a.Input
	}
	if a.Data != nil {
		return *a.Data
	}
	return nil
}

// gasOr is the gas limit, a default when none is given, and never above the cap.
func (a *callArgs) gasOr(gas, limit uint64) uint64 {
	if a.Gas != nil && *a.Gas != 0 {
		gas = uint64(*a.Gas)
	}
	return min(gas, limit)
}

// fees are the caps and the price paid per gas, in wei: none at all unless the
// caller names them, so that a call needs no balance.
func (a *callArgs) fees(baseFee *uint256.Int) (price, feeCap, tipCap *uint256.Int) {
	if a.GasPrice != nil {
		price = toUint256(a.GasPrice)
		return price, price, price
	}
	feeCap, tipCap = toUint256(a.MaxFeePerGas), toUint256(a.MaxPriorityFeePerGas)
	if feeCap.IsZero() && tipCap.IsZero() {
		return new(uint256.Int), feeCap, tipCap
	}
	price, overflow := new(uint256.Int).AddOverflow(tipCap, baseFee)
	if overflow || price.Gt(feeCap) {
		price = feeCap
	}
	return price, feeCap, tipCap
}

// message is what the EVM executes. Nonce, sender's code and the per-transaction
// gas cap are not checked: it is a question, not a transaction.
func (a *callArgs) message(baseFee *uint256.Int, gas uint64) *core.Message {
	return a.checkedMessage(baseFee, gas).SkipNonceCheck().SkipEOACheck().SkipGasLimitCapCheck().SkipExecutionGasCapCheck()
}

// checkedMessage is executed under a transaction's rules.
func (a *callArgs) checkedMessage(baseFee *uint256.Int, gas uint64) *core.Message {
	price, feeCap, tipCap := a.fees(baseFee)
	msg := &core.Message{
		From:                  a.from(),
		To:                    a.To,
		Value:                 toUint256(a.Value),
		GasLimit:              gas,
		GasPrice:              price,
		GasFeeCap:             feeCap,
		GasTipCap:             tipCap,
		Data:                  a.data(),
		BlobHashes:            a.BlobHashes,
		SetCodeAuthorizations: a.AuthorizationList,
	}
	if a.Nonce != nil {
		msg.Nonce = uint64(*a.Nonce)
	}
	if a.AccessList != nil {
		msg.AccessList = *a.AccessList
	}
	if a.BlobHashes != nil {
		msg.BlobGasFeeCap = toUint256(a.BlobFeeCap)
	}
	return msg
}

// transaction is the unsigned form that tracers and simulated blocks show.
func (a *callArgs) transaction(msg *core.Message, chainID *big.Int) *types.Transaction {
	if a.AuthorizationList != nil && a.To != nil {
		return types.NewTx(&types.SetCodeTx{
			ChainID: uint256.MustFromBig(chainID), To: *a.To, Nonce: msg.Nonce, Gas: msg.GasLimit, GasFeeCap: msg.GasFeeCap, GasTipCap: msg.GasTipCap,
			Value: msg.Value, Data: msg.Data, AccessList: msg.AccessList, AuthList: a.AuthorizationList,
		})
	}
	if a.GasPrice != nil && a.AccessList == nil {
		return types.NewTx(&types.LegacyTx{
			To: a.To, Nonce: msg.Nonce, Gas: msg.GasLimit, GasPrice: msg.GasPrice.ToBig(), Value: msg.Value.ToBig(), Data: msg.Data,
		})
	}
	return types.NewTx(&types.DynamicFeeTx{
		ChainID: chainID, To: a.To, Nonce: msg.Nonce, Gas: msg.GasLimit, GasFeeCap: msg.GasFeeCap.ToBig(), GasTipCap: msg.GasTipCap.ToBig(),
		Value: msg.Value.ToBig(), Data: msg.Data, AccessList: msg.AccessList,
	})
}

// toUint256 converts a parsed quantity, nil as zero. hexutil.Big has at most 256
// bits and no sign, so nothing is cut off.
func toUint256(v *hexutil.Big) *uint256.Int {
	if v == nil {
		return new(uint256.Int)
	}
	u, _ := uint256.FromBig(v.ToInt())
	return u
}
