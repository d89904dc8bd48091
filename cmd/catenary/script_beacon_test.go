package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"sort"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// beaconNode starts a beacon node and an execution node of a chain of 200 slots, signed by
// real committees of 32, whose clock is ours; it goes through several forks:
//
//	beaconnode
//
// It sets $BEACON, $EXECUTION, $CHECKPOINT, $GENESIS_ROOT and $GENESIS_TIME, and writes the
// network's config.yaml. The node at $BEACON/lies has updates signed by too few.
func beaconNode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 0 {
		ts.Fatalf("usage: beaconnode")
	}
	const slots, slot = 200, 6 * time.Second
	genesis := uint64(time.Now().Add(-slots * slot).Unix())
	network := beacontest.MinimalNetwork(beacontest.Schedule{beacon.Deneb: 0, beacon.Electra: 12, beacon.Fulu: 20}, genesis, slot)
	chain, err := beacontest.New(beacontest.Config{Network: network, Seed: "story", Absent: 1})
	ts.Check(err)
	_, err = chain.Grow(slots - 1)
	ts.Check(err)

	honest := beacontest.NewEndpoint("node", chain)
	liar := beacontest.NewEndpoint("liar", chain)
	liar.Show(chain, beacontest.SignedBy(chain, 21))
	mux := http.NewServeMux()
	mux.Handle("/lies/", http.StripPrefix("/lies", beacontest.NewServer(liar, network)))
	mux.Handle("/", beacontest.NewServer(honest, network))
	node := httptest.NewServer(mux)
	ts.Defer(node.Close)
	rpc, err := beacontest.NewExecutionServer(honest, network.ChainID)
	ts.Check(err)
	execution := httptest.NewServer(rpc)
	ts.Defer(execution.Close)

	var lines []string
	for key, value := range beacontest.Spec(network) {
		lines = append(lines, key+": "+value)
	}
	sort.Strings(lines)
	ts.Check(os.WriteFile(ts.MkAbs("config.yaml"), []byte(strings.Join(lines, "\n")+"\n"), 0o600))
	ts.Setenv("BEACON", node.URL)
	ts.Setenv("EXECUTION", execution.URL)
	ts.Setenv("CHECKPOINT", chain.At(40).Root.Hex())
	ts.Setenv("GENESIS_ROOT", network.GenesisValidatorsRoot.Hex())
	ts.Setenv("GENESIS_TIME", fmt.Sprint(genesis))
}
