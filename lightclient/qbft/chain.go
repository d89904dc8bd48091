package qbft

import (
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

// chain is what a client remembers: the trusted header, the hashes below it, by
// which a rival branch is told from another chain, and the encodings of the last
// few headers, as evidence against a rival. Values are not changed: extend makes a
// new one.
type chain struct {
	trusted TrustedState
	below   []common.Hash   // of the heights below trusted, ascending, the last one its parent's
	recent  []*types.Header // with seals, ascending, the last one trusted; not kept over a restart
}

func newChain(s TrustedState) chain {
	return chain{trusted: s, recent: []*types.Header{s.claim.header}}
}

// extend returns the chain after claims on top of it were verified.
func (c chain) extend(next TrustedState, claims []*claim) chain {
	below := make([]common.Hash, 0, len(c.below)+len(claims))
	below = append(below, c.below...)
	recent := make([]*types.Header, 0, len(c.recent)+len(claims))
	recent = append(recent, c.recent...)
	for _, verified := range claims {
		below = append(below, verified.header.ParentHash) // the hash of the one before
		recent = append(recent, verified.header)
	}
	return chain{trusted: next, below: lastOf(below, MaxHistory), recent: lastOf(recent, maxRecentHeaders)}
}

func lastOf[T any](s []T, n int) []T {
	if len(s) > n {
		return append([]T(nil), s[len(s)-n:]...)
	}
	return s
}

func (c chain) final() lightclient.Final { return lightclient.Believe(c.trusted.Header()) }

// lowest returns the lowest number of which the hash is remembered.
func (c chain) lowest() uint64 { return c.trusted.number() - uint64(len(c.below)) }

// hashAt returns the hash at a remembered height.
func (c chain) hashAt(number uint64) (common.Hash, bool) {
	switch {
	case number > c.trusted.number() || number < c.lowest():
		return common.Hash{}, false
	case number == c.trusted.number():
		return c.trusted.hash(), true
	}
	return c.below[number-c.lowest()], true
}

// headerAt returns our header at a height, seals included, if it is still held.
func (c chain) headerAt(number uint64) *types.Header {
	first := c.trusted.number() + 1 - uint64(len(c.recent))
	if number < first || number > c.trusted.number() {
		return nil
	}
	return c.recent[number-first]
}

// savedChain is a Record's State.
type savedChain struct {
	Header []byte // RLP, seals included
	Below  []common.Hash
	// Validators is the last trusted set, where the header does not list it.
	Validators []common.Address `rlp:"optional"`
}

func (c chain) record(chainID uint64, anchor lightclient.Anchor) (lightclient.Record, error) {
	header, err := EncodeHeader(c.trusted.claim.header)
	if err != nil {
		return lightclient.Record{}, err
	}
	saved := savedChain{Header: header, Below: c.below}
	if list, err := c.trusted.claim.validators(); err != nil || !sameSet(list, c.trusted.set) {
		saved.Validators = c.trusted.set
	}
	state, err := rlp.EncodeToBytes(saved)
	if err != nil {
		return lightclient.Record{}, fmt.Errorf("encode trusted header: %w", err)
	}
	return lightclient.Record{ChainID: chainID, Kind: Kind, Anchor: anchor, Trusted: c.trusted.Header(), State: state}, nil
}

// restoreChain reads what record wrote. It believes the store no further than it
// has to: the header's hash is computed again, and its seals must be those of the
// set that it lists, unless it is the anchor, or of the saved set, if a contract
// named it. That set itself is worth as much as the store is, like an anchor.
func restoreChain(r lightclient.Record, s Schedule) (chain, error) {
	damaged := func(format string, args ...any) (chain, error) {
		return chain{}, fmt.Errorf("%w: "+format+"; remove the store to begin anew from the configured anchor",
			append([]any{lightclient.ErrStoreDamaged}, args...)...)
	}
	var saved savedChain
	if err := rlp.DecodeBytes(r.State, &saved); err != nil {
		return damaged("state of the client: %v", err)
	}
	h, err := DecodeHeader(saved.Header)
	if err != nil {
		return damaged("saved header: %w", err)
	}
	c, err := s.read(h)
	if err != nil {
		return damaged("saved header, if the configured schedule is right: %w", err)
	}
	if got := c.summary(); got != r.Trusted {
		return damaged("saved header is %d (%s), the record says %d (%s)", got.Number, got.Hash, r.Trusted.Number, r.Trusted.Hash)
	}
	atAnchor := r.Anchor == lightclient.Anchor{Number: c.number, Hash: c.hash}
	state, err := s.restoreState(c, saved.Validators, atAnchor)
	if err != nil {
		return damaged("saved validators: %w", err)
	}
	if !atAnchor {
		if err := checkSeals(c, state.set, nil); err != nil {
			return damaged("saved header: %w", err)
		}
	}
	switch n := len(saved.Below); {
	case n > MaxHistory || uint64(n) > c.number:
		return damaged("%d hashes below header %d, at most %d are kept", n, c.number, MaxHistory)
	case n > 0 && saved.Below[n-1] != c.header.ParentHash:
		return damaged("last hash below header %d is %s, its parentHash is %s", c.number, saved.Below[n-1], c.header.ParentHash)
	}
	restored := newChain(state)
	restored.below = saved.Below
	return restored, nil
}

// restoreState returns the state of a saved header, with the set that it lists or,
// where a contract named another one, the set saved with it.
func (s Schedule) restoreState(c *claim, saved []common.Address, atAnchor bool) (TrustedState, error) {
	switch {
	case len(saved) == 0:
		return newState(c)
	case c.rules.Contract == nil && (!atAnchor || s.contractAfter(c) == nil):
		return TrustedState{}, fmt.Errorf("there are %d beside those that the header lists, want none", len(saved))
	}
	if err := checkSet(saved); err != nil {
		return TrustedState{}, err
	}
	return TrustedState{claim: c, set: saved}, nil
}
