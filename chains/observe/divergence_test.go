package observe

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/messages"
)

// wrongStart is a position at the nonce that the lane never had.
func wrongStart(nonce uint64) messages.Position {
	return messages.Position{Nonce: nonce, Accumulator: messages.Accumulator{0xbb}}
}

func wantDivergence(t *testing.T, err error) *DivergenceError {
	t.Helper()
	var divergence *DivergenceError
	if !errors.As(err, &divergence) {
		t.Fatalf("error %v, want a divergence", err)
	}
	return divergence
}

// TestForgedStartIsADivergence: an Inbox whose position is not on the lane, say
// after a forged checkpoint. The lane's own history settles it.
func TestForgedStartIsADivergence(t *testing.T) {
	chain := tenMessages()
	history := observetest.Lane().Start()
	events, _ := chain.Source("", 0).Events(t.Context(), observetest.Lane(), 0, 4, 100)
	for _, event := range events {
		history = history.Advance(event.ID)
	}
	o := newObserverAt(t, chain, wrongStart(4), chain.Source("one", 0), chain.Source("two", 3))
	_, _, err := o.look(t.Context())
	divergence := wantDivergence(t, err)
	if !divergence.Certain || divergence.History != history.Accumulator || divergence.Known != wrongStart(4) || divergence.Proven.Nonce != 10 {
		t.Fatalf("evidence is %+v, want a certain one with the true accumulator %s", divergence, history.Accumulator)
	}
}

// TestForgedStartAtTheProvenNonce needs no logs: the proof alone excludes it.
func TestForgedStartAtTheProvenNonce(t *testing.T) {
	chain := tenMessages()
	liar := observetest.Truncate(chain.Source("honest", 0), "liar", 1)
	_, _, err := newObserverAt(t, chain, wrongStart(10), liar).look(t.Context())
	if divergence := wantDivergence(t, err); !divergence.Certain {
		t.Fatal("want a certain divergence")
	}
}

// TestLyingEndpointCannotFeignADivergence: one that alters a message looks, from
// the cursor on, as if the cursor were wrong; the history shows that it lies.
func TestLyingEndpointCannotFeignADivergence(t *testing.T) {
	chain := tenMessages()
	first := newObserver(t, chain, chain.Source("honest", 4))
	segment, _, err := first.look(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	start := segment.Messages()[3].Position
	o := newObserverAt(t, chain, start, observetest.Alter(chain.Source("honest", 0), "liar", 7, change))
	_, _, err = o.look(t.Context())
	var divergence *DivergenceError
	if !errors.Is(err, ErrAltered) || errors.As(err, &divergence) {
		t.Fatalf("error %v, want the endpoint's fault", err)
	}
}

// TestDivergenceWithoutHistory: nodes that have dropped old logs can't show the
// history. All agree and nothing connects: the lane halts, and says that this is
// not certain.
func TestDivergenceWithoutHistory(t *testing.T) {
	chain := tenMessages()
	forgetful := func(name string) chains.Source {
		return &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: name,
			ChangeEvents: func(_ context.Context, after, _ uint64, honest []chains.Event) ([]chains.Event, error) {
				if after < 4 {
					return nil, fmt.Errorf("%w: logs before block 1 are gone", chains.ErrNoState)
				}
				return honest, nil
			}}
	}
	o := newObserverAt(t, chain, wrongStart(4), forgetful("one"), forgetful("two"))
	_, _, err := o.look(t.Context())
	if divergence := wantDivergence(t, err); divergence.Certain {
		t.Fatal("want a divergence that is not certain")
	}
}

// TestOneSilentEndpointPreventsAnUncertainDivergence: it may be the honest one.
func TestOneSilentEndpointPreventsAnUncertainDivergence(t *testing.T) {
	chain := tenMessages()
	silent := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "silent",
		ChangeEvents: func(context.Context, uint64, uint64, []chains.Event) ([]chains.Event, error) {
			return nil, chains.ErrUnavailable
		}}
	o := newObserverAt(t, chain, wrongStart(4), chain.Source("one", 0), silent)
	_, _, err := o.look(t.Context())
	var divergence *DivergenceError
	if err == nil || errors.As(err, &divergence) {
		t.Fatalf("error %v, want endpoints in trouble", err)
	}
}

// TestReorganisationPastFinality: the lane is proven to be shorter than it was
// proven to be before, or to have another end.
func TestReorganisationPastFinality(t *testing.T) {
	for name, after := range map[string]messages.Position{
		"shorter":     {Nonce: 3, Accumulator: messages.Accumulator{1}},
		"another end": {Nonce: 10, Accumulator: messages.Accumulator{1}},
		"empty":       observetest.Lane().Start(),
	} {
		t.Run(name, func(t *testing.T) {
			chain := tenMessages()
			o := newObserver(t, chain, chain.Source("one", 0))
			if _, moved, err := o.look(t.Context()); err != nil || !moved {
				t.Fatalf("moved: %t, error: %v", moved, err)
			}
			chain.Rewrite(after)
			_, _, err := o.look(t.Context())
			if divergence := wantDivergence(t, err); !divergence.Certain {
				t.Fatal("want a certain divergence")
			}
		})
	}
}

// TestStartAheadOfFinality: the Inbox may know more than our light client does yet.
// That is a wait, not a divergence.
func TestStartAheadOfFinality(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	source := chain.Source("one", 0)
	start := chain.Send(5, 8)
	o := newObserverAt(t, chain, start, source)
	if _, moved, err := o.look(t.Context()); moved || err != nil {
		t.Fatalf("moved: %t, error: %v, want neither", moved, err)
	}
	chain.Seal()
	if _, moved, err := o.look(t.Context()); moved || err != nil {
		t.Fatalf("moved: %t, error: %v, want neither", moved, err)
	}
	chain.Send(1, 8)
	chain.Seal()
	segment, moved, err := o.look(t.Context())
	if err != nil || !moved || segment.From() != start || len(segment.Messages()) != 1 {
		t.Fatalf("segment from %+v, error: %v, want one message after nonce 5", segment.From(), err)
	}
}

// TestNextReturnsADivergenceForGood: looking again can't help.
func TestNextReturnsADivergenceForGood(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := tenMessages()
		o := newObserverAt(t, chain, wrongStart(4), chain.Source("one", 0))
		_, err := o.Next(t.Context())
		wantDivergence(t, err)
		if o.Status().Trouble == "" {
			t.Fatal("status shows no trouble")
		}
	})
}

// TestSettlingReadsTheHistoryOnceAMinute: a liar can't make us read all of it at
// every look.
func TestSettlingReadsTheHistoryOnceAMinute(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := tenMessages()
		histories := 0
		liar := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "liar",
			ChangeEvents: func(_ context.Context, after, _ uint64, honest []chains.Event) ([]chains.Event, error) {
				if after == 0 {
					histories++
				}
				honest[len(honest)-1] = observetest.Forge(honest[len(honest)-1], change)
				return honest, nil
			}}
		start := wrongStart(4)
		o := newObserverAt(t, chain, start, liar)
		ctx, cancel := context.WithTimeout(t.Context(), settleEvery/2)
		defer cancel()
		if _, err := o.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("error %v, want the deadline", err)
		}
		if histories != 1 {
			t.Fatalf("read the history %d times in half a minute, want once", histories)
		}
	})
}

// lyingOnce alters a message at the first question and then has nothing to say, as
// an endpoint without history.
func lyingOnce(chain *observetest.Chain, name string, nonce int) chains.Source {
	asked := false
	return &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: name,
		ChangeEvents: func(_ context.Context, _, _ uint64, honest []chains.Event) ([]chains.Event, error) {
			if asked {
				return nil, chains.ErrNoState
			}
			asked = true
			honest[nonce] = observetest.Forge(honest[nonce], change)
			return honest, nil
		}}
}

// TestTheLanesStartIsBeyondDoubt: from there only endpoints can be wrong.
func TestTheLanesStartIsBeyondDoubt(t *testing.T) {
	chain := tenMessages()
	_, _, err := newObserver(t, chain, lyingOnce(chain, "liar", 3)).look(t.Context())
	var divergence *DivergenceError
	if !errors.Is(err, ErrAltered) || errors.As(err, &divergence) {
		t.Fatalf("error %v, want the endpoint's fault", err)
	}
}

// TestEndpointsThatDifferAreNoDivergence: at least one of them lies.
func TestEndpointsThatDifferAreNoDivergence(t *testing.T) {
	chain := tenMessages()
	_, _, err := newObserverAt(t, chain, wrongStart(4), lyingOnce(chain, "one", 1), lyingOnce(chain, "two", 2)).look(t.Context())
	var divergence *DivergenceError
	if !errors.Is(err, ErrAltered) || errors.As(err, &divergence) {
		t.Fatalf("error %v, want the endpoints' faults", err)
	}
}
