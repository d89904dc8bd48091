package parlia

import (
	"slices"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TrustedState is a final header that is believed, and with it the sets that are in
// force above it. Only TrustAnchor, a Descent and Verify make one.
type TrustedState struct {
	place place

	// What made the header final, for the proof and so that no vote is checked twice:
	// the headers above it up to the one that carries the second of its two
	// attestations, and that attestation, which justifies its child. An anchor has none.
	tail     []*claim
	verified *Attestation
}

// IsZero reports whether nothing is trusted yet.
func (s TrustedState) IsZero() bool { return s.place.claim == nil }

// Header returns the trusted header's content. It panics on the zero state.
func (s TrustedState) Header() lightclient.Header { return s.place.claim.summary }

// Validators returns the set that seals the next block and votes for it, in the order
// of addresses, and its turn length.
func (s TrustedState) Validators() ([]Validator, uint64) {
	e := s.place.after.setFor(s.number() + 1)
	return slices.Clone(e.validators), e.turnLength
}

func (s TrustedState) number() uint64 { return s.place.claim.number() }
