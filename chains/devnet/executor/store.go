package executor

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/rawdb"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/ethdb/pebble"
	"github.com/ethereum/go-ethereum/rlp"
)

// Store is where a chain keeps its blocks and states.
//
// The two kinds differ in what a state costs. A durable store writes every
// block's trie nodes and then, in one batch, the block with the new head
// pointer, followed by one fsync. Pebble's log is sequential, so when the head
// pointer has survived a crash everything written before it has too: a reopened
// chain stands at a block whose state is complete, and never behind one that was
// acknowledged. The alternative, writing states seldom and executing the blocks
// since then again after a crash, saves about half the disk and was rejected: it
// is code that runs only after a crash. The price is an archive node: before
// Pebble's compression 5 kB for an empty block (4 GB a day at ten blocks a second) and
// 130 kB for one with 200 transfers, every state readable.
//
// A memory store keeps blocks for the life of the process (1 kB for an empty one) but
// only recent states; trie nodes that no kept state uses are freed by reference counting.
type Store struct {
	db      ethdb.KeyValueStore
	durable bool
}

// NewMemoryStore returns an empty store that forgets everything with the process.
func NewMemoryStore() *Store { return &Store{db: memorydb.New()} }

// OpenStore opens or creates a durable store in a directory of its own. Pebble's
// lock refuses a second opener. The caller closes it through Chain.Close.
func OpenStore(dir string) (*Store, error) {
	db, err := pebble.New(dir, pebbleCacheMiB, pebbleHandles, "", false)
	if err != nil {
		return nil, fmt.Errorf("open chain database %s: %w", dir, err)
	}
	return &Store{db: db, durable: true}, nil
}

// Close releases the directory; only for a store that was never given to a Chain.
func (s *Store) Close() error { return s.db.Close() }

// Chain records and trie nodes live in one database under prefixes of their own:
// hash-keyed trie nodes are bare 32-byte keys and could otherwise collide.
const (
	statePrefix = "s/"

	prefixHeader   = "c/h" // + number: header RLP
	prefixBody     = "c/b" // + number: body RLP
	prefixReceipts = "c/r" // + number: list of storage receipts
	prefixHash     = "c/n" // + number: on-chain hash
	prefixNumber   = "c/H" // + on-chain hash: number
	prefixTx       = "c/t" // + transaction hash: number, index
	keyHead        = "c/head"
	keyMeta        = "c/meta"
)

func numberKey(prefix string, n uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte(prefix), n)
}

func hashKey(prefix string, h common.Hash) []byte { return append([]byte(prefix), h[:]...) }

// stateDB is the part of the database that go-ethereum's trie and code stores use.
func (s *Store) stateDB() ethdb.Database {
	return rawdb.NewTable(rawdb.NewDatabase(s.db), statePrefix)
}

// get returns nil for an absent key.
func (s *Store) get(key []byte) ([]byte, error) {
	ok, err := s.db.Has(key)
	if err != nil || !ok {
		return nil, err
	}
	return s.db.Get(key)
}

// record is one committed block as it is stored.
type record struct {
	hash     common.Hash
	block    *types.Block
	receipts types.Receipts
}

// append writes a block, its indexes and the head pointer in one batch and, in a
// durable store, returns after it is on disk.
func (s *Store) append(r record, meta []byte) error {
	batch := s.db.NewBatch()
	if err := putRecord(batch, r); err != nil {
		return err
	}
	if meta != nil {
		if err := batch.Put([]byte(keyMeta), meta); err != nil {
			return err
		}
	}
	if err := batch.Write(); err != nil {
		return fmt.Errorf("write block %d: %w", r.block.NumberU64(), err)
	}
	if !s.durable {
		return nil
	}
	if err := s.db.SyncKeyValue(); err != nil {
		return fmt.Errorf("sync block %d: %w", r.block.NumberU64(), err)
	}
	return nil
}

func putRecord(batch ethdb.KeyValueWriter, r record) error {
	n := r.block.NumberU64()
	header, err := rlp.EncodeToBytes(r.block.Header())
	if err != nil {
		return fmt.Errorf("encode header %d: %w", n, err)
	}
	body, err := rlp.EncodeToBytes(r.block.Body())
	if err != nil {
		return fmt.Errorf("encode body %d: %w", n, err)
	}
	stored := make([]*types.ReceiptForStorage, len(r.receipts))
	for i, receipt := range r.receipts {
		stored[i] = (*types.ReceiptForStorage)(receipt)
	}
	receipts, err := rlp.EncodeToBytes(stored)
	if err != nil {
		return fmt.Errorf("encode receipts %d: %w", n, err)
	}
	number := binary.BigEndian.AppendUint64(nil, n)
	errs := []error{
		batch.Put(numberKey(prefixHeader, n), header),
		batch.Put(numberKey(prefixBody, n), body),
		batch.Put(numberKey(prefixReceipts, n), receipts),
		batch.Put(numberKey(prefixHash, n), r.hash[:]),
		batch.Put(hashKey(prefixNumber, r.hash), number),
	}
	for i, tx := range r.block.Transactions() {
		place := binary.BigEndian.AppendUint32(append([]byte(nil), number...), uint32(i))
		errs = append(errs, batch.Put(hashKey(prefixTx, tx.Hash()), place))
	}
	errs = append(errs, batch.Put([]byte(keyHead), number))
	return errors.Join(errs...)
}
