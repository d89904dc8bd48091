package parlia

import (
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Params are the network and the times that a verification depends on.
type Params struct {
	Network Network
	// TrustingPeriod is how long after a header's time its validators are believed.
	// Choose it shorter than the time for which a validator that leaves can still be
	// punished.
	TrustingPeriod time.Duration
	// MaxClockDrift is how far a header's time may be ahead of ours.
	MaxClockDrift time.Duration
}

// DefaultParams returns the default times for a network.
func DefaultParams(network Network) Params {
	return Params{Network: network, TrustingPeriod: DefaultTrustingPeriod, MaxClockDrift: DefaultMaxClockDrift}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	if err := p.Network.Validate(); err != nil {
		return fmt.Errorf("network: %w", err)
	}
	return p.times().Validate()
}

func (p Params) times() lightclient.Times {
	return lightclient.Times{TrustingPeriod: p.TrustingPeriod, MaxClockDrift: p.MaxClockDrift}
}
