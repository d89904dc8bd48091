package rpcquorum

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Kind names this client in stores.
const Kind = "rpcquorum"

// Config is what a Client is made of.
type Config struct {
	ChainID uint64 // EIP-155
	// Anchor is the number and hash of a header that the operator vouches for: the genesis block of
	// a devnet, a recent final block of another chain. It tells chains and deployments apart,
	// whatever their ids.
	Anchor   lightclient.Anchor
	Finality Finality
	// Endpoints should be run by different people on different machines: their independence is all
	// the security there is.
	Endpoints []Endpoint
	// Quorum is how many endpoints must agree: more than half of them.
	Quorum int
	// AllowSingle lets one endpoint decide alone. For devnets.
	AllowSingle bool
	Store       lightclient.Store // of Owner{ChainID, Kind}
	Log         *slog.Logger      // optional: endpoints that fail or disagree
	Timeout     time.Duration     // of one request to one endpoint; 0: DefaultTimeout
}

func (cfg *Config) complete() error {
	if cfg.Timeout == 0 {
		cfg.Timeout = DefaultTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case cfg.ChainID == 0:
		return errors.New("chain id is 0, want the EIP-155 id of the chain")
	case cfg.Anchor.Hash == common.Hash{}:
		return errors.New("anchor has no hash, want the number and hash of a block from a source you trust")
	case cfg.Anchor.Number > math.MaxInt64:
		return fmt.Errorf("anchor has number %d, want at most %d", cfg.Anchor.Number, int64(math.MaxInt64))
	case cfg.Store == nil:
		return errors.New("store is missing")
	case cfg.Timeout < 0:
		return fmt.Errorf("timeout is %s, want it positive", cfg.Timeout)
	}
	if err := cfg.Finality.validate(); err != nil {
		return err
	}
	if err := cfg.checkEndpoints(); err != nil {
		return err
	}
	return cfg.checkQuorum()
}

func (cfg *Config) checkEndpoints() error {
	if n := len(cfg.Endpoints); n == 0 || n > MaxEndpoints {
		return fmt.Errorf("there are %d endpoints, want 1 to %d", n, MaxEndpoints)
	}
	first := make(map[string]int, len(cfg.Endpoints))
	for i, endpoint := range cfg.Endpoints {
		if endpoint == nil {
			return fmt.Errorf("endpoint %d is missing", i)
		}
		// Hosts and schemes don't tell cases apart, so names that differ in case may be one
		// endpoint.
		name := strings.ToLower(strings.TrimSpace(endpoint.Name()))
		if name == "" {
			return fmt.Errorf("endpoint %d has no name", i)
		}
		if j, used := first[name]; used {
			return fmt.Errorf("endpoints %d and %d are both named %q, want different ones: an endpoint can't agree with itself", j, i, endpoint.Name())
		}
		first[name] = i
	}
	return nil
}

func (cfg *Config) checkQuorum() error {
	return CheckQuorum(cfg.Quorum, len(cfg.Endpoints), cfg.AllowSingle)
}

// CheckQuorum reports why k of n endpoints are no quorum.
func CheckQuorum(k, n int, allowSingle bool) error {
	switch {
	case k < 1 || k > n:
		return fmt.Errorf("quorum is %d, want 1 to %d, the number of endpoints", k, n)
	case 2*k <= n:
		return fmt.Errorf("quorum is %d of %d, want at least %d: two groups could each agree on a different chain", k, n, n/2+1)
	case k == 1 && !allowSingle:
		return errors.New("quorum is 1: a single endpoint would decide what is final; add endpoints, or set AllowSingle if this is a devnet")
	}
	return nil
}
