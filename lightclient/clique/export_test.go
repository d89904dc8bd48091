package clique

import (
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// SignersAfter returns who may seal on top of the headers, final or not.
func SignersAfter(trusted TrustedState, headers []*types.Header, now time.Time, p Params) ([]common.Address, error) {
	if len(headers) == 0 {
		return trusted.Signers(), nil
	}
	b, err := verify(trusted, headers, now, p)
	if err != nil {
		return nil, err
	}
	return b.snap.signers, nil
}

// Branch verifies one header after another, without the bound on their number.
type Branch struct{ b *branch }

// NewBranch begins at a trusted state.
func NewBranch(trusted TrustedState, p Params) *Branch { return &Branch{newBranch(trusted, 0, p)} }

// Add appends a header, or leaves the branch as it is.
func (x *Branch) Add(h *types.Header) error {
	c, err := read(h, x.b.params)
	if err != nil {
		return err
	}
	if err := checkLink(x.b.head(), c, x.b.params); err != nil {
		return err
	}
	before := x.b.snap.clone()
	if err := x.b.add(c); err != nil {
		x.b.snap = before
		return err
	}
	return nil
}

// Signers returns who may seal next.
func (x *Branch) Signers() []common.Address { return x.b.snap.signers }

// Votes returns how many votes are pending.
func (x *Branch) Votes() int { return len(x.b.snap.votes) }
