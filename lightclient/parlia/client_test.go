package parlia_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// long is a network with epochs like those of BSC before Lorentz, and a chain of five
// of them, each with another set.
func long(t *testing.T) *script {
	s := &script{t: t, pool: parliatest.Keys(t, "long", 8), clock: clienttest.NewClock(at(genesisTime))}
	s.network = parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 200, VoteDepth: 1}}}
	s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool[:4], TurnLength: 1})
	for k := range 5 {
		s.chain.Announce(parliatest.Set{Keys: s.pool[k : k+4], TurnLength: uint8(1 + k)}).Grow(200)
	}
	s.chain.Grow(50)
	s.showAlone(s.chain)
	return s
}

func (s *script) newClient(t *testing.T, anchor uint64, change func(*parlia.Config)) (*parlia.Client, error) {
	t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: testChainID, Kind: parlia.Kind})
	if err != nil {
		t.Fatal(err)
	}
	cfg := s.config(store, s.chain.Anchor(anchor))
	if change != nil {
		change(&cfg)
	}
	return parlia.New(cfg)
}

// TestAnchorFromSeveralEndpoints: each endpoint shows a part of the headers that the
// anchor needs, and fails then; together they do.
func TestAnchorFromSeveralEndpoints(t *testing.T) {
	s := long(t)
	for i := range 3 {
		e := parliatest.NewEndpoint(fmt.Sprintf("endpoint-%d", i), s.chain)
		answers := 0
		e.Show(s.chain, func(_ context.Context, honest []*types.Header) ([]*types.Header, error) {
			if answers++; answers > 1 && i < 2 {
				return nil, errors.New("429 too many requests")
			}
			return honest, nil
		})
		s.endpoints = append(s.endpoints, e)
	}
	s.endpoints = s.endpoints[1:]
	client, err := s.newClient(t, 800, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
	for i, e := range s.endpoints {
		if requests, _ := e.Count(); requests == 0 {
			t.Errorf("endpoint %d was not asked", i)
		}
	}
}

// TestAttackAnchorTooOldOrAhead: an anchor is believed for as long as any header.
func TestAttackAnchorTooOldOrAhead(t *testing.T) {
	s := newScript(t)
	for name, test := range map[string]struct {
		now    time.Time
		reason error
	}{
		"expired": {at(s.chain.At(20).Time).Add(params(s.network).TrustingPeriod), lightclient.ErrExpired},
		"ahead":   {at(s.chain.At(20).Time - 6), lightclient.ErrFuture},
	} {
		client, err := s.newClient(t, 20, func(cfg *parlia.Config) { cfg.Now = func() time.Time { return test.now } })
		if err != nil {
			t.Fatal(err)
		}
		if final, err := client.Update(context.Background()); !errors.Is(err, test.reason) || !final.IsZero() {
			t.Errorf("%s: trusts %d, %v, want %v", name, final.Header().Number, err, test.reason)
		}
	}
}

// TestRefusedProviderIsLoggedOnce: with an honest provider behind it a liar does no
// harm, so that no Update fails; the operator has to hear of it all the same, and not
// at every Update.
func TestRefusedProviderIsLoggedOnce(t *testing.T) {
	s := newScript(t)
	var log bytes.Buffer
	client, err := s.newClient(t, 20, func(cfg *parlia.Config) {
		cfg.Log = slog.New(slog.NewTextHandler(&log, nil))
		cfg.CoolDown = time.Hour
	})
	if err != nil {
		t.Fatal(err)
	}
	s.endpoints[0].Show(s.chain, func(context.Context, []*types.Header) ([]*types.Header, error) {
		return nil, errors.New(strings.Repeat("go away ", 1000))
	})
	for range 3 {
		s.extend(1)
		s.endpoints[1].Show(s.chain, nil)
		s.mustReach(client, s.head()-2)
	}
	if n := strings.Count(log.String(), "provider refused"); n != 1 || !strings.Contains(log.String(), "endpoint-0") || log.Len() > 2000 {
		t.Fatalf("refused %d times in the log of %d bytes, want once, by name:\n%.2000s", n, log.Len(), &log)
	}
}

// TestStalledProviderIsPassedOver: when what is final gets old, the others
// are asked too.
func TestStalledProviderIsPassedOver(t *testing.T) {
	s := newScript(t)
	client, err := s.newClient(t, 20, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
	s.extend(10)
	s.endpoints[2].Show(s.chain, nil) // the first two stand still
	s.mustReach(client, s.head()-2)
}

// TestFollowingStaysFlat: what is kept in memory and in the store does not grow.
func TestFollowingStaysFlat(t *testing.T) {
	network := short()
	c := newChain(t, network, setOf(t, "flat", 4, 1), 2*parlia.MaxHistory+100)
	memory := parlia.Remember(trust(t, c, network, 2))
	for memory.Trusted().Number+32 < uint64(c.Len()) {
		from := memory.Trusted().Number + 1
		var err error
		if memory, err = memory.Follow(c.Range(from, from+30), at(c.Head().Time), params(network)); err != nil {
			t.Fatal(err)
		}
		if n := memory.Remembered(); n > parlia.MaxHistory {
			t.Fatalf("%d headers are remembered at %d", n, memory.Trusted().Number)
		}
	}
	if n := memory.Remembered(); n != parlia.MaxHistory || memory.Lowest() != memory.Trusted().Number-parlia.MaxHistory {
		t.Errorf("%d headers are remembered down to %d", n, memory.Lowest())
	}
	s := newScript(t)
	client, store := s.open(nil)
	var sizes []int
	for range 8 {
		s.mustReach(client, s.Grow(12).Number)
		record, err := store.Load()
		if err != nil {
			t.Fatal(err)
		}
		sizes = append(sizes, len(record.State))
	}
	slices.Sort(sizes)
	if sizes[len(sizes)-1] > 8<<10 {
		t.Errorf("states have %d bytes", sizes)
	}
}
