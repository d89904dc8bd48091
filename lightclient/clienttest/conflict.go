package clienttest

import (
	"errors"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient"
)

func (s suite) freezesOnConflict(t *testing.T) {
	w := s.start(t)
	if why := w.Without[Rival]; why != "" {
		t.Skipf("skipped: %s", why)
	}
	want := w.Chain.Grow(3)
	w.mustReach(want)
	w.setFirst(w.Endpoints, Rival)

	evidence := w.mustBeFrozen()
	if evidence.ChainID != w.Owner.ChainID || evidence.Number > want.Number {
		t.Errorf("evidence is of chain %d, height %d, want chain %d and at most %d", evidence.ChainID, evidence.Number, w.Owner.ChainID, want.Number)
	}
	if honest := w.Chain.At(evidence.Number); evidence.Trusted != honest {
		t.Errorf("evidence says that %+v was trusted, want %+v", evidence.Trusted, honest)
	}
	if evidence.Conflicting.Number != evidence.Number || evidence.Conflicting.Hash == evidence.Trusted.Hash {
		t.Errorf("evidence is no conflict: %+v and %+v", evidence.Trusted, evidence.Conflicting)
	}
	if err := w.CheckEvidence(evidence); err != nil {
		t.Errorf("evidence: %v", err)
	}
	// For good: neither honest endpoints nor a restart thaw it.
	w.setFirst(0, Honest)
	w.Chain.Grow(2)
	for range 2 {
		if again := w.mustBeFrozen(); again.Conflicting != evidence.Conflicting || string(again.RawConflicting) != string(evidence.RawConflicting) {
			t.Errorf("evidence changed from %+v to %+v", evidence, again)
		}
		if got := w.client.Final().Header(); got != want {
			t.Fatalf("trusts %+v, want %+v still", got, want)
		}
		w.reopen()
	}
}

func (w *world) mustBeFrozen() lightclient.Evidence {
	w.t.Helper()
	var frozen *lightclient.FrozenError
	_, err := w.update()
	if !errors.As(err, &frozen) {
		w.t.Fatalf("error is %v, want a FrozenError", err)
	}
	saved, err := w.store.Evidence()
	if err != nil || saved == nil {
		w.t.Fatalf("evidence in the store: %v, %v", saved, err)
	}
	if saved.Conflicting != frozen.Evidence.Conflicting || string(saved.RawConflicting) != string(frozen.Evidence.RawConflicting) {
		w.t.Errorf("the store has evidence %+v, the error %+v", saved, frozen.Evidence)
	}
	return frozen.Evidence
}

func (w *world) mustNotBeFrozen() {
	w.t.Helper()
	if evidence, err := w.store.Evidence(); err != nil || evidence != nil {
		w.t.Fatalf("there is evidence %+v, %v, want none", evidence, err)
	}
	w.setFirst(0, Honest)
	w.mustReach(w.Chain.Grow(1))
}

func (s suite) laggingIsNoConflict(t *testing.T) {
	w := s.start(t)
	w.mustReach(w.Chain.Grow(3))
	w.setFirst(w.Endpoints, Stale)
	for range 3 {
		if _, err := w.update(); err != nil {
			w.mustReject(err)
		}
	}
	w.mustNotBeFrozen()
}

// An endpoint that was pointed at another network, even one run by the same
// validators, must not be able to stop the client for good.
func (s suite) otherChainIsNoConflict(t *testing.T) {
	w := s.start(t)
	if why := w.Without[OtherChain]; why != "" {
		t.Skipf("skipped: %s", why)
	}
	w.mustReach(w.Chain.Grow(3))
	w.setFirst(w.SafeWith, OtherChain)
	for range 3 {
		if _, err := w.update(); err != nil {
			w.mustReject(err)
		}
		w.mustBeHonest()
	}
	w.mustNotBeFrozen()
}
