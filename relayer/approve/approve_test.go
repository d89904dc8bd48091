package approve

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"pgregory.net/rapid"

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

// TestRefusalsAreThoseOfTheSet: a refusal proves nothing. Strangers, and signers that have
// approved, can't be made to look as if they refused.
func TestRefusalsAreThoseOfTheSet(t *testing.T) {
	w := wanted(3, 3, 7)
	bus := &memoryBus{answer: func(int, messages.Request) []messages.Answer { return nil }}
	c := New(bus, 0, slog.New(slog.DiscardHandler))
	v, err := c.open(question{w.Checkpoint, domain}, w.Set)
	if err != nil {
		t.Fatal(err)
	}
	c.hear(approval(0, w))
	c.hear(refusal(0, w, messages.ReasonHeld)) // has approved
	c.hear(refusal(1, w, messages.ReasonHeld))
	for i := 3; i < 50; i++ {
		c.hear(refusal(i, w, messages.ReasonHeld)) // strangers
	}
	if len(v.refusals) != 1 || v.refusals[address(1)].Reason != messages.ReasonHeld {
		t.Errorf("refusals %v, want that of signer 1 alone", v.refusals)
	}
	if seen := c.Signers(); len(seen) != 2 {
		t.Errorf("heard of %d signers, want 2: %v", len(seen), seen)
	}
	c.hear(approval(1, w))
	if len(v.refusals) != 0 || v.tally.Count() != 2 {
		t.Errorf("%d approvals, refusals %v", v.tally.Count(), v.refusals)
	}
}

// TestNonsenseIsLoggedOnce: a member of the bus that writes approvals which do not count
// can't fill a disk with what the log says of them.
func TestNonsenseIsLoggedOnce(t *testing.T) {
	w := wanted(3, 3, 7)
	var log bytes.Buffer
	c := New(&memoryBus{}, 0, slog.New(slog.NewTextHandler(&log, nil)))
	if _, err := c.open(question{w.Checkpoint, domain}, w.Set); err != nil {
		t.Fatal(err)
	}
	for i := range 100 {
		junk := approval(0, w)
		junk.Approval.Signature[3] ^= byte(1 + i)
		c.hear(junk)
		c.hear(approval(9, w)) // a stranger
	}
	if lines := strings.Count(log.String(), "does not count"); lines != 2 || c.Heard()[Invalid]+c.Heard()[Stranger] != 200 {
		t.Errorf("%d lines of %v, want one of each writer", lines, c.Heard())
	}
}

// TestOneSignerCantCrowdOutEarlyAnswers: whatever one signer writes before anybody
// asks, the early approvals of the others are kept.
func TestOneSignerCantCrowdOutEarlyAnswers(t *testing.T) {
	w := wanted(3, 2, 7)
	junk := approval(0, w)
	junk.Approval.Signature[3] ^= 1
	flood := make([]messages.Answer, 500)
	for i := range flood {
		flood[i] = junk
	}
	bus := &memoryBus{retained: append(flood, approval(1, w), approval(2, w))}
	o := story(t, bus, w, nil, time.Minute)
	if o.err != nil || len(bus.requests) != 0 {
		t.Fatalf("asked %d times for what was approved already (%v)", len(bus.requests), o.err)
	}
}

// TestAnswersOfHostileBusChangeNothing: answers in any order and number, of any
// signer, never make an approval that the threshold did not sign.
func TestAnswersOfHostileBusChangeNothing(t *testing.T) {
	w, other := wanted(5, 3, 7), wanted(5, 3, 8)
	other.Checkpoint.Accumulator[0] ^= 1
	rapid.Check(t, func(t *rapid.T) {
		c := New(&memoryBus{}, 0, slog.New(slog.DiscardHandler))
		opened := rapid.IntRange(0, 10).Draw(t, "opened")
		var v *vote
		honest := map[int]bool{}
		for step := range rapid.IntRange(1, 30).Draw(t, "steps") {
			if step == opened {
				var err error
				if v, err = c.open(question{w.Checkpoint, domain}, w.Set); err != nil {
					t.Fatal(err)
				}
			}
			signer := rapid.IntRange(0, 7).Draw(t, "signer")
			switch rapid.IntRange(0, 4).Draw(t, "kind") {
			case 0:
				c.hear(approval(signer, w))
				honest[signer] = signer < 5
			case 1:
				c.hear(approval(signer, other))
			case 2:
				c.hear(refusal(signer, w, messages.ReasonMismatch))
			case 3:
				stolen := approval(signer, w)
				stolen.Approval.Signer = address((signer + 1) % 8)
				c.hear(stolen)
			case 4:
				mixed := approval(signer, w)
				mixed.Approval.Checkpoint.Epoch++
				c.hear(mixed)
			}
		}
		if v == nil {
			return
		}
		count := 0
		for _, ok := range honest {
			if ok {
				count++
			}
		}
		if _, ok := c.progress(v, 1, func(Progress) {}); ok && count < 3 {
			t.Fatalf("approved with %d of 3 signatures", count)
		}
		if len(v.refusals) > 5 {
			t.Fatalf("%d refusals of 5 signers", len(v.refusals))
		}
	})
}
