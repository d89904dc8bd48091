package parlia

import (
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Kind names this client in stores.
const Kind = "parlia"

// Config is what a Client is made of. Zero durations mean the defaults, in Params too.
type Config struct {
	Params Params // the network, BSC() for instance, and the trusting period
	// Anchor is the number and hash of a header that the operator vouches for, final
	// and not older than the trusting period. It need not be an epoch block.
	Anchor lightclient.Anchor
	// Providers are endpoints of the network, best run by different people. One is
	// followed, the next one when it fails; the others are asked about each header
	// that it brings, so that a fork which the validators themselves made is seen.
	Providers []Provider
	Store     lightclient.Store // of Owner{chain id, Kind}
	Now       func() time.Time
	Log       *slog.Logger

	RequestTimeout time.Duration // of one request to one provider
	WitnessTimeout time.Duration // of showing a witness a new header
	StallAfter     time.Duration // age of the final header at which all providers are asked
	CoolDown       time.Duration // for which a provider that failed is asked last, or not
}

// Validate checks what a client needs, defaults applied.
func (cfg Config) Validate() error {
	cfg.applyDefaults()
	if err := cfg.Params.Validate(); err != nil {
		return err
	}
	if err := checkAnchor(cfg.Anchor); err != nil {
		return err
	}
	if cfg.Store == nil || cfg.Now == nil {
		return errors.New("store or clock is missing")
	}
	for name, d := range map[string]time.Duration{
		"request timeout": cfg.RequestTimeout, "witness timeout": cfg.WitnessTimeout, "stall limit": cfg.StallAfter, "cool-down": cfg.CoolDown,
	} {
		if d < 0 {
			return fmt.Errorf("%s is %v, want more than 0s", name, d)
		}
	}
	return lightclient.CheckProviders(cfg.Providers, MaxProviders)
}

func (cfg *Config) applyDefaults() {
	for d, value := range map[*time.Duration]time.Duration{
		&cfg.Params.TrustingPeriod: DefaultTrustingPeriod, &cfg.Params.MaxClockDrift: DefaultMaxClockDrift,
		&cfg.RequestTimeout: DefaultRequestTimeout, &cfg.WitnessTimeout: DefaultWitnessTimeout,
		&cfg.StallAfter: DefaultStallAfter, &cfg.CoolDown: DefaultCoolDown,
	} {
		if *d == 0 {
			*d = value
		}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
}
