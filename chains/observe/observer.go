package observe

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Config is what an Observer needs to know. All fields without a default are
// required.
type Config struct {
	Lane messages.Lane

	// OutboxCodeHash pins the code that writes the lane's slots. Receipts prove what a
	// contract emits, and not which code it has: in ModeReceipts only the address counts.
	OutboxCodeHash common.Hash

	// Client follows the source chain. It may be shared by several observers. Where the
	// chain has a block hash of its own, it is a HeaderReader too.
	Client lightclient.Client

	// Sources are asked in this order, those in trouble last.
	Sources []chains.Source

	// Start is where to fold from: the Inbox's position, or the lane's start. It is
	// not proven; the proven end authenticates it, or shows a divergence.
	Start messages.Position

	// Mode says by what the lane is proven. Default: ModeAuto.
	Mode Mode

	// Trail is what receipts have proven of the lane before. It may be shared by
	// observers of the lane. Default: a new one, which ends with the observer.
	Trail *Trail

	// Logger hears of endpoints in trouble. The default discards.
	Logger *slog.Logger

	// Interval is how often to look even without a hint, the net below dead
	// subscriptions. Default 2 s.
	Interval time.Duration

	// CallTimeout bounds one question to one endpoint. Default 10 s.
	CallTimeout time.Duration
}

func (c *Config) validate() error {
	start := c.Lane.Start()
	switch {
	case c.Lane.SourceChain == 0 || c.Lane.TargetChain == 0 || c.Lane.SourceChain == c.Lane.TargetChain:
		return fmt.Errorf("lane %s: want two different chain ids, neither 0", c.Lane)
	case c.Lane.Outbox == common.Address{}:
		return errors.New("lane: outbox is the zero address, want the Outbox's")
	case c.OutboxCodeHash == common.Hash{}:
		return errors.New("outbox code hash is zero, want keccak256 of the Outbox's code")
	case c.Client == nil:
		return errors.New("no light client")
	case c.Client.ChainID() != c.Lane.SourceChain:
		return fmt.Errorf("light client follows chain %d, want the lane's source chain %d", c.Client.ChainID(), c.Lane.SourceChain)
	case len(c.Sources) == 0 || len(c.Sources) > maxSources:
		return fmt.Errorf("%d sources, want 1 to %d", len(c.Sources), maxSources)
	case c.Start.Nonce == 0 && c.Start != start:
		return fmt.Errorf("start: accumulator %s at nonce 0, want the lane id %s", c.Start.Accumulator, start.Accumulator)
	case c.Interval < 0 || c.Interval > maxInterval:
		return fmt.Errorf("interval %s, want at most %s", c.Interval, maxInterval)
	case c.CallTimeout < 0:
		return fmt.Errorf("call timeout %s, want more than 0", c.CallTimeout)
	case c.Trail != nil && c.Trail.lane != c.Lane:
		return fmt.Errorf("trail is of lane %s, want one of lane %s", c.Trail.lane, c.Lane)
	}
	if _, err := ParseMode(string(c.Mode)); err != nil {
		return fmt.Errorf("mode: %w", err)
	}
	names := make(map[string]bool, len(c.Sources))
	for i, source := range c.Sources {
		if source == nil {
			return fmt.Errorf("source %d is nil", i)
		}
		if names[source.Name()] {
			return fmt.Errorf("two sources are called %q; errors could not tell them apart", source.Name())
		}
		names[source.Name()] = true
	}
	return nil
}

// Observer follows one lane. Next is for one caller at a time; everything else may
// be called concurrently.
type Observer struct {
	lane      messages.Lane
	codeHash  common.Hash
	client    lightclient.Client
	endpoints []*endpoint
	logger    *slog.Logger
	interval  time.Duration
	timeout   time.Duration
	mode      Mode
	read      func(untrusted *types.Header) (lightclient.Header, error)

	hints chan struct{} // capacity 1: a hint that nobody has taken yet says it all

	looking       sync.Mutex        // held by Next
	cursor        messages.Position // where the last Segment ended
	authentic     bool              // a proof has confirmed the cursor
	seen          lightclient.Final // the header that was looked at to the end
	plan          []messages.Position
	planFinal     lightclient.Final
	ahead         []Observed // the plan's first chunk, when it is at hand already
	byReceipts    bool       // the last position was proven by receipts, and so is the plan
	trail         *Trail
	onTrail       bool // the cursor was found on the trail
	rewritten     int  // the trail's count of that moment
	lastSettled   time.Time
	lastLookError string // of the last look, so that a lasting trouble is logged once

	status statusBoard
}

// New checks the configuration. It starts nothing.
func New(config Config) (*Observer, error) {
	if err := config.validate(); err != nil {
		return nil, fmt.Errorf("observe: %w", err)
	}
	o := &Observer{
		lane: config.Lane, codeHash: config.OutboxCodeHash, client: config.Client,
		logger: config.Logger, interval: config.Interval, timeout: config.CallTimeout,
		hints: make(chan struct{}, 1), cursor: config.Start,
		// The lane's start is what it is by definition.
		authentic: config.Start.Nonce == 0,
		read:      lightclient.ReadHeader, trail: config.Trail,
	}
	o.mode, _ = ParseMode(string(config.Mode)) // validated
	if reader, ok := config.Client.(HeaderReader); ok {
		o.read = reader.ReadHeader
	}
	if o.trail == nil {
		var err error
		if o.trail, err = NewTrail(config.Lane, nil); err != nil {
			return nil, fmt.Errorf("observe: %w", err)
		}
	}
	if o.logger == nil {
		o.logger = slog.New(slog.DiscardHandler)
	}
	o.logger = o.logger.With("lane", config.Lane.String())
	if o.interval == 0 {
		o.interval = defaultInterval
	}
	if o.timeout == 0 {
		o.timeout = defaultCallTimeout
	}
	for _, source := range config.Sources {
		o.endpoints = append(o.endpoints, &endpoint{source: source})
	}
	o.status.cursor = config.Start
	return o, nil
}

// Next blocks until the lane is proven to have moved beyond the cursor, and
// returns the next Segment. Segments are contiguous: each begins where the one
// before it ended, the first at Config.Start.
//
// Endpoints in trouble are logged, noted in Status, and tried again; they never
// make Next fail. It fails with ctx's error, or for good with a *DivergenceError or
// a *lightclient.FrozenError: then the lane must halt.
func (o *Observer) Next(ctx context.Context) (Segment, error) {
	o.looking.Lock()
	defer o.looking.Unlock()
	wait := time.Duration(0) // the first look is made without a hint
	for {
		hinted, err := o.rest(ctx, wait)
		if err != nil {
			return Segment{}, err
		}
		segment, moved, err := o.look(ctx)
		switch {
		case err == nil && moved:
			o.settleLook(nil)
			return segment, nil
		case ctx.Err() != nil:
			return Segment{}, ctx.Err()
		case isFinal(err):
			o.status.fail(err)
			return Segment{}, err
		}
		o.settleLook(err)
		wait = o.nextWait(wait, hinted, err != nil)
	}
}

// nextWait returns how long to rest after a look that brought nothing. A hint is
// followed by a few quick looks, because it may come from a node that is ahead of
// the light client's; without one only the interval remains.
func (o *Observer) nextWait(last time.Duration, hinted, failed bool) time.Duration {
	first := firstRetry
	if failed {
		first = firstFaultRetry
	}
	switch {
	case hinted, failed && last == 0:
		return min(first, o.interval)
	case last == 0:
		return o.interval
	default:
		return min(max(2*last, first), o.interval)
	}
}

// rest waits for a hint or for the time to pass, and says which it was.
func (o *Observer) rest(ctx context.Context, wait time.Duration) (hinted bool, err error) {
	if wait == 0 {
		select {
		case <-o.hints: // answered by the look that follows
			return true, ctx.Err()
		default:
			return false, ctx.Err()
		}
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false, ctx.Err()
	case <-o.hints:
		return true, nil
	case <-timer.C:
		return false, nil
	}
}

// hint makes somebody look. It never blocks and is never believed.
func (o *Observer) hint() {
	select {
	case o.hints <- struct{}{}:
	default: // one is waiting already
	}
}

// settleLook notes how a look went, and logs a trouble when it is new.
func (o *Observer) settleLook(err error) {
	text := ""
	if err != nil {
		text = err.Error()
	}
	if text != "" && text != o.lastLookError {
		o.logger.Warn("lane could not be looked at; nothing has advanced", "error", err)
	}
	o.lastLookError = text
	o.status.fail(err)
}

// isFinal reports whether looking again can never help.
func isFinal(err error) bool {
	var divergence *DivergenceError
	var frozen *lightclient.FrozenError
	return errors.As(err, &divergence) || errors.As(err, &frozen)
}
