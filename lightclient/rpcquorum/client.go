package rpcquorum

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync/atomic"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Client takes for final what a quorum of endpoints says.
type Client struct {
	cfg Config

	turn     chan struct{} // holds one token: who has it may change what follows
	trusted  *header       // nil until the anchor was fetched
	linker   int           // the endpoint that last supplied the way back to the trusted header
	troubled []bool        // by endpoint: it failed or disagreed in the last Update, and that was logged

	final   atomic.Pointer[lightclient.Final]
	frozen  atomic.Pointer[lightclient.Evidence]
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
	c := &Client{cfg: cfg, turn: make(chan struct{}, 1), troubled: make([]bool, len(cfg.Endpoints))}
	c.final.Store(&lightclient.Final{})
	c.answers.Store(&[]Answer{})
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("rpcquorum client of chain %d: %w", cfg.ChainID, err)
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
	if errors.Is(err, lightclient.ErrNoRecord) {
		return nil
	}
	if err != nil {
		return err
	}
	if record.ChainID != c.cfg.ChainID || record.Kind != Kind {
		return fmt.Errorf("%w: record is of a %q client of chain %d", lightclient.ErrStoreForeign, record.Kind, record.ChainID)
	}
	anew, err := record.CheckAnchor(c.cfg.Anchor)
	if err != nil {
		return err
	}
	trusted, err := decodeHeader(record.State)
	if err != nil {
		return fmt.Errorf("%w: trusted header: %w", lightclient.ErrStoreDamaged, err)
	}
	if trusted.Header != record.Trusted {
		return fmt.Errorf("%w: its state is header %d (%s), its trusted header %d (%s)",
			lightclient.ErrStoreDamaged, trusted.Number, trusted.Hash, record.Trusted.Number, record.Trusted.Hash)
	}
	final := lightclient.Believe(trusted.Header)
	c.final.Store(&final)
	if anew {
		// Only the operator can vouch for what lies between; Final stays until then.
		c.cfg.Log.Warn("begin anew from the configured anchor", "anchor", c.cfg.Anchor.Number, "trusted", trusted.Number)
		return nil
	}
	c.cfg.Anchor = record.Anchor
	c.trusted = trusted
	return nil
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.cfg.ChainID }

// Final implements lightclient.Client. It is zero until an Update has fetched the anchor.
func (c *Client) Final() lightclient.Final { return *c.final.Load() }

// Answers returns what each endpoint said in the last Update, in the order of the configuration:
// for a status page.
func (c *Client) Answers() []Answer { return slices.Clone(*c.answers.Load()) }

// Update implements lightclient.Client. Several calls take turns. It catches up with the quorum in
// bounded steps, each of them durable; when a later step fails, it returns what the earlier ones
// reached, and the next Update tells the error. Only a FrozenError is told at once. A disagreement
// is a *DisagreementError inside the *lightclient.RejectedError.
func (c *Client) Update(ctx context.Context) (lightclient.Final, error) {
	if err := ctx.Err(); err != nil {
		return c.Final(), c.interrupted(err)
	}
	select {
	case <-c.turn:
	case <-ctx.Done():
		return c.Final(), c.interrupted(ctx.Err())
	}
	defer func() { c.turn <- struct{}{} }()

	if evidence := c.frozen.Load(); evidence != nil {
		return c.Final(), &lightclient.FrozenError{Evidence: *evidence}
	}
	err := c.update(ctx)
	if err != nil && ctx.Err() != nil && c.frozen.Load() == nil {
		err = c.interrupted(ctx.Err())
	}
	return c.Final(), err
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
	if err != nil && moved && c.frozen.Load() == nil {
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
	return c.reject(anchor.Number, &DisagreementError{About: fmt.Sprintf("the anchor %s", anchor), Quorum: 1, Answers: answers, reason: reason})
}

// accept makes next what the client trusts: first on disk, then for everybody. A header that was
// released and then forgotten could be contradicted unnoticed.
func (c *Client) accept(next *header) error {
	record := lightclient.Record{ChainID: c.cfg.ChainID, Kind: Kind, Anchor: c.cfg.Anchor, Trusted: next.Header, State: next.raw}
	if err := c.cfg.Store.Save(record); err != nil {
		return fmt.Errorf("rpcquorum client of chain %d: %w", c.cfg.ChainID, err)
	}
	c.trusted = next
	final := lightclient.Believe(next.Header)
	c.final.Store(&final)
	return nil
}

// freeze stops the client for good: a quorum holds another header for final at the trusted height.
func (c *Client) freeze(conflicting *header) error {
	evidence := &lightclient.Evidence{
		ChainID: c.cfg.ChainID, Number: c.trusted.Number,
		Trusted: c.trusted.Header, Conflicting: conflicting.Header,
		RawTrusted: c.trusted.raw, RawConflicting: conflicting.raw,
	}
	c.frozen.Store(evidence)
	frozen := &lightclient.FrozenError{Evidence: *evidence}
	if err := c.cfg.Store.SaveEvidence(*evidence); err != nil {
		return errors.Join(frozen, fmt.Errorf("evidence is not saved, it will be lost with the process: %w", err))
	}
	return frozen
}

func (c *Client) interrupted(err error) error {
	return fmt.Errorf("update rpcquorum client of chain %d: %w", c.cfg.ChainID, err)
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
