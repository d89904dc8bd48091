package beacon

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// testimony is one side of a conflict between branches: an update that finalizes a block,
// the committee that signed it, and the headers from that execution block on down to the
// height of the conflict, each the parent of the one before. Without headers the block is
// the one that the beacon chain itself describes.
type testimony struct {
	signed  SignedUpdate
	headers []*types.Header
}

// savedTestimony is a testimony in RLP, whose parts are SSZ. Its first byte, that of a
// long list, is none that [Network.RecheckConflict] knows.
type savedTestimony struct {
	Committee []byte
	Fork      uint8
	Update    []byte // LightClientFinalityUpdate
	Headers   []*types.Header
}

func (t testimony) encode(p Preset) ([]byte, error) {
	u := t.signed.Update
	if t.signed.Committee == nil {
		return nil, fmt.Errorf("%w: update of slot %d is signed in slot %d, whose committee is not known any more",
			lightclient.ErrStale, u.AttestedHeader.Beacon.Slot, u.SignatureSlot)
	}
	part := LightClientFinalityUpdate{u.AttestedHeader, u.FinalizedHeader, u.FinalityBranch, u.SyncAggregate, u.SignatureSlot}
	saved := savedTestimony{Fork: uint8(u.Fork()), Headers: t.headers}
	var err error
	if saved.Update, err = part.EncodeSSZ(p); err != nil {
		return nil, err
	}
	if saved.Committee, err = t.signed.Committee.SyncCommittee().EncodeSSZ(p); err != nil {
		return nil, err
	}
	return rlp.EncodeToBytes(saved)
}

func (n *Network) decodeTestimony(b []byte) (testimony, error) {
	var saved savedTestimony
	if err := rlp.DecodeBytes(b, &saved); err != nil {
		return testimony{}, malformed("%w", err)
	}
	raw, err := DecodeSyncCommittee(n.Preset, saved.Committee)
	if err != nil {
		return testimony{}, err
	}
	u, err := n.DecodeFinalityUpdate(Fork(saved.Fork), saved.Update)
	if err != nil {
		return testimony{}, err
	}
	committee, err := DecodeCommittee(n.Preset, raw)
	return testimony{SignedUpdate{committee, u.Update()}, saved.Headers}, err
}

// speaksOf returns the execution block to which the testimony leads, after checking all of
// it.
func (t *testimony) speaksOf(n *Network) (lightclient.Header, error) {
	if _, err := n.checkSigned(t.signed); err != nil {
		return lightclient.Header{}, err
	}
	final := &t.signed.Update.FinalizedHeader
	if len(t.headers) == 0 {
		return executionOf(final, nil)
	}
	h, err := executionOf(final, t.headers[0])
	if err != nil {
		return lightclient.Header{}, err
	}
	ancestors, err := BindAncestors(h, t.headers[1:])
	if err != nil {
		return lightclient.Header{}, err
	}
	if n := len(ancestors); n > 0 {
		h = ancestors[n-1]
	}
	return h, nil
}

// CheckEvidence checks again for what a client froze: that two thirds of the committees in
// it have signed updates that exclude each other, and that its headers are those which the
// updates lead to. Whether the committees are the chain's is shown by their roots, to be
// compared with those of any node or state that one trusts. Errors say what it fails to
// prove. Of headers too large for a store, which no honest chain has, only the signed
// updates are kept; for them it fails.
func (n *Network) CheckEvidence(e *lightclient.Evidence) error {
	if len(e.RawTrusted) > 0 && e.RawTrusted[0] < uint8(numForks) {
		_, err := n.RecheckConflict(e)
		return err
	}
	if e.ChainID != n.ChainID {
		return fmt.Errorf("%w: evidence is of chain %d, want %d", lightclient.ErrWrongChain, e.ChainID, n.ChainID)
	}
	if e.Trusted.Hash == e.Conflicting.Hash {
		return errors.New("both sides have the same execution block")
	}
	var sides [2]testimony
	for i, side := range []struct {
		name   string
		raw    []byte
		header lightclient.Header
	}{{"trusted", e.RawTrusted, e.Trusted}, {"conflicting", e.RawConflicting, e.Conflicting}} {
		t, err := n.decodeTestimony(side.raw)
		if err != nil {
			return fmt.Errorf("%s side: %w", side.name, err)
		}
		h, err := t.speaksOf(n)
		if err != nil {
			return fmt.Errorf("%s side: %w", side.name, err)
		}
		if h != side.header || h.Number != e.Number {
			return fmt.Errorf("%w: %s side leads to execution block %+v, the evidence of block %d says %+v", lightclient.ErrNotLinked, side.name, h, e.Number, side.header)
		}
		sides[i] = t
	}
	period, other := n.Preset.PeriodAt(sides[0].signed.Update.SignatureSlot), n.Preset.PeriodAt(sides[1].signed.Update.SignatureSlot)
	if a, b := sides[0].signed.Committee.Root(), sides[1].signed.Committee.Root(); period == other && a != b {
		return fmt.Errorf("%w: period %d has one committee, and the updates are signed by two, %s and %s", lightclient.ErrWrongChain, period, a, b)
	}
	return nil
}
