package clique

import (
	"fmt"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Params are what a verification depends on: the genesis' own two numbers, and ours.
type Params struct {
	Period uint64 // least seconds between blocks; genesis: config.clique.period
	Epoch  uint64 // blocks from one checkpoint to the next; genesis: config.clique.epoch

	// ExtraConfirmations is how many headers must follow those that make a header
	// final. Each makes it less likely that the network leaves what we believe.
	ExtraConfirmations uint64

	// TrustingPeriod is how long after a header's time its signers are believed.
	// Choose it shorter than the time for which former signers guard their keys.
	TrustingPeriod time.Duration
	// MaxClockDrift is how far a header's time may be ahead of ours.
	MaxClockDrift time.Duration
}

// DefaultParams returns the numbers that EIP-225 suggests, and the default times.
func DefaultParams() Params {
	return Params{Period: DefaultPeriod, Epoch: DefaultEpoch, TrustingPeriod: DefaultTrustingPeriod, MaxClockDrift: DefaultMaxClockDrift}
}

// Validate checks the ranges.
func (p Params) Validate() error {
	switch {
	case p.Epoch == 0:
		return fmt.Errorf("epoch is 0 blocks, want the epoch of the genesis, mostly %d", DefaultEpoch)
	case p.ExtraConfirmations > MaxExtraConfirmations:
		return fmt.Errorf("extra confirmations are %d, want at most %d", p.ExtraConfirmations, MaxExtraConfirmations)
	}
	if err := p.times().Validate(); err != nil {
		return err
	}
	if p.Period >= uint64(p.TrustingPeriod/time.Second) {
		return fmt.Errorf("period is %d s, want less than the trusting period of %v", p.Period, p.TrustingPeriod)
	}
	return nil
}

func (p Params) times() lightclient.Times {
	return lightclient.Times{TrustingPeriod: p.TrustingPeriod, MaxClockDrift: p.MaxClockDrift}
}

func (p Params) isCheckpoint(number uint64) bool { return number%p.Epoch == 0 }

// checkAnchor refuses blocks that list no signers.
func (p Params) checkAnchor(number uint64) error {
	if !p.isCheckpoint(number) {
		return malformed("anchor has number %d, want that of a checkpoint, a multiple of the epoch of %d blocks (%d is one): only checkpoints list the signers",
			number, p.Epoch, number-number%p.Epoch)
	}
	return nil
}
