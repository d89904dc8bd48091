package observe

import (
	"context"
	"errors"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

func TestMain(m *testing.M) { leaks.Main(m) }

func TestSegmentsAreContiguousAndComplete(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		o := newObserver(t, chain, chain.Source("one", 7))
		at, count := observetest.Lane().Start(), uint64(0)
		for round := range 20 {
			chain.Send(round+1, 16)
			chain.Seal()
			segment, err := o.Next(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if segment.From() != at || segment.Lane() != observetest.Lane() || segment.Final() != chain.Final() {
				t.Fatalf("segment begins at %+v, want %+v", segment.From(), at)
			}
			for _, m := range segment.Messages() {
				count++
				at = at.Advance(m.ID)
				if m.Message.Nonce != count || m.Position != at || m.Message.ID() != m.ID {
					t.Fatalf("message %d is at %+v, want %+v", m.Message.Nonce, m.Position, at)
				}
			}
			if segment.To() != at {
				t.Fatalf("segment ends at %+v, want %+v", segment.To(), at)
			}
		}
	})
}

// TestBacklogFlowsInChunks: a long backlog comes in segments of bounded size, and
// only the first is kept from the pass that folds all of it.
func TestBacklogFlowsInChunks(t *testing.T) {
	for name, backlog := range map[string]struct{ count, payload, segments int }{
		"many":  {3*maxSegmentMessages + 5, 0, 4},
		"large": {130, messages.MaxPayloadSize, 3},
		"exact": {2 * maxSegmentMessages, 8, 2},
	} {
		t.Run(name, func(t *testing.T) {
			chain := observetest.New(observetest.Lane())
			end := chain.Send(backlog.count, backlog.payload)
			chain.Seal()
			o := newObserver(t, chain, chain.Source("one", 500))
			total := 0
			for n := 1; n <= backlog.segments; n++ {
				segment, moved, err := o.look(t.Context())
				if err != nil || !moved {
					t.Fatalf("segment %d: moved: %t, error: %v", n, moved, err)
				}
				size := 0
				for _, m := range segment.Messages() {
					size += m.Message.Size()
				}
				if len(segment.Messages()) > maxSegmentMessages || size > maxSegmentBytes {
					t.Fatalf("segment of %d messages and %d bytes", len(segment.Messages()), size)
				}
				total += len(segment.Messages())
				if len(o.ahead) > 0 {
					t.Fatal("messages are held after they were handed out")
				}
			}
			if total != backlog.count || o.cursor != end {
				t.Fatalf("%d messages up to %+v, want %d up to %+v", total, o.cursor, backlog.count, end)
			}
		})
	}
}

// TestSecondPassIsCheckedToo: an endpoint that told the truth while the backlog was
// folded may not lie when a chunk is read again.
func TestSecondPassIsCheckedToo(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	chain.Send(2*maxSegmentMessages, 8)
	chain.Seal()
	lying := false
	turncoat := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "turncoat",
		ChangeEvents: func(_ context.Context, _, _ uint64, honest []chains.Event) ([]chains.Event, error) {
			if lying {
				honest[3] = observetest.Forge(honest[3], change)
			}
			return honest, nil
		}}
	o := newObserver(t, chain, turncoat)
	if _, moved, err := o.look(t.Context()); err != nil || !moved {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
	lying = true
	before := o.cursor
	if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, ErrAltered) || o.cursor != before {
		t.Fatalf("moved: %t, error: %v, want %v", moved, err, ErrAltered)
	}
	lying = false
	segment, moved, err := o.look(t.Context())
	if err != nil || !moved || segment.From() != before {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
}

// TestPrunedStateMeansANewerHeader: a proof is asked for at the newest final header
// only, and a state that is gone is no endpoint's fault.
func TestPrunedStateMeansANewerHeader(t *testing.T) {
	chain := tenMessages()
	late := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "late",
		ChangeProof: func(_ context.Context, at lightclient.Final, honest chains.LaneProof) (chains.LaneProof, error) {
			if at.Header().Number == 1 {
				return chains.LaneProof{}, chains.ErrNoState
			}
			return honest, nil
		}}
	o := newObserver(t, chain, late)
	if _, moved, err := o.look(t.Context()); moved || !errors.Is(err, chains.ErrNoState) {
		t.Fatalf("moved: %t, error: %v, want %v", moved, err, chains.ErrNoState)
	}
	if o.Status().Sources[0].Faults != 0 {
		t.Fatal("a pruned state was held against the endpoint")
	}
	chain.Seal()
	if _, moved, err := o.look(t.Context()); !moved || err != nil {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
}

// TestHintsAreAnsweredAtOnce: with a subscription nothing waits for the interval,
// and without a hint nothing is asked in between.
func TestHintsAreAnsweredAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		o := newObserver(t, chain, chain.Source("one", 0))
		stop := run(t, o)
		defer stop()
		next := nextOf(t, o)
		time.Sleep(10 * defaultInterval)
		if updates := chain.Updates(); updates > 13 {
			t.Fatalf("%d looks in ten quiet intervals", updates)
		}
		chain.Send(1, 8)
		chain.Seal()
		sent := time.Now()
		if segment := <-next; len(segment.Messages()) != 1 || time.Since(sent) > 0 {
			t.Fatalf("took %s, want no time at all", time.Since(sent))
		}
	})
}

// TestHintAheadOfFinality: the log is there before the light client has the header.
// A few quick looks follow the hint.
func TestHintAheadOfFinality(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		o := newObserver(t, chain, chain.Source("one", 0))
		stop := run(t, o)
		defer stop()
		next := nextOf(t, o)
		time.Sleep(defaultInterval / 2)
		chain.Send(1, 8)
		time.Sleep(30 * time.Millisecond)
		chain.Seal()
		sealed := time.Now()
		<-next
		if took := time.Since(sealed); took > 50*time.Millisecond {
			t.Fatalf("took %s after the seal, want at most 50ms", took)
		}
	})
}

// TestDeadSubscriptionLosesNothing: the interval finds what no hint told.
func TestDeadSubscriptionLosesNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		o := newObserver(t, chain, observetest.Deaf(chain.Source("honest", 0), "deaf"))
		stop := run(t, o)
		defer stop()
		next := nextOf(t, o)
		time.Sleep(time.Millisecond)
		chain.Send(3, 8)
		chain.Seal()
		sent := time.Now()
		if segment := <-next; len(segment.Messages()) != 3 || time.Since(sent) > defaultInterval {
			t.Fatalf("took %s, want at most the interval", time.Since(sent))
		}
	})
}

// TestBrokenSubscriptionIsOpenedAgain, with growing pauses, and looked after at
// once.
func TestBrokenSubscriptionIsOpenedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		var opened atomic.Int32
		broken := &observetest.Liar{Source: chain.Source("honest", 0), ChangeName: "broken",
			ChangeWatch: func(context.Context, func()) error { opened.Add(1); return chains.ErrUnavailable }}
		o := newObserver(t, chain, broken)
		stop := run(t, o)
		time.Sleep(time.Minute)
		if n := opened.Load(); n < 5 || n > 20 {
			t.Fatalf("opened %d times in a minute, want 5 to 20", n)
		}
		if record := o.Status().Sources[0]; record.Watching || record.WatchError == "" {
			t.Fatalf("record is %+v, want the subscription's error", record)
		}
		stop()
	})
}

func TestNextEndsWithItsContext(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		chain := observetest.New(observetest.Lane())
		o := newObserver(t, chain, observetest.Stall(chain.Source("honest", 0), "stalling"))
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		started := time.Now()
		if _, err := o.Next(ctx); !errors.Is(err, context.DeadlineExceeded) {
			t.Fatalf("error %v, want the deadline", err)
		}
		if took := time.Since(started); took > 3*time.Second {
			t.Fatalf("took %s", took)
		}
	})
}

// TestTroubleOfTheLightClientIsReported, and a header that another lane's observer
// fetched is used nevertheless.
func TestTroubleOfTheLightClientIsReported(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	client := &troubled{Chain: chain, err: lightclient.ErrUnavailable}
	o := newObserver(t, client, chain.Source("one", 0))
	if _, _, err := o.look(t.Context()); err != nil {
		t.Fatalf("error %v with a header at hand", err)
	}
	if _, _, err := o.look(t.Context()); !errors.Is(err, lightclient.ErrUnavailable) {
		t.Fatalf("error %v, want the light client's", err)
	}
	chain.Send(1, 8)
	chain.Seal()
	if _, moved, err := o.look(t.Context()); err != nil || !moved {
		t.Fatalf("moved: %t, error: %v", moved, err)
	}
	client.err = &lightclient.FrozenError{}
	var frozen *lightclient.FrozenError
	if _, err := o.Next(t.Context()); !errors.As(err, &frozen) {
		t.Fatalf("error %v, want Next to end with the frozen client", err)
	}
}

type troubled struct {
	*observetest.Chain
	err error
}

func (c *troubled) Update(context.Context) (lightclient.Final, error) {
	return lightclient.Final{}, c.err
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	o := newObserver(t, chain, observetest.Hide(chain.Source("honest", 0), "liar", 5), chain.Source("two", 3))
	stop := run(t, o)
	defer stop()
	var all sync.WaitGroup
	all.Go(func() {
		for range 50 {
			chain.Send(2, 8)
			chain.Seal()
		}
	})
	all.Go(func() {
		for range 100 {
			_ = o.Status()
		}
	})
	for o.Status().Cursor.Nonce < 100 {
		if _, err := o.Next(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	all.Wait()
}

func TestNewRefuses(t *testing.T) {
	chain := observetest.New(observetest.Lane())
	good := func() Config {
		return Config{Lane: observetest.Lane(), OutboxCodeHash: observetest.CodeHash, Client: chain,
			Sources: []chains.Source{chain.Source("one", 0)}, Start: observetest.Lane().Start()}
	}
	if _, err := New(good()); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		spoil func(*Config)
		says  string
	}{
		"a lane to itself":             {func(c *Config) { c.Lane.TargetChain = c.Lane.SourceChain }, "two different chain ids"},
		"no outbox":                    {func(c *Config) { c.Lane.Outbox = common.Address{} }, "outbox is the zero address"},
		"no code hash":                 {func(c *Config) { c.OutboxCodeHash = common.Hash{} }, "code hash is zero"},
		"no light client":              {func(c *Config) { c.Client = nil }, "no light client"},
		"a light client of another":    {func(c *Config) { c.Lane.SourceChain = 5; c.Start = c.Lane.Start() }, "follows chain 9001"},
		"no sources":                   {func(c *Config) { c.Sources = nil }, "0 sources, want 1 to 32"},
		"a nil source":                 {func(c *Config) { c.Sources = append(c.Sources, nil) }, "source 1 is nil"},
		"two sources of one name":      {func(c *Config) { c.Sources = append(c.Sources, c.Sources[0]) }, "two sources are called"},
		"a start that is not lane's":   {func(c *Config) { c.Start.Accumulator[0] ^= 1 }, "at nonce 0, want the lane id"},
		"a negative interval":          {func(c *Config) { c.Interval = -1 }, "interval -1ns"},
		"an interval beyond the limit": {func(c *Config) { c.Interval = maxInterval + 1 }, "want at most"},
		"a negative timeout":           {func(c *Config) { c.CallTimeout = -1 }, "call timeout -1ns"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good()
			test.spoil(&config)
			if _, err := New(config); err == nil || !strings.Contains(err.Error(), test.says) {
				t.Fatalf("error %v, want one that says %q", err, test.says)
			}
		})
	}
}

// run starts Run and returns what stops it and waits.
func run(t *testing.T, o *Observer) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error)
	go func() { done <- o.Run(ctx) }()
	return func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			t.Errorf("Run returned %v, want its context's error", err)
		}
	}
}

// nextOf waits for one segment.
func nextOf(t *testing.T, o *Observer) <-chan Segment {
	t.Helper()
	next := make(chan Segment, 1)
	go func() {
		segment, err := o.Next(t.Context())
		if err != nil {
			t.Errorf("Next: %v", err)
		}
		next <- segment
	}()
	return next
}

// TestAHeaderIsProvenOnce: a proof costs the endpoint work, and an unchanged header
// proves nothing new.
func TestAHeaderIsProvenOnce(t *testing.T) {
	chain := tenMessages()
	proofs := 0
	counting := observetest.Prove(chain.Source("honest", 0), "counting", func(_ lightclient.Final, honest chains.LaneProof) chains.LaneProof {
		proofs++
		return honest
	})
	o := newObserver(t, chain, counting)
	for range 5 {
		if _, _, err := o.look(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if proofs != 1 {
		t.Fatalf("%d proofs of one header, want 1", proofs)
	}
}
