package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TestConfigAtItsEdges: what is just within the bounds is taken.
func TestConfigAtItsEdges(t *testing.T) {
	s := newScene(t, 2, 2)
	for len(s.cfg.Endpoints) < MaxEndpoints {
		s.cfg.Endpoints = append(s.cfg.Endpoints, &node{name: fmt.Sprint("more-", len(s.cfg.Endpoints)), branch: s.honest})
	}
	s.cfg.Quorum, s.cfg.Timeout = MaxEndpoints/2+1, 0
	s.cfg.Anchor.Number = math.MaxInt64
	s.reopen()
	s.cfg.Anchor = s.honest.anchor(10)
	s.reopen()
	s.mustReach(s.honest, 30)
}

// TestJustEnoughConfirmations: the oldest header there is becomes final.
func TestJustEnoughConfirmations(t *testing.T) {
	s := newScene(t, 2, 2)
	s.cfg.Finality, s.cfg.Anchor = Confirmations(30), s.honest.anchor(0)
	s.reopen()
	s.mustReach(s.honest, 0)
	s.mustReach(s.honest, 0) // the first was the operator's word
}

// TestEqualTimesAreFine: some chains have blocks in each part of a second.
func TestEqualTimesAreFine(t *testing.T) {
	s := newScene(t, 2, 2)
	s.mustReach(s.honest, 30)
	same := s.honest.with("honest", func(h *types.Header) { h.Time = s.honest.head().Time })
	s.serve(same, same)
	s.mustReach(same, 31)
}

// TestLargestHeader: of exactly the size that is allowed.
func TestLargestHeader(t *testing.T) {
	for size, want := range map[int]error{maxHeaderBytes: nil, maxHeaderBytes + 1: lightclient.ErrMalformed} {
		h := types.CopyHeader(branch{}.grow(1, "honest").head())
		var raw []byte
		for range 4 {
			h.Extra = make([]byte, max(0, len(h.Extra)+size-len(raw)))
			var err error
			if raw, err = rlp.EncodeToBytes(h); err != nil {
				t.Fatal(err)
			}
		}
		if len(raw) != size {
			t.Fatalf("header has %d bytes, want %d", len(raw), size)
		}
		if _, err := readHeader(h); !errors.Is(err, want) {
			t.Errorf("%d bytes: got %v, want %v", size, err, want)
		}
	}
}

// TestRecordIsChecked: a store whose parts don't fit together, or not to the configuration.
func TestRecordIsChecked(t *testing.T) {
	s := newScene(t, 2, 2)
	s.mustReach(s.honest, 30)
	record, err := s.store.Load()
	if err != nil {
		t.Fatal(err)
	}
	other, err := readHeader(s.honest[29])
	if err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*lightclient.Record){
		"state cut":              func(r *lightclient.Record) { r.State = r.State[1:] },
		"state longer":           func(r *lightclient.Record) { r.State = append(slices.Clone(r.State), 0) },
		"no state":               func(r *lightclient.Record) { r.State = nil },
		"state of another":       func(r *lightclient.Record) { r.State = other.raw },
		"hash of another":        func(r *lightclient.Record) { r.Trusted.Hash[0]++ },
		"state root of another":  func(r *lightclient.Record) { r.Trusted.StateRoot[0]++ },
		"receipts of another":    func(r *lightclient.Record) { r.Trusted.ReceiptsRoot[0]++ },
		"another number of this": func(r *lightclient.Record) { r.Trusted.Number-- },
	} {
		changed := record
		change(&changed)
		s.cfg.Store = fixedRecord{s.store, changed}
		if client, err := New(s.cfg); client != nil || !errors.Is(err, lightclient.ErrStoreDamaged) {
			t.Errorf("%s: got %v, %v; want %v", name, client, err, lightclient.ErrStoreDamaged)
		}
	}
	s.cfg.Store, s.cfg.Anchor = s.store, s.honest.anchor(11)
	if client, err := New(s.cfg); client != nil || !errors.Is(err, lightclient.ErrOtherAnchor) {
		t.Errorf("another anchor: got %v, %v; want %v", client, err, lightclient.ErrOtherAnchor)
	}
}

// TestNothingIsReleasedThatIsNotKept: neither the anchor nor a step that the store refuses.
func TestNothingIsReleasedThatIsNotKept(t *testing.T) {
	s := newScene(t, 2, 2)
	full := &fullStore{Store: s.store}
	s.cfg.Store = full
	s.reopen()
	for _, number := range []uint64{30, 31} {
		full.err = errors.New("no space left on device")
		for range 2 {
			before := s.Final()
			if _, err := s.Update(context.Background()); !errors.Is(err, full.err) || s.Final() != before {
				t.Fatalf("got %v, trusts %+v; want the store's error and %+v", err, s.Final().Header(), before.Header())
			}
		}
		full.err = nil
		s.mustReach(s.honest, number)
		s.honest = s.honest.grow(1, "honest")
		s.serve(s.honest, s.honest)
	}
}

type fullStore struct {
	lightclient.Store
	err error
}

func (s *fullStore) Save(r lightclient.Record) error {
	if s.err != nil {
		return s.err
	}
	return s.Store.Save(r)
}

// TestEndedContextAsksNobody, whichever of the turn and the end is noticed first.
func TestEndedContextAsksNobody(t *testing.T) {
	s := newScene(t, 2, 2)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	for range 20 {
		if _, err := s.Update(ctx); !errors.Is(err, context.Canceled) {
			t.Fatalf("got %v, want %v", err, context.Canceled)
		}
	}
	if asked := s.nodes[0].askedFor(); len(asked) > 0 {
		t.Errorf("asked for %v", asked)
	}
}
