package bench

import "testing"

// Receipts are asked for of transactions that a node still has, however long the load was.
func TestReceiptsAreSampledFromTheLast(t *testing.T) {
	for _, all := range []int{0, 1, 199, 200, 201, sampleFrom, sampleFrom + 1, 9_000_000} {
		chosen := newest(all)
		if len(chosen) != min(all, receiptSample) {
			t.Errorf("of %d: %d are chosen", all, len(chosen))
		}
		for k, i := range chosen {
			if i < max(all-sampleFrom, 0) || i >= all || k > 0 && i <= chosen[k-1] {
				t.Fatalf("of %d: transaction %d is chosen after %v", all, i, chosen[:k])
			}
		}
	}
}
