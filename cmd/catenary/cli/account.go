package cli

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// accountConfig names the account that pays for a command.
type accountConfig struct {
	Keystore       string `mapstructure:"keystore" usage:"file with the account's key (keystore V3)"`
	PassphraseFile string `mapstructure:"passphrase-file" usage:"file with its passphrase; default: the variable CATENARY_PASSPHRASE, or a prompt"`
	Dev            int    `mapstructure:"dev" usage:"use the n-th test account of a devnet instead (0 is the first); -1 for none"`
}

// open returns the account's key.
func (c accountConfig) open(io IO) (*ecdsa.PrivateKey, error) {
	switch {
	case c.Keystore != "" && c.Dev >= 0:
		return nil, &ExitError{CodeUsage, errors.New("account: keystore and dev are both given, want one of them")}
	case c.Dev >= 0:
		accounts, err := devnet.DeriveAccounts(devnet.TestMnemonic, c.Dev+1)
		if err != nil {
			return nil, &ExitError{CodeUsage, fmt.Errorf("account.dev: %w", err)}
		}
		return accounts[c.Dev].Key, nil
	case c.Keystore == "":
		return nil, &ExitError{CodeUsage, errors.New("account: give --account-keystore, or --account-dev for a test account of a devnet")}
	}
	source := keys.PassphraseSource{File: c.PassphraseFile, Lookup: lookup(io.environ)}
	if prompt := io.prompt(); prompt != nil {
		source.Prompt = func() (string, error) { return prompt(c.Keystore) }
	}
	passphrase, err := source.Passphrase()
	if err != nil {
		return nil, err
	}
	return keys.Load(c.Keystore, passphrase)
}

// endpoint is a chain that a command sends transactions to.
type endpoint struct {
	client  *evm.Node
	chainID *big.Int
	opts    *bind.TransactOpts
}

func dial(ctx context.Context, url string, key *ecdsa.PrivateKey) (*endpoint, error) {
	client, err := evm.DialNode(ctx, url)
	if err != nil {
		return nil, fmt.Errorf("connect to %s: %w", hostOf(url), err)
	}
	chainID, err := client.ChainID(ctx)
	if err != nil {
		client.Close()
		return nil, fmt.Errorf("ask %s for its chain id: %w", hostOf(url), err)
	}
	opts := bind.NewKeyedTransactor(key, chainID)
	opts.Context = ctx
	return &endpoint{client, chainID, opts}, nil
}
