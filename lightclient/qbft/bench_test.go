package qbft_test

import (
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{4, 100} {
		keys := qbfttest.Keys(b, "bench", n)
		chain := qbfttest.New(b, genesisTime, keys).Grow(qbft.MaxBatch)
		trusted, now := trust(b, chain, 0), at(chain.Head().Time)
		for _, headers := range [][]*types.Header{chain.Range(1, 1), chain.Range(1, qbft.MaxBatch)} {
			b.Run(fmt.Sprintf("validators=%d/headers=%d", n, len(headers)), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					if _, err := qbft.Verify(trusted, headers, now, testParams); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

func BenchmarkOnChainHash(b *testing.B) {
	h := qbfttest.New(b, genesisTime, qbfttest.Keys(b, "bench", 4)).Grow(1).Head()
	b.ReportAllocs()
	for b.Loop() {
		if _, err := qbft.OnChainHash(h); err != nil {
			b.Fatal(err)
		}
	}
}
