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
	s.clock.SetUnix(s.chain.Head().Time)
	s.endpoints = []*parliatest.Endpoint{parliatest.NewEndpoint("only", s.chain)}
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

// TestSkipsOverEpochs: a client that was away for long reads some headers of each
// epoch, not all of them.
func TestSkipsOverEpochs(t *testing.T) {
	s := long(t)
	client, err := s.newClient(t, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
	requests, headers := s.endpoints[0].Count()
	if headers > 300 || requests > 16 { // the last ones, all of them, are up to 256
		t.Errorf("took %d headers in %d requests to pass %d blocks", headers, requests, s.head())
	}
	t.Logf("%d headers in %d requests for %d blocks", headers, requests, s.head())
}

// TestSkipsOverGaps: where votes are missing around an epoch block, at the head, or for
// long, the client looks farther.
func TestSkipsOverGaps(t *testing.T) {
	mute := func(c *parliatest.Chain, n int) {
		for range n {
			c.Add(block{Mute: true})
		}
	}
	for name, test := range map[string]struct {
		build func(c *parliatest.Chain)
		ends  func(head uint64) uint64
		err   error
	}{
		"behind an epoch block": {func(c *parliatest.Chain) {
			c.Announce(parliatest.Set{Keys: c.SetFor(1).Keys, TurnLength: 16}).GrowTo(400) // the switch is 47 blocks away
			mute(c, 30)
			c.Grow(300)
		}, func(head uint64) uint64 { return head - 2 }, nil},
		"at the head": {func(c *parliatest.Chain) {
			c.GrowTo(390)
			mute(c, 20)
		}, func(uint64) uint64 { return 388 }, nil},
		"up to the head": {func(c *parliatest.Chain) {
			c.GrowTo(320)
			mute(c, 25)
		}, func(uint64) uint64 { return 318 }, nil},
		"up to the head, for long": {func(c *parliatest.Chain) {
			c.GrowTo(320)
			mute(c, 60)
		}, func(uint64) uint64 { return 318 }, nil},
		"for more than anybody looks": {func(c *parliatest.Chain) {
			c.GrowTo(50)
			mute(c, 140) // up to 190, so that the next epoch's announcement is final in time
			c.GrowTo(500)
		}, func(head uint64) uint64 { return head - 2 }, nil},
		"over a switch": {func(c *parliatest.Chain) {
			c.GrowTo(199)
			mute(c, 10)
			c.Grow(200)
		}, nil, lightclient.ErrTrustOverlap},
		"from the beginning on": {func(c *parliatest.Chain) { mute(c, 350) }, nil, lightclient.ErrSeals},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{t: t, pool: parliatest.Keys(t, "gaps", 4), clock: clienttest.NewClock(at(genesisTime))}
			s.network = parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 200, VoteDepth: 1}}}
			s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool, TurnLength: 1}).Grow(5)
			test.build(s.chain)
			s.clock.SetUnix(s.chain.Head().Time)
			s.endpoints = []*parliatest.Endpoint{parliatest.NewEndpoint("only", s.chain)}
			client, err := s.newClient(t, 3, func(cfg *parlia.Config) { cfg.StallAfter = time.Hour })
			if err != nil {
				t.Fatal(err)
			}
			_, err = client.Update(context.Background()) // to the anchor at least
			if err != nil {
				t.Fatalf("first update: %v", err)
			}
			final, err := client.Update(context.Background())
			if test.err != nil {
				if !errors.Is(err, test.err) {
					t.Fatalf("trusts %d, %v, want %v", final.Header().Number, err, test.err)
				}
				return
			}
			if final.Header() != s.At(test.ends(s.head())) {
				t.Fatalf("trusts %d, %v, want %d", final.Header().Number, err, test.ends(s.head()))
			}
		})
	}
}

// TestSkipsWithinAnEpoch: a client that was away for more blocks than it links, but not
// up to the next epoch block, takes those around the newest.
func TestSkipsWithinAnEpoch(t *testing.T) {
	s := &script{t: t, pool: parliatest.Keys(t, "within", 4), clock: clienttest.NewClock(at(genesisTime))}
	s.network = parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 1000, VoteDepth: 1}}}
	s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool, TurnLength: 1})
	for range 3 { // the last one so near to the epoch block that there are fewer than a look takes
		for range parlia.MaxLinked + 74 {
			s.chain.Add(block{Mute: true})
		}
		s.chain.Grow(3)
	}
	s.clock.SetUnix(s.chain.Head().Time)
	for _, head := range []uint64{333, 666, 999} {
		s.endpoints = []*parliatest.Endpoint{parliatest.NewEndpoint("only", s.chain.Fork(head))}
		client, err := s.newClient(t, 3, func(cfg *parlia.Config) { cfg.StallAfter = time.Hour })
		if err != nil {
			t.Fatal(err)
		}
		for range 2 { // to the anchor at least, and on
			if _, err := client.Update(context.Background()); err != nil {
				t.Fatalf("head %d: %v", head, err)
			}
		}
		if final := client.Final().Header(); final != s.At(head-2) {
			t.Errorf("head %d: trusts %d", head, final.Number)
		}
		if _, headers := s.endpoints[0].Count(); headers > 20 {
			t.Errorf("head %d: took %d headers", head, headers)
		}
	}
}

// TestVotersBeyondTheSet: bsc takes blocks whose attestations name voters whom the set
// does not have. One bad validator could write such blocks above an announcement, just
// where those who were away have to look.
func TestVotersBeyondTheSet(t *testing.T) {
	s := &script{t: t, pool: parliatest.Keys(t, "beyond", 4), clock: clienttest.NewClock(at(genesisTime))}
	s.network = parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 200, VoteDepth: 1}}}
	s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool, TurnLength: 8})
	mute := func(to uint64) {
		for s.head() < to {
			s.chain.Add(block{Mute: true})
		}
	}
	mute(199)
	for range 9 {
		s.chain.Add(block{Voters: s.pool[:3], Attest: func(a *parlia.Attestation) { a.Voters |= 1 << 63 }})
	}
	mute(380)
	s.chain.Grow(3)
	s.clock.SetUnix(s.chain.Head().Time)
	s.endpoints = []*parliatest.Endpoint{parliatest.NewEndpoint("only", s.chain)}
	client, err := s.newClient(t, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
}

// TestPaddedBlocksStopNobody: one validator pads three blocks above an announcement with
// 100 KB of bytes that mean nothing, as bsc allows, and the votes for the first come
// late. A client that has to skip there looks on.
func TestPaddedBlocksStopNobody(t *testing.T) {
	s := &script{t: t, pool: parliatest.Keys(t, "padded", 4), clock: clienttest.NewClock(at(genesisTime))}
	s.network = parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 200, VoteDepth: 3}}}
	s.chain = parliatest.New(t, s.network, genesisTime, parliatest.Set{Keys: s.pool, TurnLength: 8})
	mute := func(to uint64) {
		for s.head() < to {
			s.chain.Add(block{Mute: true})
		}
	}
	mute(202)
	huge := longExtra(parlia.MaxExtraBytes)
	huge.Up = 3
	for range 3 { // 203 to 205
		s.chain.Add(huge)
	}
	s.chain.Add(block{Up: 3}) // 206 attests 203
	s.chain.Add(block{Up: 3}) // 207 attests 204, which makes 203 final
	mute(209)
	s.chain.Grow(3) // makes 210 final
	mute(380)
	s.chain.Grow(3)
	s.clock.SetUnix(s.chain.Head().Time)
	s.endpoints = []*parliatest.Endpoint{parliatest.NewEndpoint("only", s.chain)}
	client, err := s.newClient(t, 3, nil)
	if err != nil {
		t.Fatal(err)
	}
	s.mustReach(client, s.head()-2)
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
