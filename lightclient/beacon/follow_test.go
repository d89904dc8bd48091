package beacon_test

import (
	"encoding/json"
	"path/filepath"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/forge"
)

// TestRecordedChains follows what nodes of mainnet have answered, end to end and with all
// signatures, and binds the execution blocks that lie beside.
func TestRecordedChains(t *testing.T) {
	eachRecorded(t, followRecorded)
}

func followRecorded(t *testing.T, n *beacon.Network, dir string) {
	r := readRecorded(t, n, dir)
	headers := []beacon.LightClientHeader{r.bootstrap.Header}
	// The checkpoint is what an operator would have copied at that time.
	s, err := n.InitializeStore(r.bootstrap.Header.Beacon.HashTreeRoot(), r.bootstrap)
	if err != nil {
		t.Fatal(err)
	}
	follow := func(u *beacon.LightClientUpdate) {
		t.Helper()
		// Our clock is at the newest of what we have seen.
		now := n.TimeOf(max(u.SignatureSlot, s.FinalizedHeader.Beacon.Slot))
		next, err := n.Verify(s, u, now, beacon.DefaultParams())
		if err != nil {
			t.Fatal(err)
		}
		s = next
		headers = append(headers, s.FinalizedHeader, u.AttestedHeader)
	}
	for _, u := range r.updates {
		follow(u)
		if s.NextSyncCommittee == nil {
			t.Errorf("slot %d: the next committee is not known", u.AttestedHeader.Beacon.Slot)
		}
	}
	if r.finality != nil {
		follow(r.finality.Update())
		if s.FinalizedHeader.Beacon.HashTreeRoot() != r.finality.FinalizedHeader.Beacon.HashTreeRoot() {
			t.Errorf("final is slot %d, want that of the finality update, %d", s.FinalizedHeader.Beacon.Slot, r.finality.FinalizedHeader.Beacon.Slot)
		}
	}
	if r.optimistic != nil {
		follow(r.optimistic.Update())
		if got, want := s.OptimisticHeader.Beacon.Slot, r.optimistic.AttestedHeader.Beacon.Slot; got != want {
			t.Errorf("optimistic slot is %d, want %d", got, want)
		}
	}
	bindRecorded(t, dir, headers)
}

// bindRecorded binds each execution block of a folder to the header that commits to it,
// finalized or signed.
func bindRecorded(t *testing.T, dir string, headers []beacon.LightClientHeader) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "execution_block_*.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		var execution types.Header
		if err := json.Unmarshal(readFile(t, name), &execution); err != nil {
			t.Fatal(err)
		}
		bound := 0
		for _, h := range headers {
			if h.ExecutionBlockHash() != execution.Hash() {
				continue
			}
			bound++
			got, err := beacon.BindExecution(&h, &execution)
			if err != nil {
				t.Errorf("%s: %v", name, err)
			}
			if e := h.Execution; e != nil && (got.Number != e.BlockNumber || got.StateRoot != e.StateRoot || got.Time != e.Timestamp) {
				t.Errorf("%s: %+v, want what the beacon chain says, %+v", name, got, e)
			}
		}
		if bound == 0 {
			t.Errorf("%s: no header commits to block %d, %s", name, execution.Number, execution.Hash())
		}
	}
}

// TestFollowEveryFork follows a chain on which each fork begins in the middle of a period,
// at every step with what a node would send: an update for each period, finality and
// optimistic updates within it. States and signatures are made apart from this package.
func TestFollowEveryFork(t *testing.T) {
	n := forge.NewNetwork(tinyPreset(), 0, 9, 18, 27, 36, 45, 54)
	if err := n.Validate(); err != nil {
		t.Fatal(err)
	}
	chain := sharedChain(n)
	anchor := chain.Block(8, common.Hash{})
	s, err := n.InitializeStore(anchor.Root(), chain.Bootstrap(anchor))
	if err != nil {
		t.Fatal(err)
	}
	crossed := map[[2]beacon.Fork]bool{}
	for attested := beacon.Slot(20); attested < 9*64; attested += 9 {
		finalized := attested - 11
		d := chain.Draft(attested, finalized)
		for _, message := range []*beacon.LightClientUpdate{d.OptimisticUpdate().Update(), d.FinalityUpdate().Update(), d.Update()} {
			if s, err = n.ProcessUpdate(s, message, attested+1); err != nil {
				t.Fatalf("slot %d: %v", attested, err)
			}
		}
		crossed[[2]beacon.Fork{n.ForkAt(finalized), n.ForkAt(attested)}] = true
		if s.FinalizedHeader.Beacon.Slot != finalized || s.FinalizedHeader.Beacon.HashTreeRoot() != chain.Block(finalized, common.Hash{}).Root() {
			t.Fatalf("final is slot %d, want %d", s.FinalizedHeader.Beacon.Slot, finalized)
		}
		if err := n.CheckHeader(&s.FinalizedHeader); err != nil {
			t.Fatal(err)
		}
		want := chain.Block(finalized, common.Hash{}).Execution.Hash()
		if n.ForkAt(finalized) < beacon.Capella {
			want = common.Hash{}
		}
		if got := s.FinalizedHeader.ExecutionBlockHash(); got != want {
			t.Fatalf("slot %d commits to execution block %s, want %s", finalized, got, want)
		}
	}
	for f := beacon.Altair; f < beacon.Gloas; f++ {
		if !crossed[[2]beacon.Fork{f, f + 1}] {
			t.Errorf("no update of %v has a finalized header of %v", f+1, f)
		}
	}
}
