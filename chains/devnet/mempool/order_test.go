package mempool

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// The order is that of a simple model: at each step, of every account's next nonce, the
// one that tips most, and among equals the one that came first.
func TestCandidatesFollowPriceAndNonce(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		n := newNode(t, nil)
		rest := make(map[byte][]order)
		arrival := make(map[common.Hash]int)
		for i := range rapid.IntRange(0, 40).Draw(rt, "transactions") {
			k := rapid.ByteRange(1, 6).Draw(rt, "account")
			o := order{key: k, nonce: uint64(len(rest[k])), tip: rapid.Int64Range(0, 8).Draw(rt, "tip"), cap: rapid.Int64Range(95, 115).Draw(rt, "cap")}
			rest[k] = append(rest[k], o)
			arrival[n.add(o).Hash()] = i
		}
		effective := func(o order) int64 { return min(o.tip, o.cap-n.base) }
		var want []common.Hash
		for {
			var best *order
			for _, orders := range rest {
				if len(orders) == 0 || effective(orders[0]) < 0 {
					continue
				}
				o := orders[0]
				if best == nil || effective(o) > effective(*best) ||
					effective(o) == effective(*best) && arrival[o.sign(t).Hash()] < arrival[best.sign(t).Hash()] {
					best = &o
				}
			}
			if best == nil {
				break
			}
			want = append(want, best.sign(t).Hash())
			rest[best.key] = rest[best.key][1:]
		}
		got := n.take()
		if len(got) != len(want) {
			rt.Fatalf("%d candidates, want %d", len(got), len(want))
		}
		for i := range got {
			if got[i].Hash() != want[i] {
				rt.Fatalf("candidate %d is nonce %d at tip %s, want %s", i, got[i].Nonce(), got[i].GasTipCap(), want[i])
			}
		}
	})
}

func TestSkipLeavesTheSenderOutOfThisBlockOnly(t *testing.T) {
	n := newNode(t, nil)
	n.add(order{key: 1, nonce: 0, tip: 9})
	n.add(order{key: 1, nonce: 1, tip: 9})
	other := n.add(order{key: 2, tip: 1})
	c := n.pool.Candidates(big.NewInt(n.base))
	c.Next()
	c.Skip()
	if tx := c.Next(); tx == nil || tx.Hash() != other.Hash() {
		t.Fatal("the skipped sender's later nonce is offered, or nobody")
	}
	if c.Next() != nil {
		t.Fatal("the skipped sender comes back in the same block")
	}
	if got := len(n.take()); got != 3 {
		t.Fatalf("%d candidates for the next block, want all 3", got)
	}
	c = n.pool.Candidates(big.NewInt(n.base))
	c.Drop(errors.New("nothing was taken")) // before any Next: nothing to drop
	c.Skip()
	n.status(3, 0)
	if c := n.pool.Candidates(new(big.Int).Lsh(common.Big1, 256)); c.Next() != nil {
		t.Error("somebody pays a base fee beyond 256 bits")
	}
}
