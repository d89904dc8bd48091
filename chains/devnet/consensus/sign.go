package consensus

import (
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/rlp"
)

// Signer holds a validator's key. Sign must be deterministic (RFC 6979), which keeps the machine a pure function of
// its inputs; both calls may come from several goroutines.
type Signer interface {
	Address() common.Address
	// Sign returns the 65-byte signature r ‖ s ‖ v of a digest, s in the lower half of the curve order and v in {0,1}.
	Sign(digest common.Hash) ([]byte, error)
}

// KeySigner signs with a key in memory.
type KeySigner struct {
	key     *ecdsa.PrivateKey
	address common.Address
}

// NewKeySigner returns a Signer for a secp256k1 key.
func NewKeySigner(key *ecdsa.PrivateKey) (*KeySigner, error) {
	if key == nil {
		return nil, errors.New("validator key is nil, want a secp256k1 key")
	}
	if key.Curve != crypto.S256() {
		return nil, errors.New("validator key is not on secp256k1")
	}
	return &KeySigner{key: key, address: crypto.PubkeyToAddress(key.PublicKey)}, nil
}

// Address implements Signer.
func (k *KeySigner) Address() common.Address { return k.address }

// Sign implements Signer.
func (k *KeySigner) Sign(digest common.Hash) ([]byte, error) {
	sig, err := crypto.Sign(digest[:], k.key)
	if err != nil {
		return nil, fmt.Errorf("sign with %s: %w", k.address, err)
	}
	return sig, nil
}

// recoverAddress returns who signed digest. Only one encoding of a signature is accepted (s in the lower half, v 0 or
// 1): otherwise anybody could turn a seal into a second, different seal of the same validator.
func recoverAddress(digest common.Hash, sig []byte) (common.Address, error) {
	if len(sig) != crypto.SignatureLength {
		return common.Address{}, fmt.Errorf("%w: %d bytes, want %d", ErrBadSignature, len(sig), crypto.SignatureLength)
	}
	r, s := new(big.Int).SetBytes(sig[:32]), new(big.Int).SetBytes(sig[32:64])
	if !crypto.ValidateSignatureValues(sig[64], r, s, true) {
		return common.Address{}, fmt.Errorf("%w: r, s or v out of range (v is %d, want 0 or 1; s in the lower half)",
			ErrBadSignature, sig[64])
	}
	pub, err := crypto.SigToPub(digest[:], sig)
	if err != nil {
		return common.Address{}, fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	return crypto.PubkeyToAddress(*pub), nil
}

// signingHash is keccak256(rlp([code, payload])), what Besu and GoQuorum sign: the code keeps a prepare from passing
// for another kind of message with the same fields.
func signingHash(code Code, payload any) (common.Hash, error) {
	hasher := crypto.NewKeccakState()
	if err := rlp.Encode(hasher, []any{uint64(code), payload}); err != nil {
		return common.Hash{}, fmt.Errorf("encode %s payload: %w", code, err)
	}
	var h common.Hash
	_, err := hasher.Read(h[:])
	return h, err
}

func signPayload(s Signer, code Code, payload any) ([]byte, error) {
	h, err := signingHash(code, payload)
	if err != nil {
		return nil, err
	}
	return signHash(s, code, h)
}

func signHash(s Signer, code Code, h common.Hash) ([]byte, error) {
	sig, err := s.Sign(h)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", ErrSigner, code, err)
	}
	return sig, nil
}

// recovery says who signed a digest: recoverAddress, or what a simulation has in its place.
type recovery func(digest common.Hash, sig []byte) (common.Address, error)

// author says who signed a message; an error wraps ErrBadSignature.
func (by recovery) author(m Message) (common.Address, error) {
	h, sig, err := m.signed()
	if err != nil {
		return common.Address{}, fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	return by(h, sig)
}

// Author implements Message.
func (m *Proposal) Author() (common.Address, error) { return recovery(recoverAddress).author(m) }

// Author implements Message.
func (m *Prepare) Author() (common.Address, error) { return recovery(recoverAddress).author(m) }

// Author implements Message.
func (m *Commit) Author() (common.Address, error) { return recovery(recoverAddress).author(m) }

// Author implements Message.
func (m *SignedRoundChange) Author() (common.Address, error) {
	return recovery(recoverAddress).author(m)
}

func (m *Proposal) signed() (common.Hash, []byte, error) {
	d, err := m.derivation()
	if err != nil {
		return common.Hash{}, nil, err
	}
	h, err := d.signing()
	return h, m.Signature, err
}

func (m *Prepare) signed() (common.Hash, []byte, error) {
	h, err := signingHash(CodePrepare, &m.Payload)
	return h, m.Signature, err
}

func (m *Commit) signed() (common.Hash, []byte, error) {
	h, err := signingHash(CodeCommit, &m.Payload)
	return h, m.Signature, err
}

func (m *SignedRoundChange) signed() (common.Hash, []byte, error) {
	h, err := signingHash(CodeRoundChange, &m.Payload)
	return h, m.Signature, err
}
