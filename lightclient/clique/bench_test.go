package clique_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// BenchmarkVerify reports, beside the time, how many times as long it took as the
// floor: hashing each header twice and recovering its one seal, by the libraries
// alone, in the same run.
func BenchmarkVerify(b *testing.B) {
	for _, n := range []int{4, 21, 100} {
		p := testParams(clique.DefaultEpoch)
		chain := cliquetest.New(b, p.Epoch, genesisTime, cliquetest.Keys(b, "bench", n)).Grow(clique.MaxBatch)
		trusted, now := trust(b, chain, 0, p), at(chain.Head().Time)
		for _, headers := range [][]*types.Header{chain.From(1)[:n/2+1], chain.From(1)} {
			b.Run(fmt.Sprintf("signers=%d/headers=%d", n, len(headers)), func(b *testing.B) {
				b.ReportAllocs()
				var ours, floor time.Duration
				for b.Loop() {
					start := time.Now()
					if _, err := clique.Verify(trusted, headers, now, p); err != nil {
						b.Fatal(err)
					}
					ours += time.Since(start)
					b.StopTimer()
					start = time.Now()
					recoverAll(b, headers)
					floor += time.Since(start)
					b.StartTimer()
				}
				b.ReportMetric(float64(ours)/float64(floor), "×floor")
				b.ReportMetric(float64(ours.Nanoseconds())/float64(b.N)/float64(len(headers)), "ns/header")
			})
		}
	}
}

func recoverAll(b *testing.B, headers []*types.Header) {
	for _, h := range headers {
		unsealed := *h
		unsealed.Extra = h.Extra[:len(h.Extra)-65]
		hash := unsealed.Hash()
		pub, err := crypto.Ecrecover(hash[:], h.Extra[len(h.Extra)-65:])
		if err != nil {
			b.Fatal(err)
		}
		_, _ = crypto.Keccak256(pub[1:]), h.Hash()
	}
}

// BenchmarkVotes: a block upon as many pending votes as there can be.
func BenchmarkVotes(b *testing.B) {
	p := testParams(clique.DefaultEpoch)
	keys := cliquetest.Keys(b, "bench votes", 4)
	chain := cliquetest.New(b, p.Epoch, genesisTime, keys)
	branch := clique.NewBranch(trust(b, chain, 0, p), p)
	branch.Spam(cliquetest.Address(keys[0]), clique.MaxVotes-clique.MaxBatch)
	trusted := branch.Trust()
	chain.Grow(3)
	for b.Loop() {
		if _, err := clique.Verify(trusted, chain.From(1), at(chain.Head().Time), p); err != nil {
			b.Fatal(err)
		}
	}
}
