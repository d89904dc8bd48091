package qbft

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// update tries provider after provider until one brings the client as far as it
// can. It is called with the turn.
func (c *Client) update(ctx context.Context) error {
	moved := false // by the anchor or by a step
	if c.chain.trusted.IsZero() {
		if err := c.begin(ctx); err != nil {
			return err
		}
		moved = true
	}
	before := c.chain.trusted.number()
	answered, err := c.rotation.Ask(ctx, func(i int) (enough bool, err error) {
		// Without a fresh header the chain is idle, or this provider holds some back.
		err = c.follow(ctx, i)
		return !c.stalled(), err
	})
	if err == nil || lightclient.IsFrozen(err) {
		return err
	}
	if answered || moved || c.chain.trusted.number() > before {
		c.log.Warn("update ended early", "trusted", c.chain.trusted.number(), "err", err)
		return nil
	}
	return c.keeper.Rejected(c.chain.trusted.number()+1, err)
}

func (c *Client) stalled() bool {
	return lightclient.IsOlder(c.chain.trusted.time(), c.cfg.Now(), c.cfg.StallAfter)
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
	return lightclient.AskLatest(ctx, c.cfg.Providers[i], c.cfg.RequestTimeout)
}

// headers asks provider i for a range. Their number is right, else nothing is.
func (c *Client) headers(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	return lightclient.AskHeaders(ctx, c.cfg.Providers[i], c.cfg.RequestTimeout, from, to)
}
