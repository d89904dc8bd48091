package beacon_test

import (
	"bytes"
	"reflect"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// patch puts with over b at a place, and cuts or lengthens b there if it says so.
func patch(b, with []byte, at uint32, cut uint16) []byte {
	if len(b) == 0 {
		return with
	}
	i := int(at) % len(b)
	rest := b[min(len(b), i+int(cut)):]
	return append(append(append([]byte(nil), b[:i]...), with...), rest...)
}

func addPatches(f *testing.F) {
	f.Add([]byte{}, uint32(0), uint16(0))
	f.Add([]byte{1}, uint32(3), uint16(1))
	f.Add([]byte{0xff, 0xff}, uint32(40), uint16(0))
	f.Add([]byte{}, uint32(900), uint16(32))
	f.Add(bytes.Repeat([]byte{0}, 48), uint32(400), uint16(48))
}

// FuzzClientRestore: a state that was changed anywhere, and is believed, is one that is written
// as it was read, and releases the header that the record names.
func FuzzClientRestore(f *testing.F) {
	addPatches(f)
	// Made before, since a call that takes ten seconds of a busy machine is given up as stuck.
	honest := []prepared{prepare(f, beacon.Fulu), prepare(f, beacon.Gloas)}
	f.Fuzz(func(t *testing.T, with []byte, at uint32, cut uint16) {
		for _, p := range honest {
			record := p.record
			record.State = patch(record.State, with, at, cut)
			again, err := p.chain.Network().RestoreAndEncode(record)
			if err == nil && !reflect.DeepEqual(again, record) {
				t.Fatalf("believed, and written otherwise: %+v and %+v", record, again)
			}
		}
	})
}

// FuzzClientEvidence: evidence that was changed anywhere is evidence no more.
func FuzzClientEvidence(f *testing.F) {
	addPatches(f)
	var honest []lightclient.Evidence // made before, as above
	for _, conflict := range []int{0, 1, 5} {
		s := newSiege(f, beacon.Fulu)
		s.change = func(cfg *beacon.Config) { cfg.RequestTimeout, cfg.WitnessTimeout = time.Minute, time.Minute }
		s.open()
		node, rival := conflicts[conflict].begin(s)
		s.nodes[node].Show(rival, beacontest.Lies{})
		honest = append(honest, s.mustFreeze())
	}
	n := prepare(f, beacon.Fulu).chain.Network()
	f.Fuzz(func(t *testing.T, with []byte, at uint32, cut uint16) {
		for _, was := range honest {
			for _, side := range []func(e *lightclient.Evidence) *[]byte{
				func(e *lightclient.Evidence) *[]byte { return &e.RawTrusted },
				func(e *lightclient.Evidence) *[]byte { return &e.RawConflicting },
			} {
				e := was
				raw := side(&e)
				*raw = patch(*raw, with, at, cut)
				if err := n.CheckEvidence(&e); err == nil && !bytes.Equal(*raw, *side(&was)) {
					t.Fatalf("it passes with % x at %d for %d bytes", with, at, cut)
				}
			}
		}
	})
}
