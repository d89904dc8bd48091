package keccaks

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"
)

func check(t interface{ Fatalf(string, ...any) }, messages [][]byte) {
	out := make([]common.Hash, len(messages))
	Sum(messages, out)
	for i, m := range messages {
		if want := crypto.Keccak256Hash(m); out[i] != want {
			t.Fatalf("hash %d of %d, of %d bytes, is %s, want %s", i, len(messages), len(m), out[i], want)
		}
	}
}

// onEach runs a test with vectors, where the processor has them, and without.
func onEach(t *testing.T, test func(t *testing.T)) {
	has := vectors
	defer func() { vectors = has }()
	for _, v := range []bool{true, false} {
		t.Run(map[bool]string{true: "vectors", false: "alone"}[v], func(t *testing.T) {
			if v && !has {
				t.Skip("this processor lacks AVX-512")
			}
			vectors = v
			test(t)
		})
	}
}

func TestSumsAreGoEthereums(t *testing.T) {
	onEach(t, func(t *testing.T) {
		rapid.Check(t, func(rt *rapid.T) {
			check(rt, rapid.SliceOfN(rapid.SliceOfN(rapid.Byte(), 0, 600), 0, 20).Draw(rt, "messages"))
		})
	})
}

// Lengths about the ends of blocks, in every position.
func TestSumsOfEveryLength(t *testing.T) {
	onEach(t, func(t *testing.T) {
		for n := range 3*rate + 2 {
			for at := range together {
				messages := make([][]byte, together)
				messages[at] = bytes.Repeat([]byte{byte(n + 1)}, n)
				check(t, messages)
			}
		}
	})
}

// BenchmarkSum is of a block of permutation each; the library's, one after another, is the floor.
func BenchmarkSum(b *testing.B) {
	for _, n := range []int{1, 2, 3, 8, 64} {
		messages, out := make([][]byte, n), make([]common.Hash, n)
		for i := range messages {
			messages[i] = bytes.Repeat([]byte{byte(i)}, 110)
		}
		for _, v := range []bool{true, false} {
			b.Run(map[int]string{1: "1", 2: "2", 3: "3", 8: "8", 64: "64"}[n]+map[bool]string{true: "/vectors", false: "/alone"}[v], func(b *testing.B) {
				has := vectors
				defer func() { vectors = has }()
				vectors = has && v
				for b.Loop() {
					Sum(messages, out)
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n), "ns/hash")
			})
		}
	}
}
