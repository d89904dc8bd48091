package bench

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// Rules that are not the devnet's may charge more, but never more than a transaction may ask for.
func TestGasLimitsOnOthersNodes(t *testing.T) {
	for name, c := range map[string]struct{ times, gas, want uint64 }{
		"ours":              {1, tokenGas, tokenGas},
		"others'":           {othersGas, tokenGas, othersGas * tokenGas},
		"ether":             {othersGas, params.TxGas, params.TxGas},
		"more than can be":  {othersGas, deployGas, params.MaxTxGas},
		"as much as can be": {1, params.MaxTxGas, params.MaxTxGas},
	} {
		if got := (fees{times: c.times}).limit(c.gas); got != c.want {
			t.Errorf("%s: %d, want %d", name, got, c.want)
		}
	}
}

// What is signed asks for that limit.
func TestSignedTransactionsHaveTheirLimit(t *testing.T) {
	accounts, err := deriveAccounts(t.Context(), 1, "limit", 1, func(int) {})
	if err != nil {
		t.Fatal(err)
	}
	call := &inTurn{1, 1, func(int) payload { return payload{to: &common.Address{1}, value: new(big.Int), gas: tokenGas} }}
	for _, times := range []uint64{1, othersGas} {
		f := fees{cap: one, tip: one, times: times}
		l, err := sign(t.Context(), one, f, accounts, call, 1, 1, func(int) {})
		if err != nil {
			t.Fatal(err)
		}
		var tx types.Transaction
		if err := tx.UnmarshalBinary(l.streams[0].at(0)); err != nil || tx.Gas() != times*tokenGas {
			t.Errorf("gas limit %d, %v; want %d", tx.Gas(), err, times*tokenGas)
		}
	}
}
