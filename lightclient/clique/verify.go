package clique

import (
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Verify decides which of the untrusted headers, which follow the trusted one without
// a gap, are final, and returns the state of the newest of these; it is the trusted
// one if none is. It is pure: it reads no clock, and neither keeps nor changes what it
// is given.
//
// Each header must keep the rules of Clique upon the one before, those beyond the
// final ones too: their seals are what makes others final. So a single wrong header
// is an error for all. Errors are *lightclient.RejectedError.
func Verify(trusted TrustedState, untrusted []*types.Header, now time.Time, p Params) (TrustedState, error) {
	b, err := verify(trusted, untrusted, now, p)
	if err != nil {
		return TrustedState{}, err
	}
	return b.final(), nil
}

// verify checks all but finality. Recovering seals is by far the dearest part.
func verify(trusted TrustedState, untrusted []*types.Header, now time.Time, p Params) (*branch, error) {
	if trusted.IsZero() {
		return nil, fmt.Errorf("%w: nothing is trusted yet, begin with TrustAnchor", lightclient.ErrNotLinked)
	}
	if err := p.Validate(); err != nil {
		return nil, fmt.Errorf("clique parameters: %w", err)
	}
	reject := func(number uint64, err error) (*branch, error) {
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
	b := newBranch(trusted, len(untrusted), p)
	for i, h := range untrusted {
		c, err := read(h, p)
		if err == nil {
			err = checkLink(b.head(), c, p)
		}
		if err == nil {
			err = checkNotFuture(c, now, p)
		}
		if err == nil {
			err = b.add(c)
		}
		if err != nil {
			return reject(next+uint64(i), err)
		}
	}
	return b, nil
}

func checkLink(parent, c *claim, p Params) error {
	switch {
	case c.number != parent.number+1:
		return malformed("number is %d, want %d, the one after its parent", c.number, parent.number+1)
	case c.header.ParentHash != parent.hash:
		return fmt.Errorf("%w: parentHash is %s, want %s", lightclient.ErrNotLinked, c.header.ParentHash, parent.hash)
	case c.header.Time < parent.header.Time || c.header.Time-parent.header.Time < p.Period:
		return fmt.Errorf("%w: timestamp is %d, want at least the parent's, %d, and the period of %d s", lightclient.ErrTime, c.header.Time, parent.header.Time, p.Period)
	}
	return nil
}

func checkNotFuture(c *claim, now time.Time, p Params) error {
	return p.times().CheckNotFuture(c.header.Time, now)
}

func checkNotExpired(trusted TrustedState, now time.Time, p Params) error {
	return p.times().CheckNotExpired(trusted.Header(), now, "signers", "checkpoint")
}
