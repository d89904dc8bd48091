package e2e

import (
	"context"
	"fmt"
	"math/big"
	"slices"
	"strings"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// Sent reads from the source chain what the Outbox has sent to another chain.
func (n *Net) Sent(from, to *demo.Chain) (sent []messages.Message) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	logs, err := from.Client.FilterLogs(ctx, ethereum.FilterQuery{FromBlock: new(big.Int), Addresses: []common.Address{from.Deployment.Outbox}})
	if err != nil {
		n.t.Fatal(err)
	}
	outbox := bindings.NewOutbox()
	for i := range logs {
		event, err := outbox.UnpackMessageSentEvent(&logs[i])
		if err != nil || event.TargetChain != to.ID {
			continue
		}
		message, err := messages.DecodeMessage(event.Message)
		if err != nil {
			n.t.Fatal(err)
		}
		sent = append(sent, *message)
	}
	return sent
}

// Checkpoint is what honest signers would sign of messages that begin the lane, at
// an epoch of its verifier.
func (n *Net) Checkpoint(from, to *demo.Chain, sent []messages.Message, epoch uint64) messages.Checkpoint {
	lane := from.Deployment.LaneTo(to.ID)
	position := lane.Start()
	for i := range sent {
		position = position.Advance(sent[i].ID())
	}
	return messages.Checkpoint{Lane: lane.ID(), Inbox: to.Deployment.InboxID, Nonce: position.Nonce, Accumulator: position.Accumulator, Epoch: epoch}
}

// Domain is the domain of a lane's verifier.
func (n *Net) Domain(from, to *demo.Chain) messages.Domain {
	return messages.Domain{TargetChain: to.ID, Verifier: to.Deployment.Verifiers[from.ID]}
}

// Sign signs a digest with signers' keys and returns each signature with its
// signer, in the verifier's order. That is what an accomplice of theirs would have.
func (n *Net) Sign(digest [32]byte, signers ...*demo.Signer) (signatures []messages.Signature) {
	n.t.Helper()
	for _, s := range ascending(signers) {
		signature, err := n.key(s).Sign(digest)
		if err != nil {
			n.t.Fatal(err)
		}
		signatures = append(signatures, signature)
	}
	return signatures
}

// ascending puts signers into the order in which verifiers take them.
func ascending(signers []*demo.Signer) []*demo.Signer {
	return slices.SortedFunc(slices.Values(signers), func(a, b *demo.Signer) int { return a.Address.Cmp(b.Address) })
}

// Join writes signatures one behind the other, as verifiers take them.
func Join(signatures ...messages.Signature) (joined []byte) {
	for _, s := range signatures {
		joined = append(joined, s[:]...)
	}
	return joined
}

// OtherForm is the second form that every ECDSA signature has: s in the upper half
// of the curve's order.
func OtherForm(s messages.Signature) messages.Signature {
	upper := new(big.Int).Sub(crypto.S256().Params().N, new(big.Int).SetBytes(s[32:64]))
	upper.FillBytes(s[32:64])
	s[64] ^= 27 ^ 28
	return s
}

// DeliverAsAnybody calls Inbox.deliver from an account that is nobody's, in a
// transaction of its own, and returns its receipt and, where it reverts, the
// contract's reason: "" when it does not.
func (n *Net) DeliverAsAnybody(at, from *demo.Chain, sent []messages.Message, attestation []byte) (receipt *types.Receipt, reason string) {
	n.t.Helper()
	packed, err := evm.EncodeBatch(sent)
	if err != nil {
		n.t.Fatal(err)
	}
	return n.Attempt(at, at.Deployment.Inbox, bindings.NewInbox().PackDeliver(from.ID, packed, nil, attestation))
}

// attemptGas is enough for whatever a story attempts.
const attemptGas = 8_000_000

// Attempt sends a transaction that may revert, waits until it is mined, and returns
// why it reverted: the contract's error, or "" when it did not.
func (n *Net) Attempt(on *demo.Chain, to common.Address, data []byte) (receipt *types.Receipt, reason string) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	sender := crypto.PubkeyToAddress(on.Sender.PublicKey)
	_, callErr := on.Client.CallContract(ctx, ethereum.CallMsg{From: sender, To: &to, Data: data, Gas: attemptGas}, nil)
	opts := on.Opts(on.Sender)
	opts.Context, opts.GasLimit = ctx, attemptGas // given, so that nothing is simulated first
	tx, err := bind.NewBoundContract(to, abi.ABI{}, on.Client, on.Client, on.Client).RawTransact(opts, data)
	if err != nil {
		n.t.Fatal(err)
	}
	n.Eventually("the transaction is mined", func() bool { // faster than bind.WaitMined, which looks once a second
		receipt, err = on.Client.TransactionReceipt(ctx, tx.Hash())
		return err == nil
	})
	if reverted := receipt.Status != types.ReceiptStatusSuccessful; reverted != (callErr != nil) {
		n.t.Fatalf("transaction %s has status %d, simulated it said %v", tx.Hash(), receipt.Status, callErr)
	}
	if callErr == nil {
		return receipt, ""
	}
	return receipt, revertReason(callErr)
}

// revertReason names the contract's error: UnknownSigner{Index:+0 Recovered:0x…}.
func revertReason(err error) string {
	data, _ := rpcerror.RevertData(err)
	for contract, unpack := range map[string]func([]byte) (any, error){
		"Inbox": bindings.NewInbox().UnpackError, "MultisigVerifier": bindings.NewMultisigVerifier().UnpackError,
	} {
		if named, unpackErr := unpack(data); unpackErr == nil {
			text := fmt.Sprintf("%T%+v", named, named)
			return strings.NewReplacer("*bindings."+contract, "", "&", "").Replace(text)
		}
	}
	return err.Error()
}

// Delivered reads where the Inbox stands on a lane.
func (n *Net) Delivered(at, from *demo.Chain) messages.Position {
	n.t.Helper()
	inbox := bindings.NewInbox()
	lane, err := inbox.UnpackLane(n.Call(at, at.Deployment.Inbox, inbox.PackLane(from.ID)))
	if err != nil {
		n.t.Fatal(err)
	}
	return messages.Position{Nonce: lane.Nonce, Accumulator: lane.Accumulator}
}
