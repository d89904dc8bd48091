package qbft_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func TestAttackRivalShownByWitness(t *testing.T) {
	s := newScript(t)
	c := s.open(nil, nil)
	s.mustReach(c, 12)
	rival := s.chain.Fork(12)
	rival.Add(qbfttest.Block{Label: "rival"})
	s.Grow(1)
	s.endpoints[2].Show(rival)
	s.mustFreeze(c, 13)
	if got := c.Final().Header(); got != s.At(12) {
		t.Errorf("trusts %+v, want the header before the fork", got)
	}
}

func TestAttackDeeperRival(t *testing.T) {
	long := newScript(t).chain.Grow(150)
	for _, behind := range []uint64{1, 5, 140} {
		t.Run(fmt.Sprintf("fork %d below trusted", behind), func(t *testing.T) {
			s := newScriptOn(t, long.Fork(162))
			s.show()
			c := s.open(nil, nil)
			s.mustReach(c, 162)
			rival := s.chain.Fork(162 - behind)
			rival.Add(qbfttest.Block{Label: "rival"})
			rival.Grow(int(behind) + 2)
			s.Grow(1)
			s.endpoints[1].Show(rival)
			s.mustFreeze(c, 163)
		})
	}
}

// The first steps of a catch-up are accepted before the fork comes to light: what
// they reached is not released.
func TestAttackRivalDuringCatchUp(t *testing.T) {
	s := newScript(t)
	store := s.store()
	c := s.open(store, nil)
	s.mustReach(c, 12)
	s.chain.Grow(300)
	s.show()
	rival := s.chain.Fork(300)
	rival.Add(qbfttest.Block{Label: "rival"})
	rival.Grow(20)
	s.endpoints[2].Show(rival)
	s.mustFreeze(c, 312)
	if got := c.Final().Header(); got != s.At(12) {
		t.Errorf("released %d, want 12 still", got.Number)
	}
}

// The rival branch is shorter than the trusted chain: it lags and contradicts.
func TestAttackShorterRival(t *testing.T) {
	s := newScript(t)
	c := s.open(nil, nil)
	s.mustReach(c, 12)
	rival := s.chain.Fork(8)
	rival.Add(qbfttest.Block{Label: "rival"})
	for _, e := range s.endpoints {
		e.Show(rival)
	}
	s.Grow(1) // honest ones move on; Grow resets faults only by Set
	for _, e := range s.endpoints {
		e.Show(rival)
	}
	s.mustFreeze(c, 9)
}

// After a restart our own copy of an old header is gone; another endpoint has it.
func TestAttackRivalAfterRestart(t *testing.T) {
	s := newScript(t)
	store := s.store()
	s.mustReach(s.open(store, nil), 12)
	rival := s.chain.Fork(8)
	rival.Add(qbfttest.Block{Label: "rival"})
	s.endpoints[0].Show(rival)

	t.Run("nobody has ours", func(t *testing.T) {
		for _, e := range s.endpoints[1:] {
			e.Show(s.chain.Fork(3))
		}
		c := s.open(s.copyOf(store), nil)
		s.mustFail(c, lightclient.ErrDisagreement, "no proof")
	})
	s.endpoints[1].Show(rival) // asked first, but what it has is not ours
	s.endpoints[2].Show(s.chain.Fork(9))
	s.mustFreeze(s.open(store, nil), 9)
}

func (s *script) copyOf(store lightclient.Store) lightclient.Store {
	s.t.Helper()
	record, err := store.Load()
	if err != nil {
		s.t.Fatal(err)
	}
	other := s.store()
	if err := other.Save(record); err != nil {
		s.t.Fatal(err)
	}
	return other
}

// What is no conflict: each of these freezes nothing and stops nothing.
func TestAttackFeignedConflict(t *testing.T) {
	keys := qbfttest.Keys(t, "suite", 4)
	tests := map[string]func(s *script) *qbfttest.Chain{
		"lags": func(s *script) *qbfttest.Chain { return s.chain.Fork(7) },
		"has other seals and another round for the block": func(s *script) *qbfttest.Chain {
			other := s.chain.Fork(12)
			h := qbfttest.Reseal(t, s.chain.Head(), func(e *qbft.ExtraData) { e.Round, e.Seals = 5, nil })
			other.Append(qbfttest.Seal(t, h, keys[1:]))
			return other
		},
		"has a rival by too few": func(s *script) *qbfttest.Chain {
			other := s.chain.Fork(12)
			other.Add(qbfttest.Block{Label: "rival", Sealers: keys[:2]})
			return other
		},
		"has a rival that lists and is sealed by strangers": func(s *script) *qbfttest.Chain {
			other := s.chain.Fork(12)
			other.Add(qbfttest.Block{Label: "rival", Keys: qbfttest.Keys(t, "strangers", 4)})
			return other
		},
		"serves another network of the same validators": func(*script) *qbfttest.Chain {
			return qbfttest.New(t, genesisTime+7, keys).Grow(13)
		},
	}
	for name, witness := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			store := s.store()
			c := s.open(store, nil)
			s.mustReach(c, 12)
			s.Grow(1)
			s.endpoints[1].Show(witness(s))
			s.mustReach(c, 13)
			if evidence, err := store.Evidence(); evidence != nil || err != nil {
				t.Errorf("evidence: %+v, %v, want none", evidence, err)
			}
		})
	}
}

// Witnesses whose answers are broken, at the new height or in the branch that is to
// show how they came to another header.
func TestAttackBrokenWitness(t *testing.T) {
	breakAt := func(number uint64) func(context.Context, []*types.Header) ([]*types.Header, error) {
		return func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
			for i, h := range honest {
				if h.Number.Uint64() == number {
					honest[i] = changed(h, func(h *types.Header) { h.MixDigest[0]++ })
				}
			}
			return honest, nil
		}
	}
	for name, number := range map[string]uint64{"at the new height": 13, "in its branch": 12, "below its branch": 3} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			c := s.open(nil, nil)
			s.mustReach(c, 12)
			rival := s.chain.Fork(12)
			rival.Add(qbfttest.Block{Label: "rival"})
			s.Grow(1)
			s.endpoints[1].Show(rival)
			s.endpoints[1].Lie(nil, breakAt(number))
			s.mustReach(c, 13)
		})
	}
}

// The same block in another round, by other validators, at the height that is trusted.
func TestOtherSealsForTrustedBlockAreNoNews(t *testing.T) {
	s := newScript(t)
	c := s.open(nil, nil)
	s.mustReach(c, 12)
	other := s.chain.Fork(11)
	other.Append(qbfttest.Seal(t, qbfttest.Reseal(t, s.chain.Head(), func(e *qbft.ExtraData) { e.Round = 2 }), s.chain.Keys()[1:]))
	for _, e := range s.endpoints {
		e.Show(other)
	}
	s.mustReach(c, 12)
}

func TestAttackForkBeyondMemory(t *testing.T) {
	s := newScript(t)
	s.chain.Grow(270)
	s.show()
	c := s.open(nil, nil)
	s.mustReach(c, 282)
	rival := s.chain.Fork(20)
	rival.Add(qbfttest.Block{Label: "rival"})
	rival.Grow(270)
	s.clock.SetUnix(rival.Head().Time)
	for _, e := range s.endpoints {
		e.Show(rival)
	}
	s.mustFail(c, lightclient.ErrWrongChain, "another chain, or a fork of more than")
}

// The newest header is a rival's, the range below it honest.
func TestAttackEndpointThatContradictsItself(t *testing.T) {
	s := newScript(t)
	store := s.store()
	c := s.open(store, nil)
	s.mustReach(c, 12)
	rival := s.chain.Fork(11)
	rival.Add(qbfttest.Block{Label: "rival"})
	for _, e := range s.endpoints {
		e.Lie(func(context.Context, *types.Header) (*types.Header, error) { return rival.Head(), nil }, nil)
	}
	s.mustFail(c, lightclient.ErrNotLinked, "it contradicts itself at height 12")
	for _, e := range s.endpoints {
		e.Lie(func(context.Context, *types.Header) (*types.Header, error) { return rival.Head(), nil },
			func(context.Context, []*types.Header) ([]*types.Header, error) {
				return nil, errors.New("no range for you")
			})
	}
	s.mustFail(c, lightclient.ErrUnavailable, "no range for you")
	if evidence, err := store.Evidence(); evidence != nil || err != nil {
		t.Errorf("evidence: %+v, %v, want none", evidence, err)
	}
}

func TestFrozenEvenIfEvidenceCannotBeSaved(t *testing.T) {
	s := newScript(t)
	store := &noEvidence{Store: s.store()}
	c := s.open(store, nil)
	s.mustReach(c, 12)
	rival := s.chain.Fork(12)
	rival.Add(qbfttest.Block{Label: "rival"})
	s.Grow(1)
	s.endpoints[1].Show(rival)
	var frozen *lightclient.FrozenError
	if _, err := c.Update(context.Background()); !errors.As(err, &frozen) || !errors.Is(err, errNoSpace) {
		t.Fatalf("update: %v, want a FrozenError and the store's", err)
	}
	if _, err := c.Update(context.Background()); !errors.As(err, &frozen) {
		t.Fatalf("next update: %v, want a FrozenError", err)
	}
}

type noEvidence struct{ lightclient.Store }

var errNoSpace = errors.New("no space left on device")

func (noEvidence) SaveEvidence(lightclient.Evidence) error { return errNoSpace }
