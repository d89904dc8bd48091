package qbft_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// open returns a client over the script's endpoints, with what change sets.
func (s *script) open(store lightclient.Store, change func(*qbft.Config)) *qbft.Client {
	s.t.Helper()
	if store == nil {
		store = s.store()
	}
	cfg := s.config(store, s.chain.Anchor(1))
	if change != nil {
		change(&cfg)
	}
	c, err := qbft.New(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s *script) store() *lightclient.MemoryStore {
	s.t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: qbft.Kind})
	if err != nil {
		s.t.Fatal(err)
	}
	return store
}

// show lets all endpoints serve the chain as it is now, and sets the clock to its head.
func (s *script) show() {
	s.clock.SetUnix(s.chain.Head().Time)
	for _, e := range s.endpoints {
		e.Show(s.chain)
	}
}

func (s *script) mustReach(c *qbft.Client, number uint64) {
	s.t.Helper()
	final, err := c.Update(context.Background())
	if err != nil || final.Header() != s.At(number) {
		s.t.Fatalf("update: trusts %+v, %v, want %+v", final.Header(), err, s.At(number))
	}
}

func (s *script) mustFail(c *qbft.Client, reason error, text string) error {
	s.t.Helper()
	before := c.Final()
	_, err := c.Update(context.Background())
	if !errors.Is(err, reason) || !strings.Contains(err.Error(), text) {
		s.t.Fatalf("update: %v, want %v and %q", err, reason, text)
	}
	if c.Final() != before {
		s.t.Fatalf("moved to %+v in spite of %v", c.Final().Header(), err)
	}
	return err
}

func (s *script) mustFreeze(c *qbft.Client, number uint64) {
	s.t.Helper()
	var frozen *lightclient.FrozenError
	if _, err := c.Update(context.Background()); !errors.As(err, &frozen) {
		s.t.Fatalf("update: %v, want a FrozenError", err)
	}
	if frozen.Evidence.Number != number {
		s.t.Errorf("evidence is of height %d, want %d", frozen.Evidence.Number, number)
	}
	if err := s.checkEvidence(frozen.Evidence); err != nil {
		s.t.Errorf("evidence: %v", err)
	}
	if frozen.Evidence.Conflicting.Hash == frozen.Evidence.Trusted.Hash {
		s.t.Errorf("evidence shows one header twice: %+v", frozen.Evidence.Trusted)
	}
}

func (s *script) requests() (counts []int) {
	for _, e := range s.endpoints {
		counts = append(counts, e.Requests())
	}
	return counts
}

func (s *script) spent(before []int) (spent []int) {
	for i, n := range s.requests() {
		spent = append(spent, n-before[i])
	}
	return spent
}

func TestUpdateCosts(t *testing.T) {
	s := newScript(t)
	c := s.open(nil, nil)
	s.mustReach(c, 12)

	before := s.requests()
	s.mustReach(c, 12)
	if spent := s.spent(before); !slices.Equal(spent, []int{1, 0, 0}) {
		t.Errorf("an update without news took %v requests, want one", spent)
	}
	s.Grow(1)
	before = s.requests()
	s.mustReach(c, 13)
	if spent := s.spent(before); !slices.Equal(spent, []int{1, 1, 1}) {
		t.Errorf("the next header took %v requests, want one of each endpoint", spent)
	}
}

func TestLongCatchUpGoesInDurableSteps(t *testing.T) {
	s := newScript(t)
	s.chain.Grow(600)
	s.show()
	store := s.store()
	c := s.open(store, nil)
	s.mustReach(c, 612)

	t.Run("and keeps what it reached before a provider failed", func(t *testing.T) {
		s := newScript(t)
		s.chain.Grow(600)
		s.show()
		for _, e := range s.endpoints {
			e.Lie(nil, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if honest[len(honest)-1].Number.Uint64() > 300 {
					return nil, errors.New("out of memory")
				}
				return honest, nil
			})
		}
		store := s.store()
		c := s.open(store, nil)
		final, err := c.Update(context.Background())
		if err != nil || final.Header() != s.At(257) { // 1 + 2 steps of 128
			t.Fatalf("trusts %+v, %v, want header 257", final.Header(), err)
		}
		record, err := store.Load()
		if err != nil || record.Trusted != final.Header() {
			t.Errorf("the store has %+v, %v, want %+v", record.Trusted, err, final.Header())
		}
		s.mustFail(c, lightclient.ErrUnavailable, "out of memory")
		s.endpoints[1].Lie(nil, nil)
		s.mustReach(c, 612)
	})
}

// The set is replaced twice over during the catch-up.
func TestCatchUpThroughSetChanges(t *testing.T) {
	s := newScript(t)
	all := append(slices.Clone(s.chain.Keys()), qbfttest.Keys(t, "later", 8)...)
	for i := 1; i+4 <= len(all); i++ {
		s.chain.Add(qbfttest.Block{Keys: all[i : i+4]})
		s.chain.Grow(70)
	}
	s.show()
	s.mustReach(s.open(nil, nil), uint64(s.chain.Len()-1))
}

func TestStalledProviderIsNotTrustedToHaveTheNewest(t *testing.T) {
	s := newScript(t)
	c := s.open(nil, func(cfg *qbft.Config) { cfg.StallAfter = 30 * time.Second })
	s.mustReach(c, 12)
	s.chain.Add(qbfttest.Block{Time: s.chain.Head().Time + 60})
	s.clock.SetUnix(s.chain.Head().Time)
	s.endpoints[2].Show(s.chain) // the other two hold it back
	s.mustReach(c, 13)

	t.Run("nor when it drips old headers", func(t *testing.T) {
		s := newScript(t)
		c := s.open(nil, func(cfg *qbft.Config) { cfg.StallAfter = 30 * time.Second })
		s.mustReach(c, 12)
		s.chain.Grow(1)
		s.endpoints[0].Show(s.chain)
		s.endpoints[1].Show(s.chain)
		s.chain.Add(qbfttest.Block{Time: s.chain.Head().Time + 60})
		s.clock.SetUnix(s.chain.Head().Time)
		s.endpoints[2].Show(s.chain)
		s.mustReach(c, 14)
	})
}

func TestHangingEndpointCostsOneTimeout(t *testing.T) {
	for name, i := range map[string]int{"primary": 0, "witness": 2} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScript(t)
				c := s.open(nil, func(cfg *qbft.Config) { cfg.CoolDown = time.Hour })
				s.mustReach(c, 12)
				s.Set(i, clienttest.Hang)
				start := time.Now()
				for n := uint64(13); n < 53; n++ {
					s.Grow(1)
					s.mustReach(c, n)
				}
				if took := time.Since(start); took != requestTimeout {
					t.Errorf("40 updates beside a hanging endpoint took %v, want its one timeout of %v", took, requestTimeout)
				}
			})
		})
	}
}

func TestHangingEndpointOnIdleChain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := newScript(t)
		c := s.open(nil, func(cfg *qbft.Config) { cfg.CoolDown = time.Hour })
		s.mustReach(c, 12)
		s.Set(1, clienttest.Hang)
		s.clock.Add(10 * time.Minute) // nothing new for longer than StallAfter: all are asked
		start := time.Now()
		for range 40 {
			s.mustReach(c, 12)
		}
		if took := time.Since(start); took != requestTimeout {
			t.Errorf("40 updates without news beside a hanging endpoint took %v, want its one timeout of %v", took, requestTimeout)
		}
	})
}

func TestDawdlingWitnessDoesNotSetThePace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		const witnessTimeout = 20 * time.Millisecond
		s := newScript(t)
		c := s.open(nil, func(cfg *qbft.Config) {
			cfg.RequestTimeout, cfg.WitnessTimeout, cfg.CoolDown = time.Minute, witnessTimeout, time.Hour
		})
		s.mustReach(c, 12)
		s.endpoints[1].Lie(nil, func(ctx context.Context, honest []*types.Header) ([]*types.Header, error) {
			select {
			case <-ctx.Done():
			case <-time.After(20 * time.Second):
			}
			return honest, ctx.Err()
		})
		start := time.Now()
		for n := uint64(13); n < 16; n++ {
			s.chain.Grow(1)
			s.show()
			s.mustReach(c, n)
		}
		if took := time.Since(start); took != witnessTimeout {
			t.Errorf("three updates beside a dawdling witness took %v, want its one timeout of %v", took, witnessTimeout)
		}
	})
}

func TestAttackHostileAnswers(t *testing.T) {
	batch := func(change func([]*types.Header) []*types.Header) func(*qbfttest.Endpoint) {
		return func(e *qbfttest.Endpoint) {
			e.Lie(nil, func(_ context.Context, h []*types.Header) ([]*types.Header, error) { return change(h), nil })
		}
	}
	latest := func(change func(*types.Header)) func(*qbfttest.Endpoint) {
		return func(e *qbfttest.Endpoint) {
			e.Lie(func(_ context.Context, h *types.Header) (*types.Header, error) { return changed(h, change), nil }, nil)
		}
	}
	long := errors.New(strings.Repeat("x", 1<<20))
	tests := map[string]struct {
		lie    func(*qbfttest.Endpoint)
		reason error
		text   string
	}{
		"fewer than asked for":   {batch(func(h []*types.Header) []*types.Header { return h[1:] }), lightclient.ErrMalformed, "got 1 of them"},
		"more than asked for":    {batch(func(h []*types.Header) []*types.Header { return append(h, h...) }), lightclient.ErrMalformed, "got 4 of them"},
		"none":                   {batch(func([]*types.Header) []*types.Header { return nil }), lightclient.ErrMalformed, "got 0 of them"},
		"number beyond its head": {latest(func(h *types.Header) { h.Number.SetUint64(math.MaxUint64) }), lightclient.ErrNoSuchHeader, "headers 13 to 140"},
		"newest has no number":   {latest(func(h *types.Header) { h.Number = nil }), lightclient.ErrMalformed, "number is absent"},
		"newest is not ours":     {latest(func(h *types.Header) { h.MixDigest = common.Hash{} }), lightclient.ErrMalformed, "this is no QBFT"},
		"an error of a megabyte": {func(e *qbfttest.Endpoint) {
			e.Lie(func(context.Context, *types.Header) (*types.Header, error) { return nil, long }, nil)
		}, lightclient.ErrUnavailable, "xxx…"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			c := s.open(nil, nil)
			s.mustReach(c, 12)
			s.Grow(2)
			for _, e := range s.endpoints {
				test.lie(e)
			}
			if err := s.mustFail(c, test.reason, test.text); len(err.Error()) > 4096 {
				t.Errorf("the error has %d bytes", len(err.Error()))
			}
		})
	}
}

func TestAttackAnchors(t *testing.T) {
	t.Run("older than the trusting period", func(t *testing.T) {
		s := newScript(t)
		s.clock.Add(testParams.TrustingPeriod)
		s.mustFail(s.open(nil, nil), lightclient.ErrExpired, "configure as anchor")
	})
	t.Run("from the future", func(t *testing.T) {
		s := newScript(t)
		c := s.open(nil, func(cfg *qbft.Config) { cfg.Now = func() time.Time { return at(genesisTime - 100) } })
		s.mustFail(c, lightclient.ErrFuture, "clock")
	})
	t.Run("the genesis, which nobody sealed", func(t *testing.T) {
		s := newScript(t)
		store := s.store()
		genesis := func(cfg *qbft.Config) { cfg.Anchor = s.chain.Anchor(0) }
		for _, e := range s.endpoints {
			e.Show(s.chain.Fork(0))
		}
		s.mustReach(s.open(store, genesis), 0)
		s.show()
		s.mustReach(s.open(store, genesis), 12)
	})
	t.Run("and then a lie", func(t *testing.T) {
		s := newScript(t)
		for i := range s.endpoints {
			s.Set(i, clienttest.Forged)
		}
		c := s.open(nil, nil)
		if final, err := c.Update(context.Background()); err != nil || final.Header() != s.At(1) {
			t.Fatalf("trusts %+v, %v, want the anchor", final.Header(), err)
		}
		s.mustFail(c, lightclient.ErrSeals, "2 of the 4")
	})
	t.Run("second endpoint answers", func(t *testing.T) {
		s := newScript(t)
		s.Set(0, clienttest.Refuse)
		s.mustReach(s.open(nil, nil), 12)
	})
	t.Run("second endpoint has it", func(t *testing.T) {
		s := newScript(t)
		s.endpoints[0].Show(qbfttest.New(t, genesisTime+1, s.chain.Keys()).Grow(3))
		s.mustReach(s.open(nil, nil), 12)
	})
	t.Run("of the store", func(t *testing.T) {
		s := newScript(t)
		store := s.store()
		s.mustReach(s.open(store, nil), 12)
		// The same, the trusted one, and a later one will do; any other will not.
		for n, want := range map[uint64]error{1: nil, 12: nil, 2: lightclient.ErrOtherAnchor} {
			cfg := s.config(store, s.chain.Anchor(n))
			if _, err := qbft.New(cfg); !errors.Is(err, want) {
				t.Errorf("anchor %d: %v, want %v", n, err, want)
			}
		}
		s.Grow(3)
		s.mustReach(s.open(store, func(cfg *qbft.Config) { cfg.Anchor = s.chain.Anchor(14) }), 15)
	})
}

func TestConfig(t *testing.T) {
	s := newScript(t)
	many := make([]qbft.Provider, qbft.MaxProviders+1)
	for i := range many {
		many[i] = qbfttest.NewEndpoint(fmt.Sprint(i), s.chain)
	}
	tests := map[string]struct {
		change func(*qbft.Config)
		text   string
	}{
		"no chain id":       {func(c *qbft.Config) { c.ChainID = 0 }, "chain id is 0"},
		"no anchor":         {func(c *qbft.Config) { c.Anchor = lightclient.Anchor{} }, "anchor has no hash"},
		"anchor too high":   {func(c *qbft.Config) { c.Anchor.Number = math.MaxUint64 }, "anchor has number"},
		"no store":          {func(c *qbft.Config) { c.Store = nil }, "store or clock"},
		"no clock":          {func(c *qbft.Config) { c.Now = nil }, "store or clock"},
		"no providers":      {func(c *qbft.Config) { c.Providers = nil }, "0 providers, want 1 to 16"},
		"too many":          {func(c *qbft.Config) { c.Providers = many }, "17 providers, want 1 to 16"},
		"a missing one":     {func(c *qbft.Config) { c.Providers = []qbft.Provider{nil} }, "provider 0 is missing"},
		"one twice":         {func(c *qbft.Config) { c.Providers = []qbft.Provider{many[1], many[1]} }, `two providers are named "1"`},
		"negative duration": {func(c *qbft.Config) { c.CoolDown = -1 }, "a duration is negative"},
		"bad params":        {func(c *qbft.Config) { c.Params.TrustingPeriod = 1 }, "trusting period is 1ns"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			cfg := s.config(s.store(), s.chain.Anchor(1))
			test.change(&cfg)
			if _, err := qbft.New(cfg); err == nil || !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v, want %q", err, test.text)
			}
		})
	}
}
