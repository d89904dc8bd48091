package parlia

import (
	"errors"
	"fmt"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"
)

// All that this package knows of BLS12-381: public keys in G1, signatures in G2, the
// proof-of-possession ciphersuite (draft-irtf-cfrg-bls-signature-05, 4.2.3), as bsc
// has it from prysm's crypto/bls. That each key's possession was proven is the
// chain's business: its StakeHub takes no vote key without (checkVoteAddress).

var voteDomain = []byte("BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_")

var minusGenerator = func() bls12381.G1Affine {
	_, _, generator, _ := bls12381.Generators()
	generator.Neg(&generator)
	return generator
}()

// decodeKey parses a vote key: 48 bytes, compressed, canonical, in the right
// subgroup, not infinity.
func decodeKey(b VoteKey) (*bls12381.G1Affine, error) {
	p := new(bls12381.G1Affine)
	// SetBytes checks the encoding, the curve and the subgroup (FuzzVoteKey).
	if _, err := p.SetBytes(b[:]); err != nil {
		return nil, err
	}
	// The key of whoever has none: anybody could count it as a voter.
	if p.IsInfinity() {
		return nil, errors.New("it is the point at infinity")
	}
	return p, nil
}

// fastAggregateVerify checks that signature aggregates one signature of each of the
// keys over the message.
func fastAggregateVerify(keys []*bls12381.G1Affine, message common.Hash, signature [signatureBytes]byte) error {
	var s bls12381.G2Affine
	if _, err := s.SetBytes(signature[:]); err != nil {
		return fmt.Errorf("signature: %w", err)
	}
	// It would fit keys that add up to nothing.
	if s.IsInfinity() {
		return errors.New("signature: it is the point at infinity")
	}
	var sum bls12381.G1Jac
	for _, key := range keys {
		sum.AddMixed(key)
	}
	var key bls12381.G1Affine
	key.FromJacobian(&sum)
	hash, err := bls12381.HashToG2(message[:], voteDomain)
	if err != nil {
		panic(err) // the domain is too long
	}
	// With an error the answer is no as well.
	if ok, _ := bls12381.PairingCheck([]bls12381.G1Affine{minusGenerator, key}, []bls12381.G2Affine{s, hash}); !ok {
		return errors.New("signature is not that of the voters over this vote")
	}
	return nil
}
