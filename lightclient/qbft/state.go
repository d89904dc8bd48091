package qbft

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TrustedState is a header that is believed, and with it the set that it lists.
// Only TrustAnchor and Verify make one.
type TrustedState struct {
	claim *claim
	set   []common.Address
}

// TrustAnchor believes a header because an operator vouches for its on-chain hash,
// which covers everything but round and seals, the validators included.
func TrustAnchor(untrusted *types.Header, anchor lightclient.Anchor) (TrustedState, error) {
	c, err := read(untrusted)
	if err != nil {
		return TrustedState{}, err
	}
	if c.number != anchor.Number {
		return TrustedState{}, fmt.Errorf("%w: header has number %d, want that of the anchor, %d", lightclient.ErrMalformed, c.number, anchor.Number)
	}
	if c.hash != anchor.Hash {
		return TrustedState{}, fmt.Errorf("%w: its header %d has hash %s, the configured anchor is %s", lightclient.ErrWrongChain, c.number, c.hash, anchor.Hash)
	}
	return newState(c)
}

func newState(c *claim) (TrustedState, error) {
	set, err := c.validators()
	if err != nil {
		return TrustedState{}, err
	}
	return TrustedState{claim: c, set: set}, nil
}

// IsZero reports whether nothing is trusted yet.
func (s TrustedState) IsZero() bool { return s.claim == nil }

// Header returns the trusted header's content. It panics on the zero state.
func (s TrustedState) Header() lightclient.Header { return s.claim.summary() }

// Validators returns the set that the trusted header lists, in its order.
func (s TrustedState) Validators() []common.Address { return slices.Clone(s.set) }

func (s TrustedState) number() uint64    { return s.claim.number }
func (s TrustedState) hash() common.Hash { return s.claim.hash }
func (s TrustedState) time() uint64      { return s.claim.header.Time }
