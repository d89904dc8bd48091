package parlia_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// open returns a client of the script's endpoints that trusts what is final, and its
// store.
func (s *script) open(change func(*parlia.Config)) (*parlia.Client, lightclient.Store) {
	s.t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind})
	if err != nil {
		s.t.Fatal(err)
	}
	cfg := s.config(store, s.chain.Anchor(s.head()-6))
	cfg.StallAfter = time.Hour
	if change != nil {
		change(&cfg)
	}
	client, err := parlia.New(cfg)
	if err != nil {
		s.t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
	return client, store
}

func (s *script) mustReach(c *parlia.Client, number uint64) {
	s.t.Helper()
	final, err := c.Update(context.Background())
	if err != nil || final.Header() != s.At(number) {
		s.t.Fatalf("trusts %d, %v, want %d", final.Header().Number, err, number)
	}
}

// TestAttackRivalWhenMoved: the conflict comes to light when another endpoint has brought
// more in the same Update. It is told at once, and that is not released.
func TestAttackRivalWhenMoved(t *testing.T) {
	s := newScript(t)
	client, store := s.open(func(cfg *parlia.Config) { cfg.StallAfter = 4 * time.Second })
	before := client.Final()
	branch := s.chain.Fork(s.head() - 3)
	for _, b := range []block{altered, {}, {}, {}} {
		branch.Add(b)
	}
	asked := false
	s.endpoints[1].Show(branch, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
		if !asked { // as a witness
			asked = true
			return nil, lightclient.ErrNoSuchHeader
		}
		return honest, nil
	})
	s.extend(3)
	s.endpoints[0].Show(s.chain, nil)
	s.clock.Add(time.Hour) // so that all are asked
	if _, err := client.Update(context.Background()); !lightclient.IsFrozen(err) || client.Final() != before {
		t.Fatalf("final %+v, error %v, want a FrozenError, and %+v still", client.Final().Header(), err, before.Header())
	}
	if record, err := store.Load(); err != nil || record.Trusted == before.Header() {
		t.Fatalf("saved is %+v, error %v, want that another endpoint brought more", record.Trusted, err)
	}
}

// TestRivals shows rivals to clients, as a witness beside the honest chain or as the
// only endpoint.
func TestRivals(t *testing.T) {
	ahead := block{Time: genesisTime + 1e6}
	for name, test := range map[string]struct {
		blocks  []block // in the place of the last final one and those above it
		witness bool
		freezes bool
		reason  error
	}{
		"final":                   {[]block{altered, {}, {}, {}}, false, true, nil},
		"final, at a witness":     {[]block{altered, {}, {}, {}}, true, true, nil},
		"one vote":                {[]block{altered, {}, {Mute: true}}, false, true, nil},
		"one vote, at a witness":  {[]block{altered, {Mute: true}, {}, {Mute: true}}, true, true, nil},
		"too few votes":           {[]block{altered, few, {Mute: true}}, false, false, lightclient.ErrNotLinked},
		"nobody votes":            {[]block{altered, {Mute: true}, {Mute: true}}, false, false, lightclient.ErrNotLinked},
		"too few, at a witness":   {[]block{altered, few, {}, few}, true, false, nil},
		"dated ahead":             {[]block{altered, {}, {}, ahead}, false, false, lightclient.ErrFuture},
		"dated ahead, at witness": {[]block{altered, {}, {}, ahead}, true, false, nil},
	} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			client, store := s.open(func(cfg *parlia.Config) { cfg.Providers = cfg.Providers[:2] })
			branch := s.chain.Fork(s.head() - 3)
			for _, b := range test.blocks {
				branch.Add(b)
			}
			s.endpoints[1].Show(branch, nil)
			if test.witness {
				s.extend(1)
				s.endpoints[0].Show(s.chain, nil)
			} else {
				s.endpoints[0].Show(branch, nil)
			}
			if !test.freezes && test.witness {
				s.mustReach(client, s.head()-2)
				return
			}
			if !test.freezes {
				s.mustStay(client, store, test.reason)
				return
			}
			_, err := client.Update(context.Background())
			var frozen *lightclient.FrozenError
			evidence, _ := store.Evidence()
			if !errors.As(err, &frozen) || evidence == nil {
				t.Fatalf("error is %v, want a FrozenError", err)
			}
			if verdict := verdictOf(t, s.network, evidence.RawConflicting); verdict.Header != evidence.Conflicting || verdict.Vote.TargetNumber < evidence.Number {
				t.Errorf("the rival's proof shows %+v", verdict)
			}
		})
	}
}

// TestRivalsHalfShown: a witness that contradicts the honest chain, and then fails at
// each step of being looked into, stops nobody.
func TestRivalsHalfShown(t *testing.T) {
	for fails := 1; fails <= 3; fails++ {
		for name, broken := range map[string]func([]*types.Header) ([]*types.Header, error){
			"error":      func([]*types.Header) ([]*types.Header, error) { return nil, errors.New("429 too many requests") },
			"no header":  func(h []*types.Header) ([]*types.Header, error) { return make([]*types.Header, len(h)), nil },
			"one header": func(h []*types.Header) ([]*types.Header, error) { return h[:max(1, len(h)-1)], nil },
		} {
			if name == "one header" && fails < 3 {
				continue // they are asked for one
			}
			t.Run(fmt.Sprintf("%s at request %d", name, fails), func(t *testing.T) {
				s := newScript(t)
				client, store := s.open(func(cfg *parlia.Config) { cfg.Providers = cfg.Providers[:2] })
				branch := s.chain.Fork(s.head() - 3)
				branch.Add(altered)
				requests := 0
				s.endpoints[1].Show(branch.Grow(3), func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
					if requests++; requests == fails {
						return broken(honest)
					}
					return honest, nil
				})
				s.extend(1)
				s.endpoints[0].Show(s.chain, nil)
				s.mustReach(client, s.head()-2)
				if evidence, err := store.Evidence(); evidence != nil || err != nil || requests != fails {
					t.Fatalf("evidence: %v, %v after %d requests", evidence, err, requests)
				}
				// The next time it is asked, the rival comes to light.
				s.extend(1)
				s.endpoints[0].Show(s.chain, nil)
				s.clock.Add(time.Second)
				if _, err := client.Update(context.Background()); !errors.As(err, new(*lightclient.FrozenError)) {
					t.Fatalf("error is %v, want a FrozenError", err)
				}
			})
		}
	}
}

// TestRivalsThatAreNone: branches that must not freeze a client, although all of
// their votes are real: of another chain, or of validators of too long ago.
func TestRivalsThatAreNone(t *testing.T) {
	t.Run("another genesis", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		for _, e := range s.endpoints {
			e.Show(s.other.GrowTo(s.head()+3), nil)
		}
		s.mustStay(client, store, lightclient.ErrWrongChain)
	})
	t.Run("a fork from below what is remembered", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil) // from the anchor at head-6 on
		branch := s.chain.Fork(s.head() - 8)
		branch.Add(altered)
		for _, e := range s.endpoints {
			e.Show(branch.Grow(8), nil)
		}
		s.mustStay(client, store, lightclient.ErrWrongChain)
	})
	t.Run("after the trusting period", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		branch := s.chain.Fork(s.head() - 6)
		branch.Add(altered)
		branch.Grow(2) // final, and not above what is trusted, whose age nobody has asked yet
		for _, e := range s.endpoints {
			e.Show(branch, nil)
		}
		s.Advance(params(s.network).TrustingPeriod)
		s.mustStay(client, store, lightclient.ErrExpired)
	})
	t.Run("a fork above the final header", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		branch := s.chain.Fork(s.head() - 2)
		branch.Add(altered)
		s.endpoints[0].Show(branch, nil)
		s.mustReach(client, s.head()-2)
		if evidence, err := store.Evidence(); evidence != nil || err != nil {
			t.Fatalf("evidence: %v, %v", evidence, err)
		}
	})
	t.Run("an endpoint that falls silent when it is looked into", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(func(cfg *parlia.Config) { cfg.Providers = cfg.Providers[:1] })
		branch := s.chain.Fork(s.head() - 3)
		branch.Add(altered)
		requests := 0
		s.endpoints[0].Show(branch.Grow(3), func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
			if requests++; requests > 2 { // the newest header and those above the trusted one
				return nil, errors.New("429 too many requests")
			}
			return honest, nil
		})
		s.mustStay(client, store, lightclient.ErrUnavailable)
	})
	t.Run("an endpoint that contradicts itself", func(t *testing.T) {
		s := newScript(t)
		client, store := s.open(nil)
		s.extend(3)
		for _, e := range s.endpoints { // the trusted headers are the honest ones, those above name another parent
			e.Show(s.chain, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
				if len(honest) > 0 && honest[0].Number.Uint64() == client.Final().Header().Number+1 {
					honest[0] = types.CopyHeader(honest[0])
					honest[0].ParentHash[0] ^= 1
				}
				return honest, nil
			})
		}
		s.mustStay(client, store, lightclient.ErrNotLinked)
	})
}

// mustStay requires that an Update is refused for a reason, and no evidence kept.
func (s *script) mustStay(client *parlia.Client, store lightclient.Store, reason error) {
	s.t.Helper()
	before := client.Final()
	final, err := client.Update(context.Background())
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) || final != before {
		s.t.Fatalf("trusts %d, %v, want %v", final.Header().Number, err, reason)
	}
	if evidence, err := store.Evidence(); evidence != nil || err != nil {
		s.t.Fatalf("evidence: %v, %v", evidence, err)
	}
}

// TestEvidenceThatCannotBeSaved: the client freezes all the same, and says so.
func TestEvidenceThatCannotBeSaved(t *testing.T) {
	s := newScript(t)
	client, _ := s.open(func(cfg *parlia.Config) { cfg.Store = noEvidence{cfg.Store} })
	branch := s.chain.Fork(s.head() - 3)
	branch.Add(altered)
	s.endpoints[0].Show(branch.Grow(3), nil)
	for range 2 {
		_, err := client.Update(context.Background())
		var frozen *lightclient.FrozenError
		if !errors.As(err, &frozen) {
			t.Fatalf("error is %v, want a FrozenError", err)
		}
		if first := strings.Contains(err.Error(), "disk full"); !first && client.Final().IsZero() {
			t.Fatalf("error is %v", err)
		}
	}
}

type noEvidence struct{ lightclient.Store }

func (noEvidence) SaveEvidence(lightclient.Evidence) error { return errors.New("disk full") }
