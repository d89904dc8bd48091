package bus

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/messages"
)

func TestRequestIsAnswered(t *testing.T) {
	b := newBench(t, 3).up()
	answers, _ := b.collect(b.relayer("r1"))
	for i := range 3 {
		b.serve(i)
	}
	request := b.request(lane(1), 5, 1)
	must(t, b.relayer("r1").PublishRequest(b.ctx(), request))
	seen := map[string]bool{}
	for len(seen) < 3 {
		answer := await(t, answers, nonceIs(5))
		must(t, answer.Approval.Verify())
		seen[answer.Signer().Hex()] = true
	}
}

func TestInProcessRelayer(t *testing.T) {
	b := newBench(t, 1).up()
	conn, err := Dial(b.ctx(), Config{InProcess: b.server, Identity: b.relayers["r1"], Logger: quiet()})
	must(t, err)
	defer conn.Close()
	relayer, err := NewRelayer(conn, "r1")
	must(t, err)
	answers, _ := b.collect(relayer)
	b.serve(0)
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(2), 1, 1)))
	await(t, answers, nonceIs(1))
}

func TestRepeatedRequest(t *testing.T) {
	b := newBench(t, 1).up()
	relayer := b.relayer("r1")
	subject := checkpointSubject(lane(1), "r1")
	for range 3 {
		must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 5, 1)))
	}
	if n := b.stored(checkpointStream, subject); n != 1 {
		t.Fatalf("%d messages stored for one request, want 1", n)
	}
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 5, 2)))
	if n := b.stored(checkpointStream, subject); n != 2 {
		t.Fatalf("%d messages stored, want the repeated request with the next attempt too", n)
	}
	wantErr(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 5, 0)), ErrConfig)
}

func TestSignerCatchesUpAfterDowntime(t *testing.T) {
	b := newBench(t, 2).up()
	stop := b.serve(0)
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 1)))
	await(t, answers, nonceIs(1))
	stop()
	for nonce := uint64(2); nonce <= 4; nonce++ {
		must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), nonce, 1)))
	}
	b.serve(0)
	// In whatever order: what was sent to the dead signer's pull comes last.
	for missing := map[uint64]bool{2: true, 3: true, 4: true}; len(missing) > 0; {
		answer := await(t, answers, func(messages.Answer) bool { return true })
		delete(missing, answer.Checkpoint().Nonce)
	}
}

func TestSignerThatDiesBeforeItsAnswerIsAskedAgain(t *testing.T) {
	b := newBench(t, 1).up()
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	asked := make(chan struct{}, 10)
	signer := b.signer(0)
	stop := b.run(func(ctx context.Context) error {
		return signer.Requests(ctx, func(context.Context, messages.Request) (messages.Answer, error) {
			asked <- struct{}{}
			return messages.Answer{}, errors.New("dies here")
		})
	})
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 1)))
	<-asked
	stop()
	b.serve(0)
	await(t, answers, nonceIs(1))
}

func TestRestartedRelayerFindsApprovals(t *testing.T) {
	b := newBench(t, 2).up()
	relayer := b.relayer("r1")
	answers, stop := b.collect(relayer)
	b.serve(0)
	b.serve(1)
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 8, 1)))
	await(t, answers, nonceIs(8))
	await(t, answers, nonceIs(8))
	stop() // everything has been acknowledged by now
	again, _ := b.collect(b.relayer("r1"))
	first, second := await(t, again, nonceIs(8)), await(t, again, nonceIs(8))
	if first.Signer() == second.Signer() {
		t.Fatalf("both approvals are of %s, want both signers'", first.Signer())
	}
	found, err := b.relayer("r2").LastAnswers(b.ctx(), lane(1))
	must(t, err)
	if len(found) != 2 {
		t.Fatalf("another relayer finds %d answers, want 2", len(found))
	}
	if found, err = b.relayer("r2").LastAnswers(b.ctx(), lane(2)); err != nil || len(found) != 0 {
		t.Fatalf("on another lane: %d answers, error %v, want none", len(found), err)
	}
}

func TestServerRestartKeepsWhatWasAcknowledged(t *testing.T) {
	b := newBench(t, 1).up()
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 1)))
	b.stop()
	b.start()
	b.serve(0)
	await(t, answers, nonceIs(1))
	// The connections from before the restart work on.
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 2, 1)))
	await(t, answers, nonceIs(2))
}

func TestPublicationSurvivesServerRestart(t *testing.T) {
	b := newBench(t, 1).up()
	relayer := b.relayer("r1")
	b.serve(0)
	answers, _ := b.collect(relayer)
	b.stop()
	published := make(chan error, 1)
	go func() { published <- relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 1)) }()
	time.Sleep(200 * time.Millisecond) // the publication is tried in vain
	b.start()
	must(t, <-published)
	await(t, answers, nonceIs(1))
}

func TestDiskLost(t *testing.T) {
	b := newBench(t, 1).up()
	admin := b.dial(b.admin)
	b.run(func(ctx context.Context) error { return admin.MaintainStreams(ctx, b.members()) })
	relayer := b.relayer("r1")
	answers, _ := b.collect(relayer)
	b.serve(0)
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 1)))
	await(t, answers, nonceIs(1))
	b.stop()
	must(t, os.RemoveAll(b.dir))
	b.start()
	// The streams come back by themselves, and the repeated request is answered.
	must(t, relayer.PublishRequest(b.ctx(), b.request(lane(1), 1, 2)))
	await(t, answers, func(answer messages.Answer) bool { return answer.Attempt == 2 })
}

func TestMembersBeforeServerAndStreams(t *testing.T) {
	b := newBench(t, 1)
	b.start()
	url := b.server.URL()
	b.stop()
	type dialled struct {
		conn *Conn
		err  error
	}
	waiting := make(chan dialled, 1)
	go func() {
		conn, err := Dial(b.ctx(), Config{URL: url, Identity: b.signers[0], Logger: quiet()})
		waiting <- dialled{conn, err}
	}()
	time.Sleep(150 * time.Millisecond)
	b.start()
	early := <-waiting
	must(t, early.err)
	t.Cleanup(early.conn.Close)
	signer, err := NewSigner(early.conn, b.address(0))
	must(t, err)
	b.run(func(ctx context.Context) error {
		return signer.Requests(ctx, func(_ context.Context, request messages.Request) (messages.Answer, error) {
			return b.approve(0, request), nil
		})
	})
	time.Sleep(100 * time.Millisecond) // the signer pulls from a consumer that does not exist yet
	must(t, b.dial(b.admin).EnsureStreams(b.ctx(), b.members()))
	answers, _ := b.collect(b.relayer("r1"))
	must(t, b.relayer("r1").PublishRequest(b.ctx(), b.request(lane(1), 1, 1)))
	await(t, answers, nonceIs(1))
}

func TestSlowSignerIsBounded(t *testing.T) {
	b := newBench(t, 1)
	for i := byte(3); i < 20; i++ {
		b.lanes = append(b.lanes, lane(i))
	}
	b.up()
	relayer := b.relayer("r1")
	published := 0
	for _, id := range b.lanes {
		for nonce := uint64(1); nonce <= 5; nonce++ {
			must(t, relayer.PublishRequest(b.ctx(), b.request(id, nonce, 1)))
			published++
		}
	}
	release := make(chan struct{})
	inside := make(chan struct{}, published)
	answers, _ := b.collect(relayer)
	signer := b.signer(0)
	b.run(func(ctx context.Context) error {
		return signer.Requests(ctx, func(ctx context.Context, request messages.Request) (messages.Answer, error) {
			inside <- struct{}{}
			select {
			case <-release:
			case <-ctx.Done():
			}
			return b.approve(0, request), nil
		})
	})
	for range MaxPending {
		<-inside
	}
	time.Sleep(300 * time.Millisecond)
	if extra := len(inside); extra != 0 {
		t.Fatalf("%d requests beyond %d are held at a time", extra, MaxPending)
	}
	close(release)
	for range published {
		await(t, answers, func(messages.Answer) bool { return true })
	}
}

func TestCloseWhileConsuming(t *testing.T) {
	b := newBench(t, 1).up()
	signer := b.signer(0)
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() {
		done <- signer.Requests(ctx, func(_ context.Context, request messages.Request) (messages.Answer, error) {
			return b.approve(0, request), nil
		})
	}()
	time.Sleep(50 * time.Millisecond)
	signer.conn.Close()
	cancel()
	wantErr(t, <-done, context.Canceled)
}
