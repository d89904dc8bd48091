package parlia

import (
	"context"

	"github.com/ethereum/go-ethereum/core/types"
)

// Provider is one endpoint that serves headers. Nothing it says is believed before
// it is verified. Calls may be concurrent. Errors wrap lightclient.ErrUnavailable,
// lightclient.ErrNoSuchHeader or lightclient.ErrMalformed where these fit.
type Provider interface {
	// Name tells endpoints apart in logs and errors. It holds no secrets.
	Name() string

	// Latest returns the newest header that the endpoint has.
	Latest(ctx context.Context) (*types.Header, error)

	// Headers returns the headers from..to, both included, in ascending order. At
	// most MaxBatch are asked for at once. An endpoint that does not have them all
	// answers with lightclient.ErrNoSuchHeader.
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)
}
