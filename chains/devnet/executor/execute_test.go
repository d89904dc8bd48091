package executor

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// A transaction that can't stand in a block has its gas bought before that shows: neither the sender nor the block pays.
func TestRefusedTransactionCostsNothing(t *testing.T) {
	b := newBench(t)
	head, hash := b.chain.headAndHash()
	x, err := b.chain.begin(head, b.chain.nextHeader(head, hash, head.Time+1, common.Address{1}, head.Extra))
	if err != nil {
		t.Fatal(err)
	}
	defer x.release()
	tx := b.sign(testKey(1), &types.DynamicFeeTx{To: &common.Address{2}, Gas: params.TxGas, Data: []byte{1}})
	balance, gas := x.state.GetBalance(addr(testKey(1))), x.gas.Available(false)
	if err := x.apply(tx); !errors.Is(err, core.ErrIntrinsicGas) {
		t.Fatalf("error %v", err)
	}
	if got := x.state.GetBalance(addr(testKey(1))); !got.Eq(balance) || x.gas.Available(false) != gas || len(x.receipts) != 0 {
		t.Errorf("the balance is %s, was %s; %d gas are left of %d", got, balance, x.gas.Available(false), gas)
	}
}
