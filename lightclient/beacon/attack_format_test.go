package beacon_test

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// TestAttackFormat: data in a format that their slot does not have. A network on which
// every fork begins with a period of 64 slots, Gloas with period 7.
func TestAttackFormat(t *testing.T) {
	n := forge.NewNetwork(tinyPreset(), 0, 8, 16, 24, 32, 40, 48)
	chain := sharedChain(n)
	at := map[beacon.Fork]beacon.Slot{
		beacon.Altair: 40, beacon.Bellatrix: 100, beacon.Capella: 160, beacon.Deneb: 220, beacon.Electra: 290, beacon.Fulu: 350, beacon.Gloas: 410,
	}
	for fork := beacon.Altair; fork <= beacon.Gloas; fork++ {
		u := chain.Draft(at[fork], at[fork]-10).Update()
		ssz, err := u.EncodeSSZ(n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.DecodeUpdate(fork, ssz); err != nil {
			t.Fatalf("%v: %v", fork, err)
		}
		// Those that have the very same bytes in the other format, and those that are upgraded
		// to it, would pass else.
		for other := beacon.Altair; other <= beacon.Gloas; other++ {
			if other == fork {
				continue
			}
			up, err := n.UpgradeUpdate(u, other)
			if err != nil {
				t.Fatal(err)
			}
			b, err := up.EncodeSSZ(n.Preset)
			if err != nil {
				t.Fatal(err)
			}
			_, err = n.DecodeUpdate(other, b)
			t.Run(fork.String()+" as "+other.String(), func(t *testing.T) { refused(t, err, nil) })
		}
		for _, none := range []beacon.Fork{beacon.Phase0, beacon.Gloas + 1, 255} {
			if _, err := n.DecodeUpdate(none, ssz); err == nil {
				t.Errorf("%v is decoded as %v", fork, none)
			}
			header, err := u.AttestedHeader.EncodeSSZ()
			if err != nil {
				t.Fatal(err)
			}
			if _, err := beacon.DecodeHeader(none, header); err == nil {
				t.Errorf("a header of %v is decoded as %v", fork, none)
			}
		}
	}
	// The time before Altair has blocks, and no committees to sign them.
	t.Run("phase0 in its own slot", func(t *testing.T) {
		late := forge.NewNetwork(tinyPreset(), 8)
		ssz, err := chain.Draft(10, 0).OptimisticUpdate().EncodeSSZ(n.Preset)
		if err != nil {
			t.Fatal(err)
		}
		_, err = late.DecodeOptimisticUpdate(beacon.Phase0, ssz)
		refused(t, err, nil)
	})
	t.Run("bootstrap in the format of before Capella", func(t *testing.T) {
		w := newWorld(t)
		b := w.chain.Bootstrap(w.anchor)
		b.Header = beacon.LightClientHeader{Fork: beacon.Altair, Beacon: b.Header.Beacon}
		b.CurrentSyncCommitteeBranch = b.CurrentSyncCommitteeBranch[1:]
		_, err := w.n.InitializeStore(w.anchor.Root(), b)
		refused(t, err, nil)
	})
}

// TestAttackMadeUpdates: updates that no decoder returns, as a caller might make them.
func TestAttackMadeUpdates(t *testing.T) {
	w := newWorld(t)
	w.run(t, []attack{
		{name: "headers in different formats", tamper: func(u *beacon.LightClientUpdate) { u.FinalizedHeader.Fork = beacon.Deneb }},
		{name: "format of no light client data", tamper: func(u *beacon.LightClientUpdate) {
			u.AttestedHeader.Fork, u.FinalizedHeader.Fork = beacon.Phase0, beacon.Phase0
		}},
		{name: "format of the future", tamper: func(u *beacon.LightClientUpdate) {
			u.AttestedHeader.Fork, u.FinalizedHeader.Fork = beacon.Gloas+1, beacon.Gloas+1
		}},
		{name: "attested header without execution", tamper: func(u *beacon.LightClientUpdate) { u.AttestedHeader.Execution = nil }},
		{name: "finalized header without execution", tamper: func(u *beacon.LightClientUpdate) { u.FinalizedHeader.Execution = nil }},
		{name: "extra data too long", tamper: func(u *beacon.LightClientUpdate) { forged(&u.AttestedHeader).ExtraData = string(make([]byte, 33)) }},
		{name: "header in the format of before Capella", tamper: func(u *beacon.LightClientUpdate) {
			// Such a header says nothing of its execution block, so that nothing about it is false.
			old := (&beacon.LightClientOptimisticUpdate{AttestedHeader: beacon.LightClientHeader{
				Fork: beacon.Altair, Beacon: u.AttestedHeader.Beacon}, SyncAggregate: u.SyncAggregate, SignatureSlot: u.SignatureSlot}).Update()
			*u = *old
		}},
		{name: "committee of zeros in the place of the keys", draft: func() *forge.Draft { return w.chain.Draft(90, finalizedSlot) }, from: &w.fresh,
			tamper: func(u *beacon.LightClientUpdate) { u.NextSyncCommittee = beacon.SyncCommittee{} }},
	})
	t.Run("nothing is trusted yet", func(t *testing.T) {
		_, err := w.n.ProcessUpdate(beacon.Store{}, w.chain.Draft(100, 88).Update(), 101)
		refused(t, err, lightclient.ErrNotLinked)
		refused(t, w.n.ValidateUpdate(beacon.Store{}, w.chain.Draft(100, 88).Update(), 101), lightclient.ErrNotLinked)
	})
	t.Run("validated alone", func(t *testing.T) {
		d := w.chain.Draft(100, 88)
		if err := w.n.ValidateUpdate(w.store, d.Update(), 101); err != nil {
			t.Error(err)
		}
		refused(t, w.n.ValidateUpdate(w.store, d.Update(), 100), lightclient.ErrFuture)
	})
	t.Run("bootstrap without execution", func(t *testing.T) {
		b := w.chain.Bootstrap(w.anchor)
		b.Header.Execution = nil
		_, err := w.n.InitializeStore(w.anchor.Root(), b)
		refused(t, err, nil)
	})
}

// TestAttackUpgraded: branches of an earlier format in a later one have zeros in front,
// and headers of earlier slots leave out what they did not have. Nothing else may stand
// there: it would be a second form of the same update.
func TestAttackUpgraded(t *testing.T) {
	w := newWorld(t)
	upgraded := func(change func(u *beacon.LightClientUpdate)) func(*beacon.LightClientUpdate) {
		return func(u *beacon.LightClientUpdate) {
			up, err := w.n.UpgradeUpdate(u, beacon.Gloas)
			if err != nil {
				t.Fatal(err)
			}
			*u = *up
			change(u)
		}
	}
	bringing := func() *forge.Draft { return w.chain.Draft(90, finalizedSlot) }
	w.run(t, []attack{
		{name: "finality branch", tamper: upgraded(func(u *beacon.LightClientUpdate) { u.FinalityBranch[0][0] = 1 })},
		{name: "next committee branch", from: &w.fresh, draft: bringing,
			tamper: upgraded(func(u *beacon.LightClientUpdate) { u.NextSyncCommitteeBranch[4][31] = 1 })},
		{name: "execution branch", tamper: upgraded(func(u *beacon.LightClientUpdate) { u.AttestedHeader.ExecutionBranch[1][0] = 1 })},
		{name: "execution block hash", tamper: upgraded(func(u *beacon.LightClientUpdate) { u.FinalizedHeader.BlockHash[0] ^= 1 })},
	})
	t.Run("upgraded and nothing else", func(t *testing.T) {
		u, err := w.n.UpgradeUpdate(w.chain.Draft(100, 88).Update(), beacon.Gloas)
		if err != nil {
			t.Fatal(err)
		}
		s := w.must(w.n.ProcessUpdate(w.store, u, 101))
		if s.Fork != beacon.Gloas || s.FinalizedHeader.ExecutionBlockHash() != w.chain.Block(88, common.Hash{}).Execution.Hash() {
			t.Errorf("store is in format %v, final execution block %s", s.Fork, s.FinalizedHeader.ExecutionBlockHash())
		}
	})
	// Formats that could say more of a header than its slot's fork knows.
	old := newWorld(t, 0, 0, 0) // Capella, without blobs
	change := func(f func(h *beacon.LightClientHeader)) func(*beacon.LightClientUpdate) {
		return func(u *beacon.LightClientUpdate) {
			up, err := old.n.UpgradeUpdate(u, beacon.Deneb)
			if err != nil {
				t.Fatal(err)
			}
			*u = *up
			f(&u.AttestedHeader)
		}
	}
	old.run(t, []attack{
		{name: "blob gas before Deneb", tamper: change(func(h *beacon.LightClientHeader) { forged(h).BlobGasUsed = 1 })},
		{name: "excess blob gas before Deneb", tamper: change(func(h *beacon.LightClientHeader) { forged(h).ExcessBlobGas = 1 })},
	})
	older := newWorld(t, 0, 0) // Bellatrix
	before := func(to beacon.Fork, f func(h *beacon.LightClientHeader)) func(*beacon.LightClientUpdate) {
		return func(u *beacon.LightClientUpdate) {
			up, err := older.n.UpgradeUpdate(u, to)
			if err != nil {
				t.Fatal(err)
			}
			*u = *up
			u.FinalizedHeader.ExecutionBranch = slices.Clone(u.FinalizedHeader.ExecutionBranch)
			f(&u.FinalizedHeader)
		}
	}
	older.run(t, []attack{
		{name: "execution before Capella", tamper: before(beacon.Deneb, func(h *beacon.LightClientHeader) { forged(h).BlockHash[0] = 1 })},
		{name: "execution branch before Capella", tamper: before(beacon.Deneb, func(h *beacon.LightClientHeader) { h.ExecutionBranch[3][0] = 1 })},
		{name: "execution block hash before Capella", tamper: before(beacon.Gloas, func(h *beacon.LightClientHeader) { h.BlockHash[0] = 1 })},
	})
}

// TestAttackGenesisFinality: while only genesis is final, the finalized root in states is
// zero, and there is no header to it.
func TestAttackGenesisFinality(t *testing.T) {
	w := newWorld(t)
	genesis := func() *forge.Draft {
		d := w.chain.Draft(100, 1)
		d.Finalized.Beacon.Slot = 0
		return d
	}
	finalizesZero := func(d *forge.Draft) { d.Attested.State[forge.IndicesOf(beacon.Electra).Finalized] = common.Hash{} }
	none := func(u *beacon.LightClientUpdate) {
		u.FinalizedHeader = (&beacon.LightClientOptimisticUpdate{AttestedHeader: u.AttestedHeader}).Update().FinalizedHeader
	}
	w.run(t, []attack{
		{name: "a header of slot 0 that the state names", lie: func(d *forge.Draft) { *d = *genesis(); d.SetFinalized() }},
		{name: "a header of slot 0 beside a zero root", lie: func(d *forge.Draft) { *d = *genesis(); finalizesZero(d) }},
		{name: "no header, and a root that is not zero", tamper: none},
	})
	t.Run("no header and a zero root", func(t *testing.T) {
		d := genesis()
		finalizesZero(d)
		u := d.Update()
		none(u)
		s := w.must(w.n.ProcessUpdate(w.store, u, 101))
		if s.FinalizedHeader.Beacon.Slot != finalizedSlot {
			t.Errorf("finalized slot is %d", s.FinalizedHeader.Beacon.Slot)
		}
	})
}
