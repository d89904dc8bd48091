package beacon

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Store is LightClientStore: all that a light client remembers. It is a value: functions
// return the next one and leave theirs as it was, and what it points to never changes.
type Store struct {
	Fork Fork // format of all that follows

	FinalizedHeader      LightClientHeader
	CurrentSyncCommittee *Committee
	NextSyncCommittee    *Committee // nil: not known
	// BestValidUpdate is the best of those since FinalizedHeader that did not move it: what
	// a forced update would take. Nil: there is none.
	BestValidUpdate  *LightClientUpdate
	OptimisticHeader LightClientHeader

	PreviousMaxActiveParticipants uint64
	CurrentMaxActiveParticipants  uint64
}

// IsZero reports whether nothing is trusted yet.
func (s *Store) IsZero() bool { return s.CurrentSyncCommittee == nil }

// safetyThreshold is get_safety_threshold.
func (s *Store) safetyThreshold() uint64 {
	return max(s.PreviousMaxActiveParticipants, s.CurrentMaxActiveParticipants) / 2
}

// InitializeStore begins with a block that an operator vouches for, by its root
// (initialize_light_client_store). Of its age see [Network.CheckAge].
func (n *Network) InitializeStore(trustedBlockRoot common.Hash, bootstrap *LightClientBootstrap) (Store, error) {
	if err := checkShape(bootstrap, n.Preset); err != nil {
		return Store{}, err
	}
	h := &bootstrap.Header
	if err := n.CheckHeader(h); err != nil {
		return Store{}, err
	}
	if root := h.blockRoot(); root != trustedBlockRoot {
		return Store{}, fmt.Errorf("%w: bootstrap is of block %s, want the checkpoint, %s", lightclient.ErrWrongChain, root, trustedBlockRoot)
	}
	root := bootstrap.CurrentSyncCommittee.HashTreeRoot(n.Preset)
	index := n.ForkAt(h.Beacon.Slot).currentSyncCommitteeIndex()
	if !verifyBranch(root, bootstrap.CurrentSyncCommitteeBranch, index, h.Beacon.StateRoot) {
		return Store{}, malformed("current_sync_committee_branch does not lead from the committee %s to state_root %s", root, h.Beacon.StateRoot)
	}
	committee, err := DecodeCommittee(n.Preset, &bootstrap.CurrentSyncCommittee)
	if err != nil {
		return Store{}, err
	}
	return Store{Fork: bootstrap.Fork(), FinalizedHeader: *h, CurrentSyncCommittee: committee, OptimisticHeader: *h}, nil
}

// ProcessUpdate is process_light_client_update: it validates u, and returns the store
// that knows what it says. u may be in another format than the store. Errors wrap a
// reason of package lightclient.
func (n *Network) ProcessUpdate(s Store, u *LightClientUpdate, currentSlot Slot) (Store, error) {
	s, u, err := n.sameFormat(s, u)
	if err != nil {
		return Store{}, err
	}
	if err := n.validate(&s, u, currentSlot); err != nil {
		return Store{}, err
	}
	if s.BestValidUpdate == nil || n.IsBetterUpdate(u, s.BestValidUpdate) {
		s.BestValidUpdate = u
	}
	participants := u.SyncAggregate.Bits.Count()
	s.CurrentMaxActiveParticipants = max(s.CurrentMaxActiveParticipants, participants)
	if participants > s.safetyThreshold() && u.AttestedHeader.Beacon.Slot > s.OptimisticHeader.Beacon.Slot {
		s.OptimisticHeader = u.AttestedHeader
	}
	finalizesNextCommittee := s.NextSyncCommittee == nil && u.isSyncCommitteeUpdate() && u.isFinalityUpdate() &&
		n.Preset.PeriodAt(u.FinalizedHeader.Beacon.Slot) == n.Preset.PeriodAt(u.AttestedHeader.Beacon.Slot)
	newer := u.FinalizedHeader.Beacon.Slot > s.FinalizedHeader.Beacon.Slot
	if u.SyncAggregate.hasSupermajority() && (newer || finalizesNextCommittee) {
		if s, err = n.apply(s, u); err != nil {
			return Store{}, err
		}
		s.BestValidUpdate = nil
	}
	return s, nil
}

// ProcessFinalityUpdate is process_light_client_finality_update.
func (n *Network) ProcessFinalityUpdate(s Store, u *LightClientFinalityUpdate, currentSlot Slot) (Store, error) {
	return n.ProcessUpdate(s, u.Update(), currentSlot)
}

// ProcessOptimisticUpdate is process_light_client_optimistic_update.
func (n *Network) ProcessOptimisticUpdate(s Store, u *LightClientOptimisticUpdate, currentSlot Slot) (Store, error) {
	return n.ProcessUpdate(s, u.Update(), currentSlot)
}

// ProcessForceUpdate is process_light_client_store_force_update: if nothing has been
// finalized for a whole period, it takes the best update for final, whatever its
// participation and though the chain itself has not finalized it. What it returns is
// final by this choice alone, so that it must be an operator's, never a default. Without
// cause the store is returned as it was.
func (n *Network) ProcessForceUpdate(s Store, currentSlot Slot) (Store, error) {
	best := s.BestValidUpdate
	if best == nil || uint64(currentSlot) <= uint64(s.FinalizedHeader.Beacon.Slot)+n.Preset.PeriodSlots() {
		return s, nil
	}
	if best.FinalizedHeader.Beacon.Slot <= s.FinalizedHeader.Beacon.Slot {
		forced := *best
		forced.FinalizedHeader = best.AttestedHeader
		best = &forced
	}
	forced, err := n.apply(s, best)
	if err != nil {
		return Store{}, err
	}
	forced.BestValidUpdate = nil
	return forced, nil
}

// apply is apply_light_client_update. It decodes the keys of a committee that is new.
// While the next committee is not known, validate has let through only what is signed and
// finalized in the store's own period, which the specification asserts here.
func (n *Network) apply(s Store, u *LightClientUpdate) (Store, error) {
	entersPeriod := n.Preset.PeriodAt(u.FinalizedHeader.Beacon.Slot) == n.Preset.PeriodAt(s.FinalizedHeader.Beacon.Slot)+1
	if s.NextSyncCommittee == nil || entersPeriod {
		next, err := n.decodeNext(u)
		if err != nil {
			return Store{}, err
		}
		if entersPeriod {
			s.CurrentSyncCommittee = s.NextSyncCommittee
			s.PreviousMaxActiveParticipants, s.CurrentMaxActiveParticipants = s.CurrentMaxActiveParticipants, 0
		}
		s.NextSyncCommittee = next
	}
	if u.FinalizedHeader.Beacon.Slot > s.FinalizedHeader.Beacon.Slot {
		s.FinalizedHeader = u.FinalizedHeader
		if s.FinalizedHeader.Beacon.Slot > s.OptimisticHeader.Beacon.Slot {
			s.OptimisticHeader = s.FinalizedHeader
		}
	}
	return s, nil
}

// decodeNext returns the next committee of an update, nil if it has none.
func (n *Network) decodeNext(u *LightClientUpdate) (*Committee, error) {
	if u.NextSyncCommittee.IsZero() {
		return nil, nil
	}
	return DecodeCommittee(n.Preset, &u.NextSyncCommittee)
}
