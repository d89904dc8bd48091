package lightclient_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// faultyStore answers with what is set, else as the store within.
type faultyStore struct {
	lightclient.Store
	record                                *lightclient.Record
	evidenceErr, saveErr, saveEvidenceErr error
	loadErr                               error
}

func (s *faultyStore) Load() (lightclient.Record, error) {
	switch {
	case s.loadErr != nil:
		return lightclient.Record{}, s.loadErr
	case s.record != nil:
		return *s.record, nil
	}
	return s.Store.Load()
}

func (s *faultyStore) Save(r lightclient.Record) error {
	if s.saveErr != nil {
		return s.saveErr
	}
	return s.Store.Save(r)
}

func (s *faultyStore) Evidence() (*lightclient.Evidence, error) {
	e, err := s.Store.Evidence()
	return e, errors.Join(s.evidenceErr, err)
}

func (s *faultyStore) SaveEvidence(e lightclient.Evidence) error {
	if s.saveEvidenceErr != nil {
		return s.saveEvidenceErr
	}
	return s.Store.SaveEvidence(e)
}

// newFaultyStore returns one that holds record 10 and has no fault yet.
func newFaultyStore(t *testing.T) *faultyStore {
	t.Helper()
	s, err := lightclient.NewMemoryStore(owner)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Save(record(10)); err != nil {
		t.Fatal(err)
	}
	return &faultyStore{Store: s}
}

func believe(number uint64) lightclient.Final { return lightclient.Believe(record(number).Trusted) }

// restoreTrusted is what a client does that trusts its store.
func restoreTrusted(r lightclient.Record) (lightclient.Final, error) {
	return lightclient.Believe(r.Trusted), nil
}

func resume(s lightclient.Store, configured lightclient.Anchor) (*lightclient.Keeper, lightclient.Anchor, bool, error) {
	k := lightclient.NewKeeper(owner, s)
	began, resumed, err := k.Resume(configured, slog.New(slog.DiscardHandler), restoreTrusted)
	return k, began, resumed, err
}

func TestKeeperResumes(t *testing.T) {
	empty, err := lightclient.NewMemoryStore(owner)
	if err != nil {
		t.Fatal(err)
	}
	began, above := record(10).Anchor, lightclient.Anchor{Number: 11, Hash: common.Hash{7}}
	for name, test := range map[string]struct {
		store      lightclient.Store
		configured lightclient.Anchor
		began      lightclient.Anchor
		resumed    bool
		final      lightclient.Final
		warned     bool
	}{
		"from its record":                {newFaultyStore(t), began, began, true, believe(10), false},
		"its trusted header as anchor":   {newFaultyStore(t), lightclient.Anchor{Number: 10, Hash: record(10).Trusted.Hash}, began, true, believe(10), false},
		"from an anchor above":           {newFaultyStore(t), above, above, false, believe(10), true},
		"for the first time, from above": {empty, above, above, false, lightclient.Final{}, false},
	} {
		t.Run(name, func(t *testing.T) {
			var log bytes.Buffer
			k := lightclient.NewKeeper(owner, test.store)
			if !k.Final().IsZero() || k.ChainID() != owner.ChainID {
				t.Fatalf("before all: final %+v of chain %d", k.Final(), k.ChainID())
			}
			got, resumed, err := k.Resume(test.configured, slog.New(slog.NewTextHandler(&log, nil)), restoreTrusted)
			if err != nil || got != test.began || resumed != test.resumed || k.Final() != test.final {
				t.Fatalf("began from %v (resumed: %t), final %+v, error %v", got, resumed, k.Final(), err)
			}
			if warned := strings.Contains(log.String(), "begin anew"); warned != test.warned {
				t.Fatalf("operator was told: %t, want %t: %s", warned, test.warned, &log)
			}
		})
	}
}

// TestAttackKeeperStore: what a store gives that is not this client's, or not to be had, begins
// nothing.
func TestAttackKeeperStore(t *testing.T) {
	broken := errors.New("disk is gone")
	otherChain, otherKind := record(10), record(10)
	otherChain.ChainID++
	otherKind.Kind = "beacon"
	for name, test := range map[string]struct {
		fault      func(*faultyStore)
		configured lightclient.Anchor
		err        error
	}{
		"a record of another chain":              {func(s *faultyStore) { s.record = &otherChain }, record(10).Anchor, lightclient.ErrStoreForeign},
		"a record of another client":             {func(s *faultyStore) { s.record = &otherKind }, record(10).Anchor, lightclient.ErrStoreForeign},
		"begun from another anchor":              {func(*faultyStore) {}, lightclient.Anchor{Number: 1, Hash: common.Hash{8}}, lightclient.ErrOtherAnchor},
		"a record that cannot be read":           {func(s *faultyStore) { s.loadErr = broken }, record(10).Anchor, broken},
		"evidence that cannot be read":           {func(s *faultyStore) { s.evidenceErr = broken }, record(10).Anchor, broken},
		"a damaged record is none to begin anew": {func(s *faultyStore) { s.loadErr = lightclient.ErrStoreDamaged }, record(10).Anchor, lightclient.ErrStoreDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFaultyStore(t)
			test.fault(s)
			k, _, resumed, err := resume(s, test.configured)
			if !errors.Is(err, test.err) || resumed || !k.Final().IsZero() {
				t.Fatalf("error %v, want %v; resumed: %t, final %+v", err, test.err, resumed, k.Final())
			}
		})
	}
}

// TestAttackKeeperRestoresNothing: a record that its client refuses releases nothing.
func TestAttackKeeperRestoresNothing(t *testing.T) {
	k := lightclient.NewKeeper(owner, newFaultyStore(t))
	damaged := errors.New("state is damaged")
	_, resumed, err := k.Resume(record(10).Anchor, slog.New(slog.DiscardHandler), func(r lightclient.Record) (lightclient.Final, error) {
		return lightclient.Believe(r.Trusted), damaged
	})
	if !errors.Is(err, damaged) || resumed || !k.Final().IsZero() {
		t.Fatalf("error %v, want %v; resumed: %t, final %+v", err, damaged, resumed, k.Final())
	}
}

// TestAttackKeeperFrozen: after evidence nothing runs any more, nor after a restart; if it
// could not be saved, at least for as long as the process runs, and the error says so.
func TestAttackKeeperFrozen(t *testing.T) {
	broken := errors.New("disk is full")
	for name, unsaved := range map[string]error{"saved": nil, "not saved": broken} {
		t.Run(name, func(t *testing.T) {
			s := newFaultyStore(t)
			s.saveEvidenceErr = unsaved
			k, _, _, err := resume(s, record(10).Anchor)
			if err != nil {
				t.Fatal(err)
			}
			e := evidence(11)
			// Its own freezing is told, even if nobody waits for it any more.
			ctx, cancel := context.WithCancel(t.Context())
			_, err = k.Update(ctx, func(context.Context) error { cancel(); return k.Freeze(&e) })
			if !lightclient.IsFrozen(err) || (unsaved != nil) != errors.Is(err, broken) {
				t.Fatalf("error is %v", err)
			}
			never := func(context.Context) error { t.Error("an update ran"); return nil }
			var frozen *lightclient.FrozenError
			if final, err := k.Update(t.Context(), never); !errors.As(err, &frozen) || frozen.Evidence.Conflicting != e.Conflicting || final != believe(10) {
				t.Fatalf("final %+v, error %v", final, err)
			}
			if unsaved != nil {
				return
			}
			again, _, _, err := resume(s, record(10).Anchor)
			if err != nil {
				t.Fatal(err)
			}
			if final, err := again.Update(t.Context(), never); !lightclient.IsFrozen(err) || final != believe(10) {
				t.Fatalf("after a restart: final %+v, error %v", final, err)
			}
		})
	}
}

// TestAttackKeeperFreezesOnConflicts alone: no other error stops a client for good.
func TestAttackKeeperFreezesOnConflicts(t *testing.T) {
	e := evidence(11)
	for name, test := range map[string]struct {
		err    error
		frozen bool
	}{
		"a conflict":            {fmt.Errorf("witness: %w", &lightclient.ConflictError{Evidence: &e}), true},
		"an error":              {lightclient.ErrNotLinked, false},
		"what somebody says is": {&lightclient.FrozenError{Evidence: e}, false},
		"none":                  {nil, false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newFaultyStore(t)
			k := lightclient.NewKeeper(owner, s)
			err := k.FreezeOn(test.err)
			if saved, failed := s.Evidence(); failed != nil || (saved != nil) != test.frozen {
				t.Fatalf("saved is %+v, error %v", saved, failed)
			}
			if test.frozen && !lightclient.IsFrozen(err) || !test.frozen && err != test.err { //nolint:errorlint // itself
				t.Fatalf("error is %v", err)
			}
			if _, err := k.Update(t.Context(), func(context.Context) error { return nil }); lightclient.IsFrozen(err) != test.frozen {
				t.Fatalf("the next update: %v", err)
			}
		})
	}
}

// TestAttackKeeperSave: what could not be saved is an error for which no endpoint is to blame.
func TestAttackKeeperSave(t *testing.T) {
	s := newFaultyStore(t)
	s.saveErr = errors.New("disk is full")
	k := lightclient.NewKeeper(owner, s)
	if err := k.Save(record(11), nil); !lightclient.IsLocal(err) || !errors.Is(err, s.saveErr) || !strings.Contains(err.Error(), "qbft client of chain 9001: disk is full") {
		t.Fatalf("error is %v", err)
	}
	s.saveErr = nil
	tooLarge := errors.New("state is too large")
	if err := k.Save(record(11), tooLarge); !lightclient.IsLocal(err) || !errors.Is(err, tooLarge) {
		t.Fatalf("error of making the record is %v", err)
	}
	if got, err := s.Load(); err != nil || got.Trusted != record(10).Trusted {
		t.Fatalf("saved is %+v, error %v, want what was there", got.Trusted, err)
	}
	if err := k.Save(record(12), nil); err != nil {
		t.Fatal(err)
	}
	if got, err := s.Load(); err != nil || got.Trusted != record(12).Trusted {
		t.Fatalf("saved is %+v, error %v", got.Trusted, err)
	}
}

func TestKeeperUpdate(t *testing.T) {
	failed := errors.New("no endpoint answers")
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	t.Run("releases what it reached", func(t *testing.T) {
		k := lightclient.NewKeeper(owner, newFaultyStore(t))
		final, err := k.Update(t.Context(), func(context.Context) error { k.Release(believe(11)); return nil })
		if err != nil || final != believe(11) || k.Final() != final {
			t.Fatalf("final %+v, error %v", final, err)
		}
	})
	t.Run("fails", func(t *testing.T) {
		k, _, _, _ := resume(newFaultyStore(t), record(10).Anchor)
		final, err := k.Update(t.Context(), func(context.Context) error { return failed })
		if !errors.Is(err, failed) || final != believe(10) {
			t.Fatalf("final %+v, error %v", final, err)
		}
	})
	t.Run("a context that has ended", func(t *testing.T) {
		k, _, _, _ := resume(newFaultyStore(t), record(10).Anchor)
		final, err := k.Update(ended, func(context.Context) error { t.Error("it ran"); return nil })
		if !errors.Is(err, context.Canceled) || final != believe(10) || !strings.Contains(err.Error(), "update qbft client of chain 9001") {
			t.Fatalf("final %+v, error %v", final, err)
		}
	})
	t.Run("a context that ends meanwhile", func(t *testing.T) {
		k := lightclient.NewKeeper(owner, newFaultyStore(t))
		ctx, cancel := context.WithCancel(t.Context())
		if _, err := k.Update(ctx, func(context.Context) error { cancel(); return failed }); !errors.Is(err, context.Canceled) || errors.Is(err, failed) {
			t.Fatalf("error is %v, want that the context ended alone", err)
		}
		if _, err := k.Update(t.Context(), func(context.Context) error { return nil }); err != nil {
			t.Fatalf("the turn was not given back: %v", err)
		}
	})
	t.Run("a context that ends while another has its turn", func(t *testing.T) {
		k := lightclient.NewKeeper(owner, newFaultyStore(t))
		_, err := k.Update(t.Context(), func(context.Context) error {
			_, err := k.Update(ended, func(context.Context) error { t.Error("it ran"); return nil })
			if !errors.Is(err, context.Canceled) {
				t.Errorf("error is %v", err)
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}

func TestKeeperUpdatesTakeTurns(t *testing.T) {
	k := lightclient.NewKeeper(owner, newFaultyStore(t))
	var running, most, ran atomic.Int32
	var wg sync.WaitGroup
	for range 20 {
		wg.Go(func() {
			_, err := k.Update(t.Context(), func(context.Context) error {
				most.Store(max(most.Load(), running.Add(1)))
				ran.Add(1)
				running.Add(-1)
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if ran.Load() != 20 || most.Load() != 1 {
		t.Fatalf("%d updates ran, %d of them at a time", ran.Load(), most.Load())
	}
}

// TestKeeperRejects: only what an endpoint may be to blame for becomes a RejectedError.
func TestKeeperRejects(t *testing.T) {
	k, _, _, err := resume(newFaultyStore(t), record(10).Anchor)
	if err != nil {
		t.Fatal(err)
	}
	var rejected *lightclient.RejectedError
	if err := k.Rejected(12, lightclient.ErrSeals); !errors.As(err, &rejected) || rejected.Number != 12 || rejected.Trusted != 10 || !errors.Is(err, lightclient.ErrSeals) {
		t.Fatalf("error is %v", err)
	}
	for _, own := range []error{&lightclient.LocalError{Err: lightclient.ErrStoreDamaged}, &lightclient.FrozenError{Evidence: evidence(11)}} {
		if err := k.Rejected(12, own); errors.As(err, &rejected) || !errors.Is(err, own) {
			t.Fatalf("error is %v, want %v itself", err, own)
		}
	}
}
