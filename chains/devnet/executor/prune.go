package executor

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethdb"
)

// pruned says which block loses its body when block n is stored. Block 0 is kept.
func (s *Store) pruned(n uint64) (old uint64, ok bool) {
	if s.keep == 0 || n <= s.keep {
		return 0, false
	}
	return n - s.keep, true
}

// prune deletes, in the batch that adds a block, what is kept of recent ones only: the
// body of one that became too old, its receipts, the places of its transactions and what
// leads to its state. A store that was not pruned before loses up to maxPruned blocks with
// each new one, until all is as it should be.
func (s *Store) prune(batch ethdb.KeyValueWriter, r record) error {
	if s.keep == 0 {
		return nil
	}
	n := r.block.NumberU64()
	txs := make([]byte, 0, common.HashLength*len(r.block.Transactions()))
	for _, tx := range r.block.Transactions() {
		hash := tx.Hash()
		txs = append(txs, hash[:]...)
	}
	if err := batch.Put(numberKey(prefixTxs, n), txs); err != nil {
		return err
	}
	last, ok := s.pruned(n)
	if !ok {
		return nil
	}
	next, err := s.oldest()
	if err != nil {
		return err
	}
	last = min(last, next+maxPruned-1)
	for ; next <= last; next++ {
		if err := s.pruneBlock(batch, next); err != nil {
			return fmt.Errorf("prune block %d: %w", next, err)
		}
	}
	return batch.Put([]byte(keyOldest), numberKey("", next))
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

func (s *Store) pruneBlock(batch ethdb.KeyValueWriter, n uint64) error {
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
		errs = append(errs, batch.Delete(hashKey(prefixTx, hash)))
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
