package lightclient

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"

	"github.com/gofrs/flock"
)

// FileStore is a Store in a directory: one file for the trusted header, one for
// evidence, one as lock. Files are replaced as a whole (written aside, synced,
// renamed, directory synced), so that a crash leaves the former or the new one.
// Checksums tell damage. They don't stop whoever may write to the directory on
// purpose: such a one could write the configuration as well.
type FileStore struct {
	owner Owner
	dir   string
	lock  *flock.Flock

	mu     sync.Mutex
	closed bool
	saved  *Record // what the file holds, nil: nothing
}

var _ Store = (*FileStore)(nil)

// OpenFileStore opens the store of the given client in dir, which is made if it
// does not exist, and locks it against other processes until Close. A damaged or
// foreign file is an error here already, not only at Load.
func OpenFileStore(dir string, owner Owner) (*FileStore, error) {
	if err := owner.validate(); err != nil {
		return nil, err
	}
	if dir == "" {
		return nil, errors.New("store: no directory given")
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("store: make directory: %w", err)
	}
	s := &FileStore{owner: owner, dir: dir}
	s.lock = flock.New(s.path("lock"), flock.SetPermissions(0o600))
	locked, err := s.lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("store: lock %s: %w", s.lock.Path(), err)
	}
	if !locked {
		return nil, fmt.Errorf("%w: %s is locked; stop the other process, or give each its own directory", ErrStoreLocked, s.lock.Path())
	}
	if err := s.open(); err != nil {
		return nil, errors.Join(err, s.lock.Close())
	}
	return s, nil
}

func (s *FileStore) open() error {
	// What a crash left half-written was never renamed, and is nobody's: we hold the lock.
	leftovers, err := filepath.Glob(s.path("*.tmp"))
	if err != nil {
		return fmt.Errorf("store: %w", err)
	}
	for _, name := range leftovers {
		if err := os.Remove(name); err != nil {
			return fmt.Errorf("store: remove unfinished file: %w", err)
		}
	}
	record, err := s.readRecord()
	switch {
	case err == nil:
		s.saved = &record
	case !errors.Is(err, ErrNoRecord):
		return err
	}
	_, err = s.readEvidence()
	return err
}

// path returns the name of one of the store's files.
func (s *FileStore) path(suffix string) string {
	return filepath.Join(s.dir, fmt.Sprintf("%s-%d.%s", s.owner.Kind, s.owner.ChainID, suffix))
}

// Load implements Store.
func (s *FileStore) Load() (Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return Record{}, fs.ErrClosed
	}
	return s.readRecord()
}

// Save implements Store.
func (s *FileStore) Save(r Record) error {
	if err := s.owner.checkRecord(r); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fs.ErrClosed
	}
	if s.saved != nil {
		if err := checkSuccessor(*s.saved, r); err != nil {
			return err
		}
	}
	b, err := encodeRecord(r)
	if err != nil {
		return err
	}
	if err := replaceFile(s.path("trusted"), b); err != nil {
		return fmt.Errorf("store: save trusted header: %w", err)
	}
	r = r.clone()
	s.saved = &r
	return nil
}

// Evidence implements Store.
func (s *FileStore) Evidence() (*Evidence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil, fs.ErrClosed
	}
	return s.readEvidence()
}

// SaveEvidence implements Store.
func (s *FileStore) SaveEvidence(e Evidence) error {
	if err := s.owner.checkEvidence(e); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return fs.ErrClosed
	}
	if former, err := s.readEvidence(); former != nil || err != nil {
		return err
	}
	b, err := encodeEvidence(e)
	if err != nil {
		return err
	}
	if err := replaceFile(s.path("evidence"), b); err != nil {
		return fmt.Errorf("store: save evidence: %w", err)
	}
	return nil
}

// Close releases the lock. The files stay.
func (s *FileStore) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = true
	return s.lock.Close()
}

func (s *FileStore) readRecord() (Record, error) {
	name := s.path("trusted")
	b, err := readBounded(name)
	if errors.Is(err, fs.ErrNotExist) {
		return Record{}, ErrNoRecord
	}
	if err != nil {
		return Record{}, fmt.Errorf("store: %w", err)
	}
	r, err := decodeRecord(b)
	if err != nil {
		return Record{}, fmt.Errorf("%w: %s: %w; restore it from a backup, or remove it to begin anew from the configured anchor", ErrStoreDamaged, name, err)
	}
	if err := s.owner.checkRecord(r); err != nil {
		return Record{}, fmt.Errorf("%s: %w; give each client its own directory", name, err)
	}
	return r, nil
}

func (s *FileStore) readEvidence() (*Evidence, error) {
	name := s.path("evidence")
	b, err := readBounded(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("store: %w", err)
	}
	e, err := decodeEvidence(b)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w; it says why a client froze, so look into it before you move it away", ErrStoreDamaged, name, err)
	}
	if err := s.owner.checkEvidence(*e); err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return e, nil
}
