package clique

import (
	"encoding/binary"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
)

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

// Spam casts votes of the given signer about n addresses that nobody has, as he might
// in as many blocks.
func (x *Branch) Spam(by common.Address, n int) {
	for i := range n {
		var about common.Address
		binary.BigEndian.PutUint64(about[:], uint64(i)+1)
		x.b.snap.votes = append(x.b.snap.votes, vote{about, by})
	}
}

// Trust makes the newest header trusted, final or not.
func (x *Branch) Trust() TrustedState { return TrustedState{claim: x.b.head(), snap: x.b.snap} }

// What a store holds.
type (
	SavedChain  = savedChain
	SavedState  = savedState
	SavedRecent = savedRecent
)

// EncodeProof cuts what a store does not take.
var EncodeProof = encodeProof

// Bounds of what a client remembers.
const (
	StepHeaders = stepHeaders
	MaxStates   = maxStates
)

// Resave changes a record's state, as somebody would who writes a right checksum.
func Resave(r lightclient.Record, change func(*SavedChain)) (lightclient.Record, error) {
	var saved savedChain
	if err := rlp.DecodeBytes(r.State[common.HashLength:], &saved); err != nil {
		return r, err
	}
	change(&saved)
	body, err := rlp.EncodeToBytes(saved)
	r.State = append(crypto.Keccak256(body), body...)
	return r, err
}

// SaveState returns the record of a client that trusts s and nothing below.
func SaveState(s TrustedState) (lightclient.Record, error) {
	return newChain(s).record(1, lightclient.Anchor{})
}

// WithSum puts the checksum before a record's state.
func WithSum(body []byte) []byte { return append(crypto.Keccak256(body), body...) }

// RestoreAndSave reads a record's state and writes it again.
func RestoreAndSave(r lightclient.Record, p Params) (lightclient.Record, error) {
	c, err := restoreChain(r, p)
	if err != nil {
		return r, err
	}
	return c.record(r.ChainID, r.Anchor)
}
