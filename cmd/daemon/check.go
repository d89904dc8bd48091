package daemon

import (
	"fmt"
	"net/url"
	"slices"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/relayer/index"
)

// checkChains refuses what can be refused before a file is made or locked, so that a
// configuration that makes no sense leaves nothing behind.
func checkChains(chains []ChainConfig, configured []LaneConfig) error {
	if len(chains) < 2 {
		return fmt.Errorf("%w: chains: %d configured, want at least two", ErrConfig, len(chains))
	}
	if _, err := parentsFirst(chains); err != nil {
		return err
	}
	known := map[uint64]*ChainConfig{}
	for i := range chains {
		c := &chains[i]
		if err := c.check(); err != nil {
			return err
		}
		known[c.ID] = c
		if c.Deployment == "" && !isParent(c.ID, chains) {
			return fmt.Errorf("%w: chain %d: deployment: empty, want the file that `catenary deploy` wrote", ErrConfig, c.ID)
		}
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
		if err := lane.check(known, configured[:i]); err != nil {
			return fmt.Errorf("%w: lanes[%d]: %w", ErrConfig, i, err)
		}
	}
	return nil
}

func (l LaneConfig) check(known map[uint64]*ChainConfig, before []LaneConfig) error {
	name := fmt.Sprintf("%d>%d", l.Source, l.Target)
	switch {
	case l.Source == l.Target:
		return fmt.Errorf("source and target are both %d, want different chains", l.Source)
	case known[l.Source] == nil || known[l.Target] == nil:
		return fmt.Errorf("%s names a chain that is not configured", name)
	case slices.ContainsFunc(before, func(other LaneConfig) bool { return other.Source == l.Source && other.Target == l.Target }):
		return fmt.Errorf("%s is there twice", name)
	}
	if has := securityOf(l.Source, known); l.MinimumSecurity != "" && has.below(l.MinimumSecurity) {
		return fmt.Errorf("minimum-security: %s wants %s, but the %s client of chain %d gives %s: configure a stronger client there, or lower what the lane wants",
			name, l.MinimumSecurity, known[l.Source].Client.Kind, l.Source, has)
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
