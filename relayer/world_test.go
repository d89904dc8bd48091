package relayer

import (
	"context"
	"crypto/ecdsa"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/chains/observe/observetest"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/batch"
)

func signerKey(i int) *ecdsa.PrivateKey {
	key, err := crypto.ToECDSA(crypto.Keccak256([]byte{byte(i + 1)}))
	if err != nil {
		panic(err)
	}
	return key
}

func addresses(indices ...int) []common.Address {
	list := make([]common.Address, len(indices))
	for i, index := range indices {
		list[i] = addressOf(index)
	}
	return list
}

// route is one lane from end to end: its source chain, its Inbox, and the relayer's
// account there.
type route struct {
	source *observetest.Chain
	inbox  *inboxChain
	target *memTarget
	client lightclient.Client
	limits batch.Limits
	flight int

	mu     sync.Mutex
	halts  []error
	folded []messages.Position
}

func newRoute(sourceChain uint64) *route {
	lane := observetest.Lane()
	lane.SourceChain = sourceChain
	r := &route{limits: batch.DefaultLimits()}
	r.limits.Count = 10
	r.use(lane)
	return r
}

// use makes the route one of a lane.
func (r *route) use(lane messages.Lane) {
	set := messages.SignerSet{Domain: messages.Domain{TargetChain: lane.TargetChain, Verifier: common.Address{19: 9}},
		Signers: addresses(0, 1, 2), Threshold: 2, Epoch: 1}
	r.source, r.inbox = observetest.New(lane), newInboxChain(lane, set)
	r.target, r.client = &memTarget{inboxChain: r.inbox, account: "one"}, r.source
}

// send puts messages into a final block.
func (r *route) send(count int) {
	r.source.Send(count, 16)
	r.source.Seal()
}

func (r *route) config() LaneConfig {
	return LaneConfig{
		Lane: r.inbox.lane, Inbox: r.inbox.id, Target: r.target, Limits: r.limits, InFlight: r.flight,
		Observe: func(start messages.Position) (Observer, error) {
			return observe.New(observe.Config{Lane: r.inbox.lane, OutboxCodeHash: observetest.CodeHash, Client: r.client,
				Sources: []chains.Source{r.source.Source("honest", 0)}, Start: start})
		},
		OnHalt: func(err error) {
			r.mu.Lock()
			defer r.mu.Unlock()
			r.halts = append(r.halts, err)
		},
	}
}

func (r *route) halted() []error {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.halts)
}

// others deliver the first n messages.
func (r *route) others(n uint64) {
	r.inbox.locked(func() {
		for nonce := uint64(1); nonce <= n; nonce++ {
			r.inbox.handled = append(r.inbox.handled, nonce)
		}
		r.inbox.at = messages.Position{Nonce: n, Accumulator: r.accumulator(n)}
	})
}

// memBus carries requests to signers that check them as real ones do, and their
// answers to every relayer.
type memBus struct {
	keys   []*ecdsa.PrivateKey
	routes map[messages.LaneID]*route

	mu       sync.Mutex
	log      []messages.Answer
	grown    chan struct{} // closed and replaced when the log grows
	silent   bool
	requests int
	deaf     chan struct{} // closed: Answers returns nil
}

func newMemBus(routes ...*route) *memBus {
	b := &memBus{routes: map[messages.LaneID]*route{}, grown: make(chan struct{}), deaf: make(chan struct{})}
	for i := range 5 {
		b.keys = append(b.keys, signerKey(i))
	}
	for _, r := range routes {
		b.routes[r.inbox.lane.ID()] = r
	}
	return b
}

func (b *memBus) PublishRequest(ctx context.Context, request messages.Request) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.requests++
	if b.silent {
		return nil
	}
	for _, key := range b.keys {
		b.log = append(b.log, b.answer(key, request))
	}
	close(b.grown)
	b.grown = make(chan struct{})
	return nil
}

func (b *memBus) answer(key *ecdsa.PrivateKey, request messages.Request) messages.Answer {
	c, signer := request.Checkpoint, crypto.PubkeyToAddress(key.PublicKey)
	r := b.routes[c.Lane]
	refuse := func(reason messages.Reason) messages.Answer {
		return messages.Answer{Attempt: request.Attempt, Refusal: &messages.Refusal{Checkpoint: c, Domain: request.Domain, Signer: signer, Reason: reason}}
	}
	r.inbox.mu.Lock()
	set := r.inbox.sets[r.inbox.verifier]
	r.inbox.mu.Unlock()
	switch {
	case set.Epoch != c.Epoch || set.Domain != request.Domain || c.Inbox != r.inbox.id:
		return refuse(messages.ReasonEpoch)
	case r.accumulator(c.Nonce) != c.Accumulator:
		return refuse(messages.ReasonMismatch)
	}
	digest := c.Digest(request.Domain)
	raw, err := crypto.Sign(digest[:], key)
	if err != nil {
		panic(err)
	}
	signature, err := messages.SignatureOf(raw)
	if err != nil {
		panic(err)
	}
	return messages.Answer{Attempt: request.Attempt, Approval: &messages.Approval{Checkpoint: c, Domain: request.Domain, Signer: signer, Signature: signature}}
}

// accumulator folds the source's messages, as signers do for themselves.
func (r *route) accumulator(nonce uint64) messages.Accumulator {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.folded) == 0 {
		r.folded = []messages.Position{r.inbox.lane.Start()}
	}
	if at := r.folded[len(r.folded)-1]; at.Nonce < nonce {
		events, err := r.source.Source("truth", 0).Events(context.Background(), r.inbox.lane, at.Nonce, 1<<62, 1<<62)
		if err != nil {
			panic(err)
		}
		for _, event := range events {
			at = at.Advance(event.ID)
			r.folded = append(r.folded, at)
		}
	}
	if nonce >= uint64(len(r.folded)) {
		return messages.Accumulator{}
	}
	return r.folded[nonce].Accumulator
}

// silence makes signers hear nothing, or hear again.
func (b *memBus) silence(silent bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.silent = silent
}

// Answers hands on what the log holds, from its beginning.
func (b *memBus) Answers(ctx context.Context, handle func(messages.Answer)) error {
	for next := 0; ; {
		b.mu.Lock()
		grown, fresh := b.grown, b.log[next:]
		next = len(b.log)
		b.mu.Unlock()
		for _, answer := range fresh {
			handle(answer)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-b.deaf:
			return nil
		case <-grown:
		}
	}
}

// world is routes, their signers, and whatever runs on them.
type world struct {
	t      testing.TB
	bus    *memBus
	routes []*route
}

// newWorld mines on every route until the test ends.
func newWorld(t testing.TB, routes ...*route) *world {
	ctx, cancel := context.WithCancel(context.Background())
	var mining sync.WaitGroup
	for _, r := range routes {
		mining.Go(func() { r.inbox.run(ctx) })
	}
	t.Cleanup(func() { cancel(); mining.Wait() })
	return &world{t, newMemBus(routes...), routes}
}

// running is a relayer that runs.
type running struct {
	*Relayer
	cancel context.CancelFunc
	done   chan struct{}
	err    error
}

func (r *running) stop() { r.cancel(); <-r.done }

// start runs a relayer on all routes. The hook may be nil; change may alter what the
// relayer is told of a lane.
func (w *world) start(hook func(r *running, at Point), change func(*LaneConfig)) *running {
	w.t.Helper()
	run := &running{done: make(chan struct{})}
	config := Config{Bus: w.bus, Logger: slog.New(slog.DiscardHandler)}
	if hook != nil {
		config.Hook = func(at Point) { hook(run, at) }
	}
	for _, r := range w.routes {
		lane := r.config()
		if change != nil {
			change(&lane)
		}
		config.Lanes = append(config.Lanes, lane)
	}
	var err error
	if run.Relayer, err = New(config); err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	run.cancel = cancel
	go func() {
		defer close(run.done)
		run.err = run.Run(ctx)
	}()
	w.t.Cleanup(run.stop)
	time.Sleep(time.Millisecond) // everybody listens, before anything else happens
	return run
}

const patience = 5 * time.Minute

// eventually waits for a condition.
func (w *world) eventually(what string, holds func() bool) {
	w.t.Helper()
	for deadline := time.Now().Add(patience); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			w.t.Fatalf("never: %s", what)
		}
	}
}

// exactlyOnce waits until the route has delivered messages 1 to n, and fails if any
// handler was called twice or out of order, then or shortly after.
func (w *world) exactlyOnce(r *route, n int) {
	w.t.Helper()
	w.eventually("all messages are delivered", func() bool { handled, _, _ := r.inbox.count(); return len(handled) >= n })
	time.Sleep(3 * time.Second)
	handled, _, _ := r.inbox.count()
	if len(handled) != n {
		w.t.Fatalf("%d handlers were called, want %d", len(handled), n)
	}
	for i, nonce := range handled {
		if nonce != uint64(i+1) {
			w.t.Fatalf("handler %d was called for nonce %d", i+1, nonce)
		}
	}
}

func (r *running) lane(i int) LaneStatus { return r.Lanes()[i] }

// restarts counts the sessions of all lanes that ended with an error.
func (r *running) restarts(t testing.TB) (n float64) {
	t.Helper()
	families, err := r.Registry().Gather()
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range families {
		if family.GetName() == "catenary_lane_restarts_total" {
			for _, m := range family.GetMetric() {
				n += m.GetCounter().GetValue()
			}
		}
	}
	return n
}
