package bench

import (
	"context"
	"sync"
	"time"
)

// window bounds how many transactions wait for a block: more than the node's pool holds
// would be pushed back, or worse, taken and then dropped.
type window struct {
	size  int
	stall time.Duration // without any change for so long, nobody waits any longer

	mu       sync.Mutex
	changed  sync.Cond
	used     int
	moved    time.Time // when a block last held something, or something was taken
	hopeless bool
}

func newWindow(size int, stall time.Duration) *window {
	w := &window{size: size, stall: stall, moved: time.Now()}
	w.changed.L = &w.mu
	return w
}

// enter waits until n more fit in. It is false when ctx ended, or nothing has moved for so
// long that nothing will.
func (w *window) enter(ctx context.Context, n int) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	for w.used > 0 && w.used+n > w.size {
		if ctx.Err() != nil || w.hopeless {
			return false
		}
		w.changed.Wait()
	}
	if w.used == 0 { // what was before says nothing about these
		w.moved = time.Now()
	}
	w.used += n
	return ctx.Err() == nil
}

// leave takes out what a block holds, or the node did not take.
func (w *window) leave(n int) {
	if n == 0 {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.used = max(0, w.used-n)
	w.moved = time.Now()
	w.changed.Broadcast()
}

// look wakes those who wait, so that they see whether it is over, and reports how many
// transactions are under way and whether there is no hope for them.
func (w *window) look() (used int, hopeless bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.hopeless = w.used > 0 && time.Since(w.moved) > w.stall
	w.changed.Broadcast()
	return w.used, w.hopeless
}
