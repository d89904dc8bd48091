package daemon

import (
	"fmt"
	"os"

	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// KeystoreSigner opens accounts from their keystore files. Where neither a file
// nor the variable gives a passphrase, prompt asks for it; nil where nobody is
// there to answer.
func KeystoreSigner(prompt func(account string) (string, error)) Signers {
	return func(account AccountConfig) (txsender.TxSigner, error) {
		key, err := openKey(account, prompt)
		if err != nil {
			return nil, err
		}
		private, err := keys.Load(key.path, key.passphrase)
		if err != nil {
			return nil, err
		}
		return txsender.NewKeySigner(private)
	}
}

var errNoKeystore = fmt.Errorf("%w: account.keystore: empty, want a file that `catenary keys new` made", ErrConfig)

type lockedKey struct{ path, passphrase string }

func openKey(account AccountConfig, prompt func(account string) (string, error)) (lockedKey, error) {
	if account.Keystore == "" {
		return lockedKey{}, errNoKeystore
	}
	source := keys.PassphraseSource{File: account.PassphraseFile, Lookup: os.LookupEnv}
	if prompt != nil {
		source.Prompt = func() (string, error) { return prompt(account.Keystore) }
	}
	passphrase, err := source.Passphrase()
	return lockedKey{account.Keystore, passphrase}, err
}
