package qbft

import (
	"context"

	"github.com/ethereum/go-ethereum/common"
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
	//
	// Headers are as the chain encodes them: an implementation refuses fields that
	// types.Header does not have, if its protocol shows them.
	Headers(ctx context.Context, from, to uint64) ([]*types.Header, error)
}

// ProofProvider is a Provider that also proves what an account holds. A client of a
// chain that keeps its validators in a contract needs it of all its endpoints.
type ProofProvider interface {
	Provider

	// AccountProof returns the proof of an account and one of each of the slots, in
	// their order, in the state after the block of that hash (EIP-1186, nodes from the
	// root on); none of slots if there are none. At most 1 + MaxValidators slots are asked for at once. An endpoint that
	// does not have the state, or not any more, answers with
	// lightclient.ErrNoSuchHeader: full nodes keep that of some hundred blocks.
	AccountProof(ctx context.Context, address common.Address, slots []common.Hash, block common.Hash) (account [][]byte, storage [][][]byte, err error)
}
