package executor

import (
	"bytes"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// difference is what a block did to the state.
type difference struct {
	before, after *world.Snapshot
	changes       *world.Changes
}

var _ world.Codes = (*Store)(nil)

// Code implements world.Codes. Code that can't be read, or is not what the hash says, is
// unknown, and a StateDB that asks for it reports an error: no block is built on it. The
// state root says nothing of code, so this is the only check of what lies on disk.
func (s *Store) Code(hash common.Hash) []byte {
	if code, ok := s.codes.Get(hash); ok {
		return code
	}
	code, err := s.get(hashKey(prefixCode, hash))
	if err != nil || len(code) == 0 || crypto.Keccak256Hash(code) != hash {
		return nil
	}
	s.codes.Add(hash, code)
	return code
}

// putState writes code, names and, if the store is durable, changed accounts and slots and what
// they were.
func (s *Store) putState(batch ethdb.KeyValueWriter, number uint64, d difference) error {
	var errs []error
	for hash, code := range d.changes.Codes() {
		errs = append(errs, batch.Put(hashKey(prefixCode, hash), code))
	}
	for hash, name := range d.changes.Names() {
		errs = append(errs, batch.Put(hashKey(prefixName, hash), name))
	}
	if !s.durable {
		return errors.Join(errs...)
	}
	errs = append(errs, putDelta(batch, d.changes.Forward(d.after)))
	if number == 0 {
		return errors.Join(errs...) // nothing is before it
	}
	back, err := rlp.EncodeToBytes(d.changes.Back(d.before))
	if err != nil {
		return fmt.Errorf("encode what block %d changed: %w", number, err)
	}
	errs = append(errs, batch.Put(numberKey(prefixUndo, number), back))
	return errors.Join(errs...)
}

// putDelta moves the flat state to the other end of a difference.
func putDelta(batch ethdb.KeyValueWriter, d *world.Delta) error {
	var errs []error
	for _, a := range d.Accounts {
		errs = append(errs, putOrDelete(batch, hashKey(prefixAccount, a.Hash), a.Encoded))
	}
	for _, v := range d.Slots {
		errs = append(errs, putOrDelete(batch, append(hashKey(prefixSlot, v.Account), v.Key[:]...), v.Value))
	}
	return errors.Join(errs...)
}

func putOrDelete(batch ethdb.KeyValueWriter, key, value []byte) error {
	if len(value) == 0 {
		return batch.Delete(key)
	}
	return batch.Put(key, value)
}

// undo returns what a block's changes were before it, nil if that is not stored.
func (s *Store) undo(n uint64) (*world.Delta, error) {
	return decodeStored[world.Delta](s, prefixUndo, n, "changes")
}

// loadState reads the head's state.
func (s *Store) loadState() (*world.Snapshot, error) {
	var all world.Delta
	err := s.each(prefixSlot, 2*common.HashLength, func(key, value []byte) {
		all.Slots = append(all.Slots, world.SlotValue{
			Account: common.BytesToHash(key[:common.HashLength]), Key: common.BytesToHash(key[common.HashLength:]), Value: value,
		})
	})
	if err != nil {
		return nil, err
	}
	err = s.each(prefixAccount, common.HashLength, func(key, value []byte) {
		all.Accounts = append(all.Accounts, world.AccountValue{Hash: common.BytesToHash(key), Encoded: value})
	})
	if err != nil {
		return nil, err
	}
	state, err := world.Empty(s).Apply(&all)
	if err != nil {
		return nil, fmt.Errorf("%w: state: %w", ErrCorrupt, err)
	}
	return state, nil
}

// each visits the records under a prefix, whose keys must go on for size bytes.
func (s *Store) each(prefix string, size int, visit func(key, value []byte)) error {
	it := s.db.NewIterator([]byte(prefix), nil)
	defer it.Release()
	for it.Next() {
		key := it.Key()[len(prefix):]
		if len(key) != size {
			return fmt.Errorf("%w: key %x under %s has %d bytes, want %d", ErrCorrupt, key, prefix, len(key), size)
		}
		visit(key, bytes.Clone(it.Value()))
	}
	if err := it.Error(); err != nil {
		return fmt.Errorf("read state: %w", err)
	}
	return nil
}
