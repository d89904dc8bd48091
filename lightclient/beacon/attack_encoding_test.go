package beacon_test

import (
	"encoding/binary"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// TestAttackSSZ: encodings that are not the one of anything.
func TestAttackSSZ(t *testing.T) {
	w := newWorld(t)
	u := w.chain.Draft(100, 88).Update()
	honest, err := u.EncodeSSZ(w.n.Preset)
	if err != nil {
		t.Fatal(err)
	}
	const offset = 4
	finalizedAt := offset + (24+1)*48 + 6*32 // where the second offset stands
	first := int(binary.LittleEndian.Uint32(honest))
	second := int(binary.LittleEndian.Uint32(honest[finalizedAt:]))
	execution := first + 112 // where the offset of the first execution header stands
	extra := first + 244 + 436
	set := func(at, value int) func([]byte) []byte {
		return func(b []byte) []byte { binary.LittleEndian.PutUint32(b[at:], uint32(value)); return b }
	}
	for name, change := range map[string]func([]byte) []byte{
		"empty":                         func([]byte) []byte { return nil },
		"cut in the fixed part":         func(b []byte) []byte { return b[:first-1] },
		"cut behind the fixed part":     func(b []byte) []byte { return b[:first] },
		"first offset too low":          set(0, first-1),
		"first offset leaves a gap":     func(b []byte) []byte { return gapAt(b, first, 0, finalizedAt) },
		"second offset below the first": set(finalizedAt, first-1),
		"second offset at the first":    set(finalizedAt, first),
		"second offset beyond the end":  set(finalizedAt, len(honest)+1),
		"second offset of 2^32-1":       set(finalizedAt, 1<<32-1),
		"second offset one too high":    set(finalizedAt, second+1),
		"inner offset too low":          set(execution, 243),
		"inner offset too high":         set(execution, 245),
		"innermost offset leaves a gap": func(b []byte) []byte {
			// The gap is as long as extra_data is short of 32 bytes, so that all else fits.
			b = slices.Insert(b, first+244+584, 0)
			b = set(extra, 585)(b)
			return set(finalizedAt, second+1)(b)
		},
		"extra data of 33 bytes": func(b []byte) []byte {
			b = slices.Insert(b, first+244+584, make([]byte, 33-len("forged"))...)
			return set(finalizedAt, second+33-len("forged"))(b)
		},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := w.n.DecodeUpdate(beacon.Electra, change(slices.Clone(honest)))
			refused(t, err, nil)
		})
	}
	t.Run("honest", func(t *testing.T) {
		if _, err := w.n.DecodeUpdate(beacon.Electra, honest); err != nil {
			t.Error(err)
		}
	})
	t.Run("extra data of no and of 32 bytes", func(t *testing.T) {
		for _, size := range []int{0, 32} {
			u := w.chain.Draft(100, 88).Update()
			forged(&u.AttestedHeader).ExtraData = string(make([]byte, size))
			b, err := u.EncodeSSZ(w.n.Preset)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := w.n.DecodeUpdate(beacon.Electra, b); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("of fixed size, a byte short and long", func(t *testing.T) {
		w := newWorld(t, 0, 0)
		b, err := w.chain.Draft(100, 88).Update().EncodeSSZ(w.n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrong := range [][]byte{b[:len(b)-1], append(slices.Clone(b), 0)} {
			_, err = w.n.DecodeUpdate(beacon.Bellatrix, wrong)
			refused(t, err, nil)
		}
	})
	t.Run("committee and header alone", func(t *testing.T) {
		c := w.chain.Committee(1).SyncCommittee
		b, err := c.EncodeSSZ(w.n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		_, err = beacon.DecodeSyncCommittee(w.n.Preset, b[:len(b)-1])
		refused(t, err, nil)
		b, err = u.AttestedHeader.EncodeSSZ()
		if err != nil {
			t.Fatal(err)
		}
		_, err = beacon.DecodeHeader(beacon.Electra, b[:243])
		refused(t, err, nil)
	})
}

// gapAt inserts a byte where no field points, and moves both offsets behind it.
func gapAt(b []byte, at int, offsets ...int) []byte {
	b = slices.Insert(b, at, 0)
	for _, o := range offsets {
		binary.LittleEndian.PutUint32(b[o:], binary.LittleEndian.Uint32(b[o:])+1)
	}
	return b
}

// TestAttackEncode: what could not be decoded is not encoded either, so that nothing is
// stored or handed on that nobody can read.
func TestAttackEncode(t *testing.T) {
	w := newWorld(t)
	p := w.n.Preset
	for name, spoil := range map[string]func(d *forge.Draft) []encodable{
		"bits": func(d *forge.Draft) []encodable {
			a, b, c := d.Update(), d.FinalityUpdate(), d.OptimisticUpdate()
			a.SyncAggregate.Bits, b.SyncAggregate.Bits, c.SyncAggregate.Bits = nil, nil, nil
			return []encodable{a, b, c}
		},
		"extra data": func(d *forge.Draft) []encodable {
			a, b, c := d.Update(), d.FinalityUpdate(), d.OptimisticUpdate()
			for _, h := range []*beacon.LightClientHeader{&a.AttestedHeader, &b.FinalizedHeader, &c.AttestedHeader} {
				forged(h).ExtraData = string(make([]byte, 33))
			}
			return []encodable{a, b, c}
		},
		"finalized header in another format": func(d *forge.Draft) []encodable {
			a, b := d.Update(), d.FinalityUpdate()
			a.FinalizedHeader.Fork, b.FinalizedHeader.Fork = beacon.Fulu, beacon.Fulu
			return []encodable{a, b}
		},
		"attested header without execution": func(d *forge.Draft) []encodable {
			c := d.OptimisticUpdate()
			c.AttestedHeader.Execution = nil
			return []encodable{c}
		},
		"format without light client data": func(d *forge.Draft) []encodable {
			return []encodable{inFormat(d, beacon.Phase0), inFormat(d, beacon.Gloas+1)}
		},
		"keys": func(d *forge.Draft) []encodable {
			a, b := d.Update(), w.chain.Bootstrap(w.anchor)
			a.NextSyncCommittee.Pubkeys, b.CurrentSyncCommittee.Pubkeys = a.NextSyncCommittee.Pubkeys[1:], b.CurrentSyncCommittee.Pubkeys[1:]
			return []encodable{a, b}
		},
	} {
		t.Run(name, func(t *testing.T) {
			for _, m := range spoil(w.chain.Draft(100, 88)) {
				_, err := m.EncodeSSZ(p)
				refused(t, err, nil)
				_, err = m.EncodeJSON(p)
				refused(t, err, nil)
			}
		})
	}
	t.Run("committee and header alone", func(t *testing.T) {
		c := w.chain.Committee(1).SyncCommittee
		c.Pubkeys = c.Pubkeys[1:]
		_, err := c.EncodeSSZ(p)
		refused(t, err, nil)
		h := w.anchor.Header()
		h.ExecutionBranch = h.ExecutionBranch[1:]
		_, err = h.EncodeSSZ()
		refused(t, err, nil)
		_, err = (&beacon.LightClientHeader{}).EncodeSSZ()
		refused(t, err, nil)
	})
}

type encodable = interface {
	EncodeSSZ(beacon.Preset) ([]byte, error)
	EncodeJSON(beacon.Preset) ([]byte, error)
}

// inFormat returns an update whose parts are those of a format, be there one or not.
func inFormat(d *forge.Draft, f beacon.Fork) *beacon.LightClientOptimisticUpdate {
	u := d.OptimisticUpdate()
	u.AttestedHeader = beacon.LightClientHeader{Fork: f, Beacon: u.AttestedHeader.Beacon}
	if f > beacon.Gloas {
		u.AttestedHeader.ExecutionBranch = make([]common.Hash, 11)
	}
	return u
}
