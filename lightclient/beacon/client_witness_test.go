package beacon_test

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestAttackClientWitnessOfAnotherPeriod: a witness that is asked for the update of one
// period answers with one that is signed in another, whose committee the client does not
// know. It proves nothing, and must not stop anybody.
func TestAttackClientWitnessOfAnotherPeriod(t *testing.T) {
	s := newEmptySiege(t, beacon.Fulu)
	s.addNodes(1)
	var log bytes.Buffer
	s.change = func(cfg *beacon.Config) { cfg.Log = slog.New(slog.NewTextHandler(&log, nil)) }
	s.open()
	s.nodes[1].Show(s.chain, s.finalityIsHonest(beacontest.Lies{
		Updates: func(context.Context, []*beacon.LightClientUpdate, error) ([]*beacon.LightClientUpdate, error) {
			return s.chain.Updates(0, 1)
		},
	}))
	s.mustFollow()
	if want := "signature is of period 0, whose committee is not known"; !strings.Contains(log.String(), want) {
		t.Errorf("it said %s, want %q", log.String(), want)
	}
}
