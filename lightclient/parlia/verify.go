package parlia

import (
	"errors"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Verify looks for the highest of the untrusted headers that is final by votes of
// validators whom the trusted state knows, and returns the state that then is
// trusted. It is pure: it reads no clock, and neither keeps nor changes what it is
// given. All of the headers up to the final one are believed, or none.
//
// The headers follow each other without a gap. They begin right above the trusted
// one and name its hash, or further up, at most at the next block that may announce
// validators; then votes alone tie them to the trusted header.
//
// A header is final when one attestation has it as its target and another one has it
// as its source and its child as target, each by ⌈2n/3⌉ of the set in force at its
// target. Where the headers reach beyond a set's end that only they themselves
// announce, the announcement has to become final first. Pairings are by far the
// dearest part and come last: two for each step, one if the first attestation was
// checked with the trusted header.
//
// Errors are *lightclient.RejectedError.
func Verify(trusted TrustedState, untrusted []*types.Header, now time.Time, p Params) (TrustedState, error) {
	state, _, err := verify(trusted, untrusted, now, p)
	return state, err
}

// errNoneFinal is the reason when headers are in order, but not final yet.
var errNoneFinal = fmt.Errorf("%w: none of the headers is final", lightclient.ErrSeals)

// verify also returns the believed headers at their places, the last one trusted.
func verify(trusted TrustedState, untrusted []*types.Header, now time.Time, p Params) (TrustedState, []place, error) {
	if trusted.IsZero() {
		return TrustedState{}, nil, fmt.Errorf("%w: nothing is trusted yet, begin with TrustAnchor", lightclient.ErrNotLinked)
	}
	first := trusted.number() + 1
	reject := func(number uint64, err error) (TrustedState, []place, error) {
		return TrustedState{}, nil, &lightclient.RejectedError{Number: number, Trusted: trusted.number(), Err: err}
	}
	switch {
	case len(untrusted) == 0:
		return reject(first, malformed("there is no header"))
	case len(untrusted) > MaxHeaders:
		return reject(first, fmt.Errorf("%w: %d headers, at most %d are verified at once", lightclient.ErrTooManyBlocks, len(untrusted), MaxHeaders))
	}
	if err := checkNotExpired(trusted, now, p); err != nil {
		return reject(first, err)
	}
	claims, err := readAll(untrusted, p.Network)
	if err == nil {
		first = claims[0].number()
		err = checkBeginning(trusted, claims[0], p.Network)
	}
	for i := 0; err == nil && i < len(claims); i++ {
		if late := checkNotFuture(claims[i], now, p); late != nil {
			err = &numbered{i, late}
		}
	}
	var places []place
	if err == nil {
		places, err = walk(trusted.place.after.skipTo(first), claims, p.Network)
	}
	state := trusted
	if err == nil {
		state, err = climb(trusted.place.after, trusted.verified, places, p.Network)
	}
	var which *numbered
	switch {
	case errors.As(err, &which):
		return reject(first+uint64(which.index), which.err)
	case err != nil:
		return reject(first, err)
	}
	return state, places[:state.number()-first+1], nil
}

// checkBeginning ties the first of the headers to the trusted one.
func checkBeginning(trusted TrustedState, c *claim, network Network) error {
	former := trusted.place.claim
	switch reach := trusted.place.after.reach(network); {
	case c.number() <= former.number():
		return malformed("number is %d, want one above the trusted %d", c.number(), former.number())
	case c.number() == former.number()+1:
		return checkLink(former, c)
	case c.number() > reach:
		return fmt.Errorf("%w: headers begin at %d, want at most %d, which may announce other validators", lightclient.ErrTooManyBlocks, c.number(), reach)
	}
	return checkLater(former, c)
}

func checkNotFuture(c *claim, now time.Time, p Params) error {
	return p.times().CheckNotFuture(c.summary.Time, now)
}

func checkNotExpired(trusted TrustedState, now time.Time, p Params) error {
	return p.times().CheckNotExpired(trusted.Header(), now, "validators", "block")
}
