package executor

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"slices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// Developer reports whether the genesis lets developers change the state.
func (c *Chain) Developer() bool { return c.developer }

// Change queues changes of accounts for one block of their own and returns a ticket for
// Applied; nothing is queued with an error. A block for changes is due at once, as if a
// transaction waited, has no transactions besides, and its parent's timestamp: it takes
// no time. Errors: ErrNotDeveloper, developer.ErrRecord, also for what would leave no block possible, ErrTooManyChanges.
func (c *Chain) Change(ctx context.Context, changes ...developer.Change) (ticket uint64, err error) {
	if !c.developer {
		return 0, ErrNotDeveloper
	}
	record := developer.Record{Changes: changes}
	if _, err := record.Encode(); err != nil {
		return 0, err
	}
	if record.BaseFee() != nil {
		return 0, fmt.Errorf("%w: a base fee is for a block of transactions", developer.ErrRecord)
	}
	if c.mayPrevent(changes) {
		c.execution.Lock() // the state stays
		defer c.execution.Unlock()
		if err := c.tryOut(ctx, changes); err != nil {
			return 0, err
		}
	}
	c.decrees.mu.Lock()
	defer c.decrees.mu.Unlock()
	all := append(c.decrees.changes[:len(c.decrees.changes):len(c.decrees.changes)], changes...)
	if _, err := (developer.Record{Changes: all}).Encode(); err != nil {
		return 0, fmt.Errorf("%w: %d wait for their block", ErrTooManyChanges, len(c.decrees.changes))
	}
	c.decrees.changes = all
	c.decrees.accepted += uint64(len(changes))
	return c.decrees.accepted, nil
}

// mayPrevent says that after these changes no block might be possible: they are of the contracts that each block ends with
// calls of, or of what others might call that are in their places, or will be.
func (c *Chain) mayPrevent(changes []developer.Change) bool {
	waiting, _ := c.decrees.next()
	if slices.ContainsFunc(changes, ofRequests) || slices.ContainsFunc(waiting.Changes, ofRequests) {
		return true
	}
	before, err := c.snapshotAt(c.Head())
	return err != nil || !genuine(before)
}

// ofRequests says that a change is of a contract whose call each block ends with, and without whose answer it can't
// (EIP-7002, EIP-7251).
func ofRequests(change developer.Change) bool {
	return change.Address == params.WithdrawalQueueAddress || change.Address == params.ConsolidationQueueAddress
}

// tryOut makes the block of all changes that wait, and of these, and throws it away. The caller holds execution.
func (c *Chain) tryOut(ctx context.Context, changes []developer.Change) error {
	waiting, _ := c.decrees.next()
	record := developer.Record{Changes: slices.Concat(waiting.Changes, changes)}
	if waiting.BaseFee() != nil {
		record.Changes = changes
	}
	if _, err := record.Encode(); err != nil {
		return nil // too many, which is for Change to say
	}
	head, hash := c.headAndHash()
	header := c.nextHeader(head, hash, head.Time, common.Address{}, head.Extra)
	x, err := c.begin(head, header)
	if err != nil {
		return err
	}
	defer x.release()
	if err = x.begunBy(record); err == nil {
		_, err = x.finish(ctx)
	}
	if err == nil || x.state.Error() != nil { // that is our own trouble
		return err
	}
	return fmt.Errorf("%w: after it no block could be made: %w", developer.ErrRecord, err)
}

// Applied reports whether the changes of a ticket are in the head's state.
func (c *Chain) Applied(ticket uint64) bool {
	c.decrees.mu.Lock()
	defer c.decrees.mu.Unlock()
	return c.decrees.accepted-uint64(len(c.decrees.changes)) >= ticket
}

// SetNextBaseFee fixes the base fee, in wei per gas, of the next block that is not for
// changes; later ones follow from it by EIP-1559. The mempool goes by it at once.
func (c *Chain) SetNextBaseFee(wei *uint256.Int) error {
	if !c.developer {
		return ErrNotDeveloper
	}
	if err := (developer.Record{Changes: []developer.Change{developer.SetBaseFee(wei)}}).Check(); err != nil {
		return err
	}
	c.commit.Lock() // the head stays while the pool learns of it
	defer c.commit.Unlock()
	c.decrees.mu.Lock()
	c.decrees.baseFee = wei.Clone()
	c.decrees.mu.Unlock()
	return c.resetPool()
}

// NextBaseFee is the base fee in wei that the next block of transactions has.
func (c *Chain) NextBaseFee() *big.Int { return c.nextBaseFee(c.Head()) }

// resetPool tells the pool of the head again. The caller holds commit.
func (c *Chain) resetPool() error {
	pool := c.attached()
	if pool == nil {
		return nil
	}
	head := c.Head()
	st, err := c.snapshotAt(head)
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	pool.Reset(head, st, c.nextBaseFee(head), nil)
	c.wake()
	return nil
}

// recordIn is the record of a block, if it has one that can be read.
func (c *Chain) recordIn(txs types.Transactions) (developer.Record, bool) {
	if !c.developer || len(txs) == 0 || !developer.IsRecord(txs[0]) {
		return developer.Record{}, false
	}
	r, err := developer.DecodeRecord(txs[0].Data())
	return r, err == nil
}

// baseFeeOf is what a block's base fee must be, in wei.
func (c *Chain) baseFeeOf(parent *types.Header, txs types.Transactions) *big.Int {
	if r, ok := c.recordIn(txs); ok && r.BaseFee() != nil {
		return r.BaseFee()
	}
	return c.calculatedBaseFee(parent)
}

// begunWith starts the header of a block with a record.
func begunWith(r developer.Record, parent, header *types.Header) {
	if fee := r.BaseFee(); fee != nil {
		header.BaseFee = fee
	} else {
		header.Time = parent.Time
	}
}

// begunBy puts a record at the head of a block that is being built.
func (x *execution) begunBy(r developer.Record) error {
	tx, err := r.Transaction(types.LatestSigner(x.config), x.state.GetNonce(developer.Address), x.header.BaseFee)
	if err != nil {
		return fmt.Errorf("build block %d: %w", x.header.Number, err)
	}
	developer.Prime(x.signer, types.Transactions{tx})
	if err := x.apply(tx); err != nil {
		return fmt.Errorf("build block %d: %w", x.header.Number, err)
	}
	return nil
}

var (
	errRecordPlace = errors.New("a developer record must be the first transaction")
	errRecordAlone = errors.New("a block for a developer's changes has no other transactions")
)

// decree executes a record, which stands at the head of the block; false for any other
// transaction.
func (x *execution) decree(tx *types.Transaction) (bool, error) {
	if x.closed {
		return true, errRecordAlone
	}
	inner := types.LatestSigner(x.config)
	r, ok, err := developer.RecordOf(inner, tx, x.state.GetNonce(developer.Address), x.header.BaseFee)
	if !ok || err != nil {
		return ok, err
	}
	if len(x.txs) > 0 {
		return true, errRecordPlace
	}
	developer.Apply(x.state, r, tx)
	x.state.Finalise(x.rules)
	x.txs = append(x.txs, tx)
	x.receipts = append(x.receipts, &types.Receipt{Type: tx.Type(), Status: types.ReceiptStatusSuccessful, TxHash: tx.Hash()})
	x.closed = r.BaseFee() == nil
	return true, nil
}
