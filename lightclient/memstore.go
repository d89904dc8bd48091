package lightclient

import (
	"slices"
	"sync"
)

// MemoryStore is a Store for as long as the process runs.
type MemoryStore struct {
	owner Owner

	mu       sync.Mutex
	record   *Record
	evidence *Evidence
}

var _ Store = (*MemoryStore)(nil)

// NewMemoryStore returns an empty store for the given client.
func NewMemoryStore(owner Owner) (*MemoryStore, error) {
	if err := owner.validate(); err != nil {
		return nil, err
	}
	return &MemoryStore{owner: owner}, nil
}

// Load implements Store.
func (s *MemoryStore) Load() (Record, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.record == nil {
		return Record{}, ErrNoRecord
	}
	return s.record.clone(), nil
}

// Save implements Store.
func (s *MemoryStore) Save(r Record) error {
	if err := s.owner.checkRecord(r); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.record != nil {
		if err := checkSuccessor(*s.record, r); err != nil {
			return err
		}
	}
	r = r.clone()
	s.record = &r
	return nil
}

// Evidence implements Store.
func (s *MemoryStore) Evidence() (*Evidence, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.evidence == nil {
		return nil, nil
	}
	e := s.evidence.clone()
	return &e, nil
}

// SaveEvidence implements Store.
func (s *MemoryStore) SaveEvidence(e Evidence) error {
	if err := s.owner.checkEvidence(e); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.evidence == nil {
		e = e.clone()
		s.evidence = &e
	}
	return nil
}

func (r Record) clone() Record {
	r.State = slices.Clone(r.State)
	return r
}

func (e Evidence) clone() Evidence {
	e.RawTrusted = slices.Clone(e.RawTrusted)
	e.RawConflicting = slices.Clone(e.RawConflicting)
	return e
}
