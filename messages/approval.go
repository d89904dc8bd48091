package messages

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// SignatureSize is the size of a signature in bytes: r ‖ s ‖ v, v is 27 or 28.
const SignatureSize = 65

// Signature is an ECDSA signature over secp256k1 as contracts take it.
type Signature [SignatureSize]byte

// Errors of a signature or an approval that does not hold.
var (
	// ErrMalleable: s lies in the upper half of the curve order, so that the same
	// signature has a second form (EIP-2).
	ErrMalleable = errors.New("signature is malleable: s is in the upper half of the curve order")
	// ErrSignature: the bytes are no signature at all.
	ErrSignature = errors.New("signature is not valid")
	// ErrSignerMismatch: a valid signature, but of somebody else or of other bytes.
	ErrSignerMismatch = errors.New("signature was not made by the named signer over this checkpoint")
)

// halfOrder is half the order of secp256k1, the largest s that is accepted.
var halfOrder = new(big.Int).Rsh(crypto.S256().Params().N, 1)

// SignatureOf turns go-ethereum's form, with v 0 or 1, into ours.
func SignatureOf(rsv []byte) (s Signature, err error) {
	if len(rsv) != SignatureSize || rsv[64] > 1 {
		return s, fmt.Errorf("%w: want 65 bytes that end in 0 or 1", ErrSignature)
	}
	copy(s[:], rsv)
	s[64] += 27
	return s, nil
}

// Recover returns the address that signed the digest. It refuses whatever a
// verifier contract refuses, so that nothing is counted that will not be paid for.
func (s Signature) Recover(digest [32]byte) (common.Address, error) {
	if s[64] != 27 && s[64] != 28 {
		return common.Address{}, fmt.Errorf("%w: v is %d, want 27 or 28", ErrSignature, s[64])
	}
	if new(big.Int).SetBytes(s[32:64]).Cmp(halfOrder) > 0 {
		return common.Address{}, ErrMalleable
	}
	raw := s
	raw[64] -= 27
	key, err := crypto.SigToPub(digest[:], raw[:])
	if err != nil {
		return common.Address{}, fmt.Errorf("%w: %w", ErrSignature, err)
	}
	return crypto.PubkeyToAddress(*key), nil
}

func (s Signature) String() string { return encodeHex(s[:]) }

// MarshalText writes 0x-prefixed lower-case hex.
func (s Signature) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads exactly what MarshalText writes.
func (s *Signature) UnmarshalText(text []byte) error {
	return decodeFixedHex("signature", s[:], text)
}

// Approval is one signer's signature under one checkpoint. It authenticates
// itself: how it arrived is of no account.
type Approval struct {
	Checkpoint Checkpoint     `json:"checkpoint"`
	Domain     Domain         `json:"domain"`
	Signer     common.Address `json:"signer"`
	Signature  Signature      `json:"signature"`
}

// Verify checks that the named signer signed this checkpoint for this domain.
// Whether that signer counts is a question for the quorum package.
func (a *Approval) Verify() error {
	recovered, err := a.Signature.Recover(a.Checkpoint.Digest(a.Domain))
	if err != nil {
		return err
	}
	if recovered != a.Signer {
		return fmt.Errorf("%w: it recovers to %s, want %s", ErrSignerMismatch, recovered, a.Signer)
	}
	return nil
}

// approvalSize is the length of an approval's binary form, in bytes.
const approvalSize = 1 + checkpointSize + 8 + 20 + 20 + SignatureSize

// MarshalBinary returns version ‖ checkpoint ‖ targetChain ‖ verifier ‖ signer ‖
// signature.
func (a *Approval) MarshalBinary() ([]byte, error) {
	b := append(make([]byte, 0, approvalSize), Version)
	b, err := a.Checkpoint.AppendBinary(b)
	if err != nil {
		return nil, err
	}
	b = binary.BigEndian.AppendUint64(b, a.Domain.TargetChain)
	b = append(b, a.Domain.Verifier[:]...)
	b = append(b, a.Signer[:]...)
	return append(b, a.Signature[:]...), nil
}

// UnmarshalBinary reads exactly what MarshalBinary writes. The signature is not
// verified; see [Approval.Verify].
func (a *Approval) UnmarshalBinary(b []byte) error {
	if len(b) != approvalSize {
		return fmt.Errorf("%w: approval of %d bytes, want %d", ErrDecode, len(b), approvalSize)
	}
	if b[0] != Version {
		return fmt.Errorf("%w: approval version %d, want %d", ErrDecode, b[0], Version)
	}
	rest := b[1:]
	if err := a.Checkpoint.UnmarshalBinary(rest[:checkpointSize]); err != nil {
		return err
	}
	rest = rest[checkpointSize:]
	a.Domain.TargetChain = binary.BigEndian.Uint64(rest)
	a.Domain.Verifier = common.Address(rest[8:28])
	a.Signer = common.Address(rest[28:48])
	a.Signature = Signature(rest[48:])
	return nil
}
