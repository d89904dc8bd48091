package daemon

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

var qbftKind = clientKind{
	keys:     []string{"anchor-number", "anchor-hash", "anchor-validators", "schedule", "trusting-period", "clock-drift"},
	check:    checkQBFT,
	open:     openQBFT,
	security: func(*ChainConfig) Security { return ByConsensus },
	describe: describeQBFT,
}

func checkQBFT(c *ChainConfig) error {
	if err := c.checkAnchor(); err != nil {
		return err
	}
	return c.Client.qbftParams().Validate()
}

func (c *ClientConfig) qbftParams() qbft.Params {
	params := qbft.DefaultParams()
	if c.TrustingPeriod != 0 {
		params.TrustingPeriod = c.TrustingPeriod
	}
	if c.ClockDrift != 0 {
		params.MaxClockDrift = c.ClockDrift
	}
	for _, rules := range c.Schedule {
		r := qbft.Rules{From: rules.From, Dialect: rules.Dialect}
		if rules.Contract != (QBFTContractConfig{}) {
			var slot common.Hash
			binary.BigEndian.PutUint64(slot[24:], rules.Contract.Slot)
			r.Contract = &qbft.Contract{Address: rules.Contract.Address, CodeHash: rules.Contract.CodeHash, Slot: slot}
		}
		params.Schedule = append(params.Schedule, r)
	}
	return params
}

func describeQBFT(c *ChainConfig) clientWords {
	words := clientWords{
		believes: "a block that two thirds of the chain's validators have sealed",
		toForge:  "the keys of two thirds of the chain's validators, or a wrong anchor in this file; no number of lying endpoints is enough",
		ofLane:   "two thirds of its validators' keys",
	}
	for _, rules := range c.Client.Schedule {
		if rules.Contract != (QBFTContractConfig{}) {
			words.warnings = append(words.warnings, fmt.Sprintf("from block %d on contract %s names the validators: who controls it controls the chain", rules.From, rules.Contract.Address))
		}
	}
	return words
}

func openQBFT(p clientParts) (lightclient.Client, error) {
	return qbft.New(qbft.Config{ChainID: p.config.ID, Anchor: p.config.anchor(), AnchorValidators: p.config.Client.AnchorValidators,
		Params: p.config.Client.qbftParams(), Providers: asked[qbft.Provider](p.endpoints), Store: p.store, Now: p.now, Log: p.logger})
}
