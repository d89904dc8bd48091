package index

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/messages"
)

// TestWalksAreComplete: whoever walks from page to page, while messages are entered,
// moved, passed and forgotten, sees each message that is there all the time, and that
// the query selects all the time, exactly once; and none twice.
func TestWalksAreComplete(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, err := New(rapid.IntRange(1, 60).Draw(t, "capacity"), now)
		if err != nil {
			t.Fatal(err)
		}
		next := map[messages.LaneID]uint64{laneA: 0, laneB: 0}
		lanes := []messages.LaneID{laneA, laneB}
		disturb := func() {
			lane := rapid.SampledFrom(lanes).Draw(t, "lane")
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0, 1:
				for range rapid.IntRange(1, 8).Draw(t, "new") {
					next[lane]++
					if err := x.Add([]Entry{entry(lane, next[lane])}); err != nil {
						t.Fatal(err)
					}
				}
			case 2:
				first := rapid.Uint64Range(1, next[lane]+1).Draw(t, "first")
				stage := rapid.SampledFrom(Stages()).Draw(t, "stage")
				if err := x.Update(lane, first, first+5, move(stage)); err != nil {
					t.Fatal(err)
				}
			case 3:
				if err := x.Pass(lane, rapid.Uint64Range(0, next[lane]).Draw(t, "up to"), move(Delivered)); err != nil {
					t.Fatal(err)
				}
			}
		}
		for range rapid.IntRange(1, 12).Draw(t, "before") {
			disturb()
		}
		q := Query{Limit: rapid.IntRange(1, 7).Draw(t, "limit")}
		switch rapid.IntRange(0, 4).Draw(t, "query") {
		case 1:
			q.Lane = laneA
		case 2:
			q.Stage = rapid.SampledFrom(Stages()).Draw(t, "wanted stage")
		case 3:
			q.Sender = messages.Account{31: 1}
		case 4:
			q.SourceTx = common.Hash{1}
		}
		selected := func() (list []messages.ID) {
			all, _, err := x.Find(Query{Limit: 1 << 30})
			if err != nil {
				t.Fatal(err)
			}
			for i := range all {
				if q.Selects(&all[i]) {
					list = append(list, all[i].ID)
				}
			}
			return list
		}
		stable := selected()
		var seen []messages.ID
		for pages := 0; ; pages++ {
			found, before, err := x.Find(q)
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range found {
				seen = append(seen, e.ID)
			}
			if q.Before = before; before == 0 {
				break
			}
			if pages > 10_000 {
				t.Fatal("the walk does not end")
			}
			disturb()
			still := selected()
			stable = slices.DeleteFunc(stable, func(id messages.ID) bool { return !slices.Contains(still, id) })
		}
		counted := map[messages.ID]int{}
		for _, id := range seen {
			if counted[id]++; counted[id] > 1 {
				t.Fatalf("message %s was seen twice", id)
			}
		}
		for _, id := range stable {
			if counted[id] == 0 {
				t.Fatalf("message %s was there all the time, and not seen", id)
			}
		}
	})
}

// TestSearchIsBounded: a filter that selects nothing looks at no more than its bound
// at a time, and goes on from there.
func TestSearchIsBounded(t *testing.T) {
	x := fill(t, 2*MaxScan, 0)
	entries := make([]Entry, MaxScan+10)
	for i := range entries {
		entries[i] = entry(laneA, uint64(i+1))
	}
	if err := x.Add(entries); err != nil {
		t.Fatal(err)
	}
	q := Query{Stage: Delivered, Limit: 5} // which is no index
	found, next, err := x.Find(q)
	if err != nil || len(found) != 0 || next == 0 {
		t.Fatalf("%d found, next %d, %v", len(found), next, err)
	}
	if err := x.Update(laneA, 3, 3, move(Delivered)); err != nil {
		t.Fatal(err)
	}
	q.Before = next
	if found, next, err = x.Find(q); err != nil || len(found) != 1 || found[0].Nonce != 3 || next != 0 {
		t.Fatalf("%v found, next %d, %v", found, next, err)
	}
}

// TestPendingMessagesAreBoundedToo: messages that nobody delivers are dropped in the
// end, lest they fill the memory.
func TestPendingMessagesAreBoundedToo(t *testing.T) {
	x := fill(t, 10, 0)
	x.pending = 500
	for first := uint64(1); first <= 2000; first += 100 {
		entries := make([]Entry, 100)
		for i := range entries {
			entries[i] = entry(laneA, first+uint64(i))
		}
		if err := x.Add(entries); err != nil {
			t.Fatal(err)
		}
	}
	if x.Len() != 510 {
		t.Errorf("%d messages are held, want 510", x.Len())
	}
}
