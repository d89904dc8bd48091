package cli

import (
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beaconapi"
)

// openNetwork finds a network by name or reads its file.
func (c *followConfig) openNetwork() (*beacon.Network, error) {
	return daemon.BeaconNetwork(c.Network, c.GenesisValidatorsRoot, c.GenesisTime)
}

// check refuses what contradicts itself.
func (c *followConfig) check() error {
	for i, raw := range c.Beacon {
		if err := checkURL(fmt.Sprintf("beacon[%d]", i), raw); err != nil {
			return err
		}
	}
	for i, raw := range c.Execution {
		if err := checkURL(fmt.Sprintf("execution[%d]", i), raw); err != nil {
			return err
		}
	}
	switch {
	case c.Replay != "" && (len(c.Beacon) > 0 || len(c.Execution) > 0 || c.Record != ""):
		return errors.New("replay: a recording takes the place of nodes, want no --beacon, --execution or --record with it")
	case c.Replay == "" && len(c.Beacon) == 0:
		return errors.New("beacon: empty, want URLs of beacon nodes (--beacon), or a folder of recorded answers (--replay)")
	case c.Replay == "" && c.Checkpoint == common.Hash{}:
		return errors.New("checkpoint: empty, want the root of a recent finalized beacon block, from a node of yours or from several sources: " +
			"it is where trust begins (--checkpoint)")
	case c.Interval < 0 || c.Timeout <= 0:
		return fmt.Errorf("interval %v, timeout %v: want an interval of 0 or more and a timeout above 0", c.Interval, c.Timeout)
	case c.TrustPeriod < time.Minute:
		return fmt.Errorf("trust-period: %v, want at least 1m", c.TrustPeriod)
	}
	return nil
}

// openNodes prepares to ask the nodes. It asks them nothing.
func (f *follower) openNodes() error {
	names := map[string]bool{}
	name := func(raw string, i int) string {
		host := hostOf(raw)
		if names[host] { // two addresses of one host, told apart by a path or a key that must not be shown
			host = fmt.Sprintf("%s #%d", host, i+1)
		}
		names[host] = true
		return host
	}
	for i, raw := range f.config.Beacon {
		node, err := beaconapi.New(beaconapi.Config{URL: raw, Name: name(raw, i), Network: f.net})
		if err != nil {
			return fmt.Errorf("beacon[%d]: %w", i, err)
		}
		f.closers = append(f.closers, node.Close)
		f.client.Providers = append(f.client.Providers, f.recorded(node))
	}
	clear(names)
	for i, raw := range f.config.Execution {
		node, err := evm.NewClient(evm.ClientConfig{URL: raw, Name: name(raw, i), ChainID: f.net.ChainID, Timeout: f.config.Timeout})
		if err != nil {
			return fmt.Errorf("execution[%d]: %w", i, err)
		}
		f.closers = append(f.closers, node.Close)
		var provider beacon.ExecutionProvider = node
		if f.recorder != nil {
			provider = f.recorder.Execution(provider)
		}
		f.client.Execution = append(f.client.Execution, provider)
	}
	return nil
}

func (f *follower) recorded(p beacon.Provider) beacon.Provider {
	if f.recorder == nil {
		return p
	}
	return f.recorder.Beacon(p)
}

// openReplay prepares to follow a recording.
func (f *follower) openReplay() error {
	recording, err := beaconapi.OpenRecording(f.net, f.config.Replay)
	if err != nil {
		return fmt.Errorf("replay: %w", err)
	}
	f.recording = recording
	f.client.Providers = []beacon.Provider{recording}
	if recording.ExecutionBlocks() > 0 {
		f.client.Execution, f.client.ExecutionAsFound = []beacon.ExecutionProvider{recording}, true
	}
	f.client.Now = recording.Now
	if f.client.Checkpoint == (common.Hash{}) {
		f.client.Checkpoint = recording.Checkpoint()
	}
	return nil
}

func (f *follower) openStore() error {
	owner := lightclient.Owner{ChainID: f.net.ChainID, Kind: beacon.Kind}
	if f.config.Data == "" {
		store, err := lightclient.NewMemoryStore(owner)
		f.client.Store = store
		return err
	}
	store, err := lightclient.OpenFileStore(f.config.Data, owner)
	if err != nil {
		return fmt.Errorf("data: %w", err)
	}
	f.closers = append(f.closers, func() { _ = store.Close() }) // gives back a lock; what is in it was synced
	f.client.Store = store
	return nil
}
