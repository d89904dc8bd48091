package p2p

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }

func addr(i int) common.Address { return common.BytesToAddress([]byte{byte(i)}) }

func join(t testing.TB, h *Hub, n int) []*Endpoint {
	t.Helper()
	es := make([]*Endpoint, n)
	for i := range es {
		e, err := h.Join(addr(i + 1))
		if err != nil {
			t.Fatal(err)
		}
		es[i] = e
	}
	return es
}

// drain returns what can be received without waiting.
func drain(t testing.TB, e *Endpoint) []string {
	t.Helper()
	var got []string
	for {
		p, _, err := e.take(time.Now())
		if err != nil {
			t.Fatal(err)
		}
		if p == nil {
			return got
		}
		got = append(got, string(p))
	}
}

func send(t testing.TB, e *Endpoint, payloads ...string) {
	t.Helper()
	for _, p := range payloads {
		if err := e.Broadcast([]byte(p)); err != nil {
			t.Fatal(err)
		}
	}
}

func TestBroadcastReachesAllOthersInOrder(t *testing.T) {
	es := join(t, NewHub(), 3)
	send(t, es[0], "a", "b")
	for i, want := range []string{"[]", "[a b]", "[a b]"} {
		if got := fmt.Sprint(drain(t, es[i])); got != want {
			t.Errorf("endpoint %d received %s, want %s", i, got, want)
		}
	}
}

func TestSenderMayReuseItsBuffer(t *testing.T) {
	es := join(t, NewHub(), 2)
	buf := []byte("first")
	if err := es[0].Broadcast(buf); err != nil {
		t.Fatal(err)
	}
	copy(buf, "XXXXX")
	if got := drain(t, es[1]); len(got) != 1 || got[0] != "first" {
		t.Fatalf("received %q, want what was sent", got)
	}
}

// A flood by one sender displaces its own oldest messages and nobody else's.
func TestFloodDisplacesOnlyItsOwnMessages(t *testing.T) {
	es := join(t, NewHub(), 3)
	send(t, es[1], "honest")
	for i := range MaxQueueMessages + 10 {
		send(t, es[2], fmt.Sprint(i))
	}
	got := drain(t, es[0])
	if len(got) != MaxQueueMessages+1 {
		t.Fatalf("%d messages, want %d of the flood and 1 honest", len(got), MaxQueueMessages)
	}
	if got[0] != "honest" {
		t.Errorf("first message is %q: the quiet sender has to wait", got[0])
	}
	if got[1] != "10" || es[0].Dropped(addr(3)) != 10 || es[0].Dropped(addr(2)) != 0 {
		t.Errorf("kept from %q on, dropped %d and %d; want the oldest 10 of the flood gone", got[1],
			es[0].Dropped(addr(3)), es[0].Dropped(addr(2)))
	}
}

func TestQueueIsBoundedInBytes(t *testing.T) {
	es := join(t, NewHub(), 2)
	big := bytes.Repeat([]byte{1}, MaxMessageBytes)
	for range 4 {
		if err := es[0].Broadcast(big); err != nil {
			t.Fatal(err)
		}
	}
	send(t, es[0], "last")
	if got := drain(t, es[1]); len(got) != 2 || got[1] != "last" {
		t.Fatalf("%d messages wait, want one large and the last", len(got))
	}
}

func TestMessageTooLargeIsRefused(t *testing.T) {
	es := join(t, NewHub(), 2)
	if err := es[0].Broadcast(make([]byte, MaxMessageBytes+1)); !errors.Is(err, ErrTooLarge) {
		t.Fatalf("error %v, want ErrTooLarge", err)
	}
	if got := drain(t, es[1]); len(got) != 0 {
		t.Fatalf("received %d messages, want none", len(got))
	}
}

func TestEmptyMessageIsRefused(t *testing.T) {
	es := join(t, NewHub(), 2)
	if err := es[0].Broadcast(nil); !errors.Is(err, ErrEmpty) {
		t.Fatalf("error %v, want ErrEmpty", err)
	}
}

// A receiver that never receives holds nobody up.
func TestPausedReceiverBlocksNobody(t *testing.T) {
	es := join(t, NewHub(), 3)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for i := range 3 * MaxQueueMessages {
			_ = es[0].Broadcast(binary.BigEndian.AppendUint32(nil, uint32(i)))
		}
	}()
	select {
	case <-done:
	case <-time.After(10 * time.Second):
		t.Fatal("sending waits for a receiver that is paused")
	}
}

func TestSendersAreServedInTurn(t *testing.T) {
	es := join(t, NewHub(), 3)
	send(t, es[1], "a1", "a2", "a3")
	send(t, es[2], "b1", "b2", "b3")
	if got := fmt.Sprint(drain(t, es[0])); got != "[a1 b1 a2 b2 a3 b3]" {
		t.Fatalf("received %s, want turns", got)
	}
}

func TestJoinTwiceIsRefused(t *testing.T) {
	h := NewHub()
	join(t, h, 1)
	if _, err := h.Join(addr(1)); !errors.Is(err, ErrTaken) {
		t.Fatalf("error %v, want ErrTaken", err)
	}
}

func TestHubIsBounded(t *testing.T) {
	h := NewHub()
	join(t, h, MaxEndpoints)
	if _, err := h.Join(addr(200)); !errors.Is(err, ErrFull) {
		t.Fatalf("error %v, want ErrFull", err)
	}
}

func TestCloseEndsReceiveAndLeaves(t *testing.T) {
	h := NewHub()
	es := join(t, h, 2)
	got := make(chan error, 1)
	go func() {
		_, err := es[0].Receive(t.Context())
		got <- err
	}()
	es[0].Close()
	es[0].Close()
	if err := <-got; !errors.Is(err, ErrClosed) {
		t.Fatalf("error %v, want ErrClosed", err)
	}
	if err := es[0].Broadcast([]byte("x")); !errors.Is(err, ErrClosed) {
		t.Fatalf("broadcast after close: %v, want ErrClosed", err)
	}
	if _, err := h.Join(addr(1)); err != nil {
		t.Fatalf("join after close: %v", err)
	}
}

func TestReceiveEndsWithItsContext(t *testing.T) {
	es := join(t, NewHub(), 1)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := es[0].Receive(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v, want the context's", err)
	}
}

func TestFaultRules(t *testing.T) {
	for _, tc := range []struct {
		name string
		rule Rule
		want string
	}{
		{"none", nil, "[a b c]"},
		{"drop", func(_, _ common.Address, p []byte) Verdict { return Verdict{Drop: p[0] == 'b'} }, "[a c]"},
		{"duplicate", func(_, _ common.Address, p []byte) Verdict {
			if p[0] == 'b' {
				return Verdict{Extra: 2}
			}
			return Verdict{}
		}, "[a b b b c]"},
		{"reorder", func(_, _ common.Address, p []byte) Verdict { return Verdict{Ahead: p[0] == 'c'} }, "[c a b]"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			h := NewHub()
			es := join(t, h, 2)
			h.SetRule(tc.rule)
			send(t, es[0], "a", "b", "c")
			if got := fmt.Sprint(drain(t, es[1])); got != tc.want {
				t.Fatalf("received %s, want %s", got, tc.want)
			}
		})
	}
}

func TestDelayedMessageArrivesWhenDueAndIsOvertaken(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHub()
		es := join(t, h, 2)
		h.SetRule(func(_, _ common.Address, p []byte) Verdict {
			if p[0] == 's' {
				return Verdict{Delay: 3 * time.Second}
			}
			return Verdict{}
		})
		start := time.Now()
		send(t, es[0], "slow", "quick")
		for _, want := range []struct {
			payload string
			after   time.Duration
		}{{"quick", 0}, {"slow", 3 * time.Second}} {
			got, err := es[1].Receive(t.Context())
			if err != nil || string(got) != want.payload || time.Since(start) != want.after {
				t.Fatalf("received %q after %s (%v), want %q after %s", got, time.Since(start), err, want.payload, want.after)
			}
		}
	})
}

func TestPartitionCutsAndHeals(t *testing.T) {
	h := NewHub()
	es := join(t, h, 4)
	h.Partition([]common.Address{addr(1), addr(2)}, []common.Address{addr(3)}) // 4 is alone
	for i, e := range es {
		send(t, e, fmt.Sprint(i+1))
	}
	for i, want := range []string{"[2]", "[1]", "[]", "[]"} {
		if got := fmt.Sprint(drain(t, es[i])); got != want {
			t.Errorf("endpoint %d received %s, want %s", i+1, got, want)
		}
	}
	h.Heal()
	send(t, es[3], "healed")
	for i := range 3 {
		if got := fmt.Sprint(drain(t, es[i])); got != "[healed]" {
			t.Errorf("endpoint %d received %s after healing", i+1, got)
		}
	}
}

// Whatever the interleaving, each receiver sees each sender's messages in the order of sending.
func TestOrderPerSenderProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := NewHub()
		es := make([]*Endpoint, 3)
		for i := range es {
			es[i], _ = h.Join(addr(i + 1))
		}
		next := make([]int, 3)
		seen := map[[2]int]int{}
		for range rapid.IntRange(1, 200).Draw(t, "steps") {
			i := rapid.IntRange(0, 2).Draw(t, "endpoint")
			if rapid.Bool().Draw(t, "send") {
				next[i]++
				_ = es[i].Broadcast([]byte{byte(i), byte(next[i])})
				continue
			}
			p, _, err := es[i].take(time.Now())
			if err != nil || p == nil {
				continue
			}
			from := int(p[0])
			if want := seen[[2]int{i, from}] + 1; int(p[1]) != want {
				t.Fatalf("endpoint %d received %d from %d, want %d", i, p[1], from, want)
			}
			seen[[2]int{i, from}]++
		}
	})
}

func TestConcurrentUse(t *testing.T) {
	h := NewHub()
	es := join(t, h, 4)
	const each = 100
	var wg sync.WaitGroup
	for _, e := range es {
		wg.Go(func() {
			for i := range each {
				_ = e.Broadcast([]byte{byte(i)})
			}
		})
		wg.Go(func() {
			for range 3 * each {
				if _, err := e.Receive(t.Context()); err != nil {
					t.Errorf("receive: %v", err)
					return
				}
			}
		})
	}
	wg.Wait()
}
