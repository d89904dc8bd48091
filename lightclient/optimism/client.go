package optimism

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Client follows an OP-stack chain through its parent chain.
type Client struct {
	cfg Config
	log *slog.Logger

	keeper   *lightclient.Keeper // whose turn guards what follows
	trusted  *trusted            // nil until a block was proven at or above the anchor
	parent   lightclient.Header  // the newest of the parent chain that was built upon
	looked   common.Hash         // the parent header under which there is nothing more to find
	first    [2]int              // by role: the endpoint that is asked first, the last that was right
	troubled map[string]bool     // by role and name: it failed, and that was logged

	block atomic.Pointer[Block] // what Final is the header of
}

// trusted is the newest block, with what made us believe it.
type trusted struct {
	block   Block
	witness witness
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or the
// configured anchor is above what it trusts, begins from the anchor at the first
// Update. It asks no endpoint anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	if err := cfg.complete(); err != nil {
		return nil, fmt.Errorf("optimism client: %w", err)
	}
	c := &Client{
		cfg: cfg, log: cfg.Log.With("client", Kind, "chain", cfg.ChainID), troubled: make(map[string]bool),
		keeper: lightclient.NewKeeper(lightclient.Owner{ChainID: cfg.ChainID, Kind: Kind}, cfg.Store),
	}
	c.block.Store(&Block{})
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("optimism client of chain %d: %w", cfg.ChainID, err)
	}
	return c, nil
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.keeper.ChainID() }

// Final implements lightclient.Client. It is zero until an Update has proven a block at
// or above the anchor.
func (c *Client) Final() lightclient.Final { return c.keeper.Final() }

// Block returns what Final is the header of, with its message passer's root. It is the
// zero Block as long as Final is zero.
func (c *Client) Block() Block { return *c.block.Load() }

// Update implements lightclient.Client. Several calls take turns. It updates the parent
// chain's client first and looks for the newest block that is final under what that
// returns; there is often none for hours. Only a FrozenError of its own chain is for
// good; one of the parent chain, which it wraps, is as long as that client stays frozen.
func (c *Client) Update(ctx context.Context) (lightclient.Final, error) {
	return c.keeper.Update(ctx, c.update)
}

func (c *Client) update(ctx context.Context) error {
	parent, err := c.updateParent(ctx)
	if err != nil {
		return err
	}
	if parent.Header().Hash == c.looked {
		return nil
	}
	if err := c.look(ctx, parent); err != nil {
		return err
	}
	if c.trusted == nil {
		return c.keeper.Rejected(c.cfg.Anchor.Number, fmt.Errorf("%w: the parent chain proves no block yet at or above the anchor, %d",
			lightclient.ErrNoSuchHeader, c.cfg.Anchor.Number))
	}
	return nil
}

// updateParent returns the newest final header of the parent chain. One that is below
// what we built upon, or beside it, is not of the chain that we followed so far.
func (c *Client) updateParent(ctx context.Context) (lightclient.Final, error) {
	id := c.cfg.Parent.ChainID()
	final, err := c.cfg.Parent.Update(ctx)
	if err != nil { // a FrozenError stays one
		return lightclient.Final{}, c.keeper.Rejected(c.next(), fmt.Errorf("parent chain %d: %w", id, err))
	}
	header := final.Header()
	switch {
	case final.IsZero():
		return lightclient.Final{}, c.keeper.Rejected(c.next(), fmt.Errorf("%w: parent chain %d has no final header yet", lightclient.ErrNoSuchHeader, id))
	case header.Number < c.parent.Number:
		return lightclient.Final{}, c.keeper.Rejected(c.next(), fmt.Errorf("%w: newest final header of parent chain %d is %d, we built upon %d",
			lightclient.ErrStale, id, header.Number, c.parent.Number))
	case header.Number == c.parent.Number && header.Hash != c.parent.Hash:
		return lightclient.Final{}, c.keeper.Rejected(c.next(), fmt.Errorf("%w: final header %d of parent chain %d is %s, we built upon %s; is it another chain now?",
			lightclient.ErrNotLinked, header.Number, id, header.Hash, c.parent.Hash))
	}
	c.parent = header
	return final, nil
}

// accept makes a block what the client trusts: first on disk, then for everybody.
func (c *Client) accept(next *trusted) error {
	state, err := next.witness.encode()
	record := lightclient.Record{ChainID: c.cfg.ChainID, Kind: Kind, Anchor: c.cfg.Anchor, Trusted: next.block.Header, State: state}
	if err := c.keeper.Save(record, err); err != nil {
		return err
	}
	c.trusted = next
	c.release(&next.block)
	return nil
}

func (c *Client) release(block *Block) {
	c.block.Store(block)
	c.keeper.Release(lightclient.Believe(block.Header))
}

// next is the lowest number that would be news.
func (c *Client) next() uint64 {
	if c.trusted == nil {
		return c.cfg.Anchor.Number
	}
	return c.trusted.block.Header.Number + 1
}

// lowest is the lowest number about which a claim is looked at.
func (c *Client) lowest() uint64 {
	if c.trusted == nil {
		return c.cfg.Anchor.Number
	}
	return c.trusted.block.Header.Number - min(c.trusted.block.Header.Number, maxCompared)
}
