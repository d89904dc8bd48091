package rpcquorum

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Endpoint serves headers of one chain. Nothing that a single one says is believed. Calls may be
// concurrent, and return soon after their context ends. Errors wrap lightclient.ErrUnavailable,
// ErrNoSuchHeader, ErrMalformed or ErrWrongChain where these fit.
type Endpoint interface {
	// Name tells endpoints apart; two with one name are refused. It holds no secrets.
	Name() string

	// HeaderAt returns the header at a block tag: "latest", "safe" or "finalized".
	HeaderAt(ctx context.Context, tag string) (*types.Header, error)

	// Headers returns the headers from..to, both included, ascending. At most MaxBatch are asked
	// for at once. An endpoint that does not have them all answers lightclient.ErrNoSuchHeader.
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)
}

// askFinal asks one endpoint which number it holds for final, and returns the header too if the
// answer contains it.
func askFinal(ctx context.Context, endpoint Endpoint, finality Finality) (number uint64, final *header, err error) {
	answer, err := endpoint.HeaderAt(ctx, finality.tag)
	if err != nil {
		return 0, nil, fmt.Errorf("%s header: %w", finality.tag, err)
	}
	head, err := readHeader(answer)
	if err != nil {
		return 0, nil, fmt.Errorf("%s header: %w", finality.tag, err)
	}
	if finality.confirmations == 0 {
		return head.Number, head, nil
	}
	if head.Number < finality.confirmations {
		return 0, nil, fmt.Errorf("%w: its newest is %d, want at least %d for %s", lightclient.ErrNoSuchHeader, head.Number, finality.confirmations, finality)
	}
	return head.Number - finality.confirmations, nil, nil
}

// askHeaders asks one endpoint for the headers from..to and makes sure of their numbers.
func askHeaders(ctx context.Context, endpoint Endpoint, from, to uint64) ([]*header, error) {
	answer, err := endpoint.Headers(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("headers %d to %d: %w", from, to, err)
	}
	if want := to - from + 1; uint64(len(answer)) != want {
		return nil, fmt.Errorf("headers %d to %d: %w: got %d of them, want %d", from, to, lightclient.ErrMalformed, len(answer), want)
	}
	headers := make([]*header, len(answer))
	for i, h := range answer {
		number := from + uint64(i)
		if headers[i], err = readHeader(h); err != nil {
			return nil, fmt.Errorf("header %d: %w", number, err)
		}
		if headers[i].Number != number {
			return nil, fmt.Errorf("header %d: %w: got number %d", number, lightclient.ErrMalformed, headers[i].Number)
		}
	}
	return headers, nil
}

func askHeader(ctx context.Context, endpoint Endpoint, number uint64) (*header, error) {
	headers, err := askHeaders(ctx, endpoint, number, number)
	if err != nil {
		return nil, err
	}
	return headers[0], nil
}
