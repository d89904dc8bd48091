// Package keccaks hashes many messages at a time. Where the processor has vectors of eight
// words (AVX-512), eight messages take their permutations together, for a quarter of the price;
// elsewhere they are hashed one after another. The hash is Ethereum's Keccak-256.
package keccaks

import (
	"encoding/binary"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

const (
	together = 8
	rate     = 136 // bytes of a message that a permutation takes
	words    = rate / 8

	// togetherFrom is from how many messages on eight at a time are cheaper (BenchmarkSum).
	togetherFrom = 3
)

// Sum sets out[i] to the hash of messages[i]; out is as long. Messages of about one length
// should be neighbours: eight at a time take as many permutations as the longest.
func Sum(messages [][]byte, out []common.Hash) {
	if vectors {
		e := eights.Get().(*eight)
		defer eights.Put(e)
		for len(messages) >= togetherFrom {
			n := min(len(messages), together)
			e.sum(messages[:n], out[:n])
			messages, out = messages[n:], out[n:]
		}
	}
	if len(messages) > 0 {
		h := crypto.NewKeccakState()
		for i, m := range messages {
			h.Reset()
			_, _ = h.Write(m) // neither of the two ever fails
			_, _ = h.Read(out[i][:])
		}
	}
}

// eight is the state of eight sponges: word w of number k is [w][k].
type eight struct {
	state [25][together]uint64
	last  [together][rate]byte
}

var eights = sync.Pool{New: func() any { return new(eight) }}

func (e *eight) sum(messages [][]byte, out []common.Hash) {
	e.state = [25][together]uint64{}
	longest := 0
	for _, m := range messages {
		longest = max(longest, len(m)/rate)
	}
	for block := 0; block <= longest; block++ {
		for k, m := range messages {
			switch last := len(m) / rate; {
			case block < last:
				e.absorb(k, (*[rate]byte)(m[block*rate:]))
			case block == last:
				e.absorb(k, e.pad(k, m[last*rate:]))
			}
		}
		permuteEight(&e.state)
		for k, m := range messages {
			if block == len(m)/rate {
				for w := range 4 {
					binary.LittleEndian.PutUint64(out[k][8*w:], e.state[w][k])
				}
			}
		}
	}
}

// absorb adds a block to the state of a sponge.
func (e *eight) absorb(k int, block *[rate]byte) {
	for w := range words {
		e.state[w][k] ^= binary.LittleEndian.Uint64(block[8*w:])
	}
}

// pad is the end of a message: a one, zeros and a one (as before FIPS 202 put a suffix before them).
func (e *eight) pad(k int, rest []byte) *[rate]byte {
	block := &e.last[k]
	n := copy(block[:], rest)
	clear(block[n:])
	block[n] = 1
	block[rate-1] |= 0x80
	return block
}
