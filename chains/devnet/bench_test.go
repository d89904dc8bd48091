package devnet

import (
	"context"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// Four validators, whole consensus, blocks every 100 ms: signed transfers enter through
// the RPC's own SubmitTx, senders are recovered, and the clock stops when the last one
// is in a block.
func BenchmarkTransfersThroughConsensus(b *testing.B) {
	for _, name := range []string{"memory", "disk"} {
		b.Run(name, func(b *testing.B) {
			var dir string
			if name == "disk" {
				dir = b.TempDir()
			}
			n, _ := start(b, Config{DataDir: dir})
			backend, err := n.Backend()
			if err != nil {
				b.Fatal(err)
			}
			txs := make([]*types.Transaction, b.N)
			raw := make([][]byte, b.N)
			for i := range txs {
				account := n.Accounts()[i%DefaultAccounts]
				to := common.BigToAddress(big.NewInt(int64(1_000_000 + i)))
				tx := types.MustSignNewTx(account.Key, types.LatestSignerForChainID(big.NewInt(testChainID)), &types.DynamicFeeTx{
					ChainID: big.NewInt(testChainID), Nonce: uint64(i / DefaultAccounts), To: &to, Value: common.Big1, Gas: 21_000,
					GasFeeCap: big.NewInt(1000 * params.GWei), GasTipCap: big.NewInt(params.GWei),
				})
				if raw[i], err = tx.MarshalBinary(); err != nil {
					b.Fatal(err)
				}
			}
			b.ResetTimer()
			for i := range raw {
				tx := new(types.Transaction)
				if err := tx.UnmarshalBinary(raw[i]); err != nil {
					b.Fatal(err)
				}
				for tries := 0; ; tries++ { // full: blocks make room
					err := backend.SubmitTx(context.Background(), tx)
					if err == nil {
						break
					}
					if tries > 60_000 {
						b.Fatal(i, err, backend.CurrentHeader().Number, backend.CurrentHeader().BaseFee)
					}
					time.Sleep(time.Millisecond)
				}
				txs[i] = tx
			}
			for _, tx := range txs {
				for {
					if _, _, _, _, ok := backend.TransactionByHash(tx.Hash()); ok {
						break
					}
					time.Sleep(time.Millisecond)
				}
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "tx/s")
		})
	}
}
