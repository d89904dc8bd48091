package consensus

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// movable is a clock, an hour ahead, that can be set back.
type movable struct {
	by   atomic.Int64
	each time.Duration // what it goes back with every look
}

func (m *movable) Now() time.Time    { return m.Latest().Add(time.Duration(m.by.Add(-int64(m.each)))) }
func (m *movable) Latest() time.Time { return time.Now().Add(time.Hour) }

// A clock that is behind the head stops nothing: blocks have their parents' timestamps until it has caught up.
func TestClockBehindTheHead(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &movable{}
		r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) { c.Clock = behind{clock} })
		at := r.after(time.Second)
		before := r.ledger.Head().Time
		clock.by.Store(-int64(time.Hour))
		if got := r.after(time.Second); got < at+8 {
			t.Fatalf("height %d a second after the clock was set back, it was %d", got, at)
		}
		if got := r.ledger.Head().Time; got < before || got > before+1 {
			t.Errorf("the head's timestamp is %d, it was %d", got, before)
		}
		r.end()
	})
}

// behind is set back as a whole: for what was proposed a moment ago, too.
type behind struct{ *movable }

func (b behind) Latest() time.Time { return b.Now() }

// Whoever sets the clock back while a block is being decided says nothing against that block.
func TestClockIsSetBackDuringARound(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		clock := &movable{each: time.Minute}
		r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) { c.Clock = clock })
		first := uint64(time.Now().Add(time.Hour - time.Minute).Unix())
		r.wantHeight("after a second", r.after(time.Second), 9, 10)
		if got := r.ledger.GetHeaderByNumber(1).Time; got != first {
			t.Errorf("the first block's timestamp is %d, want %d", got, first)
		}
		for n := uint64(1); n <= r.ledger.height(); n++ {
			x, err := qbft.DecodeExtra(r.ledger.GetHeaderByNumber(n).Extra)
			if err != nil || x.Round != 0 {
				t.Fatalf("block %d was decided in round %d (%v)", n, x.Round, err)
			}
		}
		r.end()
	})
}
