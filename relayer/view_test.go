package relayer

import (
	"context"
	"errors"
	"log/slog"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/history"
	"github.com/catenary-bridge/catenary/relayer/index"
)

func (r *running) message(t *testing.T, lane messages.LaneID, nonce uint64) index.Entry {
	t.Helper()
	found, _, err := r.Index().Find(index.Query{Lane: lane, Nonce: nonce, Limit: 1})
	if err != nil || len(found) != 1 {
		t.Fatalf("nonce %d: %v, %v", nonce, found, err)
	}
	return found[0]
}

// TestViewTellsHowAMessageIsApproved: who has approved and who was not waited for, how
// often signers were asked, and when they are asked again while none answers.
func TestViewTellsHowAMessageIsApproved(t *testing.T) {
	story(t, func(t *testing.T, w *world, r *route) {
		id := r.inbox.lane.ID()
		w.bus.silence(true)
		run := w.start(nil, nil)
		r.send(3)
		w.eventually("asked", func() bool { return run.Index().Counts(id)[index.Requested] == 3 })
		w.eventually("asked again", func() bool {
			m := run.message(t, id, 3)
			return m.Stage == index.Requested && m.Batch != nil && m.Batch.Attempts >= 2
		})
		m := run.message(t, id, 3)
		if b := m.Batch; b.First != 1 || b.Last != 3 || b.Checkpoint.Nonce != 3 || b.Threshold != 2 || len(b.Missing) != 3 || len(b.Approved) != 0 ||
			!b.AskAgainAt.After(b.AskedAt) || b.Missing[0].Reason != "" {
			t.Errorf("while nobody answers: %+v", b)
		}
		w.bus.silence(false)
		w.exactlyOnce(r, 3)
		m = run.message(t, id, 3)
		if b := m.Batch; len(b.Approved) < 2 || len(b.Approved)+len(b.Missing) != 3 || b.Approved[0].At.IsZero() || !b.AskAgainAt.IsZero() {
			t.Errorf("when it is delivered: %+v", b)
		}
		if m.RequestedAt.IsZero() || m.ApprovedAt.Before(m.RequestedAt) || m.SubmittedAt.Before(m.ApprovedAt) || m.ExecutedAt.Before(m.SubmittedAt) {
			t.Errorf("times: %+v", m.Progress)
		}
		if d := m.Delivery; d == nil || d.Tx != m.TargetTx || d.FeeWei == "" || d.SubmittedAt != m.SubmittedAt {
			t.Errorf("delivery: %+v", d)
		}
		if signers := run.Signers(); len(signers) < 2 || signers[0].Approved == 0 || signers[0].Seen.IsZero() {
			t.Errorf("signers: %+v", signers)
		}
	})
}

// TestOthersDeliveriesAreLookedUp: of messages that somebody else delivered, the view
// says what the target tells: by which transaction, and whether the recipient failed.
// While the target can't tell, it says that it does not know, and asks again.
func TestOthersDeliveriesAreLookedUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		w := newWorld(t, r)
		id := r.inbox.lane.ID()
		r.inbox.hold("one", true)
		asked := 0
		run := w.start(nil, func(c *LaneConfig) {
			c.Outcome = func(_ context.Context, message messages.ID) (Outcome, error) {
				if asked++; asked == 1 {
					return Outcome{}, errors.New("lags behind")
				}
				return Outcome{Failed: asked%2 == 0, Reason: "it reverts", Tx: common.Hash(message), Block: 7}, nil
			}
		})
		r.send(4)
		w.eventually("broadcast", func() bool { return run.Index().Counts(id)[index.Submitted] == 4 })
		r.others(4)
		r.inbox.hold("one", false)
		w.eventually("looked up", func() bool {
			for nonce := uint64(1); nonce <= 4; nonce++ {
				if m := run.message(t, id, nonce); m.TargetTx != common.Hash(m.ID) || m.TargetBlock != 7 || m.Reason == overtakenReason {
					return false
				}
			}
			return true
		})
		if counts := run.Index().Counts(id); counts[index.Failed] != 2 || counts[index.Delivered] != 2 || asked != 5 {
			t.Errorf("%v after %d questions, want two failed after 5", counts, asked)
		}
	})
}

// TestOneOutcomeThatIsNotToldHoldsUpNoOther: an endpoint that hides what became of one
// message can't keep the view from telling it of the others.
func TestOneOutcomeThatIsNotToldHoldsUpNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		w := newWorld(t, r)
		id := r.inbox.lane.ID()
		r.inbox.hold("one", true)
		var hidden messages.ID
		refused := 0
		run := w.start(nil, func(c *LaneConfig) {
			c.Outcome = func(_ context.Context, message messages.ID) (Outcome, error) {
				if message == hidden {
					refused++
					return Outcome{}, errors.New("it is nowhere")
				}
				return Outcome{Tx: common.Hash(message), Block: 7}, nil
			}
		})
		r.send(4)
		w.eventually("broadcast", func() bool { return run.Index().Counts(id)[index.Submitted] == 4 })
		hidden = run.message(t, id, 4).ID // the newest, which is looked up first
		r.others(4)
		r.inbox.hold("one", false)
		w.eventually("the others are looked up", func() bool {
			return run.message(t, id, 1).TargetBlock == 7 && run.message(t, id, 2).TargetBlock == 7 && run.message(t, id, 3).TargetBlock == 7
		})
		if refused == 0 || run.message(t, id, 4).Reason != overtakenReason {
			t.Errorf("asked %d times for the hidden one, told %+v", refused, run.message(t, id, 4))
		}
	})
}

// TestOutcomesAreLookedUpAfterARestart: what an earlier run did not know of others'
// deliveries does not stay unknown.
func TestOutcomesAreLookedUpAfterARestart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		w := newWorld(t, r)
		config := r.config()
		config.Outcome = func(_ context.Context, message messages.ID) (Outcome, error) {
			return Outcome{Failed: true, Reason: "it reverts", Tx: common.Hash(message), Block: 7}, nil
		}
		id := config.Lane.ID()
		m := messages.Message{Nonce: 1, SourceChain: 9001}
		entry := index.NewEntry(&m, m.ID(), id, 1, common.Hash{1}, 1, time.Now())
		entry.Seq, entry.Revision, entry.Stage, entry.Reason = 5, 6, index.Delivered, overtakenReason
		restored, err := New(Config{Lanes: []LaneConfig{config}, Bus: w.bus, Logger: slog.New(slog.DiscardHandler),
			Kept: history.Kept{Entries: []index.Entry{entry}}})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); restored.lanes[0].lookUp(ctx) }()
		synctest.Wait()
		if m, ok := restored.Index().Get(entry.ID); !ok || m.Stage != index.Failed || m.TargetBlock != 7 || m.Reason != "it reverts" {
			t.Errorf("%+v, want it failed in block 7", m)
		}
		cancel()
		<-done
	})
}

// TestRetriesAreFollowed: a message that failed and was retried by somebody is told as
// delivered, by that transaction; one that was not stays failed.
func TestRetriesAreFollowed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRoute(9001)
		w := newWorld(t, r)
		id := r.inbox.lane.ID()
		r.inbox.hold("one", true)
		asked := 0
		run := w.start(nil, func(c *LaneConfig) {
			c.Outcome = func(context.Context, messages.ID) (Outcome, error) {
				return Outcome{Failed: true, Reason: "it reverts", Tx: common.Hash{1}, Block: 7}, nil
			}
			c.Retried = func(_ context.Context, message messages.ID) (Outcome, bool, error) {
				if asked++; asked == 1 {
					return Outcome{}, false, errors.New("lags behind")
				}
				return Outcome{Tx: common.Hash{2}, Block: 9}, asked > 4, nil
			}
		})
		r.send(2)
		w.eventually("broadcast", func() bool { return run.Index().Counts(id)[index.Submitted] == 2 })
		r.others(2)
		r.inbox.hold("one", false)
		w.eventually("failed", func() bool { return run.Index().Counts(id)[index.Failed] == 2 })
		time.Sleep(2*retryLook + time.Second) // the first look fails, the second finds nothing
		if counts := run.Index().Counts(id); counts[index.Failed] != 2 {
			t.Fatalf("%v, want two failed: nobody has retried them", counts)
		}
		w.eventually("retried", func() bool { return run.Index().Counts(id)[index.Delivered] == 2 })
		for nonce := uint64(1); nonce <= 2; nonce++ {
			if m := run.message(t, id, nonce); m.TargetTx != (common.Hash{2}) || m.TargetBlock != 9 || m.Reason != "" || m.Delivery != nil {
				t.Errorf("%+v", m)
			}
		}
	})
}

// TestChainsAreLookedAt: what people see of a chain is looked at from time to time, and
// what can't be had stays as it was, with the reason.
func TestChainsAreLookedAt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		looks := 0
		w := &chainWatch{config: ChainConfig{ID: 7,
			Final: func() Head { return Head{Number: 3, Hash: common.Hash{3}} },
			Latest: func(context.Context) (Head, error) {
				if looks++; looks == 2 {
					return Head{}, errors.New("endpoint is down")
				}
				return Head{Number: uint64(10 * looks)}, nil
			},
			Account: func() Account { return Account{NextNonce: 5} },
			Balance: func(context.Context) (*big.Int, error) { return big.NewInt(int64(looks)), nil },
		}}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); w.run(ctx) }()
		for i, want := range []struct {
			latest  uint64
			balance int64
			trouble string
		}{{10, 1, ""}, {10, 1, "endpoint is down"}, {30, 3, ""}} {
			synctest.Wait()
			if s := w.snapshot(); s.Latest.Number != want.latest || s.Account.Balance.Int64() != want.balance || s.Account.NextNonce != 5 || s.Error != want.trouble || s.Final.Number != 3 || s.LookAt.IsZero() {
				t.Errorf("look %d: %+v, want %+v", i+1, s, want)
			}
			time.Sleep(chainLook)
		}
		cancel()
		<-done
	})
}

// TestLatestHeadIsNeverBelowTheFinalOne: a look that is old, or of an endpoint that lags,
// must not have a chain look as if it had lost blocks that are final.
func TestLatestHeadIsNeverBelowTheFinalOne(t *testing.T) {
	final := Head{Number: 20, Hash: common.Hash{20}, Time: 100}
	w := &chainWatch{config: ChainConfig{ID: 7, Final: func() Head { return final },
		Latest: func(context.Context) (Head, error) { return Head{Number: 21}, nil }}}
	if s := w.snapshot(); s.Latest != final {
		t.Errorf("before any look: latest %+v, want %+v", s.Latest, final)
	}
	w.look(t.Context())
	if s := w.snapshot(); s.Latest.Number != 21 {
		t.Errorf("latest %+v, want 21", s.Latest)
	}
	if final.Number = 30; w.snapshot().Latest != final {
		t.Errorf("after the look: latest %+v, want %+v", w.snapshot().Latest, final)
	}
}
