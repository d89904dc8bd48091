package e2e_test

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// TestBadRelayerGetsNothingFalseSigned: a second relayer, rightly on the bus, asks all
// signers for what is false, not final, or for somewhere else. Each refuses with a
// reason that a machine can read, nobody raises an alarm, as that would let any relayer
// stop any lane, and the same signers approve at once what is true, whoever asks.
func TestBadRelayerGetsNothingFalseSigned(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	heard := n.Overhear()
	start := n.AddAsker("rival")
	second := n.Redeploy(2)
	r := n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	rival := start()
	sent := n.Sent(n.Left, n.Right)
	truth := messages.Request{Checkpoint: n.Checkpoint(n.Left, n.Right, sent, 1), Domain: n.Domain(n.Left, n.Right), SourceChain: n.Left.ID, SourceBlock: 1}
	everybody := demo.Addresses(n.Signers)
	attempt := uint64(1_000_000)
	ask := func(change func(*messages.Request)) map[common.Address]messages.Answer {
		request := truth
		attempt++
		request.Attempt = attempt
		change(&request)
		return rival.Ask(request, everybody...)
	}
	for _, attack := range []struct {
		name   string
		change func(*messages.Request)
		reason messages.Reason
	}{
		{"another accumulator at the newest nonce", func(r *messages.Request) { r.Checkpoint.Accumulator[3] ^= 1 }, messages.ReasonMismatch},
		{"the accumulator of another nonce", func(r *messages.Request) { r.Checkpoint.Nonce = 2 }, messages.ReasonMismatch},
		{"another Inbox", func(r *messages.Request) { r.Checkpoint.Inbox = second.Right.Deployment.InboxID }, messages.ReasonUnknownLane},
		{"another verifier", func(r *messages.Request) {
			r.Domain.Verifier = n.Right.Deployment.Verifiers[n.Left.ID]
			r.Domain.Verifier[0] ^= 1
		}, messages.ReasonUnknownLane},
		{"the verifier of the lane back", func(r *messages.Request) { r.Domain = n.Domain(n.Right, n.Left) }, messages.ReasonUnknownLane},
		{"the right verifier on another chain", func(r *messages.Request) { r.Domain.TargetChain = 1 }, messages.ReasonUnknownLane},
		{"another source chain", func(r *messages.Request) { r.SourceChain = n.Right.ID }, messages.ReasonUnknownLane},
		{"an epoch to come", func(r *messages.Request) { r.Checkpoint.Epoch = 2 }, messages.ReasonEpoch},
		{"an epoch that never was", func(r *messages.Request) { r.Checkpoint.Epoch = 0 }, messages.ReasonEpoch},
		{"nonce 0", func(r *messages.Request) { r.Checkpoint.Nonce = 0 }, messages.ReasonBadRequest},
		{"a message that nobody has sent", func(r *messages.Request) { r.Checkpoint.Nonce = 4 }, messages.ReasonNotFinal},
	} {
		for signer, answer := range ask(attack.change) {
			if answer.Refusal == nil || answer.Refusal.Reason != attack.reason {
				t.Errorf("%s: signer %s answers %+v, %+v, want a refusal: %s", attack.name, signer, answer.Approval, answer.Refusal, attack.reason)
			}
		}
	}
	for signer, answer := range ask(func(*messages.Request) {}) {
		if answer.Approval == nil || answer.Approval.Verify() != nil {
			t.Errorf("the truth: signer %s answers %+v", signer, answer.Refusal)
		}
	}
	if heard.Heard("EQUIVOCATION ALARM") {
		t.Error("a relayer's lie has raised an alarm")
	}
	if !heard.Heard("request is refused", "reason=mismatch") {
		t.Error("the signers' operators are not told")
	}
	n.Ping(n.Left, n.Right, 4, 2)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	if found := alarms(n, r); len(found) != 0 {
		t.Errorf("alarms %+v", found)
	}
}
