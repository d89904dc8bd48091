package chaintest

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// Run runs the suite. open makes a new lane, between chains that may serve several
// tests one after the other.
func Run(t *testing.T, open func(t *testing.T) Harness) {
	for _, story := range []struct {
		name string
		tell func(*testing.T, *stage)
	}{
		{"a lane without messages is proven to be empty", emptyLane},
		{"what is sent is proven and complete", sentIsProven},
		{"events are found from any nonce", eventsFromAnyNonce},
		{"events end at the head that is given", eventsEndAtTheHead},
		{"a proof of a block that nobody has", proofOfUnknownBlock},
		{"lying endpoints are caught", liarsAreCaught},
		{"receipts show the same as proofs", receiptsShowTheSame},
		{"receipts of a hidden message", receiptsOfAHiddenMessage},
		{"receipts of a block that nobody has", receiptsOfUnknownBlock},
		{"a delivery is executed in order", delivery},
		{"a delivery that was made is not made again", redelivery},
		{"a delivery that leaves messages out", gap},
		{"a delivery that nobody attested", unattested},
		{"a delivery with other messages than attested", otherMessages},
		{"a paused lane", paused},
		{"a lane that the target does not know", unknownLane},
		{"one attestation serves several deliveries", tail},
		{"deliveries in flight behind each other", pipeline},
		{"two relayers overlap", overlap},
		{"a failing recipient blocks nobody", failing},
		{"a delivery that needs too much gas", tooMuchGas},
		{"hints come when something happens", hints},
		{"everything ends with its context", cancellation},
	} {
		t.Run(story.name, func(t *testing.T) { story.tell(t, newStage(t, open(t))) })
	}
}

func emptyLane(t *testing.T, s *stage) {
	final, err := s.Client.Update(s.ctx)
	if err != nil {
		t.Fatal(err)
	}
	proof, err := s.Source.LaneProof(s.ctx, s.Lane, final)
	if err != nil {
		t.Fatal(err)
	}
	position, err := observe.VerifyLane(s.Lane, s.OutboxCodeHash, final, proof)
	if err != nil || position != s.Lane.Start() {
		t.Fatalf("position %+v, error %v, want the lane's start", position, err)
	}
	inbox, err := s.Target.Inbox(s.ctx, s.Lane.SourceChain)
	if err != nil || inbox.Position != s.Lane.Start() || inbox.Lane != s.Lane.ID() || inbox.Paused {
		t.Fatalf("inbox %+v, error %v, want it at the lane's start", inbox, err)
	}
}

func sentIsProven(t *testing.T, s *stage) {
	s.Send(t, Accepting, 3, 64)
	s.see(t, 3)
	s.Send(t, Failing, 2, 0)
	s.see(t, 5)
	position := s.Lane.Start()
	for i, observed := range s.seen {
		m := observed.Message
		position = position.Advance(observed.ID)
		if m.Nonce != uint64(i)+1 || m.SourceChain != s.Lane.SourceChain || m.TargetChain != s.Lane.TargetChain ||
			m.ID() != observed.ID || observed.Position != position || observed.TxHash == ([32]byte{}) {
			t.Fatalf("message %d is %+v", i+1, observed)
		}
	}
	if size := len(s.seen[0].Message.Payload); size < 64 {
		t.Fatalf("payload of %d bytes, want at least 64", size)
	}
}

// events asks until all are there, as an observer does.
func (s *stage) events(ctx context.Context, after, upTo, head uint64) ([]chains.Event, error) {
	var all []chains.Event
	for after < upTo {
		page, err := s.Source.Events(ctx, s.Lane, after, upTo, head)
		if err != nil || len(page) == 0 {
			return all, err
		}
		all = append(all, page...)
		after = page[len(page)-1].Nonce
	}
	return all, nil
}

func eventsFromAnyNonce(t *testing.T, s *stage) {
	for range 3 {
		s.Send(t, Accepting, 4, 8)
	}
	s.see(t, 12)
	head := s.Client.Final().Header().Number
	for _, ask := range [][2]uint64{{0, 12}, {11, 12}, {3, 9}, {9, 12}, {0, 1}, {0, 12}, {5, 6}} {
		events, err := s.events(s.ctx, ask[0], ask[1], head)
		if err != nil || uint64(len(events)) != ask[1]-ask[0] {
			t.Fatalf("asked for (%d, %d]: %d events, error %v", ask[0], ask[1], len(events), err)
		}
		for i, event := range events {
			want := s.seen[ask[0]+uint64(i)]
			if event.Nonce != want.Message.Nonce || event.ID != want.ID || messages.EncodedID(event.Encoded) != want.ID {
				t.Fatalf("asked for (%d, %d]: event %d is %+v", ask[0], ask[1], i, event)
			}
		}
	}
	if events, err := s.Source.Events(s.ctx, s.Lane, 12, 14, head); err != nil || len(events) != 0 {
		t.Fatalf("asked beyond the end: %d events, error %v", len(events), err)
	}
}

func eventsEndAtTheHead(t *testing.T, s *stage) {
	s.Send(t, Accepting, 2, 8)
	s.see(t, 2)
	s.Send(t, Accepting, 2, 8)
	s.see(t, 4)
	head := s.seen[2].Block - 1
	events, err := s.events(s.ctx, 0, 4, head)
	if err != nil {
		t.Fatal(err)
	}
	if slices.ContainsFunc(events, func(e chains.Event) bool { return e.Block > head }) || len(events) < 2 {
		t.Fatalf("%d events up to block %d: %+v", len(events), head, events)
	}
}

func proofOfUnknownBlock(t *testing.T, s *stage) {
	final := unknownFinal(s.Client.Final())
	if _, err := s.Source.LaneProof(s.ctx, s.Lane, final); !errors.Is(err, chains.ErrNoState) {
		t.Fatalf("error %v, want %v", err, chains.ErrNoState)
	}
}

func cancellation(t *testing.T, s *stage) {
	s.Send(t, Accepting, 1, 8)
	s.see(t, 1)
	ctx, cancel := context.WithCancel(s.ctx)
	cancel()
	for name, call := range map[string]func() error{
		"LaneProof":  func() error { _, err := s.Source.LaneProof(ctx, s.Lane, s.Client.Final()); return err },
		"Events":     func() error { _, err := s.Source.Events(ctx, s.Lane, 0, 1, 1<<30); return err },
		"Watch":      func() error { return s.Source.Watch(ctx, s.Lane, func() {}) },
		"WatchInbox": func() error { return s.Target.WatchInbox(ctx, s.Lane.SourceChain, func() {}) },
		"Inbox":      func() error { _, err := s.Target.Inbox(ctx, s.Lane.SourceChain); return err },
		"Estimate":   func() error { _, err := s.Target.Estimate(ctx, s.delivery(t, 1, 1, 1)); return err },
		"Submit":     func() error { _, err := s.Target.Submit(ctx, s.delivery(t, 1, 1, 1)); return err },
	} {
		endsWithItsContext(t, name, call)
	}
	watching, stop := context.WithCancel(s.ctx)
	done := make(chan error, 2)
	go func() { done <- s.Source.Watch(watching, s.Lane, func() {}) }()
	go func() { done <- s.Target.WatchInbox(watching, s.Lane.SourceChain, func() {}) }()
	time.Sleep(50 * time.Millisecond)
	stop()
	for range 2 {
		select {
		case err := <-done:
			if !errors.Is(err, context.Canceled) {
				t.Errorf("watching ended with %v, want its context's error", err)
			}
		case <-time.After(30 * time.Second):
			t.Fatal("watching does not end with its context")
		}
	}
}

// endsWithItsContext fails unless a call whose context has ended comes back soon, with an
// error. Over a socket a question may be asked and answered before a client that is held
// up looks at its context: of many calls one has to fail.
func endsWithItsContext(t *testing.T, name string, call func() error) {
	t.Helper()
	var err error
	for tries := 0; err == nil && tries < 20; tries++ {
		started := time.Now()
		if err = call(); time.Since(started) > 30*time.Second {
			t.Errorf("%s with an ended context returned %v after %s", name, err, time.Since(started))
		}
	}
	if err == nil {
		t.Errorf("%s with an ended context succeeds", name)
	}
}

func hints(t *testing.T, s *stage) {
	ctx, cancel := context.WithCancel(s.ctx)
	defer cancel()
	sent, delivered := make(chan struct{}, 1000), make(chan struct{}, 1000)
	note := func(hints chan struct{}) func() {
		return func() {
			select {
			case hints <- struct{}{}:
			default:
			}
		}
	}
	done := make(chan struct{}, 2)
	go func() { _ = s.Source.Watch(ctx, s.Lane, note(sent)); done <- struct{}{} }()
	go func() { _ = s.Target.WatchInbox(ctx, s.Lane.SourceChain, note(delivered)); done <- struct{}{} }()
	time.Sleep(200 * time.Millisecond)
	drain(sent)
	s.Send(t, Accepting, 1, 8)
	s.wait(t, sent, "a message was sent")
	s.see(t, 1)
	drain(delivered)
	s.must(t, s.delivery(t, 1, 1, 1), 1, 1)
	s.wait(t, delivered, "a message was delivered")
	cancel()
	<-done
	<-done
}

func drain(hints chan struct{}) {
	for {
		select {
		case <-hints:
		default:
			return
		}
	}
}

func (s *stage) wait(t *testing.T, hints chan struct{}, what string) {
	t.Helper()
	select {
	case <-hints:
	case <-s.ctx.Done():
		t.Fatalf("no hint came although %s", what)
	}
}
