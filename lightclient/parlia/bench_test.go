package parlia_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// mainnet is a network of BSC's present parameters.
func mainnet() parlia.Network {
	return parlia.Network{ChainID: 56, Forks: []parlia.Fork{{EpochLength: 1000, VoteDepth: 3, Milliseconds: true}}}
}

// libraries is what the libraries take at least for a step: one fast aggregate
// verification of all of a set, and one seal recovery.
type libraries struct {
	keys      []bls12381.G1Affine
	signature [96]byte
	message   common.Hash
	sealHash  common.Hash
	seal      []byte
	minus     bls12381.G1Affine
}

func newLibraries(b *testing.B, set parliatest.Set, carrier, sealed *types.Header) *libraries {
	b.Helper()
	a := extraOf(b, carrier, false).Attestation
	hash, err := parlia.SealHash(sealed, 56)
	if err != nil {
		b.Fatal(err)
	}
	l := &libraries{signature: a.Signature, message: a.Data.Hash(), sealHash: hash, seal: sealed.Extra[len(sealed.Extra)-65:]}
	_, _, l.minus, _ = bls12381.Generators()
	l.minus.Neg(&l.minus)
	l.keys = make([]bls12381.G1Affine, len(set.Keys))
	for i, key := range set.Keys {
		if _, err := l.keys[i].SetBytes(key.VoteKey[:]); err != nil {
			b.Fatal(err)
		}
	}
	return l
}

func (l *libraries) run(b *testing.B) {
	var s bls12381.G2Affine
	if _, err := s.SetBytes(l.signature[:]); err != nil {
		b.Fatal(err)
	}
	var sum bls12381.G1Jac
	for i := range l.keys {
		sum.AddMixed(&l.keys[i])
	}
	var key bls12381.G1Affine
	key.FromJacobian(&sum)
	hash, err := bls12381.HashToG2(l.message[:], []byte("BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"))
	if err != nil {
		b.Fatal(err)
	}
	if ok, err := bls12381.PairingCheck([]bls12381.G1Affine{l.minus, key}, []bls12381.G2Affine{s, hash}); !ok || err != nil {
		b.Fatal(ok, err)
	}
	if _, err := crypto.Ecrecover(l.sealHash[:], l.seal); err != nil {
		b.Fatal(err)
	}
}

// BenchmarkFinalityStep: one more block is final, the usual case of a client that
// follows each block. Beside it, in the same loop, what the libraries take.
func BenchmarkFinalityStep(b *testing.B) {
	for _, n := range []int{21, 45} {
		b.Run(fmt.Sprintf("validators=%d", n), func(b *testing.B) {
			set := setOf(b, "bench", n, 16)
			c := newChain(b, mainnet(), set, 6)
			state, err := parlia.Verify(trust(b, c, mainnet(), 2), c.Range(3, 5), at(c.Head().Time), params(mainnet()))
			if err != nil {
				b.Fatal(err)
			}
			l := newLibraries(b, set, c.At(6), c.At(4))
			headers := c.Range(4, 6)
			b.ReportAllocs()
			compare(b, func() { l.run(b) }, func() {
				next, err := parlia.Verify(state, headers, at(c.Head().Time), params(mainnet()))
				if err != nil || next.Header().Number != 4 {
					b.Fatal(err)
				}
			})
		})
	}
}

// compare runs floor and step by turns and reports the median of each, and of their
// ratios: what a busy machine adds to single runs does not count.
func compare(b *testing.B, floor, step func()) {
	var floors, steps, ratios []float64
	for b.Loop() {
		began := time.Now()
		floor()
		between := time.Now()
		step()
		floors = append(floors, float64(between.Sub(began)))
		steps = append(steps, float64(time.Since(between)))
		ratios = append(ratios, steps[len(steps)-1]/floors[len(floors)-1])
	}
	for unit, values := range map[string][]float64{"floor-ns": floors, "step-ns": steps, "ratio": ratios} {
		slices.Sort(values)
		b.ReportMetric(values[len(values)/2], unit)
	}
}

// BenchmarkEpoch: an epoch of 1000 blocks, in linked headers, 250 at a time, beside
// hashing them, and skipped over by the three headers at its end.
func BenchmarkEpoch(b *testing.B) {
	for _, n := range []int{21, 45} {
		set := setOf(b, "bench", n, 16)
		c := newChain(b, mainnet(), set, 1002)
		b.Run(fmt.Sprintf("validators=%d/linked", n), func(b *testing.B) {
			first := trust(b, c, mainnet(), 2)
			hashes := func() {
				for k := uint64(3); k <= 1002; k++ {
					c.At(k).Hash()
				}
			}
			compare(b, hashes, func() {
				state := first
				for state.Header().Number < 1000 {
					var err error
					from := state.Header().Number + 1
					if state, err = parlia.Verify(state, c.Range(from, min(from+249, 1002)), at(c.Head().Time), params(mainnet())); err != nil {
						b.Fatal(err)
					}
				}
			})
		})
		b.Run(fmt.Sprintf("validators=%d/skipped", n), func(b *testing.B) {
			state := trust(b, c, mainnet(), 2)
			l := newLibraries(b, set, c.At(1002), c.At(1000))
			compare(b, func() { l.run(b) }, func() {
				if _, err := parlia.Verify(state, c.Range(1000, 1002), at(c.Head().Time), params(mainnet())); err != nil {
					b.Fatal(err)
				}
			})
		})
	}
}

// BenchmarkAnchor: what beginning anew costs, two epochs of headers.
func BenchmarkAnchor(b *testing.B) {
	c := newChain(b, mainnet(), setOf(b, "bench", 21, 16), 2500)
	headers, anchor := c.Range(1000, 2500), c.Anchor(2500)
	for b.Loop() {
		if _, err := parlia.TrustAnchor(headers, anchor, mainnet()); err != nil {
			b.Fatal(err)
		}
	}
}
