package clique

import (
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// branch is a run of headers that keep the rules of Clique upon a trusted one. Which
// of them are final, it tells by counting seals.
type branch struct {
	base   TrustedState
	params Params
	claims []*claim
	sets   [][]common.Address // by claim: who was entitled to seal it
	snap   snapshot           // after the last claim
}

func newBranch(base TrustedState, size int, p Params) *branch {
	return &branch{base: base, params: p, claims: make([]*claim, 0, size), sets: make([][]common.Address, 0, size), snap: base.snap.clone()}
}

func (b *branch) head() *claim {
	if len(b.claims) == 0 {
		return b.base.claim
	}
	return b.claims[len(b.claims)-1]
}

// add appends a claim that is linked to the head.
func (b *branch) add(c *claim) error {
	set := b.snap.signers
	if err := b.snap.apply(c, b.params); err != nil {
		return err
	}
	b.claims, b.sets = append(b.claims, c), append(b.sets, set)
	return nil
}

// finality returns how many of the claims, from i on, make claim i final, or false if
// they do not: more than half of those who were entitled to seal it have sealed it or
// what is on top of it, somebody is on top, and then come the extra confirmations.
// Those who were voted in later do not count, and nobody counts twice.
func (b *branch) finality(i int) (int, bool) {
	set := b.sets[i]
	counted, members := make([]bool, len(set)), 0
	for j := i; j < len(b.claims); j++ {
		if k, found := indexIn(set, b.claims[j].sealer); found && !counted[k] {
			counted[k] = true
			members++
		}
		if 2*members > len(set) && j > i {
			n := j - i + 1 + int(b.params.ExtraConfirmations)
			return n, i+n <= len(b.claims)
		}
	}
	return 0, false
}

// finals returns how many of the claims are final: a claim is so only if all before it
// are. The first is judged by the set of the trusted state, which is true; so no
// change of the set is believed that signers of the former one do not back.
func (b *branch) finals() int {
	for i := range b.claims {
		if _, ok := b.finality(i); !ok {
			return i
		}
	}
	return len(b.claims)
}

// final returns the state of the newest final claim, or the base.
func (b *branch) final() TrustedState {
	n := b.finals()
	if n == 0 {
		return b.base
	}
	snap := b.base.snap.clone()
	for _, c := range b.claims[:n] {
		snap.advance(c, b.params)
	}
	return TrustedState{claim: b.claims[n-1], snap: snap}
}

// proof returns the headers that show that a number is final upon the base, the header
// of that number first, or nil if it is not.
func (b *branch) proof(number uint64) []*types.Header {
	i := number - b.base.number() - 1
	if i >= uint64(b.finals()) {
		return nil
	}
	n, _ := b.finality(int(i))
	headers := make([]*types.Header, n)
	for j := range headers {
		headers[j] = b.claims[int(i)+j].header
	}
	return headers
}
