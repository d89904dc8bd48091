package beacon_test

import (
	"context"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
	"github.com/catenary-bridge/catenary/lightclient/beacon/beacontest"
)

// TestAttackClientConflictPadded: a branch whose execution headers are too large to be kept
// as a whole stops the client for good nevertheless, after a restart as well.
func TestAttackClientConflictPadded(t *testing.T) {
	s := newSiege(t, beacon.Gloas)
	rival := s.chain.Fork(s.chain.At(trustedEpoch*8-1).Header.Slot-1, "rival")
	newest := rival.Head().Payload
	rival.Execute(beacontest.ExecutionFunc(func(context.Context) (*types.Header, error) {
		h := types.CopyHeader(newest)
		h.Number.SetUint64(newest.Number.Uint64() + 1)
		h.ParentHash, h.Extra = newest.Hash(), make([]byte, lightclient.MaxStateBytes)
		newest = h
		return h, nil
	}))
	s.extend(rival, siegeEpoch)
	s.lie(rival, beacontest.Lies{})
	if e := s.mustBeFrozen(); len(e.RawConflicting) == 0 || len(e.RawConflicting) > lightclient.MaxStateBytes {
		t.Errorf("%d bytes of the rival are kept", len(e.RawConflicting))
	}
	s.open()
	s.mustBeFrozen()
}
