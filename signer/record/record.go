package record

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"sync"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

// What may be wrong with a record. Each says what the operator can do.
var (
	ErrMissing    = errors.New("signing record is missing: restore it from a backup, or create a new one only if this key has never signed")
	ErrExists     = errors.New("signing record exists already: it is never overwritten")
	ErrDamaged    = errors.New("signing record is damaged or was tampered with: restore it from a backup")
	ErrForeign    = errors.New("signing record belongs to another signer")
	ErrLocked     = errors.New("signing record is in use by another process: stop the signer first")
	ErrConflict   = errors.New("claim contradicts the signing record")
	ErrStopped    = errors.New("lane is stopped by an earlier alarm")
	ErrNotStopped = errors.New("lane is not stopped")
	ErrClosed     = errors.New("signing record is closed")
	ErrFull       = errors.New("signing record holds too many lanes")
	ErrWrite      = errors.New("signing record cannot be written")
)

// Key names what claims are kept for. Epoch and verifier are no part of it: a
// rotation must not make a signer forget (docs/protocol.md, "Who believes what").
type Key struct {
	Lane  messages.LaneID
	Inbox messages.InboxID
}

// Claim is the highest position that was signed for. NotBefore is when the
// policy's pace allows the next one, in milliseconds of Unix time; it is kept here
// so that a restart gives no fresh allowance.
type Claim struct {
	Position  messages.Position
	NotBefore int64
}

// Stop says why a lane is stopped. It stays until the operator clears it.
type Stop struct {
	AtMillis int64  `json:"atMillis"` // Unix time
	Why      string `json:"why"`
	Evidence string `json:"evidence"` // file name
}

// Owner is whose record it is. Seal is a secret of the signer's that nobody else
// can derive; it authenticates the file.
type Owner struct {
	Address common.Address
	Seal    [32]byte
}

// Record is an open signing record. Its methods may be called concurrently.
type Record struct {
	path    string
	owner   Owner
	release func() // of the lock

	mu     sync.Mutex
	closed bool
	state  document
}

// Create makes an empty record in a new file. Only an operator who knows that the
// key has never signed may call it; ErrExists protects the one that is there.
func Create(path string, owner Owner) error {
	fresh := document{Format: format, Version: version, Signer: owner.Address, Entries: []entry{}}
	return create(path, fresh.seal(owner))
}

// create writes a file that did not exist, under its lock.
func create(path string, content []byte) error {
	release, err := acquire(path)
	if err != nil {
		return err
	}
	defer release()
	if _, err := os.Lstat(path); err == nil {
		return fmt.Errorf("%w: %s", ErrExists, path)
	} else if !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("signing record: %w", err)
	}
	return replaceFile(path, content)
}

// Open opens an existing record and locks it.
func Open(path string, owner Owner) (*Record, error) {
	release, err := acquire(path)
	if errors.Is(err, fs.ErrNotExist) { // not even the directory is there
		return nil, fmt.Errorf("%w: %s", ErrMissing, path)
	}
	if err != nil {
		return nil, err
	}
	state, err := load(path, owner)
	if err != nil {
		release()
		return nil, err
	}
	return &Record{path: path, owner: owner, release: release, state: state}, nil
}

// Close gives the lock back. The file is complete at any time.
func (r *Record) Close() error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return nil
	}
	r.closed = true
	r.release()
	return nil
}

// Signer returns whose record it is.
func (r *Record) Signer() common.Address { return r.owner.Address }

// Highest returns the highest claim; ok is false when there is none.
func (r *Record) Highest(key Key) (claim Claim, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i, ok := r.state.find(key)
	if !ok || r.state.Entries[i].Position == nil {
		return Claim{}, false
	}
	return r.state.Entries[i].claim(), true
}

// Stopped returns why the lane is stopped; ok is false when it is not.
func (r *Record) Stopped(key Key) (stop Stop, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	i, ok := r.state.find(key)
	if !ok || r.state.Entries[i].Stop == nil {
		return Stop{}, false
	}
	return *r.state.Entries[i].Stop, true
}

// Claim moves the highest claim from one position to a higher one, durably. It is
// a compare-and-swap: from must be the current highest claim, or nil where there is
// none, so that a decision that was taken on an older state does not count. The
// caller has verified that one fold passes through both. ErrConflict and
// ErrStopped say that nothing was written; ErrWrite that the file is as it was, or
// has the new claim: nothing may be signed, asking again is safe.
func (r *Record) Claim(key Key, from *messages.Position, to Claim) error {
	return r.change(func(state *document) error {
		i, ok := state.find(key)
		var current *messages.Position
		if ok {
			if stop := state.Entries[i].Stop; stop != nil {
				return fmt.Errorf("%w: %s", ErrStopped, stop.Why)
			}
			current = state.Entries[i].Position
		}
		switch {
		case (current == nil) != (from == nil) || current != nil && *current != *from:
			return fmt.Errorf("%w: highest claim is %s, not %s as the decision assumed", ErrConflict, describe(current), describe(from))
		case current != nil && to.Position.Nonce <= current.Nonce:
			return fmt.Errorf("%w: nonce %d is not above the highest claim's %d", ErrConflict, to.Position.Nonce, current.Nonce)
		case to.Position.Nonce == 0:
			return fmt.Errorf("%w: nonce 0, the first message of a lane has nonce 1", ErrConflict)
		}
		return state.put(key, func(e *entry) { e.Position, e.NotBefore = &to.Position, to.NotBefore })
	})
}

// Stop stops a lane, durably. The first stop stays: it has the first evidence.
func (r *Record) Stop(key Key, stop Stop) error {
	stop.Why, stop.Evidence = clip(stop.Why), clip(stop.Evidence)
	return r.change(func(state *document) error {
		return state.put(key, func(e *entry) {
			if e.Stop == nil {
				e.Stop = &stop
			}
		})
	})
}

// ClearStop lets a stopped lane run again. It is the operator's decision.
// ErrNotStopped: nothing was changed.
func (r *Record) ClearStop(key Key) error {
	return r.change(func(state *document) error {
		i, ok := state.find(key)
		if !ok || state.Entries[i].Stop == nil {
			return fmt.Errorf("%w: lane %s with inbox %s", ErrNotStopped, key.Lane, key.Inbox)
		}
		return state.put(key, func(e *entry) { e.Stop = nil })
	})
}

// change applies f to a copy and makes it the state once it is on disk.
func (r *Record) change(f func(*document) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return ErrClosed
	}
	next := r.state
	next.Entries = slices.Clone(r.state.Entries)
	if err := f(&next); err != nil {
		return err
	}
	next.Sequence++
	if err := replaceFile(r.path, next.seal(r.owner)); err != nil {
		return err
	}
	r.state = next
	return nil
}

// find returns where the key's entry is, or would be: entries are sorted, so that
// one state has one file.
func (d *document) find(key Key) (int, bool) {
	return slices.BinarySearchFunc(d.Entries, key, func(e entry, key Key) int { return compare(e.key(), key) })
}

func compare(a, b Key) int {
	return cmp.Or(bytes.Compare(a.Lane[:], b.Lane[:]), bytes.Compare(a.Inbox[:], b.Inbox[:]))
}

func (d *document) put(key Key, set func(*entry)) error {
	i, ok := d.find(key)
	if !ok {
		if len(d.Entries) >= MaxEntries {
			return fmt.Errorf("%w: %d, the most there may be", ErrFull, len(d.Entries))
		}
		d.Entries = slices.Insert(d.Entries, i, entry{Lane: key.Lane, Inbox: key.Inbox})
	}
	set(&d.Entries[i])
	return nil
}

func describe(p *messages.Position) string {
	if p == nil {
		return "none"
	}
	return fmt.Sprintf("nonce %d with accumulator %s", p.Nonce, p.Accumulator)
}

func clip(text string) string {
	if len(text) > maxText {
		return text[:maxText]
	}
	return text
}
