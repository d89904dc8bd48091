package beacon_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
	"github.com/catenary-bridge/catenary/lightclient/clienttest"
)

// siege is a client over beacon and execution nodes that a test can have lie. Its chain has
// two blocks in each epoch of 8 slots, of which the client trusts that of epoch 12 and, of
// period 1, the next committee; epoch 13 is final by now.
type siege struct {
	*script
	tb     testing.TB
	nodes  []*beacontest.Endpoint // beacon nodes
	execs  []*beacontest.Endpoint // execution nodes
	store  lightclient.Store
	client *beacon.Client
	change func(*beacon.Config)
}

// prepared is what sieges begin with, made once: nothing of it is changed.
type prepared struct {
	chain  *beacontest.Chain
	record lightclient.Record
}

var sharedSieges = map[beacon.Fork]prepared{}

const (
	siegeEpoch   = 15 // of the newest block
	trustedEpoch = 12
)

func prepare(t testing.TB, fork beacon.Fork) prepared {
	t.Helper()
	if p, ok := sharedSieges[fork]; ok {
		return p
	}
	// Committees of 8, since most of the time goes into keys; six of them are needed.
	preset := beacon.MinimalPreset()
	preset.SyncCommitteeSize = 8
	net := beacontest.NewNetwork(preset, beacontest.Always(fork), scriptGenesis, 30*time.Minute)
	chain, err := beacontest.New(beacontest.Config{Network: net, Seed: "suite", Absent: 2})
	if err != nil {
		t.Fatal(err)
	}
	s := &siege{script: &script{t: t, net: net, chain: chain, clock: new(clienttest.Clock)}, tb: t}
	s.extend(chain, trustedEpoch+2)
	s.tick()
	s.nodes = []*beacontest.Endpoint{beacontest.NewEndpoint("beacon-0", chain)}
	s.execs = []*beacontest.Endpoint{beacontest.NewEndpoint("execution-0", chain)}
	s.store = newStore(t, net)
	s.open()
	if _, err := s.client.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	record, err := s.store.Load()
	if err != nil {
		t.Fatal(err)
	}
	s.extend(chain, siegeEpoch)
	sharedSieges[fork] = prepared{chain, record}
	return sharedSieges[fork]
}

func newStore(t testing.TB, n *beacon.Network) *lightclient.MemoryStore {
	t.Helper()
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: n.ChainID, Kind: beacon.Kind})
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// newSiege returns a client with one beacon and one execution node, and with what it
// trusts at epoch 12.
func newSiege(t testing.TB, fork beacon.Fork) *siege {
	t.Helper()
	s := newEmptySiege(t, fork)
	if err := s.store.Save(prepare(t, fork).record); err != nil {
		t.Fatal(err)
	}
	s.open()
	return s
}

// newEmptySiege returns a client that trusts nothing yet.
func newEmptySiege(t testing.TB, fork beacon.Fork) *siege {
	t.Helper()
	p := prepare(t, fork)
	s := &siege{script: &script{t: t, net: p.chain.Network(), chain: p.chain, clock: new(clienttest.Clock)}, tb: t, store: newStore(t, p.chain.Network())}
	s.addNodes(1)
	s.tick()
	s.open()
	return s
}

func (s *siege) addNodes(n int) {
	for range n {
		s.nodes = append(s.nodes, beacontest.NewEndpoint("beacon-"+string(rune('0'+len(s.nodes))), s.chain))
		s.execs = append(s.execs, beacontest.NewEndpoint("execution-"+string(rune('0'+len(s.execs))), s.chain))
	}
}

func (s *siege) config() beacon.Config {
	cfg := beacon.Config{
		Network: s.net, Checkpoint: s.chain.At(9 * 8).Root, Store: s.store, Now: s.clock.Now,
		// Far more than a node takes on a machine that stands still for a while.
		RequestTimeout: 20 * time.Second, WitnessTimeout: 20 * time.Second, CoolDown: time.Millisecond,
	}
	for _, e := range s.nodes {
		cfg.Providers = append(cfg.Providers, e)
	}
	for _, e := range s.execs {
		cfg.Execution = append(cfg.Execution, e)
	}
	if s.change != nil {
		s.change(&cfg)
	}
	return cfg
}

func (s *siege) open() {
	s.tb.Helper()
	client, err := beacon.New(s.config())
	if err != nil {
		s.tb.Fatal(err)
	}
	s.client = client
}

// mustRefuse updates, and demands that nothing comes of it but an error for that reason
// which says so in those words.
func (s *siege) mustRefuse(want error, words string) {
	s.tb.Helper()
	before, stored := s.client.Final(), s.stored()
	_, err := s.client.Update(context.Background())
	if err == nil {
		s.tb.Fatalf("the attack passes: %+v is final", s.client.Final().Header())
	}
	if !errors.Is(err, want) || !strings.Contains(err.Error(), words) {
		s.tb.Errorf("refused with %q, want %q and %q", err, want, words)
	}
	var frozen *lightclient.FrozenError
	if errors.As(err, &frozen) {
		s.tb.Errorf("it froze: %v", err)
	}
	if s.client.Final() != before || string(s.stored().State) != string(stored.State) {
		s.tb.Errorf("something changed in spite of the error")
	}
}

// mustFreeze updates, and demands a proof that stands by itself.
func (s *siege) mustFreeze() lightclient.Evidence {
	s.tb.Helper()
	evidence := s.mustBeFrozen()
	if err := s.net.CheckEvidence(&evidence); err != nil {
		s.tb.Fatalf("evidence: %v", err)
	}
	return evidence
}

func (s *siege) mustBeFrozen() lightclient.Evidence {
	s.tb.Helper()
	_, err := s.client.Update(context.Background())
	var frozen *lightclient.FrozenError
	if !errors.As(err, &frozen) {
		s.tb.Fatalf("error is %v, want a FrozenError", err)
	}
	kept, err := s.store.Evidence()
	if err != nil || kept == nil {
		s.tb.Fatalf("the store has evidence %v, %v", kept, err)
	}
	return frozen.Evidence
}

func (s *siege) stored() lightclient.Record {
	record, err := s.store.Load()
	if err != nil && !errors.Is(err, lightclient.ErrNoRecord) {
		s.tb.Fatal(err)
	}
	return record
}

// mustFollow updates without trouble and demands that the honest chain's block is final.
func (s *siege) mustFollow() {
	s.tb.Helper()
	final, err := s.client.Update(context.Background())
	if err != nil {
		s.tb.Fatal(err)
	}
	if want := s.header(finalOf(s.chain).Confirms()); final.Header() != want {
		s.tb.Fatalf("final is %+v, want %+v", final.Header(), want)
	}
}

// lie has the only nodes tell these lies about a chain.
func (s *siege) lie(c *beacontest.Chain, lies beacontest.Lies) {
	s.nodes[0].Show(c, lies)
	s.execs[0].Show(c, lies)
}
