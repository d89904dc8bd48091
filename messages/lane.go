package messages

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// laneTag is the first word of a lane's preimage; it separates lanes from
// everything else that is hashed.
const laneTag = "Catenary lane v1"

// Lane is an ordered pair (source chain, target chain) of one Outbox deployment.
type Lane struct {
	SourceChain uint64         `json:"sourceChain"`
	Outbox      common.Address `json:"outbox"`
	OutboxMark  Mark           `json:"outboxMark"`
	TargetChain uint64         `json:"targetChain"`
}

// ID returns the lane's id, which is its accumulator before the first message:
// keccak256(abi.encode(laneTag, sourceChain, outbox, outboxMark, targetChain)).
func (l Lane) ID() LaneID {
	// abi.encode of (string, uint64, address, bytes32, uint64): five head words, of
	// which the first is the string's offset, then the string's length and content.
	var b [7 * 32]byte
	b[31] = 5 * 32
	binary.BigEndian.PutUint64(b[32+24:], l.SourceChain)
	copy(b[64+12:], l.Outbox[:])
	copy(b[96:], l.OutboxMark[:])
	binary.BigEndian.PutUint64(b[128+24:], l.TargetChain)
	b[160+31] = byte(len(laneTag))
	copy(b[192:], laneTag)
	h := acquireHasher()
	defer h.release()
	return LaneID(h.sum(b[:]))
}

// Start is the lane's position before its first message.
func (l Lane) Start() Position { return Position{Accumulator: Accumulator(l.ID())} }

// String names the lane for people: "9001>9002".
func (l Lane) String() string { return fmt.Sprintf("%d>%d", l.SourceChain, l.TargetChain) }

// Position is a point of a lane: how many messages it has had, and their hash
// chain. Two equal accumulators of one lane mean the same messages.
type Position struct {
	Nonce       uint64      `json:"nonce"`
	Accumulator Accumulator `json:"accumulator"`
}

// Fold returns keccak256(accumulator ‖ id), the accumulator after one more
// message.
func Fold(accumulator Accumulator, id ID) Accumulator {
	h := acquireHasher()
	defer h.release()
	return h.fold(accumulator, id)
}

// FoldAll folds ids in order.
func FoldAll(accumulator Accumulator, ids []ID) Accumulator {
	h := acquireHasher()
	defer h.release()
	for i := range ids {
		accumulator = h.fold(accumulator, ids[i])
	}
	return accumulator
}

// Advance returns the position after one more message.
func (p Position) Advance(id ID) Position {
	return Position{Nonce: p.Nonce + 1, Accumulator: Fold(p.Accumulator, id)}
}

func (h *hasher) fold(accumulator Accumulator, id ID) Accumulator {
	b := append(append(h.buffer[:0], accumulator[:]...), id[:]...)
	return Accumulator(h.sum(b))
}

// InboxIDOf returns keccak256(abi.encode(address, mark)).
func InboxIDOf(address common.Address, mark Mark) InboxID {
	var b [64]byte
	copy(b[12:], address[:])
	copy(b[32:], mark[:])
	h := acquireHasher()
	defer h.release()
	return InboxID(h.sum(b[:]))
}
