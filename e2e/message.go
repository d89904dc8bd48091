package e2e

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// Outgoing is a message that a test sends. Recipient is required; the rest is as it is
// for most messages.
type Outgoing struct {
	Recipient common.Address
	Payload   []byte
	GasLimit  uint64   // of the recipient's handler; 0 means 100,000
	ValueWei  *big.Int // what is paid; nil means exactly what the Outbox quotes
}

// SendMessage sends one message by a call of the Outbox and returns it as the chain
// tells of it, with its nonce and timestamp.
func (n *Net) SendMessage(from, to *demo.Chain, o Outgoing) *messages.Message {
	n.t.Helper()
	outbox := bindings.NewOutbox()
	if o.GasLimit == 0 {
		o.GasLimit = handlerGas
	}
	if o.ValueWei == nil {
		fee, err := outbox.UnpackQuote(n.Call(from, from.Deployment.Outbox, outbox.PackQuote(to.ID, o.GasLimit, big.NewInt(int64(len(o.Payload))))))
		if err != nil {
			n.t.Fatal(err)
		}
		o.ValueWei = fee
	}
	receipt := n.Transact(from, from.Deployment.Outbox, o.ValueWei, outbox.PackSend(to.ID, messages.AccountOf(o.Recipient), o.GasLimit, o.Payload))
	sent := MessagesOf(receipt)
	if len(sent) != 1 {
		n.t.Fatalf("transaction %s has %d MessageSent, want one", receipt.TxHash, len(sent))
	}
	return sent[0]
}

// MessagesOf returns the messages that a transaction sent, in their order.
func MessagesOf(receipt *types.Receipt) (sent []*messages.Message) {
	outbox := bindings.NewOutbox()
	for _, log := range receipt.Logs {
		event, err := outbox.UnpackMessageSentEvent(log)
		if err != nil {
			continue // another event
		}
		if message, err := messages.DecodeMessage(event.Message); err == nil {
			sent = append(sent, message)
		}
	}
	return sent
}

// Delivery is what became of a message.
type Delivery struct {
	Succeeded bool        // whether its handler ran to its end
	Reason    []byte      // why not: the recipient's revert data or the Inbox's error, at most 256 bytes
	Block     uint64      // on the target chain
	Tx        common.Hash // that delivered or retried it
}

// Why says Reason in words.
func (d Delivery) Why() string {
	if d.Succeeded {
		return ""
	}
	if text, err := abi.UnpackRevert(d.Reason); err == nil {
		return text
	}
	if named, err := bindings.NewInbox().UnpackError(d.Reason); err == nil {
		return fmt.Sprintf("%T%+v", named, named)
	}
	return fmt.Sprintf("0x%x", d.Reason)
}

// Chain is the net's chain with an id.
func (n *Net) Chain(id uint64) *demo.Chain {
	n.t.Helper()
	for _, chain := range []*demo.Chain{n.Left, n.Right} {
		if chain.ID == id {
			return chain
		}
	}
	n.t.Fatalf("chain %d: want %d or %d", id, n.Left.ID, n.Right.ID)
	return nil
}

// Deliveries returns how often the Inbox ran a message, the first time first: nothing
// while it is under way, one when it was delivered, more when it was retried.
func (n *Net) Deliveries(message *messages.Message) (all []Delivery) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	at, inbox := n.Chain(message.TargetChain), bindings.NewInbox()
	logs, err := at.Client.FilterLogs(ctx, ethereum.FilterQuery{Addresses: []common.Address{at.Deployment.Inbox},
		FromBlock: new(big.Int).SetUint64(at.Deployment.DeployBlock), Topics: [][]common.Hash{nil, nil, nil, {common.Hash(message.ID())}}})
	if err != nil {
		n.t.Fatal(err)
	}
	for i := range logs {
		d := Delivery{Block: logs[i].BlockNumber, Tx: logs[i].TxHash}
		if e, err := inbox.UnpackMessageFailedEvent(&logs[i]); err == nil {
			d.Reason = e.Reason
		} else if _, err := inbox.UnpackMessageDeliveredEvent(&logs[i]); err == nil {
			d.Succeeded = true
		} else {
			continue
		}
		all = append(all, d)
	}
	return all
}

// Await waits until a message was delivered, and returns what became of it last.
func (n *Net) Await(message *messages.Message) Delivery {
	n.t.Helper()
	for deadline := time.Now().Add(Patience); ; time.Sleep(20 * time.Millisecond) {
		if all := n.Deliveries(message); len(all) > 0 {
			return all[len(all)-1]
		}
		if time.Now().After(deadline) {
			n.t.Fatalf("message %d of %d>%d, %s, was not delivered within %s", message.Nonce, message.SourceChain, message.TargetChain, message.ID(), Patience)
		}
	}
}

// AssertExactlyOnce fails unless the handlers of all these messages ran to their end,
// each once.
func (n *Net) AssertExactlyOnce(all ...*messages.Message) {
	n.t.Helper()
	for _, message := range all {
		succeeded := 0
		for _, d := range n.Deliveries(message) {
			if d.Succeeded {
				succeeded++
			}
		}
		if succeeded != 1 {
			n.t.Errorf("the handler of message %d of %d>%d succeeded %d times, want once", message.Nonce, message.SourceChain, message.TargetChain, succeeded)
		}
	}
}
