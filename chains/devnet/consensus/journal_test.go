package consensus

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

func newFileJournal(tb testing.TB) *FileJournal {
	tb.Helper()
	j, err := NewFileJournal(filepath.Join(tb.TempDir(), "journal"))
	if err != nil {
		tb.Fatal(err)
	}
	return j
}

func TestFileJournalHoldsTheLastState(t *testing.T) {
	j := newFileJournal(t)
	last := map[common.Address]*Durable{}
	for _, d := range savedStates(t) {
		if last[d.Validator] == nil {
			if got, err := j.Load(d.Validator); got != nil || err != nil {
				t.Fatalf("loaded %+v (%v) before anything was saved", got, err)
			}
		}
		if err := j.Save(d); err != nil {
			t.Fatal(err)
		}
		last[d.Validator] = d
	}
	for validator, want := range last {
		got, err := j.Load(validator)
		if err != nil {
			t.Fatal(err)
		}
		a, err := got.Encode()
		if err != nil {
			t.Fatal(err)
		}
		b, err := want.Encode()
		if err != nil || !bytes.Equal(a, b) {
			t.Fatalf("loaded %x, saved %x (%v)", a, b, err)
		}
	}
}

// A file that was cut off at any byte, or has any byte changed, is found out.
func TestDamagedFileJournalIsRefused(t *testing.T) {
	j := newFileJournal(t)
	states := savedStates(t)
	d := states[len(states)-1]
	if err := j.Save(d); err != nil {
		t.Fatal(err)
	}
	path := j.path(d.Validator)
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := func(what string, at int, content []byte) {
		if got, err := decodeJournal(content); !errors.Is(err, ErrJournal) || got != nil {
			t.Fatalf("%s %d of %d bytes: loaded %+v (%v)", what, at, len(good), got, err)
		}
	}
	for i := range good {
		refused("cut at", i, good[:i])
		changed := bytes.Clone(good)
		changed[i] ^= 1
		refused("changed at", i, changed)
	}
	refused("longer than", len(good), append(bytes.Clone(good), 0))
	if err := os.WriteFile(path, good[:len(good)-1], 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := j.Load(d.Validator); !errors.Is(err, ErrJournal) || got != nil {
		t.Fatalf("loaded %+v of a file cut short (%v)", got, err)
	}

	// The file of one validator under the name of another.
	other := common.Address{1}
	if err := os.WriteFile(j.path(other), good, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := j.Load(other); !errors.Is(err, ErrJournal) || got != nil {
		t.Fatalf("loaded %+v of another validator (%v)", got, err)
	}
}

// A crash between writing and renaming leaves a second file, which is no state.
func TestUnfinishedFileJournalIsNotRead(t *testing.T) {
	j := newFileJournal(t)
	d := savedStates(t)[0]
	longer := bytes.Repeat([]byte("half of a state "), 1<<16)
	if err := os.WriteFile(j.path(d.Validator)+".new", longer, 0o600); err != nil {
		t.Fatal(err)
	}
	if got, err := j.Load(d.Validator); got != nil || err != nil {
		t.Fatalf("loaded %+v (%v), want nothing", got, err)
	}
	if err := j.Save(d); err != nil {
		t.Fatal(err)
	}
	if got, err := j.Load(d.Validator); got == nil || err != nil {
		t.Fatalf("loaded %+v (%v) after a save", got, err)
	}
}

func TestFileJournalMakesNoMoreThanItsDirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "nowhere", "journal")
	if _, err := NewFileJournal(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Fatalf("error %v, want that %s does not exist", err, filepath.Dir(dir))
	}
}

// brokenJournal fails when it is told to.
type brokenJournal struct {
	*FileJournal
	save, load error
}

func (b *brokenJournal) Save(d *Durable) error {
	if b.save != nil {
		return b.save
	}
	return b.FileJournal.Save(d)
}

func (b *brokenJournal) Load(a common.Address) (*Durable, error) {
	if b.load != nil {
		return nil, b.load
	}
	return b.FileJournal.Load(a)
}

// What cannot be remembered is not said.
func TestFailedJournalSilencesTheValidator(t *testing.T) {
	full := errors.New("disk is full")
	for name, broken := range map[string]*brokenJournal{"save": {save: full}, "load": {load: full}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				broken.FileJournal = newFileJournal(t)
				r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) { c.Journal = broken })
				witness, err := r.hub.Join(common.Address{0xff})
				if err != nil {
					t.Fatal(err)
				}
				time.Sleep(time.Second)
				if err := <-r.done; !errors.Is(err, full) {
					t.Fatalf("the group ended with %v, want the journal's error", err)
				}
				r.stop()
				ended, end := context.WithCancel(t.Context())
				end()
				if frame, err := witness.Receive(ended); err == nil {
					t.Fatalf("%x was sent, though it was not saved", frame[:1])
				}
			})
		})
	}
}

// With its journal damaged, a validator sits out one height and takes part in the next.
func TestDamagedJournalCostsOneHeight(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		journal := newFileJournal(t)
		r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) { c.Journal = journal })
		at := r.after(time.Second)
		r.end()
		victim := r.signers[2].Address()
		if err := os.Truncate(journal.path(victim), 40); err != nil {
			t.Fatal(err)
		}
		r.run(100*time.Millisecond, func(c *ValidatorConfig) { c.Journal = journal })
		v, err := r.group.Validator(victim)
		if err != nil {
			t.Fatal(err)
		}
		r.after(time.Millisecond)
		if s := v.Status(); s.Member || s.Height != at+1 {
			t.Fatalf("member %t at height %d of %d with a damaged journal", s.Member, s.Height, at+1)
		}
		r.after(3 * time.Second) // it may have been its turn to propose
		if s := v.Status(); !s.Member {
			t.Fatalf("still no member at height %d", s.Height)
		}
		if d, err := journal.Load(victim); err != nil || d.Height <= at+1 {
			t.Fatalf("the journal is %+v (%v) after the damaged height %d", d, err, at+1)
		}
		r.end()
	})
}

// BenchmarkFileJournal is the price of memory: two syncs and the bytes, twice or thrice a height.
func BenchmarkFileJournal(b *testing.B) {
	j := newFileJournal(b)
	d := savedStates(b)[0]
	b.ReportAllocs()
	for b.Loop() {
		if err := j.Save(d); err != nil {
			b.Fatal(err)
		}
	}
}
