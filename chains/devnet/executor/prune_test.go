package executor

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
)

// With a history of n, the newest n blocks have transactions, receipts and states, older
// ones their headers alone, and the store does not grow by more than these: in memory, on
// disk, and over a restart of a store that kept everything before.
func TestHistoryBoundsWhatIsKept(t *testing.T) {
	const history = 4
	for name, durable := range map[string]bool{"memory": false, "disk": true} {
		t.Run(name, func(t *testing.T) {
			disk := memorydb.New()
			open := func(history uint64) *bench {
				return openBench(t, Config{History: history, Store: newStore(&fragileDB{disk, -1}, durable)})
			}
			b := open(history)
			var txs []*types.Transaction
			mine := func(blocks int) {
				for range blocks {
					txs = append(txs, b.send(testKey(0), &types.DynamicFeeTx{To: &common.Address{byte(len(txs)), 9}, Value: common.Big1}))
					b.mine()
				}
			}
			if durable { // all is kept at first
				b = open(0)
				mine(maxPruned + 10)
				checkKept(t, b, txs, 1)
				b = open(history)
			}
			mine(10)
			checkKept(t, b, txs, len(txs)-history+1)
			size := disk.Len()
			mine(5)
			checkKept(t, b, txs, len(txs)-history+1)
			perBlock := (disk.Len() - size) / 5
			want := 3 // header, hash, number
			if durable {
				want += 3 // the new recipient's account, and a slot of the history contract under a new key
			}
			if perBlock > want {
				t.Errorf("the store grows by %d records a block, want at most %d", perBlock, want)
			}
		})
	}
}

// checkKept expects block n to hold transaction n-1, from block oldest on.
func checkKept(t *testing.T, b *bench, txs []*types.Transaction, oldest int) {
	t.Helper()
	for i, tx := range txs {
		n := uint64(i + 1)
		header := b.chain.HeaderByNumber(n)
		if header == nil {
			t.Fatalf("block %d has lost its header", n)
		}
		kept := i+1 >= oldest
		block, receipts := b.chain.BlockByNumber(n), b.chain.Receipts(mustHash(t, header))
		if (block != nil) != kept || (len(receipts) == 1) != kept {
			t.Fatalf("block %d of %d: body %t, %d receipts; kept should be %t", n, len(txs), block != nil, len(receipts), kept)
		}
		if _, _, _, _, ok := b.chain.TransactionByHash(tx.Hash()); ok != kept {
			t.Fatalf("transaction of block %d of %d: found %t, want %t", n, len(txs), ok, kept)
		}
		if _, err := b.chain.StateAt(header); (err == nil) != kept {
			t.Fatalf("state of block %d of %d: %v; kept should be %t", n, len(txs), err, kept)
		}
	}
	if b.chain.BlockByNumber(0) == nil {
		t.Fatal("genesis is gone")
	}
}
