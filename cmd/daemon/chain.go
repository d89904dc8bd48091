package daemon

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"math/big"
	"path/filepath"
	"strconv"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/txsender"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// chain is one chain as a daemon sees it: endpoints that are not believed, and a
// light client that is.
type chain struct {
	config     ChainConfig
	deployment *evm.Deployment
	endpoints  []*evm.Client
	client     lightclient.Client
	store      *lightclient.FileStore
	trails     trails
	logger     *slog.Logger
}

// openChain opens the chain's files below dir. It asks the network nothing. The chain
// that its client follows, if there is one, is among those opened.
func openChain(config ChainConfig, dir string, opened map[uint64]*chain, now func() time.Time, logger *slog.Logger) (_ *chain, err error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	if err := config.checkClient(); err != nil {
		return nil, err
	}
	c := &chain{config: config, logger: logger.With("chain", config.ID)}
	defer func() {
		if err != nil {
			err = errors.Join(err, c.close())
		}
	}()
	if c.deployment, err = config.readDeployment(); err != nil {
		return nil, err
	}
	if c.endpoints, err = config.openEndpoints(); err != nil {
		return nil, err
	}
	storeDir, err := makeDir(dir, "headers")
	if err != nil {
		return nil, err
	}
	c.trails.dir = storeDir
	if c.store, err = lightclient.OpenFileStore(storeDir, lightclient.Owner{ChainID: config.ID, Kind: config.Client.Kind}); err != nil {
		return nil, fmt.Errorf("chain %d: trusted headers: %w", config.ID, err)
	}
	if err := c.openClient(c.store, opened, now); err != nil {
		return nil, err
	}
	return c, nil
}

// openClient makes the light client.
func (c *chain) openClient(store lightclient.Store, opened map[uint64]*chain, now func() time.Time) (err error) {
	parts := clientParts{config: &c.config, endpoints: c.endpoints, parent: opened[c.config.Client.Parent], store: store, now: now, logger: c.logger}
	if c.client, err = lightClients[c.config.Client.Kind].open(parts); err != nil {
		return fmt.Errorf("chain %d: %w", c.config.ID, err)
	}
	return nil
}

// openEndpoints prepares to ask the chain's endpoints. It asks them nothing.
func (c *ChainConfig) openEndpoints() (endpoints []*evm.Client, err error) {
	defer func() {
		if err != nil {
			for _, endpoint := range endpoints {
				endpoint.Close()
			}
			endpoints = nil
		}
	}()
	names := map[string]bool{}
	for i, url := range c.Endpoints {
		endpoint, err := evm.NewClient(evm.ClientConfig{URL: url, ChainID: c.ID})
		if err == nil && names[endpoint.Name()] {
			// Two addresses of one host, told apart by a path or a key that must not be shown.
			endpoint, err = evm.NewClient(evm.ClientConfig{URL: url, ChainID: c.ID, Name: fmt.Sprintf("%s #%d", endpoint.Name(), i+1)})
		}
		if err != nil {
			return endpoints, fmt.Errorf("%w: chain %d: %w", ErrConfig, c.ID, err)
		}
		names[endpoint.Name()] = true
		endpoints = append(endpoints, endpoint)
	}
	return endpoints, nil
}

// observer follows one lane that leaves this chain.
func (c *chain) observer(lane messages.Lane, start messages.Position) (*observe.Observer, error) {
	sources := make([]chains.Source, len(c.endpoints))
	for i, endpoint := range c.endpoints {
		sources[i] = evm.NewSource(endpoint)
	}
	trail, err := c.trail(lane)
	if err != nil {
		return nil, err
	}
	return observe.New(observe.Config{Lane: lane, OutboxCodeHash: c.deployment.OutboxCodeHash, Client: c.client,
		Sources: sources, Start: start, Mode: c.config.Proofs, Trail: trail, Logger: c.logger})
}

// target opens this chain as one to deliver to. The journal is the caller's to
// close.
func (c *chain) target(signer txsender.TxSigner, dir string, hook func(txsender.Point)) (*evm.Target, *txsender.Journal, error) {
	fees, err := c.config.Fees.bounds()
	if err != nil {
		return nil, nil, fmt.Errorf("chain %d: %w", c.config.ID, err)
	}
	journal, err := txsender.OpenJournal(filepath.Join(dir, "journal-"+strconv.FormatUint(c.config.ID, 10)+"-"+signer.Address().Hex()))
	if err != nil {
		return nil, nil, fmt.Errorf("chain %d: transaction journal: %w", c.config.ID, err)
	}
	target, err := evm.NewTarget(evm.TargetConfig{Endpoints: c.endpoints, Inbox: c.deployment.Inbox, Signer: signer, Journal: journal,
		Fees: fees, Finality: evm.Finality{Tag: c.config.Finality, Confirmations: c.config.Confirmations}, Logger: c.logger, Hook: hook})
	if err != nil {
		return nil, nil, errors.Join(fmt.Errorf("chain %d: %w", c.config.ID, err), journal.Close())
	}
	return target, journal, nil
}

// bounds converts gwei, with defaults that suit most chains: 500 gwei in all, a
// tip of at most 3.
func (f FeesConfig) bounds() (txsender.Fees, error) {
	if f.MaxFeeGwei == 0 {
		f.MaxFeeGwei = 500
	}
	if f.MaxTipGwei == 0 {
		f.MaxTipGwei = min(3, f.MaxFeeGwei)
	}
	// Every comparison with not-a-number is false, and big.NewFloat panics at it.
	switch notNumbers := math.IsNaN(f.MaxFeeGwei) || math.IsNaN(f.MaxTipGwei); {
	case notNumbers, f.MaxFeeGwei < 0, f.MaxFeeGwei > 1e6, f.MaxTipGwei < 0, f.MaxTipGwei > f.MaxFeeGwei:
		return txsender.Fees{}, fmt.Errorf("%w: fees: max-fee-gwei %g, max-tip-gwei %g, want 0 to 1,000,000 and a tip of at most the fee", ErrConfig, f.MaxFeeGwei, f.MaxTipGwei)
	}
	return txsender.Fees{MaxFee: wei(f.MaxFeeGwei), MaxTip: wei(f.MaxTipGwei)}, nil
}

func wei(gwei float64) *big.Int {
	amount, _ := new(big.Float).Mul(big.NewFloat(gwei), big.NewFloat(1e9)).Int(nil)
	return amount
}

func (c *chain) close() error {
	for _, endpoint := range c.endpoints {
		endpoint.Close()
	}
	err := c.trails.close()
	if c.store != nil {
		err = errors.Join(err, c.store.Close())
	}
	return err
}

// openChains opens all chains of a daemon, or none.
func openChains(configs []ChainConfig, dir string, now func() time.Time, logger *slog.Logger) (_ map[uint64]*chain, err error) {
	opened := map[uint64]*chain{}
	defer func() {
		if err != nil {
			err = errors.Join(err, closeChains(opened))
		}
	}()
	if len(configs) < 2 {
		return nil, fmt.Errorf("%w: chains: %d configured, want at least two", ErrConfig, len(configs))
	}
	ordered, err := parentsFirst(configs)
	if err != nil {
		return nil, err
	}
	for _, config := range ordered {
		c, err := openChain(config, dir, opened, now, logger)
		if err != nil {
			return nil, err
		}
		opened[config.ID] = c
	}
	return opened, nil
}

func closeChains(opened map[uint64]*chain) (err error) {
	for _, c := range opened {
		err = errors.Join(err, c.close())
	}
	return err
}

// lanes returns the configured lanes, or, when none are, every lane between the
// chains that has been opened on its target.
func lanes(configured []LaneConfig, opened map[uint64]*chain) ([]messages.Lane, error) {
	if len(configured) == 0 {
		for source := range opened {
			for target, c := range opened {
				if _, open := c.deployment.Verifiers[source]; open {
					configured = append(configured, LaneConfig{Source: source, Target: target})
				}
			}
		}
		if len(configured) == 0 {
			return nil, fmt.Errorf("%w: lanes: no lane is open between these deployments: run `catenary deploy` for the pair", ErrConfig)
		}
	}
	found := make([]messages.Lane, 0, len(configured))
	for _, lane := range configured {
		source, target := opened[lane.Source], opened[lane.Target]
		if source == nil || target == nil {
			return nil, fmt.Errorf("%w: lanes: %d>%d names a chain that is not configured", ErrConfig, lane.Source, lane.Target)
		}
		if source.config.Deployment == "" {
			return nil, fmt.Errorf("%w: lanes: %d>%d begins at a chain without a deployment, want the file that `catenary deploy` wrote", ErrConfig, lane.Source, lane.Target)
		}
		if _, open := target.deployment.Verifiers[lane.Source]; !open {
			return nil, fmt.Errorf("%w: lanes: %d>%d is not open: deployment %s has no verifier for chain %d", ErrConfig, lane.Source, lane.Target, target.config.Deployment, lane.Source)
		}
		found = append(found, source.deployment.LaneTo(lane.Target))
	}
	return found, nil
}
