package executor

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
)

// span is blocks: from the first one up to, and without, the last.
type span struct{ from, to uint64 }

// prunes says whether blocks may have to go.
func (s *Store) prunes() bool { return s.keep > 0 || !s.durable }

// limit is the first block that keeps its body when block n, which holds so many bytes, is
// stored. Block 0 is kept.
func (s *Store) limit(n uint64, bytes int) uint64 {
	switch {
	case s.keep > 0:
		return max(n, s.keep) - s.keep + 1
	case s.durable:
		return 0
	}
	return s.weights.first(n, bytes)
}

// prune deletes, in the batch that adds a block, what is kept of recent ones only: the
// body of one that became too old, its receipts, the places of its transactions and what
// leads to its state. A store that was not pruned before loses up to maxPruned blocks with
// each new one, until all is as it should be.
func (s *Store) prune(batch *step, r record, bytes int) (gone span, err error) {
	if !s.prunes() {
		return gone, nil
	}
	n := r.block.NumberU64()
	txs := make([]byte, 0, common.HashLength*len(r.block.Transactions()))
	for _, tx := range r.block.Transactions() {
		hash := tx.Hash()
		txs = append(txs, hash[:]...)
	}
	if err := batch.Put(numberKey(prefixTxs, n), txs); err != nil {
		return gone, err
	}
	if gone.from, err = s.oldest(); err != nil {
		return gone, err
	}
	gone.to = min(s.limit(n, bytes), gone.from+maxPruned)
	if gone.to <= gone.from {
		return span{}, nil
	}
	for old := gone.from; old < gone.to; old++ {
		if err := s.pruneBlock(batch, old); err != nil {
			return gone, fmt.Errorf("prune block %d: %w", old, err)
		}
	}
	return gone, batch.Put([]byte(keyOldest), numberKey("", gone.to))
}

// weights is what blocks hold in a store in memory, in bytes, from the oldest that has a body.
type weights struct {
	most   int // bytes that may stay in all
	oldest uint64
	blocks []int
	sum    int
}

// first is the oldest block that may stay when block n comes: with those after it, it is
// within the bound, or among the newest DefaultHistory.
func (w *weights) first(n uint64, bytes int) uint64 {
	sum, first := w.sum+bytes, w.oldest
	for _, b := range w.blocks {
		if sum <= w.most || first+DefaultHistory > n {
			break
		}
		sum -= b
		first++
	}
	return first
}

// add takes note of the next block, which was stored, and of those that went for it.
func (w *weights) add(bytes int, gone span) {
	for ; w.oldest < gone.to && len(w.blocks) > 0; w.oldest++ {
		w.sum -= w.blocks[0]
		w.blocks = w.blocks[1:]
	}
	w.blocks, w.sum = append(w.blocks, bytes), w.sum+bytes
}

// rewind forgets the blocks after n.
func (w *weights) rewind(n uint64) {
	for len(w.blocks) > 0 && w.oldest+uint64(len(w.blocks)) > n+1 {
		w.sum -= w.blocks[len(w.blocks)-1]
		w.blocks = w.blocks[:len(w.blocks)-1]
	}
	w.oldest = min(w.oldest, n+1) // back at genesis, all that had a body may be gone
}

// oldest is the first block after genesis that still has its body.
func (s *Store) oldest() (uint64, error) {
	enc, err := s.get([]byte(keyOldest))
	if err != nil || enc == nil {
		return 1, err
	}
	if len(enc) != 8 {
		return 0, fmt.Errorf("%w: pointer to the oldest block has %d bytes, want 8", ErrCorrupt, len(enc))
	}
	oldest := binary.BigEndian.Uint64(enc)
	if oldest == 0 {
		return 0, fmt.Errorf("%w: pointer to the oldest block is at block 0, which is never pruned", ErrCorrupt)
	}
	return oldest, nil
}

// checkOldest makes sure that the head itself was not pruned. From a pointer beyond it
// nothing would be pruned for as long as the chain has not come there.
func (s *Store) checkOldest(head uint64) error {
	oldest, err := s.oldest()
	if err == nil && oldest > max(head, 1) {
		err = fmt.Errorf("%w: pointer to the oldest block is at block %d, the head at block %d", ErrCorrupt, oldest, head)
	}
	return err
}

func (s *Store) pruneBlock(batch *step, n uint64) error {
	txs, err := s.txHashes(n)
	if err != nil {
		return err
	}
	errs := []error{
		batch.Delete(numberKey(prefixBody, n)),
		batch.Delete(numberKey(prefixReceipts, n)),
		batch.Delete(numberKey(prefixTxs, n)),
		batch.Delete(numberKey(prefixUndo, n+1)), // it leads back to this block's state
	}
	for _, hash := range txs {
		errs = append(errs, batch.lose(hash))
	}
	return errors.Join(errs...)
}

// txHashes lists a block's transactions, also of one that was stored before pruning began.
func (s *Store) txHashes(n uint64) (hashes []common.Hash, err error) {
	list, err := s.get(numberKey(prefixTxs, n))
	if err != nil {
		return nil, err
	}
	if list != nil {
		if len(list)%common.HashLength != 0 {
			return nil, fmt.Errorf("%w: transaction hashes of block %d have %d bytes, want a multiple of 32", ErrCorrupt, n, len(list))
		}
		for ; len(list) > 0; list = list[common.HashLength:] {
			hashes = append(hashes, common.BytesToHash(list[:common.HashLength]))
		}
		return hashes, nil
	}
	body, err := s.body(n)
	if err != nil || body == nil {
		return nil, err
	}
	for _, tx := range body.Transactions {
		hashes = append(hashes, tx.Hash())
	}
	return hashes, nil
}
