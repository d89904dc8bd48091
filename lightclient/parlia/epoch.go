package parlia

import (
	"fmt"
	"math/bits"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Quorum returns ⌈2n/3⌉, the number of votes that justify a block under a set of n.
func Quorum(n int) int { return n - n/3 }

// MaxFaulty returns the number of faulty validators that a set of n withstands: less
// than a third.
func MaxFaulty(n int) int { return max(n-1, 0) / 3 }

// epoch is a set of validators and its turn length. It does not change.
type epoch struct {
	number     uint64      // of the block that announced it
	hash       common.Hash // likewise
	validators []Validator
	turnLength uint64
	keys       []*bls12381.G1Affine // by validator; nil: it cannot vote
	unfit      []error              // by validator: why it cannot
}

func newEpoch(number uint64, hash common.Hash, a *Announcement) *epoch {
	e := &epoch{
		number: number, hash: hash, validators: a.Validators, turnLength: uint64(a.TurnLength),
		keys: make([]*bls12381.G1Affine, len(a.Validators)), unfit: make([]error, len(a.Validators)),
	}
	for i, v := range a.Validators {
		// A key that is no good is no reason to refuse the others: it just cannot vote.
		e.keys[i], e.unfit[i] = decodeKey(v.VoteKey)
	}
	return e
}

// switchDelay returns how many blocks after an epoch block the set that it announces
// replaces this one: the block so many blocks later is this set's last (BEP-341,
// 4.2.2; bsc, consensus/parlia/snapshot.go, minerHistoryCheckLen).
func (e *epoch) switchDelay() uint64 {
	return (uint64(len(e.validators))/2+1)*e.turnLength - 1
}

// inTurn returns whose turn a block is.
func (e *epoch) inTurn(number uint64) common.Address {
	return e.validators[number/e.turnLength%uint64(len(e.validators))].Address
}

func (e *epoch) has(a common.Address) bool {
	for _, v := range e.validators {
		if v.Address == a {
			return true
		}
	}
	return false
}

// checkVotes requires that a quorum of the set signed the attestation's data. That
// costs a pairing, and comes after all that is cheap.
//
// Bits beyond the set stand for nobody and count for nothing, as in bsc, which takes
// blocks with them. If they were refused, a bad validator could set them in the few
// blocks above an announcement, and stop whoever has to skip there for good.
func (e *epoch) checkVotes(a *Attestation) error {
	n := len(e.validators)
	if got, want := bits.OnesCount64(a.Voters&(1<<n-1)), Quorum(n); got < want {
		return fmt.Errorf("%w: %d of the %d validators voted for block %d, want %d", lightclient.ErrSeals, got, n, a.Data.TargetNumber, want)
	}
	voters := make([]*bls12381.G1Affine, 0, n)
	for i, key := range e.keys {
		if a.Voters&(1<<i) == 0 {
			continue
		}
		if key == nil {
			return fmt.Errorf("%w: validator %s is named as a voter for block %d, but has no vote key that is one: %w",
				lightclient.ErrSeals, e.validators[i].Address, a.Data.TargetNumber, e.unfit[i])
		}
		voters = append(voters, key)
	}
	if err := fastAggregateVerify(voters, a.Data.Hash(), a.Signature); err != nil {
		return fmt.Errorf("%w: attestation of block %d: %w", lightclient.ErrSeals, a.Data.TargetNumber, err)
	}
	return nil
}
