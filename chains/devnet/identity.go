package devnet

import (
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"
)

// identity is what makes a devnet this devnet: its keys, and the genesis values that
// a restart must repeat. It is written before block 0 and never changed.
type identity struct {
	validators []*ecdsa.PrivateKey
	faucet     *ecdsa.PrivateKey
	entropy    common.Hash
	time       uint64 // of block 0, Unix seconds
}

const identityFile = "identity.json"

// identityJSON is the file: keys unencrypted, hence mode 0600.
type identityJSON struct {
	Version    int             `json:"version"`
	Validators []hexutil.Bytes `json:"validatorKeys"`
	Faucet     hexutil.Bytes   `json:"faucetKey"`
	Entropy    common.Hash     `json:"entropy"`
	Time       uint64          `json:"genesisTime"`
}

const identityVersion = 1

// newIdentity draws whatever the configuration doesn't fix.
func newIdentity(cfg Config) (*identity, error) {
	if cfg.Shared != nil { // nothing is to be drawn: the genesis says the rest
		return &identity{validators: cfg.ValidatorKeys}, nil
	}
	id := &identity{validators: cfg.ValidatorKeys, entropy: cfg.Entropy, time: uint64(cfg.Now().Unix())}
	if id.entropy == (common.Hash{}) {
		if _, err := io.ReadFull(cfg.Random, id.entropy[:]); err != nil {
			return nil, fmt.Errorf("draw genesis entropy: %w", err)
		}
	}
	for len(id.validators) < cfg.Validators {
		key, err := newKey(cfg.Random)
		if err != nil {
			return nil, err
		}
		id.validators = append(id.validators, key)
	}
	var err error
	id.faucet, err = newKey(cfg.Random)
	return id, err
}

// newKey reads a secp256k1 key from r. crypto.GenerateKey has no reader, without
// which no test could repeat a chain.
func newKey(r io.Reader) (*ecdsa.PrivateKey, error) {
	var raw [32]byte
	for range 8 { // one try fails with probability 2^-128
		if _, err := io.ReadFull(r, raw[:]); err != nil {
			return nil, fmt.Errorf("draw key: %w", err)
		}
		if key, err := crypto.ToECDSA(raw[:]); err == nil {
			return key, nil
		}
	}
	return nil, errors.New("draw key: the random source yields no valid key")
}

// loadIdentity reads the data directory's identity, or creates it there. A chain
// without its identity is refused: with new keys nobody could continue it.
func loadIdentity(cfg Config, chainExists bool) (*identity, error) {
	path := filepath.Join(cfg.DataDir, identityFile)
	id, err := readIdentity(path)
	switch {
	case err == nil:
		return id, id.agrees(cfg)
	case !errors.Is(err, fs.ErrNotExist):
		return nil, err
	case chainExists:
		return nil, fmt.Errorf("%s is missing beside a chain, whose validators can't sign without it; restore it or choose another data directory", path)
	}
	if id, err = newIdentity(cfg); err != nil {
		return nil, err
	}
	return id, id.write(path)
}

// agrees refuses a configuration that explicitly asks for another identity.
func (id *identity) agrees(cfg Config) error {
	if len(id.validators) != cfg.Validators {
		return fmt.Errorf("data directory has %d validators, configured are %d; use another directory or the former number", len(id.validators), cfg.Validators)
	}
	for i, key := range cfg.ValidatorKeys {
		if !key.Equal(id.validators[i]) {
			return fmt.Errorf("data directory has validator %s at position %d, configured is %s", crypto.PubkeyToAddress(id.validators[i].PublicKey), i, crypto.PubkeyToAddress(key.PublicKey))
		}
	}
	if cfg.Entropy != (common.Hash{}) && cfg.Entropy != id.entropy {
		return fmt.Errorf("data directory has genesis entropy %s, configured is %s", id.entropy, cfg.Entropy)
	}
	return nil
}

func readIdentity(path string) (*identity, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read identity: %w", err)
	}
	defer f.Close()
	enc, err := io.ReadAll(io.LimitReader(f, maxIdentityBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read identity %s: %w", path, err)
	}
	if len(enc) > maxIdentityBytes {
		return nil, fmt.Errorf("read identity %s: larger than %d bytes", path, maxIdentityBytes)
	}
	id, err := decodeIdentity(enc)
	if err != nil {
		return nil, fmt.Errorf("read identity %s: %w", path, err)
	}
	return id, nil
}

func decodeIdentity(enc []byte) (*identity, error) {
	var file identityJSON
	if err := json.Unmarshal(enc, &file); err != nil {
		return nil, err
	}
	if file.Version != identityVersion {
		return nil, fmt.Errorf("version is %d, must be %d", file.Version, identityVersion)
	}
	if n := len(file.Validators); n == 0 || n > maxValidators {
		return nil, fmt.Errorf("validatorKeys has %d keys, must have 1 to %d", n, maxValidators)
	}
	id := &identity{entropy: file.Entropy, time: file.Time}
	for i, raw := range file.Validators {
		key, err := crypto.ToECDSA(raw)
		if err != nil {
			return nil, fmt.Errorf("validatorKeys[%d]: %w", i, err)
		}
		id.validators = append(id.validators, key)
	}
	var err error
	if id.faucet, err = crypto.ToECDSA(file.Faucet); err != nil {
		return nil, fmt.Errorf("faucetKey: %w", err)
	}
	return id, nil
}

// write puts the file in place in one step and returns after it is on disk: block 0,
// which comes next, is worthless without the keys.
func (id *identity) write(path string) error {
	file := identityJSON{Version: identityVersion, Faucet: crypto.FromECDSA(id.faucet), Entropy: id.entropy, Time: id.time}
	for _, key := range id.validators {
		file.Validators = append(file.Validators, crypto.FromECDSA(key))
	}
	enc, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return fmt.Errorf("write identity: %w", err)
	}
	if err := writeFile(path, append(enc, '\n')); err != nil {
		return fmt.Errorf("write identity: %w", err)
	}
	return nil
}

// writeFile puts a file in place in one step, with mode 0600, and returns after it is on disk.
func writeFile(path string, content []byte) error {
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*") // mode 0600
	if err != nil {
		return err
	}
	_, err = tmp.Write(content)
	if err == nil {
		err = tmp.Sync()
	}
	if err = errors.Join(err, tmp.Close()); err == nil {
		err = os.Rename(tmp.Name(), path)
	}
	if err != nil {
		return errors.Join(err, os.Remove(tmp.Name()))
	}
	return syncDir(filepath.Dir(path))
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("sync %s: %w", dir, err)
	}
	return nil
}
