package parlia

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Client follows a Parlia network over untrusted endpoints.
type Client struct {
	cfg     Config
	network Network
	log     *slog.Logger

	turn      chan struct{} // holds one token: who has it may change what follows
	endpoints endpoints
	chain     chain    // its trusted state is zero until the anchor was fetched
	descent   *Descent // from the anchor, while it is not trusted yet

	final  atomic.Pointer[lightclient.Final]
	frozen atomic.Pointer[lightclient.Evidence]
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or the
// configured anchor is above what it trusts, begins from the anchor at the first
// Update. It asks no provider anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	cfg.applyDefaults()
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("parlia client: %w", err)
	}
	c := &Client{cfg: cfg, network: cfg.Params.Network, turn: make(chan struct{}, 1)}
	c.log = cfg.Log.With("client", Kind, "chain", c.ChainID())
	c.endpoints = newEndpoints(cfg)
	c.final.Store(&lightclient.Final{})
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("parlia client of chain %d: %w", c.ChainID(), err)
	}
	c.turn <- struct{}{}
	return c, nil
}

func (c *Client) restore() error {
	evidence, err := c.cfg.Store.Evidence()
	if err != nil {
		return err
	}
	c.frozen.Store(evidence)
	record, err := c.cfg.Store.Load()
	switch {
	case errors.Is(err, lightclient.ErrNoRecord):
		c.descent, err = NewDescent(c.cfg.Anchor, c.network)
		return err
	case err != nil:
		return err
	case record.ChainID != c.ChainID() || record.Kind != Kind:
		return fmt.Errorf("%w: record is of a %q client of chain %d", lightclient.ErrStoreForeign, record.Kind, record.ChainID)
	}
	anew, err := record.CheckAnchor(c.cfg.Anchor)
	if err != nil {
		return err
	}
	restored, err := restoreChain(record, c.network)
	if err != nil {
		return err
	}
	final := lightclient.Believe(restored.trusted.Header())
	c.final.Store(&final)
	if anew {
		// Only the operator can vouch for what lies between; Final stays until then.
		c.log.Warn("begin anew from the configured anchor", "anchor", c.cfg.Anchor.Number, "trusted", record.Trusted.Number)
		c.descent, err = NewDescent(c.cfg.Anchor, c.network)
		return err
	}
	c.cfg.Anchor = record.Anchor
	c.chain = restored
	return nil
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.network.ChainID }

// Final implements lightclient.Client. It is zero until an Update has fetched the
// anchor.
func (c *Client) Final() lightclient.Final { return *c.final.Load() }

// Update implements lightclient.Client. Several calls take turns. It catches up with
// the newest final header in bounded steps, each of them durable; when a later step
// fails, it returns what the earlier ones reached, and the next Update tells the
// error. Only a FrozenError is told at once, and what led to it is not released.
func (c *Client) Update(ctx context.Context) (lightclient.Final, error) {
	select {
	case <-c.turn:
		defer func() { c.turn <- struct{}{} }()
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return c.Final(), c.interrupted(ctx)
	}
	if evidence := c.frozen.Load(); evidence != nil {
		return c.Final(), &lightclient.FrozenError{Evidence: *evidence}
	}
	if err := c.update(ctx); err != nil {
		return c.Final(), err
	}
	final := lightclient.Believe(c.chain.trusted.Header())
	c.final.Store(&final)
	return final, nil
}

func (c *Client) interrupted(ctx context.Context) error {
	return fmt.Errorf("update parlia client of chain %d: %w", c.ChainID(), ctx.Err())
}

// accept makes next what the client trusts: first on disk, then in memory, and for
// everybody when Update ends. A header that was released and then forgotten could be
// contradicted unnoticed.
func (c *Client) accept(next chain) error {
	record, err := next.record(c.ChainID(), c.cfg.Anchor)
	if err == nil {
		err = c.cfg.Store.Save(record)
	}
	if err != nil {
		return &localError{fmt.Errorf("parlia client of chain %d: %w", c.ChainID(), err)}
	}
	c.chain, c.descent = next, nil
	return nil
}

// localError is a failure of our own store, for which no provider is to blame.
type localError struct{ err error }

func (e *localError) Error() string { return e.err.Error() }
func (e *localError) Unwrap() error { return e.err }

// freeze stops the client for good.
func (c *Client) freeze(evidence *lightclient.Evidence) error {
	c.frozen.Store(evidence)
	frozen := &lightclient.FrozenError{Evidence: *evidence}
	if err := c.cfg.Store.SaveEvidence(*evidence); err != nil {
		return errors.Join(frozen, fmt.Errorf("evidence is not saved, it will be lost with the process: %w", err))
	}
	return frozen
}
