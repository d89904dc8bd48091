package clique_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// open returns a client over the script's endpoints, from the first checkpoint after
// the genesis on, if there is one, with what change sets.
func (s *script) open(store lightclient.Store, change func(*clique.Config)) *clique.Client {
	s.t.Helper()
	if store == nil {
		store = s.store()
	}
	cfg := s.config(store, s.chain.Anchor(0))
	if s.params.Epoch < uint64(s.chain.Len()) {
		cfg.Anchor = s.chain.Anchor(s.params.Epoch)
	}
	if change != nil {
		change(&cfg)
	}
	c, err := clique.New(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	return c
}

func (s *script) store() *lightclient.MemoryStore {
	s.t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: clique.Kind})
	if err != nil {
		s.t.Fatal(err)
	}
	return store
}

func (s *script) mustReach(c *clique.Client, number uint64) {
	s.t.Helper()
	final, err := c.Update(context.Background())
	if err != nil || final.Header() != s.At(number) {
		s.t.Fatalf("update: trusts %+v, %v, want %+v", final.Header(), err, s.At(number))
	}
}

func (s *script) mustFail(c *clique.Client, reason error, text string) {
	s.t.Helper()
	before := c.Final()
	_, err := c.Update(context.Background())
	if !errors.Is(err, reason) || !strings.Contains(err.Error(), text) {
		s.t.Fatalf("update: %v, want %v and %q", err, reason, text)
	}
	if c.Final() != before {
		s.t.Fatalf("moved to %+v in spite of %v", c.Final().Header(), err)
	}
}

func (s *script) requests() (counts []int) {
	for _, e := range s.endpoints {
		counts = append(counts, e.Requests())
	}
	return counts
}

func (s *script) mustSpend(want []int, f func()) {
	s.t.Helper()
	before := s.requests()
	f()
	spent := s.requests()
	for i := range spent {
		spent[i] -= before[i]
	}
	if !slices.Equal(spent, want) {
		s.t.Errorf("it took %v requests, want %v", spent, want)
	}
}

func TestUpdateCosts(t *testing.T) {
	s := newScript(t, 5, 8)
	c := s.open(nil, nil)
	s.mustReach(c, 14)
	s.mustSpend([]int{1, 0, 0}, func() { s.mustReach(c, 14) })
	s.Grow(1)
	s.mustSpend([]int{2, 1, 1}, func() { s.mustReach(c, 15) })
}

func TestExtraConfirmations(t *testing.T) {
	s := newScript(t, 5, 8)
	s.params.ExtraConfirmations = 3
	c := s.open(nil, nil)
	s.mustReach(c, 11)
	s.Grow(1)
	s.mustReach(c, 12)
}

// A year of updates: what is remembered, on disk and in memory, does not grow.
func TestStateStaysFlat(t *testing.T) {
	s := newScript(t, 4, 50)
	s.chain.Grow(50)
	s.show()
	store := s.store()
	c := s.open(store, nil)
	largest := 0
	for round := range 40 {
		s.chain.Grow(1 + 97*(round%3)/2)
		s.show()
		s.mustReach(c, s.final())
		record, err := store.Load()
		if err != nil {
			t.Fatal(err)
		}
		largest = max(largest, len(record.State))
		if round%5 == 4 {
			c = s.open(store, nil)
		}
	}
	if limit := 40_000; largest > limit {
		t.Errorf("the state grew to %d bytes, want at most %d", largest, limit)
	}
}

func TestLongCatchUpGoesInDurableSteps(t *testing.T) {
	s := newScript(t, 4, 8)
	s.chain.Grow(600)
	s.show()
	for _, e := range s.endpoints {
		e.Lie(func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
			if n := honest[len(honest)-1].Number.Uint64(); n > 300 && n < 600 {
				return nil, errors.New("out of memory")
			}
			return honest, nil
		})
	}
	store := s.store()
	c := s.open(store, nil)
	reached := 8 + 4*uint64(clique.StepHeaders)
	s.mustReach(c, reached)
	if record, err := store.Load(); err != nil || record.Trusted != s.At(reached) {
		t.Errorf("the store has %+v, %v", record.Trusted, err)
	}
	s.mustFail(c, lightclient.ErrUnavailable, "out of memory")
	s.endpoints[1].Lie(nil)
	s.mustReach(c, s.final())
}

// TestSetsChangeOnTheWay: signers come and go during the catch-up and afterwards.
func TestSetsChangeOnTheWay(t *testing.T) {
	s := newScript(t, 3, 8)
	more := cliquetest.Keys(t, "later", 12)
	for _, key := range more {
		old, set := s.chain.Keys()[0], s.chain.Keys()
		s.vote(key, true, append(slices.Clone(set), key))
		s.vote(old, false, slices.DeleteFunc(slices.Clone(s.chain.Keys()), func(k cliquetest.Key) bool { return k == old }))
		s.chain.Grow(11)
	}
	s.show()
	store := s.store()
	c := s.open(store, nil)
	s.mustReach(c, s.final())
	s.vote(s.chain.Keys()[1], false, append(s.chain.Keys()[:1:1], s.chain.Keys()[2:]...))
	s.Grow(5)
	s.mustReach(s.open(store, nil), s.final())
}

// vote lets as many signers vote as are needed, beginning right after a checkpoint.
func (s *script) vote(about cliquetest.Key, auth bool, set []cliquetest.Key) {
	for uint64(s.chain.Len())%s.params.Epoch != 1 {
		s.chain.Grow(1)
	}
	need := len(s.chain.Keys())/2 + 1
	for i := range need {
		b := cliquetest.Block{About: about, Auth: auth}
		if i == need-1 {
			b.Set = set
		}
		s.chain.Add(b)
	}
}

func TestStalledProviderIsNotTrustedToHaveTheNewest(t *testing.T) {
	s := newScript(t, 5, 8)
	c := s.open(nil, nil)
	s.mustReach(c, 14)
	for range 3 {
		s.chain.Add(cliquetest.Block{Time: s.chain.Head().Time + 60})
	}
	s.clock.SetUnix(s.chain.Head().Time)
	s.endpoints[2].Show(s.chain) // the other two hold it back
	s.mustReach(c, 17)
}

func TestHangingEndpointCostsOneTimeout(t *testing.T) {
	for name, i := range map[string]int{"primary": 0, "witness": 2} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				s := newScript(t, 4, 8)
				c := s.open(nil, func(cfg *clique.Config) { cfg.CoolDown = time.Hour })
				s.mustReach(c, s.final())
				s.Set(i, clienttest.Hang)
				start := time.Now()
				for range 40 {
					s.Grow(1)
					s.mustReach(c, s.final())
				}
				if took := time.Since(start); took != requestTimeout {
					t.Errorf("40 updates beside a hanging endpoint took %v, want its one timeout of %v", took, requestTimeout)
				}
			})
		})
	}
}

func TestRefusedProviderIsLoggedOnce(t *testing.T) {
	s := newScript(t, 4, 8)
	var log bytes.Buffer
	c := s.open(nil, func(cfg *clique.Config) {
		cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		cfg.CoolDown = time.Hour
	})
	for range 3 {
		s.Set(0, clienttest.Forged)
		s.Grow(1)
		s.mustReach(c, s.final())
	}
	if n := strings.Count(log.String(), "provider refused"); n != 1 || !strings.Contains(log.String(), "endpoint-0") {
		t.Fatalf("refused %d times in the log, want once, by name:\n%s", n, &log)
	}
}

func TestAttackConfig(t *testing.T) {
	s := newScript(t, 4, 8)
	for text, change := range map[string]func(*clique.Config){
		"chain id is 0":                          func(c *clique.Config) { c.ChainID = 0 },
		"anchor has no hash":                     func(c *clique.Config) { c.Anchor.Hash = [32]byte{} },
		"anchor has number 9223372036854775808,": func(c *clique.Config) { c.Anchor.Number = math.MaxInt64 + 1 },
		"want that of a checkpoint, a multiple of the epoch of 8 blocks (16 is one)": func(c *clique.Config) { c.Anchor.Number = 17 },
		"store or clock is missing":         func(c *clique.Config) { c.Store = nil },
		"clock is missing":                  func(c *clique.Config) { c.Now = nil },
		"a duration is negative, -1ns":      func(c *clique.Config) { c.RequestTimeout = -1 },
		"a duration is negative, -2ns":      func(c *clique.Config) { c.WitnessTimeout = -2 },
		"a duration is negative, -3ns":      func(c *clique.Config) { c.StallAfter = -3 },
		"a duration is negative, -4ns":      func(c *clique.Config) { c.CoolDown = -4 },
		"there are 0 providers":             func(c *clique.Config) { c.Providers = nil },
		"there are 17 providers":            func(c *clique.Config) { c.Providers = make([]clique.Provider, 17) },
		"provider 1 is missing":             func(c *clique.Config) { c.Providers[1] = nil },
		`two providers are named "endpoint`: func(c *clique.Config) { c.Providers[2] = c.Providers[0] },
		"epoch is 0":                        func(c *clique.Config) { c.Params.Epoch = 0 },
	} {
		cfg := s.config(s.store(), s.chain.Anchor(8))
		change(&cfg)
		if _, err := clique.New(cfg); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%v, want %q", err, text)
		}
	}
	cfg := s.config(s.store(), s.chain.Anchor(8))
	cfg.Params.Epoch, cfg.Anchor.Number = 1, math.MaxInt64
	if _, err := clique.New(cfg); err != nil {
		t.Errorf("the highest number: %v", err)
	}
	cfg = s.config(s.store(), s.chain.Anchor(8))
	cfg.RequestTimeout, cfg.CoolDown = 0, 0 // the defaults
	for i := range clique.MaxProviders - 3 {
		cfg.Providers = append(cfg.Providers, cliquetest.NewEndpoint(fmt.Sprintf("more-%d", i), s.chain))
	}
	c, err := clique.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(c, s.final())
}
