package index

import (
	"fmt"
	"math"
)

// Changes are the messages of a view that have changed, the oldest change first.
// Each message is there once, with its newest state: what was between is not told.
type Changes struct {
	Entries []Entry

	// Revision is up to where these tell: ask again from there.
	Revision uint64
	// Lost says that messages have changed after the revision asked from, and were
	// forgotten since.
	Lost bool
	// More is closed at the next change of the view. It is nil when there are more
	// changes already.
	More <-chan struct{}
}

// Changes returns what has changed after a revision, at most limit messages. There
// is no queue behind it: however slow a reader is, it costs nothing, and sees the
// newest state of everything in the end.
func (x *Index) Changes(after uint64, limit int) (Changes, error) {
	x.mu.Lock()
	at, txn := x.at, x.db.Txn(false) // of one moment
	x.mu.Unlock()
	defer txn.Abort()
	changes := Changes{Revision: max(after, at.revision), Lost: after < at.forgotten}
	// A lower bound can't be watched, the whole table can.
	all, err := txn.Get(progressTable, "revision")
	if err != nil {
		return changes, fmt.Errorf("watch the messages: %w", err)
	}
	changes.More = all.WatchCh()
	news, err := txn.LowerBound(progressTable, "revision", numbered(nil, after+1))
	if err != nil {
		return changes, fmt.Errorf("search changes: %w", err)
	}
	for raw := news.Next(); raw != nil; raw = news.Next() {
		r := raw.(*row)
		if len(changes.Entries) == limit {
			changes.Revision, changes.More = changes.Entries[limit-1].Revision, nil
			break
		}
		found, err := txn.First(factsTable, "lane", numbered(r.lane[:], r.nonce))
		facts, ok := found.(*Facts)
		if err != nil || !ok {
			return changes, fmt.Errorf("facts of nonce %d of lane %s are not there: %w", r.nonce, r.lane, err)
		}
		changes.Entries = append(changes.Entries, Entry{*facts, r.Progress, r.revision})
		changes.Revision = max(changes.Revision, r.revision)
	}
	return changes, nil
}

func (x *Index) numbers() numbers {
	x.mu.Lock()
	defer x.mu.Unlock()
	return x.at
}

// Revision returns the number of the newest change.
func (x *Index) Revision() uint64 { return x.numbers().revision }

// Resumes reports whether one who knows all changes up to a revision misses nothing
// by asking for Changes after it. It is false when some were forgotten since, or lost
// in a crash, or when the revision is no view's at all.
func (x *Index) Resumes(revision uint64) bool {
	at := x.numbers()
	lost := revision > at.restored && revision < at.first
	return revision >= at.forgotten && revision <= at.revision && !lost
}

// Forgotten returns the newest revision of a message that the view has forgotten.
func (x *Index) Forgotten() uint64 { return x.numbers().forgotten }

// Oldest returns the Seq of the oldest message; above all when there is none.
func (x *Index) Oldest() (uint64, error) {
	txn := x.db.Txn(false)
	defer txn.Abort()
	iterator, err := txn.LowerBound(factsTable, "seq", numbered(nil, 0))
	if err != nil {
		return 0, fmt.Errorf("look up the oldest message: %w", err)
	}
	if oldest, ok := iterator.Next().(*Facts); ok {
		return oldest.Seq, nil
	}
	return math.MaxUint64, nil
}

// Len returns how many messages the view holds.
func (x *Index) Len() int { return x.numbers().held }
