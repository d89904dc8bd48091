package evm

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
)

// operator sends one account's transactions. After its first error it does
// nothing, so that a sequence reads as one.
type operator struct {
	ctx        context.Context
	backend    DeployBackend
	opts       *bind.TransactOpts
	pending    []pendingTransaction
	firstBlock uint64 // of all that were waited for
	err        error
}

type pendingTransaction struct {
	name string
	hash common.Hash
}

func (o *operator) transactOpts() *bind.TransactOpts {
	opts := *o.opts
	opts.Context = o.ctx
	return &opts
}

func (o *operator) deploy(name string, metadata *bind.MetaData, arguments []byte) common.Address {
	if o.err != nil {
		return common.Address{}
	}
	address, tx, err := bind.DeployContract(o.transactOpts(), hexutil.MustDecode(metadata.Bin), o.backend, arguments)
	o.sent("deploy "+name, tx, err)
	return address
}

func (o *operator) transact(name string, contract *bind.BoundContract, data []byte) {
	if o.err != nil {
		return
	}
	tx, err := bind.Transact(contract, o.transactOpts(), data)
	o.sent(name, tx, err)
}

func (o *operator) sent(name string, tx *types.Transaction, err error) {
	if err != nil {
		o.err = fmt.Errorf("%s: %w", name, explainRevert(err))
		return
	}
	o.pending = append(o.pending, pendingTransaction{name, tx.Hash()})
}

// wait returns when all that was sent is mined. It polls faster than
// bind.WaitMined, whose second between two looks is ten blocks of a devnet.
func (o *operator) wait() {
	for _, p := range o.pending {
		if o.err != nil {
			break
		}
		o.err = o.mined(p)
	}
	o.pending = nil
}

func (o *operator) mined(p pendingTransaction) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for pause := 20 * time.Millisecond; ; pause = min(2*pause, time.Second) {
		select {
		case <-o.ctx.Done():
			return fmt.Errorf("%s: wait for transaction %s: %w", p.name, p.hash, o.ctx.Err())
		case <-timer.C:
		}
		receipt, err := o.backend.TransactionReceipt(o.ctx, p.hash)
		switch {
		case err == nil && receipt.Status != types.ReceiptStatusSuccessful:
			return fmt.Errorf("%s: transaction %s failed in block %s", p.name, p.hash, receipt.BlockNumber)
		case err == nil:
			if block := receipt.BlockNumber.Uint64(); o.firstBlock == 0 || block < o.firstBlock {
				o.firstBlock = block
			}
			return nil
		case errors.Is(err, ethereum.NotFound) || rpcerror.KindOf(err) == rpcerror.NoState:
			timer.Reset(pause)
		default:
			return fmt.Errorf("%s: ask for the receipt of %s: %w", p.name, p.hash, err)
		}
	}
}

func (o *operator) code(address common.Address) []byte {
	if o.err != nil {
		return nil
	}
	code, err := o.backend.CodeAt(o.ctx, address, nil)
	if err == nil && len(code) == 0 {
		err = bind.ErrNoCodeAfterDeploy
	}
	if err != nil {
		o.err = fmt.Errorf("read the code of %s: %w", address, err)
	}
	return code
}

func read[T any](o *operator, name string, contract *bind.BoundContract, data []byte, unpack func([]byte) (T, error)) (value T) {
	if o.err != nil {
		return value
	}
	value, err := bind.Call(contract, &bind.CallOpts{Context: o.ctx}, data, unpack)
	if err != nil {
		o.err = fmt.Errorf("%s: %w", name, err)
	}
	return value
}

// explainRevert puts the contract's named error where a node says no more than
// "execution reverted".
func explainRevert(err error) error {
	data, ok := rpcerror.RevertData(err)
	if !ok {
		return err
	}
	for _, contract := range []interface{ UnpackError([]byte) (any, error) }{
		bindings.NewOutbox(), bindings.NewInbox(), bindings.NewMultisigVerifier(), bindings.NewPingPong(),
	} {
		if named, unpackErr := contract.UnpackError(data); unpackErr == nil {
			return fmt.Errorf("%w: %T%+v", err, named, named)
		}
	}
	return err
}
