package daemon

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/observe"
)

// ErrConfig is wrapped by the errors of configurations that make no sense.
var ErrConfig = errors.New("configuration")

// ChainConfig says how a daemon reaches one chain and what it believes of it.
type ChainConfig struct {
	ID         uint64        `mapstructure:"id"`         // EIP-155
	Endpoints  []string      `mapstructure:"endpoints"`  // ws(s):// or http(s)://, the preferred first
	Deployment string        `mapstructure:"deployment"` // file that `catenary deploy` wrote
	Client     ClientConfig  `mapstructure:"lightclient"`
	Proofs     observe.Mode  `mapstructure:"proofs"`  // of the lanes that leave it; default auto
	Account    AccountConfig `mapstructure:"account"` // a relayer's, to pay for deliveries
	Fees       FeesConfig    `mapstructure:"fees"`    // a relayer's
	Finality   string        `mapstructure:"finality"`
	// Confirmations on top of Finality, for deliveries; with "latest" the only safety there is.
	Confirmations uint64 `mapstructure:"confirmations"`
}

// AccountConfig names a key in the keystore V3 format and where its passphrase is.
type AccountConfig struct {
	Keystore       string `mapstructure:"keystore"`        // file
	PassphraseFile string `mapstructure:"passphrase-file"` // default: the variable CATENARY_PASSPHRASE
}

// FeesConfig bounds what is paid for gas, in gwei per gas.
type FeesConfig struct {
	MaxFeeGwei float64 `mapstructure:"max-fee-gwei"`
	MaxTipGwei float64 `mapstructure:"max-tip-gwei"`
}

// LaneConfig names a lane by its chains.
type LaneConfig struct {
	Source uint64 `mapstructure:"source"`
	Target uint64 `mapstructure:"target"`
	// MinimumSecurity refuses the lane where the source's light client is weaker; see Security.
	MinimumSecurity Security `mapstructure:"minimum-security"`
}

// TLSConfig names PEM files.
type TLSConfig struct {
	Certificate string `mapstructure:"certificate" usage:"PEM file of this side's certificate"`
	Key         string `mapstructure:"key" usage:"PEM file of its key"`
	CA          string `mapstructure:"ca" usage:"PEM file of the authority that the other side must be of"`
}

// LogConfig says how a daemon logs.
type LogConfig struct {
	Level  string `mapstructure:"level" usage:"debug, info, warn or error"`
	Format string `mapstructure:"format" usage:"text or json"`
}

func (c *ChainConfig) check() error {
	switch {
	case c.ID == 0:
		return fmt.Errorf("%w: chains: id 0, want the EIP-155 chain id", ErrConfig)
	case len(c.Endpoints) == 0:
		return fmt.Errorf("%w: chain %d: endpoints: none, want at least one URL", ErrConfig, c.ID)
	}
	return nil
}

// readDeployment reads and checks the deployment file of the chain. A chain that has
// none has no lanes: it is there as a parent.
func (c *ChainConfig) readDeployment() (*evm.Deployment, error) {
	if c.Deployment == "" {
		return &evm.Deployment{ChainID: c.ID}, nil
	}
	file, err := os.Open(c.Deployment)
	if err != nil {
		return nil, fmt.Errorf("%w: chain %d: deployment: %w", ErrConfig, c.ID, err)
	}
	defer file.Close()
	d, err := evm.ReadDeployment(file)
	if err != nil {
		return nil, fmt.Errorf("%w: chain %d: deployment file %s: %w", ErrConfig, c.ID, c.Deployment, err)
	}
	if d.ChainID != c.ID {
		return nil, fmt.Errorf("%w: chain %d: deployment file %s is of chain %d", ErrConfig, c.ID, c.Deployment, d.ChainID)
	}
	return d, nil
}

// makeDir makes a directory that only its owner can read.
func makeDir(elements ...string) (string, error) {
	dir := filepath.Join(elements...)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", fmt.Errorf("make directory: %w", err)
	}
	return dir, nil
}
