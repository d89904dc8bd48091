package beacontest

import (
	"context"
	"errors"
	"net/http"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/lightclient"
)

// NewExecutionServer returns a handler that serves the headers of an endpoint's execution
// blocks over JSON-RPC: eth_chainId, eth_getBlockByHash and eth_getBlockByNumber.
func NewExecutionServer(e *Endpoint, chainID uint64) (http.Handler, error) {
	server := rpc.NewServer()
	return server, server.RegisterName("eth", &executionAPI{e, chainID})
}

type executionAPI struct {
	endpoint *Endpoint
	chainID  uint64
}

// ChainId is eth_chainId.
func (a *executionAPI) ChainId() hexutil.Uint64 { return hexutil.Uint64(a.chainID) }

// GetBlockByHash is eth_getBlockByHash, without transactions; null if there is none.
func (a *executionAPI) GetBlockByHash(ctx context.Context, hash common.Hash, _ bool) (*types.Header, error) {
	return absent(a.endpoint.HeaderByHash(ctx, hash))
}

// GetBlockByNumber is eth_getBlockByNumber.
func (a *executionAPI) GetBlockByNumber(ctx context.Context, number rpc.BlockNumber, _ bool) (*types.Header, error) {
	headers, err := a.endpoint.Headers(ctx, uint64(number), uint64(number))
	if err != nil || len(headers) == 0 {
		return absent(nil, err)
	}
	return headers[0], nil
}

func absent(h *types.Header, err error) (*types.Header, error) {
	if errors.Is(err, lightclient.ErrNoSuchHeader) {
		return nil, nil
	}
	return h, err
}
