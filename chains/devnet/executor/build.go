package executor

import (
	"context"
	"errors"
	"fmt"
	"math/big"

	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// build fills a block with what the pool offers.
func (c *Chain) build(ctx context.Context, parent, header *types.Header) (*executed, error) {
	record, decreed := c.decrees.next()
	if decreed {
		begunWith(record, parent, header)
	}
	x, err := c.begin(parent, header)
	if err != nil {
		return nil, err
	}
	defer x.release()
	if decreed {
		if err := x.begunBy(ctx, record); err != nil {
			return nil, err
		}
	}
	if pool := c.attached(); pool != nil && !x.closed {
		if err := x.fill(ctx, pool.Candidates(new(big.Int).Set(header.BaseFee))); err != nil {
			return nil, err
		}
	}
	return x.finish(ctx)
}

// fill takes transactions until the gas or the size of the block is used up. A
// transaction that can't be executed on this state is reported to the pool, which
// forgets it: it would fail in every block until something else changes.
func (x *execution) fill(ctx context.Context, candidates Candidates) error {
	room := uint64(params.MaxBlockSize - blockSizeReserve)
	for {
		if err := ctx.Err(); err != nil {
			return fmt.Errorf("build block %d: %w", x.header.Number, err)
		}
		if x.gas.Available(false) < params.TxGas {
			return nil
		}
		tx := candidates.Next()
		if tx == nil {
			return nil
		}
		// The list prefix of a transaction inside the body is at most 9 bytes.
		size := tx.Size() + 9
		if size > room || tx.Gas() > x.gas.Available(false) {
			candidates.Skip()
			continue
		}
		switch err := x.apply(ctx, tx); {
		case err == nil:
			room -= size
		case errors.Is(err, core.ErrGasLimitReached):
			candidates.Skip()
		default:
			candidates.Drop(err)
		}
	}
}
