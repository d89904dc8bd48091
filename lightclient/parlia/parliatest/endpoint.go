package parliatest

import (
	"context"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

// Endpoint is a parlia.Provider over a chain, which can be told to lie. It may be used
// concurrently.
type Endpoint struct {
	name string

	mu       sync.Mutex
	headers  []*types.Header
	lie      Lie
	requests int
	served   int
}

// Lie replaces an answer: it gets the honest one, of one header when the newest was
// asked for, and none where the endpoint does not have all of them.
type Lie func(ctx context.Context, honest []*types.Header) ([]*types.Header, error)

var _ parlia.Provider = (*Endpoint)(nil)

// NewEndpoint returns an honest endpoint that has the blocks c has now.
func NewEndpoint(name string, c *Chain) *Endpoint {
	e := &Endpoint{name: name}
	e.Show(c, nil)
	return e
}

// Show gives the endpoint the blocks c has now, instead of those it had, and a lie to
// tell about them, or none.
func (e *Endpoint) Show(c *Chain, lie Lie) {
	headers := c.Range(0, uint64(c.Len()-1))
	e.mu.Lock()
	defer e.mu.Unlock()
	e.headers, e.lie = headers, lie
}

// Requests returns how many requests there were, and how many headers the answers had.
func (e *Endpoint) Requests() (requests, headers int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests, e.served
}

// Name implements parlia.Provider.
func (e *Endpoint) Name() string { return e.name }

// Latest implements parlia.Provider.
func (e *Endpoint) Latest(ctx context.Context) (*types.Header, error) {
	e.mu.Lock()
	top := uint64(len(e.headers)) - 1
	e.mu.Unlock()
	headers, err := e.Headers(ctx, top, top)
	if err != nil {
		return nil, err
	}
	return headers[0], nil
}

// Headers implements parlia.Provider.
func (e *Endpoint) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if from > to || to-from >= parlia.MaxBatch {
		return nil, fmt.Errorf("%w: asked for headers %d to %d, at most %d are served", lightclient.ErrMalformed, from, to, parlia.MaxBatch)
	}
	e.mu.Lock()
	var headers []*types.Header
	if to < uint64(len(e.headers)) {
		headers = append(headers, e.headers[from:to+1]...)
	}
	e.requests++
	e.served += len(headers)
	lie := e.lie
	e.mu.Unlock()
	switch {
	case lie != nil:
		return lie(ctx, headers)
	case headers == nil:
		return nil, fmt.Errorf("%w: %d", lightclient.ErrNoSuchHeader, to)
	}
	return headers, ctx.Err()
}
