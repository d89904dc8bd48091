package index

import (
	"encoding/binary"
	"fmt"

	"github.com/hashicorp/go-memdb"

	"github.com/catenary-bridge/catenary/messages"
)

// The tables. What never changes has many indexes and is written once; what changes
// with every stage has few.
const (
	factsTable    = "facts"
	progressTable = "progress"
)

// row is a message's progress in the view.
type row struct {
	seq      uint64
	revision uint64
	lane     messages.LaneID
	nonce    uint64
	Progress
}

// indexer makes keys by a function. Arguments of a search are keys as they are.
type indexer[T any] func(*T) []byte

// FromObject returns the key of a row.
func (key indexer[T]) FromObject(raw any) (bool, []byte, error) {
	object, ok := raw.(*T)
	if !ok {
		return false, nil, fmt.Errorf("%T is of another table", raw)
	}
	return true, key(object), nil
}

// FromArgs returns the key that is searched for.
func (indexer[T]) FromArgs(args ...any) ([]byte, error) {
	if len(args) == 1 {
		if key, ok := args[0].([]byte); ok {
			return key, nil
		}
	}
	return nil, fmt.Errorf("%v is no key", args)
}

// schemaKeys are the keys of the facts.
var schemaKeys = map[string]indexer[Facts]{
	"id":        func(f *Facts) []byte { return f.ID[:] },
	"lane":      func(f *Facts) []byte { return numbered(f.Lane[:], f.Nonce) },
	"seq":       func(f *Facts) []byte { return numbered(nil, f.Seq) },
	"sender":    func(f *Facts) []byte { return numbered(f.Sender[:], f.Seq) },
	"recipient": func(f *Facts) []byte { return numbered(f.Recipient[:], f.Seq) },
	"sourceTx":  func(f *Facts) []byte { return numbered(f.SourceTx[:], f.Seq) },
}

func schema() *memdb.DBSchema {
	return &memdb.DBSchema{Tables: map[string]*memdb.TableSchema{
		factsTable: table(factsTable, schemaKeys),
		progressTable: table(progressTable, map[string]indexer[row]{
			"id":       func(r *row) []byte { return numbered(r.lane[:], r.nonce) },
			"revision": func(r *row) []byte { return numbered(nil, r.revision) },
			"stage":    func(r *row) []byte { return numbered([]byte{order[r.Stage]}, r.seq) },
		}),
	}}
}

func table[T any](name string, indexes map[string]indexer[T]) *memdb.TableSchema {
	schema := &memdb.TableSchema{Name: name, Indexes: map[string]*memdb.IndexSchema{}}
	for index, key := range indexes {
		schema.Indexes[index] = &memdb.IndexSchema{Name: index, Unique: true, Indexer: key}
	}
	return schema
}

// numbered is a prefix with a number behind it that sorts as numbers do.
func numbered(prefix []byte, number uint64) []byte {
	return binary.BigEndian.AppendUint64(append(make([]byte, 0, len(prefix)+8), prefix...), number)
}
