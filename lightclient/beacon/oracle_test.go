//go:build cgo

package beacon_test

import (
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	blst "github.com/supranational/blst/bindings/go"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// blst is another implementation of BLS12-381, in C and assembly. What it holds to be a
// key or a signature is what we hold to be one.

func oracleKey(key beacon.Pubkey) *blst.P1Affine {
	p := new(blst.P1Affine).Uncompress(key[:])
	if p == nil || !p.KeyValidate() {
		return nil
	}
	return p
}

func oracleVerify(c *beacon.SyncCommittee, a *beacon.SyncAggregate, message common.Hash) bool {
	var keys []*blst.P1Affine
	for i, key := range c.Pubkeys {
		if a.Bits.Bit(i) {
			keys = append(keys, oracleKey(key))
		}
	}
	signature := new(blst.P2Affine).Uncompress(a.Signature[:])
	return signature != nil && len(keys) > 0 && signature.FastAggregateVerify(true, keys, message[:], []byte(beacon.Ciphersuite))
}

func TestAggregatesAgainstOracle(t *testing.T) {
	// Some validators stand in the committee more than once, as on networks of few.
	keys := forge.SeededCommittee(24, 7000).Keys
	copy(keys[20:], keys[:4])
	committee := forge.NewCommittee(keys)
	p := tinyPreset()
	decoded, err := beacon.DecodeCommittee(p, &committee.SyncCommittee)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		signers := beacon.Bitvector(rapid.SliceOfN(rapid.Byte(), 3, 3).Draw(t, "signers"))
		claimed := signers
		if rapid.Bool().Draw(t, "lie about the signers") {
			claimed = rapid.SliceOfN(rapid.Byte(), 3, 3).Draw(t, "claimed")
		}
		message := common.Hash{rapid.Byte().Draw(t, "message")}
		a := &beacon.SyncAggregate{Bits: claimed, Signature: committee.Sign(signers, message)}
		if rapid.Bool().Draw(t, "flip a bit") {
			at := rapid.IntRange(0, 96*8-1).Draw(t, "bit")
			a.Signature[at/8] ^= 1 << (at % 8)
		}
		err := decoded.VerifyAggregate(a, message)
		if want := oracleVerify(&committee.SyncCommittee, a, message); (err == nil) != want {
			t.Fatalf("verified: %v, the oracle says %t", err, want)
		}
	})
}

func TestKeysAgainstOracle(t *testing.T) {
	p := beacon.Preset{SyncCommitteeSize: 8}
	key := forge.NewKey(1)
	// One key eight times has a sum that we know without decoding it: whether the committee
	// is taken is whether the key is.
	eight := forge.Sum(key, key, key, key, key, key, key, key).Pubkey()
	check := func(changed beacon.Pubkey) error {
		c := &beacon.SyncCommittee{Pubkeys: make([]beacon.Pubkey, 8), AggregatePubkey: eight}
		for i := range c.Pubkeys {
			c.Pubkeys[i] = changed
		}
		if changed != key.Pubkey() {
			if point := oracleKey(changed); point != nil {
				sum := new(blst.P1Aggregate)
				points := make([]*blst.P1Affine, 8)
				for i := range points {
					points[i] = point
				}
				sum.Aggregate(points, false)
				copy(c.AggregatePubkey[:], sum.ToAffine().Compress())
			}
		}
		_, err := beacon.DecodeCommittee(p, c)
		if want := oracleKey(changed) != nil; (err == nil) != want {
			return fmt.Errorf("key %x is taken: %w, the oracle says %t", changed, err, want)
		}
		return nil
	}
	above := aboveModulus(forge.SeededCommittee(8, 1)).Pubkeys[0]
	for _, k := range []beacon.Pubkey{key.Pubkey(), {}, {0xc0}, {0xc0, 1}, {0x80}, {0xe0}, {0xa0}, smallSubgroup(t), above} {
		if err := check(k); err != nil {
			t.Error(err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		changed := key.Pubkey()
		at := rapid.IntRange(0, 48*8-1).Draw(t, "bit")
		changed[at/8] ^= 1 << (at % 8)
		if err := check(changed); err != nil {
			t.Fatal(err)
		}
	})
}
