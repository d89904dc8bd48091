package signer

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/messages/bus"
)

// network is a real bus for one signer and one relayer.
type network struct {
	w               *world
	dir             string
	members         bus.Members
	signer, relayer bus.Identity
	server          *bus.Server
	stop            func()
	asking          *bus.Relayer
	answers         chan messages.Answer
}

func newNetwork(w *world) *network {
	w.t.Helper()
	n := &network{w: w, dir: w.t.TempDir(), answers: make(chan messages.Answer, 1000)}
	var err error
	n.signer, err = bus.NewIdentity(rand.Reader)
	must(w.t, err)
	n.relayer, err = bus.NewIdentity(rand.Reader)
	must(w.t, err)
	n.members = bus.Members{
		Lanes:    []messages.LaneID{w.lane.ID()},
		Relayers: []bus.RelayerMember{{Name: "r1", Key: n.relayer.Public()}},
		Signers:  []bus.SignerMember{{Address: w.key.Address(), Key: n.signer.Public()}},
	}
	n.start()
	return n
}

func (n *network) start() {
	t := n.w.t
	t.Helper()
	quiet := slog.New(slog.DiscardHandler)
	server, err := bus.NewServer(bus.ServerConfig{Listen: bus.ListenConfig{Dir: n.dir}, Members: n.members, Logger: quiet})
	must(t, err)
	ctx, cancel := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 2)
	go func() { done <- server.Run(ctx) }()
	<-server.Ready()
	n.server = server
	dial := func(identity bus.Identity) *bus.Conn {
		conn, err := bus.Dial(ctx, bus.Config{URL: server.URL(), Identity: identity, Logger: quiet})
		must(t, err)
		return conn
	}
	admin := dial(server.AdminIdentity())
	// One call has three seconds, and a busy machine stands still for longer.
	eventually(t, "the streams are made", func() bool {
		err := admin.EnsureStreams(ctx, server.Members())
		if errors.Is(err, bus.ErrUnavailable) {
			return false
		}
		must(t, err)
		return true
	})
	relaying, signing := dial(n.relayer), dial(n.signer)
	n.asking, err = bus.NewRelayer(relaying, "r1")
	must(t, err)
	signer, err := bus.NewSigner(signing, n.w.key.Address())
	must(t, err)
	n.w.bus = signer
	go func() { done <- n.asking.Answers(ctx, func(answer messages.Answer) { n.answers <- answer }) }()
	stopped := false
	n.stop = func() {
		if stopped {
			return
		}
		stopped = true
		n.w.stop()
		cancel()
		for range 2 {
			if err := <-done; err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("bus: %v", err)
			}
		}
		admin.Close()
		relaying.Close()
		signing.Close()
	}
	t.Cleanup(n.stop)
}

func (n *network) ask(request messages.Request) {
	n.w.t.Helper()
	must(n.w.t, n.asking.PublishRequest(n.w.t.Context(), request))
}

func (n *network) await(wanted func(messages.Answer) bool) messages.Answer {
	n.w.t.Helper()
	deadline := time.After(time.Minute)
	for {
		select {
		case answer := <-n.answers:
			if wanted(answer) {
				return answer
			}
		case <-deadline:
			n.w.t.Fatal("no answer within a minute")
		}
	}
}

func approved(nonce uint64) func(messages.Answer) bool {
	return func(answer messages.Answer) bool {
		return answer.Approval != nil && answer.Approval.Checkpoint.Nonce == nonce && answer.Approval.Verify() == nil
	}
}

func TestOverTheBus(t *testing.T) {
	w := newWorld(t)
	n := newNetwork(w)
	w.send(10)
	w.start()
	n.ask(w.request(10))
	n.await(approved(10))
	lie := w.request(9)
	lie.Checkpoint.Accumulator[0] ^= 1
	n.ask(lie)
	n.await(func(answer messages.Answer) bool {
		return answer.Refusal != nil && answer.Refusal.Reason == messages.ReasonMismatch
	})
}

// A signer that starts late, or dies in between, catches up through its durable
// consumer.
func TestLateSignerCatchesUp(t *testing.T) {
	w := newWorld(t)
	n := newNetwork(w)
	w.send(6)
	n.ask(w.request(3))
	n.ask(w.request(6))
	w.start()
	n.await(approved(6))
	w.stop()
	w.send(4)
	n.ask(w.request(10))
	w.start()
	n.await(approved(10))
}

// The signer dies after its claim is on disk and before it signs; the request comes
// again by itself.
func TestCrashBeforeSignatureOverTheBus(t *testing.T) {
	w := newWorld(t)
	n := newNetwork(w)
	w.send(5)
	w.start()
	reached := make(chan struct{}, 100)
	w.daemon.config.beforeSign = func() error {
		reached <- struct{}{}
		return errors.New("dies here")
	}
	n.ask(w.request(5))
	<-reached
	w.restart()
	w.wantHighest(5)
	n.await(approved(5))
}

// The whole story of a rolled-back record, with the approvals in a real stream.
func TestAttackRollbackShownByTheStream(t *testing.T) {
	w := newWorld(t)
	n := newNetwork(w)
	w.send(9)
	w.start()
	n.ask(w.request(3))
	n.await(approved(3))
	old := readFile(t, w.recordPath())
	n.ask(w.request(9))
	n.await(approved(9))
	// Refusals after it do not bury the telling approval.
	for attempt := uint64(1); attempt <= bus.MessagesPerSubject+2; attempt++ {
		lie := w.request(9)
		lie.Checkpoint.Accumulator[0], lie.Attempt = ^lie.Checkpoint.Accumulator[0], attempt
		n.ask(lie)
		n.await(func(answer messages.Answer) bool { return answer.Refusal != nil && answer.Attempt == attempt })
	}
	w.stop()
	writeFile(t, w.recordPath(), old)
	must(t, w.tryStart())
	var rolledBack *RolledBackError
	if err := w.ended(); !errors.As(err, &rolledBack) || rolledBack.Approved.Checkpoint.Nonce != 9 {
		t.Fatalf("error %v, want a RolledBackError about nonce 9", err)
	}
}

func TestLaneThatTheBusDoesNotAdmit(t *testing.T) {
	w := newWorld(t)
	newNetwork(w)
	w.lane.OutboxMark[0] ^= 1
	w.chain = nil
	must(t, w.tryStart())
	if err := w.ended(); !errors.Is(err, bus.ErrForbidden) {
		t.Fatalf("error %v, want %v", err, bus.ErrForbidden)
	}
}
