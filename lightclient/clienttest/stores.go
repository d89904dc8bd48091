package clienttest

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient"
)

// openFile replaces the store of the world by one of files.
func (w *world) openFile(dir string) (*lightclient.FileStore, error) {
	store, err := lightclient.OpenFileStore(dir, w.Owner)
	if err != nil {
		return nil, err
	}
	w.t.Cleanup(func() { _ = store.Close() }) // closed in the test already, or failing
	w.store = store
	return store, nil
}

// continuesFromItsStore restarts a client while no endpoint answers.
func (s suite) continuesFromItsStore(t *testing.T) {
	w := s.start(t)
	dir := t.TempDir()
	store, err := w.openFile(dir)
	if err != nil {
		t.Fatal(err)
	}
	w.reopen()
	want := w.Chain.Grow(4)
	w.mustReach(want)
	w.setFirst(w.Endpoints, Refuse)
	if err := store.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.openFile(dir); err != nil {
		t.Fatal(err)
	}
	w.reopen()
	if got := w.client.Final().Header(); got != want {
		t.Fatalf("after a restart it trusts %+v, want %+v", got, want)
	}
	w.setFirst(0, Honest)
	w.mustReach(w.Chain.Grow(2))
}

// refusesTamperedStore changes the file, which the checksum must tell, and then the
// record itself, as somebody would who writes a right checksum.
func (s suite) refusesTamperedStore(t *testing.T) {
	check(t, "file", func(t *testing.T) {
		w := s.start(t)
		dir := t.TempDir()
		store, err := w.openFile(dir)
		if err != nil {
			t.Fatal(err)
		}
		w.reopen()
		w.mustReach(w.Chain.Grow(2))
		if err := store.Close(); err != nil {
			t.Fatal(err)
		}
		names, err := filepath.Glob(filepath.Join(dir, "*.trusted"))
		if err != nil || len(names) != 1 {
			t.Fatalf("files of the store: %v, %v", names, err)
		}
		content, err := os.ReadFile(names[0])
		if err != nil {
			t.Fatal(err)
		}
		damages := map[string][]byte{"empty": {}, "cut": content[:len(content)-1], "longer": append(slices.Clone(content), '\n')}
		for at := 0; at < len(content); at += 1 + len(content)/97 {
			flipped := slices.Clone(content)
			flipped[at] ^= 1
			if _, err := openDamaged(w, names[0], flipped, dir); !errors.Is(err, lightclient.ErrStoreDamaged) {
				t.Fatalf("with byte %d flipped: %v, want ErrStoreDamaged", at, err)
			}
		}
		for name, damaged := range damages {
			if _, err := openDamaged(w, names[0], damaged, dir); !errors.Is(err, lightclient.ErrStoreDamaged) {
				t.Errorf("%s: %v, want ErrStoreDamaged", name, err)
			}
		}
	})
	check(t, "record", func(t *testing.T) {
		w := s.start(t)
		w.mustReach(w.Chain.Grow(2))
		honest, err := w.store.Load()
		if err != nil {
			t.Fatal(err)
		}
		step := 1
		if testing.Short() { // decoding a committee takes milliseconds, a state has thousands of bytes
			step += len(honest.State) / 97
		}
		for at := 0; at < len(honest.State); at += step {
			record := honest
			record.State = slices.Clone(honest.State)
			record.State[at] ^= 1
			// A client's notes about earlier headers may change and harm nobody; what it
			// trusts may not.
			client, err := w.openRecord(record)
			if !errors.Is(err, lightclient.ErrStoreDamaged) && (err != nil || client.Final().Header() != honest.Trusted) {
				t.Fatalf("with byte %d of the saved state flipped: %v, want ErrStoreDamaged or the header as it was", at, err)
			}
		}
		record := honest
		record.State = nil
		w.mustRefuseRecord(record, "state", -1)
		for at := range honest.Trusted.Hash {
			record := honest
			record.Trusted.Hash[at] ^= 1
			w.mustRefuseRecord(record, "hash", at)
			record = honest
			record.Trusted.StateRoot[at] ^= 1
			w.mustRefuseRecord(record, "state root", at)
		}
	})
}

func openDamaged(w *world, name string, content []byte, dir string) (lightclient.Client, error) {
	w.t.Helper()
	if err := os.WriteFile(name, content, 0o600); err != nil {
		w.t.Fatal(err)
	}
	store, err := lightclient.OpenFileStore(dir, w.Owner)
	if err != nil {
		return nil, err
	}
	defer store.Close() //nolint:errcheck // the test fails anyway
	return w.Open(store, w.Anchor)
}

func (w *world) openRecord(record lightclient.Record) (lightclient.Client, error) {
	w.t.Helper()
	store, err := lightclient.NewMemoryStore(w.Owner)
	if err != nil {
		w.t.Fatal(err)
	}
	if err := store.Save(record); err != nil {
		w.t.Fatal(err)
	}
	return w.Open(store, w.Anchor)
}

func (w *world) mustRefuseRecord(record lightclient.Record, what string, at int) {
	w.t.Helper()
	if _, err := w.openRecord(record); !errors.Is(err, lightclient.ErrStoreDamaged) {
		w.t.Fatalf("with byte %d of the saved %s changed: %v, want ErrStoreDamaged", at, what, err)
	}
}

// refusesForeignStore opens what belongs to another chain, to another client, or was
// begun from another anchor.
func (s suite) refusesForeignStore(t *testing.T) {
	w := s.start(t)
	w.mustReach(w.Chain.Grow(3))
	record, err := w.store.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, owner := range []lightclient.Owner{{ChainID: w.Owner.ChainID + 1, Kind: w.Owner.Kind}, {ChainID: w.Owner.ChainID, Kind: "other"}} {
		store, err := lightclient.NewMemoryStore(owner)
		if err != nil {
			t.Fatal(err)
		}
		foreign := record
		foreign.ChainID, foreign.Kind = owner.ChainID, owner.Kind
		if err := store.Save(foreign); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Open(store, w.Anchor); !errors.Is(err, lightclient.ErrStoreForeign) {
			t.Errorf("with a store of the %v: %v, want ErrStoreForeign", owner, err)
		}
	}
	other := w.Anchor
	other.Hash[0] ^= 1
	client, err := w.Open(w.store, other)
	if err == nil { // where operators name an anchor by its hash alone, only its header tells that it is not a later one
		w.client = client
		_, err = w.update()
	}
	if !errors.Is(err, lightclient.ErrOtherAnchor) {
		t.Errorf("with an anchor of another hash: %v, want ErrOtherAnchor", err)
	}
}

// brokenStore fails to save for as long as it is told so.
type brokenStore struct {
	lightclient.Store
	broken bool
}

var errDiskFull = errors.New("no space left on device")

func (s *brokenStore) Save(r lightclient.Record) error {
	if s.broken {
		return errDiskFull
	}
	return s.Store.Save(r)
}

func (s suite) releasesNothingItCannotKeep(t *testing.T) {
	w := s.start(t)
	store := &brokenStore{Store: w.store}
	w.store = store
	w.reopen()
	want := w.Chain.Grow(1)
	w.mustReach(want)
	store.broken = true
	w.Chain.Grow(1)
	for range 2 {
		if _, err := w.update(); !errors.Is(err, errDiskFull) {
			t.Fatalf("error is %v, want that of the store", err)
		}
		if got := w.client.Final().Header(); got != want {
			t.Fatalf("released %+v, which it could not keep", got)
		}
	}
	store.broken = false
	w.mustReach(w.Chain.Grow(1))
}
