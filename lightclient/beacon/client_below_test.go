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

// TestAttackClientSameExecutionBlock: a later beacon block over the execution block that is
// final already takes nothing back, whoever shows it.
func TestAttackClientSameExecutionBlock(t *testing.T) {
	s := newEmptySiege(t, beacon.Fulu)
	s.execs = nil
	s.open()
	young := s.extend(s.chain.Fork(9*8+1, ""), 10)
	s.nodes[0].Show(young, beacontest.Lies{})
	s.clock.Turn(s.net.TimeOf(young.Head().Header.Slot))
	first, err := s.client.Update(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	trusted, err := s.chain.Bootstrap(s.chain.At(9 * 8).Root)
	if err != nil {
		t.Fatal(err)
	}
	again := s.extend(s.chain.ForkDescribing(9*8+1, "again", func(slot beacon.Slot, e *beacon.ExecutionPayloadHeader) {
		if slot == 10*8 {
			*e = *trusted.Header.Execution
		}
	}), 12)
	s.nodes[0].Show(again, beacontest.Lies{})
	s.clock.Set(s.net.TimeOf(again.Head().Header.Slot))
	if final, err := s.client.Update(t.Context()); err != nil || final != first {
		t.Errorf("final is %+v, %v, want %+v", final.Header(), err, first.Header())
	}
}

// TestAttackClientConflictNeverWithNodes: a client that has never seen an execution header
// freezes for two blocks of one number as well, by what the beacon chain says of them.
func TestAttackClientConflictNeverWithNodes(t *testing.T) {
	s := newEmptySiege(t, beacon.Fulu)
	s.execs = nil
	s.open()
	s.mustFollow()
	number, next := s.client.Final().Header().Number, beacon.Slot(siegeEpoch-1)*8
	rival := s.extend(s.chain.ForkDescribing(next-1, "described", func(slot beacon.Slot, e *beacon.ExecutionPayloadHeader) {
		if slot == next {
			e.BlockNumber = number
		}
	}), siegeEpoch+1)
	s.nodes[0].Show(rival, beacontest.Lies{})
	s.clock.Set(s.net.TimeOf(rival.Head().Header.Slot))
	if e := s.mustFreeze(); e.Number != number {
		t.Errorf("evidence is of block %d, want %d", e.Number, number)
	}
}
