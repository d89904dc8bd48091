package clique

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
const Kind = "clique"

// Config is what a Client is made of. Zero durations mean the defaults.
type Config struct {
	ChainID uint64 // EIP-155. Seals do not bind it; Anchor does.
	// Anchor is the number and hash of a checkpoint, a block whose number is a multiple
	// of the epoch, that the operator vouches for, not older than the trusting period.
	Anchor lightclient.Anchor
	Params Params
	// Providers are endpoints of the chain, best run by different people. One is
	// followed, the next one when it fails; the others are asked about each header that
	// becomes final, so that a fork which the signers themselves made is seen.
	Providers []Provider
	Store     lightclient.Store // of Owner{ChainID, Kind}
	Now       func() time.Time
	Log       *slog.Logger

	RequestTimeout time.Duration // of one request to one provider
	WitnessTimeout time.Duration // of showing a witness a new final header
	StallAfter     time.Duration // age of the newest final header, less its confirmations, at which all providers are asked
	CoolDown       time.Duration // for which a provider that failed is asked last, or not
}

func (cfg *Config) complete() error {
	for _, d := range []struct {
		value *time.Duration
		def   time.Duration
	}{
		{&cfg.RequestTimeout, DefaultRequestTimeout}, {&cfg.WitnessTimeout, DefaultWitnessTimeout},
		{&cfg.StallAfter, DefaultStallAfter}, {&cfg.CoolDown, DefaultCoolDown},
	} {
		if *d.value < 0 {
			return fmt.Errorf("a duration is negative, %v", *d.value)
		}
		if *d.value == 0 {
			*d.value = d.def
		}
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if err := cfg.Params.Validate(); err != nil {
		return err
	}
	switch {
	case cfg.ChainID == 0:
		return errors.New("chain id is 0, want the EIP-155 id of the chain")
	case cfg.Anchor.Hash == common.Hash{}:
		return errors.New("anchor has no hash, want the number and hash of a recent checkpoint from a source you trust")
	case cfg.Anchor.Number > math.MaxInt64:
		return fmt.Errorf("anchor has number %d, want at most %d", cfg.Anchor.Number, int64(math.MaxInt64))
	case cfg.Store == nil || cfg.Now == nil:
		return errors.New("store or clock is missing")
	}
	if err := cfg.Params.checkAnchor(cfg.Anchor.Number); err != nil {
		return err
	}
	return lightclient.CheckProviders(cfg.Providers, MaxProviders)
}

// Client follows a Clique chain over untrusted endpoints.
type Client struct {
	cfg Config
	log *slog.Logger

	keeper   *lightclient.Keeper // whose turn guards what follows
	rotation *lightclient.Rotation
	chain    chain  // zero until the anchor was fetched
	seen     *claim // the newest header that was verified, final or not; not kept over a restart
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or the
// configured anchor is above what it trusts, begins from the anchor at the first
// Update. It asks no provider anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	if err := cfg.complete(); err != nil {
		return nil, fmt.Errorf("clique client: %w", err)
	}
	c := &Client{
		cfg: cfg, log: cfg.Log.With("client", Kind, "chain", cfg.ChainID),
		keeper: lightclient.NewKeeper(lightclient.Owner{ChainID: cfg.ChainID, Kind: Kind}, cfg.Store),
	}
	c.rotation = lightclient.NewRotation(cfg.Providers, cfg.CoolDown, cfg.Now, c.log)
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("clique client of chain %d: %w", cfg.ChainID, err)
	}
	return c, nil
}

func (c *Client) restore() error {
	var restored chain
	anchor, resumed, err := c.keeper.Resume(c.cfg.Anchor, c.log, func(record lightclient.Record) (_ lightclient.Final, err error) {
		if restored, err = restoreChain(record, c.cfg.Params); err != nil {
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

// Update implements lightclient.Client. Several calls take turns. It catches up with
// the newest final header in bounded steps, each of them durable; when a later step
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
