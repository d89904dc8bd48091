package beacon

import (
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// What a bridge asks for beyond the specification, which was written for wallets.

// Params are the times that a verification depends on.
type Params struct {
	// TrustPeriod is how long after the slot of the finalized header its committees are
	// believed: what the chain calls the weak-subjectivity period.
	TrustPeriod time.Duration
	// ClockDrift is how far a signature's slot may be ahead of our clock.
	ClockDrift time.Duration
}

// DefaultParams returns the default times.
func DefaultParams() Params {
	return Params{TrustPeriod: DefaultTrustPeriod, ClockDrift: DefaultClockDrift}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if p.TrustPeriod < time.Second {
		return fmt.Errorf("trust period is %v, want at least 1s", p.TrustPeriod)
	}
	if p.ClockDrift < 0 || p.ClockDrift >= p.TrustPeriod {
		return fmt.Errorf("clock drift is %v, want 0s or more and less than the trust period of %v", p.ClockDrift, p.TrustPeriod)
	}
	return nil
}

// Begin is InitializeStore for a checkpoint that is young enough to be believed. Errors
// are *lightclient.RejectedError, whose numbers are slots.
func (n *Network) Begin(trustedBlockRoot common.Hash, untrusted *LightClientBootstrap, now time.Time, p Params) (Store, error) {
	store, err := n.InitializeStore(trustedBlockRoot, untrusted)
	if err == nil {
		err = n.CheckAge(untrusted.Header.Beacon.Slot, now, p)
	}
	if err != nil {
		return Store{}, &lightclient.RejectedError{Number: uint64(untrusted.Header.Beacon.Slot), Err: err}
	}
	return store, nil
}

// Verify decides whether to believe an update, and returns the store that then is
// trusted. It is ProcessUpdate with two conditions more: what is trusted is young enough,
// and at least two thirds of the committee have signed, so that nothing that fewer say
// leaves a trace. It is pure: it reads no clock, and neither keeps nor changes what it is
// given. Only FinalizedHeader of the store is for bridging: OptimisticHeader may yet be
// replaced by the chain.
//
// Errors are *lightclient.RejectedError, whose numbers are slots.
func (n *Network) Verify(trusted Store, untrusted *LightClientUpdate, now time.Time, p Params) (Store, error) {
	store, err := n.verify(trusted, untrusted, now, p)
	if err != nil {
		return Store{}, &lightclient.RejectedError{
			Number: uint64(untrusted.AttestedHeader.Beacon.Slot), Trusted: uint64(trusted.FinalizedHeader.Beacon.Slot), Err: err,
		}
	}
	return store, nil
}

func (n *Network) verify(trusted Store, untrusted *LightClientUpdate, now time.Time, p Params) (Store, error) {
	if err := n.CheckAge(trusted.FinalizedHeader.Beacon.Slot, now, p); err != nil {
		return Store{}, err
	}
	if err := CheckParticipation(&untrusted.SyncAggregate); err != nil {
		return Store{}, err
	}
	return n.ProcessUpdate(trusted, untrusted, n.SlotAt(now.Add(p.ClockDrift)))
}

// CheckParticipation asks for the signatures of two thirds of a committee: with fewer, a
// third of it could sign for two chains.
func CheckParticipation(a *SyncAggregate) error {
	if !a.hasSupermajority() {
		return fmt.Errorf("%w: %d of %d take part, want at least two thirds", lightclient.ErrSeals, a.Bits.Count(), len(a.Bits)*8)
	}
	return nil
}

// CheckAge refuses to go on from a header of too long ago. Its validators may have left
// with their stake since, and lose nothing by signing another chain; the specification
// leaves it to the operator to choose a younger checkpoint.
func (n *Network) CheckAge(trusted Slot, now time.Time, p Params) error {
	begins := n.TimeOf(trusted)
	if begins.After(now.Add(p.ClockDrift)) {
		return fmt.Errorf("%w: slot %d begins at %v, and our clock says %v; check the clocks", lightclient.ErrFuture, trusted, begins.UTC(), now.UTC())
	}
	if age := now.Sub(begins); age >= p.TrustPeriod {
		return fmt.Errorf("%w: slot %d is %v old, its committees are believed for %v; "+
			"configure as checkpoint the root of a recent finalized block from a source you trust",
			lightclient.ErrExpired, trusted, age.Truncate(time.Second), p.TrustPeriod)
	}
	return nil
}

// BindExecution returns what an execution header says if its hash is the one that a
// finalized header commits to: until Fulu its own block, from Gloas on the newest one
// before it. Which header is final is the caller's knowledge.
func BindExecution(final *LightClientHeader, untrusted *types.Header) (lightclient.Header, error) {
	want := final.ExecutionBlockHash()
	if want == (common.Hash{}) {
		return lightclient.Header{}, fmt.Errorf("%w: slot %d commits to no execution block: it is of before Capella, or of before the merge",
			lightclient.ErrNoSuchHeader, final.Beacon.Slot)
	}
	h, err := lightclient.ReadHeader(untrusted)
	if err != nil {
		return lightclient.Header{}, err
	}
	if h.Hash != want {
		return lightclient.Header{}, fmt.Errorf("%w: hash of the execution header is %s, want %s, which slot %d commits to",
			lightclient.ErrNotLinked, h.Hash, want, final.Beacon.Slot)
	}
	return h, nil
}
