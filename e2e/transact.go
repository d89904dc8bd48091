package e2e

import (
	"context"
	"crypto/ecdsa"
	"math/big"
	"time"

	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Transact sends a transaction of the chain's sender and waits until it is mined.
func (n *Net) Transact(on *demo.Chain, to common.Address, value *big.Int, data []byte) *types.Receipt {
	n.t.Helper()
	return n.TransactBy(on, on.Sender, to, value, data)
}

// TransactBy is Transact for another account: on.Operator owns the contracts.
func (n *Net) TransactBy(on *demo.Chain, by *ecdsa.PrivateKey, to common.Address, value *big.Int, data []byte) *types.Receipt {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	opts := on.Opts(by)
	opts.Context, opts.Value = ctx, value
	tx, err := bind.NewBoundContract(to, abi.ABI{}, on.Client, on.Client, on.Client).RawTransact(opts, data)
	if err != nil {
		n.t.Fatal(err)
	}
	receipt := n.mined(ctx, on, tx.Hash())
	if receipt.Status != types.ReceiptStatusSuccessful {
		n.t.Fatalf("transaction %s reverted", tx.Hash())
	}
	return receipt
}

// mined waits for a receipt. It looks more often than bind.WaitMined, whose second is
// ten blocks.
func (n *Net) mined(ctx context.Context, on *demo.Chain, tx common.Hash) *types.Receipt {
	n.t.Helper()
	for {
		receipt, err := on.Client.TransactionReceipt(ctx, tx)
		if err == nil {
			return receipt
		}
		if ctx.Err() != nil {
			n.t.Fatalf("transaction %s is not mined: %v", tx, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// Call reads a contract at the newest block.
func (n *Net) Call(on *demo.Chain, to common.Address, data []byte) []byte {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	out, err := on.Client.CallContract(ctx, ethereum.CallMsg{To: &to, Data: data}, nil)
	if err != nil {
		n.t.Fatal(err)
	}
	return out
}
