package e2e_test

import (
	"math/big"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// TestFeesGoToTheReceiverAlone: senders pay what is quoted, or more; what they paid
// is in the Outbox to the wei. A stranger who calls withdraw moves it to the receiver,
// not to himself, and a stolen owner key can name another receiver only through the
// timelock.
func TestFeesGoToTheReceiverAlone(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{})
	outbox, stranger := n.Left.Deployment.Outbox, n.NewStranger(n.Left)
	recipient := n.DeployHostile(n.Right)
	contract := bindings.NewOutbox()
	receiver := crypto.PubkeyToAddress(n.Left.Relayer.PublicKey) // it delivers nothing on the left

	paid := new(big.Int).Mul(n.Quote(n.Left, n.Right, 9+63), big.NewInt(5))
	n.Ping(n.Left, n.Right, 1, 5)
	generous := new(big.Int).Add(n.Quote(n.Left, n.Right, 0), big.NewInt(12_345))
	n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: recipient, ValueWei: generous})
	paid.Add(paid, generous)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	if held := n.Balance(n.Left, outbox); held.Cmp(paid) != 0 {
		t.Fatalf("the Outbox holds %s wei, %s were paid", held, paid)
	}

	before, own := n.Balance(n.Left, receiver), n.Balance(n.Left, stranger.Address)
	receipt := stranger.Do(outbox, nil, contract.PackWithdraw())
	n.CostGasAlone(n.Left, stranger.Address, own, receipt)
	if got := new(big.Int).Sub(n.Balance(n.Left, receiver), before); got.Cmp(paid) != 0 || n.Balance(n.Left, outbox).Sign() != 0 {
		t.Fatalf("the receiver got %s wei and %s are left, want all of %s", got, n.Balance(n.Left, outbox), paid)
	}
	for _, attack := range []struct {
		who  *e2e.Stranger
		want string
	}{{stranger, "NotTimelock"}, {n.Operator(n.Left), "NotTimelock"}} {
		if _, reason := attack.who.Attempt(outbox, nil, contract.PackSetFeeReceiver(stranger.Address)); !strings.Contains(reason, attack.want) {
			t.Errorf("another receiver: reason %q, want %s", reason, attack.want)
		}
	}
}

// TestQuoteThatRisesUnderASend: the quote rises after a sender has looked and before
// his transaction is mined. He is told how much is missing, keeps his money but for
// the gas, and no message is sent; with the new quote it is, and arrives. A message
// that was sent before, at the old quote, arrives too.
func TestQuoteThatRisesUnderASend(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{})
	outbox, sender := n.Left.Deployment.Outbox, n.NewStranger(n.Left)
	recipient := n.DeployHostile(n.Right)
	send := bindings.NewOutbox().PackSend(n.Right.ID, messages.AccountOf(recipient), 100_000, nil)

	old := n.Quote(n.Left, n.Right, 0)
	sender.Do(outbox, old, send)
	n.SetGasPrice(n.Left, n.Right, 3e9)
	before, now := n.Balance(n.Left, sender.Address), n.Quote(n.Left, n.Right, 0)
	receipt, reason := sender.Attempt(outbox, old, send)
	if !strings.Contains(reason, "InsufficientFee") || !strings.Contains(reason, old.String()) || !strings.Contains(reason, now.String()) {
		t.Fatalf("reason %q, want InsufficientFee with %s and %s", reason, old, now)
	}
	n.CostGasAlone(n.Left, sender.Address, before, receipt)
	sender.Do(outbox, now, send)
	n.Eventually("both messages arrive", func() bool { return n.Accepted(n.Right, recipient) == 2 })
	if sent := n.Sent(n.Left, n.Right); len(sent) != 2 {
		t.Fatalf("%d messages were sent, want 2", len(sent))
	}
}

// TestQuoteThatNobodyRefreshes: a quote that is older than its maximum age makes a
// send revert, and costs the sender his gas alone: the price could be far too low by
// then, and a message that nobody delivers is worse than one that is not sent. What
// was sent in time arrives; with a new quote sending goes on.
func TestQuoteThatNobodyRefreshes(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	outbox, sender := n.Left.Deployment.Outbox, n.NewStranger(n.Left)
	contract := bindings.NewOutbox()
	// The deployment's own age is 90 days, beyond what light clients sleep through.
	n.Operator(n.Left).Do(outbox, nil, contract.PackSetTarget(n.Right.ID, big.NewInt(12_000_000), big.NewInt(messages.MaxPayloadSize),
		big.NewInt(3600), new(big.Int).Exp(big.NewInt(10), big.NewInt(22), nil)))
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	fee := n.Quote(n.Left, n.Right, 0)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AdvanceTime(time.Hour + time.Minute)
	before := n.Balance(n.Left, sender.Address)
	receipt, reason := sender.Attempt(outbox, fee, contract.PackSend(n.Right.ID, [32]byte{31: 1}, 100_000, nil))
	if !strings.Contains(reason, "QuoteStale") {
		t.Fatalf("reason %q, want QuoteStale", reason)
	}
	n.CostGasAlone(n.Left, sender.Address, before, receipt)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.SetGasPrice(n.Left, n.Right, 1e9)
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}
