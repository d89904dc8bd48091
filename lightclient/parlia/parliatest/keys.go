// Package parliatest builds Parlia header chains, honest and forged, with real keys,
// seals and votes, for the tests of whoever follows such a chain.
package parliatest

import (
	"crypto/ecdsa"
	"encoding/binary"
	"math/big"
	"slices"
	"sync"
	"testing"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/consensys/gnark-crypto/ecc/bls12-381/fr"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// Key is a validator: with one key it seals, with the other it votes.
type Key struct {
	Seal    *ecdsa.PrivateKey
	Address common.Address
	VoteKey parlia.VoteKey // what is announced of it

	vote fr.Element
}

// Keys returns n validators, the same for the same seed, sorted by address.
func Keys(t testing.TB, seed string, n int) []*Key {
	t.Helper()
	keys := make([]*Key, n)
	for i := range keys {
		d := crypto.Keccak256([]byte(seed), binary.BigEndian.AppendUint64(nil, uint64(i)))
		seal, err := crypto.ToECDSA(d)
		if err != nil {
			t.Fatalf("key %d of %q: %v", i, seed, err)
		}
		key := &Key{Seal: seal, Address: crypto.PubkeyToAddress(seal.PublicKey)}
		// Short secrets sign in half the time, and there is nothing to keep secret here.
		key.vote.SetUint64(binary.BigEndian.Uint64(crypto.Keccak256([]byte("vote"), d)))
		key.publish()
		keys[i] = key
	}
	return Sorted(keys)
}

// Sorted returns keys in the order of their addresses.
func Sorted(keys []*Key) []*Key {
	keys = slices.Clone(keys)
	slices.SortFunc(keys, func(a, b *Key) int { return a.Address.Cmp(b.Address) })
	return keys
}

// Set is a set of validators, sorted by address, and its turn length.
type Set struct {
	Keys       []*Key
	TurnLength uint8
}

// Announcement returns what an epoch block says of the set.
func (s Set) Announcement() *parlia.Announcement {
	a := &parlia.Announcement{TurnLength: s.TurnLength}
	for _, key := range s.Keys {
		a.Validators = append(a.Validators, parlia.Validator{Address: key.Address, VoteKey: key.VoteKey})
	}
	return a
}

func (s Set) turn() uint64 { return uint64(s.TurnLength) }

// inTurn returns whose turn a block is.
func (s Set) inTurn(number uint64) *Key {
	return s.Keys[number/s.turn()%uint64(len(s.Keys))]
}

// checkLen is bsc's minerHistoryCheckLen.
func (s Set) checkLen() uint64 { return (uint64(len(s.Keys))/2+1)*s.turn() - 1 }

var voteDomain = []byte("BLS_SIG_BLS12381G2_XMD:SHA-256_SSWU_RO_POP_")

// signed remembers signatures, which are most of what a chain costs: tests build the
// same chains again and again.
var signed sync.Map // by message and sum of the keys

// SignVote returns the aggregate of the voters' signatures over a hash.
func SignVote(t testing.TB, hash common.Hash, voters []*Key) [96]byte {
	t.Helper()
	var sum fr.Element
	for _, key := range voters {
		sum.Add(&sum, &key.vote)
	}
	of := struct {
		hash common.Hash
		sum  fr.Element
	}{hash, sum}
	if signature, ok := signed.Load(of); ok {
		return signature.([96]byte)
	}
	message, err := bls12381.HashToG2(hash[:], voteDomain)
	if err != nil {
		t.Fatal(err)
	}
	var signature bls12381.G2Affine
	signature.ScalarMultiplication(&message, sum.BigInt(new(big.Int)))
	signed.Store(of, signature.Bytes())
	return signature.Bytes()
}

// Attest returns the attestation of the voters, of whom each has its place in the set.
func Attest(t testing.TB, data parlia.VoteData, set Set, voters []*Key) *parlia.Attestation {
	t.Helper()
	return &parlia.Attestation{Voters: Bitmap(t, set, voters), Signature: SignVote(t, data.Hash(), voters), Data: data}
}

// Bitmap returns the voters' places in the set.
func Bitmap(t testing.TB, set Set, voters []*Key) (bitmap uint64) {
	t.Helper()
	for _, voter := range voters {
		i := slices.Index(set.Keys, voter)
		if i < 0 {
			t.Fatalf("voter %s is not in the set", voter.Address)
		}
		bitmap |= 1 << i
	}
	return bitmap
}

// Opposite returns a validator of the given one's address and the opposite vote key:
// both signatures of one message add up to nothing.
func Opposite(key *Key) *Key {
	opposite := *key
	opposite.vote.Neg(&key.vote)
	opposite.publish()
	return &opposite
}

// Nobody returns a validator of the given one's address whose vote key is the point at
// infinity, so that it votes by doing nothing.
func Nobody(key *Key) *Key {
	nobody := *key
	nobody.vote.SetZero()
	nobody.publish()
	return &nobody
}

// WithVoteKey returns a validator of the given one's address that announces bytes for
// a vote key of which it has no secret.
func WithVoteKey(key *Key, public parlia.VoteKey) *Key {
	changed := *key
	changed.VoteKey = public
	return &changed
}

func (key *Key) publish() {
	_, _, generator, _ := bls12381.Generators()
	var public bls12381.G1Affine
	public.ScalarMultiplication(&generator, key.vote.BigInt(new(big.Int)))
	key.VoteKey = public.Bytes()
}
