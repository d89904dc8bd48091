package beacon_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestAttackClientQuickCopy: one who answers at once with what the client knows already
// does not keep it from ever waiting for those who are slower.
func TestAttackClientQuickCopy(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.addNodes(1)
	s.change = func(cfg *beacon.Config) { cfg.WitnessTimeout = time.Nanosecond }
	s.open()
	old := s.chain.Fork((trustedEpoch+2)*8+1, "")
	noNews := func(context.Context, []*beacon.LightClientUpdate, error) ([]*beacon.LightClientUpdate, error) {
		return old.Updates(1, 1)
	}
	s.nodes[0].Show(old, beacontest.Lies{Updates: noNews})
	var late atomic.Bool // the next answer comes after that of the liar
	var broken error
	s.nodes[1].Show(s.chain, beacontest.Lies{
		Updates: noNews,
		Finality: func(ctx context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
			if late.Swap(false) {
				<-ctx.Done()
				return nil, ctx.Err()
			}
			if broken != nil {
				return nil, broken
			}
			return u, err
		},
	})
	noProgress := func(when string) {
		t.Helper()
		late.Store(true)
		if final, err := s.client.Update(t.Context()); err != nil || final.Header() != s.header(finalOf(old).Confirms()) {
			t.Fatalf("%s: %+v, %v", when, final.Header(), err)
		}
	}
	noProgress("while finality is not overdue")
	s.clock.Set(s.net.TimeOf((trustedEpoch + 4) * 8))
	broken = lightclient.ErrUnavailable
	noProgress("the slow one fails beside one that has answered")
	broken = nil
	s.clock.Add(time.Second) // for which it rests
	late.Store(true)
	s.mustFollow()
}
