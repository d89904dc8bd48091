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

// maxDevAccount is the last of the accounts that a devnet can have.
const maxDevAccount = 999

// open returns the account's key.
func (c accountConfig) open(io IO) (*ecdsa.PrivateKey, error) {
	switch {
	case c.Keystore != "" && c.Dev >= 0:
		return nil, &ExitError{CodeUsage, errors.New("account: keystore and dev are both given, want one of them (--account-keystore or --account-dev)")}
	case c.Dev >= 0:
		if c.Dev > maxDevAccount {
			return nil, &ExitError{CodeUsage, fmt.Errorf("account.dev: %d, want 0 to %d, or -1 for none", c.Dev, maxDevAccount)}
		}
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
	opts    *bind.TransactOpts // nil where nothing is sent
}

// dial connects to the endpoint that the configuration has under a name. Without a key
// it can only look.
func dial(ctx context.Context, name, url string, key *ecdsa.PrivateKey) (*endpoint, error) {
	if err := checkURL(name, url); err != nil {
		return nil, &ExitError{CodeUsage, err}
	}
	client, err := evm.DialNode(ctx, url)
	if err != nil {
		return nil, hideURL(fmt.Errorf("%s: connect to %s: %w", name, hostOf(url), err), url)
	}
	chainID, err := client.ChainID(ctx)
	if err != nil {
		client.Close()
		return nil, hideURL(fmt.Errorf("%s: ask %s for its chain id: %w", name, hostOf(url), err), url)
	}
	if key == nil {
		return &endpoint{client: client, chainID: chainID}, nil
	}
	opts := bind.NewKeyedTransactor(key, chainID)
	opts.Context = ctx
	return &endpoint{client, chainID, opts}, nil
}
