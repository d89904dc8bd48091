package optimism

import (
	"encoding/binary"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// Where Solidity puts things: "Layout of State Variables in Storage" of its manual.
// Slots are always computed here, never taken from a proof.

// Field is a variable that shares its slot with others.
type Field struct {
	Slot uint64
	// Offset is in bytes, from the low-order end of the slot, as in the storage layout
	// that solc writes.
	Offset uint8
}

func slotHash(slot uint64) (h common.Hash) {
	binary.BigEndian.PutUint64(h[24:], slot)
	return h
}

// mappingSlot returns the slot of a key, padded to a word, of the mapping at slot.
func mappingSlot(slot uint64, key common.Hash) common.Hash {
	base := slotHash(slot)
	return crypto.Keccak256Hash(key[:], base[:])
}

// elementSlot returns a word of the dynamic array whose length is at slot.
func elementSlot(slot, word uint64) common.Hash {
	base := slotHash(slot)
	at := new(big.Int).SetBytes(crypto.Keccak256(base[:]))
	at.Add(at, new(big.Int).SetUint64(word))
	// Solidity counts modulo 2^256; BytesToHash keeps the low-order end.
	return common.BytesToHash(at.Bytes())
}

// word64 returns the number in a word, and whether it fits.
func word64(word common.Hash) (uint64, bool) {
	for _, b := range word[:24] {
		if b != 0 {
			return 0, false
		}
	}
	return binary.BigEndian.Uint64(word[24:]), true
}

// packed64 returns the 8 bytes at an offset from the low-order end of a word.
func packed64(word common.Hash, offset uint8) uint64 {
	return binary.BigEndian.Uint64(word[24-offset : 32-offset])
}

func packed32(word common.Hash, offset uint8) uint32 {
	return binary.BigEndian.Uint32(word[28-offset : 32-offset])
}

func packed8(word common.Hash, offset uint8) byte { return word[31-offset] }

// zeroFrom reports whether a word's bytes from an offset up are zero.
func zeroFrom(word common.Hash, offset uint8) bool {
	for _, b := range word[:32-offset] {
		if b != 0 {
			return false
		}
	}
	return true
}

// slotList collects slots to be proven in one request, each once.
type slotList []common.Hash

// add returns the slot's index.
func (l *slotList) add(slot common.Hash) int {
	for i, known := range *l {
		if known == slot {
			return i
		}
	}
	*l = append(*l, slot)
	return len(*l) - 1
}
