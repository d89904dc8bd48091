package overlay

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/p2ptest"
)

// One validator a process: all that they tell each other goes over the network.
func TestOverlayIsATransport(t *testing.T) {
	p2ptest.Run(t, func(t testing.TB, validators []common.Address) []p2ptest.Transport {
		nodes := cluster(t, len(validators), func(int) Config { return Config{Gate: suiteGate} })
		ts := make([]p2ptest.Transport, len(validators))
		for i, v := range validators {
			e, err := nodes[i].Hub().Join(v)
			if err != nil {
				t.Fatal(err)
			}
			ts[i] = e
		}
		meshed(t, consensusTopic, nodes)
		return ts
	})
}

// All validators but one in one process: neighbours meet on the hub, the other one over the network.
func TestOverlayWithNeighboursIsATransport(t *testing.T) {
	p2ptest.Run(t, func(t testing.TB, validators []common.Address) []p2ptest.Transport {
		nodes := cluster(t, 2, func(int) Config { return Config{Gate: suiteGate} })
		ts := make([]p2ptest.Transport, len(validators))
		for i, v := range validators {
			e, err := nodes[min(i, 1)].Hub().Join(v)
			if err != nil {
				t.Fatal(err)
			}
			ts[i] = e
		}
		meshed(t, consensusTopic, nodes)
		return ts
	})
}
