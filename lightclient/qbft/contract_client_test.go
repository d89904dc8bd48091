package qbft_test

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func newContractScript(t *testing.T) *script { return newScriptBy(t, inContract) }

func TestContractUpdateCosts(t *testing.T) {
	s := newContractScript(t)
	c := s.open(nil, nil)
	s.mustReach(c, 12)
	spend := func(want ...int) {
		t.Helper()
		before := s.requests()
		s.chain.Grow(1)
		s.show()
		s.mustReach(c, uint64(s.chain.Len()-1))
		if spent := s.spent(before); !slices.Equal(spent, want) {
			t.Errorf("up to header %d it took %v requests, want %v", s.chain.Len()-1, spent, want)
		}
	}
	spend(2, 1, 1) // newest header and proof; both witnesses
	s.chain.Add(qbfttest.Block{Keys: append(slices.Clone(s.chain.Keys()), qbfttest.Keys(t, "fifth", 1)...)})
	spend(5, 1, 1) // two headers, proofs of the account, of four and of five
	spend(2, 1, 1)
	s.chain.Add(qbfttest.Block{Keys: s.chain.Keys()[:3]})
	spend(4, 1, 1) // what is proven too much is dropped
	if got := s.endpoints[0].Slots(); got != 6 {
		t.Errorf("asked for %d slots at once, want 6", got)
	}
}

// After a long absence the states between are gone, and one leap leads to the newest.
func TestContractLeap(t *testing.T) {
	for _, behind := range []int{127, 128, 129, 130, 384, 385, 700} {
		s := newContractScript(t)
		store := s.store()
		s.mustReach(s.open(store, nil), 12)
		s.chain.Add(qbfttest.Block{Keys: append(slices.Clone(s.chain.Keys()[1:]), qbfttest.Keys(t, "leap", 1)...)})
		s.chain.Grow(behind - 1)
		s.show()
		c := s.open(store, nil)
		s.mustReach(c, uint64(12+behind))
		// What is remembered below is right: a rival of some blocks below is known for one.
		rival := s.chain.Fork(uint64(12 + behind - 5))
		rival.Add(qbfttest.Block{Label: "rival"})
		rival.Grow(8)
		s.chain.Grow(1)
		s.show()
		s.endpoints[1].Show(rival)
		s.mustFreezeWith(c, uint64(13+behind))
	}
}

// mustFreezeWith is mustFreeze for chains whose sets change.
func (s *script) mustFreezeWith(c *qbft.Client, number uint64) {
	s.t.Helper()
	var frozen *lightclient.FrozenError
	if _, err := c.Update(context.Background()); !errors.As(err, &frozen) || frozen.Evidence.Number != number {
		s.t.Fatalf("update: %v, want a FrozenError of height %d", err, number)
	}
}

// The set is replaced as a whole, twice, between two updates.
func TestContractSetReplacedBetweenUpdates(t *testing.T) {
	build := func(t *testing.T) (*script, *qbft.Client) {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		for _, seed := range []string{"second", "third"} {
			s.chain.Grow(20)
			s.chain.Add(qbfttest.Block{Keys: qbfttest.Keys(t, seed, 5)})
		}
		s.chain.Grow(20)
		s.show()
		return s, c
	}
	t.Run("is followed in smaller steps", func(t *testing.T) {
		s, c := build(t)
		s.mustReach(c, uint64(s.chain.Len()-1))
	})
	t.Run("is not, once the states are gone", func(t *testing.T) {
		s, c := build(t)
		for _, e := range s.endpoints {
			e.Keep(10)
		}
		err := s.mustFail(c, lightclient.ErrTrustOverlap, "in smaller steps")
		if !errors.Is(err, lightclient.ErrNoSuchHeader) {
			t.Errorf("error is %v, want it to say that the state is gone", err)
		}
		s.endpoints[2].Keep(0) // an archive
		s.mustReach(c, uint64(s.chain.Len()-1))
	})
}

func TestAttackContractAnchorWithoutState(t *testing.T) {
	s := newContractScript(t)
	s.chain.Grow(200)
	s.show()
	s.mustFail(s.open(nil, nil), lightclient.ErrNoSuchHeader, "configure the anchor's validators")
	vouch := func(keys []common.Address) func(*qbft.Config) {
		return func(cfg *qbft.Config) { cfg.AnchorValidators = keys }
	}
	c := s.open(nil, vouch(qbfttest.Addresses(s.chain.Keys())))
	s.mustReach(c, 212)
	t.Run("and with strangers for whom the operator vouches", func(t *testing.T) {
		c := s.open(nil, vouch(qbfttest.Addresses(qbfttest.Keys(t, "strangers", 4))))
		if final, err := c.Update(context.Background()); err != nil || final.Header().Number != 1 {
			t.Fatalf("trusts %+v, %v, want the anchor", final.Header(), err)
		}
		s.mustFail(c, lightclient.ErrTrustOverlap, "0 of the 4")
	})
}
