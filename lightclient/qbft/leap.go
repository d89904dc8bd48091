package qbft

import (
	"context"
	"fmt"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// verifyLeap decides whether top is to be believed, should it turn out to descend
// from the trusted header, which is not its parent. The headers between are in a
// contract's reign and show no sets.
func verifyLeap(trusted TrustedState, parent, top *claim, proof SetProof, now time.Time, p Params) (TrustedState, error) {
	reject := func(err error) (TrustedState, error) {
		return TrustedState{}, &lightclient.RejectedError{Number: top.number, Trusted: trusted.number(), Err: err}
	}
	if err := checkNotExpired(trusted, now, p); err != nil {
		return reject(err)
	}
	if err := checkLink(parent, top); err != nil {
		return reject(err)
	}
	if err := checkNotFuture(top, now, p); err != nil {
		return reject(err)
	}
	state, err := trusted.at(parent).follow(top, true, proof, trusted.claim)
	if err != nil {
		return reject(err)
	}
	return state, nil
}

// descend reads headers, in ascending order, the last of which child names as its
// parent, and links them from there down.
func descend(child *claim, untrusted []*types.Header, p Params) ([]*claim, error) {
	claims := make([]*claim, len(untrusted))
	for i := len(untrusted) - 1; i >= 0; i-- {
		c, err := p.Schedule.read(untrusted[i])
		if err != nil {
			return nil, fmt.Errorf("below header %d: %w", child.number, err)
		}
		if err := checkLink(c, child); err != nil {
			return nil, fmt.Errorf("header %d does not follow the one below it: %w", child.number, err)
		}
		claims[i], child = c, c
	}
	return claims, nil
}

// leap verifies a header more than a batch above the trusted one, whose validators
// are in a contract or, for the first time again, in the header. The states between
// are gone, so that it is the newest one which is asked for its set. Its seals are
// checked before what lies between is fetched, so that nobody without keys can make
// us fetch more than two headers; and from the top down, so that what is fetched is
// what the sealed header stands on.
func (c *Client) leap(ctx context.Context, i int, to uint64) (chain, error) {
	trusted := c.chain.trusted
	if to-trusted.number() > maxDescent {
		return chain{}, fmt.Errorf("%w: header %d is %d above the trusted one, at most %d are linked; configure as anchor a recent block number and hash from a source you trust",
			lightclient.ErrTooManyBlocks, to, to-trusted.number(), maxDescent)
	}
	claims, err := c.claims(ctx, i, to-1, to)
	if err != nil {
		return chain{}, err
	}
	parent, top := claims[0], claims[1]
	proof, err := c.setProof(ctx, i, trusted, parent, top)
	if err != nil {
		return chain{}, err
	}
	next, err := verifyLeap(trusted, parent, top, proof, c.cfg.Now(), c.cfg.Params)
	if err != nil {
		return chain{}, err
	}
	lowest := parent
	for lowest.number > trusted.number()+1 {
		from := max(trusted.number()+1, lowest.number-min(lowest.number, MaxBatch))
		headers, err := c.headers(ctx, i, from, lowest.number-1)
		if err != nil {
			return chain{}, err
		}
		linked, err := descend(lowest, headers, c.cfg.Params)
		if err != nil {
			return chain{}, err
		}
		lowest = linked[0]
		if len(claims) < MaxHistory { // what is remembered of a chain is its top
			claims = append(linked, claims...)
		}
	}
	if err := checkLink(trusted.claim, lowest); err != nil {
		return chain{}, err
	}
	return c.chain.extend(next, claims), nil
}

// claims asks provider i for a range of headers and reads them.
func (c *Client) claims(ctx context.Context, i int, from, to uint64) ([]*claim, error) {
	headers, err := c.headers(ctx, i, from, to)
	if err != nil {
		return nil, err
	}
	claims := make([]*claim, len(headers))
	for k, h := range headers {
		if claims[k], err = c.cfg.Params.Schedule.read(h); err != nil {
			return nil, err
		}
		if claims[k].number != from+uint64(k) {
			return nil, malformed("asked for header %d, got %d", from+uint64(k), claims[k].number)
		}
	}
	return claims, nil
}
