// Package turns shares processors between a block under way and work that can wait for it.
//
// Go's scheduler knows no priorities: each time a step of a block waits for another one, all that runs meanwhile is
// served first, and recovering the senders of a batch takes milliseconds. A block has dozens of such steps. So that work
// is done in short turns, as many at a time as there are processors, and one fewer from when a block is begun until it is
// committed, or none where there is time enough between blocks. Nothing is lost by it, since what arrives while a block is
// built is for the next one. Garbage is collected between blocks for the same reason.
package turns

import (
	"runtime"
	"sync"
	"time"
)

const (
	// longestHurry bounds for how long a block may keep processors to itself: one that isn't committed, because its round
	// failed or its proposer was too late, tells nobody.
	longestHurry = 200 * time.Millisecond

	// Where turns took less than idleShare of the time between the last two blocks, and there are at most fewCores, a block
	// has all of them: what waits meanwhile is soon done, and two threads of one core are not two cores.
	// So short a time says nothing of it: who waited has not had a turn yet.
	idleShare    = 0.5
	fewCores     = 4
	shortestTime = 10 * time.Millisecond
)

// Turns may be used concurrently.
type Turns struct {
	cores int
	now   func() time.Time

	mu    sync.Mutex
	given *sync.Cond
	taken int
	alone int // steps of blocks that work on all processors

	block   uint64    // that is under way,
	until   time.Time // at most until then; zero if none is
	pause   bool      // for its sake no turns begin
	gaveUp  uint64    // the last block that took too long: it has no second pause
	expiry  *time.Timer
	began   time.Time // when the last block was done
	used    time.Duration
	counted time.Time // up to when used is the time of all turns since began
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
		t.given.Wait() // for a turn that is given back, or the end of a block or a step
	}
	t.count()
	t.taken++
}

// Give ends a turn.
func (t *Turns) Give() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.count()
	t.taken--
	t.given.Signal()
}

// count adds what turns took since it was counted last.
func (t *Turns) count() {
	now := t.now()
	t.used += now.Sub(t.counted) * time.Duration(t.taken)
	t.counted = now
}

// most is how many turns there may be at a time.
func (t *Turns) most() int {
	switch {
	case t.alone > 0 || t.pause:
		return 0
	case t.until.IsZero():
		return t.cores
	}
	return max(t.cores-1, 1)
}

// Hurry says that a block of this number, the next one, is under way.
func (t *Turns) Hurry(number uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.until.IsZero() {
		t.block = max(t.block, number) // whoever is late doesn't end it
		return
	}
	t.count()
	t.block = number
	since := t.now().Sub(t.began)
	t.pause = t.cores <= fewCores && number != t.gaveUp && since >= shortestTime && float64(t.used) < idleShare*float64(since)*float64(t.cores)
	t.until = t.now().Add(longestHurry)
	t.expiry = time.AfterFunc(longestHurry, t.expire)
}

// expire ends a hurry that has been long enough, whatever block it is for by now: one may have come from elsewhere.
func (t *Turns) expire() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.until.IsZero() && !t.now().Before(t.until) {
		t.gaveUp = t.block
		t.relax()
	}
}

// relax ends a hurry.
func (t *Turns) relax() {
	t.expiry.Stop()
	t.until, t.pause = time.Time{}, false
	t.count()
	t.began, t.used = t.now(), 0
	t.given.Broadcast()
}

// Alone begins a step of a block that works on all processors, and ends it with what it
// returns: of some milliseconds. No turns begin in it.
func (t *Turns) Alone() (end func()) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.alone++
	return func() {
		t.mu.Lock()
		defer t.mu.Unlock()
		t.alone--
		t.given.Broadcast()
	}
}

// Done says that the block of this number is committed, perhaps not for the first time.
func (t *Turns) Done(number uint64) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if number >= t.block && !t.until.IsZero() {
		t.relax()
	}
}
