package e2e_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/signer"
)

// relayerStages are all the stages of a batch in a relayer.
var relayerStages = []relayer.Point{relayer.PointVerified, relayer.PointCut, relayer.PointAsked, relayer.PointApproved,
	relayer.PointJournaled, relayer.PointBroadcast, relayer.PointSubmitted, relayer.PointMined, relayer.PointDelivered}

// TestRelayerProcessKilledAtEveryStage attacks what a relayer keeps: its process is
// killed with SIGKILL at each stage of a batch in turn, embedded bus and all, and
// started again with more to do each time. Nothing may be lost, delivered twice or paid
// for twice.
func TestRelayerProcessKilledAtEveryStage(t *testing.T) {
	t.Parallel()
	endRelayerAtEveryStage(t, false, (*e2e.Process).AwaitKilled)
}

// TestRelayerInterruptedAtEveryStage is the same with interrupts, after which a relayer
// has to end in order.
func TestRelayerInterruptedAtEveryStage(t *testing.T) {
	t.Parallel()
	endRelayerAtEveryStage(t, true, (*e2e.Process).AwaitInterrupted)
}

func endRelayerAtEveryStage(t *testing.T, gently bool, await func(*e2e.Process, string)) {
	n := e2e.Prepare(t, e2e.Config{})
	n.StartSigners(nil)
	change := func(c *daemon.RelayerConfig) {
		c.Batch.Count = 3
		for i := range c.Chains {
			c.Chains[i].Confirmations = 2 // what is mined is not final at once
		}
	}
	sent := uint64(0)
	for _, stage := range relayerStages {
		n.Ping(n.Left, n.Right, sent+1, 5)
		sent += 5
		job := n.RelayerJob(change)
		job.KillAt, job.Gently = string(stage), gently
		await(n.StartProcess("relayer until "+string(stage), job), string(stage))
	}
	last := n.StartProcess("relayer", n.RelayerJob(change))
	n.AwaitExactlyOnce(n.Right, n.Left, sent)
	last.Stop()
	if paid, useful := n.Broadcast(n.Right), n.DeliveringTransactions(n.Right); paid != useful {
		t.Errorf("%d transactions were paid for, %d of them delivered something", paid, useful)
	}
}

// TestSignerProcessKilledAtEveryStage attacks what a signer keeps: a signer without
// which there is no threshold is killed with SIGKILL at each stage of a request in
// turn. It comes back with its record, is asked again, and contradicts nothing.
func TestSignerProcessKilledAtEveryStage(t *testing.T) {
	t.Parallel()
	endSignerAtEveryStage(t, false, (*e2e.Process).AwaitKilled)
}

// TestSignerInterruptedAtEveryStage is the same with interrupts, after which a signer
// has to end in order.
func TestSignerInterruptedAtEveryStage(t *testing.T) {
	t.Parallel()
	endSignerAtEveryStage(t, true, (*e2e.Process).AwaitInterrupted)
}

func endSignerAtEveryStage(t *testing.T, gently bool, await func(*e2e.Process, string)) {
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	sent := uint64(0)
	for _, stage := range []signer.Point{signer.PointReceived, signer.PointVerified, signer.PointRecorded, signer.PointSigned, signer.PointPublished} {
		n.Ping(n.Left, n.Right, sent+1, 5)
		sent += 5
		job := n.SignerJob(n.Signers[1], nil)
		job.KillAt, job.Gently = string(stage), gently
		await(n.StartProcess("signer until "+string(stage), job), string(stage))
	}
	last := n.StartProcess("signer", n.SignerJob(n.Signers[1], nil))
	n.AwaitExactlyOnce(n.Right, n.Left, sent)
	last.Stop()
}
