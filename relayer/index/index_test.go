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
	m := messages.Message{Nonce: nonce, SourceChain: uint64(lane[0]), Sender: messages.Account{31: byte(nonce % 2)},
		Recipient: messages.Account{31: byte(nonce % 3)}}
	return NewEntry(&m, m.ID(), lane, nonce, common.Hash{byte(nonce / 10)}, nonce+1, now)
}

func fill(t *testing.T, capacity, n int, lanes ...messages.LaneID) *Index {
	t.Helper()
	x, err := New(capacity, now)
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

func move(stage Stage) func(uint64, *Progress) {
	return func(_ uint64, p *Progress) { p.Stage = stage }
}

func find(t *testing.T, x *Index, q Query) (nonces []uint64) {
	t.Helper()
	found, _, err := x.Find(q)
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
	if err := errors.Join(x.Update(laneA, 2, 4, move(Approved)), x.Update(laneA, 7, 8, move(Delivered))); err != nil {
		t.Fatal(err)
	}
	before := func(lane messages.LaneID, nonce uint64) uint64 {
		found, _, err := x.Find(Query{Lane: lane, Nonce: nonce, Limit: 1})
		if err != nil || len(found) != 1 {
			t.Fatalf("nonce %d: %v, %v", nonce, found, err)
		}
		return found[0].Seq
	}
	for name, c := range map[string]struct {
		query Query
		want  []uint64
	}{
		"the newest first":               {Query{Lane: laneA, Limit: 4}, []uint64{300, 299, 298, 297}},
		"numeric order, not textual":     {Query{Lane: laneA, Before: before(laneA, 258), Limit: 4}, []uint64{257, 256, 255, 254}},
		"ends with its lane":             {Query{Lane: laneB, Before: before(laneB, 3), Limit: 10}, []uint64{2, 1}},
		"of all lanes":                   {Query{Before: before(laneB, 2), Limit: 3}, []uint64{1, 300, 299}},
		"by stage":                       {Query{Stage: Approved, Limit: 10}, []uint64{4, 3, 2}},
		"by stage in a lane":             {Query{Lane: laneA, Stage: Approved, Before: before(laneA, 4), Limit: 10}, []uint64{3, 2}},
		"by the stage that most are at":  {Query{Lane: laneA, Stage: Delivered, Limit: 10}, []uint64{8, 7}},
		"stage of another lane":          {Query{Lane: laneB, Stage: Approved, Limit: 10}, nil},
		"by sender in a lane":            {Query{Lane: laneB, Sender: messages.Account{31: 1}, Limit: 3}, []uint64{299, 297, 295}},
		"by recipient":                   {Query{Recipient: messages.Account{31: 2}, Limit: 3}, []uint64{299, 296, 293}},
		"recipient that nobody is":       {Query{Recipient: messages.Account{31: 77}, Limit: 3}, nil},
		"by source transaction":          {Query{SourceTx: common.Hash{3}, Lane: laneA, Limit: 20}, []uint64{39, 38, 37, 36, 35, 34, 33, 32, 31, 30}},
		"by nonce":                       {Query{Lane: laneB, Nonce: 7, Limit: 20}, []uint64{7}},
		"by nonce, on the next page":     {Query{Lane: laneB, Nonce: 7, Before: before(laneB, 7), Limit: 20}, nil},
		"by nonce, at another stage":     {Query{Lane: laneB, Nonce: 7, Stage: Failed, Limit: 20}, nil},
		"all at once, and nothing is it": {Query{Lane: laneA, Nonce: 7, Sender: messages.Account{31: 9}, Limit: 20}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if got := find(t, x, c.query); !equal(got, c.want...) {
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
	m := messages.Message{Nonce: nonce, SourceChain: uint64(laneA[0]), Sender: messages.Account{31: byte(nonce % 2)},
		Recipient: messages.Account{31: byte(nonce % 3)}}
	return m.ID()
}

// TestForgets: executed messages make room, pending ones are never dropped, and
// the counts remember both.
func TestForgets(t *testing.T) {
	x := fill(t, 5, 5, laneA)
	if err := x.Add([]Entry{entry(laneA, 6)}); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, Query{Lane: laneA, Limit: 10}); !equal(got, 6, 5, 4, 3, 2, 1) {
		t.Fatalf("a pending message was dropped: %v", got)
	}
	if err := x.Update(laneA, 1, 3, move(Failed)); err != nil {
		t.Fatal(err)
	}
	if err := x.Add([]Entry{entry(laneA, 7)}); err != nil {
		t.Fatal(err)
	}
	if got := find(t, x, Query{Lane: laneA, Limit: 10}); !equal(got, 7, 6, 5, 4, 3) {
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
		if _, err := New(capacity, now); !errors.Is(err, ErrCapacity) {
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
			if err := x.Pass(laneA, upTo, func(_ uint64, p *Progress) { p.Stage, p.Reason = Delivered, "others" }); err != nil {
				t.Fatal(err)
			}
			passed := 0
			found, _, err := x.Find(Query{Lane: laneA, Limit: 100})
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
