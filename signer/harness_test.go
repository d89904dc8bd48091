package signer

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/e2e/leaks"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/signer/keys"
	"github.com/catenary-bridge/catenary/signer/policy"
	"github.com/catenary-bridge/catenary/signer/record"
)

func TestMain(m *testing.M) {
	leaks.Main(m,
		goleak.IgnoreTopFunction("github.com/nats-io/nats-server/v2/server/ats.init.0.func1"),
		goleak.IgnoreAnyFunction("github.com/nats-io/nats-server/v2/server/ats.Register.func1"),
	)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// target is a target chain in memory.
type target struct {
	mu    sync.Mutex
	inbox chains.Inbox
	set   messages.SignerSet
	down  bool
	asked int
}

func (f *target) Inbox(context.Context, uint64) (chains.Inbox, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked++
	if f.down {
		return chains.Inbox{}, chains.ErrUnavailable
	}
	return f.inbox, nil
}

func (f *target) SignerSet(_ context.Context, verifier common.Address) (messages.SignerSet, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.down || verifier != f.inbox.Verifier {
		return messages.SignerSet{}, chains.ErrUnavailable
	}
	return f.set, nil
}

func (f *target) change(change func(*target)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	change(f)
}

// world is one lane between two chains, with one signer.
type world struct {
	t      *testing.T
	dir    string
	chain  *observetest.Chain // swapped by fork
	mu     sync.Mutex
	lane   messages.Lane
	inbox  messages.InboxID
	key    *keys.Key
	secret *ecdsa.PrivateKey
	target *target
	bus    Bus
	at     map[uint64]messages.Accumulator // the chain's positions
	config Config
	rules  policy.Rules
	clock  time.Duration // added to the real time

	record *record.Record
	daemon *Daemon
	done   chan error
	cancel context.CancelFunc
}

// quietBus has no requests: tests call serve themselves.
type quietBus struct{ claims []messages.Approval }

func (b *quietBus) Requests(ctx context.Context, _ func(context.Context, messages.Request) (messages.Answer, error)) error {
	<-ctx.Done()
	return ctx.Err()
}

func (b *quietBus) Claims(context.Context, messages.LaneID) ([]messages.Approval, error) {
	return b.claims, nil
}

var verifier = common.HexToAddress("0x7e51f1e500000000000000000000000000000001")

func newWorld(t *testing.T) *world {
	t.Helper()
	secret, err := crypto.GenerateKey()
	must(t, err)
	key, err := keys.NewKey(secret)
	must(t, err)
	w := &world{
		t: t, dir: t.TempDir(), lane: observetest.Lane(), key: key, secret: secret, bus: &quietBus{},
		inbox: messages.InboxIDOf(common.Address{9}, messages.Mark{9}), at: map[uint64]messages.Accumulator{},
	}
	w.chain = observetest.New(w.lane)
	w.target = &target{
		inbox: chains.Inbox{ID: w.inbox, Lane: w.lane.ID(), Position: w.lane.Start(), Verifier: verifier},
		set:   messages.SignerSet{Domain: messages.Domain{TargetChain: w.lane.TargetChain, Verifier: verifier}, Signers: []common.Address{key.Address()}, Threshold: 1, Epoch: 1},
	}
	must(t, record.Create(w.recordPath(), key.RecordOwner()))
	t.Cleanup(w.stop)
	return w
}

func (w *world) recordPath() string { return filepath.Join(w.dir, "record") }

// send adds messages to the source chain, one block each, final at once.
func (w *world) send(n int) messages.Position {
	var at messages.Position
	for range n {
		at = w.chain.Send(1, 16)
		w.at[at.Nonce] = at.Accumulator
	}
	w.chain.Seal()
	return at
}

// fork replaces the source chain by another history of the same lane, as a
// reorganisation past finality would. Its messages have another payload.
func (w *world) fork(n int) {
	chain := observetest.New(w.lane)
	w.at = map[uint64]messages.Accumulator{}
	for range n {
		at := chain.Send(1, 24)
		w.at[at.Nonce] = at.Accumulator
	}
	chain.Seal()
	w.mu.Lock()
	w.chain = chain
	w.mu.Unlock()
}

// start opens the record and runs a daemon.
func (w *world) start() {
	w.t.Helper()
	must(w.t, w.tryStart())
}

func (w *world) tryStart() error {
	rec, err := record.Open(w.recordPath(), w.key.RecordOwner())
	if err != nil {
		return err
	}
	w.record = rec
	config := w.config
	config.Key, config.Record, config.Bus = w.key, rec, w.bus
	config.EvidenceDir = filepath.Join(w.dir, "evidence")
	config.Now = func() time.Time { return time.Now().Add(w.clock) }
	if config.Logger == nil {
		config.Logger = slog.New(slog.DiscardHandler)
	}
	if config.Patience == 0 {
		config.Patience = 20 * time.Second // a busy machine stands still for seconds
	}
	config.Lanes = []LaneConfig{{
		Lane: w.lane, Inbox: w.inbox, Verifier: verifier, Target: w.target, Policy: w.rules,
		Observe: func(start messages.Position) (Observer, error) {
			w.mu.Lock()
			chain := w.chain
			w.mu.Unlock()
			return observe.New(observe.Config{
				Lane: w.lane, OutboxCodeHash: observetest.CodeHash, Client: chain, Start: start,
				Sources: []chains.Source{chain.Source("honest", 0)}, Interval: 20 * time.Millisecond,
			})
		},
	}}
	w.daemon, err = New(config)
	if err != nil {
		return errors.Join(err, rec.Close())
	}
	ctx, cancel := context.WithCancel(context.WithoutCancel(w.t.Context()))
	w.cancel, w.done = cancel, make(chan error, 1)
	go func(d *Daemon, done chan<- error) { done <- d.Run(ctx) }(w.daemon, w.done)
	return nil
}

// stop ends the daemon and closes the record, as the end of the process would.
func (w *world) stop() {
	if w.cancel == nil {
		return
	}
	w.cancel()
	if err := <-w.done; err != nil {
		w.t.Errorf("daemon: %v", err)
	}
	w.cancel = nil
	must(w.t, w.record.Close())
}

// ended waits for a daemon that ends by itself, and returns its error.
func (w *world) ended() error {
	w.t.Helper()
	select {
	case err := <-w.done:
		w.cancel()
		w.cancel = nil
		must(w.t, w.record.Close())
		return err
	case <-time.After(time.Minute):
		w.t.Fatal("the daemon goes on")
		return nil
	}
}

func (w *world) restart() {
	w.t.Helper()
	w.stop()
	w.start()
}

func (w *world) request(nonce uint64) messages.Request {
	return messages.Request{
		Checkpoint:  messages.Checkpoint{Lane: w.lane.ID(), Inbox: w.inbox, Nonce: nonce, Accumulator: w.at[nonce], Epoch: 1},
		Domain:      messages.Domain{TargetChain: w.lane.TargetChain, Verifier: verifier},
		SourceChain: w.lane.SourceChain, SourceBlock: 1, Attempt: 1,
	}
}

// folds waits until the daemon has folded the lane up to the nonce, so that what it
// answers does not depend on how long it takes to start.
func (w *world) folds(nonce uint64) {
	w.t.Helper()
	eventually(w.t, fmt.Sprintf("nonce %d is folded", nonce), func() bool {
		return w.daemon.Status().Lanes[0].Proven.Nonce >= nonce
	})
}

// ask answers a request as the bus would have it answered.
func (w *world) ask(request messages.Request) messages.Answer {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), time.Minute)
	defer cancel()
	answer, err := w.daemon.serve(ctx, request)
	must(w.t, err)
	must(w.t, answer.Validate())
	return answer
}

// signs asks for a checkpoint and wants a valid signature.
func (w *world) signs(request messages.Request) {
	w.t.Helper()
	answer := w.ask(request)
	if answer.Refusal != nil {
		w.t.Fatalf("nonce %d refused: %s: %s", request.Checkpoint.Nonce, answer.Refusal.Reason, answer.Refusal.Detail)
	}
	must(w.t, answer.Approval.Verify())
	if answer.Approval.Signer != w.key.Address() || answer.Approval.Checkpoint != request.Checkpoint {
		w.t.Fatalf("approval is of something else: %+v", answer.Approval)
	}
}

// refuses asks for a checkpoint and wants a refusal for the reason.
func (w *world) refuses(request messages.Request, reason messages.Reason) {
	w.t.Helper()
	answer := w.ask(request)
	if answer.Approval != nil {
		w.t.Fatalf("nonce %d was signed, want a refusal: %s", request.Checkpoint.Nonce, reason)
	}
	if answer.Refusal.Reason != reason {
		w.t.Fatalf("nonce %d refused: %s: %s; want %s", request.Checkpoint.Nonce, answer.Refusal.Reason, answer.Refusal.Detail, reason)
	}
}

// highest is the record's claim, 0 when there is none.
func (w *world) highest() uint64 {
	claim, _ := w.record.Highest(record.Key{Lane: w.lane.ID(), Inbox: w.inbox})
	return claim.Position.Nonce
}

func (w *world) wantHighest(nonce uint64) {
	w.t.Helper()
	if got := w.highest(); got != nonce {
		w.t.Fatalf("highest claim is %d, want %d", got, nonce)
	}
}

func (w *world) evidence() []string {
	files, err := os.ReadDir(filepath.Join(w.dir, "evidence"))
	if err != nil && !errors.Is(err, os.ErrNotExist) {
		w.t.Fatal(err)
	}
	var out []string
	for _, file := range files {
		out = append(out, filepath.Join(w.dir, "evidence", file.Name()))
	}
	return out
}

func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); !ok(); time.Sleep(5 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("did not happen within a minute: %s", what)
		}
	}
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	content, err := os.ReadFile(path)
	must(t, err)
	return content
}

func writeFile(t *testing.T, path string, content []byte) {
	t.Helper()
	must(t, os.WriteFile(path, content, 0o600))
}
