package record

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

var (
	owner  = Owner{Address: common.Address{1}, Seal: [32]byte{1}}
	laneA  = Key{Lane: messages.LaneID{1}, Inbox: messages.InboxID{1}}
	laneA2 = Key{Lane: messages.LaneID{1}, Inbox: messages.InboxID{2}}
	laneB  = Key{Lane: messages.LaneID{2}, Inbox: messages.InboxID{1}}
)

func at(nonce uint64) messages.Position {
	return messages.Position{Nonce: nonce, Accumulator: messages.Accumulator{byte(nonce), byte(nonce >> 8), 7}}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func wantErr(t testing.TB, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Fatalf("error %v, want %v", err, want)
	}
}

func fresh(t testing.TB) (*Record, string) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record")
	must(t, Create(path, owner))
	return open(t, path), path
}

func open(t testing.TB, path string) *Record {
	t.Helper()
	r, err := Open(path, owner)
	must(t, err)
	t.Cleanup(func() { must(t, r.Close()) })
	return r
}

// advance claims from whatever is highest.
func advance(r *Record, key Key, nonce uint64) error {
	var from *messages.Position
	if claim, ok := r.Highest(key); ok {
		from = &claim.Position
	}
	return r.Claim(key, from, Claim{Position: at(nonce), NotBefore: int64(nonce)})
}

func TestClaimsSurviveRestart(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	must(t, advance(r, laneB, 2))
	must(t, advance(r, laneA, 9))
	must(t, advance(r, laneA2, 1))
	must(t, r.Close())
	r = open(t, path)
	for key, nonce := range map[Key]uint64{laneA: 9, laneB: 2, laneA2: 1} {
		claim, ok := r.Highest(key)
		if !ok || claim.Position != at(nonce) || claim.NotBefore != int64(nonce) {
			t.Errorf("claim of %v is %+v, want nonce %d", key, claim, nonce)
		}
	}
	if len(r.List()) != 3 {
		t.Errorf("list %+v", r.List())
	}
}

func TestAttackClaimIsCompareAndSwap(t *testing.T) {
	r, _ := fresh(t)
	five, six := at(5), at(6)
	wantErr(t, r.Claim(laneA, &five, Claim{Position: six}), ErrConflict) // there is none
	must(t, r.Claim(laneA, nil, Claim{Position: five}))
	other := five
	other.Accumulator[0] ^= 1
	for name, attempt := range map[string]struct {
		from *messages.Position
		to   messages.Position
	}{
		"as if there were none":        {nil, six},
		"from another accumulator":     {&other, six},
		"from another nonce":           {&six, at(7)},
		"to a lower nonce":             {&five, at(4)},
		"to the same nonce":            {&five, five},
		"to another accumulator at it": {&five, other},
		"to nonce zero":                {&five, at(0)},
	} {
		t.Run(name, func(t *testing.T) {
			wantErr(t, r.Claim(laneA, attempt.from, Claim{Position: attempt.to}), ErrConflict)
			if claim, _ := r.Highest(laneA); claim.Position != five {
				t.Fatalf("highest is %+v now", claim)
			}
		})
	}
	wantErr(t, r.Claim(laneB, nil, Claim{Position: at(0)}), ErrConflict)
}

func TestConcurrentClaims(t *testing.T) {
	r, path := fresh(t)
	var all sync.WaitGroup
	won := make(chan uint64, 64)
	for i := range uint64(32) {
		all.Go(func() {
			if err := r.Claim(laneA, nil, Claim{Position: at(i + 1)}); err == nil {
				won <- i + 1
			}
			must(t, advance(r, Key{Lane: messages.LaneID{3, byte(i)}}, i+1))
		})
	}
	all.Wait()
	if len(won) != 1 {
		t.Fatalf("%d of 32 claims on one empty lane were taken, want 1", len(won))
	}
	must(t, r.Close())
	if again := open(t, path); len(again.List()) != 33 {
		t.Fatalf("%d entries after a restart, want 33", len(again.List()))
	}
}

func TestStopStaysUntilCleared(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	must(t, r.Stop(laneA, Stop{AtMillis: 1, Why: "first", Evidence: "f"}))
	must(t, r.Stop(laneA, Stop{AtMillis: 2, Why: "second"}))
	must(t, r.Stop(laneB, Stop{AtMillis: 3, Why: strings.Repeat("x", 9000)}))
	must(t, r.Close())
	r = open(t, path)
	if stop, ok := r.Stopped(laneA); !ok || stop.Why != "first" {
		t.Fatalf("stop %+v, want the first", stop)
	}
	if stop, ok := r.Stopped(laneB); !ok || len(stop.Why) != maxText {
		t.Fatalf("stop of %d bytes, want %d", len(stop.Why), maxText)
	}
	wantErr(t, advance(r, laneA, 6), ErrStopped)
	wantErr(t, advance(r, laneB, 6), ErrStopped)
	must(t, r.ClearStop(laneA))
	must(t, advance(r, laneA, 6))
}

func TestMissingRecordIsNeverAFreshStart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record")
	_, err := Open(path, owner)
	wantErr(t, err, ErrMissing)
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Fatal("Open made a file")
	}
}

func TestCreateNeverOverwrites(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	must(t, r.Close())
	wantErr(t, Create(path, owner), ErrExists)
	if claim, _ := open(t, path).Highest(laneA); claim.Position != at(5) {
		t.Fatal("the record is gone")
	}
}

func TestAttackTwoProcesses(t *testing.T) {
	r, path := fresh(t)
	_, err := Open(path, owner)
	wantErr(t, err, ErrLocked)
	wantErr(t, Create(path, owner), ErrLocked)
	must(t, r.Close())
	wantErr(t, advance(r, laneA, 1), ErrClosed)
	open(t, path)
}

// TestAttackFile changes the file in every way that leaves it a file.
func TestAttackFile(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 300))
	must(t, advance(r, laneB, 7))
	must(t, r.Close())
	genuine, err := os.ReadFile(path)
	must(t, err)
	refused := func(t *testing.T, content []byte, want error) {
		t.Helper()
		must(t, os.WriteFile(path, content, 0o600))
		_, err := Open(path, owner)
		wantErr(t, err, want)
	}
	t.Run("every byte flipped", func(t *testing.T) {
		for i := range genuine {
			content := bytes.Clone(genuine)
			content[i] ^= 1
			must(t, os.WriteFile(path, content, 0o600))
			if r, err := Open(path, owner); err == nil {
				_ = r.Close()
				t.Fatalf("byte %d flipped: opened", i)
			} else if !errors.Is(err, ErrDamaged) && !errors.Is(err, ErrForeign) {
				t.Fatalf("byte %d flipped: %v", i, err)
			}
		}
	})
	t.Run("every truncation", func(t *testing.T) {
		for n := range genuine {
			refused(t, genuine[:n], ErrDamaged)
		}
	})
	t.Run("something appended", func(t *testing.T) { refused(t, append(bytes.Clone(genuine), '\n'), ErrDamaged) })
	t.Run("edited, MAC of the edit under another key", func(t *testing.T) {
		state, err := decode(genuine, owner)
		must(t, err)
		state.Entries[0].Position.Nonce = 1
		refused(t, state.seal(Owner{owner.Address, [32]byte{9}}), ErrDamaged)
	})
	t.Run("another signer's", func(t *testing.T) {
		other := Owner{common.Address{2}, [32]byte{2}}
		state := document{Format: format, Version: version, Signer: other.Address, Entries: []entry{}}
		refused(t, state.seal(other), ErrForeign)
	})
	t.Run("another signer's, renamed", func(t *testing.T) {
		state := document{Format: format, Version: version, Signer: owner.Address, Entries: []entry{}}
		refused(t, state.seal(Owner{owner.Address, [32]byte{2}}), ErrDamaged)
	})
	t.Run("another version", func(t *testing.T) {
		state := document{Format: format, Version: 2, Signer: owner.Address, Entries: []entry{}}
		refused(t, state.seal(owner), ErrDamaged)
	})
	t.Run("too large", func(t *testing.T) { refused(t, make([]byte, maxFileSize+1), ErrDamaged) })
	t.Run("untouched", func(t *testing.T) {
		must(t, os.WriteFile(path, genuine, 0o600))
		open(t, path)
	})
}

// TestCrashWhileWriting: what a crash leaves beside the record is never read.
func TestCrashWhileWriting(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	must(t, r.Close())
	must(t, os.WriteFile(path+".new", []byte(`{"format":"caten`), 0o600))
	r = open(t, path)
	if claim, _ := r.Highest(laneA); claim.Position != at(5) {
		t.Fatalf("claim %+v", claim)
	}
	must(t, advance(r, laneA, 6))
}

// TestAttackFullDisk: a claim that cannot be written does not count.
func TestAttackFullDisk(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	must(t, os.Mkdir(path+".new", 0o700)) // no file can be written there
	wantErr(t, advance(r, laneA, 6), ErrWrite)
	if claim, _ := r.Highest(laneA); claim.Position != at(5) {
		t.Fatalf("claim %+v counts though it was not written", claim)
	}
	must(t, os.Remove(path+".new"))
	must(t, advance(r, laneA, 6))
}

func TestRecordIsBounded(t *testing.T) {
	r, path := fresh(t)
	// Filled behind its back, or the test would fsync 512 times.
	for i := range MaxEntries {
		must(t, r.state.put(Key{Lane: messages.LaneID{byte(i), byte(i >> 8)}}, func(e *entry) {
			position := at(1)
			e.Position, e.Stop = &position, &Stop{Why: strings.Repeat("w", 400), Evidence: "e"}
		}))
	}
	wantErr(t, r.Stop(Key{Lane: messages.LaneID{0xff, 0xff}}, Stop{}), ErrFull)
	must(t, r.ClearStop(Key{}))
	must(t, r.Close())
	open(t, path) // a full record still fits the bound of its file
}

func TestBackup(t *testing.T) {
	r, path := fresh(t)
	must(t, advance(r, laneA, 5))
	must(t, r.Stop(laneB, Stop{Why: "s"}))
	var backup bytes.Buffer
	must(t, r.Export(&backup))
	must(t, advance(r, laneA, 9))
	must(t, r.ClearStop(laneB))

	// Importing never lowers a claim, and brings stops back.
	must(t, r.Import(bytes.NewReader(backup.Bytes())))
	if claim, _ := r.Highest(laneA); claim.Position != at(9) {
		t.Fatalf("an old backup lowered the claim to %+v", claim)
	}
	if _, stopped := r.Stopped(laneB); !stopped {
		t.Fatal("the backup's stop is lost")
	}
	wantErr(t, Restore(path+"2", Owner{common.Address{3}, [32]byte{}}, bytes.NewReader(backup.Bytes())), ErrForeign)
	must(t, Restore(path+"2", owner, bytes.NewReader(backup.Bytes())))
	wantErr(t, Restore(path+"2", owner, bytes.NewReader(backup.Bytes())), ErrExists)
	second := open(t, path+"2")
	if claim, _ := second.Highest(laneA); claim.Position != at(5) {
		t.Fatalf("restored claim is %+v, want nonce 5", claim)
	}

	var newer bytes.Buffer
	must(t, r.Export(&newer))
	must(t, second.Import(&newer))
	if claim, _ := second.Highest(laneA); claim.Position != at(9) {
		t.Fatalf("a newer backup did not raise the claim: %+v", claim)
	}
	tampered := bytes.Replace(backup.Bytes(), []byte(`"nonce":5`), []byte(`"nonce":1`), 1)
	wantErr(t, second.Import(bytes.NewReader(tampered)), ErrDamaged)

	// Two accumulators at one nonce cannot be merged.
	third, _ := fresh(t)
	position := at(9)
	position.Accumulator[5] ^= 1
	must(t, third.Claim(laneA, nil, Claim{Position: position}))
	var conflicting bytes.Buffer
	must(t, third.Export(&conflicting))
	wantErr(t, second.Import(&conflicting), ErrConflict)
}

func TestFileModeIsPrivate(t *testing.T) {
	_, path := fresh(t)
	info, err := os.Stat(path)
	must(t, err)
	if info.Mode().Perm() != 0o600 {
		t.Fatalf("mode %v, want 0600", info.Mode())
	}
}

// TestRecordIsAMapOfMaxima compares the record, with restarts in between, with the
// plainest model of it.
func TestRecordIsAMapOfMaxima(t *testing.T) {
	dir := t.TempDir()
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		path := filepath.Join(dir, fmt.Sprint(runs))
		must(t, Create(path, owner))
		r, err := Open(path, owner)
		must(t, err)
		defer func() { must(t, r.Close()) }()
		model := map[Key]messages.Position{}
		for range rapid.IntRange(1, 12).Draw(rt, "steps") {
			key := rapid.SampledFrom([]Key{laneA, laneA2, laneB}).Draw(rt, "key")
			switch rapid.IntRange(0, 4).Draw(rt, "what") {
			case 0:
				must(t, r.Close())
				r, err = Open(path, owner)
				must(t, err)
			default:
				to := at(rapid.Uint64Range(0, 9).Draw(rt, "nonce"))
				err := advance(r, key, to.Nonce)
				if want := to.Nonce > model[key].Nonce; want != (err == nil) {
					rt.Fatalf("claim of %d over %d: %v", to.Nonce, model[key].Nonce, err)
				}
				if err == nil {
					model[key] = to
				}
			}
			for key, want := range model {
				if claim, ok := r.Highest(key); !ok || claim.Position != want {
					rt.Fatalf("highest %+v, want %+v", claim, want)
				}
			}
		}
	})
}

func FuzzDecode(f *testing.F) {
	position := at(5)
	state := document{Format: format, Version: version, Signer: owner.Address, Sequence: 3, Entries: []entry{{Lane: laneA.Lane, Position: &position, Stop: &Stop{Why: "w"}}}}
	f.Add(state.seal(owner))
	f.Add([]byte("{}\n"))
	f.Add([]byte(nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		line, _, _ := bytes.Cut(data, []byte("\n"))
		// As the attacker who has the key would: every line gets its right MAC.
		sealed := append(append(bytes.Clone(line), '\n'), []byte(fmt.Sprintf("%s%x\n", macPrefix, mac(owner, line)))...)
		state, err := decode(sealed, owner)
		if err != nil {
			return
		}
		again, err := decode(state.seal(owner), owner)
		if err != nil {
			t.Fatalf("what was read cannot be written: %v", err)
		}
		if !bytes.Equal(again.seal(owner), state.seal(owner)) {
			t.Fatal("one state has two files")
		}
	})
}

func BenchmarkClaim(b *testing.B) {
	r, _ := fresh(b)
	for i := range 20 {
		must(b, advance(r, Key{Lane: messages.LaneID{byte(i), 1}}, 1))
	}
	nonce := uint64(1)
	for b.Loop() {
		nonce++
		must(b, advance(r, laneA, nonce))
	}
}
