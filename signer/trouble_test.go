package signer

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

// failing is an observer that ends with an error, as one does for good.
type failing struct{ err error }

func (f failing) Run(ctx context.Context) error {
	<-ctx.Done()
	return ctx.Err()
}
func (f failing) Next(context.Context) (observe.Segment, error) { return observe.Segment{}, f.err }

// sabotage makes the lane's observers end with the error, from the next start on.
func (w *world) sabotage(t *testing.T, err error) *atomic.Int64 {
	t.Helper()
	w.stop()
	rec, openErr := record.Open(w.recordPath(), w.key.RecordOwner())
	must(t, openErr)
	w.record = rec
	opened := new(atomic.Int64)
	config := Config{
		Key: w.key, Record: rec, Bus: w.bus, EvidenceDir: filepath.Join(w.dir, "evidence"), Now: time.Now,
		Logger: slog.New(slog.DiscardHandler), Patience: 300 * time.Millisecond,
		Lanes: []LaneConfig{{Lane: w.lane, Inbox: w.inbox, Verifier: verifier, Target: w.target, Observe: func(messages.Position) (Observer, error) {
			opened.Add(1)
			return failing{err}, nil
		}}},
	}
	daemon, newErr := New(config)
	must(t, newErr)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	w.daemon, w.cancel, w.done = daemon, cancel, make(chan error, 1)
	go func(done chan<- error) { done <- daemon.Run(ctx) }(w.done)
	return opened
}

// signedWorld has claimed nonce 5.
func signedWorld(t *testing.T) *world {
	w := newWorld(t)
	w.send(5)
	w.start()
	w.signs(w.request(5))
	return w
}

func TestFrozenLightClient(t *testing.T) {
	w := signedWorld(t)
	w.sabotage(t, &lightclient.FrozenError{Evidence: lightclient.Evidence{ChainID: 9001}})
	eventually(t, "the trouble shows", func() bool {
		status := w.daemon.Status().Lanes[0]
		return status.Trouble != "" && !status.Healthy()
	})
	// Whoever is out of patience just when the lane begins anew is not told of the trouble.
	eventually(t, "a request is told of the trouble", func() bool {
		answer := w.ask(w.request(5))
		if answer.Approval != nil {
			t.Fatal("signed on a lane that cannot be followed")
		}
		return answer.Refusal.Reason == messages.ReasonUnavailable
	})
	if status := w.daemon.Status().Lanes[0]; status.Stop != nil {
		t.Fatalf("status %+v, want in trouble and not stopped", status)
	}
}

// A divergence that rests on what endpoints say must not stop a lane: they may be
// lying. One that is proven must.
func TestDivergenceAtTheClaim(t *testing.T) {
	for _, certain := range []bool{false, true} {
		w := signedWorld(t)
		claim := messages.Position{Nonce: 5, Accumulator: w.at[5]}
		opened := w.sabotage(t, &observe.DivergenceError{Lane: w.lane, Known: claim, Certain: certain})
		if certain {
			eventually(t, "the alarm", func() bool { return w.daemon.Status().Lanes[0].Stop != nil })
			w.refuses(w.request(5), messages.ReasonEquivocation)
			w.stop()
			continue
		}
		eventually(t, "several attempts", func() bool { return opened.Load() > 2 })
		if answer := w.ask(w.request(5)); answer.Approval != nil {
			t.Fatal("signed on a lane that cannot be followed")
		}
		if w.daemon.Status().Lanes[0].Stop != nil {
			t.Fatal("endpoints alone stopped the lane")
		}
		w.stop()
	}
}

// An alarm is raised once, however long the trouble lasts.
func TestAlarmIsRaisedOnce(t *testing.T) {
	w := signedWorld(t)
	w.sabotage(t, &observe.DivergenceError{Lane: w.lane, Known: messages.Position{Nonce: 5, Accumulator: w.at[5]}, Certain: true})
	eventually(t, "the stop", func() bool { return w.daemon.Status().Lanes[0].Stop != nil })
	for range 5 {
		time.Sleep(60 * time.Millisecond)
		w.refuses(w.request(5), messages.ReasonEquivocation)
	}
	if files := w.evidence(); len(files) != 1 {
		t.Fatalf("%d evidence files, want 1", len(files))
	}
}

// Evidence that cannot be written keeps nothing from being stopped.
func TestAlarmWithoutEvidenceDirectory(t *testing.T) {
	w := signedWorld(t)
	writeFile(t, filepath.Join(w.dir, "evidence"), []byte("in the way"))
	w.sabotage(t, &observe.DivergenceError{Lane: w.lane, Known: messages.Position{Nonce: 5, Accumulator: w.at[5]}, Certain: true})
	eventually(t, "the stop", func() bool { return w.daemon.Status().Lanes[0].Stop != nil })
	if stop := w.daemon.Status().Lanes[0].Stop; !strings.Contains(stop.Evidence, "not written") {
		t.Fatalf("stop %+v", stop)
	}
	w.refuses(w.request(5), messages.ReasonEquivocation)
}

// One lane's trouble is nobody else's.
func TestLanesAreIndependent(t *testing.T) {
	w := newWorld(t)
	w.send(5)
	other := w.lane
	other.OutboxMark = messages.Mark{77}
	w.stop()
	rec, err := record.Open(w.recordPath(), w.key.RecordOwner())
	must(t, err)
	defer func() { must(t, rec.Close()) }()
	good := func(start messages.Position) (Observer, error) {
		return observe.New(observe.Config{
			Lane: w.lane, OutboxCodeHash: observetest.CodeHash, Client: w.chain, Start: start,
			Sources: []chains.Source{w.chain.Source("honest", 0)}, Interval: 20 * time.Millisecond,
		})
	}
	daemon, err := New(Config{
		Key: w.key, Record: rec, Bus: w.bus, EvidenceDir: w.dir, Now: time.Now, Logger: slog.New(slog.DiscardHandler), Patience: 30 * time.Second,
		Lanes: []LaneConfig{
			{Lane: other, Inbox: w.inbox, Verifier: verifier, Target: &target{down: true}, Observe: func(messages.Position) (Observer, error) { return nil, errors.New("no endpoint") }},
			{Lane: w.lane, Inbox: w.inbox, Verifier: verifier, Target: w.target, Observe: good},
		},
	})
	must(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- daemon.Run(ctx) }()
	defer func() {
		cancel()
		must(t, <-done)
	}()
	w.daemon = daemon
	stuck := w.request(5)
	stuck.Checkpoint.Lane = other.ID()
	for range maxPending { // requests of the lane in trouble wait
		go func() { _, _ = daemon.serve(ctx, stuck) }()
	}
	eventually(t, "they wait", func() bool {
		status := daemon.Status().Lanes[0]
		return status.Trouble != "" && status.Waiting == maxPending
	})
	began := time.Now()
	w.signs(w.request(5))
	if took := time.Since(began); took > 15*time.Second { // half the patience
		t.Fatalf("the sound lane took %v", took)
	}
	w.refuses(stuck, messages.ReasonUnavailable) // at once: no more may wait
}

func TestConfigThatCannotBe(t *testing.T) {
	w := newWorld(t)
	rec, err := record.Open(w.recordPath(), w.key.RecordOwner())
	must(t, err)
	defer func() { must(t, rec.Close()) }()
	sound := func() Config {
		return Config{
			Key: w.key, Record: rec, Bus: w.bus, EvidenceDir: w.dir, Now: time.Now, Logger: slog.New(slog.DiscardHandler),
			Lanes: []LaneConfig{{Lane: w.lane, Inbox: w.inbox, Verifier: verifier, Target: w.target, Observe: func(messages.Position) (Observer, error) { return nil, nil }}},
		}
	}
	if _, err := New(sound()); err != nil {
		t.Fatal(err)
	}
	other := newWorld(t)
	for name, change := range map[string]func(*Config){
		"no key":                func(c *Config) { c.Key = nil },
		"no record":             func(c *Config) { c.Record = nil },
		"no bus":                func(c *Config) { c.Bus = nil },
		"no clock":              func(c *Config) { c.Now = nil },
		"no logger":             func(c *Config) { c.Logger = nil },
		"another's record":      func(c *Config) { c.Key = other.key },
		"no evidence":           func(c *Config) { c.EvidenceDir = "" },
		"no lanes":              func(c *Config) { c.Lanes = nil },
		"too many lanes":        func(c *Config) { c.Lanes = make([]LaneConfig, maxLanes+1) },
		"negative patience":     func(c *Config) { c.Patience = -1 },
		"endless patience":      func(c *Config) { c.Patience = maxPatience + 1 },
		"a lane to itself":      func(c *Config) { c.Lanes[0].Lane.TargetChain = c.Lanes[0].Lane.SourceChain },
		"a lane from nowhere":   func(c *Config) { c.Lanes[0].Lane.SourceChain = 0 },
		"no inbox":              func(c *Config) { c.Lanes[0].Inbox = messages.InboxID{} },
		"no verifier":           func(c *Config) { c.Lanes[0].Verifier = common.Address{} },
		"no observer":           func(c *Config) { c.Lanes[0].Observe = nil },
		"no target":             func(c *Config) { c.Lanes[0].Target = nil },
		"a lane twice":          func(c *Config) { c.Lanes = append(c.Lanes, c.Lanes[0]) },
		"a policy that is none": func(c *Config) { c.Lanes[0].Policy = policy.Rules{Delay: -1} },
	} {
		config := sound()
		change(&config)
		if _, err := New(config); !errors.Is(err, ErrConfig) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestHistoryForgetsTheOldest(t *testing.T) {
	w := newWorld(t)
	observer, err := observe.New(observe.Config{
		Lane: w.lane, OutboxCodeHash: observetest.CodeHash, Client: w.chain, Start: w.lane.Start(),
		Sources: []chains.Source{w.chain.Source("honest", 0)}, Interval: 20 * time.Millisecond,
	})
	must(t, err)
	h := newHistory(w.lane.Start())
	h.limit = 10
	if _, ok := h.at(0); ok {
		t.Fatal("the start counts before anything is proven")
	}
	var last observe.Segment
	for range 12 {
		w.send(4)
		segment, err := observer.Next(t.Context())
		must(t, err)
		must(t, h.extend(segment))
		last = segment
		if len(h.accumulators) >= 2*h.limit || len(h.spans) > h.limit {
			t.Fatalf("%d positions and %d spans are kept", len(h.accumulators), len(h.spans))
		}
	}
	for nonce := uint64(1); nonce <= 50; nonce++ {
		accumulator, ok := h.at(nonce)
		if want := nonce >= h.first && nonce <= 48; ok != want || ok && accumulator != w.at[nonce] {
			t.Errorf("nonce %d: %s, %v", nonce, accumulator, ok)
		}
	}
	if h.first > 39 {
		t.Errorf("only positions from %d are kept, want at least the newest 10", h.first)
	}
	if at := h.provenAt(48); at.Unix() != int64(last.Final().Header().Time) {
		t.Errorf("nonce 48 was proven at %v, want the header's time", at)
	}
	if err := h.extend(last); err == nil {
		t.Error("a segment that does not continue the fold is taken")
	}
}

func TestForgottenNonce(t *testing.T) {
	w := newWorld(t)
	at := w.send(5)
	w.target.change(func(f *target) { f.inbox.Position = at })
	w.send(3)
	w.start()
	w.signs(w.request(8))
	w.signs(w.request(5)) // where the fold began: proven by what followed
	w.refuses(w.request(4), messages.ReasonLimit)
}

func TestRefusalTextIsPlainAndBounded(t *testing.T) {
	refused := refuse(messages.ReasonHeld, "%s", "a\x00b\"\n"+strings.Repeat("é", 5000))
	if len(refused.detail) > maxDetail || strings.ContainsAny(refused.detail, "\x00\né") {
		t.Fatalf("detail of %d bytes: %.80q", len(refused.detail), refused.detail)
	}
	answer := messages.Answer{Attempt: 1, Refusal: &messages.Refusal{Reason: refused.reason, Detail: refused.detail}}
	must(t, answer.Validate())
	if text := fmt.Sprint(refused); !strings.HasPrefix(text, "held: ") {
		t.Fatal(text)
	}
}

// A fold that began without the Inbox, at the claim, begins anew when the Inbox is
// read and is lower: what lies between may still be asked for.
func TestTargetComesBack(t *testing.T) {
	w := signedWorld(t)
	w.stop()
	w.target.change(func(f *target) { f.down = true })
	w.config.Patience = 100 * time.Millisecond
	w.start()
	eventually(t, "the lane is followed", func() bool { return w.daemon.Status().Lanes[0].Following })
	if answer := w.ask(w.request(3)); answer.Approval != nil {
		t.Fatal("signed a nonce below the fold")
	}
	w.target.change(func(f *target) { f.down = false })
	eventually(t, "nonce 3 is signed again", func() bool { return w.ask(w.request(3)).Approval != nil })
}

// TestRefusalIsToldOnce: the operator learns why requests are refused, and a relayer
// that repeats itself does not fill the log.
func TestRefusalIsToldOnce(t *testing.T) {
	w := newWorld(t)
	var log lockedBuffer
	w.config.Logger, w.config.Patience = slog.New(slog.NewTextHandler(&log, nil)), 50*time.Millisecond
	w.send(5)
	w.start()
	w.folds(5) // or the first refusal is for another reason
	lie := w.request(5)
	lie.Checkpoint.Accumulator[7] ^= 1
	told := func() int { return strings.Count(log.String(), "request is refused") }
	for range 5 {
		w.refuses(lie, messages.ReasonMismatch)
	}
	if n := told(); n != 1 {
		t.Fatalf("told %d times: %s", n, log.String())
	}
	early := lie
	early.Checkpoint.Nonce = 6
	w.refuses(early, messages.ReasonNotFinal)
	w.refuses(early, messages.ReasonNotFinal)
	w.signs(w.request(5))
	w.refuses(early, messages.ReasonNotFinal)
	if n := told(); n != 3 {
		t.Fatalf("told %d times, want once for each reason and again after an approval: %s", n, log.String())
	}
}

// lockedBuffer is a log that may be read while it is written.
type lockedBuffer struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}
