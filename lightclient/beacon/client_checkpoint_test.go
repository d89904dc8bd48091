package beacon_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// TestAttackClientCheckpointTaken: whoever configures the block that is trusted as the new
// checkpoint has a client that goes on from there, at the next start too.
func TestAttackClientCheckpointTaken(t *testing.T) {
	s := newSiege(t, beacon.Fulu)
	s.change = func(cfg *beacon.Config) { cfg.Checkpoint = s.chain.At(trustedEpoch * 8).Root }
	s.open()
	s.mustFollow()
	s.open() // with the same configuration
	s.mustFollow()
	if got, want := s.stored().Anchor.Hash, s.chain.At(trustedEpoch*8).Root; got != want {
		t.Errorf("the store's anchor is %s, want the checkpoint, %s", got, want)
	}
}
