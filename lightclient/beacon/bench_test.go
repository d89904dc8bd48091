package beacon_test

import (
	"fmt"
	"testing"
	"time"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// Benchmarks run in turn with what the library itself takes for the part that nobody can
// leave out, so that the ratio holds whatever else the machine does.

// floors are that part, done with gnark-crypto alone.
type floors struct {
	keys      []beacon.Pubkey
	points    []bls12381.G1Affine
	negated   bls12381.G1Affine
	message   common.Hash
	signature beacon.Signature
}

func newFloors(tb testing.TB, c *forge.Committee) *floors {
	tb.Helper()
	f := &floors{keys: c.Pubkeys, message: common.Hash{1}}
	f.points = make([]bls12381.G1Affine, len(f.keys))
	f.decode(tb)
	_, _, g1, _ := bls12381.Generators()
	f.negated.Neg(&g1)
	f.signature = c.Sign(forge.FirstBits(uint64(len(f.keys)), len(f.keys)), f.message)
	return f
}

// decode is what decoding all keys takes.
func (f *floors) decode(tb testing.TB) {
	for i := range f.keys {
		if _, err := f.points[i].SetBytes(f.keys[i][:]); err != nil {
			tb.Fatal(err)
		}
	}
}

// verify is one FastAggregateVerify of all keys, which are decoded already.
func (f *floors) verify(tb testing.TB) {
	var sum bls12381.G1Jac
	for i := range f.points {
		sum.AddMixed(&f.points[i])
	}
	var key bls12381.G1Affine
	key.FromJacobian(&sum)
	var signature bls12381.G2Affine
	if _, err := signature.SetBytes(f.signature[:]); err != nil {
		tb.Fatal(err)
	}
	point, err := bls12381.HashToG2(f.message[:], []byte(beacon.Ciphersuite))
	if err != nil {
		tb.Fatal(err)
	}
	ok, err := bls12381.PairingCheck([]bls12381.G1Affine{key, f.negated}, []bls12381.G2Affine{point, signature})
	if !ok || err != nil {
		tb.Fatal("the floor does not verify")
	}
}

// mainnetWorld is a client of a chain with committees of 512.
type mainnetWorld struct {
	n     *beacon.Network
	chain *forge.Chain
	fresh beacon.Store // next committee not known
	store beacon.Store
}

const benchSlot = 8192 + 100

func newMainnetWorld(tb testing.TB) *mainnetWorld {
	tb.Helper()
	w := &mainnetWorld{n: forge.NewNetwork(beacon.MainnetPreset(), 0, 0, 0, 0, 0, 0)}
	w.chain = forge.NewChain(w.n)
	anchor := w.chain.Block(benchSlot, common.Hash{})
	var err error
	if w.fresh, err = w.n.InitializeStore(anchor.Root(), w.chain.Bootstrap(anchor)); err != nil {
		tb.Fatal(err)
	}
	if w.store, err = w.n.ProcessUpdate(w.fresh, w.chain.Draft(benchSlot+50, benchSlot+2).Update(), benchSlot+51); err != nil {
		tb.Fatal(err)
	}
	return w
}

// encode returns what a node would send, in SSZ and in JSON.
func (w *mainnetWorld) encode(tb testing.TB, m encodable) (ssz, text []byte) {
	tb.Helper()
	ssz, err := m.EncodeSSZ(w.n.Preset)
	if err != nil {
		tb.Fatal(err)
	}
	if text, err = m.EncodeJSON(w.n.Preset); err != nil {
		tb.Fatal(err)
	}
	return ssz, text
}

// compare reports the fastest run of ours and of the floor, in milliseconds, and the ratio
// of both: what else the machine does only ever adds to either.
func compare(b *testing.B, ours, floor func()) {
	oursBest, floorBest := time.Duration(1<<63-1), time.Duration(1<<63-1)
	for b.Loop() {
		begin := time.Now()
		ours()
		middle := time.Now()
		floor()
		oursBest, floorBest = min(oursBest, middle.Sub(begin)), min(floorBest, time.Since(middle))
	}
	b.ReportMetric(oursBest.Seconds()*1000, "ours-ms")
	b.ReportMetric(floorBest.Seconds()*1000, "floor-ms")
	b.ReportMetric(oursBest.Seconds()/floorBest.Seconds(), "ours/floor")
	b.ReportMetric(0, "ns/op") // the sum of both says nothing
}

// BenchmarkFinalityUpdate: from the bytes that a node sends to the next store, with the
// committee known, beside one FastAggregateVerify of 512 keys.
func BenchmarkFinalityUpdate(b *testing.B) {
	w := newMainnetWorld(b)
	f := newFloors(b, w.chain.Committee(1))
	for _, count := range []int{512, 500, 342} {
		d := w.chain.Draft(benchSlot+100, benchSlot+32)
		d.Bits = forge.FirstBits(512, count)
		u := d.FinalityUpdate()
		ssz, text := w.encode(b, u)
		now := w.n.TimeOf(d.Signature)
		verify := func(u *beacon.LightClientFinalityUpdate, err error) {
			if err == nil {
				_, err = w.n.Verify(w.store, u.Update(), now, beacon.DefaultParams())
			}
			if err != nil {
				b.Fatal(err)
			}
		}
		b.Run(fmt.Sprintf("participants=%d/ssz", count), func(b *testing.B) {
			compare(b, func() { verify(w.n.DecodeFinalityUpdate(u.Fork(), ssz)) }, func() { f.verify(b) })
		})
		b.Run(fmt.Sprintf("participants=%d/json", count), func(b *testing.B) {
			compare(b, func() { verify(w.n.DecodeFinalityUpdateJSON("", text)) }, func() { f.verify(b) })
		})
	}
}

// BenchmarkCommitteeUpdate: the same of an update that brings a committee, beside the
// decoding of 512 keys.
func BenchmarkCommitteeUpdate(b *testing.B) {
	w := newMainnetWorld(b)
	f := newFloors(b, w.chain.Committee(2))
	d := w.chain.Draft(benchSlot+100, benchSlot+32)
	u := d.Update()
	ssz, text := w.encode(b, u)
	list := append(append([]byte("["), text...), ']')
	now := w.n.TimeOf(d.Signature)
	verify := func(u *beacon.LightClientUpdate, err error) {
		if err == nil {
			_, err = w.n.Verify(w.fresh, u, now, beacon.DefaultParams())
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	b.Run("ssz", func(b *testing.B) {
		compare(b, func() { verify(w.n.DecodeUpdate(u.Fork(), ssz)) }, func() { f.decode(b) })
	})
	b.Run("json", func(b *testing.B) {
		compare(b, func() {
			updates, err := w.n.DecodeUpdatesJSON(list, 1)
			if err != nil {
				b.Fatal(err)
			}
			verify(updates[0], nil)
		}, func() { f.decode(b) })
	})
	// A node that sends the known committee again costs no decoding.
	b.Run("known", func(b *testing.B) {
		compare(b, func() {
			if _, err := w.n.Verify(w.store, u, now, beacon.DefaultParams()); err != nil {
				b.Fatal(err)
			}
		}, func() { f.decode(b) })
	})
}

func BenchmarkDecode(b *testing.B) {
	w := newMainnetWorld(b)
	u := w.chain.Draft(benchSlot+100, benchSlot+32).Update()
	ssz, text := w.encode(b, u)
	list := append(append([]byte("["), text...), ']')
	b.Run("update/ssz", func(b *testing.B) {
		b.SetBytes(int64(len(ssz)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := w.n.DecodeUpdate(u.Fork(), ssz); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("update/json", func(b *testing.B) {
		b.SetBytes(int64(len(list)))
		b.ReportAllocs()
		for b.Loop() {
			if _, err := w.n.DecodeUpdatesJSON(list, 1); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("committee root", func(b *testing.B) {
		for b.Loop() {
			u.NextSyncCommittee.HashTreeRoot(w.n.Preset)
		}
	})
}
