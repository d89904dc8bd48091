package keys

import (
	"encoding/json"
	"fmt"

	"github.com/ethereum/go-ethereum/accounts/keystore"
)

// Bounds of what a key file may make us spend: it names the cost of its own key
// derivation, and a hostile one would name all the memory or time there is. scrypt
// takes 128 × N × r bytes: 1 GiB at these bounds, four times geth's standard.
const (
	maxScryptN = 1 << 20
	maxScryptR = 8
	maxScryptP = 16
	maxRounds  = 1 << 24 // PBKDF2
)

// affordable refuses a key file whose derivation costs too much.
func affordable(content []byte) error {
	var head struct {
		Crypto struct {
			Params struct {
				N float64 `json:"n"`
				R float64 `json:"r"`
				P float64 `json:"p"`
				C float64 `json:"c"`
			} `json:"kdfparams"`
		} `json:"crypto"`
	}
	if err := json.Unmarshal(content, &head); err != nil {
		return fmt.Errorf("%w: not in the keystore V3 format: %w", ErrKey, err)
	}
	for _, cost := range []struct {
		name       string
		value, max float64
	}{
		{"n", head.Crypto.Params.N, maxScryptN}, {"r", head.Crypto.Params.R, maxScryptR},
		{"p", head.Crypto.Params.P, maxScryptP}, {"c", head.Crypto.Params.C, maxRounds},
	} {
		if cost.value > cost.max {
			return fmt.Errorf("%w: key derivation with %s = %g, want at most %g", ErrKey, cost.name, cost.value, cost.max)
		}
	}
	return nil
}

// decrypt is keystore.DecryptKey for files of any origin. The original asserts
// the types of fields and indexes into byte strings without looking, and panics on
// some files.
func decrypt(content []byte, passphrase string) (key *keystore.Key, err error) {
	if err := affordable(content); err != nil {
		return nil, err
	}
	defer func() {
		if r := recover(); r != nil {
			key, err = nil, fmt.Errorf("%w: its fields are not of the right kind (%v)", ErrKey, r)
		}
	}()
	return keystore.DecryptKey(content, passphrase)
}
