package clique

import (
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// chain is what a client remembers: the trusted state and some below it, from which a
// rival branch can be verified, the hashes in between, by which it is told from
// another chain, and the headers, as evidence against a rival. Values are not changed:
// extend makes a new one.
type chain struct {
	states  []TrustedState  // ascending, most of them stepHeaders apart, the last one trusted
	hashes  []common.Hash   // of the heights from the first state to the trusted one
	headers []*types.Header // above the first state, also those that are not final yet; not kept over a restart
}

func (c chain) final() lightclient.Final { return lightclient.Believe(c.trusted().Header()) }

func newChain(s TrustedState) chain {
	return chain{states: []TrustedState{s}, hashes: []common.Hash{s.hash()}}
}

func (c chain) isZero() bool          { return len(c.states) == 0 }
func (c chain) trusted() TrustedState { return c.states[len(c.states)-1] }
func (c chain) lowest() uint64        { return c.states[0].number() }

// extend returns the chain that trusts the newest final header of b, a branch upon
// the trusted state.
func (c chain) extend(b *branch) chain {
	trusted, next := c.trusted(), b.final()
	states := slices.Clone(c.states)
	if n := len(states); n > 1 && trusted.number()-states[n-2].number() < stepHeaders {
		states = states[:n-1] // too near to the one before
	}
	states = append(states, next)
	hashes := slices.Clone(c.hashes)
	for _, final := range b.claims[:next.number()-trusted.number()] {
		hashes = append(hashes, final.hash)
	}
	extended := chain{states: states, hashes: hashes, headers: slices.Clone(c.headers)}
	// Those that were not final then are among the claims, or were left by the network.
	for len(extended.headers) > 0 && extended.headers[len(extended.headers)-1].Number.Uint64() > trusted.number() {
		extended.headers = extended.headers[:len(extended.headers)-1]
	}
	for _, verified := range b.claims {
		extended.headers = append(extended.headers, verified.header)
	}
	return extended.cut(maxStates)
}

// cut keeps the newest n states, and what is above the lowest of these.
func (c chain) cut(n int) chain {
	if len(c.states) <= n {
		return c
	}
	states := slices.Clone(c.states[len(c.states)-n:])
	lowest := states[0].number()
	return chain{states: states, hashes: slices.Clone(c.hashes[lowest-c.lowest():]), headers: slices.Clone(c.headersFrom(lowest + 1))}
}

// hashAt returns the hash at a remembered height.
func (c chain) hashAt(number uint64) (common.Hash, bool) {
	if number < c.lowest() || number > c.trusted().number() {
		return common.Hash{}, false
	}
	return c.hashes[number-c.lowest()], true
}

// stateBelow returns the newest remembered state below a height, which is above the
// lowest.
func (c chain) stateBelow(number uint64) TrustedState {
	below := c.states[0]
	for _, s := range c.states[1:] {
		if s.number() < number {
			below = s
		}
	}
	return below
}

// headersFrom returns the headers that are held from a height on. After a restart they
// may begin above it.
func (c chain) headersFrom(number uint64) []*types.Header {
	i := slices.IndexFunc(c.headers, func(h *types.Header) bool { return h.Number.Uint64() >= number })
	if i < 0 {
		return nil
	}
	return c.headers[i:]
}
