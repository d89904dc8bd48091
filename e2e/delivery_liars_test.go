package e2e_test

import (
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/relayer"
)

// TestTargetEndpointThatLiesHoldsNothingUp: the relayer's preferred endpoint of the
// target says, and goes on saying, that the lane is paused, not open, served already
// or approved by others, or that deliveries would revert. An honest endpoint is
// configured behind it. Everything arrives.
func TestTargetEndpointThatLiesHoldsNothingUp(t *testing.T) {
	t.Parallel()
	for _, lie := range []struct {
		name string
		tell func(*e2e.Proxy)
	}{
		{"paused", func(p *e2e.Proxy) { p.Tell(e2e.SayPaused(true)) }},
		{"not open", func(p *e2e.Proxy) { p.Tell(e2e.SayNotOpen()) }},
		{"delivered", func(p *e2e.Proxy) { p.Tell(e2e.SayDelivered(6, 1)) }}, // the first look is honest
		{"other signers", func(p *e2e.Proxy) {
			p.Tell(e2e.SaySigners(common.Address{1}, common.Address{2}, common.Address{3}))
		}},
		{"would revert: paused", func(p *e2e.Proxy) { p.Break(e2e.Refuse("LanePaused")) }},
		{"would revert: gap", func(p *e2e.Proxy) { p.Break(e2e.Refuse("NonceGap")) }},
		{"would revert: not attested", func(p *e2e.Proxy) { p.Break(e2e.Refuse("NotAttested")) }},
		{"would revert: too little gas", func(p *e2e.Proxy) { p.Break(e2e.Refuse("InsufficientGas")) }},
	} {
		t.Run(lie.name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			liar := e2e.StartProxy(t, n.Right.HTTP)
			lie.tell(liar)
			n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, liar.URL, n.Right.HTTP) }, nil)
			n.StartSigners(nil)
			n.Ping(n.Left, n.Right, 1, 6)
			n.AwaitExactlyOnce(n.Right, n.Left, 6)
			if liar.Lies() == 0 {
				t.Fatal("the endpoint was never asked, or did not lie")
			}
		})
	}
}

// TestTargetEndpointThatDeniesAPauseCostsOneDelivery: the lane is paused, as the
// preferred endpoint says. Another one says that it is not, and that deliveries would
// succeed. The relayer pays for one that reverts, then believes the liar no more; when
// the lane is resumed all arrives.
func TestTargetEndpointThatDeniesAPauseCostsOneDelivery(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	liar := e2e.StartProxy(t, n.Right.HTTP)
	liar.Tell(e2e.SayPaused(false))
	liar.Break(e2e.Approve())
	n.PauseDelivery(n.Left, n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, n.Right.HTTP, liar.URL) }, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 6)
	account := crypto.PubkeyToAddress(n.Right.Relayer.PublicKey)
	n.Eventually("the liar has the relayer pay", func() bool { return len(n.TransactionsOf(n.Right, account)) > 0 })
	n.Eventually("the liar tells both of its lies", func() bool { return liar.Lies() >= 2 })
	n.StaysUndelivered(n.Right, n.Left, 0, 6*time.Second) // the relayer looks at a paused lane every 2 s
	paid := n.TransactionsOf(n.Right, account)
	if len(paid) != 1 || paid[0].Status == types.ReceiptStatusSuccessful {
		t.Fatalf("the relayer paid for %d deliveries, want one that reverted", len(paid))
	}
	n.ResumeDelivery(n.Left, n.Right)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}

// TestTargetEndpointThatDeniesDeliveriesIsSoonSilenced: a relayer is always slower
// than another one of its lane, and its preferred endpoint says so. Another endpoint
// says, as a node does that has stopped, that nothing was ever delivered. The relayer
// pays for a delivery without news upon that word, and from then on for none.
func TestTargetEndpointThatDeniesDeliveriesIsSoonSilenced(t *testing.T) {
	t.Parallel()
	const rounds = 4
	n := e2e.Prepare(t, e2e.Config{})
	slow := n.AdmitRival("slow")
	liar := e2e.StartProxy(t, n.Right.HTTP)
	liar.Tell(e2e.SayDelivered(0, 0))
	n.StartRelayer(nil, nil)
	var sent, arrived atomic.Int64
	running := slow.Start(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, n.Right.HTTP, liar.URL) }, func(at relayer.Point) {
		// However busy the machine is, the other one comes first.
		for at == relayer.PointCut && arrived.Load() < sent.Load() && t.Context().Err() == nil {
			time.Sleep(5 * time.Millisecond)
		}
	})
	n.StartSigners(nil)
	for round := uint64(1); round <= rounds; round++ {
		sent.Store(int64(round))
		n.Ping(n.Left, n.Right, 3*round-2, 3)
		n.AwaitExactlyOnce(n.Right, n.Left, 3*round)
		arrived.Store(int64(round))
		n.Eventually("the slow relayer is done with them", func() bool {
			status := laneStatus(running, n.Left, n.Right)
			return status.Delivered.Nonce == 3*round && status.InFlight == 0
		})
	}
	paid := n.TransactionsOf(n.Right, slow.Address)
	for _, receipt := range paid {
		if outcome := n.OutcomeOf(n.Right, n.Left, receipt); len(outcome.Delivered) > 0 {
			t.Fatalf("the slow relayer delivered %v", outcome.Delivered)
		}
	}
	if len(paid) != 1 || liar.Lies() == 0 {
		t.Fatalf("the liar lied %d times and the relayer paid for %d of %d deliveries without news, want one", liar.Lies(), len(paid), rounds)
	}
}
