package observe

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// observeBy is an observer that proves the lane in one way, from a position.
func observeBy(t testing.TB, mode Mode, trail *Trail, client lightclient.Client, start messages.Position, sources ...chains.Source) *Observer {
	t.Helper()
	o, err := New(Config{
		Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash, Client: client, Sources: sources,
		Start: start, CallTimeout: time.Second, Mode: mode, Trail: trail,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// fatal is what of testing.TB and rapid.T a helper needs.
type fatal interface {
	Helper()
	Fatalf(format string, args ...any)
}

// all looks until nothing moves any more.
func all(t fatal, ctx context.Context, o *Observer) (segments []Segment) {
	t.Helper()
	for range 10_000 {
		segment, moved, err := o.look(ctx)
		switch {
		case err != nil:
			t.Fatalf("look: %v", err)
		case moved:
			segments = append(segments, segment)
		case o.seen == o.client.Final():
			return segments
		}
	}
	t.Fatalf("no end of looks")
	return nil
}

// TestBothModesSeeTheSame: over any chain, from any position of it, with any sizes of
// answers, lane proofs and receipts yield the same segments, down to the hearsay in them.
func TestBothModesSeeTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		chain := observetest.New(observetest.Lane())
		positions := []messages.Position{observetest.Lane().Start()}
		grow := func() {
			for range rapid.IntRange(0, 6).Draw(t, "blocks") {
				for range rapid.IntRange(0, 7).Draw(t, "messages") {
					positions = append(positions, chain.Send(1, rapid.SampledFrom([]int{0, 1, 40}).Draw(t, "payload")))
				}
				chain.Seal()
			}
		}
		grow()
		start := rapid.SampledFrom(positions).Draw(t, "start")
		var observers []*Observer
		for _, mode := range []Mode{ModeLaneProof, ModeReceipts, ModeAuto, ModeAuto} {
			source := chains.Source(chain.Source("one", rapid.IntRange(0, 4).Draw(t, "page")))
			if len(observers) == 3 {
				source = observetest.Proofless(source, "proofless")
			}
			o, err := New(Config{Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash, Client: chain, Sources: []chains.Source{source}, Start: start, Mode: mode})
			if err != nil {
				t.Fatal(err)
			}
			observers = append(observers, o)
		}
		for range 3 {
			want := all(t, context.Background(), observers[0])
			for _, o := range observers[1:] {
				if got := all(t, context.Background(), o); !sameSegments(got, want) {
					t.Fatalf("%s from nonce %d: got %+v, want %+v", o.mode, start.Nonce, got, want)
				}
				if o.cursor != observers[0].cursor || o.cursor != positions[len(positions)-1] {
					t.Fatalf("%s is at %+v, want %+v", o.mode, o.cursor, positions[len(positions)-1])
				}
			}
			grow()
			chain.Seal() // or there is nothing that was not looked at
		}
	})
}

func sameSegments(got, want []Segment) bool {
	return len(got) == 0 && len(want) == 0 || reflect.DeepEqual(got, want)
}

// TestLargeLaneIsCutAlike: chunks end at the same messages, those that are too many to be
// kept at hand too.
func TestLargeLaneIsCutAlike(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	for range 5 {
		chain.Send(900, 8)
		chain.Send(40, messages.MaxPayloadSize)
		chain.Seal()
	}
	start := observetest.Lane().Start()
	want := all(t, t.Context(), observeBy(t, ModeLaneProof, nil, chain, start, chain.Source("one", 0)))
	o := observeBy(t, ModeReceipts, nil, chain, start, chain.Source("one", 0))
	if got := all(t, t.Context(), o); !sameSegments(got, want) || len(got) < 5 {
		t.Fatalf("got %d segments, want the %d of lane proofs", len(got), len(want))
	}
	if o.trail.held != 0 || len(o.trail.holding) != 0 {
		t.Fatalf("%d bytes in %d blocks are kept at hand after all was passed on", o.trail.held, len(o.trail.holding))
	}
}

// counting counts what is asked of an endpoint.
type counting struct {
	chains.Source
	headers, receipts, proofs, events int
}

func (c *counting) Headers(ctx context.Context, from, to uint64) ([]*types.Header, error) {
	c.headers += int(to - from + 1)
	if to-from >= chains.MaxHeaders {
		return nil, fmt.Errorf("asked for %d headers, at most %d are allowed", to-from+1, chains.MaxHeaders)
	}
	return c.Source.Headers(ctx, from, to)
}

func (c *counting) Receipts(ctx context.Context, block lightclient.Header) ([]chains.TxReceipt, error) {
	c.receipts++
	return c.Source.Receipts(ctx, block)
}

func (c *counting) LaneProof(ctx context.Context, lane messages.Lane, at lightclient.Final) (chains.LaneProof, error) {
	c.proofs++
	return c.Source.LaneProof(ctx, lane, at)
}

func (c *counting) Events(ctx context.Context, lane messages.Lane, after, upTo, head uint64) ([]chains.Event, error) {
	c.events++
	return c.Source.Events(ctx, lane, after, upTo, head)
}

// TestReceiptsAreReadOnce: a lane that is followed costs one header a block, and receipts
// where the bloom does not exclude a message; nothing else is asked for.
func TestReceiptsAreReadOnce(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	source := &counting{Source: chain.Source("one", 0)}
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), source)
	for i := range 60 {
		if i%3 == 0 {
			chain.Send(2, 8)
		}
		chain.Seal()
		all(t, t.Context(), o)
	}
	headers, err := source.Source.Headers(t.Context(), 0, 60) // the genesis says that there was nothing before
	if err != nil {
		t.Fatal(err)
	}
	wanted, filled := 0, 0
	for _, header := range headers {
		if header.ReceiptHash != types.EmptyReceiptsHash {
			filled++
		}
		if maySend(observetest.Lane(), &header.Bloom) {
			wanted++
		}
	}
	if source.headers != 61 || source.receipts != wanted || wanted >= filled || source.proofs+source.events != 0 {
		t.Fatalf("asked for %d headers, receipts of %d blocks, %d proofs and %d events; want 61, %d (of %d with receipts) and nothing else",
			source.headers, source.receipts, source.proofs, source.events, wanted, filled)
	}
}

// TestLongGapIsReadStepByStep: a look reads so much and no more, what it read stays, also
// when the next one fails, and nobody waits between two.
func TestLongGapIsReadStepByStep(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		chain.Send(3, 8)
		for range 2*maxBlocksPerLook + 100 {
			chain.Seal()
		}
		end := chain.Send(2, 8)
		chain.Seal()
		source := &counting{Source: chain.Source("one", 0)}
		down := false
		flaky := &observetest.Liar{Source: source, ChangeHeaders: func(_ context.Context, _, _ uint64, honest []*types.Header) ([]*types.Header, error) {
			if down {
				return nil, chains.ErrUnavailable
			}
			return honest, nil
		}}
		o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), flaky)
		if _, moved, err := o.look(t.Context()); moved || err != nil || source.headers != maxBlocksPerLook {
			t.Fatalf("moved: %t, error: %v, %d headers, want %d and nothing proven yet", moved, err, source.headers, maxBlocksPerLook)
		}
		if reading := o.Status().Reading; reading != chain.Final().Header().Number-maxBlocksPerLook+1 {
			t.Fatalf("status says that it reads block %d", reading)
		}
		down = true
		if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, chains.ErrUnavailable) {
			t.Fatalf("moved: %t, error: %v, want the endpoint's", moved, err)
		}
		down = false
		source.headers = 0
		began := time.Now()
		segment, err := o.Next(t.Context())
		if err != nil || segment.To() != end || len(segment.Messages()) != 5 || time.Since(began) != 0 {
			t.Fatalf("segment up to %+v after %s, error %v", segment.To(), time.Since(began), err)
		}
		if left := maxBlocksPerLook + 102; source.headers > left {
			t.Fatalf("read %d headers, want the %d that were left", source.headers, left)
		}
		if o.Status().Reading != 0 {
			t.Fatal("status says that something is being read still")
		}
	})
}

// TestManyReceiptsAreReadStepByStep: the same where each block has to be read.
func TestManyReceiptsAreReadStepByStep(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	for range maxReadsPerLook + 10 {
		chain.Send(1, 8)
		chain.Seal()
	}
	source := &counting{Source: chain.Source("one", 0)}
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), source)
	if _, moved, err := o.look(t.Context()); moved || err != nil || source.receipts != maxReadsPerLook {
		t.Fatalf("moved: %t, error: %v, %d receipts, want %d and nothing proven yet", moved, err, source.receipts, maxReadsPerLook)
	}
	if segments := all(t, t.Context(), o); len(segments) != 1 || len(segments[0].Messages()) != maxReadsPerLook+10 || source.receipts != maxReadsPerLook+10 {
		t.Fatalf("%d segments, %d blocks read", len(segments), source.receipts)
	}
}

// TestBytesOfReceiptsAreBounded: a few blocks with much in them are as good as many.
func TestBytesOfReceiptsAreBounded(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	for range 3 {
		chain.Send(400, messages.MaxPayloadSize) // 26 MB
		chain.Seal()
	}
	source := &counting{Source: chain.Source("one", 0)}
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), source)
	o.trail.saved = lightclient.Header{Number: 0, Hash: chain.FinalAt(0).Header().Hash}
	o.trail.savedAt = observetest.Lane().Start()
	left := budget{blocks: 100, reads: 100, bytes: 30 << 20}
	if err := o.trail.begin(chain.Final().Header()); err != nil {
		t.Fatal(err)
	}
	if err := o.readPage(t.Context(), o.trail.read, &left); err != nil || source.receipts != 2 || !left.spent() {
		t.Fatalf("error %v, %d blocks read, %+v left, want two blocks and no more", err, source.receipts, left)
	}
}

// TestEndpointThatLagsIsNotAtFault: it does not have the final header yet. Another one
// has.
func TestEndpointThatLagsIsNotAtFault(t *testing.T) {
	chain := tenMessages()
	lagging := &observetest.Liar{Source: chain.Source("", 0), ChangeName: "lagging",
		ChangeHeaders: func(context.Context, uint64, uint64, []*types.Header) ([]*types.Header, error) {
			return nil, lightclient.ErrNoSuchHeader
		}}
	o := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), lagging, chain.Source("honest", 0))
	if segments := all(t, t.Context(), o); len(segments) != 1 {
		t.Fatalf("%d segments", len(segments))
	}
	if faults := o.Status().Sources[0].Faults; faults != 0 {
		t.Fatalf("%d faults, want none", faults)
	}
	alone := observeBy(t, ModeReceipts, nil, chain, observetest.Lane().Start(), lagging)
	if _, moved, err := alone.look(t.Context()); moved || !errors.Is(err, lightclient.ErrNoSuchHeader) {
		t.Fatalf("moved: %t, error: %v, want that it has no such header", moved, err)
	}
}

// otherHash is a chain whose blocks are linked by another hash than Ethereum's.
type otherHash struct{ lightclient.Client }

func (otherHash) ReadHeader(*types.Header) (lightclient.Header, error) {
	return lightclient.Header{Hash: common.Hash{9}}, nil
}

// TestHashIsTheClients: the hash by which headers are linked is the light client's to
// say.
func TestHashIsTheClients(t *testing.T) {
	chain := tenMessages()
	o := observeBy(t, ModeReceipts, nil, otherHash{chain}, observetest.Lane().Start(), chain.Source("one", 0))
	_, moved, err := o.look(t.Context())
	if moved || !errors.Is(err, ErrHeaders) {
		t.Fatalf("moved: %t, error: %v, want the header refused by its other hash", moved, err)
	}
}

func TestModes(t *testing.T) {
	for text, want := range map[string]Mode{"": ModeAuto, "auto": ModeAuto, "lane-proof": ModeLaneProof, "receipts": ModeReceipts} {
		if mode, err := ParseMode(text); err != nil || mode != want {
			t.Errorf("mode %q is %q, error %v, want %q", text, mode, err, want)
		}
		var read Mode
		if err := read.UnmarshalText([]byte(text)); err != nil || read != want {
			t.Errorf("text %q is %q, error %v, want %q", text, read, err, want)
		}
	}
	for _, text := range []string{"Auto", "proofs", " receipts"} {
		if _, err := ParseMode(text); err == nil {
			t.Errorf("mode %q was accepted", text)
		}
	}
	chain := tenMessages()
	other := observetest.Lane()
	other.TargetChain = 7
	trail, err := NewTrail(other, nil)
	if err != nil {
		t.Fatal(err)
	}
	base := Config{Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash, Client: chain, Sources: []chains.Source{chain.Source("one", 0)}, Start: observetest.Lane().Start()}
	for name, change := range map[string]func(c *Config){
		"unknown mode":        func(c *Config) { c.Mode = "both" },
		"trail of other lane": func(c *Config) { c.Trail = trail },
	} {
		config := base
		change(&config)
		if _, err := New(config); err == nil {
			t.Errorf("%s was accepted", name)
		}
	}
}

// BenchmarkLookAtReceipts measures one look at a lane that has moved by one block of so
// many messages; the endpoint is in memory.
func BenchmarkLookAtReceipts(b *testing.B) {
	for _, count := range []int{1, 100, maxSegmentMessages} {
		b.Run(fmt.Sprintf("%d messages", count), func(b *testing.B) {
			chain := observetest.New(observetest.Lane())
			chain.Seal()
			before := chain.Final()
			chain.Send(count, 64)
			chain.Seal()
			start := observetest.Lane().Start()
			b.ReportAllocs()
			for b.Loop() {
				o := observeBy(b, ModeReceipts, nil, chain, start, chain.Source("one", 0))
				o.trail.saved, o.trail.savedAt = before.Header(), start
				if _, moved, err := o.look(b.Context()); err != nil || !moved {
					b.Fatalf("moved: %t, error: %v", moved, err)
				}
			}
			b.ReportMetric(float64(b.N*count)/b.Elapsed().Seconds(), "messages/s")
		})
	}
}
