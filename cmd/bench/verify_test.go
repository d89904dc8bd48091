package bench

import "testing"

// Receipts are asked for of transactions that a node still has, however long the load was, and
// of those that blocks hold, however little of it was sent.
func TestReceiptsAreSampledFromTheLast(t *testing.T) {
	for _, c := range []struct{ streams, each, sent, want int }{
		{8, 0, 0, 0}, {1, 1, 1, 1}, {1, 199, 199, 199}, {1, 201, 201, 200}, {1, 9_000_000, 9_000_000, 200},
		{8, 1_125_000, 1_125_000, 200}, {8, 1_000_000, 40_000, 200}, {8, 1_000_000, 10, 80}, {3, 100, 0, 0}, {256, 1000, 1000, 200},
	} {
		var l load
		for i := range c.streams {
			l.streams = append(l.streams, stream{first: i * c.each, ends: make([]int, c.each)})
		}
		chosen := l.newest(func(i int) bool { return i%c.each < c.sent })
		if len(chosen) != c.want {
			t.Errorf("%+v: %d are chosen", c, len(chosen))
		}
		seen := map[int]bool{}
		for _, i := range chosen {
			if at := i % c.each; i < 0 || i >= c.streams*c.each || at >= c.sent || at < c.sent-sampleFrom/c.streams || seen[i] {
				t.Fatalf("%+v: transaction %d is chosen", c, i)
			}
			seen[i] = true
		}
	}
}
