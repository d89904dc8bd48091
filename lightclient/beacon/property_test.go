package beacon_test

import (
	"bytes"
	"reflect"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// TestAnyOrderIsSafe: whatever honest updates arrive in whatever order, of two chains with
// the same committees of which one is followed, what is final is the followed chain's and
// never goes back.
func TestAnyOrderIsSafe(t *testing.T) {
	w := newWorld(t)
	rival := w.chain.Rival()
	rapid.Check(t, func(t *rapid.T) {
		s := w.fresh
		for range rapid.IntRange(1, 8).Draw(t, "updates") {
			attested := beacon.Slot(rapid.IntRange(2, 250).Draw(t, "attested"))
			finalized := attested - min(attested, beacon.Slot(rapid.IntRange(1, 40).Draw(t, "finality lag")))
			chain := w.chain
			// The rival's blocks are signed by those who keep the rules with less than two thirds.
			foreign := rapid.Bool().Draw(t, "rival")
			if foreign {
				chain = rival
			}
			d := chain.Draft(attested, finalized)
			d.NoNext = rapid.Bool().Draw(t, "without committee")
			if foreign {
				participants(rapid.IntRange(1, 15).Draw(t, "participants"))(d)
			}
			before := s
			next, err := w.n.ProcessUpdate(s, d.Update(), attested+1)
			if !reflect.DeepEqual(s, before) {
				t.Fatal("the former store has changed")
			}
			if err != nil {
				continue
			}
			if next.FinalizedHeader.Beacon.Slot < s.FinalizedHeader.Beacon.Slot {
				t.Fatalf("final went back from slot %d to %d", s.FinalizedHeader.Beacon.Slot, next.FinalizedHeader.Beacon.Slot)
			}
			s = next
			checkHonest(t, w, &s)
		}
	})
}

// checkHonest: what a store trusts is what the chain is.
func checkHonest(t interface{ Fatalf(string, ...any) }, w *world, s *beacon.Store) {
	slot := s.FinalizedHeader.Beacon.Slot
	if got, want := s.FinalizedHeader.Beacon.HashTreeRoot(), w.chain.Block(slot, common.Hash{}).Root(); slot != anchorSlot && got != want {
		t.Fatalf("final at slot %d is %s, want %s", slot, got, want)
	}
	period := w.n.Preset.PeriodAt(slot)
	for p, c := range map[beacon.Period]*beacon.Committee{period: s.CurrentSyncCommittee, period + 1: s.NextSyncCommittee} {
		if c != nil && c.Root() != w.chain.Committee(p).HashTreeRoot(w.n.Preset) {
			t.Fatalf("committee of period %d is another one", p)
		}
	}
}

// TestRanking: is_better_update orders updates as the specification's cases list them:
// each is better than all after it, whichever way they are compared.
func TestRanking(t *testing.T) {
	w := newWorld(t)
	draft := func(attested, finalized, signature beacon.Slot, next bool, count int) *beacon.LightClientUpdate {
		d := w.chain.Draft(attested, finalized).SignAt(signature)
		d.NoNext = !next
		participants(count)(d)
		return d.Update()
	}
	best := []*beacon.LightClientUpdate{
		draft(100, 80, 101, true, 24),  // committee, and finality within the period
		draft(100, 80, 101, true, 20),  // with fewer participants
		draft(101, 80, 102, true, 20),  // younger
		draft(100, 60, 101, true, 24),  // finality of the period before
		draft(100, 0, 101, true, 24),   // no finality
		draft(100, 80, 101, false, 24), // no committee
		draft(127, 80, 128, true, 20),  // a committee of which the next period's has signed
		draft(100, 60, 101, false, 24),
		draft(100, 0, 101, false, 24),
		draft(101, 0, 102, false, 24),
		draft(101, 0, 103, false, 24), // signed later
		draft(100, 80, 101, true, 15), // less than two thirds, whatever else
		draft(100, 80, 101, true, 14),
		draft(100, 0, 101, false, 14),
		draft(100, 0, 101, false, 1),
	}
	for i, a := range best {
		for j, b := range best {
			if got := w.n.IsBetterUpdate(a, b); got != (i < j) {
				t.Errorf("update %d is better than %d: %t", i, j, got)
			}
		}
	}
}

// TestAnyUpdateRoundTrips: SSZ and JSON of any content, in every format.
func TestAnyUpdateRoundTrips(t *testing.T) {
	n := forge.NewNetwork(tinyPreset(), 0, 8, 16, 24, 32, 40, 48)
	chain := sharedChain(n)
	rapid.Check(t, func(t *rapid.T) {
		slot := beacon.Slot(rapid.IntRange(0, 500).Draw(t, "slot"))
		u := (&beacon.LightClientOptimisticUpdate{AttestedHeader: chain.Block(slot, common.Hash{}).Header(), SignatureSlot: slot}).Update()
		u.SyncAggregate.Bits = rapid.SliceOfN(rapid.Byte(), 3, 3).Draw(t, "bits")
		copy(u.SyncAggregate.Signature[:], rapid.SliceOfN(rapid.Byte(), 96, 96).Draw(t, "signature"))
		u.NextSyncCommittee.Pubkeys = make([]beacon.Pubkey, 24)
		copy(u.NextSyncCommittee.Pubkeys[7][:], rapid.SliceOfN(rapid.Byte(), 48, 48).Draw(t, "key"))
		for _, h := range []*beacon.LightClientHeader{&u.AttestedHeader, &u.FinalizedHeader} {
			if h.Execution == nil {
				continue
			}
			e := forged(h)
			e.ExtraData = string(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "extra data"))
			e.BaseFeePerGas.SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "base fee"))
			e.GasUsed = rapid.Uint64().Draw(t, "gas")
		}
		ssz, err := u.EncodeSSZ(n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		fromSSZ, err := n.DecodeUpdate(u.Fork(), ssz)
		if err != nil || !reflect.DeepEqual(fromSSZ, u) {
			t.Fatalf("another update comes from SSZ: %v", err)
		}
		text, err := u.EncodeJSON(n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		fromJSON, err := n.DecodeUpdatesJSON(bytes.Join([][]byte{[]byte("["), []byte("]")}, text), 1)
		if err != nil || !reflect.DeepEqual(fromJSON[0], u) {
			t.Fatalf("another update comes from JSON: %v", err)
		}
	})
}
