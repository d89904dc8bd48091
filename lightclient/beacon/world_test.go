package beacon_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// tinyPreset has periods of 64 slots and committees of 24 keys, of which exactly two
// thirds are 16: in powers of two there is no such thing.
func tinyPreset() beacon.Preset {
	return beacon.Preset{Name: "tiny", SyncCommitteeSize: 24, SlotsPerEpoch: 8, EpochsPerSyncCommitteePeriod: 8, SlotsPerHistoricalRoot: 64}
}

// world is a chain and a client that has followed it into period 1, which begins at slot
// 64: all of Electra unless said otherwise.
type world struct {
	tb     testing.TB
	n      *beacon.Network
	chain  *forge.Chain
	anchor *forge.Block
	fresh  beacon.Store // from the checkpoint at slot 72, next committee not known
	store  beacon.Store // finalized slot 80, next committee known
}

const (
	anchorSlot    = 72
	finalizedSlot = 80 // in world.store
)

func newWorld(tb testing.TB, epochs ...beacon.Epoch) *world {
	tb.Helper()
	if epochs == nil {
		epochs = []beacon.Epoch{0, 0, 0, 0, 0} // Altair to Electra
	}
	key := fmt.Sprint(epochs)
	if sharedWorlds[key] == nil {
		sharedWorlds[key] = makeWorld(tb, epochs)
	}
	w := *sharedWorlds[key]
	w.tb = tb
	return &w
}

// Worlds and committees are shared by tests, none of which changes them: making them is
// dearer than any one attack.
var (
	sharedWorlds = map[string]*world{}
	sharedKeys   = map[beacon.Period]*forge.Committee{}
)

func makeWorld(tb testing.TB, epochs []beacon.Epoch) *world {
	w := &world{tb: tb, n: forge.NewNetwork(tinyPreset(), epochs...)}
	if err := w.n.Validate(); err != nil {
		tb.Fatal(err)
	}
	w.chain = sharedChain(w.n)
	w.anchor = w.chain.Block(anchorSlot, common.Hash{})
	w.fresh = w.must(w.n.InitializeStore(w.anchor.Root(), w.chain.Bootstrap(w.anchor)))
	w.store = w.must(w.n.ProcessUpdate(w.fresh, w.chain.Draft(90, finalizedSlot).Update(), 91))
	return w
}

func sharedChain(n *beacon.Network) *forge.Chain {
	c := forge.NewChain(n)
	for p := range beacon.Period(4) {
		if sharedKeys[p] == nil {
			sharedKeys[p] = c.Committee(p)
		}
		c.SetCommittee(p, sharedKeys[p])
	}
	return c
}

func (w *world) must(s beacon.Store, err error) beacon.Store {
	w.tb.Helper()
	if err != nil {
		w.tb.Fatal(err)
	}
	return s
}

// timeAt is our clock in the middle of a slot.
func (w *world) timeAt(s beacon.Slot) time.Time { return w.n.TimeOf(s).Add(w.n.SlotDuration / 2) }

// attack is an update that is true but for one thing.
type attack struct {
	name string
	// from is the store that is attacked, nil: world.store.
	from *beacon.Store
	// draft is the honest update, which must pass; nil: attested 100, finalized 88.
	draft func() *forge.Draft
	// lie changes the draft before it is made true to itself, and tamper the update after.
	lie    func(*forge.Draft)
	tamper func(*beacon.LightClientUpdate)
	// slot is our clock's, 0: that of the signature.
	slot beacon.Slot
	want error
}

func (w *world) run(t *testing.T, attacks []attack) {
	t.Helper()
	checked := map[uintptr]bool{}
	for _, a := range attacks {
		t.Run(a.name, func(t *testing.T) {
			from := w.store
			if a.from != nil {
				from = *a.from
			}
			draft := func() *forge.Draft { return w.chain.Draft(100, 88) }
			if a.draft != nil {
				draft = a.draft
			}
			// Once for each kind of draft: signing and verifying are most of what a test takes.
			if code := reflect.ValueOf(draft).Pointer(); !checked[code] {
				checked[code] = true
				honest := draft()
				if _, err := w.n.ProcessUpdate(from, honest.Update(), honest.Signature); err != nil {
					t.Fatalf("the honest update is refused: %v", err)
				}
			}
			d := draft()
			if a.lie != nil {
				a.lie(d)
			}
			u := d.Update()
			if a.tamper != nil {
				a.tamper(u)
			}
			slot := a.slot
			if slot == 0 {
				slot = u.SignatureSlot
			}
			before := from
			got, err := w.n.ProcessUpdate(from, u, slot)
			refused(t, err, a.want)
			if !reflect.DeepEqual(got, beacon.Store{}) || !reflect.DeepEqual(from, before) {
				t.Errorf("a store comes back with the error, or the former one has changed")
			}
		})
	}
}

func refused(t *testing.T, err, want error) {
	t.Helper()
	if err == nil {
		t.Fatal("the forgery passes")
	}
	if want == nil {
		want = lightclient.ErrMalformed
	}
	if !errors.Is(err, want) {
		t.Errorf("refused with %q, want %q", err, want)
	}
}
