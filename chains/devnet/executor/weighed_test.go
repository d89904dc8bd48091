package executor

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// What a block is held to take grows with calldata, topics and logs, not with transactions
// alone.
func TestDecodedBlocksWeighWhatTheyHold(t *testing.T) {
	tx := func(data int) *types.Transaction { return types.NewTx(&types.DynamicFeeTx{Data: make([]byte, data)}) }
	weigh := func(txs ...*types.Transaction) int {
		return blockBytes(types.NewBlockWithHeader(&types.Header{}).WithBody(types.Body{Transactions: txs}))
	}
	if small, big := weigh(tx(0)), weigh(tx(1<<20)); small < decodedTxBytes || big < 1<<20+decodedTxBytes || weigh(tx(0), tx(0)) != 2*small {
		t.Errorf("a transaction weighs %d, two %d, one with 1 MiB %d", small, weigh(tx(0), tx(0)), big)
	}
	log := &types.Log{Topics: make([]common.Hash, 4), Data: make([]byte, 1<<20)}
	want := 2*decodedReceiptBytes + decodedLogBytes + 4*32 + 1<<20
	if got := receiptsBytes(types.Receipts{{Logs: []*types.Log{log}}, {}}); got != want {
		t.Errorf("two receipts weigh %d, want %d", got, want)
	}
	c := newBench(t).chain
	if c.blocks.limit != cachedBytes || c.receipts.limit != cachedBytes || c.rebuilt.limit != maxUndone {
		t.Error("a cache of the chain has another bound than it should")
	}
}

func TestDecodedBlocksAreBoundedByWeight(t *testing.T) {
	w := newWeighed(10, cachedBytes, func(v int) int { return v })
	kept := func() (n int) {
		for i := range uint64(100) {
			if _, ok := w.Get(i); ok {
				n++
			}
		}
		return n
	}
	for i := range uint64(20) {
		w.Add(i, 1)
	}
	if got := kept(); got != 10 || w.weight != 10 {
		t.Fatalf("%d small blocks of weight %d are kept, want 10", got, w.weight)
	}
	for i := uint64(30); i < 40; i++ {
		w.Add(i, cachedBytes/2)
		w.Add(i, cachedBytes/2) // again: it counts once
	}
	if got := kept(); got != 2 || w.weight != cachedBytes {
		t.Fatalf("%d big blocks of weight %d are kept, want 2", got, w.weight)
	}
	w.Add(50, 2*cachedBytes)
	if _, ok := w.Get(50); !ok || kept() != 1 {
		t.Fatal("the newest block is not kept, or not alone")
	}
	w.Remove(50)
	w.Remove(50)
	if w.weight != 0 || kept() != 0 {
		t.Fatalf("nothing is kept, with weight %d", w.weight)
	}
}
