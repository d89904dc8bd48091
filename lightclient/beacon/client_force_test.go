package beacon_test

import (
	"context"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// stripped takes the next committee and finality out of updates, neither of which the
// signature is about.
func stripped(u []*beacon.LightClientUpdate, err error) ([]*beacon.LightClientUpdate, error) {
	for i := range u {
		bare := (&beacon.LightClientOptimisticUpdate{
			AttestedHeader: u[i].AttestedHeader, SyncAggregate: u[i].SyncAggregate, SignatureSlot: u[i].SignatureSlot,
		}).Update()
		u[i] = bare
	}
	return u, err
}

// TestAttackClientForceStripped: an update that was forced is stored with the committee
// that it brought, though another node has shown the same signature without it.
func TestAttackClientForceStripped(t *testing.T) {
	s := stalledSiege(t, true)
	s.addNodes(1)
	s.nodes[1].Show(s.chain, beacontest.Lies{
		Updates: func(_ context.Context, u []*beacon.LightClientUpdate, err error) ([]*beacon.LightClientUpdate, error) {
			return stripped(append([]*beacon.LightClientUpdate(nil), u...), err)
		},
	})
	var forced []beacon.Step
	change := s.change
	s.change = func(cfg *beacon.Config) {
		change(cfg)
		cfg.Observe = func(step beacon.Step) {
			if step.Kind == beacon.StepForced {
				forced = append(forced, step)
			}
		}
	}
	s.open()
	s.clock.Add(8 * s.net.SlotDuration)
	if _, err := s.client.Update(t.Context()); err != nil {
		t.Fatal(err)
	}
	if len(forced) == 0 {
		t.Fatal("nothing was forced")
	}
	s.open() // from the store
}
