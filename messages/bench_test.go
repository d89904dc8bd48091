package messages

import (
	"encoding/binary"
	"testing"

	"github.com/ethereum/go-ethereum/crypto"
)

const million = 1_000_000

func manyIDs() []ID {
	ids := make([]ID, million)
	for i := range ids {
		binary.BigEndian.PutUint64(ids[i][:], uint64(i))
	}
	return ids
}

// BenchmarkFoldMillion and BenchmarkKeccakMillion are to be compared: the second
// is the wall, a million bare keccak calls over 64 bytes.
func BenchmarkFoldMillion(b *testing.B) {
	ids := manyIDs()
	b.ReportAllocs()
	for b.Loop() {
		FoldAll(Accumulator{1}, ids)
	}
}

func BenchmarkKeccakMillion(b *testing.B) {
	state := crypto.NewKeccakState()
	var in [64]byte
	var out [32]byte
	b.ReportAllocs()
	for b.Loop() {
		for range million {
			state.Reset()
			state.Write(in[:])
			state.Read(out[:])
			copy(in[:], out[:])
		}
	}
}

func BenchmarkDecodeMessage(b *testing.B) {
	m := goldenSamples()["2 64-byte payload"]
	encoded := must(m.MarshalBinary())
	b.ReportAllocs()
	for b.Loop() {
		if _, err := DecodeMessage(encoded); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkMessageID(b *testing.B) {
	m := goldenSamples()["2 64-byte payload"]
	b.ReportAllocs()
	for b.Loop() {
		m.ID()
	}
}

func BenchmarkApprovalVerify(b *testing.B) {
	a := signedApproval(b)
	for b.Loop() {
		if err := a.Verify(); err != nil {
			b.Fatal(err)
		}
	}
}
