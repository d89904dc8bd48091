package overlay

import (
	"context"
	"crypto/ed25519"
	"crypto/rand"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/p2ptest"
	"github.com/catenary-bridge/catenary/e2e/freeport"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

func TestMain(m *testing.M) { leaks.Main(m) }

// testNetwork is the genesis hash of most tests.
var testNetwork = common.HexToHash("0xc0ffee")

func newKey(t testing.TB) ed25519.PrivateKey {
	t.Helper()
	_, key, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

// suiteGate takes a payload's own word for its author.
func suiteGate(frame []byte) (common.Address, error) { return p2ptest.Author(frame) }

// launch starts a node and ends it with the test, or with the returned function.
func launch(t testing.TB, cfg Config) (*Node, context.CancelFunc) {
	t.Helper()
	return launchWith(t, cfg, func(*Node) {})
}

// launchWith does it after a change.
func launchWith(t testing.TB, cfg Config, change func(*Node)) (*Node, context.CancelFunc) {
	t.Helper()
	if cfg.Network == (common.Hash{}) {
		cfg.Network = testNetwork
	}
	if cfg.Key == nil {
		cfg.Key = newKey(t)
	}
	if cfg.Listen == nil {
		cfg.Listen = []string{"/ip4/127.0.0.1/tcp/0"}
	}
	n, err := New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	change(n)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	stop := func() {
		cancel()
		if err, ok := <-done; ok {
			close(done)
			if err != nil {
				t.Errorf("node ended: %v", err)
			}
		}
	}
	t.Cleanup(stop)
	select {
	case <-n.Ready():
	case err := <-done:
		close(done)
		t.Fatalf("node did not start: %v", err)
	}
	return n, stop
}

// reserved is where a node listens that comes back after it has been away.
func reserved(t testing.TB) []string {
	t.Helper()
	return []string{fmt.Sprintf("/ip4/127.0.0.1/tcp/%d", freeport.Take(t))}
}

// cluster starts n nodes of one kind; all but the first join the first.
func cluster(t testing.TB, n int, cfg func(i int) Config) []*Node {
	t.Helper()
	nodes := make([]*Node, n)
	for i := range nodes {
		c := cfg(i)
		if i > 0 {
			c.Join = nodes[0].Addresses()
		}
		nodes[i], _ = launch(t, c)
	}
	return nodes
}

// eventually waits for what a network needs time for.
func eventually(t testing.TB, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("not within a minute: %s", what)
		}
	}
}

// meshed waits until every node hears every other one on a topic.
func meshed(t testing.TB, topic string, nodes []*Node) {
	t.Helper()
	eventually(t, "everybody hears everybody on "+topic, func() bool {
		for _, n := range nodes {
			if len(n.Listeners(topic)) < len(nodes)-1 {
				return false
			}
		}
		return true
	})
}
