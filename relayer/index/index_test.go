package index

import (
	"errors"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
)

var (
	now   = time.Unix(1_790_000_000, 0)
	laneA = messages.LaneID{0xa}
	laneB = messages.LaneID{0xb}
)

func entry(lane messages.LaneID, nonce uint64) Entry {
	m := messages.Message{Nonce: nonce, SourceChain: uint64(lane[0]), Sender: messages.Account{31: byte(nonce % 2)}}
	return NewEntry(&m, m.ID(), lane, nonce, common.Hash{}, now)
}

func fill(t *testing.T, capacity, n int, lanes ...messages.LaneID) *Index {
	t.Helper()
	x, err := New(capacity)
	if err != nil {
		t.Fatal(err)
	}
	for _, lane := range lanes {
		for nonce := 1; nonce <= n; nonce++ {
			if err := x.Add([]Entry{entry(lane, uint64(nonce))}); err != nil {
				t.Fatal(err)
			}
		}
	}
	return x
}

func move(stage Stage) func(*Entry) { return func(e *Entry) { e.Stage = stage } }

func find(t *testing.T, x *Index, q Query) (nonces []uint64) {
	t.Helper()
	found, err := x.Find(q)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range found {
		nonces = append(nonces, e.Nonce)
	}
	return nonces
}

func equal(a []uint64, b ...uint64) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func TestFind(t *testing.T) {
	x := fill(t, 1000, 300, laneA, laneB)
	if err := x.Update(laneA, 2, 4, move(Approved)); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		query Query
		want  []uint64
	}{
		"numeric order, not textual":    {Query{Lane: laneA.String(), After: 254, Limit: 4}, []uint64{255, 256, 257, 258}},
		"ends with its lane":            {Query{Lane: laneA.String(), After: 298, Limit: 10}, []uint64{299, 300}},
		"by stage":                      {Query{Stage: Approved, Limit: 10}, []uint64{2, 3, 4}},
		"by stage in a lane":            {Query{Lane: laneA.String(), Stage: Approved, After: 2, Limit: 10}, []uint64{3, 4}},
		"stage of another lane":         {Query{Lane: laneB.String(), Stage: Approved, Limit: 10}, nil},
		"by sender in a lane":           {Query{Lane: laneB.String(), Sender: messages.Account{31: 1}.String(), Limit: 3}, []uint64{1, 3, 5}},
		"nothing beyond the last nonce": {Query{Lane: laneB.String(), After: 300, Limit: 3}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := find(t, x, c.query)
			if c.query.Lane == "" {
				// Without a lane the order within a stage is that of the ids.
				if len(got) != len(c.want) {
					t.Fatalf("got %v, want %v in any order", got, c.want)
				}
				return
			}
			if !equal(got, c.want...) {
				t.Fatalf("got %v, want %v", got, c.want)
			}
		})
	}
}

func TestAddKeepsStage(t *testing.T) {
	x := fill(t, 10, 3, laneA)
	if err := x.Update(laneA, 1, 1, move(Delivered)); err != nil {
		t.Fatal(err)
	}
	if err := x.Add([]Entry{entry(laneA, 1), entry(laneA, 4)}); err != nil {
		t.Fatal(err)
	}
	if e, ok := x.Get(entryID(1)); !ok || e.Stage != Delivered {
		t.Errorf("verifying a delivered message again made it %q", e.Stage)
	}
	if got := x.Counts(laneA); got[Delivered] != 1 || got[Verified] != 3 {
		t.Errorf("counts %v", got)
	}
}

func entryID(nonce uint64) messages.ID {
	m := messages.Message{Nonce: nonce, SourceChain: uint64(laneA[0]), Sender: messages.Account{31: byte(nonce % 2)}}
	return m.ID()
}

// TestForgets: executed messages make room, pending ones are never dropped, and
// the counts remember both.
func TestForgets(t *testing.T) {
	x := fill(t, 5, 5, laneA)
	if err := x.Add([]Entry{entry(laneA, 6)}); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, Query{Lane: laneA.String(), Limit: 10}); !equal(got, 1, 2, 3, 4, 5, 6) {
		t.Fatalf("a pending message was dropped: %v", got)
	}
	if err := x.Update(laneA, 1, 3, move(Failed)); err != nil {
		t.Fatal(err)
	}
	if err := x.Add([]Entry{entry(laneA, 7)}); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, Query{Lane: laneA.String(), Limit: 10}); !equal(got, 3, 4, 5, 6, 7) {
		t.Fatalf("got %v", got)
	}
	if got := x.Counts(laneA); got[Failed] != 3 || got[Verified] != 4 {
		t.Errorf("counts %v", got)
	}
}

func TestUpdatePassesOverUnknown(t *testing.T) {
	x := fill(t, 10, 2, laneA)
	if err := x.Update(laneA, 0, 9, move(Submitted)); err != nil {
		t.Fatal(err)
	}
	if got := x.Counts(laneA); got[Submitted] != 2 {
		t.Errorf("counts %v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	for _, capacity := range []int{-1, 0, MaxEntries + 1} {
		if _, err := New(capacity); !errors.Is(err, ErrCapacity) {
			t.Errorf("%d: %v", capacity, err)
		}
	}
}

// TestPass: messages that others executed are executed. What is executed already,
// beyond the nonce, or of another lane stays as it is, and an absurd nonce costs
// nothing.
func TestPass(t *testing.T) {
	for name, upTo := range map[string]uint64{"some": 6, "an absurd nonce": 1<<64 - 1, "none": 0} {
		t.Run(name, func(t *testing.T) {
			x := fill(t, 100, 10, laneA, laneB)
			for stage, run := range map[Stage][2]uint64{Failed: {1, 1}, Delivered: {2, 2}, Requested: {3, 3}, Approved: {4, 4}, Submitted: {5, 5}} {
				if err := x.Update(laneA, run[0], run[1], move(stage)); err != nil {
					t.Fatal(err)
				}
			}
			if err := x.Pass(laneA, upTo, func(e *Entry) { e.Stage, e.Reason = Delivered, "others" }); err != nil {
				t.Fatal(err)
			}
			passed := 0
			found, err := x.Find(Query{Lane: laneA.String(), Limit: 100})
			if err != nil {
				t.Fatal(err)
			}
			for _, e := range found {
				if want := e.Nonce > 2 && e.Nonce <= upTo; want != (e.Reason == "others") {
					t.Errorf("nonce %d: %s %q", e.Nonce, e.Stage, e.Reason)
				} else if want {
					passed++
				}
			}
			if got := x.Counts(laneA); got[Delivered] != passed+1 || got[Failed] != 1 {
				t.Errorf("counts %v", got)
			}
			if got := x.Counts(laneB); got[Verified] != 10 {
				t.Errorf("the other lane's counts %v", got)
			}
		})
	}
}
