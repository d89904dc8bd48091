package qbft

import (
	"bytes"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Params are what a verification depends on beside headers.
type Params struct {
	// Schedule is what rules headers keep to, by number. Empty: all of them are QBFT's
	// and list their validators.
	Schedule Schedule
	// TrustingPeriod is how long after a header's time its validators are believed.
	// Choose it shorter than the time for which former validators guard their keys.
	TrustingPeriod time.Duration
	// MaxClockDrift is how far a header's time may be ahead of ours.
	MaxClockDrift time.Duration
}

// DefaultParams returns the default times, for a chain whose headers are QBFT's and
// list their validators.
func DefaultParams() Params {
	return Params{TrustingPeriod: DefaultTrustingPeriod, MaxClockDrift: DefaultMaxClockDrift}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if err := p.times().Validate(); err != nil {
		return err
	}
	return p.Schedule.Validate()
}

func (p Params) times() lightclient.Times {
	return lightclient.Times{TrustingPeriod: p.TrustingPeriod, MaxClockDrift: p.MaxClockDrift}
}

// Verify decides whether untrusted, the headers that follow the trusted one without
// a gap, are to be believed, and returns the state that then is trusted, of the last
// of them. It is pure: it reads no clock, and neither keeps nor changes what it is
// given. All of the headers are believed, or none.
//
// The first must name the trusted hash as its parent, each other one the hash of
// the one before, and all must have the shape of QBFT headers and times that do
// not fall. Seals are checked where they decide: at the last header, whose hash
// covers all before it, and at each that lists another set than the one before,
// which more than a third of that former set must have sealed. Recovering seals is
// by far the dearest part and comes last.
//
// Errors are *lightclient.RejectedError.
func Verify(trusted TrustedState, untrusted []*types.Header, now time.Time, p Params) (TrustedState, error) {
	return VerifyProven(trusted, untrusted, SetProof{}, now, p)
}

// VerifyProven is Verify where the last header's validators are in a contract: proof
// shows them in the state of the header before it, be that the trusted one or the
// last but one of untrusted. If it is the trusted one, they are the chain's own; else
// they are a claim like a list, and more than a third of the last trusted set must
// have sealed too, if they are others. It takes no part where the last header lists
// its validators.
func VerifyProven(trusted TrustedState, untrusted []*types.Header, proof SetProof, now time.Time, p Params) (TrustedState, error) {
	claims, err := link(trusted, untrusted, now, p)
	if err != nil {
		return TrustedState{}, err
	}
	return verifySeals(trusted, claims, proof)
}

// link reads headers and checks that they descend from the trusted one.
func link(trusted TrustedState, untrusted []*types.Header, now time.Time, p Params) ([]*claim, error) {
	if trusted.IsZero() {
		return nil, fmt.Errorf("%w: nothing is trusted yet, begin with TrustAnchor", lightclient.ErrNotLinked)
	}
	reject := func(number uint64, err error) ([]*claim, error) {
		return nil, &lightclient.RejectedError{Number: number, Trusted: trusted.number(), Err: err}
	}
	next := trusted.number() + 1
	switch {
	case len(untrusted) == 0:
		return reject(next, malformed("there is no header"))
	case len(untrusted) > MaxBatch:
		return reject(next, fmt.Errorf("%w: %d headers, at most %d are verified at once", lightclient.ErrTooManyBlocks, len(untrusted), MaxBatch))
	}
	if err := checkNotExpired(trusted, now, p); err != nil {
		return reject(next, err)
	}
	claims := make([]*claim, len(untrusted))
	parent := trusted.claim
	for i, h := range untrusted {
		c, err := p.Schedule.read(h)
		if err == nil {
			err = checkLink(parent, c)
		}
		if err == nil {
			err = checkNotFuture(c, now, p)
		}
		if err != nil {
			return reject(next+uint64(i), err)
		}
		claims[i], parent = c, c
	}
	return claims, nil
}

// verifySeals walks up the linked claims, from one set to the next.
func verifySeals(trusted TrustedState, claims []*claim, proof SetProof) (TrustedState, error) {
	state := trusted
	for i, c := range claims {
		next, err := state.follow(c, i == len(claims)-1, proof, trusted.claim)
		if err != nil {
			return TrustedState{}, &lightclient.RejectedError{Number: c.number, Trusted: trusted.number(), Err: err}
		}
		state = next
	}
	return state, nil
}

// follow returns the state after c, the child of s. Of headers that are not the last
// and change nothing that we can see only the hash is of use.
func (s TrustedState) follow(c *claim, last bool, proof SetProof, trusted *claim) (TrustedState, error) {
	if contract := c.rules.Contract; contract != nil {
		if !last {
			return s.at(c), nil
		}
		return s.followProven(c, contract, proof, s.claim == trusted)
	}
	// Most blocks list the same bytes as their parent, and need no second look.
	next := s.at(c)
	if !bytes.Equal(c.raw.validators, s.claim.raw.validators) || s.claim.rules.Contract != nil {
		var err error
		if next, err = newState(c); err != nil {
			return TrustedState{}, err
		}
	}
	if !last && sameSet(next.set, s.set) {
		return next, nil
	}
	return next, checkSeals(c, next.set, s.set)
}

// followProven returns the state after c, the child of s, whose validators are in a
// contract. direct says that s itself is trusted, and so the set that it proves.
func (s TrustedState) followProven(c *claim, contract *Contract, proof SetProof, direct bool) (TrustedState, error) {
	next, err := proof.validators(s.claim.header.Root, contract, s)
	if err != nil {
		return TrustedState{}, err
	}
	former := s.set
	if direct {
		former = nil
	}
	return next.at(c), checkSeals(c, next.set, former)
}

func checkLink(parent, c *claim) error {
	switch {
	case c.number != parent.number+1:
		return malformed("number is %d, want %d, the one after its parent", c.number, parent.number+1)
	case c.header.ParentHash != parent.hash:
		return fmt.Errorf("%w: parentHash is %s, want %s", lightclient.ErrNotLinked, c.header.ParentHash, parent.hash)
	case c.header.Time < parent.header.Time:
		return fmt.Errorf("%w: timestamp is %d, want at least %d", lightclient.ErrTime, c.header.Time, parent.header.Time)
	}
	return nil
}

func checkNotFuture(c *claim, now time.Time, p Params) error {
	return p.times().CheckNotFuture(c.header.Time, now)
}

func checkNotExpired(trusted TrustedState, now time.Time, p Params) error {
	return p.times().CheckNotExpired(trusted.Header(), now, "validators", "block")
}
