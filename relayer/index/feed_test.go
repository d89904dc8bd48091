package index

import (
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

// TestFollowersSeeTheNewestState: whoever reads the changes, at whatever pace, knows
// in the end what the view knows, or is told that something is lost.
func TestFollowersSeeTheNewestState(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, err := New(rapid.IntRange(1, 40).Draw(t, "capacity"), now)
		if err != nil {
			t.Fatal(err)
		}
		known, at, lost := map[messages.ID]Entry{}, x.Revision(), false
		read := func(limit int) {
			changes, err := x.Changes(at, limit)
			if err != nil {
				t.Fatal(err)
			}
			if len(changes.Entries) > limit {
				t.Fatalf("%d changes, want at most %d", len(changes.Entries), limit)
			}
			lost = lost || changes.Lost
			for _, e := range changes.Entries {
				if e.Revision <= at {
					t.Fatalf("revision %d comes behind %d", e.Revision, at)
				}
				known[e.ID] = e
			}
			at = changes.Revision
			if (changes.More == nil) != (len(changes.Entries) == limit && at < x.Revision()) {
				t.Fatalf("%d of at most %d changes up to %d of %d, more: %v", len(changes.Entries), limit, at, x.Revision(), changes.More == nil)
			}
		}
		var nonce uint64
		for range rapid.IntRange(1, 40).Draw(t, "steps") {
			switch rapid.IntRange(0, 2).Draw(t, "what") {
			case 0:
				nonce++
				if err := x.Add([]Entry{entry(laneA, nonce)}); err != nil {
					t.Fatal(err)
				}
			case 1:
				first := rapid.Uint64Range(1, nonce+1).Draw(t, "first")
				if err := x.Update(laneA, first, first+3, move(rapid.SampledFrom(Stages()).Draw(t, "stage"))); err != nil {
					t.Fatal(err)
				}
			case 2:
				read(rapid.IntRange(1, 5).Draw(t, "limit"))
			}
		}
		for at < x.Revision() {
			read(3)
		}
		all, _, err := x.Find(Query{Limit: 1000})
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range all {
			if known[e.ID] != e {
				t.Fatalf("nonce %d: known as %+v, is %+v (lost: %v)", e.Nonce, known[e.ID], e, lost)
			}
		}
		if !lost && len(known) < int(nonce) {
			t.Fatalf("%d of %d messages are known, and nothing was said to be lost", len(known), nonce)
		}
	})
}

// TestChangesWake: More is closed by the next change, of whatever kind.
func TestChangesWake(t *testing.T) {
	x := fill(t, 100, 3, laneA)
	for name, change := range map[string]func() error{
		"a new message": func() error { return x.Add([]Entry{entry(laneB, 1)}) },
		"an update":     func() error { return x.Update(laneA, 2, 2, move(Approved)) },
		"a pass":        func() error { return x.Pass(laneA, 3, move(Delivered)) },
	} {
		changes, err := x.Changes(x.Revision(), 10)
		if err != nil || changes.More == nil || len(changes.Entries) != 0 {
			t.Fatalf("%s: %+v, %v", name, changes, err)
		}
		select {
		case <-changes.More:
			t.Fatalf("%s: wakes before it", name)
		default:
		}
		if err := change(); err != nil {
			t.Fatal(err)
		}
		select {
		case <-changes.More:
		default:
			t.Fatalf("%s: does not wake", name)
		}
	}
	// What changes nothing wakes nobody.
	changes, err := x.Changes(x.Revision(), 10)
	if err != nil {
		t.Fatal(err)
	}
	if err := x.Update(laneA, 1, 3, func(uint64, *Progress) {}); err != nil {
		t.Fatal(err)
	}
	select {
	case <-changes.More:
		t.Error("an update that changes nothing wakes")
	default:
	}
}

// TestRestoreGoesOn: numbers go on above those of the run before, and whoever knows
// that run resumes if nothing is missing, and only then.
func TestRestoreGoesOn(t *testing.T) {
	old := fill(t, 100, 5, laneA)
	if err := old.Update(laneA, 1, 2, move(Delivered)); err != nil {
		t.Fatal(err)
	}
	changes, err := old.Changes(0, 100)
	if err != nil {
		t.Fatal(err)
	}
	kept := append([]Entry(nil), changes.Entries...)
	for i := range kept { // by Seq
		for j := i; j > 0 && kept[j-1].Seq > kept[j].Seq; j-- {
			kept[j-1], kept[j] = kept[j], kept[j-1]
		}
	}
	for name, later := range map[string]time.Duration{"a later clock": time.Hour, "the same": 0, "a clock that went back": -time.Hour} {
		t.Run(name, func(t *testing.T) {
			x, err := New(100, now.Add(later))
			if err != nil {
				t.Fatal(err)
			}
			if err := x.Restore(kept, old.Forgotten()); err != nil {
				t.Fatal(err)
			}
			if x.Len() != 5 || x.Counts(laneA)[Delivered] != 2 {
				t.Fatalf("%d messages, %v", x.Len(), x.Counts(laneA))
			}
			if !x.Resumes(old.Revision()) || x.Resumes(old.Forgotten()-1) || x.Resumes(x.Revision()+1) {
				t.Error("resumes wrongly")
			}
			if later > 0 && x.Resumes(old.Revision()+1) {
				t.Error("changes that were not kept are said to be known")
			}
			if err := x.Add([]Entry{entry(laneA, 3), entry(laneA, 6)}); err != nil {
				t.Fatal(err)
			}
			added, ok := x.Get(entryID(6))
			if !ok || added.Seq <= kept[4].Seq || added.Revision <= old.Revision() || x.Len() != 6 {
				t.Errorf("added as %+v to %d", added, x.Len())
			}
			if err := x.Update(laneA, 6, 6, move(Failed)); err != nil {
				t.Fatal(err)
			}
			if got := find(t, x, Query{Limit: 10}); !equal(got, 6, 5, 4, 3, 2, 1) {
				t.Errorf("got %v", got)
			}
		})
	}
}

// TestAnotherMessageTakesThePlace: a source chain that was started anew has other
// messages at the same nonces; the view holds what was verified last.
func TestAnotherMessageTakesThePlace(t *testing.T) {
	x := fill(t, 100, 3, laneA)
	other := entry(laneA, 2)
	other.ID = messages.ID{0xee}
	if err := x.Add([]Entry{other}); err != nil {
		t.Fatal(err)
	}
	if _, ok := x.Get(entryID(2)); ok || x.Len() != 3 {
		t.Errorf("the former message is still there, %d in all", x.Len())
	}
	if got := find(t, x, Query{Limit: 10}); !equal(got, 2, 3, 1) {
		t.Errorf("got %v", got)
	}
}

// TestIndexIsSafeForManyReaders: for the race detector.
func TestIndexIsSafeForManyReaders(t *testing.T) {
	x := fill(t, 50, 10, laneA)
	var group sync.WaitGroup
	for worker := range 4 {
		group.Go(func() {
			for i := range 200 {
				switch worker {
				case 0:
					_ = x.Add([]Entry{entry(laneA, uint64(11+i))})
				case 1:
					_ = x.Update(laneA, uint64(i), uint64(i+5), move(Stages()[i%6]))
				case 2:
					_, _, _ = x.Find(Query{Limit: 10})
				case 3:
					_, _ = x.Changes(0, 10)
				}
			}
		})
	}
	group.Wait()
}
