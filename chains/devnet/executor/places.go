package executor

import (
	"encoding/binary"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/ethdb"
)

// place is where a transaction stands: its block's number and its index there.
type place struct {
	number uint64
	index  uint32
}

// places finds the transactions of a chain in memory. There are millions of them: in a map
// without pointers each takes a third of what it does among the other records, and the
// garbage collector, which would else look at two objects for each whenever it runs, at none.
type places struct {
	mu sync.RWMutex
	of map[common.Hash]place
}

func newPlaces() *places { return &places{of: make(map[common.Hash]place)} }

func (p *places) get(tx common.Hash) (place, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	at, ok := p.of[tx]
	return at, ok
}

// place finds a transaction.
func (s *Store) place(tx common.Hash) (at place, ok bool, err error) {
	if s.places != nil {
		at, ok = s.places.get(tx)
		return at, ok, nil
	}
	enc, err := s.get(hashKey(prefixTx, tx))
	if err != nil || enc == nil {
		return place{}, false, err
	}
	if len(enc) != 12 {
		return place{}, false, fmt.Errorf("%w: place of transaction %s has %d bytes, want 12", ErrCorrupt, tx, len(enc))
	}
	return place{binary.BigEndian.Uint64(enc), binary.BigEndian.Uint32(enc[8:])}, true, nil
}

// step is what a block brings or takes back: a store has all of it, or nothing.
type step struct {
	ethdb.Batch
	places *places // nil if they are in the batch
	found  []placed
	lost   []common.Hash
}

type placed struct {
	tx common.Hash
	at place
}

func (s *Store) begin() *step { return &step{Batch: s.db.NewBatch(), places: s.places} }

// find has the transaction be found there.
func (b *step) find(tx common.Hash, at place) error {
	if b.places != nil {
		b.found = append(b.found, placed{tx, at})
		return nil
	}
	return b.Put(hashKey(prefixTx, tx), binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(nil, at.number), at.index))
}

// lose has the transaction not be found any more.
func (b *step) lose(tx common.Hash) error {
	if b.places != nil {
		b.lost = append(b.lost, tx)
		return nil
	}
	return b.Delete(hashKey(prefixTx, tx))
}

// Write implements ethdb.Batch.
func (b *step) Write() error {
	if err := b.Batch.Write(); err != nil || b.places == nil {
		return err
	}
	b.places.mu.Lock()
	defer b.places.mu.Unlock()
	for _, tx := range b.lost { // before, so that one that is lost in one block and found in another is found
		delete(b.places.of, tx)
	}
	for _, p := range b.found {
		b.places.of[p.tx] = p.at
	}
	return nil
}
