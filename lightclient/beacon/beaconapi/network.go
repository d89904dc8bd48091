package beaconapi

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Genesis is what a node says of its network's beginning.
type Genesis struct {
	Time           uint64 // seconds
	ValidatorsRoot common.Hash
}

// Genesis asks for the genesis.
func (p *Provider) Genesis(ctx context.Context) (Genesis, error) {
	const path = "/eth/v1/beacon/genesis"
	answer, err := p.get(ctx, path, nil, maxGenesisBytes)
	if err != nil {
		return Genesis{}, err
	}
	var said struct {
		Data struct {
			Time string      `json:"genesis_time"`
			Root common.Hash `json:"genesis_validators_root"`
		} `json:"data"`
	}
	if err := json.Unmarshal(answer.body, &said); err != nil {
		return Genesis{}, p.failure(path, fmt.Errorf("%w: %s", lightclient.ErrMalformed, p.quote(err.Error())))
	}
	seconds, err := strconv.ParseUint(said.Data.Time, 10, 63)
	if err != nil {
		return Genesis{}, p.failure(path, fmt.Errorf("%w: genesis_time is %.40q, want seconds", lightclient.ErrMalformed, said.Data.Time))
	}
	return Genesis{Time: seconds, ValidatorsRoot: said.Data.Root}, nil
}

// checkNetwork asks once whether the node serves the network that was configured. Nodes
// which do not say are taken at the word of their signatures, as all are in the end.
func (p *Provider) checkNetwork(ctx context.Context) error {
	select {
	case p.gate <- struct{}{}:
		defer func() { <-p.gate }()
	case <-ctx.Done():
		return fmt.Errorf("%s: %w: %w", p.name, lightclient.ErrUnavailable, ctx.Err())
	}
	if p.checked {
		return nil
	}
	genesis, err := p.Genesis(ctx)
	switch {
	case errors.Is(err, lightclient.ErrNoSuchHeader):
	case err != nil:
		return err
	case genesis.ValidatorsRoot != p.net.GenesisValidatorsRoot:
		return fmt.Errorf("%s: %w: it serves %s, whose genesis validators root is %s; %s has %s", p.name, lightclient.ErrWrongChain,
			networkOf(genesis.ValidatorsRoot), genesis.ValidatorsRoot, p.net.Name, p.net.GenesisValidatorsRoot)
	case genesis.Time != p.net.GenesisTime:
		return fmt.Errorf("%s: %w: its genesis was at %d, that of %s at %d", p.name, lightclient.ErrWrongChain, genesis.Time, p.net.Name, p.net.GenesisTime)
	}
	spec, err := p.spec(ctx)
	switch {
	case errors.Is(err, lightclient.ErrNoSuchHeader):
	case err != nil:
		return err
	default:
		if err := checkSpec(p.net, spec); err != nil {
			return fmt.Errorf("%s: %w: %w", p.name, lightclient.ErrWrongChain, err)
		}
	}
	p.checked = true
	return nil
}

func networkOf(root common.Hash) string {
	for _, name := range beacon.NetworkNames() {
		if n, err := beacon.NetworkByName(name); err == nil && n.GenesisValidatorsRoot == root {
			return name
		}
	}
	return "another network"
}

// spec asks for the node's configuration. Keys that are no texts have nothing to do with
// light clients.
func (p *Provider) spec(ctx context.Context) (map[string]string, error) {
	const path = "/eth/v1/config/spec"
	answer, err := p.get(ctx, path, nil, maxSpecBytes)
	if err != nil {
		return nil, err
	}
	var said struct {
		Data map[string]json.RawMessage `json:"data"`
	}
	if err := json.Unmarshal(answer.body, &said); err != nil {
		return nil, p.failure(path, fmt.Errorf("%w: %s", lightclient.ErrMalformed, p.quote(err.Error())))
	}
	spec := make(map[string]string, len(said.Data))
	for key, raw := range said.Data {
		var text string
		if json.Unmarshal(raw, &text) == nil {
			spec[key] = text
		}
	}
	return spec, nil
}

// checkSpec compares a node's rules with those that we follow, as far as it names them. A
// fork that is scheduled on one side alone is no difference yet: configurations learn of
// forks at different times.
func checkSpec(n *beacon.Network, spec map[string]string) error {
	for _, rule := range []struct {
		key  string
		want uint64
	}{
		{"DEPOSIT_CHAIN_ID", n.ChainID},
		{"SYNC_COMMITTEE_SIZE", n.Preset.SyncCommitteeSize},
		{"SLOTS_PER_EPOCH", n.Preset.SlotsPerEpoch},
		{"EPOCHS_PER_SYNC_COMMITTEE_PERIOD", n.Preset.EpochsPerSyncCommitteePeriod},
		{"SLOT_DURATION_MS", uint64(n.SlotDuration.Milliseconds())},
	} {
		if said, ok := spec[rule.key]; ok && said != strconv.FormatUint(rule.want, 10) {
			return fmt.Errorf("its %s is %.40q, that of %s is %d", rule.key, said, n.Name, rule.want)
		}
	}
	for f := beacon.Altair; f <= beacon.Gloas; f++ {
		ours, prefix := n.Forks[f], strings.ToUpper(f.String())
		if ours.Epoch == beacon.FarFuture {
			continue
		}
		epoch, ok := spec[prefix+"_FORK_EPOCH"]
		if !ok || epoch == strconv.FormatUint(uint64(beacon.FarFuture), 10) {
			continue
		}
		if epoch != strconv.FormatUint(uint64(ours.Epoch), 10) {
			return fmt.Errorf("its %s fork is at epoch %.40q, that of %s at %d; is the network's configuration up to date on both sides?", f, epoch, n.Name, ours.Epoch)
		}
		if version, ok := spec[prefix+"_FORK_VERSION"]; ok && !strings.EqualFold(version, "0x"+hex.EncodeToString(ours.Version[:])) {
			return fmt.Errorf("its %s fork has version %.40q, that of %s 0x%x", f, version, n.Name, ours.Version)
		}
	}
	return nil
}
