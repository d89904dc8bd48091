package e2e

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// beaconSlot is a beacon chain's slot in stories: a committee of the minimal preset
// signs for 64 of them.
const beaconSlot = BlockTime

// Beacon is a simulated beacon chain with real committees over one of a net's devnets,
// which is its execution layer: blocks, states, proofs and logs are the devnet's own.
type Beacon struct {
	Chain *beacontest.Chain
	// Execution is where the devnet shows its headers as the beacon chain hashes them:
	// keccak256 of all their bytes, for which round and seals are left out.
	Execution *Proxy
	// Consensus is an honest beacon node's URL.
	Consensus string

	of     *demo.Chain
	config string // the network's config.yaml
}

// StartBeacon puts a beacon chain over a devnet of the net. It runs by the machine's
// clock until the test ends.
func (n *Net) StartBeacon(of *demo.Chain, schedule beacontest.Schedule) *Beacon {
	n.t.Helper()
	network := beacontest.MinimalNetwork(schedule, uint64(time.Now().Unix()), beaconSlot)
	network.ChainID = of.ID
	b := &Beacon{of: of, Execution: StartProxy(n.t, of.HTTP), config: filepath.Join(n.Dir, fmt.Sprintf("config-%d.yaml", of.ID))}
	b.Execution.Tell(stripSeals)
	var err error
	if b.Chain, err = beacontest.New(beacontest.Config{Network: network, Seed: n.Dir, Absent: 2, Execution: beacontest.ExecutionFunc(b.newest)}); err != nil {
		n.t.Fatal(err)
	}
	b.Consensus = n.ServeBeacon(beacontest.NewEndpoint("honest", b.Chain), b)
	spec := beacontest.Spec(network)
	var lines strings.Builder
	for _, key := range slices.Sorted(maps.Keys(spec)) {
		fmt.Fprintf(&lines, "%s: %s\n", key, spec[key])
	}
	if err := os.WriteFile(b.config, []byte(lines.String()), 0o600); err != nil {
		n.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() { defer close(done); b.Chain.Run(ctx) }()
	n.t.Cleanup(func() { cancel(); <-done })
	return b
}

// ServeBeacon starts a beacon node, which may lie, and returns its URL.
func (n *Net) ServeBeacon(endpoint *beacontest.Endpoint, b *Beacon) string {
	server := httptest.NewServer(beacontest.NewServer(endpoint, b.Chain.Network()))
	n.t.Cleanup(server.Close)
	return server.URL
}

// newest is the devnet's newest block as the beacon chain commits to it.
func (b *Beacon) newest(ctx context.Context) (*types.Header, error) {
	h, err := b.of.Client.HeaderByNumber(ctx, nil)
	if err != nil {
		return nil, err
	}
	return withoutSeals(h)
}

// withoutSeals returns the header whose keccak256 is the QBFT header's on-chain hash.
func withoutSeals(h *types.Header) (*types.Header, error) {
	extra, err := qbft.DecodeExtra(h.Extra)
	if err != nil {
		return nil, err
	}
	extra.Round, extra.Seals = 0, nil
	return qbft.WithExtra(h, extra), nil
}

// stripSeals shows the devnet's blocks without round and seals.
func stripSeals(method string, _, result json.RawMessage) json.RawMessage {
	var honest *types.Header
	if method != "eth_getBlockByNumber" && method != "eth_getBlockByHash" || json.Unmarshal(result, &honest) != nil || honest == nil || honest.Number.Sign() == 0 {
		return result
	}
	stripped, err := withoutSeals(honest)
	if err != nil {
		return result
	}
	shown, err := withHeader(result, stripped)
	if err != nil {
		return result
	}
	return shown
}

// AwaitFinality returns once the beacon chain has finalized a block of a slot at or
// after the given one.
func (b *Beacon) AwaitFinality(n *Net, slot beacon.Slot) *beacontest.Block {
	n.t.Helper()
	var final *beacontest.Block
	n.Eventually(fmt.Sprintf("the beacon chain finalizes slot %d", slot), func() bool {
		final = b.Chain.Head().Finalized()
		return final != nil && final.Header.Slot >= slot
	})
	return final
}

// Follow has a daemon follow the devnet by its beacon chain, from a checkpoint, and by
// nothing else.
func (b *Beacon) Follow(chains []daemon.ChainConfig, checkpoint *beacontest.Block, nodes ...string) {
	for i := range chains {
		if chains[i].ID != b.of.ID {
			continue
		}
		chains[i].Endpoints = []string{b.Execution.URL}
		chains[i].Client = daemon.ClientConfig{Kind: beacon.Kind, Network: b.config, Checkpoint: checkpoint.Root, Endpoints: nodes,
			GenesisValidatorsRoot: b.Chain.Network().GenesisValidatorsRoot, GenesisTime: b.Chain.Network().GenesisTime}
	}
}
