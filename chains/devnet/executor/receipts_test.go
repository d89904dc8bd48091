package executor

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"
)

// Filters of many receipts together are those of each.
func TestBloomsAreGoEthereums(t *testing.T) {
	hash := rapid.Map(rapid.SliceOfN(rapid.Byte(), common.HashLength, common.HashLength), common.BytesToHash)
	log := rapid.Custom(func(t *rapid.T) *types.Log {
		return &types.Log{Address: common.BytesToAddress(hash.Draw(t, "address").Bytes()), Topics: rapid.SliceOfN(hash, 0, 4).Draw(t, "topics")}
	})
	rapid.Check(t, func(t *rapid.T) {
		receipts := make(types.Receipts, rapid.SampledFrom([]int{0, 1, receiptsTogether - 1, receiptsTogether, 2*receiptsTogether + 1}).Draw(t, "receipts"))
		for i := range receipts {
			receipts[i] = &types.Receipt{Logs: rapid.SliceOfN(log, 0, 5).Draw(t, "logs"), Bloom: types.Bloom{1}} // nothing of it is to stay
		}
		fillBlooms(receipts)
		for i, r := range receipts {
			if want := types.CreateBloom(r); r.Bloom != want {
				t.Fatalf("receipt %d: bloom %x, want %x", i, r.Bloom, want)
			}
		}
	})
}

// A store that has lost receipts must not pass off others' as theirs.
func TestReceiptsAreAsManyAsTransactions(t *testing.T) {
	b := newBench(t)
	b.send(testKey(1), &types.DynamicFeeTx{To: &common.Address{1}, Value: common.Big1})
	block := b.mine()
	for _, n := range []int{0, 2} {
		if err := deriveReceipts(b.chain.signer, make(types.Receipts, n), block, common.Hash{}); !errors.Is(err, errReceiptCount) {
			t.Errorf("%d receipts of one transaction: %v", n, err)
		}
	}
}

// The filters of a block of token transfers.
func BenchmarkReceipts(b *testing.B) {
	receipts := make(types.Receipts, 1200)
	for i := range receipts {
		l := &types.Log{Address: common.Address{1}, Topics: []common.Hash{{2}, {byte(i)}, {3, byte(i)}}}
		receipts[i] = &types.Receipt{Logs: []*types.Log{l}}
	}
	b.Run("blooms/together", func(b *testing.B) {
		for b.Loop() {
			fillBlooms(receipts)
		}
	})
	b.Run("blooms/one-by-one", func(b *testing.B) {
		for b.Loop() {
			for _, r := range receipts {
				r.Bloom = types.CreateBloom(r)
			}
		}
	})
}
