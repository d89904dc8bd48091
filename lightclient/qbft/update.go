package qbft

import (
	"context"
	"errors"
	"fmt"
	"sort"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// update tries provider after provider until one brings the client as far as it
// can. It is called with the turn.
func (c *Client) update(ctx context.Context) error {
	var (
		moved    bool // by the anchor or by a step
		answered bool // by a provider without complaint
		failures []error
	)
	if c.chain.trusted.IsZero() {
		if err := c.begin(ctx); err != nil {
			return err
		}
		moved = true
	}
	before := c.chain.trusted.number()
	for _, i := range c.order() {
		if answered && c.resting(i, c.cfg.Now()) {
			continue // no need of it, and on an idle chain it would cost a timeout each time
		}
		err := c.follow(ctx, i)
		switch {
		case err == nil:
			answered = true
			if !c.stalled() {
				return nil
			}
			// No fresh header: the chain is idle, or this provider holds some back.
			continue
		case lightclient.IsFrozen(err):
			return err
		}
		failures = append(failures, fmt.Errorf("%s: %w", c.cfg.Providers[i].Name(), err))
		if ctx.Err() != nil || lightclient.IsLocal(err) {
			break // another provider would not help
		}
		if !errors.Is(err, lightclient.ErrStale) {
			if !c.resting(i, c.cfg.Now()) {
				// Where the next one is believed the update goes well, and nobody else would tell
				// the operator that one of his endpoints lies.
				c.log.Warn("provider refused", "provider", c.cfg.Providers[i].Name(), "err", err)
			}
			c.rest(i)
		}
	}
	err := errors.Join(failures...)
	if answered || moved || c.chain.trusted.number() > before {
		if err != nil {
			c.log.Warn("update ended early", "trusted", c.chain.trusted.number(), "err", err)
		}
		return nil
	}
	return c.keeper.Rejected(c.chain.trusted.number()+1, err)
}

// order returns the indexes of the providers, those that failed lately last.
func (c *Client) order() []int {
	now := c.cfg.Now()
	order := make([]int, len(c.restsAt))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return !c.resting(order[a], now) && c.resting(order[b], now) })
	return order
}

func (c *Client) resting(i int, now time.Time) bool { return now.Before(c.restsAt[i]) }

func (c *Client) rest(i int) { c.restsAt[i] = c.cfg.Now().Add(c.cfg.CoolDown) }

func (c *Client) stalled() bool {
	age := c.cfg.Now().Unix() - int64(min(c.chain.trusted.time(), 1<<62))
	return age >= int64(c.cfg.StallAfter/time.Second)
}

// follow brings the client as far as provider i has verifiable headers.
func (c *Client) follow(ctx context.Context, i int) error {
	untrusted, err := c.latest(ctx, i)
	if err != nil {
		return err
	}
	newest, err := c.cfg.Params.Schedule.read(untrusted)
	if err != nil {
		return fmt.Errorf("newest header: %w", err)
	}
	if hash, known := c.chain.hashAt(newest.number); known && hash != newest.hash {
		return c.examine(ctx, i, newest.number)
	}
	if newest.number < c.chain.trusted.number() {
		return fmt.Errorf("%w: its newest is %d, trusted is %d", lightclient.ErrStale, newest.number, c.chain.trusted.number())
	}
	for c.chain.trusted.number() < newest.number {
		if err := c.step(ctx, i, newest); err != nil {
			return err
		}
	}
	return nil
}

// latest asks provider i for its newest header.
func (c *Client) latest(ctx context.Context, i int) (*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	h, err := c.cfg.Providers[i].Latest(ctx)
	if err != nil {
		return nil, requestError("newest header", err)
	}
	return h, nil
}

// headers asks provider i for a range. Their number is right, else nothing is.
func (c *Client) headers(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	ctx, cancel := context.WithTimeout(ctx, c.cfg.RequestTimeout)
	defer cancel()
	headers, err := c.cfg.Providers[i].Headers(ctx, from, to)
	if err != nil {
		return nil, requestError(fmt.Sprintf("headers %d to %d", from, to), err)
	}
	if uint64(len(headers)) != to-from+1 {
		return nil, malformed("headers %d to %d: got %d of them", from, to, len(headers))
	}
	return headers, nil
}

// requestError names the reason by one of our own errors, and cuts the text, which
// is the provider's.
func requestError(what string, err error) error {
	text := err.Error()
	if len(text) > maxErrorBytes {
		text = text[:maxErrorBytes] + "…"
	}
	for _, reason := range []error{lightclient.ErrNoSuchHeader, lightclient.ErrMalformed, lightclient.ErrWrongChain} {
		if errors.Is(err, reason) {
			return fmt.Errorf("%s: %w (%s)", what, reason, text)
		}
	}
	return fmt.Errorf("%s: %w (%s)", what, lightclient.ErrUnavailable, text)
}
