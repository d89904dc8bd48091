package approve

import (
	"context"
	"crypto/ecdsa"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/messages"
)

var domain = messages.Domain{TargetChain: 9002, Verifier: common.Address{19: 9}}

func key(i int) *ecdsa.PrivateKey {
	var seed [32]byte
	seed[31] = byte(i + 1)
	k, err := crypto.ToECDSA(seed[:])
	if err != nil {
		panic(err)
	}
	return k
}

func address(i int) common.Address { return crypto.PubkeyToAddress(key(i).PublicKey) }

func wanted(n, threshold int, nonce uint64) Wanted {
	set := messages.SignerSet{Domain: domain, Threshold: threshold, Epoch: 1}
	for i := range n {
		set.Signers = append(set.Signers, address(i))
	}
	return Wanted{Checkpoint: messages.Checkpoint{Lane: messages.LaneID{1}, Nonce: nonce, Epoch: 1}, Set: set, SourceChain: 9001}
}

func approval(i int, w Wanted) messages.Answer {
	digest := w.Checkpoint.Digest(domain)
	raw, err := crypto.Sign(digest[:], key(i))
	if err != nil {
		panic(err)
	}
	signature, err := messages.SignatureOf(raw)
	if err != nil {
		panic(err)
	}
	return messages.Answer{Attempt: 1, Approval: &messages.Approval{Checkpoint: w.Checkpoint, Domain: domain, Signer: address(i), Signature: signature}}
}

func refusal(i int, w Wanted, reason messages.Reason) messages.Answer {
	return messages.Answer{Attempt: 1, Refusal: &messages.Refusal{Checkpoint: w.Checkpoint, Domain: domain, Signer: address(i), Reason: reason}}
}

// memoryBus keeps requests and lets a script answer them.
type memoryBus struct {
	mu       sync.Mutex
	handle   func(messages.Answer)
	retained []messages.Answer
	requests []messages.Request
	down     bool
	answer   func(attempt int, r messages.Request) []messages.Answer // attempt counts from 1
}

func (b *memoryBus) PublishRequest(_ context.Context, r messages.Request) error {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.down {
		return errors.New("bus is down")
	}
	b.requests = append(b.requests, r)
	if b.answer != nil {
		for _, a := range b.answer(len(b.requests), r) {
			go b.handle(a)
		}
	}
	return nil
}

func (b *memoryBus) Answers(ctx context.Context, handle func(messages.Answer)) error {
	b.mu.Lock()
	b.handle = handle
	b.mu.Unlock()
	for _, a := range b.retained {
		handle(a)
	}
	<-ctx.Done()
	return ctx.Err()
}

type outcome struct {
	approved Approved
	err      error
	took     time.Duration
	last     Progress
}

// story runs Approve against a bus in a bubble of its own time.
func story(t *testing.T, bus *memoryBus, w Wanted, refresh func(context.Context) (messages.SignerSet, error), limit time.Duration) (o outcome) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), limit)
		defer cancel()
		c := New(bus, 1000, slog.New(slog.DiscardHandler))
		runCtx, stop := context.WithCancel(t.Context())
		done := make(chan struct{})
		go func() { defer close(done); _ = c.Run(runCtx) }()
		synctest.Wait()
		if refresh == nil {
			refresh = func(context.Context) (messages.SignerSet, error) { return w.Set, nil }
		}
		started := time.Now()
		o.approved, o.err = c.Approve(ctx, w, refresh, func(p Progress) { o.last = p })
		o.took = time.Since(started)
		stop()
		<-done
	})
	return o
}

func TestThresholdIsReached(t *testing.T) {
	w := wanted(5, 3, 7)
	bus := &memoryBus{answer: func(_ int, _ messages.Request) []messages.Answer {
		return []messages.Answer{approval(4, w), approval(0, w), approval(2, w)}
	}}
	o := story(t, bus, w, nil, time.Minute)
	if o.err != nil || o.took != 0 || len(o.approved.Attestation()) != 3*65 || o.approved.Checkpoint() != w.Checkpoint {
		t.Fatalf("%+v", o)
	}
	if bus.requests[0].Attempt != 1001 {
		t.Errorf("attempt %d, want one above those of earlier runs", bus.requests[0].Attempt)
	}
}

func TestBelowThresholdIsNeverApproved(t *testing.T) {
	w, other := wanted(5, 3, 7), wanted(5, 3, 8)
	for name, answers := range map[string][]messages.Answer{
		"two of three":                 {approval(0, w), approval(1, w)},
		"one signer many times":        {approval(0, w), approval(1, w), approval(0, w), approval(1, w)},
		"strangers":                    {approval(0, w), approval(1, w), approval(7, w), approval(8, w)},
		"approvals of another nonce":   {approval(0, w), approval(1, w), approval(2, other), approval(3, other)},
		"refusals count for nothing":   {approval(0, w), refusal(1, w, messages.ReasonHeld), refusal(2, w, messages.ReasonHeld), refusal(3, w, messages.ReasonHeld)},
		"signature in another's name":  {approval(0, w), approval(1, w), {Approval: &messages.Approval{Checkpoint: w.Checkpoint, Domain: domain, Signer: address(2), Signature: approval(1, w).Approval.Signature}}},
		"signature under another text": {approval(0, w), approval(1, w), {Approval: &messages.Approval{Checkpoint: w.Checkpoint, Domain: domain, Signer: address(2), Signature: approval(2, other).Approval.Signature}}},
	} {
		t.Run(name, func(t *testing.T) {
			bus := &memoryBus{answer: func(int, messages.Request) []messages.Answer { return answers }}
			o := story(t, bus, w, nil, time.Minute)
			if !errors.Is(o.err, context.DeadlineExceeded) {
				t.Fatalf("approved or wrong error: %v", o.err)
			}
		})
	}
}

func TestRepeatsUntilASignerIsBack(t *testing.T) {
	w := wanted(3, 2, 7)
	bus := &memoryBus{answer: func(attempt int, _ messages.Request) []messages.Answer {
		if attempt < 3 {
			return []messages.Answer{approval(0, w), refusal(1, w, messages.ReasonNotFinal)}
		}
		return []messages.Answer{approval(1, w)}
	}}
	o := story(t, bus, w, nil, time.Minute)
	if o.err != nil || len(bus.requests) != 3 {
		t.Fatalf("%d requests, %v", len(bus.requests), o.err)
	}
	if o.took != firstRepeat+2*firstRepeat {
		t.Errorf("took %v", o.took)
	}
	for i, r := range bus.requests[1:] {
		if r.Attempt <= bus.requests[i].Attempt {
			t.Error("a repeated request has no new attempt: the bus would swallow it")
		}
	}
	if len(o.last.Refusals) != 0 {
		t.Errorf("a refusal outlives the approval of its signer: %v", o.last.Refusals)
	}
}

func TestRestartFindsEarlierApprovals(t *testing.T) {
	w := wanted(3, 2, 7)
	bus := &memoryBus{retained: []messages.Answer{approval(0, w), approval(2, w)}}
	o := story(t, bus, w, nil, time.Minute)
	if o.err != nil || len(bus.requests) != 0 {
		t.Fatalf("asked %d times for what was approved already (%v)", len(bus.requests), o.err)
	}
}

func TestNewEpochIsNoticed(t *testing.T) {
	w := wanted(3, 2, 7)
	next := w.Set
	next.Epoch = 2
	o := story(t, &memoryBus{}, w, func(context.Context) (messages.SignerSet, error) { return next, nil }, time.Minute)
	if !errors.Is(o.err, ErrSetChanged) {
		t.Fatalf("got %v", o.err)
	}
}

func TestBusOutageIsSurvived(t *testing.T) {
	w := wanted(3, 2, 7)
	bus := &memoryBus{down: true, answer: func(int, messages.Request) []messages.Answer {
		return []messages.Answer{approval(0, w), approval(1, w)}
	}}
	o := story(t, bus, w, func(context.Context) (messages.SignerSet, error) {
		bus.mu.Lock()
		bus.down = false
		bus.mu.Unlock()
		return w.Set, nil
	}, time.Minute)
	if o.err != nil || o.took != firstRepeat {
		t.Fatalf("took %v, %v", o.took, o.err)
	}
}

func TestEarlyAnswersAreBounded(t *testing.T) {
	c := New(&memoryBus{}, 0, slog.New(slog.DiscardHandler))
	for nonce := range uint64(maxEarly + 100) {
		a := approval(0, wanted(1, 1, 1))
		a.Approval.Checkpoint.Nonce = nonce
		c.hear(a)
	}
	if len(c.early) != maxEarly || len(c.earlyOrder) != maxEarly {
		t.Fatalf("%d questions kept, want %d", len(c.early), maxEarly)
	}
}

func TestOneApprovalAtATime(t *testing.T) {
	w := wanted(3, 2, 7)
	c := New(&memoryBus{}, 0, slog.New(slog.DiscardHandler))
	if _, err := c.open(question{w.Checkpoint, domain}, w.Set); err != nil {
		t.Fatal(err)
	}
	if _, err := c.open(question{w.Checkpoint, domain}, w.Set); err == nil {
		t.Fatal("the same checkpoint was opened twice")
	}
}
