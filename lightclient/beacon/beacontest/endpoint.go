package beacontest

import (
	"context"
	"fmt"
	"sort"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Lies change an endpoint's answers. Each gets the honest one, and the error that stands
// in its place; absent ones leave it as it is.
type Lies struct {
	Bootstrap  func(ctx context.Context, b *beacon.LightClientBootstrap, err error) (*beacon.LightClientBootstrap, error)
	Updates    func(ctx context.Context, u []*beacon.LightClientUpdate, err error) ([]*beacon.LightClientUpdate, error)
	Finality   func(ctx context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error)
	Optimistic func(ctx context.Context, u *beacon.LightClientOptimisticUpdate, err error) (*beacon.LightClientOptimisticUpdate, error)
	Header     func(ctx context.Context, h *types.Header, err error) (*types.Header, error)
	Headers    func(ctx context.Context, h []*types.Header, err error) ([]*types.Header, error)
}

// SignedBy has all updates and finality updates of a chain signed by so many members of the
// committees alone.
func SignedBy(c *Chain, signers int) Lies {
	sign := func(u *beacon.LightClientUpdate) (*beacon.LightClientUpdate, error) {
		signed := *u
		return &signed, c.Sign(&signed, c.Participants(u.SignatureSlot, int(c.net.Preset.SyncCommitteeSize)-signers))
	}
	return Lies{
		Updates: func(_ context.Context, u []*beacon.LightClientUpdate, err error) ([]*beacon.LightClientUpdate, error) {
			signed := make([]*beacon.LightClientUpdate, len(u))
			for i := range u {
				if err == nil {
					signed[i], err = sign(u[i])
				}
			}
			return signed, err
		},
		Finality: func(_ context.Context, u *beacon.LightClientFinalityUpdate, err error) (*beacon.LightClientFinalityUpdate, error) {
			if err != nil {
				return nil, err
			}
			signed, err := sign(u.Update())
			return FinalityPart(signed), err
		},
	}
}

// Endpoint serves a chain as a beacon node and its execution node do, and can be told to
// lie. It may be used concurrently.
type Endpoint struct {
	name string

	mu       sync.Mutex
	chain    *Chain
	lies     Lies
	requests map[string]int
}

var (
	_ beacon.Provider          = (*Endpoint)(nil)
	_ beacon.ExecutionProvider = (*Endpoint)(nil)
)

// NewEndpoint returns an honest endpoint of a chain, which it shows as it grows.
func NewEndpoint(name string, c *Chain) *Endpoint {
	return &Endpoint{name: name, chain: c, requests: map[string]int{}}
}

// Show has the endpoint serve another chain, and tell no lies but these.
func (e *Endpoint) Show(c *Chain, lies Lies) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.chain, e.lies = c, lies
}

// Requests returns how many there were of one kind: bootstrap, updates, finality,
// optimistic, header, headers.
func (e *Endpoint) Requests(kind string) int {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.requests[kind]
}

// Name implements beacon.Provider.
func (e *Endpoint) Name() string { return e.name }

func (e *Endpoint) serve(kind string) (*Chain, Lies) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.requests[kind]++
	return e.chain, e.lies
}

func answer[T any](ctx context.Context, honest T, err error, lie func(context.Context, T, error) (T, error)) (T, error) {
	if lie != nil {
		return lie(ctx, honest, err)
	}
	if ended := ctx.Err(); ended != nil {
		return *new(T), ended
	}
	return honest, err
}

// Bootstrap implements beacon.Provider.
func (e *Endpoint) Bootstrap(ctx context.Context, root common.Hash) (*beacon.LightClientBootstrap, error) {
	chain, lies := e.serve("bootstrap")
	b, err := chain.Bootstrap(root)
	return answer(ctx, b, err, lies.Bootstrap)
}

// Updates implements beacon.Provider.
func (e *Endpoint) Updates(ctx context.Context, from beacon.Period, count uint64) ([]*beacon.LightClientUpdate, error) {
	chain, lies := e.serve("updates")
	u, err := chain.Updates(from, min(count, beacon.MaxUpdatesPerRequest))
	return answer(ctx, u, err, lies.Updates)
}

// FinalityUpdate implements beacon.Provider.
func (e *Endpoint) FinalityUpdate(ctx context.Context) (*beacon.LightClientFinalityUpdate, error) {
	chain, lies := e.serve("finality")
	u, err := chain.FinalityUpdate()
	return answer(ctx, u, err, lies.Finality)
}

// OptimisticUpdate implements beacon.Provider.
func (e *Endpoint) OptimisticUpdate(ctx context.Context) (*beacon.LightClientOptimisticUpdate, error) {
	chain, lies := e.serve("optimistic")
	u, err := chain.OptimisticUpdate()
	return answer(ctx, u, err, lies.Optimistic)
}

// HeaderByHash implements beacon.ExecutionProvider.
func (e *Endpoint) HeaderByHash(ctx context.Context, hash common.Hash) (*types.Header, error) {
	chain, lies := e.serve("header")
	h, err := chain.ExecutionByHash(hash)
	return answer(ctx, h, err, lies.Header)
}

// Headers implements beacon.ExecutionProvider.
func (e *Endpoint) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	chain, lies := e.serve("headers")
	h, err := chain.ExecutionRange(from, to)
	return answer(ctx, h, err, lies.Headers)
}

// ExecutionByHash returns the execution block of that hash.
func (c *Chain) ExecutionByHash(hash common.Hash) (*types.Header, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if h := c.executed[hash]; h != nil {
		return types.CopyHeader(h), nil
	}
	return nil, fmt.Errorf("%w: execution block %s", lightclient.ErrNoSuchHeader, hash)
}

// ExecutionRange returns the execution blocks of those numbers.
func (c *Chain) ExecutionRange(from, to uint64) ([]*types.Header, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if from > to || to-from >= beacon.MaxLinkHeaders {
		return nil, fmt.Errorf("%w: execution blocks %d to %d, at most %d are served", lightclient.ErrMalformed, from, to, beacon.MaxLinkHeaders)
	}
	headers := make([]*types.Header, 0, to-from+1)
	for n := from; n <= to; n++ {
		i := sort.Search(len(c.blocks), func(i int) bool { return c.blocks[i].Payload.Number.Uint64() >= n })
		if i == len(c.blocks) || c.blocks[i].Payload.Number.Uint64() != n {
			return nil, fmt.Errorf("%w: execution block %d", lightclient.ErrNoSuchHeader, n)
		}
		headers = append(headers, types.CopyHeader(c.blocks[i].Payload))
	}
	return headers, nil
}
