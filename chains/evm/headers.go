package evm

import (
	"context"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/lightclient"
)

// The methods in this file serve light clients. What they return is untrusted: a
// light client hashes a header itself and compares.

// Latest returns the newest header that the endpoint has.
func (c *Client) Latest(ctx context.Context) (*types.Header, error) {
	return c.HeaderAt(ctx, "latest")
}

// Number returns the header of that number.
func (c *Client) Number(ctx context.Context, number uint64) (*types.Header, error) {
	return c.HeaderAt(ctx, hexutil.EncodeUint64(number))
}

// HeaderAt returns the header at a block tag, "latest", "safe" or "finalized", or
// at a hexadecimal number. lightclient.ErrNoSuchHeader says that the endpoint does
// not have it, lightclient.ErrUnavailable that it does not answer.
func (c *Client) HeaderAt(ctx context.Context, tag string) (*types.Header, error) {
	var header *types.Header
	if err := c.call(ctx, &header, "eth_getBlockByNumber", tag, false); err != nil {
		return nil, headerFailure(err)
	}
	if header == nil {
		return nil, fmt.Errorf("endpoint %s: %w: %s", c.name, lightclient.ErrNoSuchHeader, tag)
	}
	return header, nil
}

// HeaderByHash returns the header of that hash.
func (c *Client) HeaderByHash(ctx context.Context, hash common.Hash) (*types.Header, error) {
	var header *types.Header
	if err := c.call(ctx, &header, "eth_getBlockByHash", hash, false); err != nil {
		return nil, headerFailure(err)
	}
	if header == nil {
		return nil, fmt.Errorf("endpoint %s: %w: %s", c.name, lightclient.ErrNoSuchHeader, hash)
	}
	return header, nil
}

// Headers returns the headers from..to, both included, in ascending order, in as
// few requests as the batch limit allows.
func (c *Client) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if from > to {
		return nil, fmt.Errorf("headers %d to %d: want an ascending range", from, to)
	}
	var headers []*types.Header
	for {
		last := to
		if to-from >= maxHeadersPerCall {
			last = from + maxHeadersPerCall - 1
		}
		page, err := c.headerPage(ctx, from, last)
		if err != nil {
			return nil, err
		}
		headers = append(headers, page...)
		if last == to {
			return headers, nil
		}
		from = last + 1
	}
}

func (c *Client) headerPage(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	page := make([]*types.Header, to-from+1)
	calls := make([]rpc.BatchElem, len(page))
	for i := range calls {
		calls[i] = rpc.BatchElem{
			Method: "eth_getBlockByNumber",
			Args:   []any{hexutil.EncodeUint64(from + uint64(i)), false},
			Result: &page[i],
		}
	}
	if err := c.batch(ctx, calls); err != nil {
		return nil, headerFailure(err)
	}
	for i, header := range page {
		number := from + uint64(i)
		switch {
		case header == nil:
			return nil, fmt.Errorf("endpoint %s: %w: %d", c.name, lightclient.ErrNoSuchHeader, number)
		case header.Number == nil || !header.Number.IsUint64() || header.Number.Uint64() != number:
			return nil, fmt.Errorf("endpoint %s: %w: asked for header %d, got %v", c.name, lightclient.ErrMalformed, number, header.Number)
		}
	}
	return page, nil
}

// headerFailure says a call's error in a light client's terms.
func headerFailure(err error) error {
	var failed *CallError
	switch {
	case errors.Is(err, chains.ErrUnavailable):
		return fmt.Errorf("%w: %w", lightclient.ErrUnavailable, err)
	case errors.Is(err, chains.ErrNoState):
		return fmt.Errorf("%w: %w", lightclient.ErrNoSuchHeader, err)
	case errors.As(err, &failed) && failed.Kind == rpcerror.Other:
		return fmt.Errorf("%w: %w", lightclient.ErrUnavailable, err)
	}
	return err
}
