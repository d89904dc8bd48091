package daemon

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beaconapi"
)

var beaconKind = clientKind{
	keys:     []string{"network", "genesis-validators-root", "genesis-time", "checkpoint", "endpoints", "trusting-period"},
	check:    checkBeacon,
	open:     openBeacon,
	security: func(*ChainConfig) Security { return ByCommittee },
	describe: describeBeacon,
}

// maxNetworkFile bounds a config.yaml, in bytes, before the package that reads it does.
const maxNetworkFile = 1 << 20

// BeaconNetwork finds a network by its name or reads its file, a consensus client's
// config.yaml. That does not hold where the network began, which has to be given with it.
func BeaconNetwork(name string, genesisValidatorsRoot common.Hash, genesisTime uint64) (*beacon.Network, error) {
	known := slices.Contains(beacon.NetworkNames(), name)
	names := strings.Join(beacon.NetworkNames(), ", ")
	switch {
	case name == "":
		return nil, fmt.Errorf("network: empty, want one of %s, or the path of a config.yaml", names)
	case known && (genesisValidatorsRoot != common.Hash{} || genesisTime != 0):
		return nil, fmt.Errorf("genesis-validators-root, genesis-time: %s has its own, want them with a config.yaml alone", name)
	case known:
		return beacon.NetworkByName(name)
	}
	info, err := os.Stat(name)
	if err != nil {
		return nil, fmt.Errorf("network: %q is none of %s, and no file: %w", name, names, err)
	}
	if info.Size() > maxNetworkFile || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("network: %s is no regular file, or has more than %d bytes, want a config.yaml", name, maxNetworkFile)
	}
	if (genesisValidatorsRoot == common.Hash{}) || genesisTime == 0 {
		return nil, errors.New("genesis-validators-root, genesis-time: a config.yaml does not hold them; give both, as a node that you trust says at /eth/v1/beacon/genesis")
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("network: %w", err)
	}
	n, err := beacon.ParseNetwork(content, genesisValidatorsRoot, genesisTime)
	if err != nil {
		return nil, fmt.Errorf("network: %s: %w", name, err)
	}
	return n, nil
}

func (c *ChainConfig) beaconNetwork() (*beacon.Network, error) {
	network, err := BeaconNetwork(c.Client.Network, c.Client.GenesisValidatorsRoot, c.Client.GenesisTime)
	if err == nil && network.ChainID != c.ID {
		err = fmt.Errorf("network: %s has the execution chain %d, want that of chain %d", c.Client.Network, network.ChainID, c.ID)
	}
	return network, err
}

func checkBeacon(c *ChainConfig) error {
	if _, err := c.beaconNetwork(); err != nil {
		return err
	}
	if c.Client.Checkpoint == (common.Hash{}) {
		return errors.New("checkpoint: none, want the root of a recent finalized beacon block from a source you trust")
	}
	if len(c.Client.Endpoints) == 0 {
		return errors.New("endpoints: none, want at least one beacon node (the chain's own endpoints are its execution nodes)")
	}
	for i, endpoint := range c.Client.Endpoints {
		if parsed, err := url.Parse(endpoint); err != nil || parsed.Host == "" || parsed.Scheme != "http" && parsed.Scheme != "https" {
			return fmt.Errorf("endpoints[%d]: not the URL of a beacon node, want one like https://beacon.example", i)
		}
	}
	if c.Client.TrustingPeriod < 0 {
		return fmt.Errorf("trusting-period: %v, want 0 for the default, or more", c.Client.TrustingPeriod)
	}
	return nil
}

func openBeacon(p clientParts) (lightclient.Client, error) {
	network, err := p.config.beaconNetwork()
	if err != nil {
		return nil, fmt.Errorf("%w: lightclient: %w", ErrConfig, err)
	}
	config := beacon.Config{Network: network, Checkpoint: p.config.Client.Checkpoint, Params: beacon.DefaultParams(),
		Execution: asked[beacon.ExecutionProvider](p.endpoints), Store: p.store, Now: p.now, Log: p.logger}
	if p.config.Client.TrustingPeriod != 0 {
		config.Params.TrustPeriod = p.config.Client.TrustingPeriod
	}
	names := map[string]bool{}
	for i, raw := range p.config.Client.Endpoints {
		name := ""
		if parsed, err := url.Parse(raw); err == nil {
			name = parsed.Host
		}
		if names[name] {
			name = fmt.Sprintf("%s #%d", name, i+1) // told apart by a path or a key that must not be shown
		}
		names[name] = true
		node, err := beaconapi.New(beaconapi.Config{URL: raw, Name: name, Network: network})
		if err != nil {
			return nil, fmt.Errorf("%w: lightclient.endpoints[%d]: %w", ErrConfig, i, err)
		}
		config.Providers = append(config.Providers, node)
	}
	return beacon.New(config)
}

func describeBeacon(c *ChainConfig) clientWords {
	words := clientWords{
		believes: "a block that the beacon chain has finalized, as two thirds of its sync committee sign",
		toForge:  "the keys of two thirds of one sync committee (512 validators drawn for a day, who risk nothing by lying), or a wrong checkpoint in this file; no number of lying endpoints is enough",
		ofLane:   "two thirds of one sync committee's keys",
		from:     fmt.Sprintf("checkpoint %s, told of by %d beacon nodes", c.Client.Checkpoint, len(c.Client.Endpoints)),
	}
	if usual := beacon.DefaultParams().TrustPeriod; c.Client.TrustingPeriod > usual {
		words.warnings = append(words.warnings, fmt.Sprintf("lightclient.trusting-period: a checkpoint and committees are believed for %v, the usual %v is what keys of validators that have left can be expected to last", c.Client.TrustingPeriod, usual))
	}
	if len(c.Client.Endpoints) == 1 {
		words.warnings = append(words.warnings, "lightclient.endpoints: one beacon node alone: when it is down or holds back, the lanes wait, and nobody bears witness against it")
	}
	return words
}
