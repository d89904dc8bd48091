package mpt

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// bloomBits computes blooms (Yellow Paper section 4.4.3, function M). In a block the same addresses
// and topics come again and again, so that it remembers which bits they set.
type bloomBits struct {
	hasher crypto.KeccakState
	known  map[string][3]uint16
}

// of returns the bloom of logs.
func (b *bloomBits) of(logs []Log) (bloom types.Bloom) {
	for i := range logs {
		b.add(&bloom, logs[i].Address[:])
		for j := range logs[i].Topics {
			b.add(&bloom, logs[i].Topics[j][:])
		}
	}
	return bloom
}

func (b *bloomBits) add(bloom *types.Bloom, item []byte) {
	bits, ok := b.known[string(item)]
	if !ok {
		bits = b.bits(item)
	}
	for _, bit := range bits {
		bloom[len(bloom)-1-int(bit/8)] |= 1 << (bit % 8)
	}
}

// bits hashes an address or a topic. Its bits are the lower 11 of each of the first three pairs of
// bytes.
func (b *bloomBits) bits(item []byte) (bits [3]uint16) {
	if b.hasher == nil {
		b.hasher, b.known = crypto.NewKeccakState(), make(map[string][3]uint16)
	}
	var hash [6]byte
	b.hasher.Reset()
	_, _ = b.hasher.Write(item) // neither of the two ever fails
	_, _ = b.hasher.Read(hash[:])
	for i := range bits {
		bits[i] = binary.BigEndian.Uint16(hash[2*i:]) % (8 * types.BloomByteLength)
	}
	b.known[string(item)] = bits
	return bits
}
