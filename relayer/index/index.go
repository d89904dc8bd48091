// Package index says where each message stands.
//
// It is a view, in memory, for people and for the API: whatever it holds can be
// read again from the chains, and no decision of the relayer rests on it.
package index

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/hashicorp/go-memdb"

	"github.com/catenary-bridge/catenary/messages"
)

// Stage is how far a message has come.
type Stage string

// The stages, in their order. Delivered and Failed are both executed and final;
// a failed message may be retried on the target by anybody.
const (
	Verified  Stage = "verified"  // proven under a final header
	Requested Stage = "requested" // its checkpoint awaits approval
	Approved  Stage = "approved"  // the threshold has signed
	Submitted Stage = "submitted" // its delivery is broadcast
	Delivered Stage = "delivered" // its handler ran
	Failed    Stage = "failed"    // its recipient failed
)

var order = map[Stage]int{Verified: 1, Requested: 2, Approved: 3, Submitted: 4, Delivered: 5, Failed: 5}

// MaxEntries bounds what a view may be asked to hold. An entry takes about 1 KiB
// beside its payload, which is not kept.
const MaxEntries = 5_000_000

// ErrCapacity is returned by New.
var ErrCapacity = errors.New("index capacity")

// Entry is what is known of one message. Entries are never changed, only replaced.
type Entry struct {
	ID          string    `json:"id"`
	Lane        string    `json:"lane"` // lane id
	Nonce       uint64    `json:"nonce"`
	SourceChain uint64    `json:"sourceChain"`
	TargetChain uint64    `json:"targetChain"`
	Sender      string    `json:"sender"`
	Recipient   string    `json:"recipient"`
	GasLimit    uint64    `json:"gasLimit"`
	PayloadSize int       `json:"payloadSize"` // bytes
	Stage       Stage     `json:"stage"`
	Reason      string    `json:"reason,omitempty"`  // why it stays here, or why its recipient failed
	SourceBlock uint64    `json:"sourceBlock"`       // hearsay of an endpoint
	SourceTx    string    `json:"sourceTx"`          // hearsay of an endpoint
	TargetTx    string    `json:"targetTx,omitzero"` // of the delivery
	TargetBlock uint64    `json:"targetBlock,omitzero"`
	SentAt      time.Time `json:"sentAt"` // source block time
	VerifiedAt  time.Time `json:"verifiedAt"`
	ApprovedAt  time.Time `json:"approvedAt,omitzero"`
	SubmittedAt time.Time `json:"submittedAt,omitzero"`
	ExecutedAt  time.Time `json:"executedAt,omitzero"`
}

// Index is safe for concurrent use.
type Index struct {
	db       *memdb.MemDB
	capacity int

	mu    sync.Mutex // orders writers, guards what follows
	queue []string   // ids in the order of their arrival, the next to be forgotten first
	count map[string]map[Stage]int
}

const table = "message"

func schema() *memdb.DBSchema {
	return &memdb.DBSchema{Tables: map[string]*memdb.TableSchema{
		table: {Name: table, Indexes: map[string]*memdb.IndexSchema{
			"id": {Name: "id", Unique: true, Indexer: &memdb.StringFieldIndex{Field: "ID"}},
			"lane": {Name: "lane", Unique: true, Indexer: &memdb.CompoundIndex{Indexes: []memdb.Indexer{
				&memdb.StringFieldIndex{Field: "Lane"}, &memdb.UintFieldIndex{Field: "Nonce"}}}},
			"stage": {Name: "stage", Indexer: &memdb.StringFieldIndex{Field: "Stage"}},
		}},
	}}
}

// New returns an empty view that holds at most capacity messages; beyond that the
// oldest executed ones are forgotten.
func New(capacity int) (*Index, error) {
	if capacity < 1 || capacity > MaxEntries {
		return nil, fmt.Errorf("%w: %d messages, want 1 to %d", ErrCapacity, capacity, MaxEntries)
	}
	db, err := memdb.NewMemDB(schema())
	if err != nil {
		return nil, fmt.Errorf("open the message view: %w", err)
	}
	return &Index{db: db, capacity: capacity, count: map[string]map[Stage]int{}}, nil
}

// Add enters messages that have been verified. One that is known already keeps its
// stage: after a restart of a lane the same messages are verified again.
func (x *Index) Add(entries []Entry) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	txn := x.db.Txn(true)
	defer txn.Abort()
	var added []*Entry
	for i := range entries {
		known, err := txn.First(table, "id", entries[i].ID)
		if err != nil {
			return fmt.Errorf("look up message %s: %w", entries[i].ID, err)
		}
		if known != nil {
			continue
		}
		entry := entries[i]
		if err := txn.Insert(table, &entry); err != nil {
			return fmt.Errorf("enter message %s: %w", entry.ID, err)
		}
		added = append(added, &entry)
	}
	for _, entry := range added {
		x.queue = append(x.queue, entry.ID)
		x.tally(entry.Lane, entry.Stage, 1)
	}
	if err := x.forget(txn); err != nil {
		return err
	}
	txn.Commit()
	return nil
}

// forget drops the oldest executed messages above the capacity. It stops at the
// first that is not executed yet: pending messages are never dropped, and they are
// bounded by the lane's own queue.
func (x *Index) forget(txn *memdb.Txn) error {
	for len(x.queue) > x.capacity {
		raw, err := txn.First(table, "id", x.queue[0])
		if err != nil {
			return fmt.Errorf("look up message %s: %w", x.queue[0], err)
		}
		if entry, ok := raw.(*Entry); ok {
			if !entry.Stage.Executed() {
				return nil
			}
			if err := txn.Delete(table, entry); err != nil {
				return fmt.Errorf("forget message %s: %w", entry.ID, err)
			}
		}
		x.queue = x.queue[1:]
	}
	return nil
}

// Update replaces what is known of the messages of one lane from nonce first to
// last. Nonces that the view does not hold are passed over.
func (x *Index) Update(lane messages.LaneID, first, last uint64, change func(*Entry)) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	txn := x.db.Txn(true)
	defer txn.Abort()
	for nonce := first; nonce <= last; nonce++ {
		raw, err := txn.First(table, "lane", lane.String(), nonce)
		if err != nil {
			return fmt.Errorf("look up nonce %d of lane %s: %w", nonce, lane, err)
		}
		old, ok := raw.(*Entry)
		if !ok {
			continue
		}
		if err := x.replace(txn, old, change); err != nil {
			return err
		}
	}
	txn.Commit()
	return nil
}

// Pass replaces what is known of a lane's messages up to a nonce that are not
// executed yet. It costs as much as there are of these in the view, whatever the
// nonce.
func (x *Index) Pass(lane messages.LaneID, upTo uint64, change func(*Entry)) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	txn := x.db.Txn(true)
	defer txn.Abort()
	var waiting []*Entry
	for stage := range order {
		if stage.Executed() {
			continue
		}
		iterator, err := txn.Get(table, "stage", string(stage))
		if err != nil {
			return fmt.Errorf("look up messages that are %s: %w", stage, err)
		}
		for raw := iterator.Next(); raw != nil; raw = iterator.Next() {
			if entry := raw.(*Entry); entry.Lane == lane.String() && entry.Nonce <= upTo {
				waiting = append(waiting, entry)
			}
		}
	}
	for _, old := range waiting {
		if err := x.replace(txn, old, change); err != nil {
			return err
		}
	}
	txn.Commit()
	return nil
}

// replace enters the changed copy of an entry.
func (x *Index) replace(txn *memdb.Txn, old *Entry, change func(*Entry)) error {
	entry := *old
	change(&entry)
	if entry == *old {
		return nil
	}
	if err := txn.Insert(table, &entry); err != nil {
		return fmt.Errorf("update message %s: %w", entry.ID, err)
	}
	x.tally(old.Lane, old.Stage, -1)
	x.tally(entry.Lane, entry.Stage, 1)
	return nil
}

func (x *Index) tally(lane string, stage Stage, by int) {
	if x.count[lane] == nil {
		x.count[lane] = map[Stage]int{}
	}
	x.count[lane][stage] += by
}

// Counts returns how many messages of a lane have reached each stage since this
// view was made, forgotten ones included.
func (x *Index) Counts(lane messages.LaneID) map[Stage]int {
	x.mu.Lock()
	defer x.mu.Unlock()
	counts := make(map[Stage]int, len(x.count[lane.String()]))
	for stage, n := range x.count[lane.String()] {
		if n != 0 {
			counts[stage] = n
		}
	}
	return counts
}

// NewEntry describes a message that has just been verified.
func NewEntry(m *messages.Message, id messages.ID, lane messages.LaneID, block uint64, tx common.Hash, now time.Time) Entry {
	return Entry{
		ID: id.String(), Lane: lane.String(), Nonce: m.Nonce, SourceChain: m.SourceChain, TargetChain: m.TargetChain,
		Sender: m.Sender.String(), Recipient: m.Recipient.String(), GasLimit: m.GasLimit, PayloadSize: len(m.Payload),
		Stage: Verified, SourceBlock: block, SourceTx: tx.String(),
		SentAt: time.Unix(int64(min(m.Timestamp, 1<<40)), 0).UTC(), VerifiedAt: now,
	}
}
