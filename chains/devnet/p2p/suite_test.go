package p2p_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p/p2ptest"
)

func TestHubIsATransport(t *testing.T) {
	p2ptest.Run(t, func(t testing.TB, validators []common.Address) []p2ptest.Transport {
		hub := p2p.NewHub()
		ts := make([]p2ptest.Transport, len(validators))
		for i, v := range validators {
			e, err := hub.Join(v)
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(e.Close)
			ts[i] = e
		}
		return ts
	})
}
