package executor

import "testing"

func TestDecodedBlocksAreBoundedByTransactions(t *testing.T) {
	w := newWeighed[int](10, func(v int) int { return v })
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
		w.Add(i, cachedTransactions/2)
		w.Add(i, cachedTransactions/2) // again: it counts once
	}
	if got := kept(); got != 2 || w.weight != cachedTransactions {
		t.Fatalf("%d big blocks of weight %d are kept, want 2", got, w.weight)
	}
	w.Add(50, 2*cachedTransactions)
	if _, ok := w.Get(50); !ok || kept() != 1 {
		t.Fatal("the newest block is not kept, or not alone")
	}
	w.Remove(50)
	w.Remove(50)
	if w.weight != 0 || kept() != 0 {
		t.Fatalf("nothing is kept, with weight %d", w.weight)
	}
}
