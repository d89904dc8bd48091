package e2e_test

import (
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// delivery is the first transaction that has delivered to a chain, read from there as
// anybody can read it, and the attestation in it.
func delivery(t *testing.T, at *demo.Chain) (tx *types.Transaction, attestation []byte) {
	t.Helper()
	logs, err := at.Client.FilterLogs(t.Context(), ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: []common.Address{at.Deployment.Inbox}})
	if err != nil {
		t.Fatal(err)
	}
	for i := range logs {
		if _, err := bindings.NewInbox().UnpackMessageDeliveredEvent(&logs[i]); err != nil {
			continue
		}
		if tx, _, err = at.Client.TransactionByHash(t.Context(), logs[i].TxHash); err != nil {
			t.Fatal(err)
		}
		parsed, err := bindings.InboxMetaData.ParseABI()
		if err != nil {
			t.Fatal(err)
		}
		arguments, err := parsed.Methods["deliver"].Inputs.Unpack(tx.Data()[4:])
		if err != nil {
			t.Fatal(err)
		}
		return tx, *abi.ConvertType(arguments[3], new([]byte)).(*[]byte)
	}
	t.Fatal("nothing has been delivered")
	return nil, nil
}

// TestReplayFromAnotherDeployment: an operator replaces a pair of contracts and keeps
// its signers. What they have signed for the first pair, taken from its deliveries, is
// brought to the second: as it is, and under the second's own messages.
func TestReplayFromAnotherDeployment(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{Signers: 3, Threshold: 2})
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	tx, old := delivery(t, n.Right)
	if _, reason := n.Attempt(n.Right, n.Right.Deployment.Inbox, tx.Data()); reason != "" {
		t.Fatalf("what is delivered already is skipped, so that relayers may overlap; got %s", reason)
	}
	n.AwaitExactlyOnce(n.Right, n.Left, 3)

	second := n.Redeploy(2)
	if reused := second.Right.Deployment.Verifiers[n.Left.ID] == n.Right.Deployment.Verifiers[n.Left.ID]; reused {
		t.Fatal("the second deployment is the first")
	}
	if receipt, reason := second.Attempt(second.Right, second.Right.Deployment.Inbox, tx.Data()); receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("the old delivery: status %d, %q", receipt.Status, reason)
	}
	second.Ping(second.Left, second.Right, 1, 3)
	sent := second.Sent(second.Left, second.Right)
	if receipt, reason := second.DeliverAsAnybody(second.Right, second.Left, sent, old); receipt.Status != types.ReceiptStatusFailed || !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("new messages with the old attestation: status %d, %q", receipt.Status, reason)
	}
	if received := second.Received(second.Right, second.Left); received.Count != 0 {
		t.Fatalf("the second deployment's recipient counted %+v", received)
	}
	// The same keys, asked for the second pair itself, are good there.
	digest := second.Checkpoint(second.Left, second.Right, sent, 1).Digest(second.Domain(second.Left, second.Right))
	if _, reason := second.DeliverAsAnybody(second.Right, second.Left, sent, e2e.Join(second.Sign(digest, n.Signers[0], n.Signers[2])...)); reason != "" {
		t.Fatalf("the second deployment's own attestation is refused: %s", reason)
	}
	second.AwaitExactlyOnce(second.Right, second.Left, 3)
}

// TestReplayOnChainsStartedAnew: both chains are lost and started anew with the same
// ids, accounts and signers; the contracts get their old addresses, so that nothing but
// their marks tells them from the old ones. Old deliveries come back byte by byte, the
// relayer's signed transaction included, and old approvals over the bus.
func TestReplayOnChainsStartedAnew(t *testing.T) {
	t.Parallel()
	n := e2e.Start(t, e2e.Config{Signers: 3, Threshold: 2})
	n.Ping(n.Left, n.Right, 1, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	tx, old := delivery(t, n.Right)
	was := n.Checkpoint(n.Left, n.Right, n.Sent(n.Left, n.Right), 1)

	anew := n.Anew(2)
	before, after := n.Right.Deployment, anew.Right.Deployment
	if before.ChainID != after.ChainID || before.Inbox != after.Inbox || n.Left.Deployment.Outbox != anew.Left.Deployment.Outbox ||
		n.Domain(n.Left, n.Right) != anew.Domain(anew.Left, anew.Right) {
		t.Fatalf("the contracts have other addresses, so that the story shows nothing: %+v, %+v", before, after)
	}
	lane := anew.Left.Deployment.LaneTo(anew.Right.ID)
	if before.InboxID == after.InboxID || lane.ID() == was.Lane {
		t.Fatal("nothing tells the new contracts from the old ones")
	}

	// The very transaction: the account has the same nonce on the new chain.
	if err := anew.Right.Client.SendTransaction(t.Context(), tx); err != nil {
		t.Fatalf("the old transaction is not taken at all, so that the story shows nothing: %v", err)
	}
	anew.Eventually("the old transaction is mined and reverts", func() bool {
		receipt, err := anew.Right.Client.TransactionReceipt(t.Context(), tx.Hash())
		return err == nil && receipt.Status == types.ReceiptStatusFailed
	})
	if _, reason := anew.Attempt(anew.Right, after.Inbox, tx.Data()); !strings.HasPrefix(reason, "UnknownSigner") {
		t.Errorf("the old delivery from another account: %q", reason)
	}

	// Over the bus: as it was, in the new lane's name, and its signature under what is true now.
	r := anew.StartRelayer(nil, nil)
	anew.StartSigner(n.Signers[0], func(c *daemon.SignerConfig) { c.Data, c.NewRecord = anew.Dir+"/record", true })
	var signature messages.Signature
	var member *e2e.Member
	for _, s := range n.Signers[1:] {
		for at := 0; at < len(old) && member == nil; at += messages.SignatureSize {
			signature = messages.Signature(old[at : at+messages.SignatureSize])
			if signer, err := signature.Recover(was.Digest(n.Domain(n.Left, n.Right))); err == nil && signer == s.Address {
				member = anew.StartMember(s)
			}
		}
	}
	anew.Ping(anew.Left, anew.Right, 1, 3)
	request := member.Asked(anew.Left, anew.Right, 3)
	anew.Eventually("the honest signer has approved", func() bool { return count(r, "counted") == 1 })
	replayed := messages.Approval{Checkpoint: was, Domain: request.Domain, Signer: member.Address, Signature: signature}
	if err := replayed.Verify(); err != nil {
		t.Fatalf("what is replayed is no approval: %v", err)
	}
	if err := member.Say(replayed, request.Attempt); err == nil {
		t.Error("the bus takes an approval of a lane that is none of its own")
	}
	replayed.Checkpoint = request.Checkpoint
	if err := member.Say(replayed, request.Attempt); err != nil {
		t.Fatal(err)
	}
	anew.Eventually("the old signature does not hold", func() bool { return count(r, "invalid") > 0 })
	if at := anew.Delivered(anew.Right, anew.Left); at.Nonce != 0 {
		t.Fatalf("the new Inbox is at nonce %d", at.Nonce)
	}
	if err := member.Say(member.Approval(request.Checkpoint, request.Domain), request.Attempt); err != nil {
		t.Fatal(err)
	}
	anew.AwaitExactlyOnce(anew.Right, anew.Left, 3)
}
