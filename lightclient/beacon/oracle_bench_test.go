//go:build cgo

package beacon_test

import (
	"testing"

	blst "github.com/supranational/blst/bindings/go"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// BenchmarkVerifyFloor and BenchmarkDecodeFloor: gnark-crypto (ours) beside blst (the
// floor), by which the library was chosen.
func BenchmarkVerifyFloor(b *testing.B) {
	f := newFloors(b, forge.SeededCommittee(512, 1))
	keys := make([]*blst.P1Affine, len(f.keys))
	for i := range keys {
		keys[i] = oracleKey(f.keys[i])
	}
	compare(b, func() { f.verify(b) }, func() {
		signature := new(blst.P2Affine).Uncompress(f.signature[:])
		if !signature.FastAggregateVerify(true, keys, f.message[:], []byte(beacon.Ciphersuite)) {
			b.Fatal("blst does not verify")
		}
	})
}

func BenchmarkDecodeFloor(b *testing.B) {
	f := newFloors(b, forge.SeededCommittee(512, 1))
	compare(b, func() { f.decode(b) }, func() {
		for _, key := range f.keys {
			if oracleKey(key) == nil {
				b.Fatal("blst does not decode a key")
			}
		}
	})
}
