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

	"github.com/hashicorp/go-memdb"

	"github.com/catenary-bridge/catenary/messages"
)

// ErrCapacity is returned by New.
var ErrCapacity = errors.New("index capacity")

// Index is safe for concurrent use.
type Index struct {
	db       *memdb.MemDB
	capacity int
	pending  int // maxPending but in tests

	mu    sync.Mutex // orders writers, guards what follows
	at    numbers
	count map[messages.LaneID]map[Stage]int
}

// numbers is where a view stands.
type numbers struct {
	held      int    // messages
	seq       uint64 // of the newest message
	revision  uint64 // of the newest change
	forgotten uint64 // newest revision of a message that is not in the view any more

	// What lies between is of an earlier run and was not kept.
	restored uint64 // newest revision of what was restored
	first    uint64 // revisions of this run are above
}

// New returns an empty view that holds at most capacity messages; beyond that the
// oldest executed ones are forgotten. Its numbers count on from the clock, so that
// they are above those of every earlier run, even of one whose history is lost:
// whoever knows that run is told so, and never taken for one who knows this.
func New(capacity int, now time.Time) (*Index, error) {
	if capacity < 1 || capacity > MaxEntries {
		return nil, fmt.Errorf("%w: %d messages, want 1 to %d", ErrCapacity, capacity, MaxEntries)
	}
	db, err := memdb.NewMemDB(schema())
	if err != nil {
		return nil, fmt.Errorf("open the message view: %w", err)
	}
	first := uint64(max(0, now.UnixMilli())) << changesPerMilli
	return &Index{db: db, capacity: capacity, pending: maxPending, count: map[messages.LaneID]map[Stage]int{},
		at: numbers{seq: first, revision: first, forgotten: first, restored: first, first: first}}, nil
}

// write is a change of the view that takes place as a whole or not at all. What it
// reads is what was there before: a transaction that is read between its writes
// copies the same nodes of its trees again and again.
type write struct {
	txn    *memdb.Txn
	before *memdb.Txn
	numbers
	moved map[tally]int
}

type tally struct {
	lane  messages.LaneID
	stage Stage
}

func (x *Index) write(change func(*write) error) error {
	x.mu.Lock()
	defer x.mu.Unlock()
	w := &write{x.db.Txn(true), x.db.Txn(false), x.at, map[tally]int{}}
	defer w.txn.Abort()
	if err := change(w); err != nil {
		return err
	}
	w.txn.Commit()
	x.at = w.numbers
	for t, n := range w.moved {
		if x.count[t.lane] == nil {
			x.count[t.lane] = map[Stage]int{}
		}
		x.count[t.lane][t.stage] += n
	}
	return nil
}

// Add enters messages that have been verified. One that is known already keeps its
// stage: after a restart of a lane the same messages are verified again.
func (x *Index) Add(entries []Entry) error {
	err := x.write(func(w *write) error {
		return w.enterAll(entries, func(e *Entry) {
			w.seq++
			w.revision++
			e.Seq, e.Revision = w.seq, w.revision
		})
	})
	return errors.Join(err, x.forget())
}

// Restore enters messages of an earlier run with the numbers that they had, by
// ascending Seq; to be called once, before anything else. Forgotten is what Forgotten
// returned in that run.
func (x *Index) Restore(entries []Entry, forgotten uint64) error {
	err := x.write(func(w *write) error {
		w.restored = forgotten
		err := w.enterAll(entries, func(e *Entry) {
			w.seq, w.revision, w.restored = max(w.seq, e.Seq), max(w.revision, e.Revision), max(w.restored, e.Revision)
		})
		w.forgotten, w.first = forgotten, max(w.first, w.restored)
		return err
	})
	return errors.Join(err, x.forget())
}

// place is where a message stands on the chains.
type place struct {
	lane  messages.LaneID
	nonce uint64
}

// enterAll enters the messages that are not known, each once; number gives them their
// numbers.
func (w *write) enterAll(entries []Entry, number func(*Entry)) error {
	taken := make(map[place]bool, len(entries))
	for i := range entries {
		e := entries[i]
		known, err := w.known(&e.Facts)
		if err != nil {
			return err
		}
		at := place{e.Lane, e.Nonce}
		if known || taken[at] {
			continue
		}
		taken[at] = true
		number(&e)
		if err := w.enter(&e); err != nil {
			return err
		}
	}
	return nil
}

// known reports whether the view holds the message. Another one in its place, of a
// chain that was started anew, makes room.
func (w *write) known(f *Facts) (bool, error) {
	raw, err := w.before.First(factsTable, "lane", numbered(f.Lane[:], f.Nonce))
	if err != nil {
		return false, fmt.Errorf("look up message %s: %w", f.ID, err)
	}
	held, ok := raw.(*Facts)
	if !ok || held.ID == f.ID {
		return ok, nil
	}
	return false, w.drop(held)
}

func (w *write) enter(e *Entry) error {
	facts := e.Facts
	if err := w.txn.Insert(factsTable, &facts); err != nil {
		return fmt.Errorf("enter message %s: %w", e.ID, err)
	}
	if err := w.txn.Insert(progressTable, &row{e.Seq, e.Revision, e.Lane, e.Nonce, e.Progress}); err != nil {
		return fmt.Errorf("enter message %s: %w", e.ID, err)
	}
	w.held++
	w.moved[tally{e.Lane, e.Stage}]++
	return nil
}

func (w *write) drop(f *Facts) error {
	r, err := w.progress(f.Lane, f.Nonce)
	if err != nil {
		return err
	}
	if err := errors.Join(w.txn.Delete(factsTable, f), w.txn.Delete(progressTable, r)); err != nil {
		return fmt.Errorf("forget message %s: %w", f.ID, err)
	}
	w.held--
	w.forgotten = max(w.forgotten, r.revision)
	return nil
}

// progress returns a message's progress; nil when the view does not hold it.
func (w *write) progress(lane messages.LaneID, nonce uint64) (*row, error) {
	raw, err := w.before.First(progressTable, "id", numbered(lane[:], nonce))
	if err != nil {
		return nil, fmt.Errorf("look up nonce %d of lane %s: %w", nonce, lane, err)
	}
	r, _ := raw.(*row)
	return r, nil
}

// forget drops the oldest messages above the capacity. It stops at the first that is
// not executed yet, as long as these are as many as lanes may have.
func (x *Index) forget() error {
	if x.Len() <= x.capacity {
		return nil
	}
	return x.write(func(w *write) error {
		oldest, err := w.before.LowerBound(factsTable, "seq", numbered(nil, 0))
		if err != nil {
			return fmt.Errorf("look up the oldest message: %w", err)
		}
		for excess := w.held - x.capacity; excess > 0; excess-- {
			f, _ := oldest.Next().(*Facts)
			if f == nil {
				return nil
			}
			r, err := w.progress(f.Lane, f.Nonce)
			if err != nil {
				return err
			}
			if !r.Stage.Executed() && excess <= x.pending {
				return nil
			}
			if err := w.drop(f); err != nil {
				return err
			}
		}
		return nil
	})
}

// Counts returns how many messages of a lane have reached each stage since this
// view was made, those of an earlier run that it was given and forgotten ones
// included.
func (x *Index) Counts(lane messages.LaneID) map[Stage]int {
	x.mu.Lock()
	defer x.mu.Unlock()
	counts := make(map[Stage]int, len(x.count[lane]))
	for stage, n := range x.count[lane] {
		if n != 0 {
			counts[stage] = n
		}
	}
	return counts
}
