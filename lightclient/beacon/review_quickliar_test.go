package beacon_test

import (
	"context"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestAttackClientQuickCopy: one who answers at once with what the client knows already
// does not keep it from ever waiting for those who are slower.
func TestAttackClientQuickCopy(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.addNodes(1)
	s.change = func(cfg *beacon.Config) { cfg.WitnessTimeout = 5 * time.Millisecond }
	s.open()
	old := s.chain.Fork((trustedEpoch+2)*8+1, "")
	s.nodes[0].Show(old, beacontest.Lies{})
	s.nodes[1].Show(s.chain, beacontest.Lies{Finality: func(ctx context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
		select {
		case <-ctx.Done():
			return nil, ctx.Err()
		case <-time.After(30 * time.Millisecond):
			return u, err
		}
	}})
	if final, err := s.client.Update(t.Context()); err != nil || final.Header() != s.header(finalOf(old).Confirms()) {
		t.Fatalf("while finality is not overdue: %+v, %v", final.Header(), err)
	}
	s.clock.Set(s.net.TimeOf((trustedEpoch + 4) * 8))
	s.mustFollow()
}
