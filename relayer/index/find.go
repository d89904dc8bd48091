package index

import (
	"bytes"
	"fmt"

	"github.com/ethereum/go-ethereum/common"
	"github.com/hashicorp/go-memdb"

	"github.com/catenary-bridge/catenary/messages"
)

// Query selects messages. Zero fields select all.
type Query struct {
	Lane      messages.LaneID
	Nonce     uint64
	Stage     Stage
	Sender    messages.Account
	Recipient messages.Account
	SourceTx  common.Hash
	Before    uint64 // only those whose Seq is below; 0 for the newest on
	Limit     int    // at most
}

// Get returns one message.
func (x *Index) Get(id messages.ID) (Entry, bool) {
	txn := x.db.Txn(false)
	defer txn.Abort()
	raw, err := txn.First(factsTable, "id", id[:])
	facts, ok := raw.(*Facts)
	if err != nil || !ok {
		return Entry{}, false
	}
	entry, err := complete(txn, facts)
	return entry, err == nil
}

// Find returns the messages that a query selects, the newest in the view first. When
// there may be more, next is what Before has to be for them; else it is 0. A search
// that has looked at [MaxScan] messages ends there, with what it has found.
//
// Messages enter in front, so that whoever walks on with next sees each message that
// is there all the time once, whatever is entered, changed or forgotten meanwhile.
func (x *Index) Find(q Query) (found []Entry, next uint64, err error) {
	txn := x.db.Txn(false)
	defer txn.Abort()
	look, err := q.newestFirst(txn)
	if err != nil {
		return nil, 0, fmt.Errorf("search messages: %w", err)
	}
	for scanned := 0; ; scanned++ {
		facts, err := look()
		if facts == nil || err != nil {
			return found, 0, err
		}
		if len(found) == q.Limit || scanned == MaxScan {
			return found, facts.Seq + 1, nil
		}
		if !q.selects(facts) {
			continue
		}
		entry, err := complete(txn, facts)
		if err != nil {
			return nil, 0, err
		}
		if q.Stage == "" || entry.Stage == q.Stage {
			found = append(found, entry)
		}
	}
}

// Selects reports whether a query selects a message, wherever it stands in the view.
func (q *Query) Selects(e *Entry) bool {
	return q.selects(&e.Facts) && (q.Stage == "" || q.Stage == e.Stage)
}

func (q *Query) selects(f *Facts) bool {
	return (q.Lane == messages.LaneID{} || q.Lane == f.Lane) && (q.Nonce == 0 || q.Nonce == f.Nonce) &&
		(q.Sender == messages.Account{} || q.Sender == f.Sender) && (q.Recipient == messages.Account{} || q.Recipient == f.Recipient) &&
		(q.SourceTx == common.Hash{} || q.SourceTx == f.SourceTx)
}

// complete joins what never changes with what does.
func complete(txn *memdb.Txn, f *Facts) (Entry, error) {
	raw, err := txn.First(progressTable, "id", numbered(f.Lane[:], f.Nonce))
	r, ok := raw.(*row)
	if err != nil || !ok {
		return Entry{}, fmt.Errorf("progress of message %s is not there: %w", f.ID, err)
	}
	return Entry{*f, r.Progress, r.revision}, nil
}

// newestFirst returns what steps through the messages that a query may select, by
// the index that leaves out most.
func (q *Query) newestFirst(txn *memdb.Txn) (func() (*Facts, error), error) {
	switch {
	case q.SourceTx != common.Hash{}:
		return q.reverse(txn, "sourceTx", q.SourceTx[:])
	case q.Lane != messages.LaneID{} && q.Nonce != 0:
		return q.single(txn)
	case q.Sender != messages.Account{}:
		return q.reverse(txn, "sender", q.Sender[:])
	case q.Recipient != messages.Account{}:
		return q.reverse(txn, "recipient", q.Recipient[:])
	case q.Stage != "" && q.Stage != Delivered: // which most are
		return q.byStage(txn)
	}
	// Lanes are few: an index of theirs would take more than it saves.
	return q.reverse(txn, "seq", nil)
}

// last is the highest Seq that a query wants.
func (q *Query) last() uint64 { return q.Before - 1 } // 0 wraps around to the highest there is

func (q *Query) reverse(txn *memdb.Txn, index string, prefix []byte) (func() (*Facts, error), error) {
	iterator, err := txn.ReverseLowerBound(factsTable, index, numbered(prefix, q.last()))
	if err != nil {
		return nil, err
	}
	key := schemaKeys[index]
	return func() (*Facts, error) {
		facts, _ := iterator.Next().(*Facts)
		if facts == nil || !bytes.HasPrefix(key(facts), prefix) {
			return nil, nil
		}
		return facts, nil
	}, nil
}

func (q *Query) byStage(txn *memdb.Txn) (func() (*Facts, error), error) {
	iterator, err := txn.ReverseLowerBound(progressTable, "stage", numbered([]byte{order[q.Stage]}, q.last()))
	if err != nil {
		return nil, err
	}
	return func() (*Facts, error) {
		r, _ := iterator.Next().(*row)
		if r == nil || r.Stage != q.Stage {
			return nil, nil
		}
		raw, err := txn.First(factsTable, "seq", numbered(nil, r.seq))
		facts, _ := raw.(*Facts)
		return facts, err
	}, nil
}

func (q *Query) single(txn *memdb.Txn) (func() (*Facts, error), error) {
	raw, err := txn.First(factsTable, "lane", numbered(q.Lane[:], q.Nonce))
	facts, _ := raw.(*Facts)
	if facts != nil && facts.Seq > q.last() {
		facts = nil
	}
	return func() (f *Facts, err error) { f, facts = facts, nil; return f, nil }, err
}
