package optimism_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/optimism"
	"github.com/catenary-bridge/catenary/lightclient/optimism/optimismtest"
)

// BenchmarkVerify verifies one update, beside its floor in the same run: the hashes of
// the proof's nodes, of the L2 header and of the game's code, each once.
func BenchmarkVerify(b *testing.B) {
	for _, kind := range []string{"registry", "oracle"} {
		// Tries of some 50,000 keys: five nodes deep, where mainnet's are eight or nine.
		s := forgery{kind: kind, state: func(w *optimismtest.World, _ optimismtest.Game) {
			for i := range uint64(50_000) {
				word := optimismtest.Number(i)
				w.State.At(common.BytesToAddress(crypto.Keccak256(word[:]))).Code = []byte("filler")
				for _, contract := range []common.Address{optimismtest.Factory, optimismtest.Registry, optimismtest.OutputOracle} {
					w.State.Set(contract, optimismtest.Mapping(201, word), word)
				}
			}
		}}.stage(b)
		var nodes [][]byte
		size := 0
		for _, path := range pathsOf(&s.proof) {
			nodes = append(nodes, *path...)
		}
		if s.proof.Game != nil {
			nodes = append(nodes, s.proof.Game.Code)
		}
		for _, node := range nodes {
			size += len(node)
		}
		floor := func() {
			for _, node := range nodes {
				crypto.Keccak256Hash(node)
			}
			s.proof.Header.Hash()
		}
		verify := func() {
			if _, err := optimism.Verify(s.parent.Final(), s.world.Deployment, s.proof); err != nil {
				b.Fatal(err)
			}
		}
		b.Run(kind+"/verify", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				verify()
			}
			b.ReportMetric(float64(len(nodes)), "nodes")
			b.ReportMetric(float64(size), "nodebytes")
		})
		b.Run(kind+"/hashes-alone", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				floor()
			}
		})
		// By turns, so that a busy machine slows both.
		b.Run(kind+"/both", func(b *testing.B) {
			var verified, hashed time.Duration
			for b.Loop() {
				start := time.Now()
				verify()
				middle := time.Now()
				floor()
				verified, hashed = verified+middle.Sub(start), hashed+time.Since(middle)
			}
			b.ReportMetric(float64(verified)/float64(hashed), "×floor")
		})
	}
}
