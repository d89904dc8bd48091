package e2e_test

import (
	"encoding/json"
	"math/big"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
)

// TestRotationUnderLoad: the signers of a lane are replaced in the middle of a load, two
// times, while one member of the next set is offline. Checkpoints that the former set
// was asked for are asked again of the new one; nothing is lost, repeated or stuck, and
// the lane back, whose set stays, does not notice. The one that was offline comes back
// and is needed.
func TestRotationUnderLoad(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 4, Threshold: 3})
	joining := n.AddStrangers(1)[0]
	r := n.StartRelayer(func(c *daemon.RelayerConfig) { c.Batch.Count = 5 }, nil)
	running := n.StartSigners(nil)
	n.StartSigner(joining, nil)
	n.Ping(n.Left, n.Right, 1, 20)
	n.Ping(n.Right, n.Left, 1, 20)
	running[3].Stop() // offline from here on
	next := []*demo.Signer{n.Signers[1], n.Signers[2], n.Signers[3], joining}
	n.Ping(n.Left, n.Right, 21, 20)
	n.Rotate(n.Left, n.Right, next, 3)
	n.Ping(n.Left, n.Right, 41, 20)
	n.Ping(n.Right, n.Left, 21, 20)
	n.AwaitExactlyOnce(n.Right, n.Left, 60)

	// Again, now with the one that is offline in the threshold of the new set.
	n.Ping(n.Left, n.Right, 61, 10)
	n.Rotate(n.Left, n.Right, next[1:], 3)
	n.Ping(n.Left, n.Right, 71, 10)
	n.Eventually("the relayer waits for the one that is offline", func() bool { return strings.HasPrefix(reason(t, r, n, 80), "2 of 3 approvals") })
	n.AwaitExactlyOnce(n.Left, n.Right, 40)
	n.StartSigner(n.Signers[3], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 80)
	if _, _, epoch := n.SignerSet(n.Left, n.Right); epoch != 3 {
		t.Fatalf("the verifier is at epoch %d, want 3", epoch)
	}
	if found := alarms(n, r); len(found) != 0 {
		t.Fatalf("signing again for another epoch has raised an alarm: %+v", found)
	}
}

// TestCheckpointInFlightOutlivesRotation: the two moments in which a rotation can catch
// a checkpoint: while the former set is being asked for it, and when its delivery has
// been simulated and is not mined. Both are approved again by the new set.
func TestCheckpointInFlightOutlivesRotation(t *testing.T) {
	t.Parallel()
	t.Run("while it is asked for", func(t *testing.T) {
		t.Parallel()
		n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
		more := n.AddStrangers(2) // one joins, one listens
		r := n.StartRelayer(nil, nil)
		listener := n.StartMember(more[1])
		n.StartSigner(n.Signers[0], nil)
		n.Ping(n.Left, n.Right, 1, 3)
		n.Eventually("one of two has approved", func() bool { return count(r, "counted") == 1 })
		n.Rotate(n.Left, n.Right, []*demo.Signer{n.Signers[0], more[0]}, 2) // the second signer is gone for good
		n.StartSigner(more[0], nil)
		n.AwaitExactlyOnce(n.Right, n.Left, 3)
		asked := listener.Requests()
		first, last := asked[0].Checkpoint, asked[len(asked)-1].Checkpoint
		if first.Epoch != 1 || last.Epoch != 2 || first.Position() != last.Position() {
			t.Fatalf("asked first for %+v, last for %+v, want the same position of epochs 1 and 2", first, last)
		}
	})
	t.Run("while it is delivered", func(t *testing.T) {
		t.Parallel()
		n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
		heard := n.Overhear()
		proxy := e2e.StartProxy(t, n.Right.HTTP)
		held, release := holdSimulation(t, proxy)
		n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, proxy.URL) }, nil)
		n.StartSigners(nil)
		n.Ping(n.Left, n.Right, 1, 3)
		select {
		case <-held:
		case <-time.After(e2e.Patience):
			t.Fatal("the delivery was never simulated")
		}
		n.Rotate(n.Left, n.Right, n.Signers[1:], 2)
		release()
		n.Eventually("the approved delivery is of no use any more", func() bool {
			return heard.Heard("pending checkpoints are approved again")
		})
		n.AwaitExactlyOnce(n.Right, n.Left, 3)
	})
}

// holdSimulation holds the first answer to a simulated delivery back until it is
// released: it was true when it was given.
func holdSimulation(t *testing.T, proxy *e2e.Proxy) (held chan struct{}, release func()) {
	t.Helper()
	contract, err := bindings.InboxMetaData.ParseABI()
	if err != nil {
		t.Fatal(err)
	}
	call := strings.TrimPrefix(hexutil.Encode(contract.Methods["deliver"].ID), "0x")
	held, released := make(chan struct{}), make(chan struct{})
	var first sync.Once
	proxy.Tell(func(method string, params, result json.RawMessage) json.RawMessage {
		if method == "eth_call" && strings.Contains(string(params), call) {
			first.Do(func() { close(held); <-released })
		}
		return result
	})
	release = sync.OnceFunc(func() { close(released) })
	t.Cleanup(release)
	return held, release
}

// TestFormerSetIsWorthNothing: the signers that were replaced, all of them gone bad,
// use what they have: signatures from before, that were never delivered; signatures of
// now; a rotation back; the rotation that made them. On the bus they count as strangers,
// and an honest one among them says that it is none any more.
func TestFormerSetIsWorthNothing(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	next := n.AddStrangers(3)
	heard := n.Overhear()
	r := n.StartRelayer(nil, nil)
	n.Ping(n.Left, n.Right, 1, 3)
	sent := n.Sent(n.Left, n.Right)
	before, domain := n.Checkpoint(n.Left, n.Right, sent, 1), n.Domain(n.Left, n.Right)
	kept := e2e.Join(n.Sign(before.Digest(domain), n.Signers[0], n.Signers[1])...)
	n.Rotate(n.Left, n.Right, next, 2)

	if receipt, reason := n.DeliverAsAnybody(n.Right, n.Left, sent, kept); receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("an attestation from before the rotation: status %d, %q", receipt.Status, reason)
	}
	now := before
	now.Epoch = 2
	fresh := e2e.Join(n.Sign(now.Digest(domain), n.Signers[0], n.Signers[1])...)
	if receipt, reason := n.DeliverAsAnybody(n.Right, n.Left, sent, fresh); receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("the former set's attestation of now: status %d, %q", receipt.Status, reason)
	}
	mixed := e2e.Join(n.Sign(now.Digest(domain), n.Signers[0], next[0])...)
	if receipt, reason := n.DeliverAsAnybody(n.Right, n.Left, sent, mixed); receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("one former and one present signer: status %d, %q", receipt.Status, reason)
	}

	// On the bus: two former signers that sign what they are asked, and one that is honest.
	former := n.StartMember(n.Signers[0])
	n.StartSigner(n.Signers[1], nil)
	n.StartSigner(next[0], nil)
	n.Eventually("the new epoch is asked for", func() bool { return former.Asked(n.Left, n.Right, 3).Checkpoint.Epoch == 2 })
	request := former.Asked(n.Left, n.Right, 3)
	n.Eventually("the one of the new set that runs has approved", func() bool { return strings.HasPrefix(reason(t, r, n, 3), "1 of 2 approvals") })
	if err := former.Say(former.Approval(request.Checkpoint, request.Domain), request.Attempt); err != nil {
		t.Fatal(err)
	}
	n.Eventually("it is heard as a stranger", func() bool {
		return heard.Heard("approval does not count", former.Address.Hex(), "is not in the set of epoch 2")
	})
	n.Eventually("the honest one says that it is none any more", func() bool {
		return heard.Heard("request is refused", "reason=epoch", strings.ToLower(n.Signers[1].Address.Hex()))
	})
	n.StaysUndelivered(n.Right, n.Left, 0, time.Second)
	n.StartSigner(next[2], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
}

// TestRotationNobodyIsEntitledTo: who is not the current threshold, or has not the new
// set's consent, replaces nobody, and rotations of before are worth nothing later.
func TestRotationNobodyIsEntitledTo(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	more := n.AddStrangers(3)
	old := n.Signers
	verifier := n.Right.Deployment.Verifiers[n.Left.ID]
	rightful := e2e.Rotation{Set: more, Threshold: 2, Epoch: 2, By: old[:2], Confirming: more[:2]}
	with := func(change func(*e2e.Rotation)) e2e.Rotation {
		r := rightful
		change(&r)
		return r
	}
	attempt := func(name string, r e2e.Rotation, want string) {
		t.Helper()
		receipt, reason := n.Attempt(n.Right, verifier, n.RotationData(n.Left, n.Right, r))
		if receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, want) {
			t.Errorf("%s: status %d, %q, want %q", name, receipt.Status, reason, want)
		}
	}
	attempt("by strangers for themselves", with(func(r *e2e.Rotation) { r.By = more[:2] }), "UnknownSigner")
	attempt("by one of two", with(func(r *e2e.Rotation) { r.By = old[:1] }), "TooFewSignatures")
	attempt("by one and a stranger", with(func(r *e2e.Rotation) { r.By = []*demo.Signer{old[0], more[0]} }), "UnknownSigner")
	attempt("to a set that has not agreed", with(func(r *e2e.Rotation) { r.Confirming = nil }), "TooFewSignatures")
	attempt("to a set of which one has agreed", with(func(r *e2e.Rotation) { r.Confirming = more[:1] }), "TooFewSignatures")
	attempt("to a set for which the old one agrees", with(func(r *e2e.Rotation) { r.Confirming = old[:2] }), "UnknownSigner")
	attempt("signed for a later epoch", with(func(r *e2e.Rotation) { r.Epoch = 3 }), "UnknownSigner")
	attempt("signed for the present epoch", with(func(r *e2e.Rotation) { r.Epoch = 1 }), "UnknownSigner")
	attempt("to one signer that is enough alone", with(func(r *e2e.Rotation) { r.Set, r.Threshold, r.Confirming = more[:1], 1, more[:1] }), "ThresholdOutOfRange")
	attempt("to a threshold that nobody can reach", with(func(r *e2e.Rotation) { r.Threshold = 4 }), "ThresholdOutOfRange")
	// Signed by the right ones for the verifier of the lane back.
	if _, reason := n.Attempt(n.Right, verifier, n.RotationData(n.Right, n.Left, rightful)); !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("signed for another verifier: %q", reason)
	}
	if _, _, epoch := n.SignerSet(n.Left, n.Right); epoch != 1 {
		t.Fatalf("the verifier is at epoch %d", epoch)
	}
	data := n.RotationData(n.Left, n.Right, rightful)
	if _, reason := n.Attempt(n.Right, verifier, data); reason != "" {
		t.Fatalf("the rightful rotation is refused: %s", reason)
	}
	if _, reason := n.Attempt(n.Right, verifier, data); !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("the same rotation once more: %q", reason)
	}
	attempt("back, by those who were replaced", e2e.Rotation{Set: old, Threshold: 2, Epoch: 3, By: old[:2], Confirming: old[:2]}, "UnknownSigner")
	if _, threshold, epoch := n.SignerSet(n.Left, n.Right); epoch != 2 || threshold != 2 {
		t.Fatalf("the verifier is at epoch %d with threshold %d", epoch, threshold)
	}
}

// TestVerifierReplacedUnderWay: the owner replaces a lane's verifier through the
// timelock while a checkpoint waits. What was signed for the former verifier, by the
// same signers at the same epoch, is worth nothing to the new one; relayer and signers,
// configured for the former, find the new one by themselves.
func TestVerifierReplacedUnderWay(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 2, Threshold: 2})
	r := n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	n.Ping(n.Left, n.Right, 1, 3)
	n.Eventually("one of two has approved", func() bool { return count(r, "counted") == 1 })
	sent := n.Sent(n.Left, n.Right)
	checkpoint, former := n.Checkpoint(n.Left, n.Right, sent, 1), n.Domain(n.Left, n.Right)
	kept := e2e.Join(n.Sign(checkpoint.Digest(former), n.Signers...)...)

	contract := bindings.NewMultisigVerifier()
	addresses := slices.SortedFunc(slices.Values(demo.Addresses(n.Signers)), common.Address.Cmp)
	verifier := n.Deploy(n.Right, common.FromHex(bindings.MultisigVerifierMetaData.Bin), contract.PackConstructor(addresses, big.NewInt(2), false))
	n.Timelock(n.Right, n.Right.Deployment.Inbox, bindings.NewInbox().PackSetVerifier(n.Left.ID, verifier))
	if receipt, reason := n.DeliverAsAnybody(n.Right, n.Left, sent, kept); receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("what was signed for the former verifier: status %d, %q", receipt.Status, reason)
	}
	if at := n.Delivered(n.Right, n.Left); at.Nonce != 0 {
		t.Fatalf("the Inbox is at nonce %d", at.Nonce)
	}
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
}
