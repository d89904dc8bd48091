package keys

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/sha256"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/record"
)

// Key signs checkpoints. It holds a secret and prints as its address.
type Key struct {
	private *ecdsa.PrivateKey
	address common.Address
}

// NewKey wraps a private key, as [Load] returns it.
func NewKey(private *ecdsa.PrivateKey) (*Key, error) {
	if private == nil || private.D == nil || private.D.Sign() == 0 { //nolint:staticcheck // SA1019: Bytes does not know secp256k1
		return nil, fmt.Errorf("%w: there is no private key", ErrKey)
	}
	return &Key{private, crypto.PubkeyToAddress(private.PublicKey)}, nil
}

// Address returns the signer's address.
func (k *Key) Address() common.Address { return k.address }

// Format prints the address whatever the verb, so that not even %#v in a log shows
// the secret.
func (k *Key) Format(s fmt.State, _ rune) { _, _ = s.Write([]byte(k.address.Hex())) }

// Sign signs a digest. The signature is deterministic (RFC 6979) with s in the
// lower half (EIP-2), so that signing again gives the same bytes.
func (k *Key) Sign(digest [32]byte) (messages.Signature, error) {
	raw, err := crypto.Sign(digest[:], k.private)
	if err != nil {
		return messages.Signature{}, fmt.Errorf("%w: sign: %w", ErrKey, err)
	}
	return messages.SignatureOf(raw)
}

// RecordOwner derives what authenticates the signing record of this key: nobody
// without the key can make or change one.
func (k *Key) RecordOwner() record.Owner {
	h := hmac.New(sha256.New, crypto.FromECDSA(k.private))
	h.Write([]byte("catenary signing record seal v1")) // a hash never fails
	return record.Owner{Address: k.address, Seal: [32]byte(h.Sum(nil))}
}
