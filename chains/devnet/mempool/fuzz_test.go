package mempool

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// Raw transactions come from anybody. None makes the pool panic or miscount.
func FuzzAddRawTransaction(f *testing.F) {
	seed := func(data types.TxData) {
		raw, err := types.MustSignNewTx(key(1), signer, data).MarshalBinary()
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	to := &common.Address{1}
	chain := big.NewInt(testChainID)
	seed(&types.LegacyTx{To: to, Gas: 21_000, GasPrice: big.NewInt(1000)})
	seed(&types.AccessListTx{ChainID: chain, To: to, Gas: 30_000, GasPrice: big.NewInt(1000), AccessList: types.AccessList{{Address: *to, StorageKeys: []common.Hash{{1}}}}})
	seed(&types.DynamicFeeTx{ChainID: chain, To: to, Gas: 21_000, GasFeeCap: big.NewInt(1000)})
	auth, err := types.SignSetCode(key(3), types.SetCodeAuthorization{Address: common.Address{1}})
	if err != nil {
		f.Fatal(err)
	}
	seed(&types.SetCodeTx{ChainID: uint256.NewInt(testChainID), To: *to, Gas: 100_000, GasFeeCap: uint256.NewInt(1000), AuthList: []types.SetCodeAuthorization{auth}})
	n := newNode(f, func(c *Config) { c.Slots = 8 })
	f.Fuzz(func(t *testing.T, raw []byte) {
		n.t = t
		var tx types.Transaction
		if tx.UnmarshalBinary(raw) != nil {
			return
		}
		if err := n.pool.Add(&tx); err == nil {
			n.reset(n.take()...)
		}
		n.check(t)
	})
}

func BenchmarkAdd(b *testing.B) {
	n := newNode(b, func(c *Config) { c.Slots, c.AccountSlots = b.N+1_000_000, 1_000_000; c.Bytes = 1 << 40 })
	txs := make([]*types.Transaction, 0, 4096)
	for i := range 4096 {
		txs = append(txs, order{key: byte(i % 16), nonce: uint64(i / 16), tip: int64(i % 7)}.sign(b))
	}
	raws := make([][]byte, len(txs))
	for i, tx := range txs {
		raw, err := tx.MarshalBinary()
		if err != nil {
			b.Fatal(err)
		}
		raws[i] = raw
	}
	i := 0
	for b.Loop() {
		if i == len(raws) {
			b.StopTimer()
			n = newNode(b, nil)
			i = 0
			b.StartTimer()
		}
		var tx types.Transaction
		if err := tx.UnmarshalBinary(raws[i]); err != nil {
			b.Fatal(err)
		}
		if err := n.pool.Add(&tx); err != nil {
			b.Fatal(err)
		}
		i++
	}
}
