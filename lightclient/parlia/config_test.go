package parlia_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// TestConfig: what a client can and cannot be made of.
func TestConfig(t *testing.T) {
	s := newScript(t)
	endpoints := func(n int) (list []parlia.Provider) {
		for i := range n {
			list = append(list, parliatest.NewEndpoint(fmt.Sprint(i), s.chain))
		}
		return list
	}
	for text, change := range map[string]func(*parlia.Config){
		"chain id is 0":               func(cfg *parlia.Config) { cfg.Params.Network.ChainID = 0 },
		"there are 0 forks":           func(cfg *parlia.Config) { cfg.Params.Network.Forks = nil },
		"trusting period is 999ms":    func(cfg *parlia.Config) { cfg.Params.TrustingPeriod = 999 * time.Millisecond },
		"maximum clock drift is -1ns": func(cfg *parlia.Config) { cfg.Params.MaxClockDrift = -1 },
		"maximum clock drift is 24h":  func(cfg *parlia.Config) { cfg.Params.MaxClockDrift = 24 * time.Hour },
		"anchor has no hash":          func(cfg *parlia.Config) { cfg.Anchor.Hash = [32]byte{} },
		"anchor has number 0":         func(cfg *parlia.Config) { cfg.Anchor.Number = 0 },
		"store or clock is missing":   func(cfg *parlia.Config) { cfg.Store = nil },
		"store or clock":              func(cfg *parlia.Config) { cfg.Now = nil },
		"request timeout is -1ns":     func(cfg *parlia.Config) { cfg.RequestTimeout = -1 },
		"witness timeout is -1ns":     func(cfg *parlia.Config) { cfg.WitnessTimeout = -1 },
		"stall limit is -1ns":         func(cfg *parlia.Config) { cfg.StallAfter = -1 },
		"cool-down is -1ns":           func(cfg *parlia.Config) { cfg.CoolDown = -1 },
		"there are 0 providers":       func(cfg *parlia.Config) { cfg.Providers = nil },
		"there are 17 providers":      func(cfg *parlia.Config) { cfg.Providers = endpoints(17) },
		"provider 1 is missing":       func(cfg *parlia.Config) { cfg.Providers[1] = nil },
		`two providers are named "en`: func(cfg *parlia.Config) { cfg.Providers[1] = cfg.Providers[0] },
	} {
		var made parlia.Config
		client, err := s.newClient(t, 20, func(cfg *parlia.Config) { change(cfg); made = *cfg })
		if err == nil || !strings.Contains(err.Error(), text) || client != nil {
			t.Errorf("error is %v, want it to say %q", err, text)
		}
		if err := made.Validate(); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("without a client, error is %v, want it to say %q", err, text)
		}
	}
	for name, change := range map[string]func(*parlia.Config){
		"as many providers as may be": func(cfg *parlia.Config) { cfg.Providers = endpoints(parlia.MaxProviders) },
		"the shortest period":         func(cfg *parlia.Config) { cfg.Params.TrustingPeriod, cfg.Params.MaxClockDrift = time.Second, 1 },
		"nothing that has a default": func(cfg *parlia.Config) {
			*cfg = parlia.Config{Params: parlia.Params{Network: parlia.BSC()}, Anchor: cfg.Anchor, Providers: cfg.Providers, Now: cfg.Now}
			cfg.Store, _ = lightclient.NewMemoryStore(lightclient.Owner{ChainID: 56, Kind: parlia.Kind})
		},
	} {
		if _, err := s.newClient(t, 20, change); err != nil {
			t.Errorf("with %s: %v", name, err)
		}
	}
	exact := params(s.network)
	exact.MaxClockDrift = 0
	if err := exact.Validate(); err != nil {
		t.Errorf("without drift: %v", err)
	}
}
