package optimism

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Prover is an endpoint that proves accounts. Nothing it says is believed before it is
// verified. Calls may be concurrent, and return soon after their context ends. Errors
// wrap lightclient.ErrUnavailable, ErrNoSuchHeader or ErrMalformed where these fit.
type Prover interface {
	// Name tells endpoints apart in logs and errors. It holds no secrets.
	Name() string

	// AccountProof returns the nodes of eth_getProof (EIP-1186) for an account and some of
	// its slots, one storage proof for each and in their order, after the block with the
	// given hash. A client asks for at most 20 slots at once.
	AccountProof(ctx context.Context, address common.Address, slots []common.Hash, block common.Hash) (account [][]byte, storage [][][]byte, err error)
}

// ParentEndpoint is an endpoint of the parent chain.
type ParentEndpoint interface {
	Prover

	// Code returns an account's code after the block with the given hash.
	Code(ctx context.Context, address common.Address, block common.Hash) ([]byte, error)
}

// Endpoint is an endpoint of the L2. It need not be an archive: AccountProof is asked for
// blocks before Isthmus alone.
type Endpoint interface {
	Prover

	// Headers returns the headers from..to, both included, in ascending order. At most
	// MaxBatch are asked for at once.
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)
}
