package relayer

import (
	"context"
	"errors"
	"testing"
	"time"
)

// remembering is a target whose deliveries of an earlier run are not mined yet.
type remembering struct {
	*memTarget
	mined chan struct{}
}

func (t *remembering) Settled(ctx context.Context) error {
	select {
	case <-t.mined:
		return nil
	case <-ctx.Done():
		return errors.Join(ctx.Err(), errors.New("still in the pool"))
	}
}

// TestRestartedRelayerWaitsForItsFormerDeliveries: the process was killed with a
// delivery in the pool. The Inbox does not show it yet; paying for the same messages
// again would be for nothing.
func TestRestartedRelayerWaitsForItsFormerDeliveries(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		target := &remembering{r.target, make(chan struct{})}
		r.send(10)
		w.start(nil, func(c *LaneConfig) { c.Target = target })
		time.Sleep(settlePatience / 2)
		if _, mined, _ := r.inbox.count(); mined != 0 {
			t.Fatalf("%d transactions before the former ones are mined", mined)
		}
		close(target.mined)
		w.exactlyOnce(r, 10)
	})
}

// TestStuckFormerDeliveryHoldsUpNobodyForEver: what is stuck behind its price must
// not stop the lane.
func TestStuckFormerDeliveryHoldsUpNobodyForEver(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.send(10)
		w.start(nil, func(c *LaneConfig) { c.Target = &remembering{r.target, make(chan struct{})} })
		time.Sleep(settlePatience)
		w.exactlyOnce(r, 10)
	})
}
