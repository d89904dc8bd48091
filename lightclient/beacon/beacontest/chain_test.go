package beacontest_test

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

const genesisTime = 1_700_000_000

// schedules runs a test at every fork, and through all of them.
func schedules(t *testing.T, f func(t *testing.T, n *beacon.Network)) {
	for fork := beacon.Altair; fork <= beacon.Gloas; fork++ {
		t.Run(fork.String(), func(t *testing.T) {
			f(t, beacontest.MinimalNetwork(beacontest.Always(fork), genesisTime, 6*time.Second))
		})
	}
	all := beacontest.Schedule{
		beacon.Altair: 0, beacon.Bellatrix: 5, beacon.Capella: 9, beacon.Deneb: 14, beacon.Electra: 19, beacon.Fulu: 23, beacon.Gloas: 28,
	}
	t.Run("altair to gloas", func(t *testing.T) { f(t, beacontest.MinimalNetwork(all, genesisTime, 6*time.Second)) })
}

func newChain(t *testing.T, n *beacon.Network, slots int) *beacontest.Chain {
	t.Helper()
	c, err := beacontest.New(beacontest.Config{Network: n, Seed: "chain", Absent: 3})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.Grow(slots); err != nil {
		t.Fatal(err)
	}
	return c
}

// TestClientsAgree: what the chain makes, at every fork and through all of them, is what
// package beacon verifies: signature by signature and branch by branch, though the two
// share no code.
func TestClientsAgree(t *testing.T) {
	schedules(t, func(t *testing.T, n *beacon.Network) {
		const slots = 330 // five periods
		c := newChain(t, n, slots)
		checkpoint := c.At(3)
		bootstrap, err := c.Bootstrap(checkpoint.Root)
		if err != nil {
			t.Fatal(err)
		}
		store, err := n.Begin(checkpoint.Root, bootstrap, n.TimeOf(slots), beacon.DefaultParams())
		if err != nil {
			t.Fatal(err)
		}
		for slot := checkpoint.Header.Slot + 1; slot < slots; slot += 2 {
			attested := c.At(slot)
			u, err := c.Update(attested, slot+1)
			if err != nil {
				t.Fatal(err)
			}
			if store, err = n.Verify(store, u, n.TimeOf(slot+1), beacon.DefaultParams()); err != nil {
				t.Fatalf("slot %d: %v", slot, err)
			}
			if want := attested.Finalized(); want != nil && store.FinalizedHeader.Beacon != want.Header && want.Header.Slot >= checkpoint.Header.Slot {
				t.Fatalf("slot %d: %d is final, want %d", slot, store.FinalizedHeader.Beacon.Slot, want.Header.Slot)
			}
			checkExecution(t, n, &store.FinalizedHeader, c)
		}
		if final := store.FinalizedHeader.Beacon.Slot; final < slots-4*8 {
			t.Errorf("only slot %d is final", final)
		}
	})
}

func checkExecution(t *testing.T, n *beacon.Network, final *beacon.LightClientHeader, c *beacontest.Chain) {
	t.Helper()
	if n.ForkAt(final.Beacon.Slot) < beacon.Capella {
		return
	}
	header, err := beacon.BindExecution(final, c.At(final.Beacon.Slot).Confirms())
	if err != nil {
		t.Fatalf("slot %d: %v", final.Beacon.Slot, err)
	}
	if want := final.Beacon.Slot - 1; n.ForkAt(final.Beacon.Slot) >= beacon.Gloas && header.Number != uint64(want) {
		t.Errorf("slot %d confirms execution block %d, want that of the slot before", final.Beacon.Slot, header.Number)
	}
}

// TestUpdatesByPeriod: a client that has slept for periods follows by one update of each.
func TestUpdatesByPeriod(t *testing.T) {
	schedules(t, func(t *testing.T, n *beacon.Network) {
		const slots = 330
		c := newChain(t, n, slots)
		checkpoint := c.At(8)
		bootstrap, err := c.Bootstrap(checkpoint.Root)
		if err != nil {
			t.Fatal(err)
		}
		now := n.TimeOf(slots)
		store, err := n.Begin(checkpoint.Root, bootstrap, now, beacon.DefaultParams())
		if err != nil {
			t.Fatal(err)
		}
		updates, err := c.Updates(0, 128)
		if err != nil || len(updates) != 6 {
			t.Fatalf("%d updates, %v, want 6", len(updates), err)
		}
		for i, u := range updates {
			if store, err = n.Verify(store, u, now, beacon.DefaultParams()); err != nil {
				t.Fatalf("update %d: %v", i, err)
			}
		}
		newest, err := c.FinalityUpdate()
		if err != nil {
			t.Fatal(err)
		}
		if store, err = n.Verify(store, newest.Update(), now, beacon.DefaultParams()); err != nil {
			t.Fatal(err)
		}
		if got, want := store.FinalizedHeader.Beacon.Slot, beacon.Slot(39*8); got != want {
			t.Errorf("slot %d is final, want %d", got, want)
		}
		optimistic, err := c.OptimisticUpdate()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.ProcessOptimisticUpdate(store, optimistic, n.SlotAt(now)); err != nil {
			t.Fatal(err)
		}
	})
}

// TestAncestors: the roots of blocks before are in the state, at every fork, with slots
// that were skipped.
func TestAncestors(t *testing.T) {
	schedules(t, func(t *testing.T, n *beacon.Network) {
		c := newChain(t, n, 100)
		if _, err := c.Add(t.Context(), 130); err != nil { // 29 slots without a block
			t.Fatal(err)
		}
		if _, err := c.Grow(60); err != nil {
			t.Fatal(err)
		}
		final := c.Head()
		u, err := c.Update(final, final.Header.Slot+1)
		if err != nil {
			t.Fatal(err)
		}
		for slot := final.Header.Slot - 64; slot < final.Header.Slot; slot++ {
			ancestor := c.At(slot)
			if ancestor.Header.Slot != slot {
				continue
			}
			bootstrap, err := c.Bootstrap(ancestor.Root)
			if err != nil {
				t.Fatal(err)
			}
			branch, err := c.AncestorBranch(final, slot)
			if err != nil {
				t.Fatal(err)
			}
			if err := n.VerifyAncestor(&u.AttestedHeader, &bootstrap.Header, branch); err != nil {
				t.Errorf("slot %d: %v", slot, err)
			}
		}
	})
}

// TestForksAreRivals: both branches have the same committees and different blocks.
func TestForksAreRivals(t *testing.T) {
	n := beacontest.MinimalNetwork(beacontest.Always(beacon.Electra), genesisTime, 6*time.Second)
	c := newChain(t, n, 66)
	rival := c.Fork(66, "rival")
	for _, chain := range []*beacontest.Chain{c, rival} {
		if _, err := chain.Grow(30); err != nil {
			t.Fatal(err)
		}
	}
	if c.At(66) != rival.At(66) || c.At(67).Root == rival.At(67).Root || c.At(90).Confirms().Hash() == rival.At(90).Confirms().Hash() {
		t.Error("the branches part elsewhere than after slot 66")
	}
	for name, chain := range map[string]*beacontest.Chain{"honest": c, "rival": rival} {
		bootstrap, err := chain.Bootstrap(c.At(66).Root)
		if err != nil {
			t.Fatal(err)
		}
		store, err := n.InitializeStore(c.At(66).Root, bootstrap)
		if err != nil {
			t.Fatal(err)
		}
		update, err := chain.FinalityUpdate()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := n.ProcessFinalityUpdate(store, update, 200); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func ExampleNew() {
	network := beacontest.MinimalNetwork(beacontest.Always(beacon.Fulu), genesisTime, 6*time.Second)
	chain, err := beacontest.New(beacontest.Config{Network: network, Seed: "example"})
	if err != nil {
		panic(err)
	}
	head, err := chain.Grow(40)
	if err != nil {
		panic(err)
	}
	fmt.Println(head.Header.Slot, head.Finalized().Header.Slot)
	// Output: 40 24
}

// TestRun: blocks come with the slots, over an execution chain that is slower, and that
// fails at times.
func TestRun(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		begun := time.Now()
		n := beacontest.MinimalNetwork(beacontest.Always(beacon.Electra), uint64(begun.Unix()), 250*time.Millisecond)
		asked := int64(0)
		execution := beacontest.ExecutionFunc(func(context.Context) (*types.Header, error) {
			asked++
			if asked%5 == 0 {
				return nil, errors.New("the node restarts")
			}
			return &types.Header{Number: big.NewInt(7 + asked/2), Difficulty: new(big.Int), Time: uint64(time.Now().Unix())}, nil
		})
		c, err := beacontest.New(beacontest.Config{Network: n, Seed: "run", Execution: execution})
		if err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { c.Run(ctx); close(done) }()
		time.Sleep(25*time.Second + time.Millisecond) // 100 slots
		cancel()
		<-done
		head := c.Head()
		if head.Header.Slot < 97 || head.Payload.Number.Int64() < 7+asked/2-1 || head.Finalized() == nil {
			t.Errorf("newest is slot %d over execution block %d, after 100 slots and block %d", head.Header.Slot, head.Payload.Number, 7+asked/2)
		}
		empty := 0
		for slot := beacon.Slot(1); slot <= head.Header.Slot; slot++ {
			if c.At(slot).Header.Slot != slot {
				empty++
			}
		}
		if empty < 40 {
			t.Errorf("only %d slots are empty, though the execution chain is half as fast", empty)
		}
	})
}
