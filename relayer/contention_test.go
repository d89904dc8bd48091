package relayer

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/catenary-bridge/catenary/relayer/index"
)

// second is another relayer's account on the same target.
func second(r *route) func(*LaneConfig) {
	return func(c *LaneConfig) { c.Target = &memTarget{inboxChain: r.inbox, account: "two"} }
}

// TestTwoRelayersDeliverOnce: two relayers serve one lane, neither knows of the
// other. Nothing is delivered twice, and after the first collisions hardly
// anything is paid twice.
func TestTwoRelayersDeliverOnce(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		one := w.start(nil, nil)
		two := w.start(nil, second(r))
		for range 100 {
			r.send(8)
			time.Sleep(300 * time.Millisecond)
		}
		w.exactlyOnce(r, 800)
		_, mined, wasted := r.inbox.count()
		if wasted > mined/5 {
			t.Errorf("%d of %d transactions were for nothing", wasted, mined)
		}
		t.Logf("%d of %d transactions were for nothing", wasted, mined)
		time.Sleep(time.Minute)
		for name, run := range map[string]*running{"one": one, "two": two} {
			status := run.lane(0)
			if status.State != Following || status.Delivered.Nonce != 800 || status.InFlight != 0 || status.OldestPendingSeconds != 0 {
				t.Errorf("relayer %s: %+v", name, status)
			}
			if counts := run.Index().Counts(status.ID); counts[index.Delivered] != 800 {
				t.Errorf("view of relayer %s: %v", name, counts)
			}
		}
	})
}

// TestStandbyTakesOver: the relayer that lost every race goes on at once when the
// other dies with its transactions stuck.
func TestStandbyTakesOver(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		one := w.start(nil, nil)
		w.start(nil, second(r))
		for range 20 {
			r.send(8)
			time.Sleep(300 * time.Millisecond)
		}
		w.exactlyOnce(r, 160)
		r.inbox.hold("one", true)
		r.send(8)
		time.Sleep(50 * time.Millisecond)
		one.stop()
		died := time.Now()
		w.exactlyOnce(r, 168)
		if took := time.Since(died); took > 30*time.Second {
			t.Errorf("took %v", took)
		}
		r.inbox.hold("one", false) // the dead one's transactions change nothing
		w.exactlyOnce(r, 168)
	})
}

// TestOvertakenBatchIsNotPaidFor: another relayer delivers while this one waits
// for its approvals. Its batches end without a transaction, the lane goes on.
func TestOvertakenBatchIsNotPaidFor(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		w.bus.mu.Lock()
		w.bus.silent = true
		w.bus.mu.Unlock()
		run := w.start(nil, nil)
		r.send(35)
		w.eventually("asked", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Requested] == 35 })
		r.inbox.locked(func() { // others deliver all but the last five
			for nonce := uint64(1); nonce <= 30; nonce++ {
				r.inbox.handled = append(r.inbox.handled, nonce)
			}
			r.inbox.at.Nonce, r.inbox.at.Accumulator = 30, r.accumulator(30)
		})
		w.bus.mu.Lock()
		w.bus.silent = false
		w.bus.mu.Unlock()
		w.exactlyOnce(r, 35)
		if _, mined, wasted := r.inbox.count(); mined != 1 || wasted != 0 {
			t.Errorf("%d transactions, %d for nothing; want 1 and none", mined, wasted)
		}
		found, err := run.Index().Find(index.Query{Lane: r.inbox.lane.ID().String(), Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			if ours := e.Nonce > 30; e.Stage != index.Delivered || ours != (e.TargetTx != "") || ours != (e.Reason == "") {
				t.Errorf("nonce %d is %s in %q: %s", e.Nonce, e.Stage, e.TargetTx, e.Reason)
			}
		}
	})
}

// TestPartlyOvertakenBatch: the receipt tells how much of a delivery was new; the
// view gives each message to the transaction that executed it.
func TestPartlyOvertakenBatch(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		r.inbox.hold("one", true)
		run := w.start(nil, nil)
		r.send(10)
		w.eventually("broadcast", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Submitted] == 10 })
		r.inbox.locked(func() {
			r.inbox.handled = []uint64{1, 2, 3, 4}
			r.inbox.at.Nonce, r.inbox.at.Accumulator = 4, r.accumulator(4)
		})
		r.inbox.hold("one", false)
		w.exactlyOnce(r, 10)
		found, err := run.Index().Find(index.Query{Lane: r.inbox.lane.ID().String(), Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			if ours := e.Nonce > 4; e.Stage != index.Delivered || ours != (e.TargetTx != "") {
				t.Errorf("nonce %d is %s in %q", e.Nonce, e.Stage, e.TargetTx)
			}
		}
	})
}

// TestViewForgetsWhatOthersDelivered: messages that another relayer executed are
// executed, so that they make room like all others.
func TestViewForgetsWhatOthersDelivered(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		w := newWorld(t, r)
		two := w.start(nil, second(r))
		r.inbox.hold("two", true)
		one := w.start(nil, nil)
		r.send(50)
		w.exactlyOnce(r, 50)
		r.inbox.hold("two", false)
		time.Sleep(time.Minute)
		for _, run := range []*running{one, two} {
			if counts := run.Index().Counts(r.inbox.lane.ID()); len(counts) != 1 || counts[index.Delivered] != 50 {
				t.Errorf("view %v", counts)
			}
		}
	})
}
