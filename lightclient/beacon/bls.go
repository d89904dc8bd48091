package beacon

import (
	"errors"
	"fmt"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Ciphersuite is that of all signatures of the beacon chain (phase0/beacon-chain.md):
// public keys in G1, signatures in G2, and each key's owner has proven to hold the
// secret one when it deposited, which is what makes adding keys up safe.
const Ciphersuite = "BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_"

// gnark-crypto is Go and assembly. blst, through cgo, decodes keys as fast and verifies no
// more than a fifth faster (BenchmarkVerifyFloor, BenchmarkDecodeFloor), which is 0.2 ms in
// the twelve seconds of a slot: not worth a second path that a build without cgo would not
// have. It serves as an oracle in tests.

var negatedG1 = func() bls12381.G1Affine {
	_, _, g1, _ := bls12381.Generators()
	return *new(bls12381.G1Affine).Neg(&g1)
}()

// Committee is a sync committee whose keys have been decoded, which for 512 of them
// takes about 30 ms: once for each, when a store learns of it, which is a period before
// its first signature. It never changes, and may be shared.
type Committee struct {
	raw    SyncCommittee
	root   common.Hash
	points []bls12381.G1Affine
	sum    bls12381.G1Jac // of all points
}

// DecodeCommittee decodes and checks all keys: each is the one encoding of a point of
// the subgroup and not infinity (KeyValidate), and the aggregate is their sum. It keeps
// nothing of its argument. Errors wrap lightclient.ErrMalformed.
func DecodeCommittee(p Preset, c *SyncCommittee) (*Committee, error) {
	if uint64(len(c.Pubkeys)) != p.SyncCommitteeSize {
		return nil, malformed("committee has %d keys, want %d", len(c.Pubkeys), p.SyncCommitteeSize)
	}
	d := &Committee{
		raw:    SyncCommittee{Pubkeys: append([]Pubkey(nil), c.Pubkeys...), AggregatePubkey: c.AggregatePubkey},
		points: make([]bls12381.G1Affine, len(c.Pubkeys)),
	}
	for i := range d.raw.Pubkeys {
		// A committee may hold a validator more than once, and does where validators are few.
		if err := decodePubkey(&d.points[i], &d.raw.Pubkeys[i]); err != nil {
			return nil, malformed("public key %d of the committee: %w", i, err)
		}
		d.sum.AddMixed(&d.points[i])
	}
	var sum bls12381.G1Affine
	if aggregate := Pubkey(sum.FromJacobian(&d.sum).Bytes()); aggregate != c.AggregatePubkey {
		return nil, malformed("aggregate_pubkey is 0x%x, want 0x%x, the sum of the committee's keys", c.AggregatePubkey[:], aggregate[:])
	}
	d.root = d.raw.HashTreeRoot(p)
	return d, nil
}

func decodePubkey(point *bls12381.G1Affine, key *Pubkey) error {
	// SetBytes takes compressed points only, of these bytes; it refuses coordinates
	// above the modulus, points off the curve, and those outside of the subgroup.
	if _, err := point.SetBytes(key[:]); err != nil {
		return fmt.Errorf("0x%x is no point of the subgroup (%w)", key[:], err)
	}
	if point.IsInfinity() {
		return errors.New("it is infinity, for which everybody can sign")
	}
	return nil
}

// SyncCommittee returns the keys as they are sent. They must not be changed.
func (c *Committee) SyncCommittee() *SyncCommittee { return &c.raw }

// Root returns the hash tree root of the committee, as beacon states hold it.
func (c *Committee) Root() common.Hash { return c.root }

// Size returns the number of keys.
func (c *Committee) Size() uint64 { return uint64(len(c.points)) }

// aggregate adds up the keys of those who take part. Where most do, that is the sum of
// all less the few that are absent.
func (c *Committee) aggregate(bits Bitvector) bls12381.G1Affine {
	var sum bls12381.G1Jac
	adding := bits.Count()*2 <= c.Size()
	if !adding {
		sum = c.sum
		sum.Neg(&sum)
	}
	for i := range c.points {
		if bits.Bit(i) == adding {
			sum.AddMixed(&c.points[i])
		}
	}
	if !adding {
		sum.Neg(&sum)
	}
	return *new(bls12381.G1Affine).FromJacobian(&sum)
}

// VerifyAggregate checks the signature of those whose bits are set under a message of 32
// bytes (FastAggregateVerify). Nobody's signature is refused, too, since the sum of no
// keys is infinity. Errors wrap lightclient.ErrMalformed or ErrSeals.
func (c *Committee) VerifyAggregate(a *SyncAggregate, message common.Hash) error {
	if uint64(len(a.Bits))*8 != c.Size() {
		return malformed("sync_committee_bits has %d bits, want %d", len(a.Bits)*8, c.Size())
	}
	key := c.aggregate(a.Bits)
	if key.IsInfinity() {
		return fmt.Errorf("%w: the keys of the %d participants add up to infinity, for which everybody can sign", lightclient.ErrSeals, a.Bits.Count())
	}
	// The same checks as of a key. Infinity passes here, and fails for every key that is
	// not infinity itself.
	var signature bls12381.G2Affine
	if _, err := signature.SetBytes(a.Signature[:]); err != nil {
		return malformed("sync_committee_signature 0x%x is no point of the subgroup (%w)", a.Signature[:], err)
	}
	point, err := bls12381.HashToG2(message[:], []byte(Ciphersuite))
	if err != nil {
		return fmt.Errorf("hash to curve: %w", err)
	}
	ok, err := bls12381.PairingCheck([]bls12381.G1Affine{key, negatedG1}, []bls12381.G2Affine{point, signature})
	if err != nil {
		return fmt.Errorf("pairing: %w", err)
	}
	if !ok {
		return fmt.Errorf("%w: sync_committee_signature is not that of these %d of %d participants for root %s",
			lightclient.ErrSeals, a.Bits.Count(), c.Size(), message)
	}
	return nil
}
