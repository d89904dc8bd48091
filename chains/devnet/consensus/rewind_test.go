package consensus

import (
	"errors"
	"testing"
	"time"
)

// Blocks that were asked for above the old head are not wanted any more; those that somebody asks for while the head moves
// are above the new one.
func TestRewindKnowsWhatIsAskedForMeanwhile(t *testing.T) {
	net := newTestNet(t, 1)
	ledger := newMemLedger(net.genesis)
	pace, err := NewPace(0)
	if err != nil {
		t.Fatal(err)
	}
	g := &Group{ledger: ledger, pace: pace}
	for range 5 {
		ledger.append(net.block(ledger.Head(), net.signers[0].Address(), 0).Header())
	}
	g.Mine(20)
	broken := errors.New("broken")
	if err := g.Rewind(func() error { return broken }); !errors.Is(err, broken) || pace.target() != 25 || g.Era() != 0 {
		t.Fatalf("%v; after one that failed blocks up to %d are wanted, not 25", err, pace.target())
	}
	var until, era uint64
	asked := make(chan struct{})
	err = g.Rewind(func() error {
		go func() {
			until, era = g.Mine(3)
			close(asked)
		}()
		time.Sleep(50 * time.Millisecond) // so that it asks now, if it can
		ledger.mu.Lock()
		defer ledger.mu.Unlock()
		ledger.headers, ledger.hashes = ledger.headers[:2], ledger.hashes[:2]
		return nil
	})
	if <-asked; err != nil || until != 4 || pace.target() != 4 || era != g.Era() {
		t.Errorf("%v; block %d of era %d was promised, blocks up to %d are wanted in era %d; both are 4", err, until, era, pace.target(), g.Era())
	}
	g.Mine(20)
	if err := g.Rewind(func() error { return nil }); err != nil || pace.target() != 1 || g.Era() == era {
		t.Errorf("%v; blocks up to %d are wanted, not 1", err, pace.target())
	}
}
