package chaintest

import (
	"context"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/messages"
)

// Harness is one freshly deployed lane between two running chains of a family. All
// functions fail the test by themselves when something goes wrong.
type Harness struct {
	Lane           messages.Lane
	OutboxCodeHash common.Hash
	Client         lightclient.Client // of the source chain
	Source         chains.Source
	Target         chains.Target

	// Wait bounds how long a step may take: many blocks of both chains, and more.
	Wait time.Duration

	// Send sends messages, through the Outbox, to a recipient that accepts them or to
	// one that always fails, and returns when they are mined, not necessarily final.
	Send func(t *testing.T, to Recipient, count, payload int)

	// Sign returns signatures of as many of the lane's signers, in the order in which
	// a verifier wants them. Strangers come when there are no more.
	Sign func(t *testing.T, checkpoint messages.Checkpoint, domain messages.Domain, signers int) []byte

	// Received returns how many messages the accepting recipient has got, by what it
	// wrote into its own storage, and whether each came once and in order.
	Received func(t *testing.T) (count uint64, inOrder bool)

	// Pause stops deliveries of the lane; Unpause lets them go on.
	Pause, Unpause func(t *testing.T)

	// Tick makes blocks on both chains, where they don't come by themselves.
	Tick func(t *testing.T)
}

// Recipient is who gets a message.
type Recipient int

// The recipients.
const (
	Accepting Recipient = iota // notes what it gets
	Failing                    // reverts, always
	Nobody                     // has no code
)

// stage is a harness with an observer on it.
type stage struct {
	Harness
	observer *observe.Observer
	ctx      context.Context
	seen     []observe.Observed
}

func newStage(t *testing.T, harness Harness) *stage {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), harness.Wait)
	t.Cleanup(cancel)
	return &stage{Harness: harness, observer: harness.observe(t, harness.Source), ctx: ctx}
}

// observe makes an observer from the lane's start, by lane proofs.
func (h *Harness) observe(t *testing.T, sources ...chains.Source) *observe.Observer {
	t.Helper()
	return h.observeBy(t, observe.ModeLaneProof, h.Lane.Start(), sources...)
}

// observeBy makes an observer from a position, by whatever proves the lane.
func (h *Harness) observeBy(t *testing.T, mode observe.Mode, start messages.Position, sources ...chains.Source) *observe.Observer {
	t.Helper()
	o, err := observe.New(observe.Config{
		Lane: h.Lane, OutboxCodeHash: h.OutboxCodeHash, Client: h.Client, Sources: sources,
		Start: start, Mode: mode, Interval: 200 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// see observes until the lane has so many messages.
func (s *stage) see(t *testing.T, count int) {
	t.Helper()
	for len(s.seen) < count {
		segment, err := next(s.ctx, s.observer, func() { s.Tick(t) })
		if err != nil {
			t.Fatalf("observe: %v (%+v)", err, s.observer.Status())
		}
		s.seen = append(s.seen, segment.Messages()...)
	}
}

// next waits for a segment while blocks are made.
func next(ctx context.Context, o *observe.Observer, tick func()) (observe.Segment, error) {
	type outcome struct {
		segment observe.Segment
		err     error
	}
	done := make(chan outcome, 1)
	go func() {
		segment, err := o.Next(ctx)
		done <- outcome{segment, err}
	}()
	for {
		select {
		case result := <-done:
			return result.segment, result.err
		case <-time.After(100 * time.Millisecond):
			tick()
		}
	}
}

// delivery makes one of the seen messages first to last, attested at a nonce, with
// the lane's own signers.
func (s *stage) delivery(t *testing.T, first, last, attested int) chains.Delivery {
	t.Helper()
	set := s.signerSet(t)
	return s.deliveryBy(t, first, last, attested, set.Threshold)
}

func (s *stage) deliveryBy(t *testing.T, first, last, attested, signers int) chains.Delivery {
	t.Helper()
	inbox, err := s.Target.Inbox(s.ctx, s.Lane.SourceChain)
	if err != nil {
		t.Fatal(err)
	}
	set := s.signerSet(t)
	end := s.seen[attested-1].Position
	checkpoint := messages.Checkpoint{Lane: s.Lane.ID(), Inbox: inbox.ID, Nonce: end.Nonce, Accumulator: end.Accumulator, Epoch: set.Epoch}
	delivery := chains.Delivery{SourceChain: s.Lane.SourceChain, Attestation: s.Sign(t, checkpoint, set.Domain, signers)}
	for _, observed := range s.seen[first-1 : last] {
		delivery.Messages = append(delivery.Messages, observed.Message)
	}
	for _, observed := range s.seen[last:attested] {
		delivery.TailIDs = append(delivery.TailIDs, observed.ID)
	}
	return delivery
}

func (s *stage) signerSet(t *testing.T) messages.SignerSet {
	t.Helper()
	inbox, err := s.Target.Inbox(s.ctx, s.Lane.SourceChain)
	if err != nil {
		t.Fatal(err)
	}
	set, err := s.Target.SignerSet(s.ctx, inbox.Verifier)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// submit submits and waits, with blocks coming.
func (s *stage) deliver(t *testing.T, delivery chains.Delivery) (chains.Receipt, error) {
	t.Helper()
	submission, err := s.Target.Submit(s.ctx, delivery)
	if err != nil {
		return chains.Receipt{}, err
	}
	return s.await(t, submission)
}

func (s *stage) await(t *testing.T, submission chains.Submission) (chains.Receipt, error) {
	t.Helper()
	type outcome struct {
		receipt chains.Receipt
		err     error
	}
	done := make(chan outcome, 1)
	go func() {
		receipt, err := submission.Wait(s.ctx)
		done <- outcome{receipt, err}
	}()
	for {
		select {
		case result := <-done:
			return result.receipt, result.err
		case <-time.After(100 * time.Millisecond):
			s.Tick(t)
		}
	}
}

// must delivers and checks what came of it.
func (s *stage) must(t *testing.T, delivery chains.Delivery, executed int, delivered uint64) chains.Receipt {
	t.Helper()
	receipt, err := s.deliver(t, delivery)
	if err != nil {
		t.Fatalf("deliver: %v", err)
	}
	if receipt.Executed != executed || receipt.Delivered != delivered {
		t.Fatalf("executed %d up to nonce %d, want %d up to %d", receipt.Executed, receipt.Delivered, executed, delivered)
	}
	return receipt
}

// wantReceived checks the recipient's own storage.
func (s *stage) wantReceived(t *testing.T, count uint64) {
	t.Helper()
	if got, inOrder := s.Received(t); got != count || !inOrder {
		t.Fatalf("recipient has got %d messages (each once and in order: %t), want %d", got, inOrder, count)
	}
}
