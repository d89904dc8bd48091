package clienttest

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/lightclient"
)

// patience is far more than any single Update takes; who reaches it has hung.
const patience = 30 * time.Second

type suite struct{ newHarness func(*testing.T) Harness }

// check runs f where time passes only while all wait for it. So a busy machine lets no
// request time out, and one that has to costs nothing.
func check(t *testing.T, name string, f func(t *testing.T)) {
	t.Helper()
	t.Run(name, func(t *testing.T) {
		skipped := false
		synctest.Test(t, func(t *testing.T) {
			defer func() { skipped = t.Skipped() }()
			f(t)
		})
		if skipped {
			t.SkipNow() // which synctest does not tell
		}
	})
}

// world is a harness with the client under test.
type world struct {
	Harness
	t      *testing.T
	store  lightclient.Store
	client lightclient.Client
}

// start makes a harness and opens a client over an empty store.
func (s suite) start(t *testing.T) *world {
	t.Helper()
	ignore := goleak.IgnoreCurrent()
	t.Cleanup(func() { goleak.VerifyNone(t, ignore) })
	w := &world{Harness: s.newHarness(t), t: t}
	if w.SafeWith < 1 || w.SafeWith > w.Endpoints || w.LiveWith >= w.Endpoints {
		t.Fatalf("harness: safe with %d and live with %d of %d endpoints", w.SafeWith, w.LiveWith, w.Endpoints)
	}
	store, err := lightclient.NewMemoryStore(w.Owner)
	if err != nil {
		t.Fatal(err)
	}
	w.store = store
	w.reopen()
	return w
}

// reopen replaces the client by one that continues from the store.
func (w *world) reopen() {
	w.t.Helper()
	client, err := w.Open(w.store, w.Anchor)
	if err != nil {
		w.t.Fatalf("open: %v", err)
	}
	if client.ChainID() != w.Owner.ChainID {
		w.t.Fatalf("chain id is %d, want %d", client.ChainID(), w.Owner.ChainID)
	}
	w.client = client
}

// update calls Update and checks what holds whatever happens: the answer is what
// Final then returns, it never goes back, and an error changes nothing.
func (w *world) update() (lightclient.Header, error) {
	w.t.Helper()
	before := w.client.Final().Header()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	updated, err := w.client.Update(ctx)
	if ctx.Err() != nil {
		w.t.Fatalf("update took more than %v", patience)
	}
	after := w.client.Final().Header()
	switch {
	case after.Number < before.Number:
		w.t.Fatalf("went back from %d to %d", before.Number, after.Number)
	case after.Number == before.Number && before.Number != 0 && after != before:
		w.t.Fatalf("header %d changed from %+v to %+v", after.Number, before, after)
	case err != nil && after != before:
		w.t.Fatalf("moved from %d to %d in spite of the error %v", before.Number, after.Number, err)
	case err == nil && updated.Header() != after:
		w.t.Fatalf("update returned %+v, final is %+v", updated.Header(), after)
	}
	return after, err
}

// mustReach updates until the client trusts want.
func (w *world) mustReach(want lightclient.Header) {
	w.t.Helper()
	var last error
	for deadline := time.Now().Add(patience); time.Now().Before(deadline); time.Sleep(10 * time.Millisecond) {
		got, err := w.update()
		if err == nil && got == want {
			return
		}
		if last = err; err == nil && got.Number >= want.Number {
			w.t.Fatalf("trusts %+v, want %+v", got, want)
		}
	}
	w.t.Fatalf("trusts %+v, want %+v; last error: %v", w.client.Final().Header(), want, last)
}

// mustBeHonest checks that the client trusts a header of the honest chain.
func (w *world) mustBeHonest() {
	w.t.Helper()
	got := w.client.Final().Header()
	if want := w.Chain.At(got.Number); got != want && !w.client.Final().IsZero() {
		w.t.Fatalf("trusts %+v, the honest chain has %+v", got, want)
	}
	record, err := w.store.Load()
	switch {
	case errors.Is(err, lightclient.ErrNoRecord) && w.client.Final().IsZero():
	case err != nil:
		w.t.Fatalf("store: %v", err)
	case record.Trusted != got:
		w.t.Fatalf("the store has %+v, the client trusts %+v", record.Trusted, got)
	}
}

// mustReject checks that err is a rejection for a reason, and not a freeze.
func (w *world) mustReject(err error) {
	w.t.Helper()
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) {
		w.t.Fatalf("error is %v (%T), want a RejectedError", err, err)
	}
	if trusted := w.client.Final().Header().Number; rejected.Trusted != trusted {
		w.t.Errorf("error says that %d is trusted, it is %d", rejected.Trusted, trusted)
	}
	if frozen := new(lightclient.FrozenError); errors.As(err, &frozen) {
		w.t.Errorf("a rejection must not be a freeze: %v", err)
	}
	reasons := []error{
		lightclient.ErrMalformed, lightclient.ErrSeals, lightclient.ErrTrustOverlap, lightclient.ErrNotLinked, lightclient.ErrExpired,
		lightclient.ErrFuture, lightclient.ErrTime, lightclient.ErrStale, lightclient.ErrDisagreement, lightclient.ErrUnavailable,
		lightclient.ErrWrongChain, lightclient.ErrNoSuchHeader, lightclient.ErrTooManyBlocks,
		lightclient.ErrProof,
	}
	for _, reason := range reasons {
		if errors.Is(err, reason) {
			return
		}
	}
	w.t.Errorf("error wraps none of the reasons of package lightclient: %v", err)
}

// setAll gives the first n endpoints a fault and makes the others honest.
func (w *world) setFirst(n int, fault Fault) {
	for i := range w.Endpoints {
		if i < n {
			w.Chain.Set(i, fault)
		} else {
			w.Chain.Set(i, Honest)
		}
	}
}

// each runs f as a subtest for each of the faults that the client knows.
func (s suite) each(t *testing.T, faults []Fault, f func(t *testing.T, w *world, fault Fault)) {
	for _, fault := range faults {
		check(t, fault.String(), func(t *testing.T) {
			w := s.start(t)
			if why := w.Without[fault]; why != "" {
				t.Skipf("skipped: %s", why)
			}
			f(t, w, fault)
		})
	}
}
