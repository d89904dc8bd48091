package clique

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// update tries provider after provider until one brings the client as far as it can.
// It is called with the turn.
func (c *Client) update(ctx context.Context) error {
	began := c.chain.isZero()
	if began {
		if err := c.begin(ctx); err != nil {
			return err
		}
	}
	before := c.chain.trusted().number()
	answered, err := c.rotation.Ask(ctx, func(i int) (enough bool, err error) {
		// Else the chain is idle, or this provider is behind, or holds headers back.
		newest, err := c.follow(ctx, i)
		return newest && !c.stalled(), err
	})
	if lightclient.IsNobodysFault(ctx, err) {
		return err
	}
	if answered || began || c.chain.trusted().number() > before {
		return nil // the next Update tells the failures, if they last
	}
	return c.keeper.Rejected(c.chain.trusted().number()+1, err)
}

// stalled reports whether the newest final header is older than its confirmations
// explain.
func (c *Client) stalled() bool {
	allowed := c.cfg.StallAfter + time.Duration(c.confirmations()*c.cfg.Params.Period)*time.Second
	return lightclient.IsOlder(c.chain.trusted().time(), c.cfg.Now(), allowed)
}

// confirmations returns how many headers upon another make it final, as long as the
// set stays as it is.
func (c *Client) confirmations() uint64 {
	return uint64(max(1, len(c.chain.trusted().snap.signers)/2)) + c.cfg.Params.ExtraConfirmations
}

// begin fetches the header of the anchor, from whoever has it.
func (c *Client) begin(ctx context.Context) error {
	_, err := c.rotation.Ask(ctx, func(i int) (enough bool, err error) {
		state, err := c.fetchAnchor(ctx, i)
		if err != nil {
			return false, err
		}
		return true, c.accept(newChain(state))
	})
	if err != nil {
		return c.keeper.Rejected(c.cfg.Anchor.Number, fmt.Errorf("anchor: %w", err))
	}
	return nil
}

func (c *Client) fetchAnchor(ctx context.Context, i int) (TrustedState, error) {
	headers, err := c.headers(ctx, i, c.cfg.Anchor.Number, c.cfg.Anchor.Number)
	if err != nil {
		return TrustedState{}, err
	}
	state, err := TrustAnchor(headers[0], c.cfg.Anchor, c.cfg.Params)
	if err != nil {
		return TrustedState{}, err
	}
	if err := checkNotFuture(state.claim, c.cfg.Now(), c.cfg.Params); err != nil {
		return TrustedState{}, err
	}
	return state, checkNotExpired(state, c.cfg.Now(), c.cfg.Params)
}

// follow brings the client as far as provider i has final headers, and reports whether
// it has as many headers as any other that was seen.
func (c *Client) follow(ctx context.Context, i int) (newest bool, err error) {
	untrusted, err := c.latest(ctx, i)
	if err != nil {
		return false, err
	}
	head, err := read(untrusted, c.cfg.Params)
	if err != nil {
		return false, fmt.Errorf("newest header: %w", err)
	}
	if c.seen != nil && c.seen.hash == head.hash {
		return true, nil // no news
	}
	if hash, known := c.chain.hashAt(head.number); known && hash != head.hash {
		return false, c.examine(ctx, i)
	}
	if trusted := c.chain.trusted().number(); head.number < trusted {
		return false, fmt.Errorf("%w: its newest is %d, trusted is %d", lightclient.ErrStale, head.number, trusted)
	}
	for c.chain.trusted().number() < head.number {
		more, err := c.step(ctx, i, head)
		if err != nil {
			return false, err
		}
		if !more {
			break
		}
	}
	if c.seen != nil && head.number < c.seen.number {
		return false, nil
	}
	c.seen = head
	// Whoever made the trusted header final had as many headers on top of it.
	return head.number >= c.chain.trusted().number()+c.confirmations(), nil
}

// step verifies the next headers up to head, asks the witnesses about what becomes
// final, and accepts it. It reports whether there may be more.
func (c *Client) step(ctx context.Context, i int, head *claim) (more bool, err error) {
	trusted := c.chain.trusted()
	for _, size := range []uint64{min(stepHeaders+c.confirmations(), MaxBatch), MaxBatch} {
		to := min(head.number, trusted.number()+size)
		headers, err := c.headers(ctx, i, trusted.number()+1, to)
		if err != nil {
			return false, err
		}
		if first := headers[0]; first != nil && first.ParentHash != trusted.hash() {
			return false, c.examine(ctx, i)
		}
		b, err := verify(trusted, headers, c.cfg.Now(), c.cfg.Params)
		if err != nil {
			return false, err
		}
		switch {
		case b.finals() > 0:
			extended := c.chain.extend(b)
			if err := c.askWitnesses(ctx, i, extended); err != nil {
				return false, err
			}
			return to < head.number, c.accept(extended)
		case to == head.number:
			return false, nil
		}
	}
	return false, fmt.Errorf("%w: of %d headers upon the trusted one none is final; configure as anchor a later checkpoint", lightclient.ErrSeals, MaxBatch)
}

// latest asks provider i for its newest header.
func (c *Client) latest(ctx context.Context, i int) (*types.Header, error) {
	return lightclient.AskLatest(ctx, c.cfg.Providers[i], c.cfg.RequestTimeout)
}

// headers asks provider i for a range. Their number is right, else nothing is.
func (c *Client) headers(ctx context.Context, i int, from, to uint64) ([]*types.Header, error) {
	return lightclient.AskHeaders(ctx, c.cfg.Providers[i], c.cfg.RequestTimeout, from, to)
}
