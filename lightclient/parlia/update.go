package parlia

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// update tries provider after provider until one brings the client as far as it can.
// It is called with the turn.
func (c *Client) update(ctx context.Context) error {
	began := c.chain.trusted.IsZero()
	if began {
		if err := c.begin(ctx); err != nil {
			return err
		}
	}
	before := c.chain.trusted.number()
	answered, err := c.rotation.Ask(ctx, func(i int) (enough bool, err error) {
		// Without a fresh header the chain stands still, or this provider holds some back.
		err = c.follow(ctx, i)
		return !c.stalled(), err
	})
	if lightclient.IsNobodysFault(ctx, err) {
		return err
	}
	if answered || began || c.chain.trusted.number() > before {
		return nil // the next Update tells the failures, if they last
	}
	return c.keeper.Rejected(c.chain.trusted.number()+1, err)
}

func (c *Client) stalled() bool {
	return lightclient.IsOlder(c.chain.trusted.Header().Time, c.cfg.Now(), c.cfg.StallAfter)
}

// begin fetches the header of the anchor and those below it that tell its validators.
// What one provider has shown of them, the next one need not show again.
func (c *Client) begin(ctx context.Context) error {
	_, err := c.rotation.Ask(ctx, func(i int) (enough bool, err error) { return true, c.descend(ctx, i) })
	if err != nil {
		return c.keeper.Rejected(c.cfg.Anchor.Number, fmt.Errorf("anchor: %w", err))
	}
	return nil
}

func (c *Client) descend(ctx context.Context, i int) error {
	for {
		state, ok, err := c.descent.State()
		if err != nil {
			return err
		}
		if ok {
			if err := checkNotFuture(state.place.claim, c.cfg.Now(), c.cfg.Params); err != nil {
				return err
			}
			if err := checkNotExpired(state, c.cfg.Now(), c.cfg.Params); err != nil {
				return err
			}
			return c.accept(newChain(state))
		}
		from, to := c.descent.Next()
		headers, err := c.headers(ctx, i, from, to)
		if err != nil {
			return err
		}
		if err := c.descent.Take(headers); err != nil {
			return err
		}
	}
}

// follow brings the client as far as provider i has verifiable headers.
func (c *Client) follow(ctx context.Context, i int) error {
	untrusted, err := c.latest(ctx, i)
	if err != nil {
		return err
	}
	newest, err := read(untrusted, c.network)
	if err != nil {
		return fmt.Errorf("newest header: %w", err)
	}
	if hash, known := c.chain.hashAt(newest.number()); known && hash != newest.hash() {
		return c.examine(ctx, i)
	}
	if newest.number() < c.chain.trusted.number() {
		return fmt.Errorf("%w: its newest is %d, trusted is %d", lightclient.ErrStale, newest.number(), c.chain.trusted.number())
	}
	for newest.number() > c.chain.trusted.number() {
		err := c.step(ctx, i, newest.number())
		if errors.Is(err, errNoneFinal) && newest.number()-c.chain.trusted.number() <= maxLag {
			return nil // the last blocks are not final yet
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// step takes the next headers up to the newest: all of them when they are few, else
// those around the next block that may announce validators, or around the newest. It
// looks around farther where finality came late.
func (c *Client) step(ctx context.Context, i int, newest uint64) error {
	next, reach := c.chain.trusted.number()+1, c.chain.trusted.place.after.reach(c.network)
	if newest-next < MaxLinked {
		return c.take(ctx, i, next, newest)
	}
	for _, look := range []uint64{firstLook, secondLook, MaxHeaders} {
		from, to := reach, min(newest, reach+look-1)
		if newest < reach+look { // also where the next such block is yet to come
			from, to = max(next, newest-min(look, newest)+1), newest
		}
		if err := c.take(ctx, i, from, to); !errors.Is(err, errNoneFinal) {
			return err
		}
	}
	// It may have come to an end where nobody looked.
	return c.take(ctx, i, next, next+MaxLinked-1)
}

// take fetches headers, verifies them, asks the witnesses, and accepts.
func (c *Client) take(ctx context.Context, i int, from, to uint64) error {
	headers, err := c.headers(ctx, i, from, to)
	if err != nil {
		return err
	}
	return c.believe(ctx, i, headers)
}

func (c *Client) believe(ctx context.Context, i int, headers []*types.Header) error {
	next, believed, err := verify(c.chain.trusted, headers, c.cfg.Now(), c.cfg.Params)
	if errors.Is(err, lightclient.ErrNotLinked) {
		return c.examine(ctx, i)
	}
	if err != nil {
		return err
	}
	extended := c.chain.extend(next, believed)
	if err := c.askWitnesses(ctx, i, extended); err != nil {
		return err
	}
	if err = c.accept(extended); errors.Is(err, errProofTooLarge) {
		// Somebody pads blocks, and a store cannot hold why this one is believed. The next
		// final one will do; if this were an error of ours, to skip here would end in it again.
		return fmt.Errorf("%w that a store can hold: %v", errNoneFinal, err) //nolint:errorlint // it is no local error
	}
	return err
}

// latest asks provider i for its newest header.
func (c *Client) latest(ctx context.Context, i int) (*types.Header, error) {
	return lightclient.AskLatest(ctx, c.cfg.Providers[i], c.cfg.RequestTimeout)
}

// headers asks provider i for a range, in as many requests as it takes. The number of
// headers is right, else nothing is.
func (c *Client) headers(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	var all []*types.Header
	for from <= to {
		last := min(to, from+MaxBatch-1)
		page, err := lightclient.AskHeaders(ctx, c.cfg.Providers[i], c.cfg.RequestTimeout, from, last)
		if err != nil {
			return nil, err
		}
		all, from = append(all, page...), last+1
	}
	return all, nil
}
