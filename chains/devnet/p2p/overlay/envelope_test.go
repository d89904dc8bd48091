package overlay

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/p2ptest"
)

// A validator repeats its words several times a second, and gossip carries nothing twice that looks the same.
func TestRepeatsWithinASecondArrive(t *testing.T) {
	nodes := cluster(t, 2, func(int) Config { return Config{Gate: suiteGate} })
	meshed(t, consensusTopic, nodes)
	from, err := nodes[0].Hub().Join(p2ptest.Address(0))
	if err != nil {
		t.Fatal(err)
	}
	to, err := nodes[1].Hub().Join(p2ptest.Address(1))
	if err != nil {
		t.Fatal(err)
	}
	for i := range 8 { // in a second or two
		if err := from.Broadcast(p2ptest.Payload(p2ptest.Address(0), 1, 0)); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		_, err := to.Receive(ctx)
		cancel()
		if err != nil {
			t.Fatalf("repeated %d times, it did not come: %v", i, err)
		}
		time.Sleep(repeatPause + repeatPause/4)
	}
}

// admitting is a node whose gate knows one author, and is closed until it is opened.
func admitting(t *testing.T) (n *Node, open func()) {
	t.Helper()
	closed := true
	n, err := New(Config{Network: testNetwork, Key: newKey(t), Listen: []string{"/ip4/127.0.0.1/tcp/0"}, Gate: func(frame []byte) (common.Address, error) {
		if closed {
			return common.Address{}, ErrIgnore
		}
		return suiteGate(frame)
	}})
	if err != nil {
		t.Fatal(err)
	}
	return n, func() { closed = false }
}

// Whoever hears a validator may repeat it without end, in new envelopes, and silences it no more than that.
func TestReplaysUseUpNobodysRate(t *testing.T) {
	n, open := admitting(t)
	open()
	old, now := p2ptest.Payload(p2ptest.Address(0), 1, 0), time.Now()
	let := 0
	for i := range 4 * relayBurst {
		if n.admitFrame(t.Context(), "", seal(old, now.Add(time.Duration(i)*time.Millisecond))) == nil {
			let++
		}
	}
	if let == 0 || let > relayBurst/4 {
		t.Errorf("of %d envelopes %d were let in, want a few", 4*relayBurst, let)
	}
	if err := n.admitFrame(t.Context(), "", seal(p2ptest.Payload(p2ptest.Address(0), 2, 0), now)); err != nil {
		t.Errorf("what the validator says itself is refused: %v", err)
	}
}

// A frame that came too early, or from a stranger, is not taken for one that was heard.
func TestRefusedFrameIsNotARepeat(t *testing.T) {
	n, open := admitting(t)
	envelope := seal(p2ptest.Payload(p2ptest.Address(0), 1, 0), time.Now())
	if err := n.admitFrame(t.Context(), "", envelope); !errors.Is(err, ErrIgnore) {
		t.Fatalf("%v, want it refused", err)
	}
	open()
	if err := n.admitFrame(t.Context(), "", envelope); err != nil {
		t.Fatal(err)
	}
	for range 100 { // it may well take a tenth of a second, once
		if errors.Is(n.admitFrame(t.Context(), "", envelope), ErrIgnore) {
			return
		}
	}
	t.Error("repeats are let in all the time")
}
