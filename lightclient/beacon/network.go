package beacon

import (
	"encoding/binary"
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

// publicNetworks: consensus-specs, configs/mainnet.yaml; eth-clients/{sepolia,hoodi,holesky},
// metadata; go-ethereum, beacon/params, for Fulu and Gloas on the testnets. Fork versions
// of each are a genesis version and, from Altair on, steps of one size.
var publicNetworks = []struct {
	name                  string
	chainID, genesisTime  uint64
	genesisValidatorsRoot string
	genesis, altair, step uint32
	epochs                [Gloas]Epoch // from Altair on
}{
	{
		"mainnet", 1, 1606824023, "0x4b363db94e286120d76eb905340fdd4e54bfe9f06bf33ff6cf5ad27f511bfe95",
		0x00000000, 0x01000000, 0x01000000, [Gloas]Epoch{74240, 144896, 194048, 269568, 364032, 411392, FarFuture},
	},
	{
		"sepolia", 11155111, 1655733600, "0xd8ea171f3c94aea21ebc42a1ed61052acf3f9209c00e4efbaaddac09ed9b8078",
		0x90000069, 0x90000070, 1, [Gloas]Epoch{50, 100, 56832, 132608, 222464, 272640, 353024},
	},
	{
		"hoodi", 560048, 1742213400, "0x212f13fc4df078b6cb7db228f1c8307566dcecf900867401a92023d7ba99cb5f",
		0x10000910, 0x20000910, 0x10000000, [Gloas]Epoch{0, 0, 0, 0, 2048, 50688, FarFuture},
	},
	{
		"holesky", 17000, 1695902400, "0x9143aa7c615a7f7115e2b6aac319c03529df8242ae705fba9df39b79c59fa8b1",
		0x01017000, 0x02017000, 0x01000000, [Gloas]Epoch{0, 0, 256, 29696, 115968, 165120, FarFuture},
	},
}

// NetworkNames lists the networks that are known by name.
func NetworkNames() []string {
	names := make([]string, len(publicNetworks))
	for i, p := range publicNetworks {
		names[i] = p.name
	}
	return names
}

// NetworkByName returns a public network.
func NetworkByName(name string) (*Network, error) {
	for _, p := range publicNetworks {
		if p.name != name {
			continue
		}
		n := &Network{
			Name: name, ChainID: p.chainID, Preset: MainnetPreset(), GenesisTime: p.genesisTime,
			GenesisValidatorsRoot: common.HexToHash(p.genesisValidatorsRoot), SlotDuration: 12 * time.Second,
		}
		binary.BigEndian.PutUint32(n.Forks[Phase0].Version[:], p.genesis)
		for i, epoch := range p.epochs {
			v := &n.Forks[Altair+Fork(i)]
			v.Epoch = epoch
			binary.BigEndian.PutUint32(v.Version[:], p.altair+uint32(i)*p.step)
		}
		return n, nil
	}
	return nil, fmt.Errorf("network is %.40q, want one of %s, or a config.yaml", name, strings.Join(NetworkNames(), ", "))
}
