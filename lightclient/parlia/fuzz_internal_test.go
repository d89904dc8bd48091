package parlia

import (
	"testing"

	"github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"
)

// FuzzVoteKey: a key that is accepted has that encoding alone, and is a point of the
// right group that is not infinity.
func FuzzVoteKey(f *testing.F) {
	_, _, generator, _ := bls12381.Generators()
	key := generator.Bytes()
	f.Add(key[:])
	key[0] ^= 0x20
	f.Add(key[:])
	f.Add(append([]byte{0xc0}, make([]byte, 47)...))
	f.Add(append([]byte{0x40}, make([]byte, 47)...))
	f.Add(make([]byte, 48))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != voteKeyBytes {
			return
		}
		p, err := decodeKey(VoteKey(b))
		if err != nil {
			return
		}
		if p.Bytes() != VoteKey(b) || p.IsInfinity() || !p.IsOnCurve() || !p.IsInSubGroup() {
			t.Fatalf("accepted %x", b)
		}
	})
}

// FuzzSignature: no bytes but the aggregate itself verify.
func FuzzSignature(f *testing.F) {
	_, _, key, _ := bls12381.Generators() // of the secret 1
	message, err := bls12381.HashToG2(common.Hash{1}.Bytes(), voteDomain)
	if err != nil {
		f.Fatal(err)
	}
	want := message.Bytes()
	f.Add(want[:])
	f.Add(append([]byte{0xc0}, make([]byte, 95)...))
	f.Fuzz(func(t *testing.T, b []byte) {
		if len(b) != signatureBytes {
			return
		}
		err := fastAggregateVerify([]*bls12381.G1Affine{&key}, common.Hash{1}, [signatureBytes]byte(b))
		if (err == nil) != ([signatureBytes]byte(b) == want) {
			t.Fatalf("%x: %v", b, err)
		}
	})
}
