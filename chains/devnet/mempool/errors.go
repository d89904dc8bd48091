package mempool

import (
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core"
)

var (
	// ErrBlobTx refuses EIP-4844 transactions. It is core.ErrTxTypeNotSupported.
	ErrBlobTx = fmt.Errorf("%w: blob transactions (type 3) have no place on a devnet, which has no network for their sidecars; send calldata instead", core.ErrTxTypeNotSupported)

	// ErrNotReady means that the pool has not been told of a head yet.
	ErrNotReady = errors.New("mempool has no head yet")

	// ErrLagged ends the subscription of a reader that did not keep up.
	ErrLagged = errors.New("subscriber did not keep up with pending transactions")
)
