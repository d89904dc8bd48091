package e2e_test

import (
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
)

// appointGuardian gives the Inbox a guardian who is not its owner.
func appointGuardian(n *e2e.Net, at *demo.Chain) *e2e.Stranger {
	guardian := n.NewStranger(at)
	n.Operator(at).Do(at.Deployment.Inbox, nil, bindings.NewInbox().PackSetGuardian(guardian.Address))
	return guardian
}

// refusal fails unless a transaction reverts with the contract's error of this name.
func refusal(t *testing.T, by *e2e.Stranger, what string, on *demo.Chain, data []byte, want string) {
	t.Helper()
	if _, reason := by.Attempt(on.Deployment.Inbox, nil, data); !strings.Contains(reason, want) {
		t.Errorf("%s: reason %q, want %s", what, reason, want)
	}
}

// TestGasCapLoweredUnderAQueuedMessage: a guardian lowers the handlers' gas while a
// message that asks for more is approved and its delivery in the mempool. The delivery
// does not fail: the message is recorded as failed without a call, those around it
// arrive, and a stranger retries it with what is allowed now.
func TestGasCapLoweredUnderAQueuedMessage(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, pool.URL)
		c.Batch.Count, c.Batch.Age = 5, 10*time.Second
	}, nil)
	n.StartSigners(nil)
	guardian, stranger := appointGuardian(n, n.Right), n.NewStranger(n.Right)
	recipient := n.DeployHostile(n.Right)
	inbox, lowered := bindings.NewInbox(), big.NewInt(200_000)

	n.Ping(n.Left, n.Right, 1, 2)
	message := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: recipient, GasLimit: 500_000})
	n.Ping(n.Left, n.Right, 3, 2)
	delivery := pool.Take(1)[0]
	refusal(t, stranger, "a stranger lowers", n.Right, inbox.PackLowerMaxHandlerGas(n.Left.ID, lowered), "NotGuardian")
	guardian.Do(n.Right.Deployment.Inbox, nil, inbox.PackLowerMaxHandlerGas(n.Left.ID, lowered))
	refusal(t, guardian, "the guardian raises", n.Right, inbox.PackLowerMaxHandlerGas(n.Left.ID, big.NewInt(600_000)), "HandlerGasOutOfRange")
	refusal(t, guardian, "the guardian sets", n.Right, inbox.PackSetMaxHandlerGas(n.Left.ID, big.NewInt(600_000)), "OwnableUnauthorizedAccount")

	pool.Release(delivery)
	receipt := n.Mined(n.Right, delivery)
	outcome := n.OutcomeOf(n.Right, n.Left, receipt)
	if receipt.Status != types.ReceiptStatusSuccessful || !slices.Equal(outcome.Delivered, []uint64{1, 2, 4, 5}) || !slices.Equal(outcome.Failed, []uint64{3}) {
		t.Fatalf("status %d, %+v; want 3 failed and the others delivered", receipt.Status, outcome)
	}
	why, err := inbox.UnpackError(outcome.Reasons[message.ID()])
	above, ok := why.(*bindings.InboxHandlerGasAboveMaximum)
	if err != nil || !ok || above.GasLimit != 500_000 || above.Maximum.Cmp(lowered) != 0 {
		t.Fatalf("recorded reason %+v, error %v", why, err)
	}
	if got := n.Accepted(n.Right, recipient); got != 0 {
		t.Fatalf("the recipient was called %d times", got)
	}
	pool.Open()
	// What is sent from now on meets the cap in the same way.
	next := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: recipient, GasLimit: 200_001})
	n.Ping(n.Left, n.Right, 5, 4)
	n.AwaitExactlyOnce(n.Right, n.Left, 8)
	for served, retried := range []*messages.Message{message, next} {
		if !n.Failed(n.Right, n.Left, retried.ID()) || !stranger.Retry(retried) || n.Accepted(n.Right, recipient) != int64(served+1) {
			t.Fatalf("message %d was not served by its retry", retried.Nonce)
		}
	}
	n.AssertExactlyOnce(message, next)
}

// TestPausedLaneStandsStillAndGoesOn: a guardian pauses a lane while deliveries are
// in the mempool: they revert, nothing moves, no retry runs, the other direction is
// not concerned. Neither guardian nor stranger can resume; when the owner has, all
// that waited arrives, and nothing twice.
func TestPausedLaneStandsStillAndGoesOn(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, pool.URL) }, nil)
	n.StartSigners(nil)
	guardian, stranger := appointGuardian(n, n.Right), n.NewStranger(n.Right)
	recipient := n.DeployHostile(n.Right)
	inbox := bindings.NewInbox()

	n.Transact(n.Right, recipient, nil, bindings.NewHostile().PackSet(wayRevert))
	failed := n.Send(n.Left, n.Right, recipient, nil)
	pool.Release(pool.Take(1)...)
	n.Eventually("the message fails", func() bool { return n.Failed(n.Right, n.Left, failed.ID()) })
	n.Transact(n.Right, recipient, nil, bindings.NewHostile().PackSet(wayAccept))
	n.Ping(n.Left, n.Right, 1, 3)
	inFlight := pool.Take(1)[0]

	refusal(t, stranger, "a stranger pauses", n.Right, inbox.PackPause(n.Left.ID), "NotGuardian")
	guardian.Do(n.Right.Deployment.Inbox, nil, inbox.PackPause(n.Left.ID))
	pool.Open()
	pool.Release(inFlight)
	if receipt := n.Mined(n.Right, inFlight); receipt.Status == types.ReceiptStatusSuccessful || receipt.GasUsed > 120_000 {
		t.Fatalf("a delivery into a paused lane has status %d and cost %d gas", receipt.Status, receipt.GasUsed)
	}
	n.Ping(n.Left, n.Right, 4, 3)
	n.Eventually("the relayer says that the lane is paused", func() bool { return laneStatus(r, n.Left, n.Right).State == relayer.Paused })
	n.Ping(n.Right, n.Left, 1, 3)
	n.AwaitExactlyOnce(n.Left, n.Right, 3)
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	encoded, err := failed.MarshalBinary()
	if err != nil {
		t.Fatal(err)
	}
	refusal(t, stranger, "a stranger retries", n.Right, inbox.PackRetry(encoded), "LanePaused")
	refusal(t, guardian, "the guardian resumes", n.Right, inbox.PackUnpause(n.Left.ID), "OwnableUnauthorizedAccount")
	refusal(t, stranger, "a stranger resumes", n.Right, inbox.PackUnpause(n.Left.ID), "OwnableUnauthorizedAccount")

	n.ResumeDelivery(n.Left, n.Right)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	if !stranger.Retry(failed) || n.Accepted(n.Right, recipient) != 1 {
		t.Fatal("the failed message can't be retried after the lane goes on")
	}
}

// TestPausedSendingTakesNoMoney: while sending is paused a message can't be sent and
// its fee stays with its sender; what was sent before still arrives.
func TestPausedSendingTakesNoMoney(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	n.StartRelayer(nil, nil)
	sender := n.NewStranger(n.Left)
	outbox := bindings.NewOutbox()
	n.Ping(n.Left, n.Right, 1, 3)
	n.PauseSending(n.Left, n.Right)
	before, sent := n.Balance(n.Left, sender.Address), n.Sent(n.Left, n.Right)
	receipt, reason := sender.Attempt(n.Left.Deployment.Outbox, n.Quote(n.Left, n.Right, 0), outbox.PackSend(n.Right.ID, [32]byte{31: 1}, 100_000, nil))
	if !strings.Contains(reason, "LanePaused") || len(n.Sent(n.Left, n.Right)) != len(sent) {
		t.Fatalf("sending while it is paused: reason %q, want LanePaused", reason)
	}
	n.CostGasAlone(n.Left, sender.Address, before, receipt)
	n.StartSigners(nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.ResumeSending(n.Left, n.Right)
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}

// TestVerifierChangesThroughTheTimelockWhilePaused: a pause does not stop the
// timelock. The owner announces another verifier, can't execute it early, and after
// the delay the lane goes on under it: the relayer has what waited approved again for
// the new verifier, without being told.
func TestVerifierChangesThroughTheTimelockWhilePaused(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	owner, stranger := n.Operator(n.Right), n.NewStranger(n.Right)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.PauseDelivery(n.Left, n.Right)
	n.Ping(n.Left, n.Right, 4, 3)

	verifier := n.DeployVerifier(n.Right, n.Signers, 3)
	inbox := bindings.NewInbox()
	call := inbox.PackSetVerifier(n.Left.ID, verifier)
	refusal(t, owner, "without the timelock", n.Right, call, "NotTimelock")
	refusal(t, owner, "without announcement", n.Right, inbox.PackExecute(call), "ActionUnknown")
	refusal(t, stranger, "announced by a stranger", n.Right, inbox.PackSchedule(call), "OwnableUnauthorizedAccount")
	owner.Do(n.Right.Deployment.Inbox, nil, inbox.PackSchedule(call))
	refusal(t, owner, "at once", n.Right, inbox.PackExecute(call), "ActionNotReady")
	n.AdvanceTime(48*time.Hour + time.Second)
	owner.Do(n.Right.Deployment.Inbox, nil, inbox.PackExecute(call))
	n.StaysUndelivered(n.Right, n.Left, 3, time.Second)
	n.ResumeDelivery(n.Left, n.Right)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}

// laneStatus is what a relayer says of a lane.
func laneStatus(r *e2e.Relayer, from, to *demo.Chain) relayer.LaneStatus {
	for _, status := range r.View().Lanes() {
		if status.Lane.SourceChain == from.ID && status.Lane.TargetChain == to.ID {
			return status
		}
	}
	return relayer.LaneStatus{}
}
