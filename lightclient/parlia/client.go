package parlia

import (
	"context"
	"fmt"
	"log/slog"
	"slices"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Client follows a Parlia network over untrusted endpoints.
type Client struct {
	cfg     Config
	network Network
	log     *slog.Logger

	keeper   *lightclient.Keeper // whose turn guards what follows
	rotation *lightclient.Rotation
	chain    chain    // its trusted state is zero until the anchor was fetched
	descent  *Descent // from the anchor, while it is not trusted yet
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or the
// configured anchor is above what it trusts, begins from the anchor at the first
// Update. It asks no provider anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	cfg.applyDefaults()
	cfg.Providers = slices.Clone(cfg.Providers)
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("parlia client: %w", err)
	}
	c := &Client{cfg: cfg, network: cfg.Params.Network}
	c.keeper = lightclient.NewKeeper(lightclient.Owner{ChainID: c.network.ChainID, Kind: Kind}, cfg.Store)
	c.log = cfg.Log.With("client", Kind, "chain", c.ChainID())
	c.rotation = lightclient.NewRotation(cfg.Providers, cfg.CoolDown, cfg.Now, c.log, errNoneFinal)
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("parlia client of chain %d: %w", c.ChainID(), err)
	}
	return c, nil
}

func (c *Client) restore() error {
	var restored chain
	anchor, resumed, err := c.keeper.Resume(c.cfg.Anchor, c.log, func(record lightclient.Record) (_ lightclient.Final, err error) {
		if restored, err = restoreChain(record, c.network); err != nil {
			return lightclient.Final{}, err
		}
		return restored.final(), nil
	})
	switch {
	case err != nil:
		return err
	case resumed:
		c.cfg.Anchor, c.chain = anchor, restored
		return nil
	}
	c.descent, err = NewDescent(c.cfg.Anchor, c.network)
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
	if err := c.keeper.Save(next.record(c.ChainID(), c.cfg.Anchor)); err != nil {
		return err
	}
	c.chain, c.descent = next, nil
	return nil
}
