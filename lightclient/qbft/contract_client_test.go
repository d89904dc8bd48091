package qbft_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

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

func TestAttackLyingSetProofs(t *testing.T) {
	strangers := qbfttest.Keys(t, "strangers", 4)
	far := errors.New("state is not available")
	tests := map[string]struct {
		lie    func(s *script, honest qbft.SetProof) (qbft.SetProof, error)
		reason error
		text   string
	}{
		"none":     {func(*script, qbft.SetProof) (qbft.SetProof, error) { return qbft.SetProof{}, nil }, lightclient.ErrMalformed, "got proofs of 0 slots, want 5"},
		"an error": {func(*script, qbft.SetProof) (qbft.SetProof, error) { return qbft.SetProof{}, far }, lightclient.ErrUnavailable, "not available"},
		"a slot too many": {func(_ *script, p qbft.SetProof) (qbft.SetProof, error) {
			p.Storage = append(p.Storage, nil)
			return p, nil
		}, lightclient.ErrMalformed, "got proofs of 6 slots"},
		"broken nodes":      {func(_ *script, p qbft.SetProof) (qbft.SetProof, error) { p.Account[0][3] ^= 1; return p, nil }, lightclient.ErrProof, "account proof"},
		"of an older state": {func(s *script, p qbft.SetProof) (qbft.SetProof, error) { return s.chain.AnchorProof(11), nil }, lightclient.ErrProof, "account proof"},
		"of another chain": {func(s *script, p qbft.SetProof) (qbft.SetProof, error) {
			return qbfttest.NewBy(t, inContract, genesisTime, strangers).AnchorProof(0), nil
		}, lightclient.ErrProof, "account proof"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newContractScript(t)
			store := s.store()
			s.mustReach(s.open(store, nil), 12)
			c := s.open(store, nil) // which asks for all of the set, since it knows no storage root
			s.chain.Grow(1)
			s.show()
			for _, e := range s.endpoints {
				e.LieOnSets(func(_ context.Context, honest qbft.SetProof) (qbft.SetProof, error) { return test.lie(s, honest) })
			}
			s.mustFail(c, test.reason, test.text)
			s.endpoints[2].LieOnSets(nil)
			s.mustReach(c, 13)
		})
	}
}

// Where only the account is asked for, because its storage should be as it was, the
// answer is one about this state, and not another.
func TestAttackUnchangedSet(t *testing.T) {
	strangers := qbfttest.Keys(t, "strangers", 4)
	tests := map[string]struct {
		lie  func(s *script, honest qbft.SetProof) qbft.SetProof
		text string
	}{
		"of an older state": {func(s *script, p qbft.SetProof) qbft.SetProof {
			return qbft.SetProof{Account: s.chain.AnchorProof(11).Account}
		}, "account proof"},
		"none":        {func(*script, qbft.SetProof) qbft.SetProof { return qbft.SetProof{} }, "account proof"},
		"with a slot": {func(_ *script, p qbft.SetProof) qbft.SetProof { p.Storage = append(p.Storage, nil); return p }, "got proofs of 1 slots, want 0"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newContractScript(t)
			c := s.open(nil, nil)
			s.mustReach(c, 12)
			s.chain.Grow(1)
			s.chain.Add(qbfttest.Block{Keys: strangers})
			s.show()
			for _, e := range s.endpoints {
				e.LieOnSets(func(_ context.Context, honest qbft.SetProof) (qbft.SetProof, error) { return test.lie(s, honest), nil })
			}
			if _, err := c.Update(context.Background()); err == nil || !strings.Contains(err.Error(), test.text) {
				t.Errorf("update: %v, want %q", err, test.text)
			}
		})
	}
}

// However long the array says that it is, we ask for so many elements and no more.
func TestAttackHugeContractSet(t *testing.T) {
	for _, length := range []common.Hash{{30: 3, 31: 233}, {30: 4}, {28: 1}, {23: 1, 31: 4}, common.MaxHash} {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		contract := qbfttest.Contract()
		s.chain.Add(qbfttest.Block{World: func(accounts map[common.Address]*qbfttest.Account) {
			accounts[contract.Address].Storage[contract.Slot] = length
		}})
		s.chain.Grow(1)
		s.show()
		s.mustFail(c, lightclient.ErrProof, "validators, at most 1000 are allowed")
		if got := s.endpoints[0].Slots(); got > 1+qbft.MaxValidators {
			t.Errorf("asked for %d slots of an array of length %s", got, length)
		}
	}
}

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
	long := newContractScript(t).chain.Grow(270)
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
	t.Run("from the future", func(t *testing.T) {
		s := newContractScript(t)
		c := s.open(nil, nil)
		s.mustReach(c, 12)
		s.chain.Grow(130)
		s.chain.Add(qbfttest.Block{Time: s.chain.Head().Time + 1000})
		s.clock.Set(s.chain.Head().Time - 100)
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
		s.clock.Set(rival.Head().Time)
		for _, e := range s.endpoints {
			e.Show(rival)
			e.Keep(0)
		}
		s.mustFreezeWith(c, 12)
	})
}

// A rival branch whose validators nobody proves any more freezes nothing.
func TestAttackRivalWithoutState(t *testing.T) {
	s := newContractScript(t)
	store := s.store()
	c := s.open(store, nil)
	s.mustReach(c, 12)
	rival := s.chain.Fork(12)
	rival.Add(qbfttest.Block{Label: "rival"})
	s.Grow(1)
	s.endpoints[2].Show(rival)
	s.endpoints[2].LieOnSets(func(context.Context, qbft.SetProof) (qbft.SetProof, error) {
		return qbft.SetProof{}, lightclient.ErrNoSuchHeader
	})
	s.mustReach(c, 13)
	if evidence, err := store.Evidence(); evidence != nil || err != nil {
		t.Errorf("evidence: %+v, %v, want none", evidence, err)
	}
	s.Grow(1)
	s.endpoints[2].LieOnSets(nil)
	rival.Grow(1)
	s.endpoints[2].Show(rival)
	s.mustFreezeWith(c, 14)
}

// A record that somebody writes who can write checksums: it is held to itself.
func TestAttackForgedRecordOfContract(t *testing.T) {
	type saved struct {
		Header     []byte
		Below      []common.Hash
		Validators []common.Address `rlp:"optional"`
	}
	keys, strangers := qbfttest.Keys(t, "record", 4), qbfttest.Keys(t, "strangers", 4)
	good := qbfttest.Addresses(keys)
	contract := qbfttest.NewBy(t, inContract, genesisTime, keys).Grow(5)
	listing := qbfttest.New(t, genesisTime, keys).Grow(5)
	late := qbfttest.NewBy(t, qbft.Schedule{{}, {From: 6, Contract: qbfttest.Contract()}}, genesisTime, keys).Grow(5)
	tests := map[string]struct {
		chain  *qbfttest.Chain
		anchor uint64
		set    []common.Address
		text   string // "" if it is as a client writes it
	}{
		"as written":                      {contract, 1, good, ""},
		"as written, listing":             {listing, 1, nil, ""},
		"as written at the anchor":        {contract, 5, qbfttest.Addresses(strangers), ""}, // who seal the next block
		"as written at a listing anchor":  {late, 5, qbfttest.Addresses(strangers), ""},
		"without a set":                   {contract, 1, nil, "lists no validators"},
		"set that did not seal":           {contract, 1, qbfttest.Addresses(strangers), "3 seals of strangers"},
		"set of which too few sealed":     {contract, 1, append(slices.Clone(good), qbfttest.Addresses(strangers)...), "3 of the 8 validators sealed it"},
		"one twice":                       {contract, 1, append(slices.Clone(good), good[0]), "is there twice"},
		"one that is zero":                {contract, 1, append(slices.Clone(good), common.Address{}), "zero address"},
		"set beside a list":               {listing, 1, good, "beside those that the header lists"},
		"set beside a list at the anchor": {listing, 5, qbfttest.Addresses(strangers), "beside those that the header lists"},
		"set beside a list, later none":   {late, 1, good, "beside those that the header lists"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := test.chain.Head()
			header, err := qbft.EncodeHeader(h)
			if err != nil {
				t.Fatal(err)
			}
			state, err := rlp.EncodeToBytes(saved{Header: header, Validators: test.set})
			if err != nil {
				t.Fatal(err)
			}
			s := newScript(t)
			s.chain = test.chain
			store := s.store()
			if err := store.Save(lightclient.Record{
				ChainID: testChainID, Kind: qbft.Kind, Anchor: test.chain.Anchor(test.anchor), State: state, Trusted: s.At(5),
			}); err != nil {
				t.Fatal(err)
			}
			_, err = qbft.New(s.config(store, test.chain.Anchor(test.anchor)))
			switch {
			case test.text == "" && err != nil:
				t.Errorf("refused: %v", err)
			case test.text != "":
				mustBeDamaged(t, err, test.text)
			}
		})
	}
}
