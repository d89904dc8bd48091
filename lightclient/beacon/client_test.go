package beacon_test

import (
	"context"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestClientConfig: what makes no sense is told before anything is opened.
func TestClientConfig(t *testing.T) {
	s := newEmptySiege(t, beacon.Fulu)
	many := func(n int) (all []beacon.Provider) {
		for i := range n {
			all = append(all, beacontest.NewEndpoint("node "+strings.Repeat("x", i), s.chain))
		}
		return all
	}
	for words, change := range map[string]func(c *beacon.Config){
		"network is missing":           func(c *beacon.Config) { c.Network = nil },
		"checkpoint is missing":        func(c *beacon.Config) { c.Checkpoint = common.Hash{} },
		"store or clock is missing":    func(c *beacon.Config) { c.Store = nil },
		"clock is missing":             func(c *beacon.Config) { c.Now = nil },
		"a duration is negative":       func(c *beacon.Config) { c.CoolDown = -1 },
		"duration is negative":         func(c *beacon.Config) { c.WitnessTimeout = -1 },
		"is negative":                  func(c *beacon.Config) { c.RequestTimeout = -1 },
		"beacon nodes: there are 0":    func(c *beacon.Config) { c.Providers = nil },
		"beacon nodes: there are 17":   func(c *beacon.Config) { c.Providers = many(17) },
		"provider 0 is missing":        func(c *beacon.Config) { c.Providers = []beacon.Provider{nil} },
		`providers are named "node "`:  func(c *beacon.Config) { c.Providers = append(many(1), many(1)...) },
		"execution nodes: two":         func(c *beacon.Config) { c.Execution = append(c.Execution, c.Execution...) },
		"trust period is 1ns":          func(c *beacon.Config) { c.Params.TrustPeriod = 1 },
		"genesis validators root is z": func(c *beacon.Config) { n := *c.Network; n.GenesisValidatorsRoot = common.Hash{}; c.Network = &n },
	} {
		cfg := s.config()
		change(&cfg)
		if _, err := beacon.New(cfg); err == nil || !strings.Contains(err.Error(), words) {
			t.Errorf("error is %v, want one with %q", err, words)
		}
	}
	cfg := s.config()
	cfg.Providers = many(beacon.MaxProviders)
	if _, err := beacon.New(cfg); err != nil {
		t.Error(err)
	}
}

// TestClientShowsItsSteps: what it is told to observe is what it verified, in order; the
// head is there to be looked at, and is not final.
func TestClientShowsItsSteps(t *testing.T) {
	s := newEmptySiege(t, beacon.Fulu)
	var steps []beacon.Step
	s.change = func(c *beacon.Config) {
		c.FollowHead = true
		c.Observe = func(step beacon.Step) { steps = append(steps, step) }
	}
	s.open()
	if _, ok := s.client.Head(); ok {
		t.Error("there is a head before the first update")
	}
	s.mustFollow()
	var kinds []beacon.StepKind
	for _, step := range steps {
		kinds = append(kinds, step.Kind)
		if b := s.chain.At(step.Slot); b.Root != step.Root || b.Header.Slot != step.Slot {
			t.Errorf("%s is block %s of slot %d, want %s", step.Kind, step.Root, step.Slot, b.Root)
		}
	}
	if want := []beacon.StepKind{beacon.StepCheckpoint, beacon.StepPeriod, beacon.StepFinal, beacon.StepHead}; !slices.Equal(kinds, want) {
		t.Errorf("steps are %v, want %v", kinds, want)
	}
	head, ok := s.client.Head()
	if want := s.chain.At(siegeEpoch * 8); !ok || head.Root != want.Root || head.Slot <= steps[2].Slot || head.Execution != (lightclient.Header{}) {
		t.Errorf("head is %+v, want block %s of slot %d", head, want.Root, want.Header.Slot)
	}
	if s.client.Final().Header().Hash != steps[2].Execution.Hash || !steps[2].ByHeader {
		t.Errorf("final is %+v, the last step shows %+v", s.client.Final().Header(), steps[2].Execution)
	}
	seen := len(steps)
	s.mustFollow()
	if len(steps) != seen {
		t.Errorf("without news there are steps %+v", steps[seen:])
	}
}

// TestClientBeforeCapella: a chain without execution blocks in its headers is followed, and
// nothing of it is released.
func TestClientBeforeCapella(t *testing.T) {
	s := newEmptySiege(t, beacon.Bellatrix)
	if _, err := s.client.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	record := s.stored()
	s.open()
	if !s.client.Final().IsZero() || record.Trusted != (lightclient.Header{}) || len(record.State) == 0 {
		t.Errorf("final is %+v, stored %+v", s.client.Final().Header(), record.Trusted)
	}
}

// TestClientYearStaysFlat follows a year of periods of mainnet, four updates in each:
// neither what is stored nor the memory behind it grows.
func TestClientYearStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped in short mode: it signs for a year")
	}
	s := newEmptySiege(t, beacon.Fulu)
	s.chain = s.chain.Fork(s.chain.Head().Header.Slot, "")
	s.lie(s.chain, beacontest.Lies{})
	var largest, first int
	for period := 2; period < yearOfPeriods+2; period++ {
		for epoch := beacon.Epoch(period) * 8; epoch < beacon.Epoch(period+1)*8; epoch += 2 {
			s.extend(s.chain, epoch)
			s.tick()
			if _, err := s.client.Update(context.Background()); err != nil {
				t.Fatalf("epoch %d: %v", epoch, err)
			}
			largest = max(largest, len(s.stored().State))
		}
		if period == 12 {
			first = largest
		}
	}
	s.mustFollow()
	if largest > first+64 { // numbers grow by a byte now and then
		t.Errorf("the stored state has up to %d bytes, in the first ten periods %d", largest, first)
	}
	// What the client alone keeps alive: its nodes forget their chain first.
	s.chain = nil
	s.lie(nil, beacontest.Lies{})
	with := heap()
	runtime.KeepAlive(s.client)
	s.client = nil
	kept := with - heap()
	if limit := 1 << 20; kept > limit {
		t.Errorf("the client keeps %d bytes, want at most %d", kept, limit)
	}
	t.Logf("%d periods: stored state of at most %d bytes, %d bytes of memory", yearOfPeriods, largest, kept)
}

// cachedNode has made its newest update before it is asked.
type cachedNode struct {
	*beacontest.Endpoint
	newest *beacon.LightClientFinalityUpdate
}

func (n *cachedNode) FinalityUpdate(ctx context.Context) (*beacon.LightClientFinalityUpdate, error) {
	if n.newest == nil {
		return n.Endpoint.FinalityUpdate(ctx)
	}
	return n.newest, nil
}

// BenchmarkClientUpdate is a whole Update on mainnet's preset that brings a newer finalized
// block: request, verification of 512 keys' signature, execution header, parents, encoding
// and store, all but the network; beside it the signature alone.
func BenchmarkClientUpdate(b *testing.B) {
	net := beacontest.NewNetwork(beacon.MainnetPreset(), beacontest.Always(beacon.Fulu), scriptGenesis, 12*time.Second)
	chain, err := beacontest.New(beacontest.Config{Network: net, Seed: "bench", Absent: 4})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := chain.Grow(5*32 + 2); err != nil {
		b.Fatal(err)
	}
	before, now := chain.Fork(4*32+1, ""), net.TimeOf(chain.Head().Header.Slot)
	endpoint := beacontest.NewEndpoint("node", before)
	node := &cachedNode{Endpoint: endpoint}
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: net.ChainID, Kind: beacon.Kind})
	if err != nil {
		b.Fatal(err)
	}
	open := func(store lightclient.Store) *beacon.Client {
		client, err := beacon.New(beacon.Config{
			Network: net, Checkpoint: chain.At(32).Root, Providers: []beacon.Provider{node}, Execution: []beacon.ExecutionProvider{endpoint},
			Store: store, Now: func() time.Time { return now },
		})
		if err != nil {
			b.Fatal(err)
		}
		return client
	}
	if _, err := open(store).Update(b.Context()); err != nil {
		b.Fatal(err)
	}
	record, err := store.Load()
	if err != nil {
		b.Fatal(err)
	}
	newest, err := chain.FinalityUpdate()
	if err != nil {
		b.Fatal(err)
	}
	endpoint.Show(chain, beacontest.Lies{})
	node.newest = newest
	b.Run("newer finalized block", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			fresh, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: net.ChainID, Kind: beacon.Kind})
			if err == nil {
				err = fresh.Save(record)
			}
			if err != nil {
				b.Fatal(err)
			}
			client := open(fresh)
			b.StartTimer()
			final, err := client.Update(b.Context())
			if err != nil || final.Header().Number == record.Trusted.Number {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(len(record.State)), "state-bytes")
	})
	b.Run("no news", func(b *testing.B) {
		client := open(store)
		if _, err := client.Update(b.Context()); err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		for range b.N {
			if _, err := client.Update(b.Context()); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("signature alone", func(b *testing.B) {
		raw := chain.Committee(0)
		committee, err := beacon.DecodeCommittee(net.Preset, &raw)
		if err != nil {
			b.Fatal(err)
		}
		b.ResetTimer()
		for range b.N {
			if err := committee.VerifyAggregate(&newest.SyncAggregate, common.Hash{}); err == nil {
				b.Fatal("it is the signature of something else")
			}
		}
	})
	b.Run("restart", func(b *testing.B) {
		for range b.N {
			open(store)
		}
	})
}
