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
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
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
	for name, lie := range map[string]uint64{"behind what is proven": 4, "ahead of it": 1 << 40, "before all, of another lane": 0} {
		for _, endpoints := range []int64{2, 5} {
			t.Run(fmt.Sprintf("%s, %d endpoints", name, endpoints), func(t *testing.T) {
				story(t, func(t *testing.T, w *world, r *route) {
					client := &clocked{Chain: r.source}
					client.honest.Store(true)
					r.client = client
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

// clocked makes the source chain show a new final header at every look, of the time
// of day. Until it is honest its headers show the lane at another position than the
// chain's, as those of a client do that lags, or of another history.
type clocked struct {
	*observetest.Chain
	shows  atomic.Pointer[messages.Position]
	honest atomic.Bool
	ahead  time.Duration // of the chain's clock before ours
}

func (c *clocked) Update(ctx context.Context) (lightclient.Final, error) {
	c.SetTime(uint64(time.Now().Add(c.ahead).Unix()))
	if c.honest.Load() {
		c.Seal()
	} else {
		c.Rewrite(*c.shows.Load())
	}
	return c.Chain.Update(ctx)
}

// TestSourceThatForgotWhatWasDeliveredHalts: the source chain was reorganised below
// what the Inbox has, while no relayer was there to see it. A relayer that starts
// afterwards has no memory of the former branch; the chain's own time tells it that
// what it waits for will never come.
func TestSourceThatForgotWhatWasDeliveredHalts(t *testing.T) {
	for name, left := range map[string]int{"some messages are left": 3, "none is left": 0} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				client := &clocked{Chain: r.source}
				client.honest.Store(true)
				r.client = client
				if left > 0 {
					r.send(left)
				}
				delivered := messages.Position{Nonce: 10, Accumulator: messages.Accumulator{0xbb}}
				r.inbox.locked(func() { r.inbox.at = delivered })
				run := w.start(nil, nil)
				time.Sleep(sourceSkew)
				if halts := r.halted(); len(halts) != 0 {
					t.Fatalf("halted before it was certain: %v", halts)
				}
				time.Sleep(10 * time.Minute)
				var divergence *observe.DivergenceError
				halts := r.halted()
				if len(halts) != 1 || !errors.As(halts[0], &divergence) || run.lane(0).State != Halted {
					t.Fatalf("state %s, halts %v, want one", run.lane(0).State, halts)
				}
				if !divergence.Certain || divergence.Known != delivered || divergence.Proven.Nonce != uint64(left) {
					t.Errorf("evidence %+v", divergence)
				}
			})
		})
	}
}

// TestClientThatLagsIsNoDivergence: the signers are ahead of the relayer's light
// client: for long, or on a chain whose clock is wrong. The lane waits, and goes on
// when the client has caught up.
func TestClientThatLagsIsNoDivergence(t *testing.T) {
	for name, lag := range map[string]struct{ ahead, lasts time.Duration }{
		"an hour behind": {-time.Hour, 30 * time.Minute},
		"for a moment, on a chain whose clock is hours ahead": {5 * time.Hour, sourceSkew + 30*time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				client := &clocked{Chain: r.source, ahead: lag.ahead}
				start := r.inbox.lane.Start()
				client.shows.Store(&start)
				r.client = client
				r.source.Send(10, 16)
				r.others(10)
				run := w.start(nil, nil)
				time.Sleep(lag.lasts)
				if halts := r.halted(); len(halts) != 0 || run.lane(0).State == Halted {
					t.Fatalf("state %s, halts %v", run.lane(0).State, halts)
				}
				client.honest.Store(true)
				r.send(5)
				w.exactlyOnce(r, 15)
			})
		})
	}
}

// TestClientThatAlwaysLagsIsNoDivergence: another relayer delivers, again and again,
// what this one's client does not know yet. No single position stays unproven for
// long, and the next one is not held against the lane for the one before.
func TestClientThatAlwaysLagsIsNoDivergence(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		client := &clocked{Chain: r.source, ahead: 5 * time.Hour}
		start := r.inbox.lane.Start()
		client.shows.Store(&start)
		r.client = client
		const lag, step = 3, 30 * time.Second
		r.source.Send(lag, 16)
		r.others(lag)
		run := w.start(nil, nil)
		for nonce := uint64(lag + 1); nonce <= 30; nonce++ {
			r.source.Send(1, 16)
			r.others(nonce)
			client.shows.Store(&messages.Position{Nonce: nonce - lag, Accumulator: r.accumulator(nonce - lag)})
			time.Sleep(step)
			if halts := r.halted(); len(halts) != 0 || run.lane(0).State == Halted {
				t.Fatalf("at nonce %d: state %s, halts %v", nonce, run.lane(0).State, halts)
			}
		}
		client.honest.Store(true)
		r.send(1)
		w.eventually("all are delivered", func() bool { return run.lane(0).Delivered.Nonce == 31 })
	})
}
