package parlia

import (
	"fmt"
	"time"
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
	if p.TrustingPeriod < time.Second {
		return fmt.Errorf("trusting period is %v, want at least 1s", p.TrustingPeriod)
	}
	if p.MaxClockDrift < 0 || p.MaxClockDrift >= p.TrustingPeriod {
		return fmt.Errorf("maximum clock drift is %v, want 0s or more and less than the trusting period of %v", p.MaxClockDrift, p.TrustingPeriod)
	}
	return nil
}
