package messages

import (
	"sync"

	"github.com/ethereum/go-ethereum/crypto"
)

// hasher reuses a keccak state and a buffer: hashing is what a lane with many
// messages spends its time on, and it must not feed the garbage collector.
type hasher struct {
	state  crypto.KeccakState
	buffer []byte
	digest [32]byte
}

var hashers = sync.Pool{New: func() any {
	return &hasher{state: crypto.NewKeccakState(), buffer: make([]byte, 0, 512)}
}}

func acquireHasher() *hasher { return hashers.Get().(*hasher) }

func (h *hasher) release() {
	// A rare 64 KiB message must not pin its buffer for ever.
	if cap(h.buffer) > 8<<10 {
		h.buffer = make([]byte, 0, 512)
	}
	hashers.Put(h)
}

// sum returns keccak256(data).
func (h *hasher) sum(data []byte) [32]byte {
	h.state.Reset()
	h.state.Write(data)
	if _, err := h.state.Read(h.digest[:]); err != nil {
		panic("messages: keccak does not fail: " + err.Error())
	}
	return h.digest
}
