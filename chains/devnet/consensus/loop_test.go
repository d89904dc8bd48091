package consensus

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

// A validator decides a block that another one has stored already: it begins the next height before it has handed its own
// decision on, and both come out of the machine at once. The decision must not end the new height's timer: if its
// proposer is gone, nothing else gets the validator out of the round.
func TestLateDecisionLeavesTheNextHeightItsTimer(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		net := newTestNet(t, 4)
		l := handLoop(t, net, 2, 0)
		b := net.block(net.genesis, net.signers[0].Address(), 0)
		sealed := decideUnseen(t, net, l, b)
		if err := l.v.cfg.Ledger.Commit(t.Context(), sealed); err != nil {
			t.Fatal(err)
		}
		l.v.cfg.Pace.Mine(2)
		if err := l.follow(t.Context()); err != nil {
			t.Fatal(err)
		}
		l.schedule(time.Now())
		if err := l.drain(t.Context()); err != nil {
			t.Fatal(err)
		}
		if l.round != (RoundTimer{Height: 2, After: time.Second}) || len(l.queue) != 1 {
			t.Fatalf("timer %+v, %d jobs; want one of height 2, and the commit of block 1", l.round, len(l.queue))
		}
		select {
		case <-l.roundTimer.c():
		case <-time.After(time.Minute):
			t.Fatal("the timer of height 2 was stopped")
		}
	})
}

// handLoop is the loop of one validator, to be turned by hand.
func handLoop(t *testing.T, net *testNet, i int, period time.Duration) *loop {
	t.Helper()
	pace, err := NewPace(period)
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := p2p.NewHub().Join(common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	ledger := newMemLedger(net.genesis)
	v, err := NewValidator(ValidatorConfig{Signer: net.signers[i], Ledger: ledger, History: ledger, Transport: endpoint, Pace: pace})
	if err != nil {
		t.Fatal(err)
	}
	tally, err := LoadTally(DefaultEpoch, ledger, net.genesis)
	if err != nil {
		t.Fatal(err)
	}
	l := &loop{v: v, machine: net.nodes[i].machine, tally: tally}
	l.heightCtx, l.endHeight = context.WithCancel(t.Context())
	return l
}

// decideUnseen has a loop's machine decide the block of height 1, and returns it as the others store it.
func decideUnseen(t *testing.T, net *testNet, l *loop, b *types.Block) *types.Block {
	t.Helper()
	digest := net.digest(b)
	wantErr(t, l.machine.Step(net.proposal(net.signers[0], 0, b, nil, nil)), nil)
	wantErr(t, l.machine.Verified(l.machine.out.Verify[0], nil), nil)
	for _, i := range []int{0, 1} {
		wantErr(t, l.machine.Step(net.prepare(net.signers[i], 1, 0, digest)), nil)
	}
	for _, i := range []int{0, 1} {
		wantErr(t, l.machine.Step(net.commit(net.signers[i], 1, 0, digest)), nil)
	}
	if l.machine.out.Decided == nil {
		t.Fatal("not decided")
	}
	return l.machine.out.Decided
}

// On demand, what one process is asked for the others know nothing of: its round without them, which it gives up, is what
// tells them.
func TestRoundThatIsGivenUpOpensTheHeightOnDemand(t *testing.T) {
	net := newTestNet(t, 4)
	l := handLoop(t, net, 2, 0)
	now, base := time.Now(), l.v.cfg.Timeouts.Base
	l.rhythm.follow(0, now)
	l.schedule(now.Add(2 * base))
	if l.machine.Status().Started {
		t.Fatal("it begins without work")
	}
	wantErr(t, l.machine.Step(net.roundChange(net.signers[1], 1, 1, nil, nil)), nil)
	l.schedule(now.Add(base - time.Millisecond))
	if l.machine.Status().Started || l.blockTimer.c() == nil {
		t.Fatal("it begins sooner than anybody could have given up a round, or won't look again")
	}
	l.schedule(now.Add(base))
	if s := l.machine.Status(); !s.Started || s.Round != 0 {
		t.Fatalf("status %+v, want round 0 under way", s)
	}
}

// endless is a ledger whose first block is never complete, and the others half a second later.
type endless struct {
	*memLedger
	begun *atomic.Int64
	ended chan time.Time
}

func (e endless) Build(ctx context.Context, p BuildParams) (*types.Block, error) {
	if e.begun.Add(1) > 1 {
		time.Sleep(500 * time.Millisecond)
		return e.memLedger.Build(ctx, p)
	}
	<-ctx.Done()
	e.ended <- time.Now()
	return nil, ctx.Err()
}

// A block of a round that was given up is of no use, and whoever makes it has to verify the next one.
func TestBuildEndsWithItsRound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began, ended := time.Now(), make(chan time.Time, 1)
		r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) {
			c.Ledger = endless{c.Ledger.(*memLedger), new(atomic.Int64), ended}
		})
		r.wantHeight("after the round's time and a block's", r.after(DefaultBaseTimeout+650*time.Millisecond), 1, 1)
		if took, want := (<-ended).Sub(began), DefaultBaseTimeout+100*time.Millisecond; took != want {
			t.Errorf("the first block was given up %s after the beginning, want with its round after %s", took, want)
		}
		r.end()
	})
}
