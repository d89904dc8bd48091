package mempool

import (
	"errors"
	"fmt"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
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
			if rapid.IntRange(0, 9).Draw(rt, "new base fee") == 0 {
				n.base = rapid.Int64Range(90, 120).Draw(rt, "base fee")
				n.reset()
			}
		}
		n.check(rt)
		// A builder on another head than the pool's has another base fee.
		n.base = rapid.Int64Range(90, 120).Draw(rt, "builder's base fee")
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

// A walk sees what was there when it began, and of that what is still there.
func TestWalkSeesNoNewcomers(t *testing.T) {
	n := newNode(t, nil)
	first := n.add(order{key: 1, tip: 9})
	replaced := n.add(order{key: 2, tip: 5})
	included := n.add(order{key: 3, tip: 4})
	n.add(order{key: 4, tip: 3})
	c := n.pool.Candidates(big.NewInt(n.base))
	if tx := c.Next(); tx == nil || tx.Hash() != first.Hash() {
		t.Fatal("the best paying transaction is not the first")
	}
	n.add(order{key: 1, nonce: 1, tip: 9})
	n.add(order{key: 2, tip: 50, cap: 5000})
	n.add(order{key: 5, tip: 7})
	n.reset(included)
	for tx := c.Next(); tx != nil; tx = c.Next() {
		if tx.GasTipCap().Int64() != 3 {
			t.Errorf("offered the transaction that tips %s", tx.GasTipCap())
		}
	}
	if n.pool.Get(replaced.Hash()) != nil {
		t.Error("the replaced transaction is still there")
	}
	if got := len(n.take()); got != 5 {
		t.Errorf("%d candidates for the next block, want 5", got)
	}
}

// A long queue is taken piece by piece, without a gap between the pieces.
func TestWalkTakesALongQueueInOrder(t *testing.T) {
	n := newNode(t, nil)
	const long = 3*runLength + 1
	for i := range uint64(long) {
		n.add(order{key: 1, nonce: i, tip: int64(i % 3)})
	}
	txs := n.take()
	if len(txs) != long {
		t.Fatalf("%d candidates, want %d", len(txs), long)
	}
	for i, tx := range txs {
		if tx.Nonce() != uint64(i) {
			t.Fatalf("candidate %d has nonce %d", i, tx.Nonce())
		}
	}
}

// A builder that stands on an older head than the pool refuses what is good: nonces
// that follow on the newer head, and money that came with it.
func TestBuilderOnAnotherHeadLosesNothing(t *testing.T) {
	for name, c := range map[string]struct {
		reason    error
		delegated bool
		kept      bool
	}{
		"nonce too high":                {core.ErrNonceTooHigh, false, true},
		"nonce too low":                 {core.ErrNonceTooLow, false, true},
		"funds that are there":          {core.ErrInsufficientFunds, false, true},
		"funds that others can take":    {core.ErrInsufficientFunds, true, false},
		"what no head can make good of": {core.ErrIntrinsicGas, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			n := newNode(t, nil)
			if c.delegated {
				n.world.at(addr(key(1))).code = types.AddressToDelegation(common.Address{1})
			}
			tx := n.add(order{key: 1})
			walk := n.pool.Candidates(big.NewInt(n.base))
			walk.Drop(walk.Next(), fmt.Errorf("apply: %w", c.reason))
			if kept := n.pool.Get(tx.Hash()) != nil; kept != c.kept {
				t.Errorf("kept is %t, want %t", kept, c.kept)
			}
			if walk.Next() != nil {
				t.Error("offered twice in one block")
			}
			n.check(t)
		})
	}
}

// What was dropped once is gone, whoever drops it again, and so is what never was there.
func TestDropOfWhatIsGone(t *testing.T) {
	n := newNode(t, nil)
	n.add(order{key: 1, nonce: 0, tip: 9})
	n.add(order{key: 2, tip: 1})
	c := n.pool.Candidates(big.NewInt(n.base))
	first := c.Next()
	for range 2 {
		c.Drop(first, errors.New("can't be executed"))
	}
	c.Drop(order{key: 3}.sign(t), errors.New("was never there"))
	n.status(1, 0)
	n.check(t)
	if c := n.pool.Candidates(new(big.Int).Lsh(common.Big1, 256)); c.Next() != nil {
		t.Error("somebody pays a base fee beyond 256 bits")
	}
}
