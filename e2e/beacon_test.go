package e2e_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// wantCommittee has the daemons refuse lanes whose source is verified by less.
func wantCommittee(n *e2e.Net) []daemon.LaneConfig {
	return []daemon.LaneConfig{
		{Source: n.Left.ID, Target: n.Right.ID, MinimumSecurity: daemon.ByCommittee},
		{Source: n.Right.ID, Target: n.Left.ID, MinimumSecurity: daemon.ByConsensus},
	}
}

// TestBeaconChainThroughTwoCommitteePeriods: the source is the execution layer of a
// beacon chain, followed by its sync committees alone: from a checkpoint, through two
// changes of the committee and, in one of the stories, through the fork to Gloas, from
// which on beacon blocks commit to the hash of an execution block and to nothing in it.
// Messages sent all the while arrive.
func TestBeaconChainThroughTwoCommitteePeriods(t *testing.T) {
	t.Parallel()
	for name, schedule := range map[string]beacontest.Schedule{
		"fulu":             beacontest.Always(beacon.Fulu),
		"electra to gloas": {beacon.Electra: 0, beacon.Fulu: 10, beacon.Gloas: 18},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{History: 16_384})
			b := n.StartBeacon(n.Left, schedule)
			checkpoint := b.AwaitFinality(n, 8)
			relayer := func(c *daemon.RelayerConfig) {
				b.Follow(c.Chains, checkpoint, b.Consensus)
				c.Lanes = wantCommittee(n)
			}
			first := n.StartRelayer(relayer, nil)
			n.StartSigners(func(c *daemon.SignerConfig) {
				b.Follow(c.Chains, checkpoint, b.Consensus)
				c.Lanes = wantCommittee(n)
			})
			periods := b.Chain.Network().Preset
			begun := periods.PeriodAt(checkpoint.Header.Slot)
			sent := uint64(0)
			for period := begun; period <= begun+2; period++ {
				b.AwaitFinality(n, beacon.Slot(uint64(period)*periods.PeriodSlots()))
				n.Ping(n.Left, n.Right, sent+1, 5)
				n.Ping(n.Right, n.Left, sent+1, 5)
				sent += 5
				n.AwaitExactlyOnce(n.Right, n.Left, sent)
				n.AwaitExactlyOnce(n.Left, n.Right, sent)
				if period == begun+1 { // it goes on from the committees that it has kept
					first.Stop()
					n.StartRelayer(relayer, nil)
				}
			}
			if final := b.Chain.Head().Finalized(); periods.PeriodAt(final.Header.Slot) < begun+2 {
				t.Fatalf("finalized slot %d is of period %d, want two after %d", final.Header.Slot, periods.PeriodAt(final.Header.Slot), begun)
			}
		})
	}
}

// TestBeaconNodesThatLie: the preferred beacon node of relayer and signers shows a
// chain whose committees nobody elected, the second one updates that too few have
// signed, and the execution node other contents of the block that was finalized. None
// is believed, and what the honest one shows arrives.
func TestBeaconNodesThatLie(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{History: 16_384})
	b := n.StartBeacon(n.Left, beacontest.Always(beacon.Fulu))
	checkpoint := b.AwaitFinality(n, 8)
	others, err := beacontest.New(beacontest.Config{Network: b.Chain.Network(), Seed: "usurpers"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := others.Grow(int(b.Chain.Head().Header.Slot)); err != nil {
		t.Fatal(err)
	}
	usurped := beacontest.NewEndpoint("usurped", others)
	few := beacontest.NewEndpoint("few", b.Chain)
	few.Show(b.Chain, beacontest.SignedBy(b.Chain, 21)) // of 32: one less than two thirds
	nodes := []string{n.ServeBeacon(usurped, b), n.ServeBeacon(few, b), b.Consensus}
	n.StartRelayer(func(c *daemon.RelayerConfig) { b.Follow(c.Chains, checkpoint, nodes...) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { b.Follow(c.Chains, checkpoint, nodes...) })
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	// Whoever lied when a client began is left alone for a while, in which all may arrive.
	n.Eventually("the liars are asked what is final", func() bool {
		return usurped.Requests("finality") > 0 && few.Requests("finality") > 0
	})
	n.Ping(n.Left, n.Right, 6, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 10)
}
