package consensus

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

func TestRhythm(t *testing.T) {
	const period = 100
	at := func(ms int) time.Time { return time.UnixMilli(int64(1_000_000 + ms)) }
	type step struct {
		what   string // follow or open
		height uint64
		ms     int
		wait   int // until the next height, in ms from the step
	}
	for name, steps := range map[string][]step{
		"on time": {{"follow", 0, 0, 100}, {"open", 1, 100, 100}, {"follow", 1, 105, 95}, {"open", 2, 200, 100}},
		"timers are late, the period is kept": {
			{"follow", 0, 0, 100}, {"open", 1, 107, 93}, {"follow", 1, 130, 70}, {"open", 2, 250, 50}, {"open", 3, 310, 90},
		},
		"a long block is not made up for": {{"follow", 0, 0, 100}, {"open", 1, 100, 100}, {"follow", 1, 950, -750}, {"open", 2, 950, 100}},
		"asked for early":                 {{"follow", 0, 0, 100}, {"open", 1, 20, 100}},
		"opened twice":                    {{"follow", 0, 0, 100}, {"open", 1, 100, 100}, {"open", 1, 150, 50}},
		"decided by the others":           {{"follow", 0, 0, 100}, {"follow", 7, 500, 100}, {"follow", 7, 540, 60}},
	} {
		t.Run(name, func(t *testing.T) {
			var r rhythm
			for i, s := range steps {
				if s.what == "follow" {
					r.follow(s.height, at(s.ms))
				} else {
					r.open(s.height, at(s.ms), period*time.Millisecond)
				}
				if got := r.wait(at(s.ms), period*time.Millisecond); got != time.Duration(s.wait)*time.Millisecond {
					t.Fatalf("step %d at %d ms: next height in %s, want %d ms", i, s.ms, got, s.wait)
				}
			}
		})
	}
}

// A height that another validator's proposal opened counts like one that the own timer opened: otherwise the next block
// of this validator would come early.
func TestForeignProposalCountsForTheRhythm(t *testing.T) {
	net := newTestNet(t, 4)
	pace, err := NewPace(100 * time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := p2p.NewHub().Join(common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	ledger := newMemLedger(net.genesis)
	v, err := NewValidator(ValidatorConfig{Signer: net.signers[1], Ledger: ledger, History: ledger, Transport: endpoint, Pace: pace})
	if err != nil {
		t.Fatal(err)
	}
	l := &loop{v: v, machine: net.nodes[1].machine}
	now := time.Now()
	l.rhythm.follow(0, now)
	b := net.block(net.genesis, net.signers[0].Address(), 0)
	if err := l.machine.Step(net.proposal(net.signers[0], 0, b, nil, nil)); err != nil {
		t.Fatal(err)
	}
	now = now.Add(99 * time.Millisecond)
	l.schedule(now)
	if got := l.rhythm.wait(now, pace.Period()); got != pace.Period() {
		t.Fatalf("the next block is due in %s, want a whole period", got)
	}
}
