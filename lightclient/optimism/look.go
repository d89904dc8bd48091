package optimism

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// claim is an output that is proven to be final, without its block.
type claim struct {
	output Output
	proof  Proof
}

// claims lists what is final under one parent header, the newest first, nil when there
// is no more. Errors are the endpoint's.
type claims interface {
	next(ctx context.Context) (*claim, error)
}

// look finds the newest block that is final under a parent header, and accepts it. It is
// called with the turn. Everything that it goes by is proven, the length of the list
// included, so that no endpoint can hide a game.
func (c *Client) look(ctx context.Context, parent lightclient.Final) error {
	var missing error
	before := c.trusted
	err := tryEach(ctx, c, roleParent, c.cfg.ParentEndpoints, func(endpoint ParentEndpoint) (err error) {
		list, err := c.claims(ctx, parent.Header(), endpoint)
		if err != nil {
			return err
		}
		missing, err = c.consider(ctx, parent, list)
		return err
	})
	switch {
	case err != nil: // by all endpoints, or of our own
		return c.keeper.Rejected(c.next(), err)
	case missing != nil && c.trusted != before:
		c.log.Warn("a newer block is proven, but no endpoint shows it", "trusted", c.trusted.block.Header.Number, "err", missing)
		return nil // the next Update looks for it again
	case missing != nil:
		// The parent chain proves a block that no L2 endpoint shows: they lag, or lie, or
		// there is no such block.
		return c.keeper.Rejected(c.next(), missing)
	}
	c.looked = parent.Header().Hash
	return nil
}

// consider goes down the claims until one is accepted or known. missing says why newer
// ones than what is trusted then were not: their blocks were not to be had.
func (c *Client) consider(ctx context.Context, parent lightclient.Final, list claims) (missing, err error) {
	for {
		next, err := list.next(ctx)
		if err != nil || next == nil {
			return missing, err
		}
		switch {
		case c.trusted != nil && next.output == c.trusted.block.Output:
			return missing, nil
		case c.trusted != nil && next.output.Number <= c.trusted.block.Header.Number:
			if err := c.compare(ctx, parent, next); err != nil {
				return nil, err
			}
			continue
		}
		found, err := c.fetchBlock(ctx, parent, next)
		if err == nil {
			err = c.link(ctx, found)
		}
		if err == nil {
			err = c.accept(found)
		}
		var unseen *unseenError
		switch {
		case err == nil:
			return missing, nil
		case errors.As(err, &unseen):
			missing = errors.Join(missing, unseen.err)
		default:
			return nil, err
		}
	}
}

// settledError is what proven blocks themselves say, whoever showed them.
type settledError struct{ err error }

func (e *settledError) Error() string { return e.err.Error() }
func (e *settledError) Unwrap() error { return e.err }

// unseenError says that no L2 endpoint showed a proven block, or the way to it.
type unseenError struct{ err error }

func (e *unseenError) Error() string { return e.err.Error() }

// fetchBlock gets the block of a claim from whichever L2 endpoint has it.
func (c *Client) fetchBlock(ctx context.Context, parent lightclient.Final, of *claim) (*trusted, error) {
	var found *trusted
	err := tryEach(ctx, c, roleL2, c.cfg.Endpoints, func(endpoint Endpoint) (err error) {
		proof := of.proof
		proof.Header, proof.MessagePasserRoot, err = c.askBlock(ctx, endpoint, of.output.Number)
		if err != nil {
			return err
		}
		block, err := Verify(parent, c.cfg.Deployment, proof)
		if err != nil {
			return err
		}
		found = &trusted{block: block, witness: witness{Parent: parent.Header(), Output: block.Output, Proof: proof}}
		return nil
	})
	if err != nil {
		return nil, &unseenError{fmt.Errorf("block %d, which the parent chain proves: %w", of.output.Number, err)}
	}
	return found, nil
}

// askBlock asks an endpoint for a header and the message passer's root after it. Since
// Isthmus the header says that itself, and no state is needed that nodes forget.
func (c *Client) askBlock(ctx context.Context, endpoint Endpoint, number uint64) (*types.Header, common.Hash, error) {
	headers, err := c.askHeaders(ctx, endpoint, number, number)
	if err != nil {
		return nil, common.Hash{}, err
	}
	header, err := lightclient.ReadHeader(headers[0])
	if err != nil {
		return nil, common.Hash{}, err
	}
	if root := headers[0].WithdrawalsHash; header.Time >= c.cfg.Deployment.IsthmusTime && root != nil {
		return headers[0], *root, nil
	}
	proof, err := c.askProof(ctx, endpoint, Contract{Address: MessagePasser}, nil, header.Hash)
	if err != nil {
		return nil, common.Hash{}, err
	}
	root, err := VerifyMessagePasser(header.StateRoot, proof.Account)
	if err != nil {
		return nil, common.Hash{}, err
	}
	return headers[0], root, nil
}
