package lightclient_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient"
)

var owner = lightclient.Owner{ChainID: 9001, Kind: "qbft"}

func record(number uint64) lightclient.Record {
	h := lightclient.Header{Number: number, Hash: common.Hash{byte(number), 1}, ParentHash: common.Hash{2}, StateRoot: common.Hash{3}, Time: 1_700_000_000 + number}
	return lightclient.Record{
		ChainID: owner.ChainID, Kind: owner.Kind, Anchor: lightclient.Anchor{Number: 1, Hash: common.Hash{9}}, Trusted: h, State: []byte{0, 1, 2, byte(number)},
	}
}

func evidence(number uint64) lightclient.Evidence {
	return lightclient.Evidence{
		ChainID: owner.ChainID, Number: number, Trusted: record(number).Trusted, Conflicting: lightclient.Header{Number: number, Hash: common.Hash{0xff}},
		RawTrusted: []byte{1, 2, 3}, RawConflicting: []byte{4, 5, 6},
	}
}

func openFile(t *testing.T, dir string) *lightclient.FileStore {
	t.Helper()
	s, err := lightclient.OpenFileStore(dir, owner)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // a second Close does nothing
	return s
}

// reopen is nil for a store that does not outlive its process.
type storeCase struct {
	store  lightclient.Store
	reopen func() lightclient.Store
}

func eachStore(t *testing.T, f func(t *testing.T, c *storeCase)) {
	t.Run("memory", func(t *testing.T) {
		s, err := lightclient.NewMemoryStore(owner)
		if err != nil {
			t.Fatal(err)
		}
		f(t, &storeCase{store: s, reopen: func() lightclient.Store { return s }})
	})
	t.Run("file", func(t *testing.T) { f(t, &storeCase{store: openFile(t, t.TempDir()), reopen: nil}) })
	t.Run("file, reopened", func(t *testing.T) {
		dir := t.TempDir()
		c := &storeCase{}
		current := openFile(t, dir)
		c.store = current
		c.reopen = func() lightclient.Store {
			if err := current.Close(); err != nil {
				t.Fatal(err)
			}
			current = openFile(t, dir)
			return current
		}
		f(t, c)
	})
}

func (c *storeCase) restart() {
	if c.reopen != nil {
		c.store = c.reopen()
	}
}

func TestStoreKeepsTheLastRecord(t *testing.T) {
	eachStore(t, func(t *testing.T, c *storeCase) {
		if _, err := c.store.Load(); !errors.Is(err, lightclient.ErrNoRecord) {
			t.Fatalf("an empty store: %v, want ErrNoRecord", err)
		}
		for _, n := range []uint64{5, 6, 6, 100} {
			want := record(n)
			if err := c.store.Save(want); err != nil {
				t.Fatal(err)
			}
			c.restart()
			if got, err := c.store.Load(); err != nil || !reflect.DeepEqual(got, want) {
				t.Fatalf("loaded %+v, %v, want %+v", got, err, want)
			}
		}
	})
}

func TestStoreRefusesToGoBack(t *testing.T) {
	eachStore(t, func(t *testing.T, c *storeCase) {
		if err := c.store.Save(record(10)); err != nil {
			t.Fatal(err)
		}
		c.restart()
		other := record(10)
		other.Trusted.Hash[5]++
		for name, bad := range map[string]lightclient.Record{"lower": record(9), "another hash": other} {
			if err := c.store.Save(bad); !errors.Is(err, lightclient.ErrStoreGoesBack) {
				t.Errorf("%s: %v, want ErrStoreGoesBack", name, err)
			}
		}
		if got, err := c.store.Load(); err != nil || !reflect.DeepEqual(got, record(10)) {
			t.Errorf("loaded %+v, %v, want what was there", got, err)
		}
	})
}

func TestStoreRefusesWhatIsNotItsOwn(t *testing.T) {
	eachStore(t, func(t *testing.T, c *storeCase) {
		otherChain, otherKind, large := record(1), record(1), record(1)
		otherChain.ChainID++
		otherKind.Kind = "beacon"
		large.State = make([]byte, lightclient.MaxStateBytes+1)
		for name, bad := range map[string]lightclient.Record{"chain": otherChain, "kind": otherKind} {
			if err := c.store.Save(bad); !errors.Is(err, lightclient.ErrStoreForeign) {
				t.Errorf("record of another %s: %v, want ErrStoreForeign", name, err)
			}
		}
		if err := c.store.Save(large); err == nil || !strings.Contains(err.Error(), "at most 262144") {
			t.Errorf("record with too large a state: %v", err)
		}
		e := evidence(3)
		e.ChainID++
		if err := c.store.SaveEvidence(e); !errors.Is(err, lightclient.ErrStoreForeign) {
			t.Errorf("evidence of another chain: %v, want ErrStoreForeign", err)
		}
		e = evidence(3)
		e.RawConflicting = make([]byte, lightclient.MaxStateBytes+1)
		if err := c.store.SaveEvidence(e); err == nil {
			t.Error("evidence that is too large is taken")
		}
		if _, err := c.store.Load(); !errors.Is(err, lightclient.ErrNoRecord) {
			t.Errorf("after all that: %v, want ErrNoRecord", err)
		}
	})
}

func TestFirstEvidenceStays(t *testing.T) {
	eachStore(t, func(t *testing.T, c *storeCase) {
		if got, err := c.store.Evidence(); got != nil || err != nil {
			t.Fatalf("an empty store has evidence %+v, %v", got, err)
		}
		first := evidence(7)
		for _, e := range []lightclient.Evidence{first, evidence(8)} {
			if err := c.store.SaveEvidence(e); err != nil {
				t.Fatal(err)
			}
			c.restart()
			if got, err := c.store.Evidence(); err != nil || got == nil || !reflect.DeepEqual(*got, first) {
				t.Fatalf("evidence is %+v, %v, want %+v", got, err, first)
			}
		}
		// The trusted header is kept apart from it.
		if err := c.store.Save(record(6)); err != nil {
			t.Fatal(err)
		}
		if got, err := c.store.Evidence(); err != nil || got == nil {
			t.Fatalf("evidence is %+v, %v after a save", got, err)
		}
	})
}

func TestStoreKeepsNothingOfItsArguments(t *testing.T) {
	eachStore(t, func(t *testing.T, c *storeCase) {
		r, e := record(1), evidence(1)
		if err := errors.Join(c.store.Save(r), c.store.SaveEvidence(e)); err != nil {
			t.Fatal(err)
		}
		r.State[0], e.RawTrusted[0] = 0xee, 0xee
		loaded, err := c.store.Load()
		if err != nil || !reflect.DeepEqual(loaded, record(1)) {
			t.Fatalf("loaded %+v, %v", loaded, err)
		}
		loaded.State[0] = 0xee
		found, err := c.store.Evidence()
		if err != nil || !reflect.DeepEqual(*found, evidence(1)) {
			t.Fatalf("evidence is %+v, %v", found, err)
		}
		found.RawConflicting[0] = 0xee
		if again, err := c.store.Load(); err != nil || !reflect.DeepEqual(again, record(1)) {
			t.Errorf("loaded again: %+v, %v", again, err)
		}
	})
}

func TestStoreConcurrentUse(t *testing.T) {
	eachStore(t, func(t *testing.T, c *storeCase) {
		var wg sync.WaitGroup
		for w := range 4 {
			wg.Go(func() {
				for n := range uint64(10) {
					if err := c.store.Save(record(n)); err != nil && !errors.Is(err, lightclient.ErrStoreGoesBack) {
						t.Error(err)
					}
					if _, err := c.store.Load(); err != nil {
						t.Error(err)
					}
					if w == 0 {
						if err := c.store.SaveEvidence(evidence(n)); err != nil {
							t.Error(err)
						}
					}
				}
			})
		}
		wg.Wait()
		if got, err := c.store.Load(); err != nil || got.Trusted.Number != 9 {
			t.Errorf("ended at %+v, %v, want 9", got.Trusted, err)
		}
	})
}

func TestOwner(t *testing.T) {
	for _, bad := range []lightclient.Owner{{}, {ChainID: 1}, {Kind: "qbft"}, {1, "../x"}, {1, "QBFT"}, {1, "a b"}, {1, strings.Repeat("a", 33)}} {
		if _, err := lightclient.NewMemoryStore(bad); err == nil {
			t.Errorf("memory store of %q is made", bad)
		}
		if _, err := lightclient.OpenFileStore(t.TempDir(), bad); err == nil {
			t.Errorf("file store of %q is made", bad)
		}
	}
	if _, err := lightclient.OpenFileStore("", owner); err == nil {
		t.Error("a file store without directory is made")
	}
}

func TestLockedStoreIsRefused(t *testing.T) {
	dir := t.TempDir()
	first := openFile(t, dir)
	if _, err := lightclient.OpenFileStore(dir, owner); !errors.Is(err, lightclient.ErrStoreLocked) {
		t.Fatalf("second store in %s: %v, want ErrStoreLocked", dir, err)
	}
	// Another client may share the directory.
	other, err := lightclient.OpenFileStore(dir, lightclient.Owner{ChainID: 9002, Kind: "qbft"})
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(other.Close(), first.Close(), first.Close()); err != nil {
		t.Fatal(err)
	}
	openFile(t, dir)
	for name, err := range map[string]error{"save": first.Save(record(1)), "save evidence": first.SaveEvidence(evidence(1))} {
		if !errors.Is(err, fs.ErrClosed) {
			t.Errorf("%s after close: %v, want ErrClosed", name, err)
		}
	}
	if _, err := first.Load(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("load after close: %v, want ErrClosed", err)
	}
	if _, err := first.Evidence(); !errors.Is(err, fs.ErrClosed) {
		t.Errorf("evidence after close: %v, want ErrClosed", err)
	}
}

// damageOf returns files that a reader must not take for name's content.
func damagesOf(content []byte) map[string][]byte {
	lines := bytes.SplitAfter(content, []byte("\n"))
	damages := map[string][]byte{
		"empty":                {},
		"cut by one byte":      content[:len(content)-1],
		"cut in the middle":    content[:len(content)/2],
		"a byte longer":        append(slices.Clone(content), ' '),
		"twice":                append(slices.Clone(content), content...),
		"another title":        append([]byte("catenary something else, version 1\n"), bytes.Join(lines[1:], nil)...),
		"another version":      bytes.Replace(content, []byte("version 1"), []byte("version 2"), 1),
		"without checksum":     append(slices.Clone(lines[0]), lines[2]...),
		"with a zero checksum": append(append(slices.Clone(lines[0]), []byte("sha256 "+strings.Repeat("0", 64)+"\n")...), lines[2]...),
		"too large":            append(slices.Clone(content), bytes.Repeat([]byte{' '}, 1<<20)...),
		"zeros":                make([]byte, len(content)), // what some file systems leave after a crash
	}
	for at := range content {
		flipped := slices.Clone(content)
		flipped[at] ^= 0x20
		damages["flip "+string(content[:at])] = flipped
	}
	return damages
}

func TestDamagedFilesAreRefused(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, dir)
	if err := errors.Join(s.Save(record(5)), s.SaveEvidence(evidence(5)), s.Close()); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"trusted", "evidence"} {
		name := filepath.Join(dir, "qbft-9001."+suffix)
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, damaged := range damagesOf(content) {
			if err := os.WriteFile(name, damaged, 0o600); err != nil {
				t.Fatal(err)
			}
			s, err := lightclient.OpenFileStore(dir, owner)
			if !errors.Is(err, lightclient.ErrStoreDamaged) || !strings.Contains(err.Error(), name) {
				t.Errorf("%s: %.80s: %v, %v, want ErrStoreDamaged and the file's name", suffix, what, s, err)
			}
		}
		if err := os.WriteFile(name, content, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	// Refusing left nothing behind: neither a lock nor a change.
	again := openFile(t, dir)
	if got, err := again.Load(); err != nil || !reflect.DeepEqual(got, record(5)) {
		t.Errorf("loaded %+v, %v", got, err)
	}
}

// The errors that tell an operator more than that the file is damaged.
func TestDamageIsNamed(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, dir)
	if err := errors.Join(s.Save(record(5)), s.Close()); err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "qbft-9001.trusted")
	content, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	for what, test := range map[string]struct {
		content []byte
		text    string
	}{
		"newer version": {bytes.Replace(content, []byte("version 1"), []byte("version 2"), 1), `first line is "catenary trusted header, version 2", want "catenary trusted header, version 1"`},
		"changed":       {bytes.Replace(content, []byte("qbft"), []byte("qbfu"), 1), "checksum is"},
		"cut":           {content[:40], "it ends before its content"},
		"too large":     {make([]byte, 1<<20+1), "more than 1048576 bytes"},
	} {
		if err := os.WriteFile(name, test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := lightclient.OpenFileStore(dir, owner)
		if err == nil || !strings.Contains(err.Error(), test.text) {
			t.Errorf("%s: %v, want %q", what, err, test.text)
		}
	}
}

// Damage while the store is open must not be taken for the record either.
func TestDamageUnderAnOpenStore(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, dir)
	if err := errors.Join(s.Save(record(5)), s.SaveEvidence(evidence(5))); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"trusted", "evidence"} {
		if err := os.WriteFile(filepath.Join(dir, "qbft-9001."+suffix), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Load(); !errors.Is(err, lightclient.ErrStoreDamaged) {
		t.Errorf("load: %v, want ErrStoreDamaged", err)
	}
	if _, err := s.Evidence(); !errors.Is(err, lightclient.ErrStoreDamaged) {
		t.Errorf("evidence: %v, want ErrStoreDamaged", err)
	}
	if err := s.SaveEvidence(evidence(6)); !errors.Is(err, lightclient.ErrStoreDamaged) {
		t.Errorf("saving evidence over a damaged file: %v, want ErrStoreDamaged", err)
	}
}

// A file of another chain, intact, under this one's name.
func TestForeignFilesAreRefused(t *testing.T) {
	from, to := t.TempDir(), t.TempDir()
	foreign := lightclient.Owner{ChainID: 9002, Kind: "qbft"}
	s, err := lightclient.OpenFileStore(from, foreign)
	if err != nil {
		t.Fatal(err)
	}
	r, e := record(5), evidence(5)
	r.ChainID, e.ChainID = 9002, 9002
	if err := errors.Join(s.Save(r), s.SaveEvidence(e), s.Close()); err != nil {
		t.Fatal(err)
	}
	for _, suffix := range []string{"trusted", "evidence"} {
		b, err := os.ReadFile(filepath.Join(from, "qbft-9002."+suffix))
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Join(to, "qbft-9001."+suffix)
		if err := os.WriteFile(name, b, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := lightclient.OpenFileStore(to, owner); !errors.Is(err, lightclient.ErrStoreForeign) {
			t.Errorf("%s of another chain: %v, want ErrStoreForeign", suffix, err)
		}
		if err := os.Remove(name); err != nil {
			t.Fatal(err)
		}
	}
}

// A crash between writing and renaming leaves the former record.
func TestUnfinishedFileIsForgotten(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, dir)
	if err := errors.Join(s.Save(record(5)), s.Close()); err != nil {
		t.Fatal(err)
	}
	unfinished := filepath.Join(dir, "qbft-9001.trusted.tmp")
	if err := os.WriteFile(unfinished, []byte("catenary trus"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = openFile(t, dir)
	if got, err := s.Load(); err != nil || got.Trusted.Number != 5 {
		t.Errorf("loaded %+v, %v, want 5", got, err)
	}
	if _, err := os.Stat(unfinished); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the unfinished file is still there: %v", err)
	}
}

// When the disk refuses, the former record stays, and the error is told.
func TestFailedSaveLeavesTheFormerRecord(t *testing.T) {
	dir := t.TempDir()
	s := openFile(t, dir)
	if err := s.Save(record(5)); err != nil {
		t.Fatal(err)
	}
	// A directory where the temporary file would be: fails for root as well.
	if err := os.Mkdir(filepath.Join(dir, "qbft-9001.trusted.tmp"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := s.Save(record(6)); err == nil {
		t.Fatal("saved where it could not")
	}
	if got, err := s.Load(); err != nil || got.Trusted.Number != 5 {
		t.Errorf("loaded %+v, %v, want 5", got, err)
	}
}

func TestFilesArePrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "deep")
	s := openFile(t, dir)
	if err := errors.Join(s.Save(record(5)), s.SaveEvidence(evidence(5))); err != nil {
		t.Fatal(err)
	}
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) != 3 {
		t.Fatalf("directory holds %v, %v, want three files", entries, err)
	}
	for _, entry := range entries {
		info, err := entry.Info()
		if err != nil || info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %v, %v, want 0600", entry.Name(), info.Mode(), err)
		}
	}
}

func TestCheckAnchor(t *testing.T) {
	r := record(10)
	trusted := lightclient.Anchor{Number: 10, Hash: r.Trusted.Hash}
	tests := map[string]struct {
		anchor lightclient.Anchor
		anew   bool
		err    error
	}{
		"the one it began from":       {r.Anchor, false, nil},
		"the trusted header":          {trusted, false, nil},
		"one above it":                {lightclient.Anchor{Number: 11, Hash: common.Hash{7}}, true, nil},
		"another one at its height":   {lightclient.Anchor{Number: 10, Hash: common.Hash{7}}, false, lightclient.ErrOtherAnchor},
		"one between":                 {lightclient.Anchor{Number: 5, Hash: common.Hash{7}}, false, lightclient.ErrOtherAnchor},
		"same height as the old one":  {lightclient.Anchor{Number: 1, Hash: common.Hash{7}}, false, lightclient.ErrOtherAnchor},
		"one below the one it had":    {lightclient.Anchor{Number: 0, Hash: common.Hash{7}}, false, lightclient.ErrOtherAnchor},
		"the trusted hash, elsewhere": {lightclient.Anchor{Number: 9, Hash: r.Trusted.Hash}, false, lightclient.ErrOtherAnchor},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if anew, err := r.CheckAnchor(test.anchor); anew != test.anew || !errors.Is(err, test.err) {
				t.Errorf("anew is %t, %v, want %t, %v", anew, err, test.anew, test.err)
			}
		})
	}
}

func TestAnyRecordRoundTrips(t *testing.T) {
	s := openFile(t, t.TempDir())
	number := uint64(0)
	rapid.Check(t, func(rt *rapid.T) {
		number++
		r := record(number)
		r.Anchor.Number = rapid.Uint64().Draw(rt, "anchor")
		r.Trusted.Time = rapid.Uint64().Draw(rt, "time")
		r.State = rapid.SliceOfN(rapid.Byte(), 1, 300).Draw(rt, "state")
		if err := s.Save(r); err != nil {
			rt.Fatal(err)
		}
		if got, err := s.Load(); err != nil || !reflect.DeepEqual(got, r) {
			rt.Fatalf("loaded %+v, %v, want %+v", got, err, r)
		}
	})
}

func BenchmarkFileStoreSave(b *testing.B) {
	s, err := lightclient.OpenFileStore(b.TempDir(), owner)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	r := record(1)
	r.State = make([]byte, 10<<10) // a header of four validators and its history
	for b.Loop() {
		r.Trusted.Number++
		if err := s.Save(r); err != nil {
			b.Fatal(err)
		}
	}
}
