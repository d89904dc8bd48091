// Package keys decides how a signing key is kept on disk.
//
// Keys are in the Web3 Secret Storage format, version 3 (keystore V3), one file
// each, readable by their owner alone. Passphrases come from a prompt, a file or a
// variable, never from a flag, which every process of the machine could read.
package keys

import (
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/google/uuid"
)

// Errors of a key file or its passphrase.
var (
	ErrKey        = errors.New("key file")
	ErrPassphrase = errors.New("passphrase")
	ErrExists     = errors.New("key exists already")
)

const (
	// maxKeyFile bounds a key file, in bytes; a real one has about 500.
	maxKeyFile = 16 << 10

	// maxPassphrase bounds a passphrase, in bytes.
	maxPassphrase = 1 << 10

	suffix = ".json"
)

// Strength is the cost of guessing a passphrase.
type Strength int

const (
	// Standard takes 256 MiB and about a second for each guess (scrypt, N = 2^18).
	Standard Strength = iota
	// Light takes 4 MiB and a few hundredths of a second. For keys that are worth
	// nothing: devnets and tests.
	Light
)

// Entry is one key in a directory.
type Entry struct {
	Address common.Address `json:"address"`
	Path    string         `json:"path"`
}

// Create makes a key with the given source of randomness and stores it.
func Create(dir, passphrase string, strength Strength, random io.Reader) (Entry, error) {
	key, err := ecdsa.GenerateKey(crypto.S256(), random)
	if err != nil {
		return Entry{}, fmt.Errorf("%w: make key: %w", ErrKey, err)
	}
	return Import(dir, key, passphrase, strength)
}

// Import stores a key. A file of the same address is never overwritten.
func Import(dir string, key *ecdsa.PrivateKey, passphrase string, strength Strength) (Entry, error) {
	if passphrase == "" {
		return Entry{}, fmt.Errorf("%w: it is empty, want at least one character", ErrPassphrase)
	}
	id, err := uuid.NewRandom()
	if err != nil {
		return Entry{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	n, p := keystore.StandardScryptN, keystore.StandardScryptP
	if strength == Light {
		n, p = keystore.LightScryptN, keystore.LightScryptP
	}
	address := crypto.PubkeyToAddress(key.PublicKey)
	content, err := keystore.EncryptKey(&keystore.Key{Id: id, Address: address, PrivateKey: key}, passphrase, n, p)
	if err != nil {
		return Entry{}, fmt.Errorf("%w: encrypt: %w", ErrKey, err)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Entry{}, fmt.Errorf("%w: %w", ErrKey, err)
	}
	entry := Entry{address, filepath.Join(dir, strings.ToLower(address.Hex())+suffix)}
	return entry, writeNew(entry.Path, append(content, '\n'))
}

// writeNew stores a file that did not exist, for its owner alone, durably.
func writeNew(path string, content []byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrExists, path)
	}
	if err != nil {
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	if _, err := file.Write(content); err != nil {
		return fmt.Errorf("%w: %w", ErrKey, err)
	}
	return file.Sync()
}

// List returns the keys in a directory, by address. It decrypts nothing.
func List(dir string) ([]Entry, error) {
	files, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	entries := []Entry{}
	for _, file := range files {
		if file.IsDir() || !strings.HasSuffix(file.Name(), suffix) {
			continue
		}
		entry, err := Look(filepath.Join(dir, file.Name()))
		if err != nil {
			return nil, err
		}
		entries = append(entries, entry)
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Address.Cmp(entries[j].Address) < 0 })
	return entries, nil
}

// Look returns whose key a file says that it holds. It decrypts nothing, so that
// only Load can tell whether that is true.
func Look(path string) (Entry, error) {
	content, err := read(path, maxKeyFile)
	if err != nil {
		return Entry{}, err
	}
	var head struct {
		Address string `json:"address"`
	}
	if err := json.Unmarshal(content, &head); err != nil || !common.IsHexAddress(head.Address) {
		return Entry{}, fmt.Errorf("%w: %s is not in the keystore V3 format", ErrKey, path)
	}
	return Entry{common.HexToAddress(head.Address), path}, nil
}

// Load decrypts a key. A file that others than its owner may read is refused.
func Load(path, passphrase string) (*ecdsa.PrivateKey, error) {
	content, err := read(path, maxKeyFile)
	if err != nil {
		return nil, err
	}
	key, err := decrypt(content, passphrase)
	if errors.Is(err, keystore.ErrDecrypt) {
		return nil, fmt.Errorf("%w: it does not open %s", ErrPassphrase, path)
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %s is not in the keystore V3 format: %w", ErrKey, path, err)
	}
	return key.PrivateKey, nil
}

// read reads a file that must be its owner's alone.
func read(path string, limit int64) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	switch mode := info.Mode(); {
	case !mode.IsRegular():
		return nil, fmt.Errorf("%w: %s is not a regular file", ErrKey, path)
	case mode.Perm()&0o077 != 0:
		return nil, fmt.Errorf("%w: %s has mode %04o, want 0600: others can read it (chmod 600)", ErrKey, path, mode.Perm())
	case info.Size() > limit:
		return nil, fmt.Errorf("%w: %s has %d bytes, want at most %d", ErrKey, path, info.Size(), limit)
	}
	content, err := io.ReadAll(io.LimitReader(file, limit))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKey, err)
	}
	return content, nil
}
