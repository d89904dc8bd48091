package clique

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"sync/atomic"
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
	return checkProviders(cfg.Providers)
}

func checkProviders(providers []Provider) error {
	if n := len(providers); n == 0 || n > MaxProviders {
		return fmt.Errorf("there are %d providers, want 1 to %d", n, MaxProviders)
	}
	names := make(map[string]bool, len(providers))
	for i, p := range providers {
		switch {
		case p == nil:
			return fmt.Errorf("provider %d is missing", i)
		case names[p.Name()]:
			return fmt.Errorf("two providers are named %q, want different endpoints: one cannot bear witness for itself", p.Name())
		}
		names[p.Name()] = true
	}
	return nil
}

// Client follows a Clique chain over untrusted endpoints.
type Client struct {
	cfg     Config
	log     *slog.Logger
	restsAt []time.Time // by provider: until then it is asked last; guarded by turn

	turn  chan struct{} // holds one token: who has it may change what follows
	chain chain         // zero until the anchor was fetched
	seen  *claim        // the newest header that was verified, final or not; not kept over a restart

	final  atomic.Pointer[lightclient.Final]
	frozen atomic.Pointer[lightclient.Evidence]
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
		restsAt: make([]time.Time, len(cfg.Providers)), turn: make(chan struct{}, 1),
	}
	c.final.Store(&lightclient.Final{})
	if err := c.restore(); err != nil {
		return nil, fmt.Errorf("clique client of chain %d: %w", cfg.ChainID, err)
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
	restored, err := restoreChain(record, c.cfg.Params)
	if err != nil {
		return err
	}
	c.release(restored)
	if anew {
		// Only the operator can vouch for what lies between; Final stays until then.
		c.log.Warn("begin anew from the configured anchor", "anchor", c.cfg.Anchor.Number, "trusted", record.Trusted.Number)
		return nil
	}
	c.cfg.Anchor, c.chain = record.Anchor, restored
	return nil
}

func (c *Client) release(trusted chain) lightclient.Final {
	final := lightclient.Believe(trusted.trusted().Header())
	c.final.Store(&final)
	return final
}

// ChainID implements lightclient.Client.
func (c *Client) ChainID() uint64 { return c.cfg.ChainID }

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
		return c.Final(), c.ended(ctx)
	}
	if evidence := c.frozen.Load(); evidence != nil {
		return c.Final(), &lightclient.FrozenError{Evidence: *evidence}
	}
	if err := c.update(ctx); err != nil {
		return c.Final(), err
	}
	return c.release(c.chain), nil
}

func (c *Client) ended(ctx context.Context) error {
	return fmt.Errorf("update clique client of chain %d: %w", c.cfg.ChainID, ctx.Err())
}

// accept makes next what the client trusts: first on disk, then in memory, and for
// everybody when Update ends. A header that was released and then forgotten could be
// contradicted unnoticed.
func (c *Client) accept(next chain) error {
	record, err := next.record(c.cfg.ChainID, c.cfg.Anchor)
	if err == nil {
		err = c.cfg.Store.Save(record)
	}
	if err != nil {
		return &localError{fmt.Errorf("clique client of chain %d: %w", c.cfg.ChainID, err)}
	}
	c.chain = next
	return nil
}

// freeze stops the client for good.
func (c *Client) freeze(evidence *lightclient.Evidence) error {
	c.frozen.Store(evidence)
	frozen := &lightclient.FrozenError{Evidence: *evidence}
	if err := c.cfg.Store.SaveEvidence(*evidence); err != nil {
		return errors.Join(frozen, fmt.Errorf("evidence is not saved, it will be lost with the process: %w", err))
	}
	return frozen
}

// localError is a failure of our own store, for which no provider is to blame.
type localError struct{ err error }

func (e *localError) Error() string { return e.err.Error() }
func (e *localError) Unwrap() error { return e.err }
