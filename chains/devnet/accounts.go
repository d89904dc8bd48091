package devnet

import (
	"crypto/ecdsa"
	"crypto/hmac"
	"crypto/pbkdf2"
	"crypto/sha512"
	"encoding/binary"
	"errors"
	"fmt"
	"math/big"
	"strings"

	"github.com/ethereum/go-ethereum/accounts"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
)

// TestMnemonic is the phrase that anvil and hardhat derive their accounts from.
// Everybody knows it: whatever these accounts receive on a public chain is stolen
// within seconds.
const TestMnemonic = "test test test test test test test test test test test junk"

// Account is a funded account whose key is at hand.
type Account struct {
	Address common.Address
	Key     *ecdsa.PrivateKey
}

// DeriveAccounts returns the first n accounts of a mnemonic on Ethereum's usual path
// m/44'/60'/0'/0/i, without passphrase (BIP-39, BIP-32). The phrase is taken as it
// is: the checksum and the word list, which protect paper backups, are not looked at.
func DeriveAccounts(mnemonic string, n int) ([]Account, error) {
	if n < 0 || n > maxAccounts {
		return nil, fmt.Errorf("%d accounts: must be 0 to %d", n, maxAccounts)
	}
	words := strings.Fields(mnemonic)
	if n > 0 && len(words) < 12 {
		return nil, fmt.Errorf("mnemonic has %d words, must have at least 12", len(words))
	}
	seed, err := pbkdf2.Key(sha512.New, strings.Join(words, " "), []byte("mnemonic"), 2048, 64)
	if err != nil {
		return nil, fmt.Errorf("derive seed: %w", err)
	}
	node, err := masterNode(seed)
	if err != nil {
		return nil, err
	}
	for _, index := range accounts.DefaultRootDerivationPath { // m/44'/60'/0'/0
		if node, err = node.child(index); err != nil {
			return nil, err
		}
	}
	list := make([]Account, n)
	for i := range list {
		leaf, err := node.child(uint32(i))
		if err != nil {
			return nil, err
		}
		key, err := crypto.ToECDSA(leaf.key[:])
		if err != nil {
			return nil, fmt.Errorf("account %d: %w", i, err)
		}
		list[i] = Account{Address: crypto.PubkeyToAddress(key.PublicKey), Key: key}
	}
	return list, nil
}

// hdNode is a private key with its chain code (BIP-32).
type hdNode struct {
	key   [32]byte
	chain [32]byte
}

func masterNode(seed []byte) (hdNode, error) {
	return newNode(hmac512([]byte("Bitcoin seed"), seed), new(big.Int))
}

// child derives one step; indexes from 2^31 on are hardened.
func (n hdNode) child(index uint32) (hdNode, error) {
	var data []byte
	if index >= 1<<31 {
		data = append([]byte{0}, n.key[:]...)
	} else {
		key, err := crypto.ToECDSA(n.key[:])
		if err != nil {
			return hdNode{}, fmt.Errorf("derive key: %w", err)
		}
		data = crypto.CompressPubkey(&key.PublicKey)
	}
	data = binary.BigEndian.AppendUint32(data, index)
	return newNode(hmac512(n.chain[:], data), new(big.Int).SetBytes(n.key[:]))
}

// newNode adds the left half of the digest to the parent's key. BIP-32 calls the two
// results that it refuses less likely than 1 in 2^127.
func newNode(digest []byte, parent *big.Int) (hdNode, error) {
	var node hdNode
	order := crypto.S256().Params().N
	left := new(big.Int).SetBytes(digest[:32])
	key := new(big.Int).Add(left, parent)
	key.Mod(key, order)
	if left.Cmp(order) >= 0 || key.Sign() == 0 {
		return node, errors.New("derive key: no key at this index (BIP-32), use another mnemonic")
	}
	key.FillBytes(node.key[:])
	copy(node.chain[:], digest[32:])
	return node, nil
}

func hmac512(key, data []byte) []byte {
	mac := hmac.New(sha512.New, key)
	mac.Write(data)
	return mac.Sum(nil)
}
