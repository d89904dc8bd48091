package turns

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
	"sync/atomic"
)

const (
	// mostPercent and leastPercent are how much garbage there may be before it is collected, of what is alive (GOGC), and
	// roomForGarbage is how much, in bytes, from where on it is the lesser. A marking takes up to a tenth of a second at 20,000
	// transfers a second, so that it had better be seldom; and a laptop has other uses for its memory.
	mostPercent, leastPercent = 400, 100
	roomForGarbage            = 1 << 30

	// Garbage is collected between blocks when what so many more of them leave may not fit in its room, before it has to be,
	// in one of them; a block counts for a leastBlock-th of the room at least.
	blocksAhead, leastBlock = 2, 20

	// Where there is less room than leastRoom, be it that all is small or that GOMEMLIMIT leaves no more, Go decides.
	leastRoom = 64 << 20
)

// Collector has the garbage collector work when no block is under way, and not too often. There
// is one for a process, which it is for to decide: it changes GOGC.
type Collector struct {
	mu      sync.Mutex
	percent int    // as it was set; 0 for not yet
	before  int    // what End sets again
	heap    uint64 // bytes, when it was looked at last
	running atomic.Bool
	collect func()
	set     func(percent int) (before int)
}

// NewCollector returns one for a process that leaves GOGC to it.
func NewCollector() *Collector {
	return &Collector{collect: runtime.GC, set: debug.SetGCPercent}
}

// Between is called when a block is committed. It waits for no collection.
func (c *Collector) Between() {
	s := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/gc/heap/goal:bytes"}, {Name: "/gc/heap/live:bytes"}}
	metrics.Read(s)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.between(s[0].Value.Uint64(), s[1].Value.Uint64(), s[2].Value.Uint64())
}

// between decides by the bytes of the heap, those at which a collection begins, and those that
// were alive after the last one.
func (c *Collector) between(heap, goal, live uint64) {
	block := uint64(max(int64(heap)-int64(c.heap), 0))
	c.heap = heap
	if percent := percentFor(live); percent != c.percent {
		before := c.set(percent)
		if c.percent == 0 {
			c.before = before
		}
		c.percent = percent
		return // the goal is another one now
	}
	if goal < live+leastRoom || heap+blocksAhead*max(block, (goal-live)/leastBlock) < goal || !c.running.CompareAndSwap(false, true) {
		return
	}
	go func() {
		defer c.running.Store(false)
		c.collect()
	}()
}

// End leaves GOGC as it was found; Between is not called any more. A collection that is under way ends by itself.
func (c *Collector) End() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.percent != 0 {
		c.set(c.before)
	}
}

// percentFor is GOGC for so many bytes alive, in steps of ten, so that it is seldom changed.
func percentFor(live uint64) int {
	percent := 100 * float64(roomForGarbage) / math.Max(float64(live), 1)
	return 10 * int(min(max(percent, leastPercent), mostPercent)/10)
}
