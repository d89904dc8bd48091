package beacon_test

import (
	"bytes"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// forkedNetwork has a fork at the beginning of every period of 64 slots, so that inputs of
// every format have slots that fit them.
func forkedNetwork() *beacon.Network { return forge.NewNetwork(tinyPreset(), 0, 8, 16, 24, 32, 40, 48) }

var forkSlots = map[beacon.Fork]beacon.Slot{
	beacon.Altair: 40, beacon.Bellatrix: 100, beacon.Capella: 160, beacon.Deneb: 220, beacon.Electra: 290, beacon.Fulu: 350, beacon.Gloas: 410,
}

// seeds calls add with one object of every kind and format.
func seeds(tb testing.TB, add func(kind uint8, m encodableFork)) {
	chain := sharedChain(forkedNetwork())
	for _, slot := range forkSlots {
		d := chain.Draft(slot, slot-10)
		for kind, m := range []encodableFork{chain.Bootstrap(d.Attested), d.Update(), d.FinalityUpdate(), d.OptimisticUpdate()} {
			add(uint8(kind), m)
		}
	}
}

type encodableFork interface {
	encodable
	Fork() beacon.Fork
}

func decodeKind(n *beacon.Network, kind uint8, f beacon.Fork, b []byte) (encodableFork, error) {
	switch kind % 4 {
	case 0:
		return n.DecodeBootstrap(f, b)
	case 1:
		return n.DecodeUpdate(f, b)
	case 2:
		return n.DecodeFinalityUpdate(f, b)
	default:
		return n.DecodeOptimisticUpdate(f, b)
	}
}

// FuzzSSZ: what is decoded encodes to the same bytes.
func FuzzSSZ(f *testing.F) {
	n := forkedNetwork()
	seeds(f, func(kind uint8, m encodableFork) {
		b, err := m.EncodeSSZ(n.Preset)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kind, uint8(m.Fork()), b)
	})
	f.Fuzz(func(t *testing.T, kind, fork uint8, b []byte) {
		m, err := decodeKind(n, kind, beacon.Fork(fork), b)
		if err != nil {
			return
		}
		again, err := m.EncodeSSZ(n.Preset)
		if err != nil || !bytes.Equal(again, b) {
			t.Errorf("%T of %v encodes to other bytes than it was decoded from: %v", m, m.Fork(), err)
		}
	})
}

// FuzzHeaderAndCommittee: the same for parts that are stored by themselves.
func FuzzHeaderAndCommittee(f *testing.F) {
	p := tinyPreset()
	seeds(f, func(kind uint8, m encodableFork) {
		if b, ok := m.(*beacon.LightClientBootstrap); ok {
			header, err := b.Header.EncodeSSZ()
			if err != nil {
				f.Fatal(err)
			}
			committee, err := b.CurrentSyncCommittee.EncodeSSZ(p)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(uint8(m.Fork()), header)
			f.Add(uint8(m.Fork()), committee)
		}
	})
	f.Fuzz(func(t *testing.T, fork uint8, b []byte) {
		if h, err := beacon.DecodeHeader(beacon.Fork(fork), b); err == nil {
			if again, err := h.EncodeSSZ(); err != nil || !bytes.Equal(again, b) {
				t.Errorf("header encodes to other bytes: %v", err)
			}
		}
		if c, err := beacon.DecodeSyncCommittee(p, b); err == nil {
			if again, err := c.EncodeSSZ(p); err != nil || !bytes.Equal(again, b) {
				t.Errorf("committee encodes to other bytes: %v", err)
			}
		}
	})
}

// FuzzJSON: what is decoded encodes to JSON and SSZ that decode to the same.
func FuzzJSON(f *testing.F) {
	n := forkedNetwork()
	decode := func(kind uint8, b []byte) (encodableFork, error) {
		switch kind % 4 {
		case 0:
			return n.DecodeBootstrapJSON("", b)
		case 1:
			updates, err := n.DecodeUpdatesJSON(b, 2)
			if err != nil || len(updates) == 0 {
				return nil, lightclient.ErrMalformed
			}
			return updates[0], nil
		case 2:
			return n.DecodeFinalityUpdateJSON("", b)
		default:
			return n.DecodeOptimisticUpdateJSON("", b)
		}
	}
	list := func(kind uint8, b []byte) []byte {
		if kind%4 == 1 {
			return append(append([]byte("["), b...), ']')
		}
		return b
	}
	seeds(f, func(kind uint8, m encodableFork) {
		b, err := m.EncodeJSON(n.Preset)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(kind, list(kind, b))
	})
	f.Fuzz(func(t *testing.T, kind uint8, b []byte) {
		m, err := decode(kind, b)
		if err != nil {
			return
		}
		text, err := m.EncodeJSON(n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		again, err := decode(kind, list(kind, text))
		if err != nil {
			t.Fatal(err)
		}
		want, err := m.EncodeSSZ(n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.EncodeSSZ(n.Preset); err != nil || !bytes.Equal(got, want) {
			t.Errorf("JSON of our own is read as something else: %v", err)
		}
	})
}

// FuzzVerify: whatever is done to an honest update, if it is still believed, what is
// trusted then is what the chain is.
func FuzzVerify(f *testing.F) {
	w := newWorld(f)
	for _, slots := range [][2]beacon.Slot{{90, finalizedSlot}, {100, 88}, {127, 119}, {140, 132}, {100, 0}} {
		d := w.chain.Draft(slots[0], slots[1])
		b, err := d.Update().EncodeSSZ(w.n.Preset)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b, uint16(0), byte(0))
		f.Add(b, uint16(len(b)-300), byte(1))
	}
	f.Fuzz(func(t *testing.T, b []byte, at uint16, flip byte) {
		if len(b) > 0 {
			b = bytes.Clone(b)
			b[int(at)%len(b)] ^= flip
		}
		u, err := w.n.DecodeUpdate(beacon.Electra, b)
		if err != nil {
			return
		}
		for _, from := range []beacon.Store{w.fresh, w.store} {
			if s, err := w.n.Verify(from, u, w.timeAt(300), beacon.DefaultParams()); err == nil {
				checkHonest(t, w, &s)
			}
			if s, err := w.n.ProcessUpdate(from, u, 1000); err == nil {
				checkHonest(t, w, &s)
			}
		}
	})
}

// FuzzBootstrap: a checkpoint's root has one bootstrap.
func FuzzBootstrap(f *testing.F) {
	w := newWorld(f)
	honest, err := w.chain.Bootstrap(w.anchor).EncodeSSZ(w.n.Preset)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(honest)
	f.Fuzz(func(t *testing.T, b []byte) {
		u, err := w.n.DecodeBootstrap(beacon.Electra, b)
		if err != nil {
			return
		}
		if _, err := w.n.InitializeStore(w.anchor.Root(), u); err == nil && !bytes.Equal(b, honest) {
			t.Error("another bootstrap is taken")
		}
	})
}

// FuzzEvidence: evidence that is taken shows two different things that two thirds signed.
func FuzzEvidence(f *testing.F) {
	w := newWorld(f)
	rival := w.chain.Rival()
	c, err := w.n.FindConflict(w.signed(w.chain.Draft(100, 88)), w.signed(rival.Draft(104, 88)))
	if err != nil {
		f.Fatal(err)
	}
	hash := func(chain *forge.Chain) lightclient.Header {
		return lightclient.Header{Hash: chain.Block(88, common.Hash{}).Execution.Hash()}
	}
	e, err := c.Evidence(w.n, hash(w.chain), hash(rival))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(e.RawTrusted, e.RawConflicting)
	f.Add(e.RawConflicting, e.RawConflicting)
	f.Fuzz(func(t *testing.T, trusted, conflicting []byte) {
		forged := *e
		forged.RawTrusted, forged.RawConflicting = trusted, conflicting
		c, err := w.n.RecheckConflict(&forged)
		if err != nil {
			return
		}
		a, b := c.Trusted.Update.FinalizedHeader.Beacon, c.Conflicting.Update.FinalizedHeader.Beacon
		if c.Kind != beacon.FinalizedHeaders || a.Slot != b.Slot || a.HashTreeRoot() == b.HashTreeRoot() {
			t.Errorf("no conflict is taken for one: %+v and %+v", a, b)
		}
	})
}

// FuzzParseNetwork: a file that is taken describes a network that is sound.
func FuzzParseNetwork(f *testing.F) {
	f.Add([]byte(sampleConfig))
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := beacon.ParseNetwork(b, common.Hash{1}, 1)
		if err != nil {
			return
		}
		if err := n.Validate(); err != nil {
			t.Error(err)
		}
	})
}
