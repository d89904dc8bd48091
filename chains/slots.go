package chains

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// LaneSlots returns the two storage slots that the Outbox keeps for a target
// chain: the nonce's and, directly behind it, the accumulator's. The layout is
// mapping(uint64 => Lane{uint64 nonce; bytes32 accumulator}) at slot 0 (protocol,
// "Lane accumulator"), so the first is keccak256(abi.encode(targetChain, 0)).
func LaneSlots(targetChain uint64) (nonce, accumulator common.Hash) {
	var preimage [64]byte
	binary.BigEndian.PutUint64(preimage[24:], targetChain)
	nonce = crypto.Keccak256Hash(preimage[:])
	accumulator = nonce
	for i := len(accumulator) - 1; i >= 0; i-- {
		accumulator[i]++
		if accumulator[i] != 0 {
			break // no carry
		}
	}
	return nonce, accumulator
}
