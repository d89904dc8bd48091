package e2e_test

import (
	"errors"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/e2e"
)

// TestEveryStoryIsAudited: money that nobody paid makes a story fail that itself found
// nothing wrong; only one that says why does without the audit.
func TestEveryStoryIsAudited(t *testing.T) {
	t.Parallel()
	strange := func(t testing.TB, n *e2e.Net) {
		hash, err := n.Left.Node.Fund(t.Context(), n.Left.Deployment.Inbox, big.NewInt(1))
		if err != nil {
			t.Fatal(err)
		}
		n.Eventually("the gift is mined", func() bool {
			_, err := n.Left.Client.TransactionReceipt(t.Context(), hash)
			return err == nil
		})
	}
	err := e2e.Run(func(t testing.TB) { strange(t, e2e.Prepare(t, e2e.Config{})) })
	if err == nil || !strings.Contains(err.Error(), "audit: fees of chain 9001: the Inbox holds 1 wei") {
		t.Errorf("the audit says %v", err)
	}
	err = e2e.Run(func(t testing.TB) {
		n := e2e.Prepare(t, e2e.Config{})
		n.SkipAudit("the Inbox is given money")
		strange(t, n)
	})
	if err != nil {
		t.Errorf("without an audit: %v", err)
	}
	err = e2e.Run(func(t testing.TB) { e2e.Prepare(t, e2e.Config{}).SkipAudit("") })
	if err == nil || !strings.Contains(err.Error(), "want a reason") {
		t.Errorf("no reason: %v", err)
	}
	if errors.Is(err, e2e.ErrSkipped) {
		t.Error("a story without a reason counts as skipped")
	}
}

// passOn is a contract that calls the address behind it with whatever it is called
// with: CALLDATACOPY all, CALL, and REVERT unless that succeeded.
func passOn(to common.Address) []byte {
	runtime := append(common.FromHex("365f5f375f5f365f5f73"), to[:]...)
	end := byte(len(runtime) + 8)
	runtime = append(runtime, 0x5a, 0xf1, 0x60, end, 0x57) // GAS CALL, jump to the end if it succeeded
	runtime = append(runtime, 0x5f, 0x5f, 0xfd, 0x5b, 0x00)
	// PUSH1 size, DUP1, PUSH1 9, PUSH0, CODECOPY, PUSH0, RETURN
	return append([]byte{0x60, byte(len(runtime)), 0x80, 0x60, 9, 0x5f, 0x39, 0x5f, 0xf3}, runtime...)
}

// TestDeliveryThroughAContractIsAudited: somebody's contract delivers. What it passed on
// to the Inbox stands nowhere but in a trace, and is judged like any delivery.
func TestDeliveryThroughAContractIsAudited(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{History: 16_384})
	courier := n.Deploy(n.Right, passOn(n.Right.Deployment.Inbox), nil)
	n.Ping(n.Left, n.Right, 1, 3)
	sent := n.Sent(n.Left, n.Right)
	packed, err := evm.EncodeBatch(sent)
	if err != nil {
		t.Fatal(err)
	}
	digest := n.Checkpoint(n.Left, n.Right, sent, 1).Digest(n.Domain(n.Left, n.Right))
	attestation := e2e.Join(n.Sign(digest, n.Signers[:2]...)...)
	n.Transact(n.Right, courier, nil, bindings.NewInbox().PackDeliver(n.Left.ID, packed, nil, attestation))
	n.AwaitExactlyOnce(n.Right, n.Left, 3)
	n.Audit()
}
