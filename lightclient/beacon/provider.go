package beacon

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Provider is one beacon node that serves light client data. Nothing it says is believed
// before it is verified. Calls may be concurrent. Errors wrap lightclient.ErrUnavailable,
// ErrNoSuchHeader, ErrWrongChain or ErrMalformed where these fit.
type Provider interface {
	// Name tells endpoints apart in logs and errors. It holds no secrets.
	Name() string

	// Bootstrap returns the light client data of the block of that root.
	Bootstrap(ctx context.Context, root common.Hash) (*LightClientBootstrap, error)

	// Updates returns the best update of each of up to count periods from the given one on.
	// Where the node does not have so many, there are fewer, or none.
	Updates(ctx context.Context, from Period, count uint64) ([]*LightClientUpdate, error)

	// FinalityUpdate returns the newest one.
	FinalityUpdate(ctx context.Context) (*LightClientFinalityUpdate, error)

	// OptimisticUpdate returns the newest one.
	OptimisticUpdate(ctx context.Context) (*LightClientOptimisticUpdate, error)
}

// ExecutionProvider is one execution node. What it says is bound by hashes that the beacon
// chain has finalized. Calls may be concurrent; errors are as those of a Provider.
type ExecutionProvider interface {
	Name() string

	// HeaderByHash returns the header of that hash.
	HeaderByHash(ctx context.Context, hash common.Hash) (*types.Header, error)

	// Headers returns the headers from..to of the node's own chain, both included, in
	// ascending order. At most MaxLinkHeaders are asked for at once.
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)
}
