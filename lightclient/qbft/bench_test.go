package qbft_test

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// BenchmarkHeaderBesideFloor verifies a header of 100 validators beside the least
// that it takes, 67 recoveries spread over the same cores, in turns. It reports the fastest
// run of either, and their ratio: what else the machine does only ever adds.
func BenchmarkHeaderBesideFloor(b *testing.B) {
	keys := qbfttest.Keys(b, "bench", 100)
	for name, schedule := range map[string]qbft.Schedule{"qbft": nil, "ibft2": inIBFT2, "contract": inContract} {
		b.Run(name, func(b *testing.B) {
			s := newScene(b, schedule, keys, 1)
			headers, proof := s.add(qbfttest.Block{Sealers: keys})
			in := s.chain.In(headers[0])
			hash, err := qbft.Dialect(in).CommittedSealHash(headers[0])
			if err != nil {
				b.Fatal(err)
			}
			seals := in.Extra(b, headers[0]).Seals[:qbft.Quorum(len(keys))]
			floor, ours := time.Duration(1<<63-1), time.Duration(1<<63-1)
			for b.Loop() {
				start := time.Now()
				recoverAll(b, hash[:], seals)
				between := time.Now()
				if _, err := qbft.VerifyProven(s.trusted, headers, proof, s.now(), paramsOf(s.chain)); err != nil {
					b.Fatal(err)
				}
				floor, ours = min(floor, between.Sub(start)), min(ours, time.Since(between))
			}
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(float64(floor.Nanoseconds())/1e3, "floor-µs")
			b.ReportMetric(float64(ours.Nanoseconds())/1e3, "ours-µs")
			b.ReportMetric(ours.Seconds()/floor.Seconds(), "ours/floor")
		})
	}
}

// recoverAll recovers the seals' keys and nothing else, over all cores.
func recoverAll(b *testing.B, hash []byte, seals [][]byte) {
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(seals)) {
		wg.Go(func() {
			for i := next.Add(1) - 1; i < int64(len(seals)); i = next.Add(1) - 1 {
				if _, err := crypto.Ecrecover(hash, seals[i]); err != nil {
					b.Error(err)
				}
			}
		})
	}
	wg.Wait()
}

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

// BenchmarkSetProof is a contract's set alone, as an anchor has it proven.
func BenchmarkSetProof(b *testing.B) {
	for _, n := range []int{4, 100} {
		b.Run(fmt.Sprintf("validators=%d", n), func(b *testing.B) {
			chain := qbfttest.NewBy(b, inContract, genesisTime, qbfttest.Keys(b, "bench", n))
			anchor, proof, p := chain.Anchor(0), chain.AnchorProof(0), paramsOf(chain)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := qbft.TrustAnchorProven(chain.Head(), anchor, proof, p); err != nil {
					b.Fatal(err)
				}
			}
		})
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
