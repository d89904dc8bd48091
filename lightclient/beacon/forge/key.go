package forge

import (
	"crypto/sha256"
	"encoding/binary"
	"math/big"
	"sync"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Key is a validator's secret key. It comes from a seed, and is worth nothing outside of
// tests.
type Key struct{ secret *big.Int }

// NewKey returns the key of a seed.
func NewKey(seed ...uint64) Key {
	digest := hashOf("key", seed...)
	return Key{new(big.Int).Mod(new(big.Int).SetBytes(digest[:]), fr.Modulus())}
}

// Negate returns the key whose public key is the inverse of this one's.
func (k Key) Negate() Key { return Key{new(big.Int).Sub(fr.Modulus(), k.secret)} }

// Pubkey returns the public key.
func (k Key) Pubkey() beacon.Pubkey {
	var point bls12381.G1Affine
	return point.ScalarMultiplicationBase(k.secret).Bytes()
}

// Sum returns the key with which all of keys sign at once.
func Sum(keys ...Key) Key {
	sum := new(big.Int)
	for _, k := range keys {
		sum.Add(sum, k.secret)
	}
	return Key{sum.Mod(sum, fr.Modulus())}
}

// Sign signs 32 bytes under a ciphersuite, as a rule beacon.Ciphersuite.
func (k Key) Sign(message common.Hash, ciphersuite string) beacon.Signature {
	what := signed{k.secret.String(), message, ciphersuite}
	if known, ok := signatures.Load(what); ok {
		return known.(beacon.Signature)
	}
	point, err := bls12381.HashToG2(message[:], []byte(ciphersuite))
	if err != nil {
		panic(err) // the ciphersuite is longer than 255 bytes
	}
	signature := beacon.Signature(point.ScalarMultiplication(&point, k.secret).Bytes())
	signatures.Store(what, signature)
	return signature
}

// signatures remembers what was signed. The tests of a package sign few messages, and
// most of these many times, and signing takes most of their time.
var signatures sync.Map

type signed struct {
	secret      string
	message     common.Hash
	ciphersuite string
}

func hashOf(what string, numbers ...uint64) common.Hash {
	b := []byte(what)
	for _, n := range numbers {
		b = binary.BigEndian.AppendUint64(b, n)
	}
	return sha256.Sum256(b)
}

// Committee is a sync committee with its secret keys.
type Committee struct {
	Keys []Key
	beacon.SyncCommittee
}

// NewCommittee returns the committee of keys, which may repeat.
func NewCommittee(keys []Key) *Committee {
	c := &Committee{Keys: keys}
	for _, k := range keys {
		c.Pubkeys = append(c.Pubkeys, k.Pubkey())
	}
	c.AggregatePubkey = Sum(keys...).Pubkey()
	return c
}

// SeededCommittee returns a committee of size distinct keys.
func SeededCommittee(size uint64, seed ...uint64) *Committee {
	keys := make([]Key, size)
	for i := range keys {
		keys[i] = NewKey(append([]uint64{uint64(i)}, seed...)...)
	}
	return NewCommittee(keys)
}

// Sign returns the signature of those whose bits are set.
func (c *Committee) Sign(bits beacon.Bitvector, message common.Hash) beacon.Signature {
	var keys []Key
	for i, k := range c.Keys {
		if bits.Bit(i) {
			keys = append(keys, k)
		}
	}
	return Sum(keys...).Sign(message, beacon.Ciphersuite)
}

// FirstBits returns a vector of size bits of which the first count are set.
func FirstBits(size uint64, count int) beacon.Bitvector {
	bits := make(beacon.Bitvector, size/8)
	for i := range count {
		bits[i/8] |= 1 << (i % 8)
	}
	return bits
}
