package executor

import (
	"encoding/binary"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"
)

// The readers below return a zero value and no error for what is absent.

func (s *Store) head() (n uint64, ok bool, err error) {
	enc, err := s.get([]byte(keyHead))
	if err != nil || enc == nil {
		return 0, false, err
	}
	if len(enc) != 8 {
		return 0, false, fmt.Errorf("%w: head pointer has %d bytes, want 8", ErrCorrupt, len(enc))
	}
	return binary.BigEndian.Uint64(enc), true, nil
}

// checkEmpty makes sure that a store without a head pointer has nothing else. A chain that
// began over what another left would mix its accounts with the other's.
func (s *Store) checkEmpty() error {
	it := s.db.NewIterator(nil, nil)
	defer it.Release()
	if it.Next() {
		return fmt.Errorf("%w: there is no head pointer, but a record under %x", ErrCorrupt, it.Key())
	}
	if err := it.Error(); err != nil {
		return fmt.Errorf("read store: %w", err)
	}
	return nil
}

func (s *Store) hash(n uint64) (common.Hash, bool, error) {
	enc, err := s.get(numberKey(prefixHash, n))
	if err != nil || enc == nil {
		return common.Hash{}, false, err
	}
	if len(enc) != common.HashLength {
		return common.Hash{}, false, fmt.Errorf("%w: hash of block %d has %d bytes, want 32", ErrCorrupt, n, len(enc))
	}
	return common.BytesToHash(enc), true, nil
}

func (s *Store) number(hash common.Hash) (uint64, bool, error) {
	enc, err := s.get(hashKey(prefixNumber, hash))
	if err != nil || enc == nil {
		return 0, false, err
	}
	if len(enc) != 8 {
		return 0, false, fmt.Errorf("%w: number of block %s has %d bytes, want 8", ErrCorrupt, hash, len(enc))
	}
	return binary.BigEndian.Uint64(enc), true, nil
}

func (s *Store) header(n uint64) (*types.Header, error) {
	return decodeStored[types.Header](s, prefixHeader, n, "header")
}

func (s *Store) body(n uint64) (*types.Body, error) {
	return decodeStored[types.Body](s, prefixBody, n, "body")
}

func (s *Store) receipts(n uint64) (types.Receipts, error) {
	stored, err := decodeStored[[]*types.ReceiptForStorage](s, prefixReceipts, n, "receipts")
	if err != nil || stored == nil {
		return nil, err
	}
	receipts := make(types.Receipts, len(*stored))
	for i, r := range *stored {
		receipts[i] = (*types.Receipt)(r)
	}
	return receipts, nil
}

func decodeStored[T any](s *Store, prefix string, n uint64, what string) (*T, error) {
	enc, err := s.get(numberKey(prefix, n))
	if err != nil || enc == nil {
		return nil, err
	}
	v := new(T)
	if err := rlp.DecodeBytes(enc, v); err != nil {
		return nil, fmt.Errorf("%w: %s of block %d: %w", ErrCorrupt, what, n, err)
	}
	return v, nil
}
