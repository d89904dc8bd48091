package beacon_test

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// Every attack is refused by one check alone: the rest of the update is made true to the
// lie, signatures included, as if the attacker had the keys that he needs for it.

func participants(count int) func(*forge.Draft) {
	return func(d *forge.Draft) { d.Bits = forge.FirstBits(24, count) }
}

func TestAttackParticipation(t *testing.T) {
	w := newWorld(t)
	w.run(t, []attack{
		{name: "nobody takes part and the signature is infinity", lie: participants(0), want: lightclient.ErrSeals,
			tamper: func(u *beacon.LightClientUpdate) { u.SyncAggregate.Signature = beacon.Signature{0xc0} }},
		{name: "more bits than signers", want: lightclient.ErrSeals, lie: participants(23),
			tamper: func(u *beacon.LightClientUpdate) { u.SyncAggregate.Bits = forge.FirstBits(24, 24) }},
		{name: "bits beyond the committee",
			tamper: func(u *beacon.LightClientUpdate) { u.SyncAggregate.Bits = append(u.SyncAggregate.Bits, 0) }},
		{name: "bits of a smaller committee", lie: participants(16),
			tamper: func(u *beacon.LightClientUpdate) { u.SyncAggregate.Bits = u.SyncAggregate.Bits[:2] }},
	})
	for _, test := range []struct {
		name  string
		count int
		final beacon.Slot
	}{
		{"one takes part", 1, finalizedSlot},
		{"just under two thirds", 15, finalizedSlot},
		{"exactly two thirds", 16, 88},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := w.chain.Draft(100, 88)
			participants(test.count)(d)
			// The specification takes note of such an update, and moves nothing that is final.
			s := w.must(w.n.ProcessUpdate(w.store, d.Update(), d.Signature))
			if got := s.FinalizedHeader.Beacon.Slot; got != test.final {
				t.Errorf("finalized slot is %d, want %d", got, test.final)
			}
			if (s.BestValidUpdate == nil) != (test.final == 88) {
				t.Errorf("best valid update is kept: %t", s.BestValidUpdate != nil)
			}
			// We take it not even for that.
			_, err := w.n.Verify(w.store, d.Update(), w.timeAt(d.Signature), beacon.DefaultParams())
			if test.final == 88 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			refused(t, err, lightclient.ErrSeals)
		})
	}
	// Those who verify a signature by themselves are told the same.
	t.Run("bits of another committee's size", func(t *testing.T) {
		d := w.chain.Draft(100, 88)
		participants(16)(d)
		a := d.Update().SyncAggregate
		root := forge.SigningRoot(d.Attested.Root(), d.DomainType, d.Version, d.GenesisValidatorsRoot)
		if err := w.store.CurrentSyncCommittee.VerifyAggregate(&a, root); err != nil {
			t.Fatal(err)
		}
		a.Bits = a.Bits[:2]
		refused(t, w.store.CurrentSyncCommittee.VerifyAggregate(&a, root), nil)
	})
	t.Run("a committee of another size", func(t *testing.T) {
		c := forge.NewCommittee(w.chain.Committee(1).Keys[:23])
		_, err := beacon.DecodeCommittee(w.n.Preset, &c.SyncCommittee)
		refused(t, err, nil)
	})
	t.Run("the next committee is signed by too few", func(t *testing.T) {
		d := w.chain.Draft(90, finalizedSlot)
		participants(15)(d)
		if s := w.must(w.n.ProcessUpdate(w.fresh, d.Update(), 91)); s.NextSyncCommittee != nil {
			t.Error("it is known now")
		}
	})
}

func TestAttackCommittee(t *testing.T) {
	w := newWorld(t)
	other := forge.SeededCommittee(24, 1000)
	entering := func() *forge.Draft { return w.chain.Draft(140, 132) } // period 2, by its committee
	bringing := func() *forge.Draft { return w.chain.Draft(90, finalizedSlot) }
	w.run(t, []attack{
		{name: "another committee signs", lie: func(d *forge.Draft) { d.Committee = other }, want: lightclient.ErrSeals},
		{name: "the current committee signs in the next period", draft: entering, want: lightclient.ErrSeals,
			lie: func(d *forge.Draft) { d.Committee = w.chain.Committee(1) }},
		{name: "the next committee signs in the current period", want: lightclient.ErrSeals,
			lie: func(d *forge.Draft) { d.Committee = w.chain.Committee(2) }},
		{name: "next committee contradicts the known one", lie: func(d *forge.Draft) { d.SetNext(other) }, want: lightclient.ErrDisagreement},
		{name: "next committee is the known one in another order", want: lightclient.ErrDisagreement, lie: func(d *forge.Draft) {
			keys := slices.Clone(w.chain.Committee(2).Keys)
			slices.Reverse(keys)
			d.SetNext(forge.NewCommittee(keys))
		}},
		{name: "aggregate of the next committee is not the known one", want: lightclient.ErrDisagreement, lie: func(d *forge.Draft) {
			c := *w.chain.Committee(2)
			c.AggregatePubkey = other.AggregatePubkey
			d.SetNext(&c)
		}},
		{name: "next committee is not that of the state", from: &w.fresh, draft: bringing,
			tamper: func(u *beacon.LightClientUpdate) { u.NextSyncCommittee = other.SyncCommittee }},
		{name: "next committee without a branch", draft: bringing, from: &w.fresh,
			tamper: func(u *beacon.LightClientUpdate) { clear(u.NextSyncCommitteeBranch) }},
		{name: "next committee of absent keys", draft: bringing, from: &w.fresh,
			tamper: func(u *beacon.LightClientUpdate) { u.NextSyncCommittee.Pubkeys = u.NextSyncCommittee.Pubkeys[:23] }},
		{name: "next committee whose aggregate is not the sum of its keys", draft: bringing, from: &w.fresh, lie: func(d *forge.Draft) {
			c := *other
			c.AggregatePubkey = forge.Sum(other.Keys[1:]...).Pubkey()
			d.SetNext(&c)
		}},
	})
}

func TestAttackPeriods(t *testing.T) {
	w := newWorld(t)
	w.run(t, []attack{
		{name: "signature of the next period before its committee is known", from: &w.fresh, want: lightclient.ErrTooManyBlocks,
			lie: func(d *forge.Draft) { d.SignAt(128) }},
		// Signed by the committee that the client would take: the next one.
		{name: "a period skipped", want: lightclient.ErrTooManyBlocks, draft: func() *forge.Draft { return w.chain.Draft(140, 132) },
			lie: func(d *forge.Draft) {
				d.SignAt(192)
				d.Committee = w.chain.Committee(2)
			}},
		// What a former period calls the next committee is the current one.
		{name: "next committee of a former period", from: &w.fresh, want: lightclient.ErrStale,
			draft: func() *forge.Draft { return w.chain.Draft(70, 65).SignAt(71) },
			lie: func(d *forge.Draft) {
				*d = *w.chain.Draft(62, 56)
				d.SignAt(73)
			}},
	})
	t.Run("the last slot of the next period still passes", func(t *testing.T) {
		w.must(w.n.ProcessUpdate(w.store, w.chain.Draft(190, 180).Update(), 191))
	})
}

func TestAttackReplay(t *testing.T) {
	w := newWorld(t)
	later := w.must(w.n.ProcessUpdate(w.store, w.chain.Draft(100, 88).Update(), 101))
	older := func() *forge.Draft { return w.chain.Draft(79, 74) }
	w.run(t, []attack{
		{name: "stale", want: lightclient.ErrStale, lie: func(d *forge.Draft) { *d = *older() }},
		{name: "the header that is final already", want: lightclient.ErrStale, lie: func(d *forge.Draft) { *d = *w.chain.Draft(finalizedSlot, 74) }},
		{name: "of the period before", want: lightclient.ErrStale, lie: func(d *forge.Draft) { *d = *w.chain.Draft(60, 50) }},
	})
	t.Run("reordered", func(t *testing.T) {
		// In order both are news; the earlier one after the later one is none.
		s := w.must(w.n.ProcessUpdate(later, w.chain.Draft(120, 104).Update(), 121))
		_, err := w.n.ProcessUpdate(s, w.chain.Draft(103, 96).Update(), 121)
		refused(t, err, lightclient.ErrStale)
	})
	t.Run("a signed header with an earlier finalized one moves nothing back", func(t *testing.T) {
		s := w.must(w.n.ProcessUpdate(later, w.chain.Draft(101, 82).Update(), 102))
		if got := s.FinalizedHeader.Beacon.Slot; got != 88 {
			t.Errorf("finalized slot is %d, want 88", got)
		}
	})
	t.Run("replayed", func(t *testing.T) {
		d := w.chain.Draft(100, 88)
		again := w.must(w.n.ProcessUpdate(later, d.Update(), 101))
		if again.FinalizedHeader.Beacon.Slot != 88 || again.NextSyncCommittee != later.NextSyncCommittee {
			t.Error("a replay changes what is final")
		}
	})
}

func TestAttackSlots(t *testing.T) {
	w := newWorld(t)
	w.run(t, []attack{
		{name: "signature in the future", slot: 100, want: lightclient.ErrFuture},
		{name: "signature in the slot of what it signs", lie: func(d *forge.Draft) { d.SignAt(100) }, want: lightclient.ErrTime},
		{name: "signature before what it signs", lie: func(d *forge.Draft) { d.SignAt(99) }, want: lightclient.ErrTime},
		{name: "finalized header after the attested one", want: lightclient.ErrTime, lie: func(d *forge.Draft) {
			d.Finalized = w.chain.Block(101, common.Hash{})
			d.SetFinalized()
			d.SignAt(110)
		}},
	})
	t.Run("attested in the slot of genesis", func(t *testing.T) {
		anchor := w.chain.Block(0, common.Hash{})
		s := w.must(w.n.InitializeStore(anchor.Root(), w.chain.Bootstrap(anchor)))
		w.must(w.n.ProcessUpdate(s, w.chain.Draft(0, 0).Update(), 1))
	})
	t.Run("signed across a period before it begins", func(t *testing.T) {
		w.must(w.n.ProcessUpdate(w.store, w.chain.Draft(127, 119).Update(), 128))
	})
}
