package optimism

import (
	"errors"
	"fmt"
	"log/slog"
	"math"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Kind names this client in stores.
const Kind = "optimism"

// Config is what a Client is made of.
type Config struct {
	ChainID uint64 // EIP-155, of the L2
	// Anchor is the number and hash of an L2 block that the operator vouches for. The
	// first block that the parent chain proves at or above it has to descend from it,
	// within MaxLinked blocks: it is what tells a wrong Deployment.
	Anchor     lightclient.Anchor
	Deployment Deployment
	// Parent follows the parent chain: all security rests on it. The client calls its
	// Update; several L2 clients may share it.
	Parent lightclient.Client
	// ParentEndpoints prove accounts of the parent chain under its newest final header.
	// One that fails or lies is passed over.
	ParentEndpoints []ParentEndpoint
	Endpoints       []Endpoint        // of the L2
	Store           lightclient.Store // of Owner{ChainID, Kind}
	Log             *slog.Logger      // optional: endpoints that fail or lie
	RequestTimeout  time.Duration     // of one request; 0: DefaultRequestTimeout
}

func (cfg *Config) complete() error {
	cfg.ParentEndpoints, cfg.Endpoints = slices.Clone(cfg.ParentEndpoints), slices.Clone(cfg.Endpoints)
	if cfg.RequestTimeout == 0 {
		cfg.RequestTimeout = DefaultRequestTimeout
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case cfg.ChainID == 0:
		return errors.New("chain id is 0, want the EIP-155 id of the L2")
	case cfg.Anchor.Hash == common.Hash{}:
		return errors.New("anchor has no hash, want the number and hash of a final L2 block from a source you trust")
	case cfg.Anchor.Number > math.MaxInt64:
		return fmt.Errorf("anchor has number %d, want at most %d", cfg.Anchor.Number, int64(math.MaxInt64))
	case cfg.Parent == nil:
		return errors.New("light client of the parent chain is missing")
	case cfg.Store == nil:
		return errors.New("store is missing")
	case cfg.RequestTimeout < 0:
		return fmt.Errorf("request timeout is %v, want it positive", cfg.RequestTimeout)
	case cfg.ChainID == cfg.Deployment.ParentChainID:
		return fmt.Errorf("the L2 and its parent chain have the same id, %d", cfg.ChainID)
	case cfg.Parent.ChainID() != cfg.Deployment.ParentChainID:
		return fmt.Errorf("light client of the parent chain follows chain %d, the deployment is on %d", cfg.Parent.ChainID(), cfg.Deployment.ParentChainID)
	}
	if err := cfg.Deployment.Validate(); err != nil {
		return fmt.Errorf("deployment: %w", err)
	}
	if err := lightclient.CheckProviders(cfg.ParentEndpoints, MaxEndpoints); err != nil {
		return fmt.Errorf("parent endpoints: %w", err)
	}
	if err := lightclient.CheckProviders(cfg.Endpoints, MaxEndpoints); err != nil {
		return fmt.Errorf("endpoints: %w", err)
	}
	return nil
}
