package index

import (
	"fmt"

	"github.com/hashicorp/go-memdb"

	"github.com/catenary-bridge/catenary/messages"
)

// Get returns one message.
func (x *Index) Get(id messages.ID) (Entry, bool) {
	txn := x.db.Txn(false)
	defer txn.Abort()
	raw, err := txn.First(table, "id", id.String())
	if err != nil || raw == nil {
		return Entry{}, false
	}
	return *raw.(*Entry), true
}

// Query selects messages. Zero fields select all.
type Query struct {
	Lane   string // lane id
	Stage  Stage
	Sender string
	After  uint64 // with Lane: nonces above this
	Limit  int    // at most
}

// Executed reports whether the message has reached its end on the target.
func (s Stage) Executed() bool { return order[s] >= order[Delivered] }

// Valid reports whether the stage is one that exists.
func (s Stage) Valid() bool { return order[s] != 0 }

// Find returns the messages that a query selects: of one lane in order of nonce,
// otherwise in the order of their ids, which is none.
func (x *Index) Find(q Query) ([]Entry, error) {
	txn := x.db.Txn(false)
	defer txn.Abort()
	iterator, err := x.iterate(txn, q)
	if err != nil {
		return nil, fmt.Errorf("search messages: %w", err)
	}
	var found []Entry
	for raw := iterator.Next(); raw != nil && len(found) < q.Limit; raw = iterator.Next() {
		entry := raw.(*Entry)
		if q.Lane != "" && entry.Lane != q.Lane {
			break // the lower bound runs on into the next lane
		}
		if (q.Stage == "" || entry.Stage == q.Stage) && (q.Sender == "" || entry.Sender == q.Sender) {
			found = append(found, *entry)
		}
	}
	return found, nil
}

func (x *Index) iterate(txn *memdb.Txn, q Query) (memdb.ResultIterator, error) {
	switch {
	case q.Lane != "":
		return txn.LowerBound(table, "lane", q.Lane, q.After+1)
	case q.Stage != "":
		return txn.Get(table, "stage", string(q.Stage))
	default:
		return txn.Get(table, "id")
	}
}
