package daemon

import (
	"errors"
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

var parliaKind = clientKind{
	keys:     []string{"anchor-number", "anchor-hash", "network", "forks", "trusting-period", "clock-drift"},
	check:    checkParlia,
	open:     openParlia,
	security: func(*ChainConfig) Security { return ByConsensus },
	describe: describeParlia,
}

// bscUnbonding is how long BSC keeps a validator's stake after it has left (StakeHub):
// whom it cannot punish any more should not be believed any more.
const bscUnbonding = 7 * 24 * time.Hour

func describeParlia(c *ChainConfig) clientWords {
	words := clientWords{
		believes: "a block that two thirds of the chain's validators have voted for, twice in a row (fast finality)",
		toForge:  "the vote keys of two thirds of the chain's validators, or a wrong anchor in this file; no number of lying endpoints is enough",
		ofLane:   "two thirds of its validators' vote keys",
	}
	if c.Client.TrustingPeriod > bscUnbonding {
		words.warnings = append(words.warnings, fmt.Sprintf("lightclient.trusting-period: validators that have left are believed for %v, their stake is locked for %v on BSC", c.Client.TrustingPeriod, bscUnbonding))
	}
	return words
}

// parliaParams are those of the network and the operator's times.
func (c *ChainConfig) parliaParams() (parlia.Params, error) {
	params := parlia.Params{TrustingPeriod: c.Client.TrustingPeriod, MaxClockDrift: c.Client.ClockDrift}
	switch {
	case c.Client.Network != "" && len(c.Client.Forks) > 0:
		return params, errors.New("network and forks are both given, want one of them")
	case c.Client.Network == "bsc":
		params.Network = parlia.BSC()
	case c.Client.Network == "chapel":
		params.Network = parlia.Chapel()
	case c.Client.Network != "":
		return params, fmt.Errorf("network: %.40q, want bsc or chapel, or forks instead", c.Client.Network)
	default:
		params.Network = parlia.Network{ChainID: c.ID}
		for _, f := range c.Client.Forks {
			params.Network.Forks = append(params.Network.Forks, parlia.Fork(f))
		}
	}
	if params.Network.ChainID != c.ID {
		return params, fmt.Errorf("network: %s is chain %d, want that of chain %d", c.Client.Network, params.Network.ChainID, c.ID)
	}
	return params, params.Network.Validate()
}

func checkParlia(c *ChainConfig) error {
	if err := c.checkAnchor(); err != nil {
		return err
	}
	_, err := c.parliaParams()
	return err
}

func openParlia(p clientParts) (lightclient.Client, error) {
	params, err := p.config.parliaParams()
	if err != nil {
		return nil, fmt.Errorf("%w: lightclient: %w", ErrConfig, err)
	}
	return parlia.New(parlia.Config{Params: params, Anchor: p.config.anchor(), Providers: asked[parlia.Provider](p.endpoints),
		Store: p.store, Now: p.now, Log: p.logger})
}
