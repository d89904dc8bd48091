package qbft

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// step takes the client up one stretch towards newest. Where a contract's set has
// changed too much for one leap it tries smaller ones, the smallest of which, by one
// header, needs no member of the former set. How far back that works depends on the
// states that the provider still has.
func (c *Client) step(ctx context.Context, i int, newest *claim) error {
	from := c.chain.trusted.number() + 1
	to := c.cfg.Params.Schedule.leap(from, newest.number)
	err := c.advance(ctx, i, newest, to)
	for tooFar := err; errors.Is(err, lightclient.ErrTrustOverlap) && c.cfg.Params.Schedule.At(from).Contract != nil && to > from; {
		to = from + (to-from)/2
		if err = c.advance(ctx, i, newest, to); err != nil && !errors.Is(err, lightclient.ErrTrustOverlap) && !lightclient.IsFrozen(err) {
			err = fmt.Errorf("%w; and in smaller steps: %w", tooFar, err)
			break
		}
	}
	return err
}

// advance verifies up to header to, asks the witnesses, and accepts it.
func (c *Client) advance(ctx context.Context, i int, newest *claim, to uint64) error {
	var extended chain
	var err error
	if to-c.chain.trusted.number() > stepHeaders {
		extended, err = c.leap(ctx, i, to)
	} else {
		extended, err = c.batch(ctx, i, newest, to)
	}
	if errors.Is(err, lightclient.ErrNotLinked) {
		return c.examine(ctx, i, c.chain.trusted.number())
	}
	if err != nil {
		return err
	}
	if err := c.askWitnesses(ctx, i, extended); err != nil {
		return err
	}
	return c.accept(extended)
}

// batch verifies all headers up to one.
func (c *Client) batch(ctx context.Context, i int, newest *claim, to uint64) (chain, error) {
	trusted := c.chain.trusted
	headers := []*types.Header{newest.header}
	if from := trusted.number() + 1; from != newest.number {
		var err error
		if headers, err = c.headers(ctx, i, from, to); err != nil {
			return chain{}, err
		}
	}
	next, claims, err := c.verifyBatch(ctx, i, trusted, headers)
	if err != nil {
		return chain{}, err
	}
	return c.chain.extend(next, claims), nil
}

// verifyBatch verifies headers on top of a trusted one, and asks provider i for the
// proof of the last one's validators if that needs one.
func (c *Client) verifyBatch(ctx context.Context, i int, trusted TrustedState, headers []*types.Header) (TrustedState, []*claim, error) {
	claims, err := link(trusted, headers, c.cfg.Now(), c.cfg.Params)
	if err != nil {
		return TrustedState{}, nil, err
	}
	parent := trusted.claim
	if len(claims) > 1 {
		parent = claims[len(claims)-2]
	}
	proof, err := c.setProof(ctx, i, trusted, parent, claims[len(claims)-1])
	if err != nil {
		return TrustedState{}, nil, err
	}
	next, err := verifySeals(trusted, claims, proof)
	return next, claims, err
}
