package cli

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// sharedConfig makes a devnet one of several nodes of a chain.
type sharedConfig struct {
	genesis        string // file or hash; empty: the whole chain is here
	join           []string
	listen         []string
	validatorKeys  []string // files
	passphraseFile string
}

var hashPattern = regexp.MustCompile(`^0x[0-9a-fA-F]{64}$`)

// check refuses flags that would have no effect, and those that let one node alone change the chain.
func (c sharedConfig) check(d devnetConfig) error {
	if c.genesis == "" {
		switch {
		case len(c.join) > 0:
			return errors.New("join: which chain? want --genesis FILE or HASH too")
		case len(c.validatorKeys) > 0:
			return errors.New("validator-key: a chain of its own makes its keys, want --genesis FILE or HASH too")
		}
		return nil
	}
	switch {
	case hashPattern.MatchString(c.genesis) && len(c.join) == 0:
		return errors.New("genesis: a hash alone is no beginning, want --join with a node to ask, or the file")
	case d.Developer:
		return errors.New("developer: the nodes of a shared chain would not follow what one of them changes or takes back")
	case d.TimeControl:
		return errors.New("time-control: the clocks of a shared chain's nodes have to agree")
	case d.Entropy != (common.Hash{}):
		return errors.New("entropy: that of a shared chain is in its genesis")
	case d.GasLimit != 0:
		return errors.New("gas-limit: that of a shared chain is in its genesis")
	case len(c.validatorKeys) > 0 && d.Data == "":
		return errors.New("data: a validator of a shared chain has to remember what it has signed, want a directory")
	}
	return nil
}

// resolve finds out what the node needs: the genesis, and the keys.
func (c sharedConfig) resolve(ctx context.Context, d devnetConfig, log *slog.Logger, io IO) (*devnet.Shared, []*ecdsa.PrivateKey, error) {
	if c.genesis == "" {
		return nil, nil, nil
	}
	private, err := c.loadKeys(io)
	if err != nil {
		return nil, nil, &ExitError{CodeUsage, err}
	}
	genesis, err := c.begin(ctx, d, log)
	if err != nil {
		return nil, nil, err
	}
	return &devnet.Shared{Genesis: genesis, Listen: c.listen, Join: c.join}, private, nil
}

func (c sharedConfig) loadKeys(io IO) ([]*ecdsa.PrivateKey, error) {
	if len(c.validatorKeys) == 0 {
		return nil, nil
	}
	source := keys.PassphraseSource{File: c.passphraseFile, Lookup: lookup(io.environ)}
	if prompt := io.prompt(); prompt != nil {
		source.Prompt = func() (string, error) { return prompt("the validators' keys") }
	}
	passphrase, err := source.Passphrase()
	if err != nil {
		return nil, err
	}
	var private []*ecdsa.PrivateKey
	for _, path := range c.validatorKeys {
		key, err := keys.Load(path, passphrase)
		if err != nil {
			return nil, fmt.Errorf("validator-key: %w", err)
		}
		private = append(private, key)
	}
	return private, nil
}

// begin reads the file. Of a hash the file is kept in the data directory, so that a restart asks nobody.
func (c sharedConfig) begin(ctx context.Context, d devnetConfig, log *slog.Logger) (executor.Genesis, error) {
	if !hashPattern.MatchString(c.genesis) {
		g, err := devnet.ReadGenesis(c.genesis)
		if err != nil {
			return g, &ExitError{CodeUsage, err}
		}
		return g, nil
	}
	hash, kept := common.HexToHash(c.genesis), ""
	if d.Data != "" {
		kept = filepath.Join(d.Data, "genesis.json")
		g, err := devnet.ReadGenesis(kept)
		switch {
		case errors.Is(err, fs.ErrNotExist):
		case err != nil:
			return g, &ExitError{CodeUsage, err}
		default:
			return g, checkKept(kept, g, hash)
		}
	}
	g, err := devnet.FetchGenesis(ctx, hash, d.ChainID, c.listen, c.join, log)
	if err != nil || kept == "" {
		return g, err
	}
	enc, err := devnet.EncodeGenesis(g)
	if err == nil {
		err = os.MkdirAll(d.Data, 0o700)
	}
	if err == nil {
		err = os.WriteFile(kept, enc, 0o600)
	}
	return g, err
}

func checkKept(path string, g executor.Genesis, want common.Hash) error {
	hash, err := g.BlockHash()
	if err != nil {
		return err
	}
	if hash != want {
		return &ExitError{CodeUsage, fmt.Errorf("%s is of chain %s, asked for is %s; use another data directory", path, hash, want)}
	}
	return nil
}
