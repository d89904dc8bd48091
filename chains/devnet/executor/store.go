package executor

import (
	"encoding/binary"
	"errors"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/ethdb"
	"github.com/ethereum/go-ethereum/ethdb/memorydb"
	"github.com/ethereum/go-ethereum/ethdb/pebble"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/chains/devnet/blockcode"
)

// Store is where a chain keeps its blocks and, if it is durable, its states.
//
// A durable store writes each block in one batch: body, receipts, indexes, head pointer,
// the accounts and slots that the block leaves changed, and what these were before. One
// fsync follows. So a reopened chain stands at a block whose state is complete, and never
// behind one that was acknowledged. The state lies flat, by hash of address and key,
// without trie nodes: these are computed from it when a chain is opened, in a time that
// grows with the accounts, which also proves it whole: the root has to be the header's.
// Older states come from undoing what the blocks since did.
//
// The alternative, trie nodes by their hashes as go-ethereum's hash scheme has them, was
// used before. It wrote each node on the path of each change, for every block.
type Store struct {
	db      ethdb.KeyValueStore
	durable bool
	keep    uint64  // newest blocks whose bodies are kept; 0 for all, or what maxStoredBytes allows in memory
	weights weights // of blocks, in memory
	places  *places // of transactions, in memory; nil if durable
	codes   *lru.SizeConstrainedCache[common.Hash, []byte]
}

// NewMemoryStore returns an empty store that forgets everything with the process.
func NewMemoryStore() *Store { return newStore(memorydb.New(), false) }

func newStore(db ethdb.KeyValueStore, durable bool) *Store {
	s := &Store{db: db, durable: durable, weights: weights{most: maxStoredBytes}, codes: lru.NewSizeConstrainedCache[common.Hash, []byte](cachedCodeBytes)}
	if !durable {
		s.places = newPlaces()
	}
	return s
}

// OpenStore opens or creates a durable store in a directory of its own. Pebble's
// lock refuses a second opener. The caller closes it through Chain.Close.
func OpenStore(dir string) (*Store, error) {
	db, err := pebble.New(dir, pebbleCacheMiB, pebbleHandles, "", false)
	if err != nil {
		return nil, fmt.Errorf("open chain database %s: %w", dir, err)
	}
	return newStore(db, true), nil
}

// Close releases the directory; only for a store that was never given to a Chain.
func (s *Store) Close() error { return s.db.Close() }

const (
	prefixAccount = "f/a" // + hash of address: RLP of the head's account
	prefixSlot    = "f/s" // + hash of address, hash of key: value without leading zeros
	prefixCode    = "f/c" // + hash: contract code
	prefixName    = "f/n" // + hash: address or key, on a developer's chain

	prefixHeader   = "c/h"      // + number: header RLP
	prefixBody     = "c/b"      // + number: body RLP
	prefixReceipts = "c/r"      // + number: list of storage receipts
	prefixHash     = "c/n"      // + number: on-chain hash
	prefixNumber   = "c/H"      // + on-chain hash: number
	prefixTx       = "c/t"      // + transaction hash: number, index; in memory see places
	prefixTxs      = "c/i"      // + number: transaction hashes, where blocks are pruned
	prefixUndo     = "c/u"      // + number: RLP of what the block's accounts and slots were before it
	keyOldest      = "c/oldest" // number of the first block that is not pruned
	keyHead        = "c/head"
	keyMeta        = "c/meta"
)

func numberKey(prefix string, n uint64) []byte {
	return binary.BigEndian.AppendUint64([]byte(prefix), n)
}

func hashKey(prefix string, h common.Hash) []byte { return append([]byte(prefix), h[:]...) }

// get returns nil for an absent key. Databases have an error of their own for one; asking
// first whether it is there would mistake what is pruned in between for a failure.
func (s *Store) get(key []byte) ([]byte, error) {
	value, err := s.db.Get(key)
	if err == nil {
		return value, nil
	}
	if ok, failed := s.db.Has(key); failed != nil || ok {
		return nil, err
	}
	return nil, nil
}

// record is one committed block as it is stored.
type record struct {
	hash     common.Hash
	block    *types.Block
	encoded  [][]byte // its transactions, where execution left them; it has no uncles and no withdrawals then
	receipts types.Receipts
}

// body is the RLP of the block's body.
func (r *record) body() ([]byte, error) {
	if r.encoded != nil {
		return blockcode.Body(r.encoded), nil
	}
	return rlp.EncodeToBytes(r.block.Body())
}

// append writes a block, its indexes and the head pointer in one batch and, in a
// durable store, returns after it is on disk. It tells which blocks went for it.
func (s *Store) append(r record, d difference, meta []byte) (gone span, err error) {
	n, batch := r.block.NumberU64(), s.begin()
	bytes, err := putRecord(batch, r)
	if err != nil {
		return gone, err
	}
	if err := s.putState(batch, n, d); err != nil {
		return gone, err
	}
	if gone, err = s.prune(batch, r, bytes); err != nil {
		return gone, err
	}
	if meta != nil {
		if err := batch.Put([]byte(keyMeta), meta); err != nil {
			return gone, err
		}
	}
	if err := batch.Write(); err != nil {
		return gone, fmt.Errorf("write block %d: %w", n, err)
	}
	if !s.durable {
		s.weights.add(bytes, gone)
		return gone, nil
	}
	if err := s.db.SyncKeyValue(); err != nil {
		return gone, fmt.Errorf("sync block %d: %w", n, err)
	}
	return gone, nil
}

// putRecord returns about how many bytes of memory what it puts takes.
func putRecord(batch *step, r record) (bytes int, err error) {
	n := r.block.NumberU64()
	header, err := rlp.EncodeToBytes(r.block.Header())
	if err != nil {
		return 0, fmt.Errorf("encode header %d: %w", n, err)
	}
	body, err := r.body()
	if err != nil {
		return 0, fmt.Errorf("encode body %d: %w", n, err)
	}
	stored := make([]*types.ReceiptForStorage, len(r.receipts))
	for i, receipt := range r.receipts {
		stored[i] = (*types.ReceiptForStorage)(receipt)
	}
	receipts, err := rlp.EncodeToBytes(stored)
	if err != nil {
		return 0, fmt.Errorf("encode receipts %d: %w", n, err)
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
		errs = append(errs, batch.find(tx.Hash(), place{n, uint32(i)}))
	}
	errs = append(errs, batch.Put([]byte(keyHead), number))
	return len(body) + len(receipts) + storedTxBytes*len(r.receipts), errors.Join(errs...)
}
