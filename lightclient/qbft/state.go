package qbft

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// TrustedState is a header that is believed, and with it the last set of validators
// that is. Only TrustAnchor, its two variants, and Verify make one.
type TrustedState struct {
	claim *claim
	set   []common.Address

	// Where the set was proven, if it was, in this process: under the same root it is
	// the same.
	contract    *Contract
	storageRoot common.Hash
}

// TrustAnchor believes a header because an operator vouches for its on-chain hash,
// which covers everything but round and seals: the validators that it lists
// included, but not those in a contract, for which see TrustAnchorProven and
// TrustAnchorVouched.
func TrustAnchor(untrusted *types.Header, anchor lightclient.Anchor, p Params) (TrustedState, error) {
	return TrustAnchorProven(untrusted, anchor, SetProof{}, p)
}

// TrustAnchorProven is TrustAnchor where the next block's validators are in a
// contract: proof shows them in the anchor's own state, which its hash covers.
func TrustAnchorProven(untrusted *types.Header, anchor lightclient.Anchor, proof SetProof, p Params) (TrustedState, error) {
	c, err := readAnchor(untrusted, anchor, p)
	if err != nil {
		return TrustedState{}, err
	}
	if contract := p.Schedule.contractAfter(c); contract != nil {
		set, err := proof.validators(c.header.Root, contract, TrustedState{})
		if err != nil {
			return TrustedState{}, err
		}
		return set.at(c), nil
	}
	return newState(c)
}

// TrustAnchorVouched is TrustAnchorProven with validators for which an operator
// vouches too, because no node has the anchor's state any more.
func TrustAnchorVouched(untrusted *types.Header, anchor lightclient.Anchor, vouched []common.Address, p Params) (TrustedState, error) {
	c, err := readAnchor(untrusted, anchor, p)
	if err != nil {
		return TrustedState{}, err
	}
	if p.Schedule.contractAfter(c) == nil {
		return TrustedState{}, fmt.Errorf("%w: validators of anchor %d are configured, but it lists them itself, want none", lightclient.ErrMalformed, c.number)
	}
	if err := checkSet(vouched); err != nil {
		return TrustedState{}, fmt.Errorf("%w: validators of the anchor: %w", lightclient.ErrMalformed, err)
	}
	return TrustedState{claim: c, set: slices.Clone(vouched)}, nil
}

// checkSet refuses what cannot be a set of validators.
func checkSet(set []common.Address) error {
	if len(set) == 0 || len(set) > MaxValidators {
		return fmt.Errorf("there are %d, want 1 to %d", len(set), MaxValidators)
	}
	if slices.Contains(set, common.Address{}) {
		return errors.New("the zero address is among them")
	}
	if twice, ok := firstTwice(set); ok {
		return fmt.Errorf("%s is there twice", twice)
	}
	return nil
}

func readAnchor(untrusted *types.Header, anchor lightclient.Anchor, p Params) (*claim, error) {
	c, err := p.Schedule.read(untrusted)
	if err != nil {
		return nil, err
	}
	if c.number != anchor.Number {
		return nil, fmt.Errorf("%w: header has number %d, want that of the anchor, %d", lightclient.ErrMalformed, c.number, anchor.Number)
	}
	if c.hash != anchor.Hash {
		return nil, fmt.Errorf("%w: its header %d has hash %s, the configured anchor is %s", lightclient.ErrWrongChain, c.number, c.hash, anchor.Hash)
	}
	return c, nil
}

// contractAfter returns where the set that seals the block after c is to be found,
// nil if c lists it. Of the last block of a contract's reign neither is true, and
// its contract stands in: what it names still are the chain's validators.
func (s Schedule) contractAfter(c *claim) *Contract {
	if next := s.At(c.number + 1).Contract; next != nil {
		return next
	}
	return c.rules.Contract
}

// newState makes a state of a header that lists its set.
func newState(c *claim) (TrustedState, error) {
	set, err := c.validators()
	if err != nil {
		return TrustedState{}, err
	}
	return TrustedState{claim: c, set: set}, nil
}

// at returns s with another header, of which its set is the last trusted one.
func (s TrustedState) at(c *claim) TrustedState {
	s.claim = c
	return s
}

// provenBy reports whether the set is what c names under a storage root.
func (s TrustedState) provenBy(c *Contract, storageRoot common.Hash) bool {
	return s.contract != nil && *s.contract == *c && s.storageRoot == storageRoot
}

// IsZero reports whether nothing is trusted yet.
func (s TrustedState) IsZero() bool { return s.claim == nil }

// Header returns the trusted header's content. It panics on the zero state.
func (s TrustedState) Header() lightclient.Header { return s.claim.summary() }

// Validators returns the last trusted set: that which sealed the trusted header, or,
// if that is an anchor of a chain whose validators are in a contract, the set that
// seals the block after it.
func (s TrustedState) Validators() []common.Address { return slices.Clone(s.set) }

func (s TrustedState) number() uint64    { return s.claim.number }
func (s TrustedState) hash() common.Hash { return s.claim.hash }
func (s TrustedState) time() uint64      { return s.claim.header.Time }
