package beacon

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

func (u *LightClientUpdate) isSyncCommitteeUpdate() bool {
	return !isZeroBranch(u.NextSyncCommitteeBranch)
}
func (u *LightClientUpdate) isFinalityUpdate() bool { return !isZeroBranch(u.FinalityBranch) }

// hasSupermajority reports whether at least two thirds take part.
func (a *SyncAggregate) hasSupermajority() bool { return 3*a.Bits.Count() >= 2*uint64(len(a.Bits)*8) }

// ValidateUpdate is validate_light_client_update: whether u is true and news for a store,
// at a slot of our own clock. Errors wrap a reason of package lightclient.
func (n *Network) ValidateUpdate(s Store, u *LightClientUpdate, currentSlot Slot) error {
	s, u, err := n.sameFormat(s, u)
	if err != nil {
		return err
	}
	return n.validate(&s, u, currentSlot)
}

// sameFormat upgrades the one of both that is in the earlier format.
func (n *Network) sameFormat(s Store, u *LightClientUpdate) (Store, *LightClientUpdate, error) {
	if s.IsZero() {
		return Store{}, nil, fmt.Errorf("%w: nothing is trusted yet, begin with InitializeStore", lightclient.ErrNotLinked)
	}
	u, err := n.UpgradeUpdate(u, s.Fork)
	if err != nil {
		return Store{}, nil, err
	}
	return n.UpgradeStore(s, u.Fork()), u, nil
}

// validate expects that both have the same format. The signature, by far the dearest
// part, comes last. That there are participants (MIN_SYNC_COMMITTEE_PARTICIPANTS is 1) is
// its business.
func (n *Network) validate(s *Store, u *LightClientUpdate, currentSlot Slot) error {
	if err := n.CheckHeader(&u.AttestedHeader); err != nil {
		return fmt.Errorf("attested_header: %w", err)
	}
	if err := u.checkSlots(currentSlot); err != nil {
		return err
	}
	if err := n.checkPeriod(s, u); err != nil {
		return err
	}
	if err := n.checkRelevant(s, u); err != nil {
		return err
	}
	if err := n.checkFinality(u); err != nil {
		return err
	}
	if err := n.checkNextCommittee(s, u); err != nil {
		return err
	}
	committee := s.CurrentSyncCommittee
	if n.Preset.PeriodAt(u.SignatureSlot) != n.Preset.PeriodAt(s.FinalizedHeader.Beacon.Slot) {
		committee = s.NextSyncCommittee
	}
	return committee.VerifyAggregate(&u.SyncAggregate, n.signingRoot(u))
}

func (u *LightClientUpdate) checkSlots(currentSlot Slot) error {
	attested, finalized := u.AttestedHeader.Beacon.Slot, u.FinalizedHeader.Beacon.Slot
	switch {
	case u.SignatureSlot > currentSlot:
		return fmt.Errorf("%w: signature_slot is %d, want at most %d, that of our clock; check the clocks",
			lightclient.ErrFuture, u.SignatureSlot, currentSlot)
	case u.SignatureSlot <= attested:
		return fmt.Errorf("%w: signature_slot is %d, want more than that of the attested header, %d", lightclient.ErrTime, u.SignatureSlot, attested)
	case attested < finalized:
		return fmt.Errorf("%w: slot of the attested header is %d, want at least that of the finalized one, %d", lightclient.ErrTime, attested, finalized)
	}
	return nil
}

// checkPeriod refuses signatures of committees that the store does not know. Those of
// former ones are under headers that are no news.
func (n *Network) checkPeriod(s *Store, u *LightClientUpdate) error {
	signature, store := n.Preset.PeriodAt(u.SignatureSlot), n.Preset.PeriodAt(s.FinalizedHeader.Beacon.Slot)
	switch {
	case signature > store && s.NextSyncCommittee == nil:
		return fmt.Errorf("%w: signature is of period %d, want %d while the next committee is not known", lightclient.ErrTooManyBlocks, signature, store)
	case signature > store+1:
		return fmt.Errorf("%w: signature is of period %d, want at most %d", lightclient.ErrTooManyBlocks, signature, store+1)
	}
	return nil
}

// checkRelevant refuses what is no news.
func (n *Network) checkRelevant(s *Store, u *LightClientUpdate) error {
	attested, trusted := u.AttestedHeader.Beacon.Slot, s.FinalizedHeader.Beacon.Slot
	bringsCommittee := s.NextSyncCommittee == nil && u.isSyncCommitteeUpdate() && n.Preset.PeriodAt(attested) == n.Preset.PeriodAt(trusted)
	if attested <= trusted && !bringsCommittee {
		return fmt.Errorf("%w: slot of the attested header is %d, want more than %d, or the next committee of that period while it is not known",
			lightclient.ErrStale, attested, trusted)
	}
	return nil
}

// checkFinality checks that the finalized header is the one in the attested state. The
// finalized root of a state that has finalized nothing but genesis is zero.
func (n *Network) checkFinality(u *LightClientUpdate) error {
	h := &u.FinalizedHeader
	var root common.Hash
	if u.isFinalityUpdate() && h.Beacon.Slot != 0 {
		if err := n.CheckHeader(h); err != nil {
			return fmt.Errorf("finalized_header: %w", err)
		}
		root = h.blockRoot()
	} else if !h.IsZero() {
		return malformed("finalized_header is of slot %d, want none without a finality_branch and of genesis", h.Beacon.Slot)
	}
	if !u.isFinalityUpdate() {
		return nil
	}
	attested := &u.AttestedHeader.Beacon
	if !verifyBranch(root, u.FinalityBranch, n.ForkAt(attested.Slot).finalizedRootIndex(), attested.StateRoot) {
		return malformed("finality_branch does not lead from the finalized header %s to state_root %s", root, attested.StateRoot)
	}
	return nil
}

// checkNextCommittee checks that the next committee is the one in the attested state, and
// the one that we know already, if we do.
func (n *Network) checkNextCommittee(s *Store, u *LightClientUpdate) error {
	attested := u.AttestedHeader.Beacon.Slot
	samePeriod := n.Preset.PeriodAt(attested) == n.Preset.PeriodAt(s.FinalizedHeader.Beacon.Slot)
	known := s.NextSyncCommittee
	if u.isSyncCommitteeUpdate() && samePeriod && known != nil && !u.NextSyncCommittee.Equal(known.SyncCommittee()) {
		return fmt.Errorf("%w: next_sync_committee is another one than that of period %d which we know, %s",
			lightclient.ErrDisagreement, n.Preset.PeriodAt(attested)+1, known.Root())
	}
	return n.checkNextCommitteeBranch(u)
}

func (n *Network) checkNextCommitteeBranch(u *LightClientUpdate) error {
	if !u.isSyncCommitteeUpdate() {
		if !u.NextSyncCommittee.IsZero() {
			return malformed("next_sync_committee is there without its branch")
		}
		return nil
	}
	attested := &u.AttestedHeader.Beacon
	root := u.NextSyncCommittee.HashTreeRoot(n.Preset)
	if !verifyBranch(root, u.NextSyncCommitteeBranch, n.ForkAt(attested.Slot).nextSyncCommitteeIndex(), attested.StateRoot) {
		return malformed("next_sync_committee_branch does not lead from the committee %s to state_root %s", root, attested.StateRoot)
	}
	return nil
}

// signingRoot is what the committee has signed: the attested header, under the rules of
// the fork of the slot before the signature's, on this network.
func (n *Network) signingRoot(u *LightClientUpdate) common.Hash {
	fork := n.ForkAt(max(u.SignatureSlot, 1) - 1)
	domain := signingDomain(n.Forks[fork].Version, n.GenesisValidatorsRoot)
	return hashPair(u.AttestedHeader.blockRoot(), domain)
}

// IsBetterUpdate is is_better_update: which of two updates of one period to keep.
func (n *Network) IsBetterUpdate(a, b *LightClientUpdate) bool {
	participants := [2]uint64{a.SyncAggregate.Bits.Count(), b.SyncAggregate.Bits.Count()}
	supermajority := [2]bool{a.SyncAggregate.hasSupermajority(), b.SyncAggregate.hasSupermajority()}
	if supermajority[0] != supermajority[1] {
		return supermajority[0]
	}
	if !supermajority[0] && participants[0] != participants[1] {
		return participants[0] > participants[1]
	}
	period := n.Preset.PeriodAt
	for _, better := range []func(u *LightClientUpdate) bool{
		// It has a committee of the period that signed.
		func(u *LightClientUpdate) bool {
			return u.isSyncCommitteeUpdate() && period(u.AttestedHeader.Beacon.Slot) == period(u.SignatureSlot)
		},
		(*LightClientUpdate).isFinalityUpdate,
		// It shows finality within the period. Both have finality here, or neither has any.
		func(u *LightClientUpdate) bool {
			return u.isFinalityUpdate() && period(u.FinalizedHeader.Beacon.Slot) == period(u.AttestedHeader.Beacon.Slot)
		},
	} {
		if x, y := better(a), better(b); x != y {
			return x
		}
	}
	if participants[0] != participants[1] {
		return participants[0] > participants[1]
	}
	// Older data mean fewer changes of what is best.
	if x, y := a.AttestedHeader.Beacon.Slot, b.AttestedHeader.Beacon.Slot; x != y {
		return x < y
	}
	return a.SignatureSlot < b.SignatureSlot
}
