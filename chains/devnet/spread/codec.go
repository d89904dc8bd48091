package spread

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// errMalformed is what no honest node sends.
var errMalformed = errors.New("malformed batch of transactions")

// batch is [time, [transaction…]]. The time, in Unix milliseconds, makes a batch that is told again another message;
// nobody relies on it.
type batch struct {
	Time uint64
	Txs  []*types.Transaction
}

func (b *batch) encode() ([]byte, error) {
	enc, err := rlp.EncodeToBytes(b)
	if err != nil {
		return nil, fmt.Errorf("encode batch of %d transactions: %w", len(b.Txs), err)
	}
	return enc, nil
}

// decodeBatch accepts exactly what encode makes.
func decodeBatch(enc []byte) (*batch, error) {
	if len(enc) > maxBatchBytes {
		return nil, fmt.Errorf("%w: %d bytes, at most %d allowed", errMalformed, len(enc), maxBatchBytes)
	}
	b := new(batch)
	if err := rlp.DecodeBytes(enc, b); err != nil {
		return nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	if len(b.Txs) == 0 || len(b.Txs) > maxBatch {
		return nil, fmt.Errorf("%w: %d transactions, want 1 to %d", errMalformed, len(b.Txs), maxBatch)
	}
	again, err := b.encode()
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errMalformed, err)
	}
	if !bytes.Equal(again, enc) {
		return nil, fmt.Errorf("%w: not in canonical encoding", errMalformed)
	}
	return b, nil
}

// split cuts transactions into batches that keep the bounds.
func split(txs []*types.Transaction) [][]*types.Transaction {
	var (
		all   [][]*types.Transaction
		start int
		size  uint64
	)
	for i, tx := range txs {
		if n := tx.Size(); i > start && (size+n > fillBytes || i-start == maxBatch) {
			all = append(all, txs[start:i])
			start, size = i, 0
		}
		size += tx.Size()
	}
	if start < len(txs) {
		all = append(all, txs[start:])
	}
	return all
}
