// Package p2ptest decides whether something is a transport for validators: the suite that every one of them passes.
package p2ptest

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

// Transport is a validator's place on a network, and how it leaves.
type Transport interface {
	Broadcast(frame []byte) error
	Receive(ctx context.Context) ([]byte, error)
	Close()
}

// Open returns one transport for each address, all connected with each other, and closes them with the test. Payloads
// of this suite name their author, see Author; a network that asks who signed a frame takes that for the answer.
type Open func(t testing.TB, validators []common.Address) []Transport

// patience is how long a frame may be on its way on a busy machine before it counts as lost.
const patience = 30 * time.Second

// Address is the i-th validator of the suite, i from 0.
func Address(i int) common.Address { return common.BytesToAddress([]byte{0xaa, byte(i + 1)}) }

// Payload is what a validator of the suite sends: its address, a number, and as many further bytes.
func Payload(from common.Address, number uint64, extra int) []byte {
	return append(binary.BigEndian.AppendUint64(from.Bytes(), number), bytes.Repeat([]byte{0x5a}, extra)...)
}

// Author is who sent a Payload.
func Author(payload []byte) (common.Address, error) {
	if len(payload) < common.AddressLength+8 {
		return common.Address{}, fmt.Errorf("payload has %d bytes, want at least %d", len(payload), common.AddressLength+8)
	}
	return common.BytesToAddress(payload[:common.AddressLength]), nil
}

// Run runs the suite.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"reaches all others and not the sender", reachesAllOthers},
		{"repeats are delivered", repeatsAreDelivered},
		{"sender may reuse its buffer", senderMayReuseItsBuffer},
		{"largest message passes", largestMessagePasses},
		{"what is too large or empty is refused", boundsAreKept},
		{"a receiver that sleeps holds nobody up", sleeperHoldsNobodyUp},
		{"a flood displaces only its own messages", floodDisplacesItself},
		{"receive ends with its context", receiveEndsWithContext},
		{"close ends receive", closeEndsReceive},
		{"one that leaves is not missed", leaverIsNotMissed},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

func begin(t *testing.T, open Open, n int) []Transport {
	t.Helper()
	validators := make([]common.Address, n)
	for i := range validators {
		validators[i] = Address(i)
	}
	return open(t, validators)
}

func send(t *testing.T, from Transport, payload []byte) {
	t.Helper()
	if err := from.Broadcast(payload); err != nil {
		t.Fatal(err)
	}
}

// expect receives until each of the payloads has come, in any order.
func expect(t *testing.T, at Transport, want ...[]byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	missing := make(map[string]int)
	for _, w := range want {
		missing[string(w)]++
	}
	for len(missing) > 0 {
		got, err := at.Receive(ctx)
		if err != nil {
			t.Fatalf("%d of %d payloads have not come: %v", len(missing), len(want), err)
		}
		if missing[string(got)] == 0 {
			t.Fatalf("received %.40x of %d bytes, want one of those that were sent to it", got, len(got))
		}
		if missing[string(got)]--; missing[string(got)] == 0 {
			delete(missing, string(got))
		}
	}
}

func reachesAllOthers(t *testing.T, open Open) {
	ts := begin(t, open, 4)
	sent := make([][]byte, len(ts))
	for i, from := range ts {
		sent[i] = Payload(Address(i), 1, 0)
		send(t, from, sent[i])
	}
	for i, at := range ts {
		var others [][]byte
		for j := range ts {
			if j != i {
				others = append(others, sent[j])
			}
		}
		expect(t, at, others...) // refuses its own
	}
	// Whatever comes now can only be an echo: all that was sent has been received.
	for i, at := range ts {
		ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
		if got, err := at.Receive(ctx); err == nil {
			t.Errorf("validator %d received %x once more", i, got)
		}
		cancel()
	}
}

// repeatsAreDelivered because consensus repeats what may have been lost, and a network that remembers what it has
// carried would swallow that.
func repeatsAreDelivered(t *testing.T, open Open) {
	ts := begin(t, open, 2)
	payload := Payload(Address(0), 1, 0)
	send(t, ts[0], payload)
	expect(t, ts[1], payload)
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	stop := make(chan struct{})
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			_ = ts[0].Broadcast(payload)
			select {
			case <-stop:
				return
			case <-time.After(500 * time.Millisecond):
			}
		}
	}()
	got, err := ts[1].Receive(ctx)
	close(stop)
	<-done
	if err != nil || !bytes.Equal(got, payload) {
		t.Fatalf("received %x (%v), want the repeated payload", got, err)
	}
}

func senderMayReuseItsBuffer(t *testing.T, open Open) {
	ts := begin(t, open, 2)
	buffer := Payload(Address(0), 1, 100)
	want := bytes.Clone(buffer)
	send(t, ts[0], buffer)
	for i := range buffer {
		buffer[i] = 0xff
	}
	expect(t, ts[1], want)
}

func largestMessagePasses(t *testing.T, open Open) {
	ts := begin(t, open, 2)
	payload := Payload(Address(0), 1, p2p.MaxMessageBytes-common.AddressLength-8)
	send(t, ts[0], payload)
	expect(t, ts[1], payload)
}

func boundsAreKept(t *testing.T, open Open) {
	ts := begin(t, open, 2)
	if err := ts[0].Broadcast(make([]byte, p2p.MaxMessageBytes+1)); !errors.Is(err, p2p.ErrTooLarge) {
		t.Errorf("one byte too many: %v, want ErrTooLarge", err)
	}
	if err := ts[0].Broadcast(nil); !errors.Is(err, p2p.ErrEmpty) {
		t.Errorf("nothing: %v, want ErrEmpty", err)
	}
}

func sleeperHoldsNobodyUp(t *testing.T, open Open) {
	ts := begin(t, open, 3) // the last one never receives
	const many = 2 * p2p.MaxQueueMessages
	done := make(chan error, 1)
	go func() {
		for i := range many {
			if err := ts[0].Broadcast(Payload(Address(0), uint64(i), 0)); err != nil {
				done <- err
				return
			}
		}
		done <- nil
	}()
	select {
	case err := <-done:
		if err != nil {
			t.Fatal(err)
		}
	case <-time.After(patience):
		t.Fatal("sending waits for a receiver that sleeps")
	}
	after := Payload(Address(1), 1, 0)
	send(t, ts[1], after)
	receiveUntil(t, ts[0], after)
}

// receiveUntil passes over everything before a payload.
func receiveUntil(t *testing.T, at Transport, want []byte) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		got, err := at.Receive(ctx)
		if err != nil {
			t.Fatalf("%x has not come: %v", want, err)
		}
		if bytes.Equal(got, want) {
			return
		}
	}
}

func floodDisplacesItself(t *testing.T, open Open) {
	ts := begin(t, open, 3)
	honest := Payload(Address(1), 1, 0)
	send(t, ts[1], honest)
	for i := range 2 * p2p.MaxQueueMessages {
		send(t, ts[2], Payload(Address(2), uint64(i), 0))
	}
	receiveUntil(t, ts[0], honest)
}

func receiveEndsWithContext(t *testing.T, open Open) {
	ts := begin(t, open, 2)
	ctx, cancel := context.WithCancel(t.Context())
	got := make(chan error, 1)
	go func() {
		_, err := ts[0].Receive(ctx)
		got <- err
	}()
	cancel()
	if err := <-got; !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want the context's", err)
	}
}

func closeEndsReceive(t *testing.T, open Open) {
	ts := begin(t, open, 2)
	got := make(chan error, 1)
	go func() {
		_, err := ts[0].Receive(t.Context())
		got <- err
	}()
	ts[0].Close()
	ts[0].Close()
	if err := <-got; !errors.Is(err, p2p.ErrClosed) {
		t.Fatalf("error %v, want ErrClosed", err)
	}
	if err := ts[0].Broadcast(Payload(Address(0), 1, 0)); !errors.Is(err, p2p.ErrClosed) {
		t.Fatalf("broadcast after close: %v, want ErrClosed", err)
	}
}

func leaverIsNotMissed(t *testing.T, open Open) {
	ts := begin(t, open, 3)
	ts[2].Close()
	payload := Payload(Address(0), 7, 0)
	send(t, ts[0], payload)
	expect(t, ts[1], payload)
}
