// Package keys decides where a signer's keys are kept: each in a file of its own
// that only its owner can read, ECDSA keys encrypted as Web3 Secret Storage
// version 3.
//
// The files are those of geth, clef and most wallets, so that keys can be brought
// and taken away. A passphrase never comes from a command line, where every process
// of the machine could read it: see [FromFile], [FromEnvironment], [FromPrompt].
package keys

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
)

// What may be wrong with a key. No error quotes a secret.
var (
	ErrNoKey       = errors.New("no such key")
	ErrExists      = errors.New("key exists already: it is never overwritten")
	ErrPermissions = errors.New("file may be read or changed by others")
	ErrPassphrase  = errors.New("passphrase does not open the key")
	ErrKeyFile     = errors.New("not a key file")
	ErrName        = errors.New("key name")
)

// Key signs checkpoints. It is a secret: it prints as its address.
type Key struct {
	private *ecdsa.PrivateKey
	address common.Address
}

// NewKey wraps a private key, for callers that keep it themselves.
func NewKey(private *ecdsa.PrivateKey) (*Key, error) {
	if private == nil || private.D == nil || private.D.Sign() == 0 {
		return nil, fmt.Errorf("%w: no private key", ErrKeyFile)
	}
	return &Key{private, crypto.PubkeyToAddress(private.PublicKey)}, nil
}

// Address returns the signer's address.
func (k *Key) Address() common.Address { return k.address }

// String returns the address, so that a printed Key shows no secret.
func (k *Key) String() string { return k.address.Hex() }

// Format keeps %+v and %#v from printing the private key.
func (k *Key) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(k.String())) }

// Private returns the private key, for what else signs with it: transactions.
func (k *Key) Private() *ecdsa.PrivateKey { return k.private }

// Sign signs a digest. The signature is deterministic (RFC 6979) with s in the
// lower half, so that signing again gives the same bytes.
func (k *Key) Sign(digest [32]byte) (messages.Signature, error) {
	raw, err := crypto.Sign(digest[:], k.private)
	if err != nil {
		return messages.Signature{}, fmt.Errorf("sign: %w", err)
	}
	return messages.SignatureOf(raw)
}

// RecordOwner derives what authenticates the signing record of this key.
func (k *Key) RecordOwner() record.Owner {
	h := hmac.New(sha256.New, crypto.FromECDSA(k.private))
	h.Write([]byte("catenary signing record seal v1")) // a hash never fails
	return record.Owner{Address: k.address, Seal: [32]byte(h.Sum(nil))}
}
