package daemon

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// checkChains refuses what can be refused before a file is made or locked, so that a
// configuration that makes no sense leaves nothing behind.
func checkChains(chains []ChainConfig, configured []LaneConfig) error {
	if len(chains) < 2 {
		return fmt.Errorf("%w: chains: %d configured, want at least two", ErrConfig, len(chains))
	}
	known := map[uint64]bool{}
	for i := range chains {
		c := &chains[i]
		if err := c.check(); err != nil {
			return err
		}
		if known[c.ID] {
			return fmt.Errorf("%w: chains: chain %d is configured twice", ErrConfig, c.ID)
		}
		known[c.ID] = true
		if err := c.checkClient(); err != nil {
			return err
		}
		for j, endpoint := range c.Endpoints {
			if err := checkEndpoint(endpoint); err != nil {
				return fmt.Errorf("%w: chain %d: endpoints[%d]: %w", ErrConfig, c.ID, j, err)
			}
		}
		if _, err := c.Fees.bounds(); err != nil {
			return fmt.Errorf("chain %d: %w", c.ID, err)
		}
		if _, err := c.readDeployment(); err != nil {
			return err
		}
	}
	for i, lane := range configured {
		switch {
		case lane.Source == lane.Target:
			return fmt.Errorf("%w: lanes[%d]: source and target are both %d, want different chains", ErrConfig, i, lane.Source)
		case !known[lane.Source] || !known[lane.Target]:
			return fmt.Errorf("%w: lanes[%d]: %d>%d names a chain that is not configured", ErrConfig, i, lane.Source, lane.Target)
		case slices.Contains(configured[:i], lane):
			return fmt.Errorf("%w: lanes[%d]: %d>%d is there twice", ErrConfig, i, lane.Source, lane.Target)
		}
	}
	return nil
}

func (c *ChainConfig) checkClient() error {
	switch {
	case lightClients[c.Client.Kind] == nil:
		return fmt.Errorf("%w: chain %d: lightclient.kind: %q is unknown, want qbft or rpcquorum", ErrConfig, c.ID, c.Client.Kind)
	case c.Client.AnchorHash == (common.Hash{}):
		return fmt.Errorf("%w: chain %d: lightclient.anchor-hash: none, want the hash of block %d from a source you trust", ErrConfig, c.ID, c.Client.AnchorNumber)
	case c.Client.Kind != rpcquorum.Kind:
		return nil
	}
	if _, err := rpcquorum.ParseFinality(c.Client.Finality); err != nil {
		return fmt.Errorf("%w: chain %d: lightclient.finality: %w", ErrConfig, c.ID, err)
	}
	if err := rpcquorum.CheckQuorum(c.Client.Quorum, len(c.Endpoints), c.Client.AllowSingle); err != nil {
		return fmt.Errorf("%w: chain %d: lightclient: %w", ErrConfig, c.ID, err)
	}
	if err := distinctHosts(c.Endpoints); err != nil {
		return fmt.Errorf("chain %d: %w", c.ID, err)
	}
	return nil
}

// checkEndpoint never repeats the URL, which may hold a key.
func checkEndpoint(raw string) error {
	parsed, err := url.Parse(raw)
	if err != nil || parsed.Host == "" {
		return fmt.Errorf("not a URL, want one like ws://127.0.0.1:8545")
	}
	if !slices.Contains([]string{"http", "https", "ws", "wss"}, parsed.Scheme) {
		return fmt.Errorf("scheme %q, want http, https, ws or wss", parsed.Scheme)
	}
	return nil
}

// check refuses what needs neither disk nor network to be seen.
func (c *RelayerConfig) check() error {
	if err := checkChains(c.Chains, c.Lanes); err != nil {
		return err
	}
	if err := c.checkAPI(); err != nil {
		return err
	}
	switch b := c.Bus; {
	case c.Data == "":
		return fmt.Errorf("%w: data: empty, want a directory", ErrConfig)
	case c.History < 1 || c.History > index.MaxEntries:
		return fmt.Errorf("%w: history: %d messages, want 1 to %d", ErrConfig, c.History, index.MaxEntries)
	case c.InFlight < 1:
		return fmt.Errorf("%w: in-flight: %d, want at least 1", ErrConfig, c.InFlight)
	case b.Embed && b.URL != "":
		return fmt.Errorf("%w: bus: embed and url are both given, want one of them (embed: false, or no url)", ErrConfig)
	case !b.Embed && b.URL == "":
		return fmt.Errorf("%w: bus: neither embed nor url is given, want one of them", ErrConfig)
	case !b.Embed && b.Identity == "":
		return fmt.Errorf("%w: bus.identity: empty, want the file with this relayer's NKey seed", ErrConfig)
	case b.Port < 0 || b.Port > 65535:
		return fmt.Errorf("%w: bus.port: %d, want 0 to 65535", ErrConfig, b.Port)
	}
	for i, signer := range c.Bus.Signers {
		if !common.IsHexAddress(signer.Address) {
			return fmt.Errorf("%w: bus.signers[%d].address: %q is not an address", ErrConfig, i, signer.Address)
		}
	}
	return nil
}

func (c *SignerConfig) check() error {
	switch {
	case c.Account.Keystore == "":
		return errNoKeystore
	case c.Bus.Identity == "":
		return fmt.Errorf("%w: bus.identity: empty, want the file with this signer's NKey seed (`catenary keys bus` makes one)", ErrConfig)
	case c.Bus.URL == "":
		return fmt.Errorf("%w: bus.url: empty, want where the bus is, like nats://127.0.0.1:4480", ErrConfig)
	case c.Data == "":
		return fmt.Errorf("%w: data: empty, want a directory", ErrConfig)
	case c.Policy.Delay < 0:
		return fmt.Errorf("%w: policy.delay: %v, want 0 or more", ErrConfig, c.Policy.Delay)
	case (c.Policy.Messages == 0) != (c.Policy.Per == 0) || c.Policy.Per < 0:
		return fmt.Errorf("%w: policy.messages %d and policy.per %v: want both above 0, or both 0 for no limit", ErrConfig, c.Policy.Messages, c.Policy.Per)
	}
	return checkChains(c.Chains, c.Lanes)
}
