package beacon

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// restore reads the store, which decides where the client begins.
//
// A record's anchor is the checkpoint's slot and root. An operator configures the root
// alone, so that another root than the record's is later or earlier than what is trusted,
// or of another chain, which only its header tells: begin asks for it.
func (c *Client) restore() error {
	record, found, err := c.keeper.Load()
	if !found { // or it could not be read
		return err
	}
	restored, err := c.net.restoreState(record)
	if err != nil {
		return fmt.Errorf("%w: %w; remove the store to begin anew from the configured checkpoint", lightclient.ErrStoreDamaged, err)
	}
	c.keeper.Release(lightclient.Believe(restored.released))
	if c.cfg.Checkpoint == restored.final.blockRoot() {
		// From now on it is what the client began from: later it could not be told from one of
		// another branch.
		restored.anchor = lightclient.Anchor{Number: uint64(restored.final.Beacon.Slot), Hash: c.cfg.Checkpoint}
	}
	if c.cfg.Checkpoint != restored.anchor.Hash {
		c.log.Warn("another checkpoint is configured than the store began from", "checkpoint", c.cfg.Checkpoint, "former", record.Anchor.Hash,
			"trusted_slot", restored.final.Beacon.Slot)
		c.old = restored
		return nil
	}
	c.state = restored
	return nil
}

// restoreState reads what record wrote. It believes the store no further than it has to:
// what the finalized header and the next committee are believed for is verified again,
// and so is what the released header follows from. Only the current committee has nothing
// to show for it but that its keys are keys and have signed the rest: whoever can write the
// store, and not merely damage it, can have the client follow a committee of their own.
func (n *Network) restoreState(r lightclient.Record) (state, error) {
	var saved savedState
	if err := rlp.DecodeBytes(r.State, &saved); err != nil {
		return state{}, fmt.Errorf("state of the client: %w", err)
	}
	if saved.Version != stateVersion {
		return state{}, fmt.Errorf("state of the client has version %d, want %d", saved.Version, stateVersion)
	}
	if saved.Released != saveHeader(r.Trusted) {
		return state{}, fmt.Errorf("saved header is %d (%s), the record says %d (%s)",
			saved.Released.Number, common.Hash(saved.Released.Hash), r.Trusted.Number, r.Trusted.Hash)
	}
	s := state{anchor: r.Anchor, basis: basis(saved.Basis), released: r.Trusted}
	if err := n.restoreHeader(&s, &saved); err != nil {
		return state{}, err
	}
	if err := s.restoreExecution(saved.Execution); err != nil {
		return state{}, err
	}
	if err := n.restoreNext(&s, &saved); err != nil {
		return state{}, err
	}
	// Decoding keys and verifying signatures takes ten times as long as all the rest.
	if err := n.restoreCommittees(&s, saved.Current); err != nil {
		return state{}, err
	}
	return s, nil
}

func (n *Network) restoreHeader(s *state, saved *savedState) error {
	fork := Fork(saved.Fork)
	switch s.basis {
	case byCheckpoint:
		h, err := DecodeHeader(fork, saved.Header)
		if err != nil {
			return fmt.Errorf("checkpoint: %w", err)
		}
		s.final = h
		if root := h.blockRoot(); root != s.anchor.Hash {
			return fmt.Errorf("checkpoint is block %s, the record says %s", root, s.anchor.Hash)
		}
	case byFinality:
		u, err := n.DecodeFinalityUpdate(fork, saved.Header)
		if err != nil {
			return fmt.Errorf("finality update: %w", err)
		}
		s.proof, s.final = u.Update(), u.FinalizedHeader
	case byForce:
		u, err := n.DecodeOptimisticUpdate(fork, saved.Header)
		if err != nil {
			return fmt.Errorf("forced update: %w", err)
		}
		s.proof, s.final = u.Update(), u.AttestedHeader
	default:
		return fmt.Errorf("basis is %d, want %d to %d", saved.Basis, byCheckpoint, byForce)
	}
	if s.proof != nil {
		return n.checkUnsigned(s.proof)
	}
	return n.CheckHeader(&s.final)
}

// restoreExecution checks that the released header follows from the finalized one, or, if
// that was forced, at least from its own encoding.
func (s *state) restoreExecution(encoded []byte) error {
	if len(encoded) > 0 {
		s.execution = new(types.Header)
		if err := rlp.DecodeBytes(encoded, s.execution); err != nil {
			return fmt.Errorf("execution header: %w", err)
		}
	}
	if s.basis == byForce {
		if s.execution == nil {
			return nil
		}
		h, err := lightclient.ReadHeader(s.execution)
		if err != nil {
			return err
		}
		return s.sameReleased(h)
	}
	h, err := executionOf(&s.final, s.execution)
	if err != nil {
		return err
	}
	return s.sameReleased(h)
}

func (s *state) sameReleased(h lightclient.Header) error {
	if h != s.released {
		return fmt.Errorf("execution header is %d (%s), the record says %d (%s)", h.Number, h.Hash, s.released.Number, s.released.Hash)
	}
	return nil
}

func (n *Network) restoreNext(s *state, saved *savedState) error {
	if len(saved.Next) == 0 && saved.NextFork == 0 {
		return nil
	}
	u, err := n.DecodeUpdate(Fork(saved.NextFork), saved.Next)
	if err != nil {
		return fmt.Errorf("update with the next committee: %w", err)
	}
	if err := n.checkUnsigned(u); err != nil {
		return fmt.Errorf("update with the next committee: %w", err)
	}
	if n.Preset.PeriodAt(u.AttestedHeader.Beacon.Slot) != n.Preset.PeriodAt(s.final.Beacon.Slot) {
		return fmt.Errorf("update with the next committee is of slot %d, another period than that of the finalized header, %d",
			u.AttestedHeader.Beacon.Slot, s.final.Beacon.Slot)
	}
	s.next = u
	return nil
}

func (n *Network) restoreCommittees(s *state, current []byte) error {
	raw, err := DecodeSyncCommittee(n.Preset, current)
	if err != nil {
		return err
	}
	s.store = Store{Fork: s.final.Fork, FinalizedHeader: s.final, OptimisticHeader: s.final}
	if s.store.CurrentSyncCommittee, err = DecodeCommittee(n.Preset, raw); err != nil {
		return err
	}
	if s.next != nil {
		if s.store.NextSyncCommittee, err = DecodeCommittee(n.Preset, &s.next.NextSyncCommittee); err != nil {
			return err
		}
	}
	for _, u := range []*LightClientUpdate{s.next, s.proof} {
		if u == nil {
			continue
		}
		signed := s.signed(n, u)
		if signed.Committee == nil {
			return fmt.Errorf("update of slot %d is signed in slot %d, whose committee is not known", u.AttestedHeader.Beacon.Slot, u.SignatureSlot)
		}
		if err := signed.Committee.VerifyAggregate(&u.SyncAggregate, n.signingRoot(u)); err != nil {
			return fmt.Errorf("update of slot %d: %w", u.SignatureSlot, err)
		}
	}
	return nil
}

// checkUnsigned checks all of an update but its signature and whether it is news.
func (n *Network) checkUnsigned(u *LightClientUpdate) error {
	if err := n.CheckHeader(&u.AttestedHeader); err != nil {
		return fmt.Errorf("attested_header: %w", err)
	}
	if err := CheckParticipation(&u.SyncAggregate); err != nil {
		return err
	}
	if err := n.checkFinality(u); err != nil {
		return err
	}
	return n.checkNextCommitteeBranch(u)
}

// executionOf returns the execution block of a finalized header: what its own header says
// if that was fetched, and else what the beacon chain says of it. Both must agree. It is
// zero if there is no execution block yet.
func executionOf(final *LightClientHeader, fetched *types.Header) (lightclient.Header, error) {
	said, isSaid := payloadOf(final)
	if fetched == nil {
		switch {
		case final.ExecutionBlockHash() == common.Hash{}:
			return lightclient.Header{}, nil
		case !isSaid:
			return lightclient.Header{}, fmt.Errorf("%w: slot %d commits to execution block %s by its hash alone: an execution node must show its header",
				lightclient.ErrUnavailable, final.Beacon.Slot, final.ExecutionBlockHash())
		}
		return said, nil
	}
	bound, err := BindExecution(final, fetched)
	if err != nil {
		return lightclient.Header{}, err
	}
	if isSaid && said != bound {
		return lightclient.Header{}, malformed("execution block %s is %+v by its header, and %+v by the beacon block of slot %d",
			bound.Hash, bound, said, final.Beacon.Slot)
	}
	return bound, nil
}

func payloadOf(h *LightClientHeader) (lightclient.Header, bool) {
	e := h.Execution
	if e == nil {
		return lightclient.Header{}, false
	}
	return lightclient.Header{
		Number: e.BlockNumber, Hash: e.BlockHash, ParentHash: e.ParentHash, StateRoot: e.StateRoot, ReceiptsRoot: e.ReceiptsRoot, Time: e.Timestamp,
	}, true
}
