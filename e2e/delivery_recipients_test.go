package e2e_test

import (
	"bytes"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// badRecipient is one way to be a recipient that hurts.
type badRecipient struct {
	name    string
	address common.Address
	way     uint8  // of those that are a Hostile
	reason  []byte // how what the Inbox records has to begin; nil: the message succeeds
	size    int    // of the reason
	mend    func() // nil: nobody can
	message *messages.Message
}

// TestHostileRecipientsBlockNobody: one recipient after the other reverts, burns all
// its gas, blows the memory up, destroys itself, or is no contract at all. Messages
// before and behind arrive in order, each failure is recorded with its reason, and a
// stranger retries each message with success once its recipient is mended, and only
// once.
func TestHostileRecipientsBlockNobody(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{})
	stranger, late := n.NewStranger(n.Right), n.NewStranger(n.Right)
	recipients := badRecipients(n, late)
	n.Ping(n.Left, n.Right, 1, 2)
	for _, r := range recipients {
		if r.way != wayAccept {
			n.Transact(n.Right, r.address, new(big.Int), bindings.NewHostile().PackSet(r.way))
		}
		r.message = n.Send(n.Left, n.Right, r.address, []byte(r.name))
	}
	n.Ping(n.Left, n.Right, 3, 2)
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
	for _, r := range recipients {
		t.Run(r.name, func(t *testing.T) {
			first := n.Await(r.message)
			if r.reason == nil {
				if !first.Succeeded || n.Accepted(n.Right, r.address) != 1 {
					t.Fatalf("failed with 0x%x, want it to succeed once", first.Reason)
				}
				return
			}
			if first.Succeeded || !bytes.HasPrefix(first.Reason, r.reason) || len(first.Reason) != r.size || !n.Failed(n.Right, n.Left, r.message.ID()) {
				t.Fatalf("%+v, want a failure with %d bytes that begin with 0x%x", first, r.size, r.reason)
			}
			// A retry that fails again leaves it as it was.
			if !stranger.Retry(r.message) || !n.Failed(n.Right, n.Left, r.message.ID()) {
				t.Fatal("a retry that failed has changed the record")
			}
			if r.mend == nil {
				return
			}
			r.mend()
			if !stranger.Retry(r.message) || n.Failed(n.Right, n.Left, r.message.ID()) || n.Accepted(n.Right, r.address) != 1 {
				t.Fatalf("the mended recipient was served %d times, want once", n.Accepted(n.Right, r.address))
			}
			if stranger.Retry(r.message) || n.Accepted(n.Right, r.address) != 1 {
				t.Fatal("a message that succeeded was retried")
			}
		})
	}
}

// badRecipients deploys them; late will deploy the one that comes too late.
func badRecipients(n *e2e.Net, late *e2e.Stranger) []*badRecipient {
	hostile, inbox := bindings.NewHostile().GetABI(), bindings.NewInbox().GetABI()
	named := func(contract abi.ABI, name string) []byte { id := contract.Errors[name].ID; return id[:4] }
	none := []byte{}
	recipients := []*badRecipient{
		{name: "reverts", way: wayRevert, reason: named(hostile, "Refused"), size: 36},
		{name: "burns all gas", way: wayBurn, reason: none},
		{name: "runs an invalid instruction", way: wayInvalid, reason: none},
		{name: "reverts with a bomb", way: wayBomb, reason: none, size: 256},
		{name: "returns a bomb", way: wayReturnBomb},
		{name: "destroys itself", way: waySelfDestruct},
	}
	for _, r := range recipients {
		r.address = n.DeployHostile(n.Right)
		r.mend = func() { n.Transact(n.Right, r.address, new(big.Int), bindings.NewHostile().PackSet(wayAccept)) }
	}
	// As long as the account's first transaction is not sent, nothing is there.
	empty := &badRecipient{name: "is no contract", address: crypto.CreateAddress(late.Address, 0), reason: named(inbox, "RecipientWithoutCode"), size: 36}
	empty.mend = func() {
		late.Deploy(bindings.HostileMetaData.Bin, bindings.NewHostile().PackConstructor(n.Right.Deployment.Inbox))
	}
	return append(recipients, empty,
		&badRecipient{name: "is a precompiled contract", address: common.BytesToAddress([]byte{2}), reason: named(inbox, "RecipientWithoutCode"), size: 36},
		&badRecipient{name: "is the Inbox", address: n.Right.Deployment.Inbox, reason: none},
		&badRecipient{name: "is the verifier", address: n.Right.Deployment.Verifiers[n.Left.ID], reason: none},
	)
}

// reenterGas is plenty, so that it is not for want of gas that a re-entered call
// fails.
const reenterGas = 3_000_000

// reentering is a story's hostile recipients: the first calls back, the second is
// whom the call would serve.
type reentering struct {
	*e2e.Net
	t            *testing.T
	caller, prey common.Address
	stranger     *e2e.Stranger
}

func (s *reentering) arm(callee common.Address, callback []byte) {
	s.t.Helper()
	s.Transact(s.Right, s.caller, new(big.Int), bindings.NewHostile().PackArm(callee, callback))
}

// refused checks that the recipient has called back so many times in all, and that
// the last call was refused by the lock and by nothing else.
func (s *reentering) refused(t *testing.T, attempts int64) {
	t.Helper()
	hostile := bindings.NewHostile()
	made, err1 := hostile.UnpackAttempts(s.Call(s.Right, s.caller, hostile.PackAttempts()))
	succeeded, err2 := hostile.UnpackReentered(s.Call(s.Right, s.caller, hostile.PackReentered()))
	answer, err3 := hostile.UnpackAnswer(s.Call(s.Right, s.caller, hostile.PackAnswer()))
	if err1 != nil || err2 != nil || err3 != nil {
		t.Fatal(err1, err2, err3)
	}
	lock := bindings.NewInbox().GetABI().Errors["ReentrancyGuardReentrantCall"].ID
	if made.Int64() != attempts || succeeded || !bytes.Equal(answer, lock[:4]) {
		t.Fatalf("%s calls back, the last succeeded: %v, answer 0x%x; want %d, refused by the lock 0x%x", made, succeeded, answer, attempts, lock[:4])
	}
}

// TestReenteringRecipientReordersNothing: a handler delivers the next batch, whose
// approval it has seen in the mempool, or retries a failed message, its own included.
// The lock refuses each, and afterwards everything runs in its turn and once. To
// send a message from a handler is allowed.
func TestReenteringRecipientReordersNothing(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, pool.URL)
		c.Batch.Count = 1
	}, nil)
	n.StartSigners(nil)
	s := &reentering{n, t, n.DeployHostile(n.Right), n.DeployHostile(n.Right), n.NewStranger(n.Right)}
	inbox := n.Right.Deployment.Inbox

	t.Run("delivers the next batch", func(t *testing.T) {
		n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: s.caller, GasLimit: reenterGas})
		n.Send(n.Left, n.Right, s.prey, nil)
		first, second := pool.Take(1)[0], pool.Take(1)[0]
		s.arm(inbox, second.Data())
		pool.Release(first)
		if outcome := n.OutcomeOf(n.Right, n.Left, n.Mined(n.Right, first)); len(outcome.Delivered) != 1 {
			t.Fatalf("%+v, want one message delivered", outcome)
		}
		s.refused(t, 1)
		if got := n.Accepted(n.Right, s.prey); got != 0 {
			t.Fatalf("the next message ran %d times within the one before it", got)
		}
		pool.Release(second)
		if receipt := n.Mined(n.Right, second); receipt.Status != types.ReceiptStatusSuccessful || n.Accepted(n.Right, s.prey) != 1 {
			t.Fatalf("the next message ran %d times in its turn, want once", n.Accepted(n.Right, s.prey))
		}
	})
	pool.Open()
	t.Run("retries another message", func(t *testing.T) {
		failed := s.fail(s.prey)
		s.arm(inbox, bindings.NewInbox().PackRetry(failed.encoded))
		n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: s.caller, GasLimit: reenterGas})
		n.Eventually("the recipient is called", func() bool { return n.Accepted(n.Right, s.caller) == 2 })
		s.refused(t, 2)
		if !n.Failed(n.Right, n.Left, failed.ID()) || n.Accepted(n.Right, s.prey) != 1 {
			t.Fatal("the failed message ran within another one")
		}
		if !s.stranger.Retry(failed.Message) || n.Accepted(n.Right, s.prey) != 2 {
			t.Fatal("the failed message can't be retried afterwards")
		}
	})
	t.Run("retries itself in its retry", func(t *testing.T) {
		failed := s.fail(s.caller)
		s.arm(inbox, bindings.NewInbox().PackRetry(failed.encoded))
		if !s.stranger.Retry(failed.Message) || n.Failed(n.Right, n.Left, failed.ID()) || n.Accepted(n.Right, s.caller) != 3 {
			t.Fatalf("served %d times, want 3", n.Accepted(n.Right, s.caller))
		}
		s.refused(t, 3)
	})
	t.Run("sends a message", func(t *testing.T) {
		home := n.DeployHostile(n.Left)
		fee := n.Quote(n.Right, n.Left, 0)
		s.stranger.Do(s.caller, fee, nil)
		s.arm(n.Right.Deployment.Outbox, bindings.NewOutbox().PackSend(n.Left.ID, messages.AccountOf(home), 100_000, nil))
		n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: s.caller, GasLimit: reenterGas})
		n.Eventually("the answer arrives", func() bool { return n.Accepted(n.Left, home) == 1 })
	})
}

type failedMessage struct {
	*messages.Message
	encoded []byte
}

// fail sends a message that fails, and mends its recipient.
func (s *reentering) fail(recipient common.Address) failedMessage {
	s.t.Helper()
	s.Transact(s.Right, recipient, new(big.Int), bindings.NewHostile().PackSet(wayRevert))
	message := s.SendMessage(s.Left, s.Right, e2e.Outgoing{Recipient: recipient, GasLimit: littleGas})
	s.Eventually("the message fails", func() bool { return s.Failed(s.Right, s.Left, message.ID()) })
	s.Transact(s.Right, recipient, new(big.Int), bindings.NewHostile().PackSet(wayAccept))
	encoded, err := message.MarshalBinary()
	if err != nil {
		s.t.Fatal(err)
	}
	return failedMessage{message, encoded}
}
