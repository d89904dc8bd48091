package e2e_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
)

// TestTimelockPasses: a timelock of two days holds until its time has come, and daemons
// that were at work go on through the jump.
func TestTimelockPasses(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{})
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	outbox := n.Left.Deployment.Outbox
	receiver := common.Address{19: 0x42}
	call := bindings.NewOutbox().PackSetFeeReceiver(receiver)

	n.TransactBy(n.Left, n.Left.Operator, outbox, nil, bindings.NewOutbox().PackSchedule(call))
	n.AdvanceTime(47 * time.Hour)
	operator := crypto.PubkeyToAddress(n.Left.Operator.PublicKey)
	if n.Works(n.Left, operator, outbox, bindings.NewOutbox().PackExecute(call), 1_000_000) {
		t.Error("the timelock lets the call pass an hour early")
	}
	n.AdvanceTime(time.Hour + time.Second)
	n.TransactBy(n.Left, n.Left.Operator, outbox, nil, bindings.NewOutbox().PackExecute(call))

	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	earned := n.Withdraw(n.Left)
	balance, err := n.Left.Client.BalanceAt(t.Context(), receiver, nil)
	if err != nil {
		t.Fatal(err)
	}
	if earned.Sign() == 0 || balance.Cmp(earned) != 0 {
		t.Errorf("the new receiver has %s wei, withdrawn were %s", balance, earned)
	}
}

// TestQuoteGrowsOld: an oracle that is silent for longer than its quote holds closes the
// Outbox, and what was sent before is delivered.
func TestQuoteGrowsOld(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	n.Ping(n.Left, n.Right, 1, 3)
	n.AdvanceTime(91 * 24 * time.Hour)
	sender := crypto.PubkeyToAddress(n.Left.Sender.PublicKey)
	quote := bindings.NewOutbox().PackQuote(n.Right.ID, 100_000, common.Big1)
	if n.Works(n.Left, sender, n.Left.Deployment.Outbox, quote, 1_000_000) {
		t.Error("a quote of 91 days ago still holds")
	}
	n.SetGasPrice(n.Left, n.Right, 1e9)
	if !n.Works(n.Left, sender, n.Left.Deployment.Outbox, quote, 1_000_000) {
		t.Error("a new quote does not hold")
	}
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}

// TestTimePassesOnBothKinds: devnet and anvil are moved alike, and lanes between them
// work on.
func TestTimePassesOnBothKinds(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{Right: e2e.Anvil})
	n.AdvanceTime(30 * 24 * time.Hour)
	for _, chain := range []*demo.Chain{n.Left, n.Right} {
		head, err := chain.Client.HeaderByNumber(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		if off := time.Unix(int64(head.Time), 0).Sub(n.Now()).Abs(); off > time.Minute { // a busy chain makes its next block late
			t.Errorf("chain %d is %s off the net's clock", chain.ID, off)
		}
	}
	n.Ping(n.Left, n.Right, 1, 3)
	n.Ping(n.Right, n.Left, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.AwaitExactlyOnce(n.Left, n.Right, 3)
}

// TestExpiredTrust: validators guard their keys for a while and not for ever. Signers
// whose light clients have seen nothing for longer than they may trust, because they were
// off, sign nothing, and say why; a new anchor from the operator is the way back.
func TestExpiredTrust(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	heard := n.Overhear()
	n.StartRelayer(nil, nil)
	twoWeeks := func(c *daemon.SignerConfig) {
		for i := range c.Chains {
			c.Chains[i].Client.TrustingPeriod = 14 * 24 * time.Hour
		}
	}
	running := n.StartSigners(twoWeeks)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	for _, signer := range running {
		signer.Stop()
	}
	n.AdvanceTime(15 * 24 * time.Hour)
	running = n.StartSigners(twoWeeks)
	n.Ping(n.Left, n.Right, 4, 3)
	n.Eventually("a signer says that its trust has run out", func() bool { return heard.Heard("signer=", "trusting period") })
	n.StaysUndelivered(n.Right, n.Left, 3, time.Second)

	for _, signer := range running {
		signer.Stop()
	}
	head, err := n.Left.Client.BlockNumber(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	hash, err := n.Left.Client.BlockHash(t.Context(), head)
	if err != nil {
		t.Fatal(err)
	}
	n.StartSigners(func(c *daemon.SignerConfig) {
		twoWeeks(c)
		for i := range c.Chains {
			if c.Chains[i].ID == n.Left.ID {
				c.Chains[i].Client.AnchorNumber, c.Chains[i].Client.AnchorHash = head, hash
			}
		}
	})
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}
