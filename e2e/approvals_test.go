package e2e_test

import (
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// TestInboxRefusesBadAttestations goes below the daemons: whoever holds signatures,
// a relayer gone bad for instance, calls the Inbox itself. No signature that was made
// for anything else, by anybody else, or twice, is worth anything there, and the
// contract says why. The right ones, made by the same hands, are taken at the end.
func TestInboxRefusesBadAttestations(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	second := n.Redeploy(2)
	strangers := n.AddStrangers(2)
	n.Ping(n.Left, n.Right, 1, 3)
	sent := n.Sent(n.Left, n.Right)
	right, domain := n.Checkpoint(n.Left, n.Right, sent, 1), n.Domain(n.Left, n.Right)
	digest := right.Digest(domain)
	two := n.Sign(digest, n.Signers[0], n.Signers[1])

	// forged is signed by both of the first two signers over something else.
	forged := func(change func(*messages.Checkpoint, *messages.Domain)) []byte {
		checkpoint, domain := right, domain
		change(&checkpoint, &domain)
		return e2e.Join(n.Sign(checkpoint.Digest(domain), n.Signers[0], n.Signers[1])...)
	}
	plain := func(s messages.Signature) messages.Signature { s[64] -= 27; return s } // v as go-ethereum writes it
	for _, attack := range []struct {
		name        string
		attestation []byte
		reason      string
	}{
		{"of nobody", nil, "TooFewSignatures{Count:+0 Threshold:+2}"},
		{"of one", e2e.Join(two[0]), "TooFewSignatures{Count:+1 Threshold:+2}"},
		{"of strangers", e2e.Join(n.Sign(digest, strangers...)...), "UnknownSigner{Index:+0"},
		{"of one signer and a stranger", e2e.Join(n.Sign(digest, n.Signers[0], strangers[0])...), "UnknownSigner{Index:+"},
		{"twice of one signer", e2e.Join(two[0], two[0]), "SignaturesNotAscending{Index:+1"},
		{"of one signer in both forms", e2e.Join(two[0], e2e.OtherForm(two[0])), "SignatureMalleable{Index:+1}"},
		{"of one signer with v in both ways", e2e.Join(two[0], plain(two[0])), "SignatureInvalid{Index:+1}"},
		{"of both, malleated", e2e.Join(e2e.OtherForm(two[0]), e2e.OtherForm(two[1])), "SignatureMalleable{Index:+0}"},
		{"in the wrong order", e2e.Join(two[1], two[0]), "SignaturesNotAscending{Index:+1"},
		{"of zeros", make([]byte, 2*messages.SignatureSize), "SignatureInvalid{Index:+0}"},
		{"with a byte too many", append(e2e.Join(two...), 0), "AttestationLength{Length:+131"},
		{"cut short", e2e.Join(two...)[:129], "AttestationLength{Length:+129"},
		{"with a third that does not count", e2e.Join(two[0], two[1], two[1]), "SignaturesNotAscending{Index:+2"},
		{"for another nonce", forged(func(c *messages.Checkpoint, _ *messages.Domain) { c.Nonce++ }), "UnknownSigner{Index:+"},
		{"for another accumulator", forged(func(c *messages.Checkpoint, _ *messages.Domain) { c.Accumulator[0] ^= 1 }), "UnknownSigner{Index:+"},
		{"for the lane back", forged(func(c *messages.Checkpoint, _ *messages.Domain) { c.Lane = n.Right.Deployment.LaneTo(n.Left.ID).ID() }), "UnknownSigner{Index:+"},
		{"for the former epoch", forged(func(c *messages.Checkpoint, _ *messages.Domain) { c.Epoch = 0 }), "UnknownSigner{Index:+"},
		{"for the next epoch", forged(func(c *messages.Checkpoint, _ *messages.Domain) { c.Epoch = 2 }), "UnknownSigner{Index:+"},
		{"for another verifier", forged(func(_ *messages.Checkpoint, d *messages.Domain) { *d = n.Domain(n.Right, n.Left) }), "UnknownSigner{Index:+"},
		{"for another chain", forged(func(_ *messages.Checkpoint, d *messages.Domain) { d.TargetChain = n.Left.ID }), "UnknownSigner{Index:+"},
		{"for the lane of a second deployment", forged(func(c *messages.Checkpoint, _ *messages.Domain) {
			c.Lane = second.Left.Deployment.LaneTo(n.Right.ID).ID()
		}), "UnknownSigner{Index:+"},
		{"for the Inbox of a second deployment", forged(func(c *messages.Checkpoint, _ *messages.Domain) { c.Inbox = second.Right.Deployment.InboxID }), "UnknownSigner{Index:+"},
		{"for the verifier of a second deployment", forged(func(_ *messages.Checkpoint, d *messages.Domain) { *d = second.Domain(second.Left, second.Right) }), "UnknownSigner{Index:+"},
	} {
		receipt, reason := n.DeliverAsAnybody(n.Right, n.Left, sent, attack.attestation)
		if receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, attack.reason) {
			t.Errorf("attestation %s: status %d, reason %q, want %q", attack.name, receipt.Status, reason, attack.reason)
		}
	}
	if at := n.Delivered(n.Right, n.Left); at.Nonce != 0 {
		t.Fatalf("the Inbox is at nonce %d", at.Nonce)
	}
	if receipt, reason := n.DeliverAsAnybody(n.Right, n.Left, sent, e2e.Join(two...)); receipt.Status != types.ReceiptStatusSuccessful {
		t.Fatalf("the right attestation is refused: %s", reason)
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}

// TestSignersApprovalsOfAnythingElseDoNotCount: a signer of the set, gone bad, answers
// a relayer's request with everything it can sign, and in every form. Beside one honest
// signer none of it makes the two that are needed; its one true word does.
func TestSignersApprovalsOfAnythingElseDoNotCount(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	heard := n.Overhear()
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	bad := n.StartMember(n.Signers[1])
	n.Ping(n.Left, n.Right, 1, 3)
	request := bad.Asked(n.Left, n.Right, 3)
	n.Eventually("the honest signer has approved", func() bool { return count(r, "counted") == 1 })

	about := func(change func(*messages.Checkpoint, *messages.Domain)) messages.Approval {
		checkpoint, domain := request.Checkpoint, request.Domain
		change(&checkpoint, &domain)
		return bad.Approval(checkpoint, domain)
	}
	signed := func(change func(*messages.Signature)) messages.Approval {
		approval := bad.Approval(request.Checkpoint, request.Domain)
		change(&approval.Signature)
		return approval
	}
	moved := func(change func(*messages.Checkpoint, *messages.Domain)) messages.Approval {
		approval := about(change)
		approval.Checkpoint, approval.Domain = request.Checkpoint, request.Domain
		return approval
	}
	for _, attack := range []struct {
		name     string
		approval messages.Approval
		outcome  string
	}{
		{"of another nonce", about(func(c *messages.Checkpoint, _ *messages.Domain) { c.Nonce++ }), "unasked"},
		{"of another epoch", about(func(c *messages.Checkpoint, _ *messages.Domain) { c.Epoch++ }), "unasked"},
		{"of another Inbox", about(func(c *messages.Checkpoint, _ *messages.Domain) { c.Inbox[0] ^= 1 }), "unasked"},
		{"for another verifier", about(func(_ *messages.Checkpoint, d *messages.Domain) { d.Verifier = n.Domain(n.Right, n.Left).Verifier }), "unasked"},
		{"for another chain", about(func(_ *messages.Checkpoint, d *messages.Domain) { d.TargetChain = n.Left.ID }), "unasked"},
		{"malleated", signed(func(s *messages.Signature) { *s = e2e.OtherForm(*s) }), "invalid"},
		{"with v as go-ethereum writes it", signed(func(s *messages.Signature) { s[64] -= 27 }), "invalid"},
		{"of no signature", signed(func(s *messages.Signature) { *s = messages.Signature{} }), "invalid"},
		{"made for another epoch", moved(func(c *messages.Checkpoint, _ *messages.Domain) { c.Epoch++ }), "invalid"},
		{"made for another lane", moved(func(c *messages.Checkpoint, _ *messages.Domain) { c.Lane[0] ^= 1 }), "invalid"},
		{"made for another accumulator", moved(func(c *messages.Checkpoint, _ *messages.Domain) { c.Accumulator[0] ^= 1 }), "invalid"},
		{"made for another verifier", moved(func(_ *messages.Checkpoint, d *messages.Domain) { d.Verifier[0] ^= 1 }), "invalid"},
		{"made for another chain", moved(func(_ *messages.Checkpoint, d *messages.Domain) { d.TargetChain++ }), "invalid"},
	} {
		before := count(r, attack.outcome)
		if err := bad.Say(attack.approval, request.Attempt); err != nil {
			t.Fatalf("%s: the attack does not reach the relayer: %v", attack.name, err)
		}
		n.Eventually("an approval "+attack.name+" is heard as "+attack.outcome, func() bool { return count(r, attack.outcome) > before })
	}
	// What is in another's name does not even leave the bus; see TestBusRefusesEvenMembers.
	stolen := bad.Approval(request.Checkpoint, request.Domain)
	stolen.Signer = n.Signers[2].Address
	if err := bad.Say(stolen, request.Attempt); err == nil {
		t.Error("an approval in another's name is published")
	}
	if !heard.Heard("approval does not count", bad.Address.Hex(), "malleable") {
		t.Error("the operator is not told why an approval does not count")
	}
	if counted, at := count(r, "counted"), n.Delivered(n.Right, n.Left); counted != 1 || at.Nonce != 0 {
		t.Fatalf("%d approvals counted, the Inbox is at nonce %d", counted, at.Nonce)
	}
	for range 2 { // its word counts, and once
		if err := bad.Say(bad.Approval(request.Checkpoint, request.Domain), request.Attempt); err != nil {
			t.Fatal(err)
		}
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}

// TestOneSignersTwoVotes: one signer's approval, said again and again, in both forms
// and for every attempt, beside nobody else's. It stays one of two.
func TestOneSignersTwoVotes(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	bad := n.StartMember(n.Signers[0])
	n.Ping(n.Left, n.Right, 1, 2)
	request := bad.Asked(n.Left, n.Right, 2)
	approval := bad.Approval(request.Checkpoint, request.Domain)
	other := approval
	other.Signature = e2e.OtherForm(other.Signature)
	for attempt := request.Attempt; attempt < request.Attempt+5; attempt++ {
		for _, vote := range []messages.Approval{approval, other} {
			if err := bad.Say(vote, attempt); err != nil {
				t.Fatal(err)
			}
		}
	}
	// Once it is counted, a repetition is turned away before its signature is looked at.
	n.Eventually("all ten votes are heard", func() bool { return count(r, "counted")+count(r, "repeated")+count(r, "invalid") >= 10 })
	if counted, at := count(r, "counted"), n.Delivered(n.Right, n.Left); counted != 1 || at.Nonce != 0 {
		t.Fatalf("%d votes counted, the Inbox is at nonce %d", counted, at.Nonce)
	}
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 2)
}

// count reads a relayer's count of answers with an outcome.
func count(r *e2e.Relayer, outcome string) int {
	return int(gather(r, "catenary_answers_total", "outcome", outcome))
}

// gather sums a metric over all its labels but one.
func gather(r *e2e.Relayer, name, label, value string) (sum float64) {
	families, err := r.View().Registry().Gather()
	if err != nil {
		return 0
	}
	for _, family := range families {
		if family.GetName() != name {
			continue
		}
		for _, metric := range family.GetMetric() {
			for _, pair := range metric.GetLabel() {
				if pair.GetName() == label && pair.GetValue() == value {
					sum += metric.GetCounter().GetValue() + metric.GetGauge().GetValue()
				}
			}
		}
	}
	return sum
}
