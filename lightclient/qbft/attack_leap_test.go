package qbft_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// Whoever has no keys makes us fetch two headers, and who has some, but serves another
// branch below, no more than shows it.
func TestAttackLeap(t *testing.T) {
	strangers := qbfttest.Keys(t, "strangers", 4)
	tests := map[string]struct {
		lie      func(s *script, e *qbfttest.Endpoint)
		reason   error
		text     string
		requests int // of an endpoint, at most
	}{
		"sealed by strangers of its own state": {func(s *script, e *qbfttest.Endpoint) {
			lying := s.chain.Fork(280)
			lying.Add(qbfttest.Block{Keys: strangers})
			lying.Add(qbfttest.Block{Sealers: strangers})
			e.Show(lying)
		}, lightclient.ErrTrustOverlap, "0 of the 4", 0},
		"sealed by too few": {func(s *script, e *qbfttest.Endpoint) {
			lying := s.chain.Fork(281)
			lying.Add(qbfttest.Block{Label: "forged", Sealers: s.chain.Keys()[:2]})
			e.Show(lying)
		}, lightclient.ErrSeals, "2 of the 4", 3},
		"with another header in between": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if honest[0].Number.Uint64() == 13 {
					honest[4] = changed(honest[4], func(h *types.Header) { h.Root[0]++ })
				}
				return honest, nil
			})
		}, lightclient.ErrNotLinked, "it contradicts itself", 7},
		"with one in between that lists": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if len(honest) > 2 {
					honest[5] = qbfttest.Reseal(t, honest[5], func(e *qbft.ExtraData) { e.Validators = qbfttest.Addresses(strangers) })
				}
				return honest, nil
			})
		}, lightclient.ErrMalformed, "lists validators, want none", 4},
		"over a parent that is not its own": {func(s *script, e *qbfttest.Endpoint) {
			// Two of those who sealed it are made the whole set, by a state that nobody sealed.
			state := s.chain.Fork(280)
			state.Add(qbfttest.Block{Keys: s.chain.Keys()[:2]})
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				for i, h := range honest {
					if h.Number.Uint64() == 281 {
						honest[i] = changed(h, func(h *types.Header) { h.Root = state.Head().Root })
					}
				}
				return honest, nil
			})
			e.LieOnSets(func(context.Context, qbft.SetProof) (qbft.SetProof, error) {
				account, storage := state.World(state.Head()).Prove(qbfttest.Contract().Address, qbfttest.Contract().Slots(4))
				return qbft.SetProof{Account: account, Storage: storage}, nil
			})
		}, lightclient.ErrNotLinked, "it contradicts itself", 0},
		"the two on top are one": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) { return honest[:1], nil })
		}, lightclient.ErrMalformed, "got 1 of them", 2},
		"the two on top are no headers": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				return make([]*types.Header, len(honest)), nil
			})
		}, lightclient.ErrMalformed, "there is no header", 2},
		"the state is gone": {func(s *script, e *qbfttest.Endpoint) {
			e.LieOnSets(func(context.Context, qbft.SetProof) (qbft.SetProof, error) {
				return qbft.SetProof{}, lightclient.ErrNoSuchHeader
			})
		}, lightclient.ErrNoSuchHeader, "validators after block 281", 3},
		"farther than is linked": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(func(_ context.Context, honest *types.Header) (*types.Header, error) {
				return changed(honest, func(h *types.Header) { h.Number.SetUint64(12 + 1<<18 + 1) }), nil
			}, nil)
		}, lightclient.ErrTooManyBlocks, "262145 above the trusted one, at most 262144", 1},
		"as far as is linked": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(func(_ context.Context, honest *types.Header) (*types.Header, error) {
				return changed(honest, func(h *types.Header) { h.Number.SetUint64(12 + 1<<18) }), nil
			}, nil)
		}, lightclient.ErrNoSuchHeader, "headers 262155 to 262156", 2},
		"with a gap": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if len(honest) > 2 {
					honest[8] = honest[7]
				}
				return honest, nil
			})
		}, lightclient.ErrMalformed, "number is", 4},
		"with the two on top swapped": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				slices.Reverse(honest)
				return honest, nil
			})
		}, lightclient.ErrMalformed, "asked for header", 2},
		"too few in between": {func(s *script, e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if len(honest) > 2 {
					honest = honest[1:]
				}
				return honest, nil
			})
		}, lightclient.ErrMalformed, "got 255 of them", 4},
	}
	long := newContractScript(t).chain.Grow(270) // from 12 on: two batches below those on top
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScriptOn(t, long.Fork(12))
			store := s.store()
			s.mustReach(s.open(store, nil), 12)
			c := s.open(store, nil)
			s.chain = long.Fork(282)
			s.show()
			before := s.requests()
			for _, e := range s.endpoints {
				test.lie(s, e)
			}
			s.mustFail(c, test.reason, test.text)
			for i, n := range s.spent(before) {
				if test.requests > 0 && n > test.requests {
					t.Errorf("endpoint %d was asked %d times, want at most %d", i, n, test.requests)
				}
			}
			s.show()
			for _, e := range s.endpoints {
				e.Lie(nil, nil)
				e.LieOnSets(nil)
			}
			s.mustReach(c, 282)
		})
	}
}

// What is wrong with a leap is its time, or where it starts.
func TestAttackLeapInTime(t *testing.T) {
	t.Run("from the future", func(t *testing.T) {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		s.chain.Grow(130)
		s.chain.Add(qbfttest.Block{Time: s.chain.Head().Time + 1000})
		s.clock.SetUnix(s.chain.Head().Time - 100)
		for _, e := range s.endpoints {
			e.Show(s.chain)
		}
		s.mustFail(c, lightclient.ErrFuture, "clock")
	})
	t.Run("over expired trust", func(t *testing.T) {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		s.clock.Add(testParams.TrustingPeriod)
		for range 130 {
			s.chain.Add(qbfttest.Block{Time: max(s.chain.Head().Time+1, uint64(s.clock.Now().Unix()))})
		}
		s.show()
		s.mustFail(c, lightclient.ErrExpired, "configure as anchor")
	})
	t.Run("times that fall below", func(t *testing.T) {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		s.chain.Grow(50)
		s.chain.Add(qbfttest.Block{Time: s.chain.Head().Time - 10})
		s.chain.Grow(130)
		s.clock.Add(time.Hour)
		for _, e := range s.endpoints {
			e.Show(s.chain)
		}
		s.mustFail(c, lightclient.ErrTime, "timestamp is")
	})
	t.Run("on another branch from the trusted header on", func(t *testing.T) {
		s := newContractScript(t)
		store := s.store()
		c := s.open(store, nil)
		s.mustReach(c, 12)
		rival := s.chain.Fork(11)
		rival.Add(qbfttest.Block{Label: "rival"})
		rival.Grow(140)
		s.clock.SetUnix(rival.Head().Time)
		for _, e := range s.endpoints {
			e.Show(rival)
			e.Keep(0)
		}
		s.mustFreezeWith(c, 12)
	})
}
