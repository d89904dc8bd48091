// Package turns shares processors between a block under way and work that can wait for it.
//
// Go's scheduler knows no priorities: each time a step of a block waits for another one, all that runs meanwhile is
// served first, and recovering the senders of a batch takes milliseconds. A block has dozens of such steps. So that work
// is done in short turns, as many at a time as there are processors, and one fewer from when a block is begun until it is
// committed. Nothing is lost by it, since what arrives while a block is built is for the next one.
package turns

import (
	"runtime"
	"sync"
	"time"
)

// longestHurry bounds for how long a block may have a processor for itself: one that isn't committed, because its round
// failed or its proposer was too late, tells nobody.
const longestHurry = 200 * time.Millisecond

// Turns may be used concurrently.
type Turns struct {
	cores int
	now   func() time.Time

	mu    sync.Mutex
	given *sync.Cond
	taken int
	block uint64    // that is under way,
	until time.Time // at most until then
}

// New returns turns on the processors that Go may use.
func New() *Turns {
	t := &Turns{cores: runtime.GOMAXPROCS(0), now: time.Now}
	t.given = sync.NewCond(&t.mu)
	return t
}

// Take waits for a turn, which Give ends: of a millisecond or so. Whoever has one must not take another.
func (t *Turns) Take() {
	t.mu.Lock()
	defer t.mu.Unlock()
	for t.taken >= t.most() {
		t.given.Wait() // somebody has a turn and gives it back
	}
	t.taken++
}

// Give ends a turn.
func (t *Turns) Give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.taken--
	t.given.Signal()
}

// most is how many turns there are at a time: one at least.
func (t *Turns) most() int {
	if !t.until.IsZero() && t.now().Before(t.until) {
		return max(t.cores-1, 1)
	}
	return t.cores
}

// Hurry says that a block of this number, the next one, is under way.
func (t *Turns) Hurry(number uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.block, t.until = number, t.now().Add(longestHurry)
}

// Done says that the block of this number is committed, perhaps not for the first time.
func (t *Turns) Done(number uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if number >= t.block {
		t.until = time.Time{}
		t.given.Broadcast()
	}
}
