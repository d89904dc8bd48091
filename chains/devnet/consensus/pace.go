package consensus

import (
	"fmt"
	"sync"
	"time"
)

// Pace says when the next block is due. The validators of one process share one, so that a change reaches them all.
// All methods may be called concurrently.
type Pace struct {
	mu      sync.Mutex
	period  time.Duration
	until   uint64
	era     uint64 // counts rewinds
	changed chan struct{}
}

// NewPace returns a pace with a block period: the least time between the starts of two blocks, or 0 for on-demand
// mode, in which a block is made only when the ledger says that work is pending or Mine asked for it.
func NewPace(period time.Duration) (*Pace, error) {
	if period < 0 {
		return nil, fmt.Errorf("block period is %s, want 0 (on demand) or more", period)
	}
	return &Pace{period: period, changed: make(chan struct{})}, nil
}

// SetPeriod changes the block period; the block being waited for already follows the new one.
func (p *Pace) SetPeriod(period time.Duration) error {
	if period < 0 {
		return fmt.Errorf("block period is %s, want 0 (on demand) or more", period)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.period = period
	p.signal()
	return nil
}

// Period returns the block period; 0 is on-demand mode.
func (p *Pace) Period() time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.period
}

// Mine asks for blocks up to a height at once, empty ones too. It returns immediately.
func (p *Pace) Mine(until uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ask(until)
}

// more asks for n blocks above a head, which is not moved back meanwhile, and returns the height of the last, and how often
// the head was moved back before.
func (p *Pace) more(head func() uint64, n uint64) (until, era uint64) {
	p.mu.Lock()
	defer p.mu.Unlock()
	until = head() + n
	p.ask(until)
	return until, p.era
}

func (p *Pace) ask(until uint64) {
	if until > p.until {
		p.until = until
		p.signal()
	}
}

// target returns the height up to which blocks were asked for.
func (p *Pace) target() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.until
}

// filling is for how long a block may be filled: where more is sent than can be executed, blocks of one period each, and
// not of all that waits, are what keeps the period, and those who wait from waiting for two of them. It is 0, without end,
// for what is asked for or made on demand.
func (p *Pace) filling(height uint64) time.Duration {
	p.mu.Lock()
	defer p.mu.Unlock()
	if height <= p.until || p.period == 0 {
		return 0
	}
	return max(p.period, leastFill)
}

// listen returns a channel that is closed at the next change.
func (p *Pace) listen() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

// rhythm counts block periods for one validator, from the start of one height to the start of the next.
type rhythm struct {
	opened  uint64    // the last height that was seen to start
	started time.Time // when it did, or was due to
}

// follow takes a new head. If its height was decided without this validator, or before it ran, nobody knows when it
// started, and the period begins now.
func (r *rhythm) follow(head uint64, now time.Time) {
	if r.started.IsZero() || r.opened < head {
		r.opened, r.started = head, now
	}
}

// open notes that a height starts; only the first call for a height counts. A height that is on time counts from when
// it was due, so that the time a timer or a block takes does not add to the period; one that is early, or late by a
// whole period, counts from now: no burst of blocks makes up for lost time.
func (r *rhythm) open(height uint64, now time.Time, period time.Duration) {
	if height <= r.opened {
		return
	}
	due := r.started.Add(period)
	if late := now.Sub(due); late < 0 || late >= period {
		due = now
	}
	r.opened, r.started = height, due
}

// wait returns how long it is until the next height is due; zero or less means that it is.
func (r *rhythm) wait(now time.Time, period time.Duration) time.Duration {
	return r.started.Add(period).Sub(now)
}

func (p *Pace) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}
