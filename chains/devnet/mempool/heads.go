package mempool

import (
	"github.com/holiman/uint256"
	"github.com/tidwall/btree"
)

// ordered is a set of entries in some order. Its copy costs nothing until either of
// the two changes.
type ordered = btree.BTreeG[*entry]

func newOrdered(less func(a, b *entry) bool) *ordered {
	return btree.NewBTreeGOptions(less, btree.Options{NoLocks: true})
}

// heads orders the first transactions of accounts by what they tip at a base fee.
//
// That tip is the lesser of tipCap and feeCap − baseFee, so the order changes with
// every block. But among entries whose margin covers the base fee it is that of
// tipCap, and among all others that of feeCap, whatever the base fee is. Two orders
// therefore do, and a new base fee moves only entries whose margin lies between the
// former and the new one.
type heads struct {
	baseFee uint256.Int // wei per gas
	tips    *ordered    // margin covers the base fee: the highest tipCap first
	caps    *ordered    // it doesn't: the highest feeCap first, also below the base fee
	margins *ordered    // all of them, the lowest margin first
}

func newHeads() heads {
	return heads{
		tips: newOrdered(func(a, b *entry) bool {
			if c := a.tipCap.Cmp(&b.tipCap); c != 0 {
				return c > 0
			}
			return a.arrival < b.arrival
		}),
		caps: newOrdered(func(a, b *entry) bool {
			if c := a.feeCap.Cmp(&b.feeCap); c != 0 {
				return c > 0
			}
			return a.arrival < b.arrival
		}),
		margins: newOrdered(func(a, b *entry) bool {
			if c := a.margin.Cmp(&b.margin); c != 0 {
				return c < 0
			}
			return a.arrival < b.arrival
		}),
	}
}

// order is the one in which an entry stands at a base fee.
func (h *heads) order(e *entry, baseFee *uint256.Int) *ordered {
	if e.margin.Lt(baseFee) {
		return h.caps
	}
	return h.tips
}

func (h *heads) put(e *entry) {
	h.order(e, &h.baseFee).Set(e)
	h.margins.Set(e)
}

func (h *heads) remove(e *entry) {
	h.order(e, &h.baseFee).Delete(e)
	h.margins.Delete(e)
}

// copy is what the heads are now, whatever becomes of them.
func (h *heads) copy() heads {
	return heads{baseFee: h.baseFee, tips: h.tips.IsoCopy(), caps: h.caps.IsoCopy(), margins: h.margins.IsoCopy()}
}

// rebase orders by another base fee.
func (h *heads) rebase(baseFee *uint256.Int) {
	former, low, high := h.baseFee, &h.baseFee, baseFee
	if high.Lt(low) {
		low, high = high, low
	}
	var moved []*entry
	h.margins.Ascend(&entry{margin: *low}, func(e *entry) bool { // arrivals begin at 1
		if !e.margin.Lt(high) {
			return false
		}
		moved = append(moved, e)
		return true
	})
	for _, e := range moved {
		h.order(e, &former).Delete(e)
		h.order(e, baseFee).Set(e)
	}
	h.baseFee = *baseFee
}

// payable says whether one of them pays the base fee.
func (h *heads) payable() bool {
	if h.tips.Len() > 0 {
		return true
	}
	best, ok := h.caps.Min()
	return ok && !best.feeCap.Lt(&h.baseFee)
}
