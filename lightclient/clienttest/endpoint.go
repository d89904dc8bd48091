package clienttest

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
)

// Lie changes what an endpoint answers: it gets the honest headers, of one when the
// newest was asked for, and none where the endpoint does not have all of them.
type Lie func(ctx context.Context, honest []*types.Header) ([]*types.Header, error)

// Hanging is the lie of an endpoint that answers nothing until the request's context
// ends.
func Hanging(ctx context.Context, _ []*types.Header) ([]*types.Header, error) {
	<-ctx.Done()
	return nil, ctx.Err()
}

// Refusing is the lie of one that answers every request with an error.
func Refusing(context.Context, []*types.Header) ([]*types.Header, error) {
	return nil, errors.New("429 too many requests")
}

// HeaderEndpoint is the part of an endpoint that serves the execution headers of a scripted
// chain, and can be told to lie. It may be used concurrently.
type HeaderEndpoint struct {
	name string
	most int

	mu            sync.Mutex
	headers       []*types.Header // from block 0 on
	latest, batch Lie
	requests      int
	served        int
}

// NewHeaderEndpoint returns an endpoint without blocks, which serves at most so many at once.
func NewHeaderEndpoint(name string, most int) *HeaderEndpoint {
	return &HeaderEndpoint{name: name, most: most}
}

// ShowHeaders gives the endpoint blocks from 0 on, at least one, instead of those it had.
func (e *HeaderEndpoint) ShowHeaders(headers []*types.Header) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.headers = headers
}

// LieOn changes the answers to Latest and Headers from now on; nil makes them honest.
func (e *HeaderEndpoint) LieOn(latest, batch Lie) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.latest, e.batch = latest, batch
}

// Count returns how many requests there were, and how many headers the endpoint had for
// them.
func (e *HeaderEndpoint) Count() (requests, headers int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests, e.served
}

// Name returns that of the endpoint.
func (e *HeaderEndpoint) Name() string { return e.name }

// Latest returns the newest header.
func (e *HeaderEndpoint) Latest(ctx context.Context) (*types.Header, error) {
	e.mu.Lock()
	lie, newest := e.latest, uint64(len(e.headers)-1)
	e.mu.Unlock()
	headers, err := e.answer(ctx, lie, newest, newest)
	if err != nil || len(headers) == 0 {
		return nil, err
	}
	return headers[0], nil
}

// Headers returns the headers from..to, both included.
func (e *HeaderEndpoint) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	if from > to || to-from >= uint64(e.most) {
		return nil, fmt.Errorf("%w: asked for headers %d to %d, at most %d are served", lightclient.ErrMalformed, from, to, e.most)
	}
	e.mu.Lock()
	lie := e.batch
	e.mu.Unlock()
	return e.answer(ctx, lie, from, to)
}

func (e *HeaderEndpoint) answer(ctx context.Context, lie Lie, from, to uint64) ([]*types.Header, error) {
	e.mu.Lock()
	var honest []*types.Header
	if to < uint64(len(e.headers)) {
		honest = append(honest, e.headers[from:to+1]...)
	}
	e.requests++
	e.served += len(honest)
	e.mu.Unlock()
	switch {
	case lie != nil:
		return lie(ctx, honest)
	case honest == nil:
		return nil, fmt.Errorf("%w: %d", lightclient.ErrNoSuchHeader, to)
	}
	return honest, ctx.Err()
}
