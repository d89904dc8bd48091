package e2e

import (
	"context"
	"math/big"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// PauseDelivery stops deliveries and retries of a lane, as a guardian may.
func (n *Net) PauseDelivery(from, to *demo.Chain) {
	n.t.Helper()
	n.TransactBy(to, to.Operator, to.Deployment.Inbox, nil, bindings.NewInbox().PackPause(from.ID))
}

// ResumeDelivery ends PauseDelivery, as the owner alone may.
func (n *Net) ResumeDelivery(from, to *demo.Chain) {
	n.t.Helper()
	n.TransactBy(to, to.Operator, to.Deployment.Inbox, nil, bindings.NewInbox().PackUnpause(from.ID))
}

// PauseSending stops sending on a lane; what was sent is delivered.
func (n *Net) PauseSending(from, to *demo.Chain) {
	n.t.Helper()
	n.TransactBy(from, from.Operator, from.Deployment.Outbox, nil, bindings.NewOutbox().PackPause(to.ID))
}

// ResumeSending ends PauseSending.
func (n *Net) ResumeSending(from, to *demo.Chain) {
	n.t.Helper()
	n.TransactBy(from, from.Operator, from.Deployment.Outbox, nil, bindings.NewOutbox().PackUnpause(to.ID))
}

// timelockDelay is the delay that demo deploys contracts with.
const timelockDelay = 48 * time.Hour

// Timelock makes a call of a contract of the chain, Outbox or Inbox, that has to go
// through its timelock: it is announced, two days pass, and it is executed.
func (n *Net) Timelock(on *demo.Chain, contract common.Address, call []byte) {
	n.t.Helper()
	inbox := bindings.NewInbox() // the Outbox has the same two methods, from the same base
	n.TransactBy(on, on.Operator, contract, nil, inbox.PackSchedule(call))
	n.AdvanceTime(timelockDelay + time.Second)
	n.TransactBy(on, on.Operator, contract, nil, inbox.PackExecute(call))
}

// Withdraw sends what the Outbox has earned to the fee receiver, as anybody may, and
// returns how much that was, in wei.
func (n *Net) Withdraw(on *demo.Chain) *big.Int {
	n.t.Helper()
	outbox := bindings.NewOutbox()
	receipt := n.Transact(on, on.Deployment.Outbox, nil, outbox.PackWithdraw())
	for _, log := range receipt.Logs {
		if e, err := outbox.UnpackFeesWithdrawnEvent(log); err == nil {
			return e.Amount
		}
	}
	n.t.Fatal("no FeesWithdrawn")
	return nil
}

// SetGasPrice makes the fee oracle quote another gas price of the target, in its wei.
// The contract bounds how far and how often a quote may fall.
func (n *Net) SetGasPrice(from, to *demo.Chain, wei uint64) {
	n.t.Helper()
	n.TransactBy(from, from.Operator, from.Deployment.Outbox, nil, bindings.NewOutbox().PackSetQuote(to.ID, bindings.FeesQuote{
		GasPrice: wei, ExchangeRate: big.NewInt(1e18), MarginBps: 1000, MessageGas: big.NewInt(90_000), ByteGas: 40}))
}

// SignerSet reads who approves a lane now.
func (n *Net) SignerSet(from, to *demo.Chain) (signers []common.Address, threshold int, epoch uint64) {
	n.t.Helper()
	verifier, address := bindings.NewMultisigVerifier(), to.Deployment.Verifiers[from.ID]
	signers, err := verifier.UnpackSigners(n.Call(to, address, verifier.PackSigners()))
	if err != nil {
		n.t.Fatal(err)
	}
	least, err := verifier.UnpackThreshold(n.Call(to, address, verifier.PackThreshold()))
	if err != nil {
		n.t.Fatal(err)
	}
	if epoch, err = verifier.UnpackEpoch(n.Call(to, address, verifier.PackEpoch())); err != nil {
		n.t.Fatal(err)
	}
	return signers, int(least.Int64()), epoch
}

// Rotate replaces the signers of a lane, approved by the current threshold and by the
// new one. The new ones are signers of the net, or strangers that AddStrangers has made
// members of the bus.
func (n *Net) Rotate(from, to *demo.Chain, signers []*demo.Signer, threshold int) {
	n.t.Helper()
	current, least, epoch := n.SignerSet(from, to)
	rotation := messages.Rotation{Signers: slices.SortedFunc(slices.Values(demo.Addresses(signers)), common.Address.Cmp),
		Threshold: uint64(threshold), Epoch: epoch + 1}
	digest := rotation.Digest(messages.Domain{TargetChain: to.ID, Verifier: to.Deployment.Verifiers[from.ID]})
	var outgoing []*demo.Signer
	for _, s := range n.everySigner(signers) {
		if slices.Contains(current, s.Address) && len(outgoing) < least {
			outgoing = append(outgoing, s)
		}
	}
	if len(outgoing) < least || len(signers) < threshold {
		n.t.Fatalf("Rotate: have keys of %d current and %d new signers, want %d and %d", len(outgoing), len(signers), least, threshold)
	}
	n.Transact(to, to.Deployment.Verifiers[from.ID], nil, bindings.NewMultisigVerifier().PackRotate(rotation.Signers,
		big.NewInt(int64(threshold)), Join(n.Sign(digest, outgoing...)...), Join(n.Sign(digest, signers[:threshold]...)...)))
}

// everySigner lists all whose keys the net has, each once.
func (n *Net) everySigner(more []*demo.Signer) []*demo.Signer {
	n.mu.Lock()
	defer n.mu.Unlock()
	var all []*demo.Signer
	for _, s := range slices.Concat(n.Signers, n.strangers, more) {
		if !slices.Contains(all, s) {
			all = append(all, s)
		}
	}
	return all
}

// Deploy deploys a contract from the chain's sender: its creation code, with packed
// arguments of the constructor, if any.
func (n *Net) Deploy(on *demo.Chain, code, arguments []byte) common.Address {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	opts := on.Opts(on.Sender)
	opts.Context = ctx
	address, tx, err := bind.DeployContract(opts, code, on.Client, arguments)
	if err != nil {
		n.t.Fatal(err)
	}
	if receipt := n.mined(ctx, on, tx.Hash()); receipt.Status != types.ReceiptStatusSuccessful {
		n.t.Fatalf("deployment %s reverted", tx.Hash())
	}
	return address
}
