package beacon_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/beacon/params"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// TestNetworksByName: ours are those of go-ethereum, as far as it has them.
func TestNetworksByName(t *testing.T) {
	theirs := map[string]*params.ChainConfig{
		"mainnet": params.MainnetLightConfig, "sepolia": params.SepoliaLightConfig, "hoodi": params.HoodiLightConfig,
	}
	for _, name := range beacon.NetworkNames() {
		n, err := beacon.NetworkByName(name)
		if err == nil {
			err = n.Validate()
		}
		if err != nil {
			t.Fatal(err)
		}
		want := theirs[name]
		if want == nil {
			continue
		}
		if n.GenesisTime != want.GenesisTime || n.GenesisValidatorsRoot != want.GenesisValidatorsRoot {
			t.Errorf("%s begins at %d with %s, want %d, %s", name, n.GenesisTime, n.GenesisValidatorsRoot, want.GenesisTime, want.GenesisValidatorsRoot)
		}
		for f := range n.Forks {
			if f >= len(want.Forks) {
				if n.Forks[f].Epoch != beacon.FarFuture {
					t.Errorf("%s schedules %v", name, beacon.Fork(f))
				}
				continue
			}
			v, w := n.Forks[f], want.Forks[f]
			if uint64(v.Epoch) != w.Epoch || !bytes.Equal(v.Version[:], w.Version) {
				t.Errorf("%s: fork %v is %x from epoch %d, want %x from %d", name, beacon.Fork(f), v.Version, v.Epoch, w.Version, w.Epoch)
			}
		}
	}
}

func TestNetworkTimes(t *testing.T) {
	n := mainnet(t)
	for _, test := range []struct {
		slot beacon.Slot
		time int64
		fork beacon.Fork
	}{
		{0, 1606824023, beacon.Phase0},
		{74240 * 32, 1606824023 + 74240*32*12, beacon.Altair},
		{194048*32 - 1, 1606824023 + (194048*32-1)*12, beacon.Bellatrix},
		{194048 * 32, 1681338455, beacon.Capella}, // 12 April 2023, 22:27:35
		{14017856, 1606824023 + 14017856*12, beacon.Fulu},
	} {
		if got := n.TimeOf(test.slot); got.Unix() != test.time {
			t.Errorf("slot %d begins at %d, want %d", test.slot, got.Unix(), test.time)
		}
		for _, within := range []time.Duration{0, 12*time.Second - 1} {
			if got := n.SlotAt(n.TimeOf(test.slot).Add(within)); got != test.slot {
				t.Errorf("slot %v after the beginning of %d is %d", within, test.slot, got)
			}
		}
		if got := n.ForkAt(test.slot); got != test.fork {
			t.Errorf("fork of slot %d is %v, want %v", test.slot, got, test.fork)
		}
	}
	if got := n.SlotAt(time.Unix(0, 0)); got != 0 {
		t.Errorf("slot before genesis is %d, want 0", got)
	}
	// Slots that no clock reaches still have an order.
	if last := n.TimeOf(1<<64 - 1); !last.After(n.TimeOf(1 << 29)) {
		t.Errorf("the last slot begins at %v", last)
	}
	if n.Preset.PeriodAt(7069376) != 862 || n.Preset.PeriodSlots() != 8192 {
		t.Error("periods are not those of mainnet")
	}
}

const sampleConfig = `
PRESET_BASE: 'minimal'
CONFIG_NAME: 'sample'
DEPOSIT_CHAIN_ID: 1337
SECONDS_PER_SLOT: 6
GENESIS_FORK_VERSION: 0x00000001
ALTAIR_FORK_VERSION: 0x01000001
ALTAIR_FORK_EPOCH: 0
BELLATRIX_FORK_VERSION: 0x02000001
BELLATRIX_FORK_EPOCH: 3
CAPELLA_FORK_VERSION: 0x03000001
CAPELLA_FORK_EPOCH: 18446744073709551615
HEZE_FORK_EPOCH: 18446744073709551615
BLOB_SCHEDULE:
  - EPOCH: 5
    MAX_BLOBS_PER_BLOCK: 9
`

func TestParseNetwork(t *testing.T) {
	root := common.Hash{7}
	n, err := beacon.ParseNetwork([]byte(sampleConfig), root, 1000)
	if err != nil {
		t.Fatal(err)
	}
	want := &beacon.Network{
		Name: "sample", ChainID: 1337, Preset: beacon.MinimalPreset(), GenesisTime: 1000, GenesisValidatorsRoot: root, SlotDuration: 6 * time.Second,
		Forks: n.Forks,
	}
	if *n != *want {
		t.Errorf("network is %+v, want %+v", n, want)
	}
	if v := n.Forks[beacon.Bellatrix]; v != (beacon.ForkVersion{Version: [4]byte{2, 0, 0, 1}, Epoch: 3}) {
		t.Errorf("Bellatrix is %+v", v)
	}
	for f := beacon.Capella; f <= beacon.Gloas; f++ {
		if n.Forks[f].Epoch != beacon.FarFuture {
			t.Errorf("%v is scheduled", f)
		}
	}
	for _, duration := range []string{"SLOT_DURATION_MS: 6000", "SLOT_DURATION_MS: 6000\nSECONDS_PER_SLOT: 6"} {
		again, err := beacon.ParseNetwork([]byte(strings.Replace(sampleConfig, "SECONDS_PER_SLOT: 6", duration, 1)), root, 1000)
		if err != nil || again.SlotDuration != 6*time.Second {
			t.Errorf("%s: %v", duration, err)
		}
	}
}

// TestAttackConfig: files that describe no network, or one whose rules are not known.
func TestAttackConfig(t *testing.T) {
	for name, change := range map[string][2]string{
		"unknown preset":                        {"'minimal'", "'gnosis'"},
		"no preset":                             {"PRESET_BASE", "PRESET"},
		"preset is a list":                      {"'minimal'", "[minimal]"},
		"a fork that is not known is scheduled": {"HEZE_FORK_EPOCH: 18446744073709551615", "HEZE_FORK_EPOCH: 1"},
		"forks out of order":                    {"ALTAIR_FORK_EPOCH: 0", "ALTAIR_FORK_EPOCH: 4"},
		"a fork without the one before it":      {"CAPELLA_FORK_EPOCH", "DENEB_FORK_VERSION: 0x04000001\nDENEB_FORK_EPOCH: 4\nCAPELLA_FORK_EPOCH"},
		"two forks of one version":              {"0x02000001", "0x01000001"},
		"a scheduled fork without version":      {"BELLATRIX_FORK_VERSION", "BELLATRIX_VERSION"},
		"version too short":                     {"0x02000001", "0x020000"},
		"version too long":                      {"0x02000001", "0x0200000100"},
		"version without 0x":                    {"0x02000001", "02000001"},
		"version that is not hex":               {"0x02000001", "0x0200000g"},
		"epoch that is no number":               {"BELLATRIX_FORK_EPOCH: 3", "BELLATRIX_FORK_EPOCH: three"},
		"epoch below zero":                      {"BELLATRIX_FORK_EPOCH: 3", "BELLATRIX_FORK_EPOCH: -3"},
		"epoch of 65 bits":                      {"BELLATRIX_FORK_EPOCH: 3", "BELLATRIX_FORK_EPOCH: 18446744073709551616"},
		"epoch twice":                           {"BELLATRIX_FORK_EPOCH: 3", "BELLATRIX_FORK_EPOCH: 3\nBELLATRIX_FORK_EPOCH: 4"},
		"no slot duration":                      {"SECONDS_PER_SLOT: 6", ""},
		"two slot durations":                    {"SECONDS_PER_SLOT: 6", "SECONDS_PER_SLOT: 6\nSLOT_DURATION_MS: 12000"},
		"slots of more than an hour":            {"SECONDS_PER_SLOT: 6", "SECONDS_PER_SLOT: 3601"},
		"slots of centuries":                    {"SECONDS_PER_SLOT: 6", "SECONDS_PER_SLOT: 18446744073709551615"},
		"slots of centuries of milliseconds":    {"SECONDS_PER_SLOT: 6", "SLOT_DURATION_MS: 18446744073709551615"},
		"no chain":                              {"DEPOSIT_CHAIN_ID: 1337", "DEPOSIT_CHAIN_ID: 0"},
		"not YAML":                              {"PRESET_BASE", "\t}PRESET_BASE"},
		"a list":                                {sampleConfig, "- a\n- b\n"},
		"too large":                             {"PRESET_BASE", strings.Repeat("#", 1<<18) + "\nPRESET_BASE"},
	} {
		t.Run(name, func(t *testing.T) {
			text := strings.Replace(sampleConfig, change[0], change[1], 1)
			if n, err := beacon.ParseNetwork([]byte(text), common.Hash{7}, 1000); err == nil || n != nil {
				t.Errorf("it is taken: %+v", n)
			}
		})
	}
	if _, err := beacon.ParseNetwork([]byte(sampleConfig+strings.Repeat(" ", 1<<18-len(sampleConfig))), common.Hash{7}, 1000); err != nil {
		t.Errorf("as large as may be: %v", err)
	}
	if _, err := beacon.PresetByName("gnosis"); err == nil {
		t.Error("a preset of another name is found")
	}
	if _, err := beacon.NetworkByName("Mainnet"); err == nil {
		t.Error("a network of another name is found")
	}
}

// TestAttackNetwork: parameters under which sums would overflow, or signatures of one fork
// be good under another.
func TestAttackNetwork(t *testing.T) {
	honest := func() *beacon.Network { return forge.NewNetwork(tinyPreset(), 0, 0, 0, 0, 1) }
	for name, change := range map[string]func(n *beacon.Network){
		"no keys":                       func(n *beacon.Network) { n.Preset.SyncCommitteeSize = 0 },
		"keys that fill no byte":        func(n *beacon.Network) { n.Preset.SyncCommitteeSize = 28 },
		"too many keys":                 func(n *beacon.Network) { n.Preset.SyncCommitteeSize = 4104 },
		"no epochs":                     func(n *beacon.Network) { n.Preset.SlotsPerEpoch = 0 },
		"no periods":                    func(n *beacon.Network) { n.Preset.EpochsPerSyncCommitteePeriod = 0 },
		"epochs too long":               func(n *beacon.Network) { n.Preset.SlotsPerEpoch = 1<<20 + 1 },
		"periods too long":              func(n *beacon.Network) { n.Preset.EpochsPerSyncCommitteePeriod = 1<<20 + 1 },
		"no block roots":                func(n *beacon.Network) { n.Preset.SlotsPerHistoricalRoot = 0 },
		"block roots that fill no tree": func(n *beacon.Network) { n.Preset.SlotsPerHistoricalRoot = 65 },
		"too many block roots":          func(n *beacon.Network) { n.Preset.SlotsPerHistoricalRoot = 1 << 21 },
		"no chain id":                   func(n *beacon.Network) { n.ChainID = 0 },
		"no genesis validators":         func(n *beacon.Network) { n.GenesisValidatorsRoot = common.Hash{} },
		"genesis too late":              func(n *beacon.Network) { n.GenesisTime = 1<<40 + 1 },
		"slots of no length":            func(n *beacon.Network) { n.SlotDuration = 0 },
		"slots of less than 1 ms":       func(n *beacon.Network) { n.SlotDuration = time.Millisecond - 1 },
		"slots of broken milliseconds":  func(n *beacon.Network) { n.SlotDuration = time.Second + 1 },
		"slots of more than an hour":    func(n *beacon.Network) { n.SlotDuration = time.Hour + time.Millisecond },
		"forks out of order":            func(n *beacon.Network) { n.Forks[beacon.Deneb].Epoch = 2 },
		"versions that are the same":    func(n *beacon.Network) { n.Forks[beacon.Deneb].Version = n.Forks[beacon.Electra].Version },
		"version of genesis again":      func(n *beacon.Network) { n.Forks[beacon.Deneb].Version = n.Forks[beacon.Phase0].Version },
	} {
		t.Run(name, func(t *testing.T) {
			n := honest()
			change(n)
			if err := n.Validate(); err == nil {
				t.Errorf("it is taken: %+v", n)
			}
		})
	}
	for i, change := range []func(n *beacon.Network){
		func(n *beacon.Network) {},
		func(n *beacon.Network) { n.Preset.SyncCommitteeSize, n.Preset.SlotsPerHistoricalRoot = 8, 1 },
		func(n *beacon.Network) { n.Preset.SyncCommitteeSize, n.Preset.SlotsPerHistoricalRoot = 4096, 1<<20 },
		func(n *beacon.Network) { n.Preset.SlotsPerEpoch, n.Preset.EpochsPerSyncCommitteePeriod = 1, 1 },
		func(n *beacon.Network) { n.Preset.SlotsPerEpoch, n.Preset.EpochsPerSyncCommitteePeriod = 1<<20, 1<<20 },
		func(n *beacon.Network) { n.SlotDuration, n.GenesisTime = time.Millisecond, 1<<40 },
		func(n *beacon.Network) { n.SlotDuration = time.Hour },
		func(n *beacon.Network) { n.Forks[beacon.Fulu].Version = n.Forks[beacon.Electra].Version }, // which is not scheduled
	} {
		n := honest()
		change(n)
		if err := n.Validate(); err != nil {
			t.Errorf("honest network %d: %v", i, err)
		}
	}
	if got := fmt.Sprint(beacon.Gloas+1, beacon.FinalizedHeaders, beacon.ConflictKind(0)); !strings.Contains(got, "8") {
		t.Error(got)
	}
}
