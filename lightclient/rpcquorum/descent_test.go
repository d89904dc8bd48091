package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TestReorgAtTheTrustedHeightFreezes: a quorum replaces the very header that is trusted.
func TestReorgAtTheTrustedHeightFreezes(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	rival := s.honest[:30].grow(1, "rival")
	s.serve(rival, rival)
	s.mustFreeze(30, rival.head())
}

// TestReorgBelowFreezes: a quorum's longer chain leaves ours below the trusted header, far enough
// for several batches of the way back.
func TestReorgBelowFreezes(t *testing.T) {
	s := newScene(t, 2, 3)
	s.mustReach(s.honest, 30)
	rival := s.honest[:20].grow(2*MaxBatch+50, "rival")
	s.serve(rival, rival)
	s.mustFreeze(30, rival[30])
	if saved, err := s.store.Evidence(); err != nil || saved == nil || saved.Conflicting.Hash != rival[30].Hash() {
		t.Fatalf("store has evidence %+v, %v", saved, err)
	}
}

// TestDescentIsChecked: a quorum calls a header final that names another parent, but doesn't stand
// by another header at the trusted height: it contradicts itself, which is refused, and no reason
// to freeze for ever.
func TestDescentIsChecked(t *testing.T) {
	for _, test := range []struct {
		name  string
		swap  func(s *scene) map[uint64]*types.Header
		words string
	}{
		{"and holds the trusted header for final too", func(*scene) map[uint64]*types.Header { return nil }, "and yet 2 endpoints hold the trusted header for final too"},
		{"and is divided about the trusted height", func(s *scene) map[uint64]*types.Header {
			return map[uint64]*types.Header{30: s.honest[:30].grow(1, "rival").head()}
		}, "and at the trusted height"},
	} {
		t.Run(test.name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.mustReach(s.honest, 30)
			orphan := s.honest.with("orphan", func(h *types.Header) { h.ParentHash[0] ^= 1 })
			s.serve(orphan, orphan)
			s.nodes[1].set(func(n *node) { n.swap = test.swap(s) })
			s.mustReject(lightclient.ErrNotLinked, "header 31 has parent", test.words)
		})
	}
}

// TestForgedWayBack: the endpoint that is asked for the way back forges it. Hashes tell, and the
// next one is asked.
func TestForgedWayBack(t *testing.T) {
	for name, garble := range map[string]func([]*types.Header) []*types.Header{
		"another header": func(headers []*types.Header) []*types.Header {
			forged := types.CopyHeader(headers[0])
			forged.Root[0] ^= 1
			return append([]*types.Header{forged}, headers[1:]...)
		},
		"one too few":  func(headers []*types.Header) []*types.Header { return headers[1:] },
		"one too many": func(headers []*types.Header) []*types.Header { return append(slices.Clone(headers), headers[0]) },
		"reversed": func(headers []*types.Header) []*types.Header {
			headers = slices.Clone(headers)
			slices.Reverse(headers)
			return headers
		},
		"one absent": func(headers []*types.Header) []*types.Header {
			headers = slices.Clone(headers)
			headers[2] = nil
			return headers
		},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.nodes[0].garble = func(headers []*types.Header) []*types.Header {
				if len(headers) == 1 {
					return headers
				}
				return garble(headers)
			}
			s.mustReach(s.honest, 30)
			if answers := s.Answers(); answers[0].Err == nil || answers[1].Err != nil {
				t.Errorf("answers are %v, want an error of the first alone", answers)
			}
			// Who had the way back is asked first the next time.
			before := len(s.nodes[0].askedFor())
			grown := s.honest.grow(9, "honest")
			s.serve(grown, grown)
			s.mustReach(grown, 39)
			if asked := s.nodes[0].askedFor()[before:]; len(asked) != 1 {
				t.Errorf("the forger was asked for %v again", asked)
			}
			s.nodes[1].set(func(n *node) { n.garble = s.nodes[0].garble })
			grown = grown.grow(9, "honest")
			s.serve(grown, grown)
			s.mustReject(wayBackReason(name), "no endpoint shows that it descends", "node-0", "node-1")
		})
	}
}

// wayBackReason is the reason for which a forged way back is refused.
func wayBackReason(name string) error {
	if name == "another header" {
		return lightclient.ErrNotLinked
	}
	return lightclient.ErrMalformed
}

// TestTimeGoesBack: a quorum's chain, linked as it should be, in which a header is older than its
// parent.
func TestTimeGoesBack(t *testing.T) {
	older := func(h *types.Header) { h.Time = 1_600_000_000 }
	for name, make := range map[string]func(branch) branch{
		"at the goal": func(b branch) branch { return b.with("old", older) },
		"on the way":  func(b branch) branch { return b.with("old", older).grow(4, "later") },
		"below":       func(b branch) branch { return b.grow(4, "later").with("old", older) },
	} {
		t.Run(name, func(t *testing.T) {
			s := newScene(t, 2, 2)
			s.mustReach(s.honest, 30)
			b := make(s.honest)
			s.serve(b, b)
			s.mustReject(lightclient.ErrTime, "want at least its parent's")
		})
	}
}

// TestFarBehind: several steps, each durable; a failure in the middle keeps what was reached and is
// told by the next Update.
func TestFarBehind(t *testing.T) {
	s := newScene(t, 2, 2)
	long := s.honest.grow(3*maxStep, "honest")
	s.serve(long, long)
	end := uint64(len(long) - 1)
	for _, n := range s.nodes {
		n.fail = func(_ context.Context, what string) error {
			if what == fmt.Sprintf("%d-%d", 10+2*maxStep, 10+2*maxStep) {
				return fmt.Errorf("pruned: %w", lightclient.ErrNoSuchHeader)
			}
			return nil
		}
	}
	s.mustReach(long, 10+maxStep)
	s.mustReject(lightclient.ErrUnavailable, fmt.Sprintf("header %d", 10+2*maxStep), "pruned")
	s.reopen()
	if got := s.Final().Header(); got != long.at(10+maxStep) {
		t.Fatalf("after a restart: %d, want %d", got.Number, 10+maxStep)
	}
	for _, n := range s.nodes {
		n.set(func(n *node) { n.fail = nil })
	}
	s.mustReach(long, end)
}

// TestEvidenceThatCannotBeSaved: the client freezes all the same, and says so.
func TestEvidenceThatCannotBeSaved(t *testing.T) {
	s := newScene(t, 2, 2)
	full := errors.New("no space left on device")
	s.cfg.Store = noEvidence{s.store, full}
	s.reopen()
	s.mustReach(s.honest, 30)
	rival := s.honest[:30].grow(1, "rival")
	s.serve(rival, rival)
	var frozen *lightclient.FrozenError
	if _, err := s.Update(context.Background()); !errors.As(err, &frozen) || !errors.Is(err, full) {
		t.Fatalf("got %v, want a FrozenError and that of the store", err)
	}
	s.serve(s.honest, s.honest)
	if _, err := s.Update(context.Background()); !errors.As(err, &frozen) {
		t.Fatalf("got %v, want a FrozenError still", err)
	}
}

type noEvidence struct {
	lightclient.Store
	err error
}

func (s noEvidence) SaveEvidence(lightclient.Evidence) error { return s.err }
