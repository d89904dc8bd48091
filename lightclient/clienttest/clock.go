package clienttest

import (
	"sync"
	"time"
)

// Clock is a test's time, which stands still until it is set. It may be used
// concurrently. The zero Clock is at the zero time.
type Clock struct {
	mu  sync.Mutex
	now time.Time
}

// NewClock returns a clock that is at a time.
func NewClock(at time.Time) *Clock { return &Clock{now: at} }

// Now returns the time.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

// Set moves the clock on to a time, never back.
func (c *Clock) Set(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if to.After(c.now) {
		c.now = to
	}
}

// SetUnix is Set to a header's time, in seconds.
func (c *Clock) SetUnix(seconds uint64) { c.Set(time.Unix(int64(seconds), 0)) }

// Add moves the clock on by some time.
func (c *Clock) Add(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// Turn sets the clock, back too.
func (c *Clock) Turn(to time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = to
}
