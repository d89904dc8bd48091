package turns

import (
	"testing"
	"testing/synctest"
)

func TestPercentFor(t *testing.T) {
	for live, want := range map[uint64]int{0: 400, 1 << 20: 400, 256 << 20: 400, 300 << 20: 340, 512 << 20: 200, 1 << 30: 100, 8 << 30: 100} {
		if got := percentFor(live); got != want {
			t.Errorf("%d MiB alive: %d %%, want %d", live>>20, got, want)
		}
	}
}

func TestCollectsBetweenBlocks(t *testing.T) {
	const mib = 1 << 20
	for name, c := range map[string]struct {
		heap, goal, live uint64
		percents         []int
		collections      int
	}{
		"much is free":               {300 * mib, 1000 * mib, 200 * mib, []int{400}, 0},
		"not yet":                    {900 * mib, 1000 * mib, 200 * mib, []int{400}, 0},
		"it is due soon":             {930 * mib, 1000 * mib, 200 * mib, []int{400}, 1},
		"it is due soon, of little":  {75 * mib, 80 * mib, 20 * mib, []int{400}, 0},
		"there is a limit":           {990 * mib, 1000 * mib, 950 * mib, []int{100}, 0},
		"there is much alive":        {1900 * mib, 2000 * mib, 1000 * mib, []int{100}, 1},
		"there is more alive by now": {950 * mib, 1000 * mib, 500 * mib, []int{200}, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var percents []int
				collections, release := 0, make(chan struct{})
				collector := NewCollector()
				collector.set = func(p int) int { percents = append(percents, p); return 70 }
				collector.collect = func() { collections++; <-release }
				for range 3 { // one collection at a time
					collector.between(c.heap, c.goal, c.live)
					synctest.Wait()
				}
				if len(percents) != 1 || percents[0] != c.percents[0] || collections != c.collections {
					t.Errorf("GOGC was set to %v, and %d collections begun; want %v and %d", percents, collections, c.percents, c.collections)
				}
				close(release)
				synctest.Wait()
				collector.between(c.heap, c.goal, c.live)
				synctest.Wait()
				if collections != 2*c.collections {
					t.Errorf("%d collections, want one more after the first has ended", collections)
				}
				if collector.End(); len(percents) != 2 || percents[1] != 70 {
					t.Errorf("GOGC was set to %v, want it as it was, 70, in the end", percents)
				}
			})
		})
	}
}

// Blocks that leave much have it collected sooner.
func TestCollectsBeforeTheRoomIsUsedUp(t *testing.T) {
	const mib = 1 << 20
	synctest.Test(t, func(t *testing.T) {
		for block, want := range map[uint64]uint64{10: 920, 100: 800, 200: 600} { // MiB
			collections := 0
			collector := NewCollector()
			collector.set = func(int) int { return 100 }
			collector.collect = func() { collections++ }
			heap := uint64(200)
			for ; collections == 0 && heap < 1000; heap += block {
				collector.between(heap*mib, 1000*mib, 200*mib)
				synctest.Wait()
			}
			if heap -= block; heap < want || heap >= want+block {
				t.Errorf("blocks of %d MiB: garbage is collected at %d MiB, want the first of %d or more", block, heap, want)
			}
		}
	})
}

// What was never changed is not set back: somebody else may have.
func TestEndWithoutABlockLeavesGOGCAlone(t *testing.T) {
	collector := NewCollector()
	collector.set = func(p int) int { t.Errorf("GOGC was set to %d", p); return 100 }
	collector.End()
}
