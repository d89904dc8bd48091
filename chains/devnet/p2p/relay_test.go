package p2p

import (
	"errors"
	"fmt"
	"testing"
)

// A bridge brings in what was sent elsewhere: to all but itself and the author.
func TestRelayReachesAllButBridgeAndAuthor(t *testing.T) {
	es := join(t, NewHub(), 4)
	if err := es[3].Relay(addr(1), []byte("x")); err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"[]", "[x]", "[x]", "[]"} {
		if got := fmt.Sprint(drain(t, es[i])); got != want {
			t.Errorf("endpoint %d received %s, want %s", i+1, got, want)
		}
	}
}

// What a bridge relays fills the queue of its author, not the bridge's.
func TestRelayFloodDisplacesOnlyItsAuthor(t *testing.T) {
	es := join(t, NewHub(), 2)
	if err := es[1].Relay(addr(100), []byte("honest")); err != nil {
		t.Fatal(err)
	}
	for i := range MaxQueueMessages + 10 {
		if err := es[1].Relay(addr(101), []byte(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if got := drain(t, es[0]); len(got) != MaxQueueMessages+1 || got[0] != "honest" {
		t.Fatalf("%d messages, the first %q; want the honest one and %d of the flood", len(got), got[0], MaxQueueMessages)
	}
}

// Authors that are no longer heard of make room; while all are, a new one is not listened to.
func TestLinksAreBounded(t *testing.T) {
	es := join(t, NewHub(), 2)
	author := func(i int) (a [20]byte) { a[0], a[1], a[2] = 0xbb, byte(i>>8), byte(i); return a }
	for i := range MaxLinks + 1 {
		if err := es[1].Relay(author(i), []byte(fmt.Sprint(i))); err != nil {
			t.Fatal(err)
		}
	}
	if got := drain(t, es[0]); len(got) != MaxLinks {
		t.Fatalf("%d messages wait, want %d: one each of the first authors", len(got), MaxLinks)
	}
	if err := es[1].Relay(author(MaxLinks), []byte("new")); err != nil {
		t.Fatal(err)
	}
	if got := drain(t, es[0]); len(got) != 1 || got[0] != "new" || len(es[0].links) != 1 {
		t.Fatalf("received %q over %d links, want the new author's message over its own", got, len(es[0].links))
	}
}

func TestRelayIsCheckedLikeABroadcast(t *testing.T) {
	es := join(t, NewHub(), 2)
	for _, c := range []struct {
		payload []byte
		want    error
	}{{nil, ErrEmpty}, {make([]byte, MaxMessageBytes+1), ErrTooLarge}} {
		if err := es[0].Relay(addr(9), c.payload); !errors.Is(err, c.want) {
			t.Errorf("%d bytes: %v, want %v", len(c.payload), err, c.want)
		}
	}
	es[0].Close()
	if err := es[0].Relay(addr(9), []byte("x")); !errors.Is(err, ErrClosed) {
		t.Errorf("after close: %v, want ErrClosed", err)
	}
}
