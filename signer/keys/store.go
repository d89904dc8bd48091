package keys

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum/accounts/keystore"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/google/uuid"

	"github.com/catenary-bridge/catenary/messages/bus"
)

// Strength is the cost of the key derivation (scrypt N and P): what an attacker
// who has the file pays per guess.
type Strength struct{ N, P int }

// Strengths as geth has them: about a second and 256 MiB, or 100 ms and 4 MiB.
// Light is for development: it is what demo keys use.
var (
	Standard = Strength{keystore.StandardScryptN, keystore.StandardScryptP}
	Light    = Strength{keystore.LightScryptN, keystore.LightScryptP}
)

// Store is a directory of keys: <address>.json for ECDSA keys, <name>.nk for the
// NKeys of the bus. The directory has mode 0700, files 0600; looser ones are
// refused.
type Store struct {
	dir    string
	random io.Reader
}

const (
	keySuffix  = ".json"
	nkeySuffix = ".nk"

	// maxKeyFile bounds what is read of a key file, in bytes; one has about 500.
	maxKeyFile = 16 << 10

	// maxKeys bounds how many files List looks at.
	maxKeys = 4096

	// maxN bounds the memory that a file may make us spend: scrypt takes 128 × N × r
	// bytes, so 1 GiB at the usual r of 8.
	maxN = 1 << 20
)

// NewStore takes the directory, which is made when it does not exist, and the
// source of randomness, crypto/rand.Reader outside tests.
func NewStore(dir string, random io.Reader) (*Store, error) {
	if dir == "" || random == nil {
		return nil, fmt.Errorf("%w: directory and randomness are required", ErrKeyFile)
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("key directory: %w", err)
	}
	info, err := os.Stat(dir)
	if err != nil {
		return nil, fmt.Errorf("key directory: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: directory %s has mode %v, want 0700", ErrPermissions, dir, info.Mode().Perm())
	}
	return &Store{dir, random}, nil
}

// Create makes a key and stores it.
func (s *Store) Create(passphrase string, strength Strength) (*Key, error) {
	private, err := ecdsaKey(s.random)
	if err != nil {
		return nil, err
	}
	return s.store(private, passphrase, strength)
}

// ImportHex stores a private key given as 64 hex digits, with or without 0x.
func (s *Store) ImportHex(text, passphrase string, strength Strength) (*Key, error) {
	private, err := crypto.HexToECDSA(strings.TrimPrefix(strings.TrimSpace(text), "0x"))
	if err != nil {
		return nil, fmt.Errorf("%w: want 64 hex digits", ErrKeyFile) // the cause would quote the key
	}
	key, err := NewKey(private)
	if err != nil {
		return nil, err
	}
	return s.store(key, passphrase, strength)
}

// Import stores a key from a version 3 file of any wallet, under a new passphrase.
func (s *Store) Import(file []byte, old, passphrase string, strength Strength) (*Key, error) {
	key, err := open(file, old)
	if err != nil {
		return nil, err
	}
	return s.store(key, passphrase, strength)
}

// Export returns a version 3 file of the key under a new passphrase.
func (s *Store) Export(address common.Address, old, passphrase string, strength Strength) ([]byte, error) {
	key, err := s.Load(address, old)
	if err != nil {
		return nil, err
	}
	return s.encrypt(key, passphrase, strength)
}

// Load decrypts a key. ErrPassphrase: the file is sound, the passphrase is not.
func (s *Store) Load(address common.Address, passphrase string) (*Key, error) {
	path := s.path(address)
	file, err := readPrivate(path)
	if err != nil {
		return nil, err
	}
	key, err := open(file, passphrase)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	if key.address != address {
		return nil, fmt.Errorf("%w: %s holds the key of %s", ErrKeyFile, path, key.address)
	}
	return key, nil
}

// List returns the addresses of the keys, sorted. It decrypts nothing.
func (s *Store) List() ([]common.Address, error) {
	names, err := s.names(keySuffix)
	if err != nil {
		return nil, err
	}
	var out []common.Address
	for _, name := range names {
		if len(name) == 40 && common.IsHexAddress(name) {
			out = append(out, common.HexToAddress(name))
		}
	}
	return out, nil
}

func (s *Store) names(suffix string) ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, fmt.Errorf("key directory: %w", err)
	}
	if len(entries) > maxKeys {
		return nil, fmt.Errorf("key directory %s: %d files, want at most %d", s.dir, len(entries), maxKeys)
	}
	var out []string
	for _, entry := range entries {
		if name, ok := strings.CutSuffix(entry.Name(), suffix); ok && entry.Type().IsRegular() {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// path is free of check-sum capitals: file systems differ on them.
func (s *Store) path(address common.Address) string {
	return filepath.Join(s.dir, strings.ToLower(address.Hex()[2:])+keySuffix)
}

func (s *Store) store(key *Key, passphrase string, strength Strength) (*Key, error) {
	file, err := s.encrypt(key, passphrase, strength)
	if err != nil {
		return nil, err
	}
	return key, writeNew(s.path(key.address), file)
}

func (s *Store) encrypt(key *Key, passphrase string, strength Strength) ([]byte, error) {
	if passphrase == "" {
		return nil, fmt.Errorf("%w: it is empty", ErrPassphrase)
	}
	id, err := uuid.NewRandomFromReader(s.random)
	if err != nil {
		return nil, fmt.Errorf("randomness: %w", err)
	}
	file, err := keystore.EncryptKey(&keystore.Key{Id: id, Address: key.address, PrivateKey: key.private}, passphrase, strength.N, strength.P)
	if err != nil {
		return nil, fmt.Errorf("encrypt key: %w", err)
	}
	return file, nil
}

// open decrypts a version 3 file. The derivation's cost is looked at first: the
// file names it, and a hostile one would name all the memory there is.
func open(file []byte, passphrase string) (*Key, error) {
	var head struct {
		Version int `json:"version"`
		Crypto  struct {
			KDF    string `json:"kdf"`
			Params struct {
				N, R, P, C float64
			} `json:"kdfparams"`
		} `json:"crypto"`
	}
	if len(file) > maxKeyFile {
		return nil, fmt.Errorf("%w: %d bytes, want at most %d", ErrKeyFile, len(file), maxKeyFile)
	}
	if err := json.Unmarshal(file, &head); err != nil || head.Version != 3 {
		return nil, fmt.Errorf("%w: want Web3 Secret Storage version 3", ErrKeyFile)
	}
	params := head.Crypto.Params
	if params.N > maxN || params.R > 32 || params.P > 32 || params.N*params.R > maxN*8 || params.C > 1<<24 {
		return nil, fmt.Errorf("%w: key derivation costs too much (n %g, r %g, p %g, c %g)", ErrKeyFile, params.N, params.R, params.P, params.C)
	}
	decrypted, err := decrypt(file, passphrase)
	if errors.Is(err, keystore.ErrDecrypt) {
		return nil, ErrPassphrase
	}
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrKeyFile, err)
	}
	key, err := NewKey(decrypted.PrivateKey)
	if err != nil {
		return nil, err
	}
	if key.address != decrypted.Address {
		return nil, fmt.Errorf("%w: it names address %s and holds the key of %s", ErrKeyFile, decrypted.Address, key.address)
	}
	return key, nil
}

// decrypt survives what go-ethereum does not: its decoder asserts the types of
// the derivation's parameters and panics on others.
func decrypt(file []byte, passphrase string) (key *keystore.Key, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: its fields are not of the right kind", ErrKeyFile)
		}
	}()
	return keystore.DecryptKey(file, passphrase)
}

// CreateIdentity makes an NKey for the bus and stores it.
func (s *Store) CreateIdentity(name string) (bus.Identity, error) {
	path, err := s.identityPath(name)
	if err != nil {
		return bus.Identity{}, err
	}
	identity, err := bus.NewIdentity(s.random)
	if err != nil {
		return bus.Identity{}, err
	}
	if err := identity.WriteFile(path); err != nil {
		if errors.Is(err, fs.ErrExist) {
			return bus.Identity{}, fmt.Errorf("%w: %s", ErrExists, path)
		}
		return bus.Identity{}, err
	}
	return identity, nil
}

// LoadIdentity reads an NKey.
func (s *Store) LoadIdentity(name string) (bus.Identity, error) {
	path, err := s.identityPath(name)
	if err != nil {
		return bus.Identity{}, err
	}
	return bus.ReadIdentity(path)
}

// ListIdentities returns the names of the NKeys, sorted.
func (s *Store) ListIdentities() ([]string, error) { return s.names(nkeySuffix) }

func (s *Store) identityPath(name string) (string, error) {
	if name == "" || len(name) > 64 || strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789-_") != "" {
		return "", fmt.Errorf("%w: %.80q, want 1 to 64 lower-case letters, digits, - and _", ErrName, name)
	}
	return filepath.Join(s.dir, name+nkeySuffix), nil
}

// readPrivate reads a file that nobody else may read.
func readPrivate(path string) ([]byte, error) {
	file, err := os.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("%w: %s", ErrNoKey, path)
	}
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	defer file.Close() //nolint:errcheck // nothing was written
	info, err := file.Stat()
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 {
		return nil, fmt.Errorf("%w: %s has mode %v, want a regular file with 0600", ErrPermissions, path, mode)
	}
	content, err := io.ReadAll(io.LimitReader(file, maxKeyFile+1))
	if err != nil {
		return nil, fmt.Errorf("read key: %w", err)
	}
	return content, nil
}

func writeNew(path string, content []byte) (err error) {
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("%w: %s", ErrExists, path)
	}
	if err != nil {
		return fmt.Errorf("store key: %w", err)
	}
	_, err = io.Copy(file, bytes.NewReader(content))
	if err == nil {
		err = file.Sync()
	}
	if closeErr := file.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("store key: %w", err)
	}
	return nil
}
