package rpcquorum

import (
	"context"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Client takes for final what a quorum of endpoints says.
type Client struct {
	cfg Config

	keeper   *lightclient.Keeper // whose turn guards what follows
	trusted  *header             // nil until the anchor was fetched
	linker   int                 // the endpoint that last supplied the way back to the trusted header
	troubled []bool              // by endpoint: it failed or disagreed in the last Update, and that was logged

	answers atomic.Pointer[[]Answer]
}

var _ lightclient.Client = (*Client)(nil)

// New returns a client that continues from the store, or, when that is empty or the configured
// anchor is above what it trusts, begins from the anchor at the first Update. It asks no endpoint
// anything. A client that froze stays frozen.
func New(cfg Config) (*Client, error) {
	cfg.Endpoints = slices.Clone(cfg.Endpoints)
	if err := cfg.complete(); err != nil {
		return nil, fmt.Errorf("rpcquorum client: %w", err)
	}
	cfg.Log = cfg.Log.With("client", Kind, "chain", cfg.ChainID)
	keeper := lightclient.NewKeeper(lightclient.Owner{ChainID: cfg.ChainID, Kind: Kind}, cfg.Store)
	c := &Client{cfg: cfg, keeper: keeper, troubled: make([]bool, len(cfg.Endpoints))}
	c.answers.Store(&[]Answer{})
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("rpcquorum client of chain %d: %w", cfg.ChainID, err)
	}
	return c, nil
}

func (c *Client) restore() error {
	var restored *header
	anchor, resumed, err := c.keeper.Resume(c.cfg.Anchor, c.cfg.Log, func(record lightclient.Record) (_ lightclient.Final, err error) {
		if restored, err = restoreHeader(record); err != nil {
			return lightclient.Final{}, fmt.Errorf("%w: %w", lightclient.ErrStoreDamaged, err)
		}
		return lightclient.Believe(restored.Header), nil
	})
	if resumed {
		c.cfg.Anchor, c.trusted = anchor, restored
	}
	return err
}

func restoreHeader(record lightclient.Record) (*header, error) {
	restored, err := decodeHeader(record.State)
	if err != nil {
		return nil, fmt.Errorf("trusted header: %w", err)
	}
	if restored.Header != record.Trusted {
		return nil, fmt.Errorf("its state is header %d (%s), its trusted header %d (%s)",
			restored.Number, restored.Hash, record.Trusted.Number, record.Trusted.Hash)
	}
	return restored, nil
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.keeper.ChainID() }

// Final implements lightclient.Client. It is zero until an Update has fetched the anchor.
func (c *Client) Final() lightclient.Final { return c.keeper.Final() }

// Answers returns what each endpoint said in the last Update, in the order of the configuration:
// for a status page.
func (c *Client) Answers() []Answer { return slices.Clone(*c.answers.Load()) }

// Update implements lightclient.Client. Several calls take turns. It catches up with the quorum in
// bounded steps, each of them durable; when a later step fails, it returns what the earlier ones
// reached, and the next Update tells the error. Only a FrozenError is told at once. A disagreement
// is a *DisagreementError inside the *lightclient.RejectedError.
func (c *Client) Update(ctx context.Context) (lightclient.Final, error) {
	return c.keeper.Update(ctx, c.update)
}

// update moves the trusted header as far as it can. Whatever it reached before it failed stays, and
// is an answer of its own.
func (c *Client) update(ctx context.Context) error {
	moved := false
	if c.trusted == nil {
		if err := c.begin(ctx); err != nil {
			return err
		}
		moved = true
	}
	r := newRound(c)
	defer r.publish()
	before := c.trusted.Number
	err := r.follow(ctx)
	moved = moved || c.trusted.Number > before
	if err != nil && moved && !lightclient.IsFrozen(err) {
		c.cfg.Log.Warn("update ended early", "trusted", c.trusted.Number, "err", err)
		return nil
	}
	return err
}

// begin fetches the header of the anchor from whoever has it: the operator vouched for its hash, so
// one endpoint is enough.
func (c *Client) begin(ctx context.Context) error {
	anchor := c.cfg.Anchor
	replies, stop := fanOut(ctx, c, c.everyone(), func(ctx context.Context, endpoint Endpoint) (*header, error) {
		return askHeader(ctx, endpoint, anchor.Number)
	})
	defer stop()
	answers, reason := c.blank(), lightclient.ErrUnavailable
	for range c.cfg.Endpoints {
		reply := <-replies
		answers[reply.who].Err = reply.err
		if reply.err != nil {
			continue
		}
		if reply.value.Hash == anchor.Hash {
			return c.accept(reply.value)
		}
		answers[reply.who].Hash = reply.value.Hash
		reason = lightclient.ErrWrongChain
	}
	c.answers.Store(&answers)
	return c.keeper.Rejected(anchor.Number, &DisagreementError{About: fmt.Sprintf("the anchor %s", anchor), Quorum: 1, Answers: answers, reason: reason})
}

// accept makes next what the client trusts: first on disk, then for everybody.
func (c *Client) accept(next *header) error {
	record := lightclient.Record{ChainID: c.cfg.ChainID, Kind: Kind, Anchor: c.cfg.Anchor, Trusted: next.Header, State: next.raw}
	if err := c.keeper.Save(record, nil); err != nil {
		return err
	}
	c.trusted = next
	c.keeper.Release(lightclient.Believe(next.Header))
	return nil
}

// freeze stops the client for good: a quorum holds another header for final at the trusted height.
func (c *Client) freeze(conflicting *header) error {
	return c.keeper.Freeze(&lightclient.Evidence{
		ChainID: c.cfg.ChainID, Number: c.trusted.Number,
		Trusted: c.trusted.Header, Conflicting: conflicting.Header,
		RawTrusted: c.trusted.raw, RawConflicting: conflicting.raw,
	})
}

// everyone returns the indexes of all endpoints.
func (c *Client) everyone() []int {
	all := make([]int, len(c.cfg.Endpoints))
	for i := range all {
		all[i] = i
	}
	return all
}

// blank returns an empty answer for each endpoint.
func (c *Client) blank() []Answer {
	answers := make([]Answer, len(c.cfg.Endpoints))
	for i, endpoint := range c.cfg.Endpoints {
		answers[i].Endpoint = endpoint.Name()
	}
	return answers
}
