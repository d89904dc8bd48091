package beacon_test

import (
	"runtime"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// yearOfPeriods is how many sync committee periods of mainnet a year has: 365 days of
// 86,400 s, in periods of 8192 slots of 12 s.
const yearOfPeriods = 365 * 86400 / (8192 * 12)

// storeBytes is what a store amounts to when it is written down.
func storeBytes(tb testing.TB, p beacon.Preset, s *beacon.Store) int {
	tb.Helper()
	n := 0
	add := func(b []byte, err error) {
		if err != nil {
			tb.Fatal(err)
		}
		n += len(b)
	}
	add(s.FinalizedHeader.EncodeSSZ())
	add(s.OptimisticHeader.EncodeSSZ())
	for _, c := range []*beacon.Committee{s.CurrentSyncCommittee, s.NextSyncCommittee} {
		if c != nil {
			add(c.SyncCommittee().EncodeSSZ(p))
		}
	}
	if s.BestValidUpdate != nil {
		add(s.BestValidUpdate.EncodeSSZ(p))
	}
	return n
}

// TestYearStaysFlat follows a year of periods, with an update for the committee and a
// finality update in each: neither the store nor the memory behind it grows.
func TestYearStaysFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped in short mode: it signs for a year")
	}
	preset := tinyPreset()
	preset.SyncCommitteeSize = 8
	n := forge.NewNetwork(preset, 0, 0, 0, 0, 0, 0)
	anchor, messages := forgeYear(t, n)
	s, err := n.InitializeStore(anchor.Header.Beacon.HashTreeRoot(), anchor)
	if err != nil {
		t.Fatal(err)
	}
	var first, firstHeap, size int
	for i, ssz := range messages {
		u, err := n.DecodeUpdate(beacon.Fulu, ssz)
		if err != nil {
			t.Fatal(err)
		}
		now := n.TimeOf(u.SignatureSlot)
		if s, err = n.Verify(s, u, now, beacon.DefaultParams()); err != nil {
			t.Fatal(err)
		}
		size = storeBytes(t, preset, &s)
		if i == len(messages)/10 {
			first, firstHeap = size, heap()
		}
	}
	lastHeap := heap()
	if s.FinalizedHeader.Beacon.Slot < beacon.Slot((yearOfPeriods-1)*preset.PeriodSlots()) {
		t.Errorf("final is slot %d: less than a year", s.FinalizedHeader.Beacon.Slot)
	}
	if size != first {
		t.Errorf("the store has %d bytes, after a tenth of the year it had %d", size, first)
	}
	// What remains of one period, 288 of them later, would be 100 KB and more.
	if lastHeap-firstHeap > 64<<10 {
		t.Errorf("memory is %d bytes, after a tenth of the year it was %d", lastHeap, firstHeap)
	}
	t.Logf("%d updates of %d periods: the store has %d bytes, memory grew by %d", len(messages), yearOfPeriods, size, lastHeap-firstHeap)
	runtime.KeepAlive(messages)
	runtime.KeepAlive(s)
}

func heap() int {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// forgeYear returns a bootstrap and what follows it, encoded, so that what it takes to make
// them is not measured.
func forgeYear(t *testing.T, n *beacon.Network) (*beacon.LightClientBootstrap, [][]byte) {
	t.Helper()
	chain := forge.NewChain(n)
	anchor := chain.Bootstrap(chain.Block(8, common.Hash{}))
	var messages [][]byte
	for p := range beacon.Slot(yearOfPeriods) {
		begin := p * beacon.Slot(n.Preset.PeriodSlots())
		finality := chain.Draft(begin+40, begin+30)
		finality.NoNext = true
		for _, d := range []*forge.Draft{chain.Draft(begin+30, begin+20), finality} {
			ssz, err := d.Update().EncodeSSZ(n.Preset)
			if err != nil {
				t.Fatal(err)
			}
			messages = append(messages, ssz)
		}
	}
	return anchor, messages
}
