package beacontest

import (
	"time"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Schedule is by which fork a network begins, and at which epochs later ones follow.
// Forks up to the first one that is listed begin at genesis; those that are not listed
// later never come.
type Schedule map[beacon.Fork]beacon.Epoch

// Always is the schedule of a network that has never had another fork.
func Always(fork beacon.Fork) Schedule { return Schedule{fork: 0} }

// MinimalNetwork returns a network of the minimal preset: committees of 32 for 64 slots,
// whose duration is the test's choice.
func MinimalNetwork(schedule Schedule, genesisTime uint64, slot time.Duration) *beacon.Network {
	return NewNetwork(beacon.MinimalPreset(), schedule, genesisTime, slot)
}

// NewNetwork returns a network with a preset.
func NewNetwork(preset beacon.Preset, schedule Schedule, genesisTime uint64, slot time.Duration) *beacon.Network {
	n := &beacon.Network{
		Name: "beacontest", ChainID: 7001, Preset: preset, GenesisTime: genesisTime,
		GenesisValidatorsRoot: hash([]byte("genesis validators of beacontest")), SlotDuration: slot,
	}
	begun := false
	for f := range n.Forks {
		n.Forks[f] = beacon.ForkVersion{Version: [4]byte{byte(f), 0, 0, 0x7e}, Epoch: beacon.FarFuture}
		epoch, listed := schedule[beacon.Fork(f)]
		if listed {
			n.Forks[f].Epoch, begun = epoch, true
		} else if !begun {
			n.Forks[f].Epoch = 0
		}
	}
	return n
}
