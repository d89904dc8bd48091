package relayer

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// twoFaced is a target with several endpoints. All but the last lie about where the
// Inbox stands; the next one is asked when the one before is doubted.
type twoFaced struct {
	*memTarget
	lie              messages.Position
	endpoints, asked atomic.Int64
}

func (t *twoFaced) Inbox(ctx context.Context, sourceChain uint64) (chains.Inbox, error) {
	inbox, err := t.memTarget.Inbox(ctx, sourceChain)
	if t.asked.Load()%t.endpoints.Load() != t.endpoints.Load()-1 {
		inbox.Position = t.lie
	}
	return inbox, err
}

func (t *twoFaced) Doubt() int {
	t.asked.Add(1)
	return int(t.endpoints.Load())
}

// TestAttackEndpointThatLiesAboutTheInboxHaltsNothing: the source chain is honest and
// the Inbox is where it should be; only an endpoint says otherwise.
func TestAttackEndpointThatLiesAboutTheInboxHaltsNothing(t *testing.T) {
	for name, lie := range map[string]uint64{"behind what is proven": 4, "ahead of it": 1 << 40} {
		for _, endpoints := range []int64{2, 5} {
			t.Run(fmt.Sprintf("%s, %d endpoints", name, endpoints), func(t *testing.T) {
				story(t, func(t *testing.T, w *world, r *route) {
					target := &twoFaced{memTarget: r.target, lie: messages.Position{Nonce: lie, Accumulator: messages.Accumulator{0xbb}}}
					target.endpoints.Store(endpoints)
					r.send(10)
					run := w.start(nil, func(c *LaneConfig) { c.Target = target })
					w.exactlyOnce(r, 10)
					time.Sleep(10 * time.Minute) // and there it rests
					if n := run.restarts(t); n > float64(endpoints) || run.lane(0).Delivered.Nonce != 10 {
						t.Errorf("%v restarts, delivered %+v", n, run.lane(0).Delivered)
					}
					if halts := r.halted(); len(halts) != 0 || run.lane(0).State != Following {
						t.Errorf("state %s, halts %v", run.lane(0).State, halts)
					}
				})
			})
		}
	}
}

// foreign is a target with two endpoints, of which the first is of another deployment,
// or of another chain that has an Inbox at the same address.
type foreign struct {
	*memTarget
	change  func(*chains.Inbox) error
	doubted atomic.Int64
}

func (t *foreign) Inbox(ctx context.Context, sourceChain uint64) (chains.Inbox, error) {
	inbox, err := t.memTarget.Inbox(ctx, sourceChain)
	if t.doubted.Load()%2 == 0 {
		err = t.change(&inbox)
	}
	return inbox, err
}

func (t *foreign) Doubt() int {
	t.doubted.Add(1)
	return 2
}

// TestAttackEndpointOfAnotherDeploymentIsPassedOver: one endpoint of the target shows
// another Inbox than the configured one. The honest one beside it is asked, and the
// lane goes on.
func TestAttackEndpointOfAnotherDeploymentIsPassedOver(t *testing.T) {
	for name, change := range map[string]func(*chains.Inbox) error{
		"another inbox": func(i *chains.Inbox) error { i.ID[0] ^= 1; return nil },
		"another lane":  func(i *chains.Inbox) error { i.Lane[0] ^= 1; return nil },
		"no lane":       func(*chains.Inbox) error { return chains.ErrUnknownLane },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				target := &foreign{memTarget: r.target, change: change}
				r.send(10)
				w.start(nil, func(c *LaneConfig) { c.Target = target })
				w.exactlyOnce(r, 10)
				if n := target.doubted.Load(); n != 1 {
					t.Errorf("an endpoint was doubted %d times, want once", n)
				}
			})
		})
	}
}

// TestForgedCheckpointHaltsForGood: every endpoint says that the Inbox is off the
// lane, as it is after a forged checkpoint.
func TestForgedCheckpointHaltsForGood(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.send(10)
		r.inbox.locked(func() { r.inbox.at = messages.Position{Nonce: 4, Accumulator: messages.Accumulator{0xbb}} })
		run := w.start(nil, nil)
		w.eventually("halted", func() bool { return len(r.halted()) > 0 })
		time.Sleep(10 * time.Minute)
		var divergence *observe.DivergenceError
		if halts := r.halted(); len(halts) != 1 || !errors.As(halts[0], &divergence) || !divergence.Certain || run.lane(0).State != Halted {
			t.Fatalf("state %s, halts %v", run.lane(0).State, halts)
		}
	})
}
