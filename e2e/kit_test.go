package e2e_test

import (
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/e2e"
)

// TestRotate: the helper rotates, and those who came in deliver.
func TestRotate(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	newcomers := n.AddStrangers(2)
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	for _, s := range newcomers {
		n.StartSigner(s, nil)
	}
	n.Rotate(n.Left, n.Right, newcomers, 2)
	if signers, threshold, epoch := n.SignerSet(n.Left, n.Right); len(signers) != 2 || threshold != 2 || epoch != 2 {
		t.Errorf("after the rotation: %v, threshold %d, epoch %d", signers, threshold, epoch)
	}
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	n.Rotate(n.Left, n.Right, append(newcomers[:1:1], n.Signers[0]), 2)
	n.Ping(n.Left, n.Right, 7, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 9)
}

// TestPauseAndResume: both ends of a lane by the helpers.
func TestPauseAndResume(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{})
	n.PauseDelivery(n.Left, n.Right)
	n.Ping(n.Left, n.Right, 1, 3)
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	n.ResumeDelivery(n.Left, n.Right)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.PauseSending(n.Left, n.Right)
	sender := crypto.PubkeyToAddress(n.Left.Sender.PublicKey)
	send := bindings.NewOutbox().PackSend(n.Right.ID, common.Hash{31: 1}, 0, nil)
	if n.Works(n.Left, sender, n.Left.Deployment.Outbox, send, 1_000_000) {
		t.Error("a paused lane takes a message")
	}
	n.ResumeSending(n.Left, n.Right)
	n.Ping(n.Left, n.Right, 4, 1)
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
}

// TestAwaitTellsWhatBecameOfAMessage: one that fails, is mended and is retried.
func TestAwaitTellsWhatBecameOfAMessage(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{})
	rejector := n.DeployRejector(n.Right)
	nobody := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: common.Address{19: 9}})
	message := n.SendMessage(n.Left, n.Right, e2e.Outgoing{Recipient: rejector, Payload: []byte("hello"), GasLimit: 200_000})
	if d := n.Await(nobody); d.Succeeded || !strings.Contains(d.Why(), "RecipientWithoutCode") {
		t.Errorf("a message to nobody: %+v, %s", d, d.Why())
	}
	if d := n.Await(message); d.Succeeded || len(d.Reason) == 0 {
		t.Errorf("a message to one who rejects it: %+v, %s", d, d.Why())
	}
	n.Transact(n.Right, rejector, nil, bindings.NewRejector().PackSetAccepting(true))
	n.Retry(n.Right, message)
	if all := n.Deliveries(message); len(all) != 2 || !all[1].Succeeded || !n.Await(message).Succeeded {
		t.Errorf("after a retry: %+v", all)
	}
	n.AssertExactlyOnce(message)
}

// TestRestarts: the daemons of Start stop and come back by number, on their files, and
// the bus apart from them.
func TestRestarts(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{ExternalBus: true})
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.StopSigner(0)
	n.StopSigner(1)
	n.Ping(n.Left, n.Right, 4, 3)
	n.StaysUndelivered(n.Right, n.Left, 3, time.Second)
	n.RestartSigner(1)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	n.StopRelayer()
	n.Ping(n.Left, n.Right, 7, 3)
	n.StaysUndelivered(n.Right, n.Left, 6, time.Second)
	n.RestartRelayer()
	n.AwaitExactlyOnce(n.Right, n.Left, 9)
}

// TestBusStopsAlone: while a bus of its own is away nothing is approved, and nothing is
// lost.
func TestBusStopsAlone(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	bus := n.StartBus()
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	bus.Stop()
	n.Ping(n.Left, n.Right, 4, 3)
	n.StaysUndelivered(n.Right, n.Left, 3, time.Second)
	n.StartBus()
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}
