package beacon

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// SignedUpdate is an update beside the committee of the period of its signature.
type SignedUpdate struct {
	Committee *Committee
	Update    *LightClientUpdate
}

// Conflict is two updates of which a chain that keeps its rules can have only one. At
// least a third of a committee has signed both of its histories, or a third of all stake
// has finalized both; a client that has seen one believes nothing more.
type Conflict struct {
	Kind   ConflictKind
	Slot   Slot   // of the finalized headers, in case of FinalizedHeaders
	Period Period // of the committees, in case of NextCommittees

	Trusted, Conflicting SignedUpdate
}

// ConflictKind says in what two updates exclude each other.
type ConflictKind uint8

const (
	// FinalizedHeaders: two different headers are finalized at one slot.
	FinalizedHeaders ConflictKind = iota + 1
	// NextCommittees: two different committees are to follow in one period. Each must be
	// finalized: while it is not, a reorganisation over the beginning of a period may
	// choose another one, and nobody has broken a rule.
	NextCommittees
)

func (k ConflictKind) String() string {
	switch k {
	case FinalizedHeaders:
		return "two finalized headers of one slot"
	case NextCommittees:
		return "two finalized committees of one period"
	default:
		return fmt.Sprintf("conflict %d", uint8(k))
	}
}

// FindConflict returns how two updates exclude each other, nil if they do not. Both must
// be true by themselves, signed by at least two thirds of the committees given, of which
// the caller knows that they are the chain's: anything less, and a committee that is not
// given, proves nothing against a chain, and is an error, which wraps a reason of package
// lightclient.
//
// Headers finalized at different slots are not compared: whether one descends from the
// other is in neither update.
func (n *Network) FindConflict(trusted, conflicting SignedUpdate) (*Conflict, error) {
	a, err := n.checkSigned(trusted)
	if err != nil {
		return nil, fmt.Errorf("trusted update: %w", err)
	}
	b, err := n.checkSigned(conflicting)
	if err != nil {
		return nil, fmt.Errorf("conflicting update: %w", err)
	}
	period := n.Preset.PeriodAt
	if period(a.SignatureSlot) == period(b.SignatureSlot) && trusted.Committee.Root() != conflicting.Committee.Root() {
		return nil, fmt.Errorf("%w: period %d has one committee, and the updates are signed by two, %s and %s", lightclient.ErrWrongChain,
			period(a.SignatureSlot), trusted.Committee.Root(), conflicting.Committee.Root())
	}
	c := &Conflict{Trusted: trusted, Conflicting: conflicting}
	slot := a.FinalizedHeader.Beacon.Slot
	if slot == b.FinalizedHeader.Beacon.Slot && a.FinalizedHeader.blockRoot() != b.FinalizedHeader.blockRoot() {
		c.Kind, c.Slot = FinalizedHeaders, slot
		return c, nil
	}
	x, y := n.finalizedNextPeriod(a), n.finalizedNextPeriod(b)
	if x != 0 && x == y && !a.NextSyncCommittee.Equal(&b.NextSyncCommittee) {
		c.Kind, c.Period = NextCommittees, x
		return c, nil
	}
	return nil, nil
}

// finalizedNextPeriod returns the period of the next committee of an update, 0 if it has
// none that is finalized.
func (n *Network) finalizedNextPeriod(u *LightClientUpdate) Period {
	attested := n.Preset.PeriodAt(u.AttestedHeader.Beacon.Slot)
	if !u.isSyncCommitteeUpdate() || !u.isFinalityUpdate() || n.Preset.PeriodAt(u.FinalizedHeader.Beacon.Slot) != attested {
		return 0
	}
	return attested + 1
}

// checkSigned checks all of an update but whether it is news, and returns it in the
// latest format, in which updates of two forks can be compared.
func (n *Network) checkSigned(s SignedUpdate) (*LightClientUpdate, error) {
	u, err := n.UpgradeUpdate(s.Update, numForks-1)
	if err != nil {
		return nil, err
	}
	if err := n.CheckHeader(&u.AttestedHeader); err != nil {
		return nil, fmt.Errorf("attested_header: %w", err)
	}
	if err := u.checkSlots(u.SignatureSlot); err != nil {
		return nil, err
	}
	if err := CheckParticipation(&u.SyncAggregate); err != nil {
		return nil, err
	}
	if err := n.checkFinality(u); err != nil {
		return nil, err
	}
	if err := n.checkNextCommitteeBranch(u); err != nil {
		return nil, err
	}
	if s.Committee == nil {
		return nil, fmt.Errorf("%w: signature is of period %d, whose committee is not known", lightclient.ErrSeals, n.Preset.PeriodAt(u.SignatureSlot))
	}
	return u, s.Committee.VerifyAggregate(&u.SyncAggregate, n.signingRoot(u))
}

// Evidence returns the conflict for a store. The headers are those of the execution
// blocks that both finalized headers commit to, which the updates of all forks hold only
// by hash; both are to have one number.
func (c *Conflict) Evidence(n *Network, trusted, conflicting lightclient.Header) (*lightclient.Evidence, error) {
	e := &lightclient.Evidence{ChainID: n.ChainID, Number: trusted.Number, Trusted: trusted, Conflicting: conflicting}
	var err error
	if e.RawTrusted, err = c.Trusted.encode(n.Preset); err != nil {
		return nil, err
	}
	if e.RawConflicting, err = c.Conflicting.encode(n.Preset); err != nil {
		return nil, err
	}
	return e, nil
}

// RecheckConflict finds the conflict in evidence anew. It shows that two thirds of the
// committees in it have signed both; whether these are the chain's is shown by their
// roots, to be compared with those of any node or state that one trusts.
func (n *Network) RecheckConflict(e *lightclient.Evidence) (*Conflict, error) {
	if e.ChainID != n.ChainID {
		return nil, fmt.Errorf("%w: evidence is of chain %d, want %d", lightclient.ErrWrongChain, e.ChainID, n.ChainID)
	}
	trusted, err := n.decodeSigned(e.RawTrusted)
	if err != nil {
		return nil, fmt.Errorf("trusted update: %w", err)
	}
	conflicting, err := n.decodeSigned(e.RawConflicting)
	if err != nil {
		return nil, fmt.Errorf("conflicting update: %w", err)
	}
	c, err := n.FindConflict(trusted, conflicting)
	switch {
	case err != nil:
	case c == nil:
		err = errors.New("the two updates do not exclude each other")
	default:
		err = c.fits(e.Trusted.Hash, e.Conflicting.Hash)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// fits checks that what a human reads is what the bytes say.
func (c *Conflict) fits(trusted, conflicting common.Hash) error {
	for _, p := range []struct {
		update *LightClientUpdate
		hash   common.Hash
	}{{c.Trusted.Update, trusted}, {c.Conflicting.Update, conflicting}} {
		if want := p.update.FinalizedHeader.ExecutionBlockHash(); p.hash != want {
			return fmt.Errorf("%w: evidence names execution block %s, and its update finalizes %s", lightclient.ErrNotLinked, p.hash, want)
		}
	}
	return nil
}

// encode: the fork, the committee and the update, each of known length but the last.
func (s SignedUpdate) encode(p Preset) ([]byte, error) {
	update, err := s.Update.EncodeSSZ(p)
	if err != nil {
		return nil, err
	}
	committee := s.Committee.raw.codec(p).appendSSZ([]byte{byte(s.Update.Fork())})
	return append(committee, update...), nil
}

func (n *Network) decodeSigned(b []byte) (SignedUpdate, error) {
	committeeBytes := new(SyncCommittee).codec(n.Preset).size()
	if len(b) <= committeeBytes {
		return SignedUpdate{}, malformed("it has %d bytes, want more than %d", len(b), committeeBytes)
	}
	var s SignedUpdate
	raw, err := DecodeSyncCommittee(n.Preset, b[1:1+committeeBytes])
	if err == nil {
		s.Committee, err = DecodeCommittee(n.Preset, raw)
	}
	if err == nil {
		s.Update, err = n.DecodeUpdate(Fork(b[0]), b[1+committeeBytes:])
	}
	return s, err
}
