package relayer

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
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
		two := w.start(nil, second(r))
		for range 20 {
			r.send(8)
			time.Sleep(300 * time.Millisecond)
		}
		w.exactlyOnce(r, 160)
		for _, run := range []*running{one, two} {
			if status := run.lane(0); status.Delivered.Nonce != 160 {
				t.Errorf("a standby has fallen behind: it is at nonce %d", status.Delivered.Nonce)
			}
		}
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
		w.bus.silence(true)
		run := w.start(nil, nil)
		r.send(35)
		w.eventually("asked", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Requested] == 35 })
		r.others(30)
		w.bus.silence(false)
		w.exactlyOnce(r, 35)
		if _, mined, wasted := r.inbox.count(); mined != 1 || wasted != 0 {
			t.Errorf("%d transactions, %d for nothing; want 1 and none", mined, wasted)
		}
		if n := run.restarts(t); n != 0 {
			t.Errorf("being overtaken restarted the lane %v times", n)
		}
		found, _, err := run.Index().Find(index.Query{Lane: r.inbox.lane.ID(), Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			if ours := e.Nonce > 30; e.Stage != index.Delivered || ours != (e.TargetTx != common.Hash{}) || ours != (e.Reason == "") {
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
		r.others(4)
		r.inbox.hold("one", false)
		w.exactlyOnce(r, 10)
		found, _, err := run.Index().Find(index.Query{Lane: r.inbox.lane.ID(), Limit: 100})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range found {
			if ours := e.Nonce > 4; e.Stage != index.Delivered || ours != (e.TargetTx != common.Hash{}) {
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

// TestRestartedSessionKnowsWhatOthersDelivered: the session that asked for approval
// has failed, and the next one begins beyond its messages. The view says so.
func TestRestartedSessionKnowsWhatOthersDelivered(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		w.bus.silence(true)
		run := w.start(nil, nil)
		r.send(35)
		w.eventually("asked", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Requested] == 35 })
		r.others(35)
		r.inbox.rotate([20]byte{19: 9}, addresses(2, 3, 4), 3)
		w.eventually("known", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Delivered] == 35 })
	})
}

// TestOvertakenByAnotherFold: the Inbox has the batch's nonce but not its
// accumulator. That is no delivery of the batch, and the lane halts.
func TestOvertakenByAnotherFold(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		w.bus.silence(true)
		run := w.start(nil, nil)
		r.send(10)
		w.eventually("asked", func() bool { return run.Index().Counts(r.inbox.lane.ID())[index.Requested] == 10 })
		r.inbox.locked(func() { r.inbox.at = messages.Position{Nonce: 10, Accumulator: messages.Accumulator{6, 6, 6}} })
		w.bus.silence(false)
		w.eventually("halted", func() bool { return run.lane(0).State == Halted })
		if n := len(r.halted()); n != 1 {
			t.Errorf("halted %d times", n)
		}
	})
}

// forgetful is a target that tells of its first delivery that nothing came of it,
// because there was nothing new.
type forgetful struct {
	*memTarget
	asked atomic.Int32
}

type nothingCame struct{}

func (nothingCame) Wait(context.Context) (chains.Receipt, error) {
	return chains.Receipt{FeeWei: "1"}, nil
}

func (t *forgetful) Submit(ctx context.Context, d chains.Delivery) (chains.Submission, error) {
	if t.asked.Add(1) == 1 {
		return nothingCame{}, nil
	}
	return t.memTarget.Submit(ctx, d)
}

// TestReceiptThatFallsShort: a delivery after which the Inbox is not where it should
// be is made again.
func TestReceiptThatFallsShort(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		w.start(nil, func(c *LaneConfig) { c.Target = &forgetful{memTarget: r.target} })
		r.send(5)
		w.exactlyOnce(r, 5)
	})
}
