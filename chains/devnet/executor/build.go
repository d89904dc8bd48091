package executor

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
)

// build fills a block with what the pool offers, for some time if it is not 0.
func (c *Chain) build(ctx context.Context, parent, header *types.Header, fill time.Duration) (*executed, error) {
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
		if err := x.begunBy(record); err != nil {
			return nil, err
		}
	}
	if pool := c.attached(); pool != nil && !x.closed {
		if err := x.fill(ctx, pool.Candidates(new(big.Int).Set(header.BaseFee)), fill); err != nil {
			return nil, err
		}
	}
	return x.finish(ctx)
}

// fill takes transactions until the gas or the size of the block is used up, or the time. A
// transaction that can't be executed on this state is reported to the pool, which
// forgets it: it would fail in every block until something else changes.
func (x *execution) fill(ctx context.Context, candidates Candidates, most time.Duration) error {
	walk := x.lookAhead(candidates.Next)
	defer walk.end()
	f := &filling{execution: x, candidates: candidates, room: params.MaxBlockSize - blockSizeReserve, had: len(x.txs), out: make(map[common.Address]struct{})}
	if most > 0 {
		f.until = time.Now().Add(most)
	}
	for b := range walk.batches {
		walk.teach(x.balances, b)
		if !f.tryAll(ctx, b.txs) {
			break
		}
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("build block %d: %w", x.header.Number, err)
	}
	return nil
}

// filling is a block that is being filled.
type filling struct {
	*execution
	candidates Candidates
	room       uint64                      // bytes
	until      time.Time                   // zero: without end
	had        int                         // transactions, before there were candidates
	out        map[common.Address]struct{} // whose transactions come no more: later nonces can't go before earlier ones
}

// tryAll is false when the block is full, or not wanted any more.
func (f *filling) tryAll(ctx context.Context, txs []*types.Transaction) bool {
	for _, tx := range txs {
		if ctx.Err() != nil || f.gas.Available(false) < params.TxGas || f.late() {
			return false
		}
		f.try(ctx, tx)
	}
	return true
}

// late says that the time is over. A block holds one transaction at least, or slow ones would never get into any.
func (f *filling) late() bool {
	return !f.until.IsZero() && len(f.txs) > f.had && time.Now().After(f.until)
}

// try takes a transaction, or leaves it out and with it its sender.
func (f *filling) try(ctx context.Context, tx *types.Transaction) {
	if f.isOut(tx) {
		return
	}
	// The list prefix of a transaction inside the body is at most 9 bytes.
	size := tx.Size() + 9
	if size > f.room || tx.Gas() > f.gas.Available(false) {
		f.leave(tx)
		return
	}
	err := f.apply(tx)
	if err == nil {
		f.room -= size
		return
	}
	f.leave(tx)
	if !errors.Is(err, core.ErrGasLimitReached) {
		f.candidates.Drop(tx, err)
	}
}

func (f *filling) isOut(tx *types.Transaction) bool {
	if len(f.out) == 0 {
		return false
	}
	from, err := types.Sender(f.signer, tx)
	_, out := f.out[from]
	return err == nil && out
}

func (f *filling) leave(tx *types.Transaction) {
	if from, err := types.Sender(f.signer, tx); err == nil {
		f.out[from] = struct{}{}
	}
}
