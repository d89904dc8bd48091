package clienttest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// lies are the faults by which an endpoint tries to make a client believe something
// that is not on the honest chain.
var lies = []Fault{Forged, Unlinked, Future, Nonsense, OtherChain}

func (s suite) followsTheHonestChain(t *testing.T) {
	for _, restart := range []bool{false, true} {
		check(t, fmt.Sprintf("restart=%t", restart), func(t *testing.T) {
			w := s.start(t)
			for _, n := range []int{1, 1, 2, 7, 1, 30} {
				want := w.Chain.Grow(n)
				w.mustReach(want)
				w.mustBeHonest()
				if got, err := w.update(); err != nil || got != want {
					t.Fatalf("an update without news: %+v, %v, want %+v", got, err, want)
				}
				if restart {
					w.reopen()
					if got := w.client.Final().Header(); got != want {
						t.Fatalf("after a restart it trusts %+v, want %+v", got, want)
					}
				}
			}
		})
	}
}

func (s suite) beginsAtTheAnchorAlone(t *testing.T) {
	w := s.start(t)
	if !w.client.Final().IsZero() {
		t.Fatalf("trusts %+v before the first update", w.client.Final().Header())
	}
	w.setFirst(w.Endpoints, Refuse)
	_, err := w.update()
	w.mustReject(err)
	if !w.client.Final().IsZero() {
		t.Fatalf("trusts %+v while no endpoint answers", w.client.Final().Header())
	}
	w.setFirst(0, Honest)
	w.mustReach(w.Chain.Grow(1))
}

func (s suite) refusesAnotherAnchor(t *testing.T) {
	w := s.start(t)
	anchor := w.Anchor
	anchor.Hash[0] ^= 1
	client, err := w.Open(w.store, anchor)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	w.client = client
	_, err = w.update()
	w.mustReject(err)
	if !w.client.Final().IsZero() {
		t.Fatalf("trusts %+v, which the anchor %v does not vouch for", w.client.Final().Header(), anchor)
	}
}

// A lie that all of SafeWith endpoints tell leaves the client where it was or on the
// honest chain; told by all endpoints, it must also be an error.
func (s suite) neverBelievesLiars(t *testing.T) {
	s.each(t, lies, func(t *testing.T, w *world, fault Fault) {
		w.mustReach(w.Chain.Grow(2))
		w.Chain.Grow(1)
		w.setFirst(w.SafeWith, fault)
		var err error
		for range 3 { // the first may still take what is honest below the lie
			if _, err = w.update(); err != nil {
				w.mustReject(err)
			}
			w.mustBeHonest()
		}
		if err == nil && w.SafeWith == w.Endpoints {
			t.Fatalf("nobody is honest, and yet the update succeeds with %+v", w.client.Final().Header())
		}
		w.setFirst(0, Honest)
		w.mustReach(w.Chain.Grow(1))
	})
}

// The same lies, told to a client that has nothing but its anchor.
func (s suite) neverBelievesLiarsAtFirst(t *testing.T) {
	s.each(t, lies, func(_ *testing.T, w *world, fault Fault) {
		w.setFirst(w.SafeWith, fault)
		for range 2 {
			if _, err := w.update(); err != nil {
				w.mustReject(err)
			}
			w.mustBeHonest()
		}
		w.setFirst(0, Honest)
		w.mustReach(w.Chain.Grow(1))
	})
}

func (s suite) followsDespiteFaults(t *testing.T) {
	s.each(t, append([]Fault{Hang, Refuse, Stale}, lies...), func(t *testing.T, w *world, fault Fault) {
		if w.LiveWith == 0 {
			t.Skip("skipped: the client needs all of its endpoints")
		}
		w.mustReach(w.Chain.Grow(1))
		w.setFirst(w.LiveWith, fault)
		for range 3 {
			w.mustReach(w.Chain.Grow(1))
			w.mustBeHonest()
		}
	})
}

func (s suite) neverGoesBack(t *testing.T) {
	w := s.start(t)
	w.setFirst(w.Endpoints, Honest)
	want := w.Chain.Grow(5)
	w.mustReach(want)
	w.setFirst(w.Endpoints, Stale)
	for range 3 {
		if _, err := w.update(); err != nil {
			w.mustReject(err)
		}
		if got := w.client.Final().Header(); got != want {
			t.Fatalf("trusts %+v, want %+v still", got, want)
		}
	}
}

func (s suite) refusesExpiredTrust(t *testing.T) {
	w := s.start(t)
	if w.TrustingPeriod == 0 {
		t.Skip("skipped: the client has no trusting period")
	}
	want := w.Chain.Grow(1)
	w.mustReach(want)
	w.Chain.Advance(w.TrustingPeriod)
	w.Chain.Grow(1)
	for range 2 {
		_, err := w.update()
		w.mustReject(err)
		if !errors.Is(err, lightclient.ErrExpired) {
			t.Fatalf("error is %v, want ErrExpired", err)
		}
		if got := w.client.Final().Header(); got != want {
			t.Fatalf("trusts %+v, want %+v still", got, want)
		}
		w.reopen()
	}
	// Only an operator can help, by a fresh anchor.
	fresh := w.Chain.Grow(1)
	w.Anchor = lightclient.Anchor{Number: fresh.Number, Hash: fresh.Hash}
	w.reopen()
	if got := w.client.Final().Header(); got != want {
		t.Fatalf("with a fresh anchor it trusts %+v before the update, want %+v still", got, want)
	}
	w.mustReach(fresh)
	w.mustReach(w.Chain.Grow(1))
}

func (s suite) returnsWhenItsContextEnds(t *testing.T) {
	w := s.start(t)
	want := w.Chain.Grow(1)
	w.mustReach(want)
	w.setFirst(w.Endpoints, Hang)
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := w.client.Update(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error is %v, want one that wraps context.Canceled", err)
	}
	if _, err := w.client.Update(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("with a context that has ended: %v, want one that wraps context.Canceled", err)
	}
	_, err := w.update() // and by itself, when requests time out
	w.mustReject(err)
	if got := w.client.Final().Header(); got != want {
		t.Fatalf("trusts %+v, want %+v still", got, want)
	}
}

func (s suite) concurrentUse(t *testing.T) {
	w := s.start(t)
	want := w.Chain.Grow(20)
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			last := uint64(0)
			for range 10 {
				final, err := w.client.Update(context.Background())
				if err != nil {
					t.Errorf("update: %v", err)
					return
				}
				if n := final.Header().Number; n < last {
					t.Errorf("went back from %d to %d", last, n)
				}
				last = w.client.Final().Header().Number
			}
		})
	}
	wg.Wait()
	w.mustReach(want)
}

// randomFaults lets as many endpoints as the client withstands change their faults
// at random, with and without restarts: it is never on another chain, and on the
// head of the honest one when they end.
func (s suite) randomFaults(t *testing.T) {
	for seed := range uint64(6) {
		check(t, fmt.Sprintf("seed=%d", seed), func(t *testing.T) {
			w := s.start(t)
			rng := rand.New(rand.NewPCG(seed, 1))
			faults := append([]Fault{Honest, Honest, Refuse, Stale}, lies...)
			faulty := min(w.SafeWith, max(w.LiveWith, 1))
			for range 25 {
				order := rng.Perm(w.Endpoints)
				for k, i := range order {
					fault := Honest
					if k < faulty {
						fault = faults[rng.IntN(len(faults))]
					}
					if w.Without[fault] != "" {
						fault = Honest
					}
					w.Chain.Set(i, fault)
				}
				if rng.IntN(2) == 0 {
					w.Chain.Grow(1 + rng.IntN(4))
				}
				if _, err := w.update(); err != nil {
					w.mustReject(err)
				}
				w.mustBeHonest()
				if rng.IntN(4) == 0 {
					w.reopen()
				}
			}
			w.setFirst(0, Honest)
			w.mustReach(w.Chain.Grow(1))
		})
	}
}
