package observe

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

func newTrail(t testing.TB, store lightclient.Store) *Trail {
	t.Helper()
	trail, err := NewTrail(observetest.Lane(), store)
	if err != nil {
		t.Fatal(err)
	}
	return trail
}

func newTrailStore(t testing.TB) *lightclient.MemoryStore {
	t.Helper()
	store, err := lightclient.NewMemoryStore(TrailOwner(observetest.Lane()))
	if err != nil {
		t.Fatal(err)
	}
	return store
}

// TestTrailOutlivesObservers: a session that begins anew, at whatever message, reads only
// what is new.
func TestTrailOutlivesObservers(t *testing.T) {
	chain, trail := buriedMessages(), newTrail(t, nil)
	source := &counting{Source: chain.Source("one", 0)}
	first := all(t, t.Context(), observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), source))
	source.headers, source.receipts = 0, 0
	for nonce := range 10 {
		start := observetest.Lane().Start()
		if nonce > 0 {
			start = first[0].Messages()[nonce-1].Position
		}
		segments := all(t, t.Context(), observeBy(t, ModeReceipts, trail, chain, start, source))
		if len(segments) != 1 || segments[0].From() != start || !slices.EqualFunc(segments[0].Messages(), first[0].Messages()[nonce:], func(a, b Observed) bool {
			return a.ID == b.ID && a.Position == b.Position && a.Message.Equal(&b.Message)
		}) {
			t.Fatalf("from nonce %d: %d segments", nonce, len(segments))
		}
	}
	if source.headers != 0 || source.receipts != 10 {
		t.Fatalf("read %d headers and %d blocks, want no header, and the block with the messages each time", source.headers, source.receipts)
	}
}

// TestTrailSurvivesRestarts: what was saved is where reading ends, and a position below it
// is authenticated by it.
func TestTrailSurvivesRestarts(t *testing.T) {
	chain, store := observetest.New(observetest.Lane()), newTrailStore(t)
	var positions []messages.Position
	for range 50 {
		positions = append(positions, chain.Send(1, 8))
		chain.Seal()
	}
	for range saveEvery {
		chain.Seal()
	}
	source := &counting{Source: chain.Source("one", 0)}
	all(t, t.Context(), observeBy(t, ModeReceipts, newTrail(t, store), chain, positions[49], source))
	saved := chain.Final().Header().Number
	for range 20 {
		chain.Seal()
	}
	end := chain.Send(1, 8)
	chain.Seal()
	for _, test := range []struct {
		from, headers int
	}{
		{49, 21},
		{48, 21 + saveEvery + 1}, // down to the message behind it
		{39, 21 + saveEvery + 10},
	} {
		source.headers = 0
		trail := newTrail(t, store)
		segments := all(t, t.Context(), observeBy(t, ModeReceipts, trail, chain, positions[test.from], source))
		page := (test.headers + chains.MaxHeaders - 1) / chains.MaxHeaders * chains.MaxHeaders
		if len(segments) != 1 || segments[0].To() != end || trail.saved.Number != saved || source.headers < test.headers || source.headers > page {
			t.Fatalf("from nonce %d: %d segments, saved at %d, %d headers read, want %d to %d and no further", test.from+1, len(segments), trail.saved.Number, source.headers, test.headers, page)
		}
		if got := trail.read.bottom; got != chain.Final().Header().Number-uint64(test.headers)+1 {
			t.Fatalf("from nonce %d: read down to block %d", test.from+1, got)
		}
	}
}

// TestAttackTrail tampers with what was saved, in ways that a checksum made anew does not
// show.
func TestAttackTrail(t *testing.T) {
	save := func(t *testing.T, change func(r *lightclient.Record)) *lightclient.MemoryStore {
		owner := TrailOwner(observetest.Lane())
		record := lightclient.Record{ChainID: owner.ChainID, Kind: owner.Kind, Anchor: trailAnchor(observetest.Lane()),
			Trusted: lightclient.Header{Number: 1, Hash: common.Hash{5}}, State: make([]byte, trailStateBytes)}
		change(&record)
		store := newTrailStore(t)
		if err := store.Save(record); err != nil {
			t.Fatal(err)
		}
		return store
	}
	other := observetest.Lane()
	other.OutboxMark[0] ^= 1
	for name, test := range map[string]struct {
		change func(r *lightclient.Record)
		err    error
	}{
		"trail of another lane": {func(r *lightclient.Record) { r.Anchor = trailAnchor(other) }, lightclient.ErrStoreForeign},
		"position cut off":      {func(r *lightclient.Record) { r.State = r.State[:39] }, lightclient.ErrStoreDamaged},
		"position padded":       {func(r *lightclient.Record) { r.State = append(r.State, 0) }, lightclient.ErrStoreDamaged},
		"no position":           {func(r *lightclient.Record) { r.State = nil }, lightclient.ErrStoreDamaged},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := NewTrail(observetest.Lane(), save(t, test.change)); !errors.Is(err, test.err) {
				t.Fatalf("error %v, want %v", err, test.err)
			}
		})
	}
	t.Run("position at a block of another chain", func(t *testing.T) {
		chain := buriedMessages()
		store := save(t, func(r *lightclient.Record) { r.Trusted.Number, r.State[7] = 2, 7 })
		o := observeBy(t, ModeReceipts, newTrail(t, store), chain, observetest.Lane().Start(), chain.Source("one", 0))
		if segments := all(t, t.Context(), o); len(segments) != 1 || len(segments[0].Messages()) != 10 || !o.trail.read.floor {
			t.Fatalf("%d segments, want the lane read from its beginning", len(segments))
		}
	})
	t.Run("position that the next message contradicts", func(t *testing.T) {
		chain := buriedMessages()
		chain.Send(1, 8)
		chain.Seal()
		store := save(t, func(r *lightclient.Record) { r.Trusted, r.State[7] = chain.FinalAt(2).Header(), 3 })
		o := observeBy(t, ModeReceipts, newTrail(t, store), chain, wrongStart(3), chain.Source("one", 0))
		for range 2 {
			if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, lightclient.ErrStoreDamaged) {
				t.Fatalf("moved: %t, error: %v, want what was saved contradicted", moved, err)
			}
		}
	})
}

// failingStore cannot save.
type failingStore struct{ *lightclient.MemoryStore }

func (failingStore) Save(lightclient.Record) error { return errors.New("disk is full") }

type brokenStore struct{ *lightclient.MemoryStore }

func (brokenStore) Load() (lightclient.Record, error) {
	return lightclient.Record{}, lightclient.ErrStoreDamaged
}

// TestTrailThatCannotBeSaved stops nothing: it would be read again. One that cannot be
// read is an error.
func TestTrailThatCannotBeSaved(t *testing.T) {
	chain := buriedMessages()
	for range saveEvery {
		chain.Seal()
	}
	trail := newTrail(t, failingStore{newTrailStore(t)})
	o := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
	if segments := all(t, t.Context(), o); len(segments) != 1 || trail.saved != (lightclient.Header{}) {
		t.Fatalf("%d segments, saved %+v", len(segments), trail.saved)
	}
	if _, err := NewTrail(observetest.Lane(), brokenStore{newTrailStore(t)}); !errors.Is(err, lightclient.ErrStoreDamaged) {
		t.Fatalf("error %v, want %v", err, lightclient.ErrStoreDamaged)
	}
}

// TestReceiptsShowDivergences: a position that is not on the lane is a divergence, and
// certain, whatever is below or above what the trail knows.
func TestReceiptsShowDivergences(t *testing.T) {
	truth := func(chain *observetest.Chain, nonce uint64) (at messages.Position) {
		at = observetest.Lane().Start()
		events, _ := chain.Source("", 0).Events(t.Context(), observetest.Lane(), 0, nonce, 1<<40)
		for _, event := range events {
			at = at.Advance(event.ID)
		}
		return at
	}
	for _, nonce := range []uint64{1, 4, 9, 10} {
		chain := buriedMessages()
		o := observeBy(t, ModeReceipts, nil, chain, wrongStart(nonce), chain.Source("one", 0))
		_, moved, err := o.look(t.Context())
		d := wantDivergence(t, err)
		if want := truth(chain, nonce); moved || !d.Certain || d.Known != wrongStart(nonce) || d.History != want.Accumulator || d.Proven != truth(chain, 10) || d.Header != chain.Final().Header() {
			t.Fatalf("nonce %d: evidence %+v, want a certain one with history %+v", nonce, d, want)
		}
	}
	t.Run("below what was saved", func(t *testing.T) {
		chain := buriedMessages()
		trail := newTrail(t, nil)
		trail.saved, trail.savedAt = chain.FinalAt(2).Header(), truth(chain, 10)
		o := observeBy(t, ModeReceipts, trail, chain, wrongStart(9), chain.Source("one", 0))
		_, _, err := o.look(t.Context())
		if d := wantDivergence(t, err); !d.Certain || d.Known != wrongStart(9) {
			t.Fatalf("evidence %+v", d)
		}
	})
	t.Run("for good", func(t *testing.T) {
		chain := buriedMessages()
		o := observeBy(t, ModeReceipts, nil, chain, wrongStart(4), chain.Source("one", 0))
		_, err := o.Next(t.Context())
		wantDivergence(t, err)
	})
}

// TestReceiptsWaitForFinality: a position ahead of the final header is a wait, until the
// chain shows that the lane passes it by.
func TestReceiptsWaitForFinality(t *testing.T) {
	chain := buriedMessages()
	start := chain.Send(2, 8)
	o := observeBy(t, ModeReceipts, nil, chain, start, chain.Source("one", 0))
	wrong := observeBy(t, ModeReceipts, nil, chain, wrongStart(12), chain.Source("one", 0))
	for _, o := range []*Observer{o, wrong} {
		if segments := all(t, t.Context(), o); len(segments) != 0 {
			t.Fatalf("%d segments before the position is final", len(segments))
		}
	}
	chain.Seal()
	end := chain.Send(1, 8)
	chain.Seal()
	if segments := all(t, t.Context(), o); len(segments) != 1 || segments[0].From() != start || segments[0].To() != end {
		t.Fatalf("%d segments", len(segments))
	}
	_, _, err := wrong.look(t.Context())
	wantDivergence(t, err)
}

// TestReorganisationUnderReceipts: the light client holds another chain to be final than
// before. Where the lane is as it was, it goes on; where it isn't, it has diverged.
func TestReorganisationUnderReceipts(t *testing.T) {
	follow := func(t *testing.T) (*observetest.Chain, *Observer) {
		chain := buriedMessages()
		o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), chain.Source("one", 0))
		all(t, t.Context(), o)
		return chain, o
	}
	t.Run("above the messages", func(t *testing.T) {
		chain, o := follow(t)
		chain.Fork(1)
		for range 5 {
			chain.Seal()
		}
		end := chain.Send(1, 8)
		chain.Seal()
		if segments := all(t, t.Context(), o); len(segments) != 1 || segments[0].To() != end || o.trail.rewritten != 1 {
			t.Fatalf("%d segments, read anew %d times", len(segments), o.trail.rewritten)
		}
	})
	t.Run("other messages", func(t *testing.T) {
		chain, o := follow(t)
		chain.Fork(0)
		chain.Send(11, 16)
		for range 5 {
			chain.Seal()
		}
		_, _, err := o.look(t.Context())
		if d := wantDivergence(t, err); !d.Certain || d.Known.Nonce != 10 {
			t.Fatalf("evidence %+v", d)
		}
	})
	t.Run("fewer messages", func(t *testing.T) {
		chain, o := follow(t)
		chain.Fork(0)
		for range 5 {
			chain.Seal()
		}
		_, _, err := o.look(t.Context())
		if d := wantDivergence(t, err); !d.Certain || d.Proven != observetest.Lane().Start() {
			t.Fatalf("evidence %+v", d)
		}
	})
	t.Run("another block of the height", func(t *testing.T) {
		chain, o := follow(t)
		chain.Fork(2)
		end := chain.Send(1, 8)
		chain.Seal()
		if segments := all(t, t.Context(), o); len(segments) != 1 || segments[0].To() != end || o.trail.rewritten != 1 {
			t.Fatalf("%d segments, read anew %d times", len(segments), o.trail.rewritten)
		}
	})
	t.Run("a light client that is behind", func(t *testing.T) {
		chain, o := follow(t)
		behind := observetest.New(observetest.Lane())
		late := observeBy(t, ModeReceipts, o.trail, behind, observetest.Lane().Start(), chain.Source("one", 0))
		if _, moved, err := late.look(t.Context()); moved || err == nil || !strings.Contains(err.Error(), "waiting for it") {
			t.Fatalf("moved: %t, error: %v, want a wait", moved, err)
		}
	})
}

// TestMarkEndsTheReading: the block whose hash the Outbox took as its mark is the one
// before its own. Nothing below it is read.
func TestMarkEndsTheReading(t *testing.T) {
	s := &scripted{}
	for range 7 {
		s.logged()
	}
	lane := observetest.Lane()
	lane.OutboxMark = messages.Mark(s.headers[6].Hash())
	s.logged()
	s.logged(sentLog(1, nil), sentLog(2, nil))
	for _, withMessages := range []bool{true, false} {
		chain := *s
		if !withMessages {
			chain.headers = chain.headers[:8]
		}
		source := &counting{Source: &chain}
		o, err := New(Config{Lane: lane, OutboxCodeHash: observetest.CodeHash, Client: &chain, Sources: []chains.Source{source}, Start: lane.Start(), Mode: ModeReceipts})
		if err != nil {
			t.Fatal(err)
		}
		_, moved, err := o.look(t.Context())
		if bottom := o.trail.read.bottom; err != nil || moved != withMessages || bottom < 7 {
			t.Fatalf("moved: %t, error: %v, read down to block %d, want no lower than 7", moved, err, bottom)
		}
	}
}

// TestLaneThatIsTooLong: what is remembered of it has a bound, and no less.
func TestLaneThatIsTooLong(t *testing.T) {
	for _, test := range []struct {
		above int // messages that are there already, by count alone
		err   error
	}{{maxHistory - 4, nil}, {maxHistory - 3, ErrTooLong}} {
		chain := observetest.New(observetest.Lane())
		for range 2 {
			chain.Send(2, 8)
			chain.Seal()
		}
		o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), chain.Source("one", 0))
		if err := o.trail.begin(chain.Final().Header()); err != nil {
			t.Fatal(err)
		}
		o.trail.read.count = test.above
		for range 2 { // it stays so
			if _, _, err := o.look(t.Context()); !errors.Is(err, test.err) {
				t.Fatalf("with %d messages: error %v, want %v", test.above+4, err, test.err)
			}
		}
	}
	// What came since counts with what was there.
	chain := buriedMessages()
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), chain.Source("one", 0))
	all(t, t.Context(), o)
	o.trail.read.count = maxHistory - 1
	chain.Send(2, 8)
	chain.Seal()
	if _, _, err := o.look(t.Context()); !errors.Is(err, ErrTooLong) {
		t.Fatalf("error %v, want %v", err, ErrTooLong)
	}
}

// TestTrailMeetsWhatIsBelow: a position that was saved, and nothing sent since. The
// messages below have to end there.
func TestTrailMeetsWhatIsBelow(t *testing.T) {
	for _, saved := range []uint64{4, 7} {
		chain := observetest.New(observetest.Lane())
		var positions []messages.Position
		for range 2 {
			for range 2 {
				positions = append(positions, chain.Send(1, 8))
			}
			chain.Seal()
		}
		chain.Seal()
		trail := newTrail(t, nil)
		trail.saved, trail.savedAt = chain.Final().Header(), messages.Position{Nonce: saved, Accumulator: positions[3].Accumulator}
		o := observeBy(t, ModeReceipts, trail, chain, positions[2], chain.Source("one", 0))
		if saved == 4 {
			if segments := all(t, t.Context(), o); len(segments) != 1 || segments[0].To() != positions[3] || trail.read.floor {
				t.Fatalf("%d segments; read down to the beginning: %t", len(segments), trail.read.floor)
			}
			// A position below what was saved, from which the messages don't lead to it.
			_, _, err := observeBy(t, ModeReceipts, trail, chain, wrongStart(3), chain.Source("one", 0)).look(t.Context())
			if d := wantDivergence(t, err); !d.Certain || d.Known != wrongStart(3) || d.Proven != positions[3] || d.History != (messages.Accumulator{}) || trail.read.floor {
				t.Fatalf("evidence %+v; read down to the beginning: %t", d, trail.read.floor)
			}
			continue
		}
		_, moved, err := o.look(t.Context())
		if moved || !errors.Is(err, ErrNotOutbox) || !strings.Contains(err.Error(), "sent the messages 3 to 4, while the lane stood at nonce 7") {
			t.Fatalf("moved: %t, error: %v, want what was saved contradicted", moved, err)
		}
	}
}

// TestTrailForgets: what is dropped was far behind, positions stay what they were, and a
// lower one has the chain read again.
func TestTrailForgets(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := &span{top: lightclient.Header{Number: 1000}, floor: true}
		start, nonce := observetest.Lane().Start(), uint64(0)
		for i := range rapid.IntRange(1, 12).Draw(t, "blocks") {
			b := &sentBlock{header: lightclient.Header{Number: uint64(i + 1), ParentHash: common.Hash{31: byte(i)}}, first: nonce + 1}
			for range rapid.IntRange(1, 5).Draw(t, "messages") {
				nonce++
				b.sent = append(b.sent, sentMessage{id: messages.ID{31: byte(nonce)}})
			}
			s.upper = append(s.upper, b)
			s.count += len(b.sent)
		}
		// Some of them were read downwards.
		turn := rapid.IntRange(0, len(s.upper)).Draw(t, "lower")
		s.lower, s.upper = slices.Clone(s.upper[:turn]), s.upper[turn:]
		slices.Reverse(s.lower)
		whole := *s
		count, passed := rapid.IntRange(0, 20).Draw(t, "keep"), rapid.Uint64Range(0, nonce).Draw(t, "passed")
		low := s.keep(count, passed)
		known := whole.fold(start, low-1)
		s.drop(low)
		first, last, _ := s.nonces()
		if first != low || last != nonce || first > passed+1 || s.count != int(nonce-low+1) || s.count < min(count, int(nonce)) {
			t.Fatalf("kept %d to %d (%d), of %d, want at least %d and all behind %d", first, last, s.count, nonce, count, passed)
		}
		if low > 1 && (s.floor || s.below != s.block(0).header.ParentHash || s.bottom != s.block(0).header.Number) {
			t.Fatalf("after dropping, the bottom is %d %s", s.bottom, s.below)
		}
		for at := low - 1; at <= nonce; at++ {
			if s.fold(known, at) != whole.fold(start, at) {
				t.Fatalf("position at %d has changed", at)
			}
		}
		for at := low; at <= nonce; at++ {
			if b := s.block(s.find(at)); at < b.first || at > b.last() {
				t.Fatalf("nonce %d was found in the block of %d to %d", at, b.first, b.last())
			}
		}
	})
}

// TestTrailOfManyMessages: an observer that goes on and on is followed by a trail that
// does not grow, and one that begins where it was forgotten reads it again.
func TestTrailOfManyMessages(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	first := chain.Send(1, 8)
	chain.Seal()
	trail := newTrail(t, nil)
	o := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
	all(t, t.Context(), o)
	// As if it had been very many: the count alone makes it forget.
	second := chain.Send(1, 8)
	chain.Seal()
	trail.read.count += 2 * maxTrail
	all(t, t.Context(), o)
	if low, _, _ := trail.read.nonces(); low != 2 || trail.known != first || trail.read.count != 1 {
		t.Fatalf("kept from nonce %d, known is %+v, %d messages", low, trail.known, trail.read.count)
	}
	segments := all(t, t.Context(), observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0)))
	if len(segments) != 1 || segments[0].To() != second || len(segments[0].Messages()) != 2 {
		t.Fatalf("%d segments", len(segments))
	}
}

// TestPlanThatIsLost: another observer has had the trail forget, or read anew, what a
// plan was laid down on. It is laid down anew.
func TestPlanThatIsLost(t *testing.T) {
	for name, lose := range map[string]func(trail *Trail){
		"forgotten": func(trail *Trail) {
			low := trail.read.block(trail.read.blocks() - 1).first
			trail.known = trail.at(low - 1)
			trail.read.drop(low)
		},
		"read anew": func(trail *Trail) { _ = trail.rewrite(newSpan(trail.read.top)) },
	} {
		t.Run(name, func(t *testing.T) {
			chain := observetest.New(observetest.Lane())
			for range 4 {
				chain.Send(maxSegmentMessages, 0)
				chain.Seal()
			}
			trail := newTrail(t, nil)
			o := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
			if _, moved, err := o.look(t.Context()); !moved || err != nil {
				t.Fatalf("moved: %t, error: %v", moved, err)
			}
			lose(trail)
			if _, moved, err := o.look(t.Context()); moved || err != nil || len(o.plan) != 0 {
				t.Fatalf("moved: %t, error: %v, %d chunks planned; want the plan gone", moved, err, len(o.plan))
			}
			if segments := all(t, t.Context(), o); len(segments) != 3 || o.cursor.Nonce != 4*maxSegmentMessages {
				t.Fatalf("%d segments up to %d", len(segments), o.cursor.Nonce)
			}
		})
	}
}

// TestPlanThatIsLostToOtherMessages: the trail has as many messages as before, and others:
// another observer has seen a reorganisation past finality. What was planned is not
// passed on; the next look finds the divergence.
func TestPlanThatIsLostToOtherMessages(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	chain.Send(2*maxSegmentMessages, 0)
	chain.Seal()
	trail := newTrail(t, nil)
	o := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
	if _, moved, err := o.look(t.Context()); !moved || err != nil {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
	chain.Fork(0)
	chain.Send(2*maxSegmentMessages, 1)
	chain.Seal()
	other := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
	all(t, t.Context(), other)
	if _, moved, err := o.look(t.Context()); moved || err != nil || len(o.plan) != 0 {
		t.Fatalf("moved: %t, error: %v, %d chunks planned; want the plan gone", moved, err, len(o.plan))
	}
	_, _, err := o.look(t.Context())
	wantDivergence(t, err)
}

// TestReceiptsAreReadAgain: messages that are not at hand any more are asked for again,
// and are no less proven then. Until an endpoint shows them nothing moves.
func TestReceiptsAreReadAgain(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	for range 3 {
		chain.Send(maxSegmentMessages, 0)
		chain.Seal()
	}
	var fault func([]chains.TxReceipt) ([]chains.TxReceipt, error)
	source := &observetest.Liar{Source: chain.Source("", 0), ChangeName: "liar", ChangeReceipts: func(_ context.Context, _ lightclient.Header, honest []chains.TxReceipt) ([]chains.TxReceipt, error) {
		if fault == nil {
			return honest, nil
		}
		return fault(honest)
	}}
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), source)
	if _, moved, err := o.look(t.Context()); !moved || err != nil {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
	for i := range o.trail.read.blocks() {
		o.trail.release(o.trail.read.block(i))
	}
	for _, test := range []struct {
		fault func([]chains.TxReceipt) ([]chains.TxReceipt, error)
		err   error
	}{
		{func([]chains.TxReceipt) ([]chains.TxReceipt, error) { return nil, chains.ErrUnavailable }, chains.ErrUnavailable},
		{func(honest []chains.TxReceipt) ([]chains.TxReceipt, error) { return honest[1:], nil }, ErrReceipts},
	} {
		fault = test.fault
		if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, test.err) || o.cursor.Nonce != maxSegmentMessages || len(o.plan) != 2 {
			t.Fatalf("moved: %t, error: %v, cursor at %d; want %v and the plan as it was", moved, err, o.cursor.Nonce, test.err)
		}
	}
	fault = nil
	if segments := all(t, t.Context(), o); len(segments) != 2 || o.cursor.Nonce != 3*maxSegmentMessages {
		t.Fatalf("%d segments up to %d", len(segments), o.cursor.Nonce)
	}
	wrong := messages.Position{Nonce: o.cursor.Nonce, Accumulator: messages.Accumulator{1}}
	if err := o.draftFromTrail(t.Context(), wrong, chain.Final()); err == nil || len(o.plan) != 0 {
		t.Fatalf("error %v, %d chunks planned up to a position that the trail does not have", err, len(o.plan))
	}
}

// TestReceiptsEndWithTheContext: a caller that gives up blames nobody.
func TestReceiptsEndWithTheContext(t *testing.T) {
	chain := buriedMessages()
	ctx, cancel := context.WithCancel(t.Context())
	source := observetest.Headers(chain.Source("", 0), "one", func(honest []*types.Header) []*types.Header {
		cancel()
		return nil
	})
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), source, chain.Source("two", 0))
	if _, moved, err := o.look(ctx); moved || !errors.Is(err, context.Canceled) {
		t.Fatalf("moved: %t, error: %v, want the context's", moved, err)
	}
	for _, source := range o.Status().Sources {
		if source.Faults != 0 {
			t.Fatalf("%s is blamed: %+v", source.Name, source)
		}
	}
}

// TestSharedTrail: several observers at a time, of one lane and one trail.
func TestSharedTrail(t *testing.T) {
	chain, trail := observetest.New(observetest.Lane()), newTrail(t, nil)
	var group sync.WaitGroup
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	const count = 60
	for range 3 {
		o := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
		group.Go(func() {
			for seen := 0; seen < count; {
				segment, err := o.Next(ctx)
				if err != nil {
					t.Errorf("next: %v", err)
					return
				}
				for _, m := range segment.Messages() {
					if seen++; m.Message.Nonce != uint64(seen) {
						t.Errorf("nonce %d, want %d", m.Message.Nonce, seen)
					}
				}
				o.hint()
			}
		})
	}
	for range count {
		chain.Send(1, 8)
		chain.Seal()
	}
	group.Wait()
}

// TestTrailsTurnEndsWithItsContext: whoever waits for the trail gives up with its caller.
func TestTrailsTurnEndsWithItsContext(t *testing.T) {
	chain, trail := buriedMessages(), newTrail(t, nil)
	if err := trail.enter(t.Context()); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	o := observeBy(t, ModeReceipts, trail, chain, observetest.Lane().Start(), chain.Source("one", 0))
	if _, err := o.proveByReceipts(ctx, chain.Final()); !errors.Is(err, context.Canceled) {
		t.Fatalf("prove: error %v", err)
	}
	if err := o.draftFromTrail(ctx, o.cursor, chain.Final()); !errors.Is(err, context.Canceled) {
		t.Fatalf("draft: error %v", err)
	}
	if _, err := o.readFromTrail(ctx, o.cursor); !errors.Is(err, context.Canceled) {
		t.Fatalf("read: error %v", err)
	}
	trail.leave()
}

// TestBloomsExcludeOnlyWhatIsNotThere, over logs of all kinds.
func TestBloomsExcludeOnlyWhatIsNotThere(t *testing.T) {
	s := &scripted{}
	s.logged(sentLog(1, nil))
	if !maySend(observetest.Lane(), &s.headers[0].Bloom) {
		t.Fatal("a bloom excludes the message that it was made of")
	}
	lane := observetest.Lane()
	for name, change := range map[string]func(){
		"another address": func() { lane.Outbox[0] ^= 1 },
		"another target":  func() { lane = observetest.Lane(); lane.TargetChain++ },
	} {
		change()
		if maySend(lane, &s.headers[0].Bloom) {
			t.Errorf("%s: the bloom does not exclude it; choose other test data if by chance", name)
		}
	}
	if maySend(observetest.Lane(), new(types.Bloom)) {
		t.Error("the empty bloom excludes nothing")
	}
}
