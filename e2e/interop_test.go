package e2e_test

import (
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// TestDevnetAndAnvil: our own chain on one side and somebody else's node on the other,
// in both directions. Anvil has no consensus to verify, so two of three endpoints of it
// have to agree; one of them forges every header, and is outvoted.
func TestDevnetAndAnvil(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Right: e2e.Anvil})
	log := n.Overhear()
	var proxies []*e2e.Proxy
	for range 3 {
		proxies = append(proxies, e2e.StartProxy(t, n.Right.HTTP))
	}
	proxies[0].Tell(forgeHeader)
	n.StartRelayer(func(c *daemon.RelayerConfig) { quorum(c.Chains, n.Right.ID, proxies...) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { quorum(c.Chains, n.Right.ID, proxies...) })
	n.Ping(n.Left, n.Right, 1, 20)
	n.Ping(n.Right, n.Left, 1, 20)
	n.AwaitExactlyOnce(n.Right, n.Left, 20)
	n.AwaitExactlyOnce(n.Left, n.Right, 20)
	if proxies[0].Lies() == 0 {
		t.Fatal("the endpoint was never asked, or did not lie")
	}
	n.Eventually("the liar is named", func() bool { return log.Heard("endpoint fails or disagrees", host(proxies[0]), "dissents=true") })
}

// TestQuorumThatDisagrees: two endpoints have to agree and one of them forges headers.
// No header is final, so nothing is signed; once both are honest everything arrives.
func TestQuorumThatDisagrees(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Left: e2e.Anvil})
	log := n.Overhear()
	one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
	two.Tell(forgeHeader)
	n.StartRelayer(func(c *daemon.RelayerConfig) { quorum(c.Chains, n.Left.ID, one, two) }, nil)
	n.StartSigners(func(c *daemon.SignerConfig) { quorum(c.Chains, n.Left.ID, one, two) })
	n.Ping(n.Left, n.Right, 1, 5)
	n.Eventually("the disagreement is named", func() bool { return log.Heard("endpoints do not agree", "want 2 of 2 in agreement") })
	n.StaysUndelivered(n.Right, n.Left, 0, 1500*time.Millisecond)
	two.Honest(n.Left.HTTP)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
}
