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

// listen returns a channel that is closed at the next change.
func (p *Pace) listen() <-chan struct{} {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.changed
}

func (p *Pace) signal() {
	close(p.changed)
	p.changed = make(chan struct{})
}
