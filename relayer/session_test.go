package relayer

import (
	"context"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

func TestMain(m *testing.M) { leaks.Main(m) }

// story runs a test in a bubble with its own time. It ends only after every
// goroutine has.
func story(t *testing.T, f func(t *testing.T, w *world, r *route)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		f(t, newWorld(t, r), r)
	})
}

func TestMessagesArriveExactlyOnceInOrder(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		run := w.start(nil, nil)
		for range 20 {
			r.send(7)
			time.Sleep(130 * time.Millisecond)
		}
		w.exactlyOnce(r, 140)
		if _, _, wasted := r.inbox.count(); wasted != 0 {
			t.Errorf("%d transactions executed nothing", wasted)
		}
		status := run.lane(0)
		if status.State != Following || status.Delivered != status.Proven || status.Delivered.Nonce != 140 || status.InFlight != 0 || status.OldestPendingSeconds != 0 {
			t.Errorf("status %+v", status)
		}
		if counts := run.Index().Counts(status.ID); len(counts) != 1 || counts[index.Delivered] != 140 {
			t.Errorf("view %v", counts)
		}
		if err := run.Ready(); err != nil {
			t.Error(err)
		}
	})
}

// TestRestartAtEachPoint kills the relayer at each point of a batch's life, at the
// first batch and in the middle of several.
func TestRestartAtEachPoint(t *testing.T) {
	for _, point := range []Point{PointVerified, PointCut, PointApproved, PointSubmitted, PointDelivered} {
		for _, nth := range []int32{1, 2, 5} {
			if point == PointVerified && nth > 1 {
				continue // one segment holds them all
			}
			t.Run(fmt.Sprintf("%s %d", point, nth), func(t *testing.T) {
				story(t, func(t *testing.T, w *world, r *route) {
					r.send(95)
					var seen atomic.Int32
					run := w.start(func(run *running, at Point) {
						if at == point && seen.Add(1) == nth {
							run.cancel()
						}
					}, nil)
					<-run.done
					if run.err != nil {
						t.Fatalf("killed relayer ended with %v", run.err)
					}
					w.start(nil, nil)
					w.exactlyOnce(r, 95)
				})
			})
		}
	}
}

// TestFailedSessionSeesItsDeliveriesThrough: a session fails while deliveries are
// broadcast. The next one must not pay for them again.
func TestFailedSessionSeesItsDeliveriesThrough(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.hold("one", true)
		var submitted atomic.Int32
		run := w.start(func(_ *running, at Point) {
			if at == PointSubmitted && submitted.Add(1) == 3 {
				panic("in the middle")
			}
		}, nil)
		r.send(40)
		w.eventually("trouble shows while deliveries are under way", func() bool { return run.lane(0).State == BackingOff })
		time.Sleep(time.Minute)
		if _, mined, _ := r.inbox.count(); mined != 0 {
			t.Fatal("a held transaction was mined")
		}
		r.inbox.hold("one", false)
		w.exactlyOnce(r, 40)
		if _, mined, wasted := r.inbox.count(); wasted != 0 || mined != 4 {
			t.Errorf("%d transactions, %d of them for nothing; want 4 and none", mined, wasted)
		}
		if status := run.lane(0); status.InFlight != 0 || status.State != Following {
			t.Errorf("status %+v", status)
		}
	})
}

// TestSubmitIsNotInterrupted: the session fails while Submit has handed the
// transaction to the network but has not returned yet.
func TestSubmitIsNotInterrupted(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.hold("one", true)
		r.target.afterQueue = func(ctx context.Context) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(10 * time.Second):
				return nil
			}
		}
		var cuts atomic.Int32
		run := w.start(func(_ *running, at Point) {
			if at == PointCut && cuts.Add(1) == 2 {
				panic("in the middle")
			}
		}, nil)
		r.send(5)
		time.Sleep(time.Second)
		r.send(5)
		w.eventually("the session fails", func() bool { return run.lane(0).State == BackingOff })
		time.Sleep(20 * time.Second)
		r.inbox.hold("one", false)
		w.exactlyOnce(r, 10)
		if _, mined, wasted := r.inbox.count(); wasted != 0 || mined != 2 {
			t.Errorf("%d transactions, %d of them for nothing; want 2 and none", mined, wasted)
		}
	})
}

func TestPauseAndResume(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		run := w.start(nil, nil)
		r.send(5)
		w.exactlyOnce(r, 5)
		r.inbox.locked(func() { r.inbox.paused = true })
		w.eventually("an idle lane notices the pause", func() bool { return run.lane(0).State == Paused })
		if err := run.Ready(); err != nil {
			t.Errorf("a paused lane is no fault of the relayer's: %v", err)
		}
		r.send(5)
		time.Sleep(time.Minute)
		if _, mined, _ := r.inbox.count(); mined != 1 {
			t.Fatalf("%d transactions into a paused lane", mined-1)
		}
		r.inbox.locked(func() { r.inbox.paused = false })
		w.exactlyOnce(r, 10)
		if status := run.lane(0); status.State != Following || status.Error != "" {
			t.Errorf("status %s %q", status.State, status.Error)
		}
	})
}

// TestPauseIsMetBeforePaying: the simulation of the next delivery meets it.
func TestPauseIsMetBeforePaying(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		run := w.start(nil, nil)
		r.send(5)
		w.exactlyOnce(r, 5)
		r.inbox.locked(func() { r.inbox.paused = true })
		r.send(5)
		time.Sleep(2 * time.Second)
		if _, mined, _ := r.inbox.count(); mined != 1 || run.lane(0).State != Paused {
			t.Errorf("%d transactions into a paused lane, which is %s", mined-1, run.lane(0).State)
		}
	})
}

// TestStartOnPausedLane: even with nothing to deliver, it does not look as if all
// were well.
func TestStartOnPausedLane(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.paused = true
		run := w.start(nil, nil)
		time.Sleep(time.Second)
		if state := run.lane(0).State; state != Paused {
			t.Errorf("the lane is %s", state)
		}
	})
}

// TestAbsurdSignerSetIsRefusedAtOnce: not only when there is something to approve.
func TestAbsurdSignerSetIsRefusedAtOnce(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.rotate([20]byte{19: 9}, addresses(1, 1), 2)
		run := w.start(nil, nil)
		time.Sleep(time.Second)
		if status := run.lane(0); status.State != BackingOff || !strings.Contains(status.Error, "is listed twice") {
			t.Errorf("lane is %s: %s", status.State, status.Error)
		}
	})
}

// TestStatusNeverGoesBack: deliveries may end in another order than they began.
func TestStatusNeverGoesBack(t *testing.T) {
	board := newStatusBoard("a lane", newRoute(9001).inbox.lane)
	board.delivered(messages.Position{Nonce: 9})
	board.delivered(messages.Position{Nonce: 4})
	if got := board.snapshot().Delivered.Nonce; got != 9 {
		t.Errorf("delivered up to %d, want 9", got)
	}
}

// TestPauseInFlight: what is broadcast when the pause comes reverts; nothing is
// lost.
func TestPauseInFlight(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.hold("one", true)
		run := w.start(nil, nil)
		r.send(30)
		w.eventually("all is broadcast", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Submitted] == 30 })
		r.inbox.locked(func() { r.inbox.paused = true })
		r.inbox.hold("one", false)
		w.eventually("paused", func() bool { return run.lane(0).State == Paused })
		r.inbox.locked(func() { r.inbox.paused = false })
		w.exactlyOnce(r, 30)
	})
}

// TestRotationUnderLoad: neither a new epoch nor another verifier needs the
// operator, and no message is lost or repeated.
func TestRotationUnderLoad(t *testing.T) {
	for name, verifier := range map[string]byte{"new epoch": 9, "new verifier": 8} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				run := w.start(nil, nil)
				for round := range 30 {
					r.send(9)
					time.Sleep(90 * time.Millisecond)
					if round == 10 || round == 20 {
						signers := addresses(2, 3, 4)
						if round == 20 {
							signers = addresses(0, 3)
						}
						r.inbox.rotate([20]byte{19: verifier}, signers, 2)
					}
				}
				w.exactlyOnce(r, 270)
				if status := run.lane(0); status.Epoch != 3 || status.SignerCount != 2 {
					t.Errorf("status %+v", status)
				}
			})
		})
	}
}

// TestPendingCheckpointIsApprovedAgain: the set changes while approval is awaited.
func TestPendingCheckpointIsApprovedAgain(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		w.bus.silence(true)
		run := w.start(nil, nil)
		r.send(5)
		w.eventually("asked", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Requested] == 5 })
		r.inbox.rotate([20]byte{19: 9}, addresses(2, 3, 4), 3)
		w.bus.silence(false)
		w.exactlyOnce(r, 5)
	})
}

func TestLimitsOfBatchesAreKept(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.limits.Count, r.limits.Age = 7, 0
		r.send(100)
		w.start(nil, nil)
		w.exactlyOnce(r, 100)
		r.inbox.locked(func() {
			for _, size := range r.inbox.sizes {
				if size > 7 {
					t.Errorf("a batch of %d", size)
				}
			}
			if len(r.inbox.sizes) > 17 {
				t.Errorf("%d batches of 100 messages, want about 15", len(r.inbox.sizes))
			}
		})
	})
}

// TestInFlightIsBounded: with nothing mined, no more than the configured batches
// are on their way, and the status says so.
func TestInFlightIsBounded(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.flight = 3
		r.inbox.hold("one", true)
		run := w.start(nil, nil)
		r.send(100)
		time.Sleep(time.Minute)
		r.inbox.locked(func() {
			if len(r.inbox.queue) != 3 {
				t.Errorf("%d transactions under way, want 3", len(r.inbox.queue))
			}
		})
		status := run.lane(0)
		if status.InFlight != 3 || status.Pending() != 100 || status.OldestPendingSeconds < 60 {
			t.Errorf("status %+v", status)
		}
		r.inbox.hold("one", false)
		w.exactlyOnce(r, 100)
	})
}

// TestReorganisedDeliveryIsNoticed: the Inbox goes back after everything seemed
// delivered, and nothing new is sent.
func TestReorganisedDeliveryIsNoticed(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		w.start(nil, nil)
		r.send(25)
		w.exactlyOnce(r, 25)
		r.inbox.reorganise()
		w.exactlyOnce(r, 25)
	})
}

// TestSilentTargetIsNoticed: an idle lane whose target answers no more is not
// ready, and recovers by itself.
func TestSilentTargetIsNoticed(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		run := w.start(nil, nil)
		r.send(5)
		w.exactlyOnce(r, 5)
		r.inbox.locked(func() {
			r.target.onInbox = func(context.Context) error { return fmt.Errorf("%w: refused", chains.ErrUnavailable) }
		})
		w.eventually("not ready", func() bool { return run.Ready() != nil })
		r.inbox.locked(func() { r.target.onInbox = nil })
		w.eventually("ready again", func() bool { return run.Ready() == nil })
		r.send(5)
		w.exactlyOnce(r, 10)
	})
}

func TestOtherDeploymentIsRefused(t *testing.T) {
	for name, change := range map[string]func(*LaneConfig){
		"another Inbox":  func(c *LaneConfig) { c.Inbox[0] ^= 1 },
		"another Outbox": func(c *LaneConfig) { c.Lane.OutboxMark[0] ^= 1 },
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				r.send(5)
				run := w.start(nil, change)
				time.Sleep(time.Minute)
				if err := run.Ready(); err == nil || !strings.Contains(err.Error(), ErrOtherDeployment.Error()) {
					t.Fatalf("ready: %v", err)
				}
				if _, mined, _ := r.inbox.count(); mined != 0 {
					t.Fatal("delivered to another deployment")
				}
			})
		})
	}
}
