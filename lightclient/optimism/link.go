package optimism

import (
	"context"
	"fmt"
	"slices"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// link looks for the trusted block, or the anchor, among the ancestors of a proven one.
//
// The parent chain's word is enough to believe the block. That the trusted one is below
// it is what the parent chain has said before; if it isn't, it has said two things that
// exclude each other, and the client freezes. That the anchor is below it, or is it, is
// what tells that the deployment is of the chain that the operator means.
func (c *Client) link(ctx context.Context, found *trusted) error {
	to := c.cfg.Anchor
	if c.trusted != nil {
		to = lightclient.Anchor{Number: c.trusted.block.Header.Number, Hash: c.trusted.block.Header.Hash}
	}
	header := found.block.Header
	if gap := header.Number - to.Number; gap > MaxLinked {
		if c.trusted == nil {
			return &settledError{fmt.Errorf("%w: the newest proven block is %d, the anchor %d, at most %d blocks may lie between them; configure a newer anchor",
				lightclient.ErrTooManyBlocks, header.Number, to.Number, MaxLinked)}
		}
		c.log.Warn("too far ahead to be linked to the trusted block, believed by its proof alone", "trusted", to.Number, "proven", header.Number)
		return nil
	}
	below, path, err := c.descend(ctx, header, to.Number)
	switch {
	case err != nil:
		return err
	case below.Hash == to.Hash:
		return nil
	case c.trusted == nil:
		return &settledError{fmt.Errorf("%w: block %d of the chain that the parent chain proves is %s, the configured anchor is %s; compare the deployment's addresses and the anchor",
			lightclient.ErrWrongChain, to.Number, below.Hash, to.Hash)}
	}
	return c.freeze(side{c.trusted.block.Header, c.trusted.witness}, side{below, found.witness.withPath(path)})
}

// descend returns the ancestor of a proven header at a height, and the way down to it.
// Each header hashes to the parent hash of the one above, so that any endpoint may show
// any part of the way. Of a way that is longer than a request, the end alone is
// returned, since more would not fit into evidence. Errors are *unseenError.
func (c *Client) descend(ctx context.Context, from lightclient.Header, to uint64) (lightclient.Header, []*types.Header, error) {
	at := from
	var path []*types.Header
	for at.Number > to {
		low := to
		if at.Number-to > MaxBatch {
			low = at.Number - MaxBatch
		}
		err := tryEach(ctx, c, roleL2, c.cfg.Endpoints, func(endpoint Endpoint) error {
			headers, err := c.askHeaders(ctx, endpoint, low, at.Number-1)
			if err != nil {
				return err
			}
			lowest, err := descendAlong(at, headers)
			if err != nil {
				return err
			}
			at = lowest
			path = slices.Clone(headers)
			return nil
		})
		if err != nil {
			return lightclient.Header{}, nil, &unseenError{fmt.Errorf("the way from block %d down to %d: %w", from.Number, to, err)}
		}
	}
	slices.Reverse(path)
	if from.Number-to > MaxBatch {
		path = path[len(path)-1:]
	}
	return at, path, nil
}

// descendAlong follows parent hashes from a header down through untrusted ones, which
// are in ascending order, and returns the lowest.
func descendAlong(from lightclient.Header, untrusted []*types.Header) (lightclient.Header, error) {
	at := from
	for i := len(untrusted) - 1; i >= 0; i-- {
		header, err := lightclient.ReadHeader(untrusted[i])
		if err != nil {
			return lightclient.Header{}, err
		}
		if header.Hash != at.ParentHash {
			return lightclient.Header{}, fmt.Errorf("%w: L2 header %d has hash %s, the parent hash of %d is %s",
				lightclient.ErrNotLinked, header.Number, header.Hash, at.Number, at.ParentHash)
		}
		if header.Number+1 != at.Number {
			return lightclient.Header{}, fmt.Errorf("%w: parent of L2 header %d has number %d", lightclient.ErrMalformed, at.Number, header.Number)
		}
		at = header
	}
	return at, nil
}

// compare holds a final claim about a block at or below the trusted one against our own
// chain. One that says something else was decided wrongly, or ours was.
func (c *Client) compare(ctx context.Context, parent lightclient.Final, with *claim) error {
	ours, known := c.trusted.block, c.trusted.block.Output.Root
	at, path := ours.Header, []*types.Header(nil)
	if number := with.output.Number; number < ours.Header.Number {
		var err error
		at, path, err = c.descend(ctx, ours.Header, number)
		if err != nil {
			c.log.Warn("a claim below the trusted block cannot be compared", "number", number, "trusted", ours.Header.Number, "err", err)
			return nil
		}
		root := path[len(path)-1].WithdrawalsHash
		if at.Time < c.cfg.Deployment.IsthmusTime || root == nil || *root == types.EmptyWithdrawalsHash {
			// Before Isthmus the header does not say what its output root is made of, and a
			// time of Isthmus that is configured too early must not freeze anything.
			return nil
		}
		known = OutputRoot(at.StateRoot, *root, at.Hash)
	}
	if with.output.Root == known {
		return nil
	}
	rival := side{lightclient.Header{Number: with.output.Number, Hash: with.output.Root}, witness{Parent: parent.Header(), Output: with.output, Proof: with.proof}}
	if found, err := c.fetchBlock(ctx, parent, with); err == nil {
		rival = side{found.block.Header, found.witness}
	} else if ctx.Err() != nil {
		return err
	}
	return c.freeze(side{at, c.trusted.witness.withPath(path)}, rival)
}
