package consensus

import (
	"context"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
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
	l := handLoop(t, net, 1, 100*time.Millisecond)
	now := time.Now()
	l.rhythm.follow(0, now)
	b := net.block(net.genesis, net.signers[0].Address(), 0)
	if err := l.machine.Step(net.proposal(net.signers[0], 0, b, nil, nil)); err != nil {
		t.Fatal(err)
	}
	now = now.Add(99 * time.Millisecond)
	l.schedule(now)
	if got := l.rhythm.wait(now, 100*time.Millisecond); got != 100*time.Millisecond {
		t.Fatalf("the next block is due in %s, want a whole period", got)
	}
}

// A block is filled for a period, unless that leaves too little of the round, and without end where nobody has a rhythm to
// keep.
func TestForHowLongABlockIsFilled(t *testing.T) {
	var members, strangers []common.Address
	for i, s := range testSigners(t, 6) {
		if i < 4 {
			members = append(members, s.Address())
		} else {
			strangers = append(strangers, s.Address())
		}
	}
	set, err := NewSet(members)
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		period    time.Duration
		until     uint64 // asked for
		together  int
		strangers int
		paranoid  bool
		round     uint32
		want      time.Duration
	}{
		"a period":                               {period: 100 * ms, together: 4, want: 100 * ms},
		"a short period":                         {period: 10 * ms, together: 4, want: leastFill},
		"on demand":                              {together: 4, want: 0},
		"asked for":                              {period: 100 * ms, until: 7, together: 4, want: 0},
		"only earlier ones were asked for":       {period: 100 * ms, until: 6, together: 4, want: 100 * ms},
		"strangers to the set count for nothing": {period: 5000 * ms, together: 2, strangers: 2, want: 300 * ms},
		"two thirds of the round":                {period: 5000 * ms, together: 3, want: 600 * ms},
		"others execute it again":                {period: 5000 * ms, together: 2, want: 300 * ms},
		"each of this process executes it too":   {period: 5000 * ms, together: 4, paranoid: true, want: 300 * ms},
		"a later round is longer":                {period: 1000 * ms, together: 2, round: 1, want: 600 * ms},
	} {
		t.Run(name, func(t *testing.T) {
			pace, err := NewPace(c.period)
			if err != nil {
				t.Fatal(err)
			}
			pace.Mine(c.until)
			l := &loop{v: &Validator{cfg: ValidatorConfig{Pace: pace, Timeouts: Timeouts{Base: 900 * ms, Max: time.Minute}, Paranoid: c.paranoid, together: append(strangers[:c.strangers:c.strangers], members[:c.together]...)}}}
			if got := l.filling(BuildRequest{Height: 7, Round: c.round, Set: set}); got != c.want {
				t.Errorf("for %s, want %s", got, c.want)
			}
		})
	}
}

// fillLedger notes for how long it was to fill blocks.
type fillLedger struct {
	*memLedger
	fill atomic.Int64
}

func (l *fillLedger) Build(ctx context.Context, p BuildParams) (*types.Block, error) {
	l.fill.Store(int64(p.Fill))
	return l.memLedger.Build(ctx, p)
}

// A group knows how many of the set it has, and its ledger is told.
func TestGroupTellsForHowLongToFill(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := new(fillLedger)
		r := launch(t, 4, 0, 3*time.Second, func(c *ValidatorConfig) {
			l.memLedger = c.Ledger.(*memLedger)
			c.Ledger = l
		})
		r.after(10 * time.Second)
		if got, want := time.Duration(l.fill.Load()), 2*DefaultBaseTimeout/3; got.Round(ms) != want.Round(ms) {
			t.Errorf("a block was filled for %s, want %s", got, want)
		}
		r.end()
	})
}

const ms = time.Millisecond
