package daemon

import (
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

var qbftKind = clientKind{
	keys:     []string{"anchor-number", "anchor-hash", "trusting-period", "clock-drift"},
	check:    (*ChainConfig).checkAnchor,
	open:     openQBFT,
	security: func(*ChainConfig) Security { return ByConsensus },
	describe: func(*ChainConfig) clientWords {
		return clientWords{
			believes: "a block that two thirds of the chain's validators have sealed",
			toForge:  "the keys of two thirds of the chain's validators, or a wrong anchor in this file; no number of lying endpoints is enough",
			ofLane:   "two thirds of its validators' keys",
		}
	},
}

func openQBFT(p clientParts) (lightclient.Client, error) {
	providers := make([]qbft.Provider, len(p.endpoints))
	for i := range p.endpoints {
		providers[i] = p.endpoints[i]
	}
	params := qbft.DefaultParams()
	if p.config.Client.TrustingPeriod != 0 {
		params.TrustingPeriod = p.config.Client.TrustingPeriod
	}
	if p.config.Client.ClockDrift != 0 {
		params.MaxClockDrift = p.config.Client.ClockDrift
	}
	return qbft.New(qbft.Config{ChainID: p.config.ID, Anchor: p.config.anchor(), Params: params, Providers: providers,
		Store: p.store, Now: p.now, Log: p.logger})
}
