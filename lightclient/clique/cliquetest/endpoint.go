package cliquetest

import (
	"context"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
)

// Answer changes what an endpoint answers: to the honest headers, nil if it does not
// have them. The newest header is asked for as a range of one.
type Answer func(ctx context.Context, honest []*types.Header) ([]*types.Header, error)

// Endpoint is a clique.Provider over a chain, which can be told to lie. It may be used
// concurrently.
type Endpoint struct {
	name string

	mu       sync.Mutex
	headers  []*types.Header
	answer   Answer
	requests int
}

var _ clique.Provider = (*Endpoint)(nil)

// NewEndpoint returns an honest endpoint that has the blocks c has now.
func NewEndpoint(name string, c *Chain) *Endpoint {
	e := &Endpoint{name: name}
	e.Show(c)
	return e
}

// Show gives the endpoint the blocks c has now, instead of those it had.
func (e *Endpoint) Show(c *Chain) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.headers = c.From(0)
}

// Lie changes all answers from now on; nil makes them honest.
func (e *Endpoint) Lie(answer Answer) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.answer = answer
}

// Requests returns how many requests there were.
func (e *Endpoint) Requests() int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests
}

// Name implements clique.Provider.
func (e *Endpoint) Name() string { return e.name }

// Latest implements clique.Provider.
func (e *Endpoint) Latest(ctx context.Context) (*types.Header, error) {
	e.mu.Lock()
	newest := uint64(len(e.headers) - 1)
	e.mu.Unlock()
	headers, err := e.get(ctx, newest, newest)
	if err != nil || len(headers) == 0 {
		return nil, err
	}
	return headers[0], nil
}

// Headers implements clique.Provider.
func (e *Endpoint) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if from > to || to-from >= clique.MaxBatch {
		return nil, fmt.Errorf("%w: asked for headers %d to %d, at most %d are served", lightclient.ErrMalformed, from, to, clique.MaxBatch)
	}
	return e.get(ctx, from, to)
}

func (e *Endpoint) get(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	e.mu.Lock()
	e.requests++
	var honest []*types.Header
	if to < uint64(len(e.headers)) {
		honest = append(honest, e.headers[from:to+1]...)
	}
	answer := e.answer
	e.mu.Unlock()
	switch {
	case answer != nil:
		return answer(ctx, honest)
	case honest == nil:
		return nil, fmt.Errorf("%w: %d", lightclient.ErrNoSuchHeader, to)
	}
	return honest, ctx.Err()
}
