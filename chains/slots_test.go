package chains

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"
)

// TestLaneSlots compares with Solidity's layout rules, computed another way: a
// mapping's value lies at keccak256(key . slot), its members behind one another.
func TestLaneSlots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		target := rapid.Uint64().Draw(t, "target chain")
		nonce, accumulator := LaneSlots(target)
		want := crypto.Keccak256Hash(common.BigToHash(new(big.Int).SetUint64(target)).Bytes(), make([]byte, 32))
		if nonce != want {
			t.Fatalf("nonce slot %s, want %s", nonce, want)
		}
		if next := common.BigToHash(new(big.Int).Add(want.Big(), common.Big1)); accumulator != next {
			t.Fatalf("accumulator slot %s, want %s", accumulator, next)
		}
	})
}
