package beacon_test

import (
	"context"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestAttackClientOldHead: a node that shows an old head does not keep others from being
// asked for theirs.
func TestAttackClientOldHead(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.addNodes(1)
	s.change = func(cfg *beacon.Config) { cfg.FollowHead = true }
	s.open()
	s.mustFollow()
	first, ok := s.client.Head()
	if !ok {
		t.Fatal("there is no head")
	}
	s.chain = s.extend(s.chain.Fork(s.chain.Head().Header.Slot, ""), siegeEpoch+1)
	s.tick()
	old, err := s.nodes[0].OptimisticUpdate(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	s.nodes[0].Show(s.chain, beacontest.Lies{
		Optimistic: func(context.Context, *beacon.LightClientOptimisticUpdate, error) (*beacon.LightClientOptimisticUpdate, error) {
			return old, nil
		},
	})
	s.nodes[1].Show(s.chain, beacontest.Lies{})
	s.mustFollow()
	if head, _ := s.client.Head(); head.Slot <= first.Slot {
		t.Errorf("head is still slot %d", head.Slot)
	}
}
