// Package quorum decides whether a checkpoint has enough approval.
//
// It is pure: approvals in, attestation out. It counts exactly what the
// MultisigVerifier contract counts, so that a reached quorum here is never
// refused there, and an approval that it refuses is never paid for.
package quorum

import (
	"bytes"
	"errors"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// MaxSigners bounds a signer set: 64 signatures of 65 bytes still fit the
// calldata of any delivery, and recovering them on chain costs under 300,000 gas.
const MaxSigners = 64

// Errors of a signer set or an approval that does not count. All wrap into
// messages that name the field, the value and what would be right.
var (
	ErrSet             = errors.New("signer set is not valid")
	ErrOtherCheckpoint = errors.New("approval is for another checkpoint")
	ErrOtherDomain     = errors.New("approval is for another verifier")
	ErrEpoch           = errors.New("approval is for another epoch")
	ErrUnknownSigner   = errors.New("approval is by a stranger")
	ErrDuplicate       = errors.New("signer has approved already")
)

// Validate checks a signer set by the contract's rules: 1 to MaxSigners distinct
// non-zero signers, threshold from 1 to their number, epoch at least 1.
func Validate(set messages.SignerSet) error {
	n := len(set.Signers)
	switch {
	case n == 0 || n > MaxSigners:
		return fmt.Errorf("%w: %d signers, want 1 to %d", ErrSet, n, MaxSigners)
	case set.Threshold < 1 || set.Threshold > n:
		return fmt.Errorf("%w: threshold %d, want 1 to %d", ErrSet, set.Threshold, n)
	case set.Epoch == 0:
		return fmt.Errorf("%w: epoch 0, the first is 1", ErrSet)
	}
	seen := make(map[common.Address]bool, n)
	for _, signer := range set.Signers {
		if signer == (common.Address{}) {
			return fmt.Errorf("%w: the zero address is no signer", ErrSet)
		}
		if seen[signer] {
			return fmt.Errorf("%w: signer %s is listed twice", ErrSet, signer)
		}
		seen[signer] = true
	}
	return nil
}

// Tally collects approvals of one checkpoint by one signer set. It is not safe
// for concurrent use.
type Tally struct {
	checkpoint messages.Checkpoint
	set        messages.SignerSet
	digest     [32]byte
	approvals  map[common.Address]messages.Signature
}

// New starts a tally. The checkpoint must be for the set's epoch.
func New(checkpoint messages.Checkpoint, set messages.SignerSet) (*Tally, error) {
	if err := Validate(set); err != nil {
		return nil, err
	}
	if checkpoint.Epoch != set.Epoch {
		return nil, fmt.Errorf("%w: checkpoint names epoch %d, the set is at %d", ErrEpoch, checkpoint.Epoch, set.Epoch)
	}
	set.Signers = slices.Clone(set.Signers)
	return &Tally{
		checkpoint: checkpoint, set: set, digest: checkpoint.Digest(set.Domain),
		approvals: make(map[common.Address]messages.Signature, len(set.Signers)),
	}, nil
}

// Add counts one approval, or says why it does not count; then nothing changes.
// The cheap checks come first: a flood of nonsense must not cost a signature
// recovery each.
func (t *Tally) Add(approval *messages.Approval) error {
	if approval.Domain != t.set.Domain {
		return fmt.Errorf("%w: %s on chain %d, want %s on chain %d", ErrOtherDomain,
			approval.Domain.Verifier, approval.Domain.TargetChain, t.set.Domain.Verifier, t.set.Domain.TargetChain)
	}
	if approval.Checkpoint.Epoch != t.checkpoint.Epoch {
		return fmt.Errorf("%w: %d, want %d", ErrEpoch, approval.Checkpoint.Epoch, t.checkpoint.Epoch)
	}
	if approval.Checkpoint != t.checkpoint {
		return fmt.Errorf("%w: lane %s nonce %d accumulator %s, want lane %s nonce %d accumulator %s", ErrOtherCheckpoint,
			approval.Checkpoint.Lane, approval.Checkpoint.Nonce, approval.Checkpoint.Accumulator,
			t.checkpoint.Lane, t.checkpoint.Nonce, t.checkpoint.Accumulator)
	}
	if !slices.Contains(t.set.Signers, approval.Signer) {
		return fmt.Errorf("%w: %s is not in the set of epoch %d", ErrUnknownSigner, approval.Signer, t.set.Epoch)
	}
	if _, ok := t.approvals[approval.Signer]; ok {
		return fmt.Errorf("%w: %s", ErrDuplicate, approval.Signer)
	}
	recovered, err := approval.Signature.Recover(t.digest)
	if err != nil {
		return fmt.Errorf("approval of %s: %w", approval.Signer, err)
	}
	if recovered != approval.Signer {
		return fmt.Errorf("%w: it recovers to %s, want %s", messages.ErrSignerMismatch, recovered, approval.Signer)
	}
	t.approvals[approval.Signer] = approval.Signature
	return nil
}

// Checkpoint returns what is being approved.
func (t *Tally) Checkpoint() messages.Checkpoint { return t.checkpoint }

// Count returns the number of distinct signers that have approved.
func (t *Tally) Count() int { return len(t.approvals) }

// Threshold returns the number that is needed.
func (t *Tally) Threshold() int { return t.set.Threshold }

// Reached reports whether the threshold is met.
func (t *Tally) Reached() bool { return len(t.approvals) >= t.set.Threshold }

// Missing lists the signers that have not approved, in the set's order.
func (t *Tally) Missing() []common.Address {
	var missing []common.Address
	for _, signer := range t.set.Signers {
		if _, ok := t.approvals[signer]; !ok {
			missing = append(missing, signer)
		}
	}
	return missing
}

// Attestation returns the bytes that satisfy the verifier: exactly threshold
// signatures, in ascending order of their signers. It returns false before the
// threshold is met. More signatures than needed would only cost gas.
func (t *Tally) Attestation() ([]byte, bool) {
	if !t.Reached() {
		return nil, false
	}
	signers := make([]common.Address, 0, len(t.approvals))
	for signer := range t.approvals {
		signers = append(signers, signer)
	}
	slices.SortFunc(signers, func(a, b common.Address) int { return bytes.Compare(a[:], b[:]) })
	attestation := make([]byte, 0, t.set.Threshold*messages.SignatureSize)
	for _, signer := range signers[:t.set.Threshold] {
		signature := t.approvals[signer]
		attestation = append(attestation, signature[:]...)
	}
	return attestation, true
}
