package evm

import (
	"context"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains"
)

// Balance returns what an account has at the newest block, in wei, as the endpoint
// tells it.
func (c *Client) Balance(ctx context.Context, account common.Address) (*big.Int, error) {
	var balance *hexutil.Big
	if err := c.call(ctx, &balance, "eth_getBalance", account, "latest"); err != nil {
		return nil, err
	}
	if balance == nil {
		return nil, fmt.Errorf("endpoint %s: %w: balance of %s is null", c.name, chains.ErrMalformed, account)
	}
	return balance.ToInt(), nil
}
