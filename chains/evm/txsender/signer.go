package txsender

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// TxSigner signs transactions of one account.
type TxSigner interface {
	Address() common.Address
	// SignTx returns a signed copy, bound to the chain (EIP-155).
	SignTx(ctx context.Context, tx *types.Transaction, chainID *big.Int) (*types.Transaction, error)
}

// KeySigner holds its key in memory.
type KeySigner struct{ key *ecdsa.PrivateKey }

// NewKeySigner signs with the key.
func NewKeySigner(key *ecdsa.PrivateKey) (*KeySigner, error) {
	if key == nil || key.D == nil || key.D.Sign() == 0 { //nolint:staticcheck // SA1019: Bytes does not know secp256k1
		return nil, errors.New("txsender: no key")
	}
	return &KeySigner{key}, nil
}

// NewKeystoreSigner decrypts a keystore file (Web3 Secret Storage, version 3) and
// signs with its key.
func NewKeystoreSigner(keyJSON []byte, passphrase string) (*KeySigner, error) {
	key, err := keystore.DecryptKey(keyJSON, passphrase)
	if err != nil {
		return nil, fmt.Errorf("txsender: decrypt keystore file: %w", err)
	}
	return &KeySigner{key.PrivateKey}, nil
}

// Address is the account.
func (s *KeySigner) Address() common.Address { return crypto.PubkeyToAddress(s.key.PublicKey) }

// SignTx signs. It does no I/O.
func (s *KeySigner) SignTx(_ context.Context, tx *types.Transaction, chainID *big.Int) (*types.Transaction, error) {
	return types.SignTx(tx, types.LatestSignerForChainID(chainID), s.key)
}
