package beacon

import (
	"fmt"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Network is what an operator trusts before the first header: which chain it is, and
// when which rules apply to it.
type Network struct {
	Name    string
	ChainID uint64 // EIP-155 id of the execution layer
	Preset  Preset

	GenesisTime           uint64      // seconds
	GenesisValidatorsRoot common.Hash // signatures are bound to it
	SlotDuration          time.Duration
	Forks                 ForkTable
}

// Validate checks the ranges.
func (n *Network) Validate() error {
	err := n.Preset.Validate()
	if err == nil {
		err = n.Forks.Validate()
	}
	switch {
	case err != nil:
	case n.ChainID == 0:
		err = fmt.Errorf("chain id is 0, want that of the execution layer")
	case n.SlotDuration < time.Millisecond || n.SlotDuration > time.Hour || n.SlotDuration%time.Millisecond != 0:
		err = fmt.Errorf("slot duration is %v, want whole milliseconds up to an hour", n.SlotDuration)
	case n.GenesisTime > maxGenesisTime:
		err = fmt.Errorf("genesis time is %d, want at most %d", n.GenesisTime, uint64(maxGenesisTime))
	case n.GenesisValidatorsRoot == common.Hash{}:
		// Zero before genesis; nothing is signed for such a network.
		err = fmt.Errorf("genesis validators root is zero")
	}
	if err != nil {
		return fmt.Errorf("network %.40q: %w", n.Name, err)
	}
	return nil
}

// SlotAt returns the slot of a point in time, 0 before genesis (get_current_slot).
func (n *Network) SlotAt(now time.Time) Slot {
	since := now.Sub(time.Unix(int64(n.GenesisTime), 0))
	if since < 0 {
		return 0
	}
	return Slot(since / n.SlotDuration)
}

// TimeOf returns when a slot begins. Slots beyond what a time can hold, about 290 years
// after genesis, give that limit.
func (n *Network) TimeOf(s Slot) time.Time {
	const limit = time.Duration(1<<63 - 1)
	since := limit
	if uint64(s) < uint64(limit/n.SlotDuration) {
		since = time.Duration(s) * n.SlotDuration
	}
	return time.Unix(int64(n.GenesisTime), 0).Add(since)
}

// ForkAt returns the fork whose rules a slot follows.
func (n *Network) ForkAt(s Slot) Fork { return n.Forks.At(n.Preset.EpochAt(s)) }

// NetworkNames lists the networks that are known by name.
func NetworkNames() []string { return []string{"mainnet", "sepolia", "hoodi", "holesky"} }

// NetworkByName returns a public network. Sources: consensus-specs, configs/mainnet.yaml;
// eth-clients/{sepolia,hoodi,holesky}, metadata; go-ethereum, beacon/params, for Fulu and
// Gloas on the testnets.
func NetworkByName(name string) (*Network, error) {
	n := &Network{Name: name, Preset: MainnetPreset(), SlotDuration: 12 * time.Second}
	version := func(genesis, altair, step uint32) {
		for f := range n.Forks {
			v := genesis
			if f > 0 {
				v = altair + uint32(f-1)*step
			}
			n.Forks[f].Version = [4]byte{byte(v >> 24), byte(v >> 16), byte(v >> 8), byte(v)}
		}
	}
	epochs := func(altair, bellatrix, capella, deneb, electra, fulu, gloas Epoch) {
		for i, e := range []Epoch{0, altair, bellatrix, capella, deneb, electra, fulu, gloas} {
			n.Forks[i].Epoch = e
		}
	}
	root := func(text string) { n.GenesisValidatorsRoot = common.HexToHash(text) }
	switch name {
	case "mainnet":
		n.ChainID, n.GenesisTime = 1, 1606824023
		root("0x4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95")
		version(0x00000000, 0x01000000, 0x01000000)
		epochs(74240, 144896, 194048, 269568, 364032, 411392, FarFuture)
	case "sepolia":
		n.ChainID, n.GenesisTime = 11155111, 1655733600
		root("0xd8ea171f3c94aea21ebc42a1ed61052acf3f9209c00e4efbaaddac09ed9b8078")
		version(0x90000069, 0x90000070, 1)
		epochs(50, 100, 56832, 132608, 222464, 272640, 353024)
	case "hoodi":
		n.ChainID, n.GenesisTime = 560048, 1742213400
		root("0x212f13fc4df078b6cb7db228f1c8307566dcecf900867401a92023d7ba99cb5f")
		version(0x10000910, 0x20000910, 0x10000000)
		epochs(0, 0, 0, 0, 2048, 50688, FarFuture)
	case "holesky":
		n.ChainID, n.GenesisTime = 17000, 1695902400
		root("0x9143aa7c615a7f7115e2b6aac319c03529df8242ae705fba9df39b79c59fa8b1")
		version(0x01017000, 0x02017000, 0x01000000)
		epochs(0, 0, 256, 29696, 115968, 165120, FarFuture)
	default:
		return nil, fmt.Errorf("network is %.40q, want one of %s, or a config.yaml", name, strings.Join(NetworkNames(), ", "))
	}
	return n, nil
}
