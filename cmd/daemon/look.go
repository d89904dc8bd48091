package daemon

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// ErrNoLightClient says that nothing can be proven of a chain, because its
// configuration names no anchor to begin from.
var ErrNoLightClient = errors.New("no light client is configured for the chain")

// LookChain is one chain of a daemon's configuration, opened to look at: nothing of
// the daemon's is read, locked or written, so that it may run meanwhile. Its light
// client begins at the configured anchor and forgets what it learnt.
type LookChain struct {
	Deployment *evm.Deployment
	Endpoints  []*evm.Client
	Light      lightclient.Client // nil where no anchor is configured
	Quorum     bool               // Light is none: it believes what enough endpoints agree on
	Account    common.Address     // of the relayer that pays on this chain; zero where none is configured
	AccountErr error              // why the configured one is not known: its file may be for the daemon alone

	chain *chain
}

// Look is the chains and lanes of a configuration, opened to look at.
type Look struct {
	Chains map[uint64]*LookChain
	Lanes  []messages.Lane
}

// OpenLook opens the chains. It asks the network nothing. Lanes are, when none are
// configured, those that the deployments show as open.
func OpenLook(configs []ChainConfig, configured []LaneConfig, now func() time.Time, logger *slog.Logger) (_ *Look, err error) {
	look := &Look{Chains: map[uint64]*LookChain{}}
	defer func() {
		if err != nil {
			err = errors.Join(err, look.Close())
		}
	}()
	opened := map[uint64]*chain{}
	ordered, err := parentsFirst(configs)
	if err != nil {
		return nil, err
	}
	for _, config := range ordered {
		c, err := openLookChain(config, opened, now, logger)
		if err != nil {
			return nil, err
		}
		opened[config.ID], look.Chains[config.ID] = c.chain, c
	}
	look.Lanes, err = lanes(configured, opened)
	return look, err
}

func openLookChain(config ChainConfig, opened map[uint64]*chain, now func() time.Time, logger *slog.Logger) (*LookChain, error) {
	if err := config.check(); err != nil {
		return nil, err
	}
	deployment, err := config.readDeployment()
	if err != nil {
		return nil, err
	}
	endpoints, err := config.openEndpoints()
	if err != nil {
		return nil, err
	}
	c := &chain{config: config, deployment: deployment, endpoints: endpoints, logger: logger.With("chain", config.ID)}
	look := &LookChain{Deployment: deployment, Endpoints: endpoints, chain: c}
	if config.Client.Kind != "" {
		err := config.checkClient()
		if err == nil {
			err = c.openForgetful(opened, now)
		}
		if err != nil {
			return nil, errors.Join(err, c.close())
		}
		look.Light, look.Quorum = c.client, config.Client.Kind == rpcquorum.Kind
	}
	if config.Account.Keystore != "" {
		entry, err := keys.Look(config.Account.Keystore)
		look.Account, look.AccountErr = entry.Address, err
	}
	return look, nil
}

// openForgetful makes a light client that keeps nothing.
func (c *chain) openForgetful(opened map[uint64]*chain, now func() time.Time) error {
	store, err := lightclient.NewMemoryStore(lightclient.Owner{ChainID: c.config.ID, Kind: c.config.Client.Kind})
	if err != nil {
		return fmt.Errorf("chain %d: %w", c.config.ID, err)
	}
	return c.openClient(store, opened, now)
}

// Observe follows a lane that leaves this chain, from a position.
func (c *LookChain) Observe(lane messages.Lane, start messages.Position) (*observe.Observer, error) {
	if c.Light == nil {
		return nil, ErrNoLightClient
	}
	return c.chain.observer(lane, start)
}

// Close closes the connections.
func (l *Look) Close() (err error) {
	for _, c := range l.Chains {
		err = errors.Join(err, c.chain.close())
	}
	return err
}
