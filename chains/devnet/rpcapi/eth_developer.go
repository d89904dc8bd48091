package rpcapi

import (
	"context"
	"encoding/json"
	"errors"
	"math/big"

	wallets "github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/ethereum/go-ethereum/signer/core/apitypes"
	"github.com/holiman/uint256"
)

// ethDeveloper answers the eth_ methods that need a key, with the keys of the funded
// accounts, which everybody knows.
type ethDeveloper struct {
	evaluator *evaluator
	dev       Developer
}

// Accounts is eth_accounts.
func (e *ethDeveloper) Accounts() []common.Address { return e.dev.DeveloperAccounts() }

// SendTransaction is eth_sendTransaction: it completes, signs and submits. An account
// that is impersonated needs no key.
func (e *ethDeveloper) SendTransaction(ctx context.Context, args callArgs) (common.Hash, error) {
	if err := e.complete(ctx, &args); err != nil {
		return common.Hash{}, err
	}
	tx, err := e.dev.SendAs(ctx, args.from(), args.sendable)
	if err != nil {
		return common.Hash{}, signerMissing(err)
	}
	return tx.Hash(), nil
}

// SignTransaction is eth_signTransaction: the raw bytes, not submitted.
func (e *ethDeveloper) SignTransaction(ctx context.Context, args callArgs) (hexutil.Bytes, error) {
	if err := e.complete(ctx, &args); err != nil {
		return nil, err
	}
	tx, err := e.dev.SignAs(args.from(), args.sendable)
	if err != nil {
		return nil, signerMissing(err)
	}
	return tx.MarshalBinary()
}

// signerMissing gives ErrNoSigner the code that it has on anvil.
func signerMissing(err error) error {
	if errors.Is(err, ErrNoSigner) {
		return invalidParams("%v", err)
	}
	return err
}

// complete fills in sender, chain, gas and fees.
func (e *ethDeveloper) complete(ctx context.Context, args *callArgs) error {
	config := e.evaluator.reader.backend.ChainConfig()
	if err := args.check(config.ChainID); err != nil {
		return err
	}
	if args.BlobHashes != nil || args.BlobFeeCap != nil {
		return core.ErrTxTypeNotSupported
	}
	if args.From == nil {
		own := e.dev.DeveloperAccounts()
		if len(own) == 0 {
			return invalidParams("missing from, and the node has no accounts")
		}
		args.From = &own[0]
	}
	if args.Value == nil {
		args.Value = new(hexutil.Big)
	}
	args.ChainID = (*hexutil.Big)(config.ChainID)
	if args.Gas == nil {
		// Estimated without fees: the block to come may have others.
		bare := *args
		bare.GasPrice, bare.MaxFeePerGas, bare.MaxPriorityFeePerGas, bare.Nonce = nil, nil, nil, nil
		pending := rpc.BlockNumberOrHashWithNumber(rpc.PendingBlockNumber)
		gas, err := (&ethCall{e.evaluator}).EstimateGas(ctx, bare, &pending, nil, nil)
		if err != nil {
			return err
		}
		args.Gas = &gas
	}
	if args.GasPrice != nil {
		return nil
	}
	if args.MaxPriorityFeePerGas == nil {
		tip := big.NewInt(defaultTip)
		if args.MaxFeePerGas != nil && args.MaxFeePerGas.ToInt().Cmp(tip) < 0 {
			tip.Set(args.MaxFeePerGas.ToInt())
		}
		args.MaxPriorityFeePerGas = (*hexutil.Big)(tip)
	}
	if args.MaxFeePerGas == nil {
		most := new(big.Int).Lsh(e.dev.NextBaseFee(), 1)
		args.MaxFeePerGas = (*hexutil.Big)(most.Add(most, args.MaxPriorityFeePerGas.ToInt()))
	}
	return nil
}

// sendable is the transaction that the arguments, completed, ask for.
func (a *callArgs) sendable(nonce uint64) (types.TxData, error) {
	if a.Nonce != nil {
		nonce = uint64(*a.Nonce)
	}
	var list types.AccessList
	if a.AccessList != nil {
		list = *a.AccessList
	}
	chainID, gas := a.ChainID.ToInt(), uint64(*a.Gas)
	switch {
	case a.GasPrice != nil && a.AuthorizationList != nil:
		return nil, invalidParams("authorizationList needs maxFeePerGas instead of gasPrice")
	case a.GasPrice != nil && a.AccessList != nil:
		return &types.AccessListTx{ChainID: chainID, Nonce: nonce, GasPrice: a.GasPrice.ToInt(), Gas: gas, To: a.To, Value: a.Value.ToInt(), Data: a.data(), AccessList: list}, nil
	case a.GasPrice != nil:
		return &types.LegacyTx{Nonce: nonce, GasPrice: a.GasPrice.ToInt(), Gas: gas, To: a.To, Value: a.Value.ToInt(), Data: a.data()}, nil
	case a.AuthorizationList != nil:
		return &types.SetCodeTx{
			ChainID: uint256.MustFromBig(chainID), Nonce: nonce, GasTipCap: toUint256(a.MaxPriorityFeePerGas), GasFeeCap: toUint256(a.MaxFeePerGas),
			Gas: gas, To: *a.To, Value: toUint256(a.Value), Data: a.data(), AccessList: list, AuthList: a.AuthorizationList,
		}, nil
	}
	return &types.DynamicFeeTx{
		ChainID: chainID, Nonce: nonce, GasTipCap: a.MaxPriorityFeePerGas.ToInt(), GasFeeCap: a.MaxFeePerGas.ToInt(),
		Gas: gas, To: a.To, Value: a.Value.ToInt(), Data: a.data(), AccessList: list,
	}, nil
}

// Sign is eth_sign: EIP-191's personal message, signed.
func (e *ethDeveloper) Sign(account common.Address, message hexutil.Bytes) (hexutil.Bytes, error) {
	return e.sign(account, common.BytesToHash(wallets.TextHash(message)))
}

// SignTypedData_v4 is eth_signTypedData_v4 (EIP-712).
func (e *ethDeveloper) SignTypedData_v4(account common.Address, data typedData) (hexutil.Bytes, error) { //nolint:revive // the method's name
	digest, _, err := apitypes.TypedDataAndHash(apitypes.TypedData(data))
	if err != nil {
		return nil, invalidParams("invalid typed data: %v", err)
	}
	return e.sign(account, common.BytesToHash(digest))
}

// typedData comes as an object or, from wallets, as a string that holds one.
type typedData apitypes.TypedData

// UnmarshalJSON implements json.Unmarshaler.
func (d *typedData) UnmarshalJSON(b []byte) error {
	var text string
	if json.Unmarshal(b, &text) == nil {
		b = []byte(text)
	}
	return json.Unmarshal(b, (*apitypes.TypedData)(d))
}

// sign gives v as 27 or 28, as wallets do.
func (e *ethDeveloper) sign(account common.Address, digest common.Hash) (hexutil.Bytes, error) {
	signature, err := e.dev.SignDigest(account, digest)
	if err != nil {
		return nil, signerMissing(err)
	}
	signature[64] += 27
	return signature, nil
}

// personalAPI answers personal_sign, under which name wallets sign messages.
type personalAPI struct{ eth *ethDeveloper }

// Sign is personal_sign: eth_sign with its arguments the other way round.
func (p *personalAPI) Sign(message hexutil.Bytes, account common.Address) (hexutil.Bytes, error) {
	return p.eth.Sign(account, message)
}
