package devnet

import (
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
)

// clock is the chain's: the machine's, moved ahead by whoever tests what takes days.
// All validators of a node have the same one, so that they agree on what lies in the
// future. It is not moved back behind the head, as timestamps don't fall, unless the chain is too.
//
// What is moved is the chain's time alone. Block periods, timeouts of consensus and the
// life of transactions and filters are counted on the machine's clock. Whoever follows
// the chain with a clock of his own takes its headers for headers from the future: he
// has to move it too, as e2e does with its daemons.
type clock struct {
	now  func() time.Time
	head func() *types.Header

	mu     sync.Mutex
	ahead  time.Duration // of the machine's clock
	pinned uint64        // the next block's timestamp in Unix seconds; 0 for none
}

// newClock goes on where the chain is: one whose clock was moved ahead and that was
// started again would have to wait until the world caught up.
func newClock(now func() time.Time, head func() *types.Header) *clock {
	c := &clock{now: now, head: head}
	c.ahead = max(0, time.Unix(int64(head().Time), 0).Sub(now()))
	return c
}

// Now is the timestamp of a block that is proposed now.
func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.read()
}

func (c *clock) read() time.Time {
	if c.pinned == 0 {
		return c.now().Add(c.ahead)
	}
	head := c.head().Time
	if head < c.pinned {
		return time.Unix(int64(c.pinned), 0) // stands still until a block has it
	}
	// A block that was being decided may have come with a later one: behind that the clock can't go.
	at := time.Unix(int64(max(c.pinned, head)), 0)
	c.ahead, c.pinned = at.Sub(c.now()), 0
	return at
}

// Latest implements consensus.Clock: who fixes an earlier timestamp than the clock shows says nothing against the block that
// is being decided.
func (c *clock) Latest() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	at := c.read()
	if running := c.now().Add(c.ahead); running.After(at) {
		return running
	}
	return at
}

// IncreaseTime implements rpcapi.TimeControl. Where the next block's timestamp is fixed
// too, that one counts, as on anvil.
func (c *clock) IncreaseTime(seconds uint64) (total uint64, err error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read()
	if seconds > uint64(maxAhead/time.Second) || c.ahead+time.Duration(seconds)*time.Second > maxAhead {
		return 0, fmt.Errorf("increase time by %d s: the clock is %s ahead, want at most %d s in all", seconds, c.ahead, uint64(maxAhead/time.Second))
	}
	c.ahead += time.Duration(seconds) * time.Second
	return uint64(max(0, c.ahead.Round(time.Second)) / time.Second), nil
}

// SetNextBlockTimestamp implements rpcapi.TimeControl. A block that is being decided
// already keeps its own.
func (c *clock) SetNextBlockTimestamp(unixSeconds uint64) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.read()
	least, most := c.head().Time, uint64(c.now().Add(maxAhead).Unix())
	if unixSeconds <= least || unixSeconds > most {
		return fmt.Errorf("timestamp %d of the next block: want more than the head's %d and at most %d", unixSeconds, least, most)
	}
	c.pinned = unixSeconds
	return nil
}

// reset sets the clock back, with the chain that was rewound; zero is the machine's time.
// Only on a developer's chain, between two runs of the validators, do timestamps fall.
func (c *clock) reset(now time.Time) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ahead, c.pinned = 0, 0
	if !now.IsZero() {
		c.ahead = now.Sub(c.now())
	}
}
