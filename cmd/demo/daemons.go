package demo

import (
	"context"
	"crypto/ecdsa"
	"crypto/rand"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/messages/bus"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// passphrase opens the keys of a demo, which are worth nothing.
const passphrase = "demo"

// Signer is one signer of a demo, with the files that its daemon reads.
type Signer struct {
	Address        common.Address
	Dir            string
	Key            keys.Entry
	PassphraseFile string
	IdentityFile   string
	Identity       bus.Identity
}

// Addresses lists the signers' addresses.
func Addresses(signers []*Signer) []common.Address {
	list := make([]common.Address, len(signers))
	for i, s := range signers {
		list[i] = s.Address
	}
	return list
}

// writePassphrase keeps the passphrase in a file, as an operator would.
func writePassphrase(dir string) (string, error) {
	path := filepath.Join(dir, "passphrase")
	if err := os.WriteFile(path, []byte(passphrase+"\n"), 0o600); err != nil {
		return "", fmt.Errorf("write passphrase: %w", err)
	}
	return path, nil
}

// MakeSigners makes the keys of the signers: one to sign with, one for the bus.
func MakeSigners(n int, dir string) ([]*Signer, error) {
	signers := make([]*Signer, n)
	for i := range signers {
		s := &Signer{Dir: filepath.Join(dir, fmt.Sprintf("signer-%d", i+1))}
		if err := os.MkdirAll(s.Dir, 0o700); err != nil {
			return nil, fmt.Errorf("make directory: %w", err)
		}
		var err error
		if s.Key, err = keys.Create(s.Dir, passphrase, keys.Light, rand.Reader); err != nil {
			return nil, err
		}
		s.Address = s.Key.Address
		if s.PassphraseFile, err = writePassphrase(s.Dir); err != nil {
			return nil, err
		}
		if s.Identity, err = bus.NewIdentity(rand.Reader); err != nil {
			return nil, err
		}
		s.IdentityFile = filepath.Join(s.Dir, "bus.nk")
		if err := s.Identity.WriteFile(s.IdentityFile); err != nil {
			return nil, err
		}
		signers[i] = s
	}
	return signers, nil
}

// chainConfig is what a daemon of this demo is told of a chain.
func (c *Chain) chainConfig(account daemon.AccountConfig) daemon.ChainConfig {
	return daemon.ChainConfig{
		ID: c.ID, Endpoints: []string{c.WS}, Deployment: c.DeploymentFile, Account: account,
		Client: c.Trust.Light, Finality: c.Trust.Finality, Confirmations: c.Trust.Confirmations,
	}
}

// account keeps a key of the demo in a file, as an operator would.
func account(dir string, key *ecdsa.PrivateKey) (daemon.AccountConfig, error) {
	entry, err := keys.Import(dir, key, passphrase, keys.Light)
	if err != nil {
		return daemon.AccountConfig{}, err
	}
	file, err := writePassphrase(dir)
	return daemon.AccountConfig{Keystore: entry.Path, PassphraseFile: file}, err
}

// RelayerConfig writes the relayer's files and returns its configuration, with
// every port left to the system.
func (w *World) RelayerConfig() (daemon.RelayerConfig, error) {
	config := daemon.DefaultRelayerConfig()
	config.Data = filepath.Join(w.Dir, "relayer")
	config.Listen = "127.0.0.1:0"
	config.Bus.Port = 0
	for _, s := range w.Signers {
		config.Bus.Signers = append(config.Bus.Signers, daemon.BusSigner{Address: s.Address.Hex(), Key: s.Identity.Public()})
	}
	// Both chains know the same test accounts, so that one key pays on both.
	if crypto.PubkeyToAddress(w.Left.Relayer.PublicKey) != crypto.PubkeyToAddress(w.Right.Relayer.PublicKey) {
		return config, fmt.Errorf("%w: the chains have different accounts", ErrConfig)
	}
	payer, err := account(config.Data, w.Left.Relayer)
	if err != nil {
		return config, err
	}
	config.Chains = []daemon.ChainConfig{w.Left.chainConfig(payer), w.Right.chainConfig(payer)}
	return config, nil
}

// SignerConfig returns the configuration of one signer, for the bus at a URL.
func (w *World) SignerConfig(s *Signer, busURL string) daemon.SignerConfig {
	config := daemon.DefaultSignerConfig()
	config.Data = filepath.Join(s.Dir, "data")
	config.Account = daemon.SignerAccount{Keystore: s.Key.Path, PassphraseFile: s.PassphraseFile}
	config.Bus = daemon.SignerBusConfig{URL: busURL, Identity: s.IdentityFile}
	config.Chains = []daemon.ChainConfig{w.Left.chainConfig(daemon.AccountConfig{}), w.Right.chainConfig(daemon.AccountConfig{})}
	return config
}

// startRelayer runs the relayer in the group and returns when it works.
func startRelayer(ctx context.Context, group *errgroup.Group, world *World, version string, logger *slog.Logger) (*daemon.Relayer, error) {
	config, err := world.RelayerConfig()
	if err != nil {
		return nil, err
	}
	relayer, err := daemon.NewRelayer(config, daemon.KeystoreSigner(nil), version, logger.With("daemon", "relayer"))
	if err != nil {
		return nil, err
	}
	group.Go(func() error { return relayer.Run(ctx) })
	select {
	case <-relayer.Ready():
		return relayer, nil
	case <-ctx.Done():
		return nil, fmt.Errorf("relayer did not start: %w", context.Cause(ctx))
	}
}

// startSigners runs the signers in the group.
func startSigners(ctx context.Context, group *errgroup.Group, world *World, logger *slog.Logger) error {
	for i, s := range world.Signers {
		config := world.SignerConfig(s, world.Relayer.BusURL())
		config.NewRecord = true // the key was made a moment ago
		signer, err := daemon.NewSigner(config, nil, logger.With("daemon", fmt.Sprintf("signer-%d", i+1)))
		if err != nil {
			return err
		}
		group.Go(func() error { return signer.Run(ctx) })
	}
	return nil
}
