package beacontest

import (
	"context"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// ExecutionFunc is a function as an Execution.
type ExecutionFunc func(ctx context.Context) (*types.Header, error)

// Newest implements Execution.
func (f ExecutionFunc) Newest(ctx context.Context) (*types.Header, error) { return f(ctx) }

// Run adds a block at the beginning of each slot of the machine's clock, until ctx ends. A
// slot in which the execution chain has nothing new, or does not answer, stays empty.
func (c *Chain) Run(ctx context.Context) {
	for {
		now := time.Now()
		slot := c.net.SlotAt(now)
		if slot > c.Head().Header.Slot {
			_, _ = c.Add(ctx, slot) // an empty slot, then
		}
		timer := time.NewTimer(c.net.TimeOf(slot + 1).Sub(now))
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
	}
}
