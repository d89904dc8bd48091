package e2e

import (
	"context"
	"crypto/ecdsa"
	"fmt"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e/freeport"
)

// Patience bounds every wait of a story. It is long, for small and busy machines;
// nothing is measured by it.
const Patience = 90 * time.Second

// Config describes a Net. The zero value is a good one: two devnets, three signers,
// threshold 2, and one validator a chain, so that many stories can run at a time.
type Config struct {
	Signers    int // of each lane, 1 to 64
	Threshold  int // how many of them must approve; 0 means more than half
	Validators int // of each devnet, 1 to 32

	Left, Right Kind // of the chains
	// ValidatorKeys are those of each devnet; by default it makes its own.
	ValidatorKeys []*ecdsa.PrivateKey
	History       uint64 // blocks that a devnet keeps, with their states; 0 means all, and 128 states, as nodes do

	// ExternalBus runs NATS apart from the relayer, so that either may stop alone; for
	// Start alone, as stories without it call StartBus.
	ExternalBus bool

	// Relayer and Signer may alter the daemons' configurations; for Start alone.
	Relayer func(*daemon.RelayerConfig)
	Signer  func(*daemon.SignerConfig)
}

// complete fills in the defaults and names the first field that makes no sense.
func (c Config) complete() (Config, error) {
	if c.Signers == 0 {
		c.Signers = max(3, c.Threshold)
	}
	if c.Threshold == 0 {
		c.Threshold = c.Signers/2 + 1
	}
	if c.Validators == 0 {
		c.Validators = max(1, len(c.ValidatorKeys))
	}
	switch {
	case c.Signers < 1 || c.Signers > 64:
		return c, fmt.Errorf("e2e: Signers %d, want 1 to 64", c.Signers)
	case c.Threshold < 1 || c.Threshold > c.Signers:
		return c, fmt.Errorf("e2e: Threshold %d, want 1 to Signers, %d", c.Threshold, c.Signers)
	}
	for side, kind := range map[string]Kind{"Left": c.Left, "Right": c.Right} {
		if kind != Devnet && kind != Anvil {
			return c, fmt.Errorf("e2e: %s is a chain of kind %q, want Devnet or Anvil", side, kind)
		}
	}
	return c, nil
}

// Net is two chains with open lanes between them, and the keys of a relayer and
// of signers. No daemon runs until a story starts it.
type Net struct {
	*demo.World
	t       testing.TB
	busPort int
	log     *slog.Logger
	peers   []daemon.BusSigner // further members of the bus

	strangers []*demo.Signer // those of AddStrangers

	relayerBase *daemon.RelayerConfig
	bus         *Bus // that StartBus runs; nil where relayers have their own
	own         ownDaemons

	ahead     atomic.Int64 // of the machine's clock, nanoseconds; see AdvanceTime
	mu        sync.Mutex
	started   map[string]bool // data directories that have a signing record
	audited   []auditedLane
	unaudited string   // why the audit at the end is left out
	unlocked  sync.Map // *keys.Key by its file, as decrypting takes a while
}

// Start brings up the whole bridge: chains, contracts, open lanes in both
// directions, a relayer with its bus, and all signers. Everything is stopped when
// the test ends.
func Start(t testing.TB, config Config) *Net {
	t.Helper()
	n := Prepare(t, config)
	n.startOwn(config)
	return n
}

// Prepare brings up the chains with their contracts and open lanes, and leaves the
// daemons to the story.
func Prepare(t testing.TB, config Config) *Net {
	t.Helper()
	config, err := config.complete()
	if err != nil {
		t.Fatal(err)
	}
	n := &Net{World: &demo.World{Dir: t.TempDir()}, t: t, busPort: freeport.Take(t), log: logger(t), started: map[string]bool{}}
	n.startChains(config)
	if n.Signers, err = demo.MakeSigners(config.Signers, n.Dir); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), Patience)
	defer cancel()
	for _, chain := range n.devnets() {
		// Contracts are deployed in a dozen blocks one after the other: until that is done
		// they come faster.
		if err := chain.Node.SetBlockTime(setUpBlockTime); err != nil {
			t.Fatal(err)
		}
	}
	if err := demo.OpenLanes(ctx, n.Left, n.Right, demo.Addresses(n.Signers), config.Threshold, n.Dir); err != nil {
		t.Fatal(err)
	}
	for _, chain := range n.devnets() {
		if err := chain.Node.SetBlockTime(BlockTime); err != nil {
			t.Fatal(err)
		}
	}
	n.audited = []auditedLane{{n.Left, n.Right}, {n.Right, n.Left}}
	t.Cleanup(n.auditAtEnd) // daemons stop before that, as they are started later
	return n
}

// logger shows what daemons log where tests are verbose.
func logger(t testing.TB) *slog.Logger {
	if !testing.Testing() || !testing.Verbose() { // a program may tell stories too
		return slog.New(slog.DiscardHandler)
	}
	return slog.New(slog.NewTextHandler(testWriter{t}, &slog.HandlerOptions{Level: slog.LevelInfo}))
}

type testWriter struct{ t testing.TB }

func (w testWriter) Write(b []byte) (int, error) { return w.t.Output().Write(b) }

var _ io.Writer = testWriter{}
