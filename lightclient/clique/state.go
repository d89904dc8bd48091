package clique

import (
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TrustedState is a header that is believed, and who may seal on it. Only TrustAnchor
// and Verify make one.
type TrustedState struct {
	claim *claim
	snap  snapshot // not changed any more
}

// TrustAnchor believes a checkpoint because an operator vouches for its hash, which
// covers the signers that it lists. Other blocks list none, and cannot be anchors.
func TrustAnchor(untrusted *types.Header, anchor lightclient.Anchor, p Params) (TrustedState, error) {
	if err := p.Validate(); err != nil {
		return TrustedState{}, fmt.Errorf("clique parameters: %w", err)
	}
	if err := p.checkAnchor(anchor.Number); err != nil {
		return TrustedState{}, err
	}
	c, err := read(untrusted, p)
	if err != nil {
		return TrustedState{}, err
	}
	if c.number != anchor.Number {
		return TrustedState{}, malformed("header has number %d, want that of the anchor, %d", c.number, anchor.Number)
	}
	if c.hash != anchor.Hash {
		return TrustedState{}, fmt.Errorf("%w: its header %d has hash %s, the configured anchor is %s", lightclient.ErrWrongChain, c.number, c.hash, anchor.Hash)
	}
	snap := beginAt(c.listed)
	if c.number > 0 {
		// Its sealer has to wait like others. Nobody seals block 0.
		if err := snap.apply(c, p); err != nil {
			return TrustedState{}, err
		}
	}
	return TrustedState{claim: c, snap: snap}, nil
}

// IsZero reports whether nothing is trusted yet.
func (s TrustedState) IsZero() bool { return s.claim == nil }

// Header returns the trusted header's content. It panics on the zero state.
func (s TrustedState) Header() lightclient.Header { return s.claim.summary() }

// Signers returns who may seal the next block, in ascending order.
func (s TrustedState) Signers() []common.Address { return slices.Clone(s.snap.signers) }

func (s TrustedState) number() uint64    { return s.claim.number }
func (s TrustedState) hash() common.Hash { return s.claim.hash }
func (s TrustedState) time() uint64      { return s.claim.header.Time }
