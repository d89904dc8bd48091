package executor

import (
	"context"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// replay executes a proposal that was built elsewhere and compares every result.
func (c *Chain) replay(ctx context.Context, parent *types.Header, proposal *types.Block) (*executed, error) {
	claimed := proposal.Header()
	n := claimed.Number.Uint64()
	header := types.CopyHeader(claimed)
	x, err := c.begin(parent, header)
	if err != nil {
		return nil, err
	}
	defer x.release()
	if c.developer {
		developer.Prime(c.signer, proposal.Transactions())
	}
	if err := x.rerun(ctx, n, proposal.Transactions()); err != nil {
		return nil, err
	}
	done, err := x.finish(ctx)
	if err != nil {
		return nil, err
	}
	return done, compareResults(claimed, done.block.Header())
}

// rerun executes all transactions of block n.
func (x *execution) rerun(ctx context.Context, n uint64, txs types.Transactions) error {
	rest := txs
	walk := x.lookAhead(func() (tx *types.Transaction) {
		if len(rest) > 0 {
			tx, rest = rest[0], rest[1:]
		}
		return tx
	})
	defer walk.end()
	i := 0
	for b := range walk.batches {
		walk.teach(x.balances, b)
		for _, tx := range b.txs {
			if err := ctx.Err(); err != nil {
				return fmt.Errorf("execute block %d: %w", n, err)
			}
			if err := x.apply(tx); err != nil {
				return &TxError{Number: n, Index: i, Hash: tx.Hash(), Err: err}
			}
			i++
		}
	}
	return nil
}

// compareResults names the first result in which a proposal differs from our
// execution. Gas comes first: it says most about the cause.
func compareResults(claimed, ours *types.Header) error {
	n := claimed.Number.Uint64()
	switch {
	case claimed.GasUsed != ours.GasUsed:
		return mismatch(n, "gasUsed", claimed.GasUsed, ours.GasUsed)
	case claimed.ReceiptHash != ours.ReceiptHash:
		return mismatch(n, "receiptsRoot", claimed.ReceiptHash, ours.ReceiptHash)
	case claimed.Bloom != ours.Bloom:
		return mismatch(n, "logsBloom", common.Bytes2Hex(claimed.Bloom[:]), common.Bytes2Hex(ours.Bloom[:]))
	case *claimed.RequestsHash != *ours.RequestsHash:
		return mismatch(n, "requestsHash", *claimed.RequestsHash, *ours.RequestsHash)
	case claimed.Root != ours.Root:
		return mismatch(n, "stateRoot", claimed.Root, ours.Root)
	}
	return nil
}
