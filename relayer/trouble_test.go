package relayer

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// TestOneLanesTroubleIsItsOwn: whatever happens to the first lane, the second
// delivers at its usual pace.
func TestOneLanesTroubleIsItsOwn(t *testing.T) {
	block := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for name, trouble := range map[string]func(r *route, c *LaneConfig){
		"target panics at its Inbox":      func(r *route, _ *LaneConfig) { r.target.onInbox = func(context.Context) error { panic("defect") } },
		"target panics at its signer set": func(r *route, _ *LaneConfig) { r.target.onSet = func(context.Context) error { panic("defect") } },
		"target panics at Submit":         func(r *route, _ *LaneConfig) { r.target.afterQueue = func(context.Context) error { panic("defect") } },
		"target never answers":            func(r *route, _ *LaneConfig) { r.target.onInbox = block },
		"target never takes a delivery":   func(r *route, _ *LaneConfig) { r.target.afterQueue = block },
		"target fails": func(r *route, _ *LaneConfig) {
			r.target.onInbox = func(context.Context) error { return chains.ErrUnavailable }
		},
		"target has no lane": func(r *route, _ *LaneConfig) {
			r.target.onInbox = func(context.Context) error { return chains.ErrUnknownLane }
		},
		"nothing is mined": func(r *route, _ *LaneConfig) { r.inbox.held["one"] = true },
		"paused":           func(r *route, _ *LaneConfig) { r.inbox.paused = true },
		"absurd signer set": func(r *route, _ *LaneConfig) {
			r.inbox.sets[r.inbox.verifier] = messages.SignerSet{Threshold: 4, Epoch: 1, Signers: addresses(0)}
		},
		"lane diverges": func(r *route, _ *LaneConfig) {
			r.source.Rewrite(messages.Position{Nonce: 1, Accumulator: messages.Accumulator{1}})
			r.inbox.at = messages.Position{Nonce: 1, Accumulator: messages.Accumulator{2}}
		},
		"observer can't be made": func(_ *route, c *LaneConfig) {
			c.Observe = func(messages.Position) (Observer, error) { return nil, errors.New("no endpoints") }
		},
		"observer panics": func(_ *route, c *LaneConfig) {
			c.Observe = func(messages.Position) (Observer, error) { panic("defect") }
		},
		"evidence can't be kept": func(r *route, c *LaneConfig) {
			r.source.Rewrite(messages.Position{Nonce: 1, Accumulator: messages.Accumulator{1}})
			r.inbox.at = messages.Position{Nonce: 1, Accumulator: messages.Accumulator{2}}
			c.OnHalt = func(error) { panic("disk") }
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				bad, good := newRoute(9001), newRoute(9003)
				w := newWorld(t, bad, good)
				run := w.start(nil, func(c *LaneConfig) {
					if c.Lane == bad.inbox.lane {
						bad.inbox.locked(func() { trouble(bad, c) })
					}
				})
				bad.send(5)
				for n := 10; n <= 100; n += 10 {
					good.send(10)
					started := time.Now()
					w.eventually("the good lane delivers", func() bool { handled, _, _ := good.inbox.count(); return len(handled) == n })
					if took := time.Since(started); took > 3*time.Second {
						t.Fatalf("the good lane took %v", took)
					}
				}
				w.exactlyOnce(good, 100)
				if status := run.lane(1); status.State != Following {
					t.Errorf("good lane is %s: %s", status.State, status.Error)
				}
				// (A target that panics after it took the transaction has delivered nevertheless.)
				if status := run.lane(0); status.State == Following && status.Delivered == status.Proven && name != "target panics at Submit" {
					t.Errorf("bad lane is well: %+v", status)
				}
			})
		})
	}
}

// TestDivergenceHaltsForGood: once, with evidence, and whatever is under way.
func TestDivergenceHaltsForGood(t *testing.T) {
	for name, held := range map[string]bool{"at rest": false, "with a delivery that is stuck": true} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				run := w.start(nil, nil)
				r.send(5)
				w.exactlyOnce(r, 5)
				if held {
					r.inbox.hold("one", true)
					r.send(5)
					time.Sleep(2 * time.Second)
				}
				// The source chain is rewritten below what it had made final.
				r.source.Rewrite(messages.Position{Nonce: 4, Accumulator: messages.Accumulator{4}})
				r.source.Send(1, 0) // somebody looks
				w.eventually("halted", func() bool { return len(r.halted()) > 0 })
				time.Sleep(10 * time.Minute)
				halts := r.halted()
				var divergence *observe.DivergenceError
				if len(halts) != 1 || !errors.As(halts[0], &divergence) || !divergence.Certain || divergence.Proven.Nonce != 4 {
					t.Fatalf("halts: %v", halts)
				}
				if status := run.lane(0); status.State != Halted || status.Error == "" || run.Ready() == nil {
					t.Errorf("status %+v", status)
				}
			})
		})
	}
}

// frozenClient believes its chain until it is shown a conflict.
type frozenClient struct {
	lightclient.Client
	frozen atomic.Bool
}

func (c *frozenClient) Update(ctx context.Context) (lightclient.Final, error) {
	if c.frozen.Load() {
		return lightclient.Final{}, &lightclient.FrozenError{Evidence: lightclient.Evidence{ChainID: 9001, Number: 3, Trusted: lightclient.Header{Hash: common.Hash{1}}}}
	}
	return c.Client.Update(ctx)
}

func TestFrozenLightClientHalts(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		client := &frozenClient{Client: r.source}
		r.client = client
		run := w.start(nil, nil)
		r.send(5)
		w.exactlyOnce(r, 5)
		client.frozen.Store(true)
		r.send(5)
		w.eventually("halted", func() bool { return len(r.halted()) == 1 })
		var frozen *lightclient.FrozenError
		if err := r.halted()[0]; !errors.As(err, &frozen) || frozen.Evidence.Number != 3 {
			t.Fatalf("halted with %v", err)
		}
		time.Sleep(time.Minute)
		if handled, _, _ := r.inbox.count(); len(handled) != 5 || run.lane(0).State != Halted {
			t.Errorf("%d messages delivered, state %s", len(handled), run.lane(0).State)
		}
	})
}

// TestBatchIsSplit: the Inbox needs more gas than the model says. The batch goes
// in parts under its one attestation.
func TestBatchIsSplit(t *testing.T) {
	for name, c := range map[string]struct {
		cost  uint64 // gas of each of 10 messages
		parts int
	}{
		"the transaction's limit is enough": {1_500_000, 1},
		"two parts":                         {3_000_000, 2},
		"each alone":                        {15_000_000, 10},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				r.inbox.cost = func(*messages.Message) uint64 { return c.cost }
				r.limits.Age = 0
				run := w.start(nil, nil)
				r.send(10)
				w.exactlyOnce(r, 10)
				_, mined, wasted := r.inbox.count()
				if mined != c.parts || wasted != 0 {
					t.Errorf("%d transactions, %d for nothing; want %d and none", mined, wasted, c.parts)
				}
				w.bus.mu.Lock()
				if w.bus.requests != 1 {
					t.Errorf("approval was asked %d times, want once for all parts", w.bus.requests)
				}
				w.bus.mu.Unlock()
				if counts := run.Index().Counts(r.inbox.lane.ID()); counts[index.Delivered] != 10 {
					t.Errorf("view %v", counts)
				}
				if status := run.lane(0); status.InFlight != 0 || status.State != Following {
					t.Errorf("status %+v", status)
				}
				r.send(5) // the slot is free again
				w.exactlyOnce(r, 15)
			})
		})
	}
}

// TestLargeBatchWaitsForTheOnesBefore: what is delivered in parts is simulated,
// which needs everything before it to be mined.
func TestLargeBatchWaitsForTheOnesBefore(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.maxRun = 6
		r.inbox.hold("one", true)
		run := w.start(nil, nil)
		r.send(5)
		w.eventually("broadcast", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Submitted] == 5 })
		r.send(10)
		time.Sleep(5 * time.Second)
		r.inbox.hold("one", false)
		w.exactlyOnce(r, 15)
		if _, mined, wasted := r.inbox.count(); mined != 3 || wasted != 0 || run.restarts(t) != 0 {
			t.Errorf("%d transactions, %d for nothing, %v restarts; want 3, none, none", mined, wasted, run.restarts(t))
		}
	})
}

// TestMessageThatNeverFits: it holds its lane, is named, and goes through once the
// guardian has lowered the bound above which the Inbox calls no handler.
func TestMessageThatNeverFits(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.cost = func(m *messages.Message) uint64 {
			if m.Nonce == 4 {
				return 17_000_000
			}
			return 1_000
		}
		run := w.start(nil, nil)
		r.send(10)
		w.eventually("the others before it are delivered", func() bool { handled, _, _ := r.inbox.count(); return len(handled) == 3 })
		w.eventually("it is named", func() bool {
			status := run.lane(0)
			found, _, err := run.Index().Find(index.Query{Lane: status.ID, Nonce: 4, Limit: 1})
			return err == nil && status.State == BackingOff && strings.Contains(status.Error, ErrNeverFits.Error()) &&
				strings.Contains(status.Error, "nonce 4") && strings.Contains(found[0].Reason, ErrNeverFits.Error())
		})
		r.inbox.locked(func() { r.inbox.maxGas = 50_000 })
		w.exactlyOnce(r, 10)
		if counts := run.Index().Counts(r.inbox.lane.ID()); counts[index.Failed] != 7 || counts[index.Delivered] != 3 {
			t.Errorf("view %v", counts)
		}
	})
}

// TestBackOffIsBounded: no answer of a target makes the relayer ask in a tight
// loop, none makes it wait longer than the bound.
func TestBackOffIsBounded(t *testing.T) {
	for name, answer := range map[string]error{
		"unavailable": chains.ErrUnavailable, "moved on": errStartOver, "nothing new": chains.ErrNothingNew, "gap": chains.ErrGap,
		"unattested": chains.ErrUnattested, "set changed": approve.ErrSetChanged, "paused": chains.ErrLanePaused,
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				var asked []time.Time
				r.target.onInbox = func(context.Context) error {
					asked = append(asked, time.Now())
					return fmt.Errorf("scripted: %w", answer)
				}
				run := w.start(nil, nil)
				time.Sleep(10 * time.Minute)
				run.stop()
				if n := len(asked); n < 30 || n > 700 {
					t.Errorf("asked %d times in ten minutes", n)
				}
				for i := 1; i < len(asked); i++ {
					if gap := asked[i].Sub(asked[i-1]); gap > maxRestart || gap < firstRestart/2 {
						t.Errorf("wait %d is %v, want %v to %v", i, gap, firstRestart/2, maxRestart)
					}
				}
			})
		})
	}
}

// TestProgressResetsTheBackOff: a lane that works between troubles is not slowed by
// the troubles of before.
func TestProgressResetsTheBackOff(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		var delivered atomic.Int32
		w.start(func(_ *running, at Point) {
			if at == PointCut && delivered.Load() > 0 && delivered.Swap(0) > 0 {
				panic("now and then")
			}
			if at == PointDelivered {
				delivered.Add(1)
			}
		}, nil)
		started := time.Now()
		for n := 1; n <= 20; n++ {
			r.send(1)
			w.eventually("delivered", func() bool { handled, _, _ := r.inbox.count(); return len(handled) == n })
		}
		if took := time.Since(started); took > 20*3*time.Second {
			t.Errorf("took %v", took)
		}
	})
}

// TestStopIsPrompt: whatever a lane waits for, its relayer stops at once and leaves
// nothing behind (the bubble sees to that).
func TestStopIsPrompt(t *testing.T) {
	block := func(ctx context.Context) error { <-ctx.Done(); return ctx.Err() }
	for name, arrange := range map[string]func(w *world, r *route){
		"idle":                     func(*world, *route) {},
		"while it reads the Inbox": func(_ *world, r *route) { r.target.onInbox = block },
		"while it reads the set":   func(_ *world, r *route) { r.target.onSet = block },
		"while it backs off": func(_ *world, r *route) {
			r.target.onInbox = func(context.Context) error { return chains.ErrUnavailable }
		},
		"while it submits":          func(_ *world, r *route) { r.target.afterQueue = block; r.send(50) },
		"while nothing is mined":    func(_ *world, r *route) { r.inbox.hold("one", true); r.send(500) },
		"while nobody approves":     func(w *world, r *route) { w.bus.silent = true; r.send(500) },
		"while paused":              func(_ *world, r *route) { r.inbox.paused = true },
		"with a full queue of work": func(_ *world, r *route) { r.inbox.hold("one", true); r.send(9_000) },
		"after it has halted": func(_ *world, r *route) {
			r.source.Rewrite(messages.Position{Nonce: 1, Accumulator: messages.Accumulator{1}})
			r.inbox.at = messages.Position{Nonce: 1, Accumulator: messages.Accumulator{2}}
		},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				arrange(w, r)
				run := w.start(nil, nil)
				time.Sleep(5 * time.Second)
				stopped := time.Now()
				run.stop()
				if took := time.Since(stopped); took > 0 {
					t.Errorf("took %v", took)
				}
				if run.err != nil {
					t.Error(run.err)
				}
			})
		})
	}
}

// TestDeafBusEndsTheRelayer: without answers nothing would ever be approved, so
// that somebody has to know.
func TestDeafBusEndsTheRelayer(t *testing.T) {
	story(t, func(t *testing.T, w *world, _ *route) {
		run := w.start(nil, nil)
		time.Sleep(time.Second)
		close(w.bus.deaf)
		<-run.done
		if !errors.Is(run.err, errDeaf) {
			t.Fatalf("ended with %v", run.err)
		}
	})
}
