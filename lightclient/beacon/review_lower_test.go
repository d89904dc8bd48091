package beacon_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestAttackClientConflictBelow: a later beacon block of a branch that has fewer execution
// blocks is final by two thirds. What was final at its height is remembered, so that this
// is as good a proof as any.
func TestAttackClientConflictBelow(t *testing.T) {
	for _, fork := range []beacon.Fork{beacon.Fulu, beacon.Gloas} {
		t.Run(fork.String(), func(t *testing.T) {
			s := newSiege(t, fork)
			rival := s.chain.Fork(trustedEpoch*8-2, "rival")
			s.remember(siegeEpoch + 1)
			for e := beacon.Slot(siegeEpoch); e <= siegeEpoch+3; e++ {
				for slot := e * 8; slot < e*8+2; slot++ {
					if _, err := rival.Add(t.Context(), slot); err != nil {
						t.Fatal(err)
					}
				}
			}
			s.clock.Set(s.net.TimeOf(rival.Head().Header.Slot))
			theirs, ours := finalOf(rival), s.client.Final().Header()
			if n := theirs.Confirms().Number.Uint64(); n >= ours.Number || theirs.Header.Slot <= finalOf(s.chain).Header.Slot {
				t.Fatalf("the rival finalizes block %d in slot %d, want a lower one than %d, later", n, theirs.Header.Slot, ours.Number)
			}
			s.lie(rival, beacontest.Lies{})
			s.mustFreeze()
		})
	}
}
