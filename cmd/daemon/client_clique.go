package daemon

import (
	"fmt"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
)

var cliqueKind = clientKind{
	keys:     []string{"anchor-number", "anchor-hash", "period", "epoch", "extra-confirmations", "trusting-period", "clock-drift"},
	check:    checkClique,
	open:     openClique,
	security: func(*ChainConfig) Security { return BySealers },
	describe: func(*ChainConfig) clientWords {
		return clientWords{
			believes: "a block on which more than half of the named sealers have built",
			toForge:  "the keys of more than half of the chain's sealers, or a network of sealers that was split for as long, or a wrong anchor in this file; no number of lying endpoints is enough",
			ofLane:   "more than half of its sealers' keys, or its sealers split in two",
			warnings: []string{"proof of authority has no final blocks: sealers that lose sight of each other may honestly leave what was believed"},
		}
	},
}

// cliqueParams are those of the genesis, for which the operator's word is taken; what is
// not given is as EIP-225 suggests.
func (c *ClientConfig) cliqueParams() clique.Params {
	params := clique.DefaultParams()
	if c.Period != 0 {
		params.Period = c.Period
	}
	if c.Epoch != 0 {
		params.Epoch = c.Epoch
	}
	if c.TrustingPeriod != 0 {
		params.TrustingPeriod = c.TrustingPeriod
	}
	if c.ClockDrift != 0 {
		params.MaxClockDrift = c.ClockDrift
	}
	params.ExtraConfirmations = c.ExtraConfirmations
	return params
}

func checkClique(c *ChainConfig) error {
	if err := c.checkAnchor(); err != nil {
		return err
	}
	params := c.Client.cliqueParams()
	if err := params.Validate(); err != nil {
		return err
	}
	if c.Client.AnchorNumber%params.Epoch != 0 {
		return fmt.Errorf("anchor-number: %d, want that of a checkpoint, a multiple of the epoch of %d blocks: only checkpoints list the sealers", c.Client.AnchorNumber, params.Epoch)
	}
	return nil
}

func openClique(p clientParts) (lightclient.Client, error) {
	return clique.New(clique.Config{ChainID: p.config.ID, Anchor: p.config.anchor(), Params: p.config.Client.cliqueParams(),
		Providers: asked[clique.Provider](p.endpoints), Store: p.store, Now: p.now, Log: p.logger})
}
