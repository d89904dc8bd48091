package beacon

import (
	"fmt"
	"math/bits"
)

// Slot numbers the places that a beacon chain has for blocks, from 0 at genesis.
type Slot uint64

// Epoch numbers the runs of Preset.SlotsPerEpoch slots.
type Epoch uint64

// Period numbers the runs of epochs that one sync committee signs for.
type Period uint64

// FarFuture is the epoch of what is not scheduled (FAR_FUTURE_EPOCH).
const FarFuture Epoch = 1<<64 - 1

// Preset holds the sizes that a consensus client is compiled with. Networks choose
// one by PRESET_BASE in their config.yaml.
type Preset struct {
	Name                         string
	SyncCommitteeSize            uint64 // public keys, SYNC_COMMITTEE_SIZE
	SlotsPerEpoch                uint64
	EpochsPerSyncCommitteePeriod uint64
	SlotsPerHistoricalRoot       uint64 // length of block_roots in a BeaconState
}

// MainnetPreset is that of mainnet and its public testnets (consensus-specs,
// presets/mainnet): a committee of 512 keys for about 27 hours.
func MainnetPreset() Preset {
	return Preset{Name: "mainnet", SyncCommitteeSize: 512, SlotsPerEpoch: 32, EpochsPerSyncCommitteePeriod: 256, SlotsPerHistoricalRoot: 8192}
}

// MinimalPreset is that of most of the specification's tests (presets/minimal).
func MinimalPreset() Preset {
	return Preset{Name: "minimal", SyncCommitteeSize: 32, SlotsPerEpoch: 8, EpochsPerSyncCommitteePeriod: 8, SlotsPerHistoricalRoot: 64}
}

// PresetByName returns the preset that a config.yaml names in PRESET_BASE.
func PresetByName(name string) (Preset, error) {
	for _, p := range []Preset{MainnetPreset(), MinimalPreset()} {
		if p.Name == name {
			return p, nil
		}
	}
	return Preset{}, fmt.Errorf("preset is %.40q, want mainnet or minimal", name)
}

// Validate checks the ranges. A committee fills whole bytes of a participation vector, and
// block_roots a whole tree, as in every preset that there is.
func (p Preset) Validate() error {
	if p.SyncCommitteeSize < 8 || p.SyncCommitteeSize > maxCommitteeSize || p.SyncCommitteeSize%8 != 0 {
		return fmt.Errorf("preset %.40q: committee size is %d, want a multiple of 8 up to %d", p.Name, p.SyncCommitteeSize, maxCommitteeSize)
	}
	if p.SlotsPerHistoricalRoot > maxHistoricalRoots || bits.OnesCount64(p.SlotsPerHistoricalRoot) != 1 {
		return fmt.Errorf("preset %.40q: slots per historical root is %d, want a power of two up to %d",
			p.Name, p.SlotsPerHistoricalRoot, maxHistoricalRoots)
	}
	if p.SlotsPerEpoch < 1 || p.EpochsPerSyncCommitteePeriod < 1 ||
		p.SlotsPerEpoch > maxPeriodParts || p.EpochsPerSyncCommitteePeriod > maxPeriodParts {
		return fmt.Errorf("preset %.40q: %d slots per epoch and %d epochs per period, want 1 to %d of each",
			p.Name, p.SlotsPerEpoch, p.EpochsPerSyncCommitteePeriod, maxPeriodParts)
	}
	return nil
}

// EpochAt returns the epoch of a slot (compute_epoch_at_slot).
func (p Preset) EpochAt(s Slot) Epoch { return Epoch(uint64(s) / p.SlotsPerEpoch) }

// PeriodAt returns the period of a slot (compute_sync_committee_period_at_slot).
func (p Preset) PeriodAt(s Slot) Period {
	return Period(uint64(p.EpochAt(s)) / p.EpochsPerSyncCommitteePeriod)
}

// PeriodSlots is the length of a period in slots; the specification calls it
// UPDATE_TIMEOUT where an update may be forced.
func (p Preset) PeriodSlots() uint64 { return p.SlotsPerEpoch * p.EpochsPerSyncCommitteePeriod }
