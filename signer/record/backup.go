package record

import (
	"fmt"
	"io"
	"slices"
)

// Export writes a backup: the record as it is, sealed. It is worth as much as its
// age; what was claimed after it is not in it.
func (r *Record) Export(to io.Writer) error {
	r.mu.Lock()
	content := r.state.seal(r.owner)
	r.mu.Unlock()
	if _, err := to.Write(content); err != nil {
		return fmt.Errorf("export signing record: %w", err)
	}
	return nil
}

// Restore makes a record from a backup in a new file. ErrExists protects the one
// that is there: see [Record.Import].
func Restore(path string, owner Owner, backup io.Reader) error {
	data, err := readBounded(backup)
	if err != nil {
		return err
	}
	if _, err := decode(data, owner); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	// In one step: an empty record that is filled afterwards would be what is left of
	// a restore that died in between, and the signer would start without memory.
	return create(path, data)
}

// Import raises the record's claims to those of a backup of the same signer. It
// never lowers one and never clears a stop. ErrConflict: both know one nonce with
// different accumulators; nothing was changed.
func (r *Record) Import(backup io.Reader) error {
	data, err := readBounded(backup)
	if err != nil {
		return err
	}
	other, err := decode(data, r.owner)
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return r.change(func(state *document) error {
		for i := range other.Entries {
			if err := state.merge(&other.Entries[i]); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *document) merge(theirs *entry) error {
	if i, ok := d.find(theirs.key()); ok {
		ours := d.Entries[i].Position
		if ours != nil && theirs.Position != nil && ours.Nonce == theirs.Position.Nonce && *ours != *theirs.Position {
			return fmt.Errorf("%w: lane %s, nonce %d: the record has accumulator %s, the backup %s",
				ErrConflict, theirs.Lane, ours.Nonce, ours.Accumulator, theirs.Position.Accumulator)
		}
	}
	return d.put(theirs.key(), func(e *entry) {
		if theirs.Position != nil && (e.Position == nil || theirs.Position.Nonce > e.Position.Nonce) {
			e.Position = theirs.Position
		}
		e.NotBefore = max(e.NotBefore, theirs.NotBefore)
		if e.Stop == nil {
			e.Stop = theirs.Stop
		}
	})
}

// Entry is one line of what [Record.List] returns.
type Entry struct {
	Key     Key
	Claim   *Claim // nil: stopped before anything was claimed
	Stopped *Stop
}

// List returns everything in the record, in a fixed order, for people.
func (r *Record) List() []Entry {
	r.mu.Lock()
	entries := slices.Clone(r.state.Entries)
	r.mu.Unlock()
	out := make([]Entry, len(entries))
	for i := range entries {
		out[i] = Entry{Key: entries[i].key(), Stopped: entries[i].Stop}
		if entries[i].Position != nil {
			claim := entries[i].claim()
			out[i].Claim = &claim
		}
	}
	return out
}
