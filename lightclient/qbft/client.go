package qbft

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Kind names this client in stores.
const Kind = "qbft"

// Config is what a Client is made of. Zero durations mean the defaults.
type Config struct {
	ChainID uint64 // EIP-155. Seals do not bind it; Anchor does.
	// Anchor is the number and the on-chain hash (what the nodes call the block's
	// hash) of a header that the operator vouches for, not older than the trusting
	// period. A genesis block dates often from long ago: choose a later one.
	Anchor lightclient.Anchor
	// AnchorValidators are those of the block after the anchor, for which the operator
	// vouches as well (Besu: qbft_getValidatorsByBlockNumber of the anchor). Only for a
	// chain that then keeps them in a contract, and only needed if no endpoint has the
	// anchor's state any more to prove them from.
	AnchorValidators []common.Address
	Params           Params
	// Providers are endpoints of the chain, best run by different people. One is
	// followed, the next one when it fails; the others are asked about each header
	// that it brings, so that a fork which the validators themselves made is seen.
	Providers []Provider
	Store     lightclient.Store // of Owner{ChainID, Kind}
	Now       func() time.Time
	Log       *slog.Logger

	RequestTimeout time.Duration // of one request to one provider
	WitnessTimeout time.Duration // of showing a witness a new header
	StallAfter     time.Duration // age of the newest header at which all providers are asked
	CoolDown       time.Duration // for which a provider that failed is asked last, or not
}

// Client follows a QBFT chain over untrusted endpoints.
type Client struct {
	cfg Config
	log *slog.Logger

	keeper   *lightclient.Keeper // whose turn guards what follows
	rotation *lightclient.Rotation
	chain    chain // zero until the anchor was fetched
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or the
// configured anchor is above what it trusts, begins from the anchor at the first
// Update. It asks no provider anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	if err := cfg.complete(); err != nil {
		return nil, fmt.Errorf("qbft client: %w", err)
	}
	c := &Client{
		cfg: cfg, log: cfg.Log.With("client", Kind, "chain", cfg.ChainID),
		keeper: lightclient.NewKeeper(lightclient.Owner{ChainID: cfg.ChainID, Kind: Kind}, cfg.Store),
	}
	c.rotation = lightclient.NewRotation(cfg.Providers, cfg.CoolDown, cfg.Now, c.log)
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("qbft client of chain %d: %w", cfg.ChainID, err)
	}
	return c, nil
}

func (cfg *Config) complete() error {
	if cfg.Params.TrustingPeriod == 0 && cfg.Params.MaxClockDrift == 0 {
		cfg.Params.TrustingPeriod, cfg.Params.MaxClockDrift = DefaultTrustingPeriod, DefaultMaxClockDrift
	}
	orDefault(&cfg.RequestTimeout, DefaultRequestTimeout)
	orDefault(&cfg.WitnessTimeout, DefaultWitnessTimeout)
	orDefault(&cfg.StallAfter, DefaultStallAfter)
	orDefault(&cfg.CoolDown, DefaultCoolDown)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	switch {
	case cfg.ChainID == 0:
		return errors.New("chain id is 0, want the EIP-155 id of the chain")
	case cfg.Anchor.Hash == [32]byte{}:
		return errors.New("anchor has no hash, want the number and hash of a recent block from a source you trust")
	case cfg.Anchor.Number > math.MaxInt64:
		return fmt.Errorf("anchor has number %d, want at most %d", cfg.Anchor.Number, int64(math.MaxInt64))
	case cfg.Store == nil || cfg.Now == nil:
		return errors.New("store or clock is missing")
	case cfg.RequestTimeout < 0 || cfg.WitnessTimeout < 0 || cfg.StallAfter < 0 || cfg.CoolDown < 0:
		return errors.New("a duration is negative")
	}
	if err := lightclient.CheckProviders(cfg.Providers, MaxProviders); err != nil {
		return err
	}
	for _, p := range cfg.Providers {
		if _, ok := p.(ProofProvider); !ok && cfg.Params.Schedule.hasContract() {
			return fmt.Errorf("provider %s proves no accounts, as a chain needs whose validators are in a contract", p.Name())
		}
	}
	return cfg.Params.Validate()
}

func orDefault(d *time.Duration, value time.Duration) {
	if *d == 0 {
		*d = value
	}
}

func (c *Client) restore() error {
	var restored chain
	anchor, resumed, err := c.keeper.Resume(c.cfg.Anchor, c.log, func(record lightclient.Record) (_ lightclient.Final, err error) {
		if restored, err = restoreChain(record, c.cfg.Params.Schedule); err != nil {
			return lightclient.Final{}, err
		}
		return restored.final(), nil
	})
	if resumed {
		c.cfg.Anchor, c.chain = anchor, restored
	}
	return err
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.keeper.ChainID() }

// Final implements lightclient.Client. It is zero until an Update has fetched the
// anchor.
func (c *Client) Final() lightclient.Final { return c.keeper.Final() }

// Update implements lightclient.Client. Several calls take turns. It catches up
// with the newest header in bounded steps, each of them durable; when a later step
// fails, it returns what the earlier ones reached, and the next Update tells the
// error. Only a FrozenError is told at once, and what led to it is not released.
func (c *Client) Update(ctx context.Context) (lightclient.Final, error) {
	return c.keeper.Update(ctx, func(ctx context.Context) error {
		if err := c.update(ctx); err != nil {
			return err
		}
		c.keeper.Release(c.chain.final())
		return nil
	})
}

// accept makes next what the client trusts: first on disk, then in memory, and for
// everybody when Update ends.
func (c *Client) accept(next chain) error {
	if err := c.keeper.Save(next.record(c.cfg.ChainID, c.cfg.Anchor)); err != nil {
		return err
	}
	c.chain = next
	return nil
}
