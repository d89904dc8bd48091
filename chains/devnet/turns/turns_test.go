package turns

import (
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// crowd has more want turns than there are, and tells how many have one; each keeps it until it is told to go.
func crowd(t *Turns, n int) (have *atomic.Int32, leave chan struct{}) {
	have, leave = new(atomic.Int32), make(chan struct{})
	for range n {
		go func() {
			t.Take()
			have.Add(1)
			<-leave
			have.Add(-1)
			t.Give()
		}()
	}
	synctest.Wait()
	return have, leave
}

// newTurns are in use all the time, but for a first block that was done now.
func newTurns(cores int) *Turns {
	t := New()
	t.cores = cores
	t.Hurry(1)
	t.Done(1)
	return t
}

// busy has so many turns taken for a second.
func (t *Turns) busy(n int) {
	for range n {
		t.Take()
	}
	time.Sleep(time.Second)
	for range n {
		t.Give()
	}
}

func expect(t *testing.T, have *atomic.Int32, want int32) {
	t.Helper()
	synctest.Wait()
	if got := have.Load(); got != want {
		t.Errorf("%d have a turn, want %d", got, want)
	}
}

func TestTurns(t *testing.T) {
	for name, c := range map[string]struct {
		cores int
		begin func(*Turns)
		want  int32
	}{
		"no block is under way":        {4, func(*Turns) {}, 4},
		"one is":                       {4, func(s *Turns) { s.busy(2); s.Hurry(7) }, 3},
		"one is, and little to do":     {4, func(s *Turns) { s.busy(1); s.Hurry(7) }, 0},
		"one was, and little to do":    {4, func(s *Turns) { s.busy(1); s.Hurry(7); s.Done(7) }, 4},
		"one is, on many processors":   {8, func(s *Turns) { s.busy(1); s.Hurry(7) }, 7},
		"one was":                      {4, func(s *Turns) { s.busy(2); s.Hurry(7); s.Done(7) }, 4},
		"the one before is done again": {4, func(s *Turns) { s.busy(2); s.Hurry(7); s.Done(6) }, 3},
		"others were faster":           {4, func(s *Turns) { s.busy(2); s.Hurry(7); s.Done(9) }, 4},
		"the chain was set back":       {4, func(s *Turns) { s.Hurry(7); s.Done(7); s.busy(2); s.Hurry(3) }, 3},
		"its round failed":             {4, func(s *Turns) { s.busy(2); s.Hurry(7); time.Sleep(longestHurry) }, 4},
		"its round has not failed yet": {4, func(s *Turns) { s.busy(2); s.Hurry(7); time.Sleep(longestHurry - 1) }, 3},
		"it is tried again":            {4, func(s *Turns) { s.Hurry(7); time.Sleep(longestHurry); s.busy(1); s.Hurry(7) }, 3},
		"the next one, after that":     {4, func(s *Turns) { s.Hurry(7); time.Sleep(longestHurry); s.busy(1); s.Hurry(8) }, 0},
		"at once after the last one":   {4, func(s *Turns) { s.Hurry(7); s.Done(7); time.Sleep(time.Millisecond); s.Hurry(8) }, 3},
		"and somebody is late":         {4, func(s *Turns) { s.busy(2); s.Hurry(7); s.Hurry(6); s.Done(6) }, 3},
		"it is verified as well":       {4, func(s *Turns) { s.busy(2); s.Hurry(7); s.Hurry(7) }, 3},
		"one came from elsewhere":      {4, func(s *Turns) { s.Hurry(7); s.Hurry(8); time.Sleep(longestHurry) }, 4},
		"there is one processor":       {1, func(s *Turns) { s.busy(1); s.Hurry(7) }, 1},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				turns := newTurns(c.cores)
				c.begin(turns)
				have, leave := crowd(turns, 10)
				expect(t, have, c.want)
				time.Sleep(longestHurry)
				for range 10 { // and everybody's comes, whatever has become of the block
					leave <- struct{}{}
				}
				expect(t, have, 0)
				turns.Done(100)
			})
		})
	}
}

// A step that works on all processors begins when it wants to, and whoever waits for a turn goes
// on when the last one has ended.
func TestNoTurnsBesideAStepOnAllProcessors(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(4)
		first, second := turns.Alone(), turns.Alone()
		have, leave := crowd(turns, 4)
		expect(t, have, 0)
		first()
		expect(t, have, 0)
		second()
		expect(t, have, 4)
		defer turns.Alone()()
		close(leave)
		expect(t, have, 0)
	})
}

// Who waits because of a block goes on when it is committed, not only when somebody else is ready.
func TestTurnsComeBackWithTheBlock(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		turns := newTurns(4)
		turns.busy(2)
		turns.Hurry(1)
		have, leave := crowd(turns, 4)
		expect(t, have, 3)
		turns.Done(1)
		expect(t, have, 4)
		close(leave)
	})
}
