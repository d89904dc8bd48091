package e2e

import (
	"math/big"
	"time"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/messages"
)

// handlerGas is what the handlers of pings get.
const handlerGas = 100_000

// Ping sends count numbered messages in one transaction, from number first on.
func (n *Net) Ping(from, to *demo.Chain, first, count uint64) {
	n.t.Helper()
	pingPong := bindings.NewPingPong()
	data := []byte("a payload of a common size, so that its gas is of a common size")
	n.Transact(from, from.Deployment.PingPong, new(big.Int).Mul(n.Quote(from, to, 9+len(data)), new(big.Int).SetUint64(count)),
		pingPong.PackPingMany(to.ID, messages.AccountOf(to.Deployment.PingPong), handlerGas, first, count, data))
}

// Quote asks the Outbox for the fee of one message, in wei.
func (n *Net) Quote(from, to *demo.Chain, size int) *big.Int {
	n.t.Helper()
	outbox := bindings.NewOutbox()
	out := n.Call(from, from.Deployment.Outbox, outbox.PackQuote(to.ID, handlerGas, big.NewInt(int64(size))))
	fee, err := outbox.UnpackQuote(out)
	if err != nil {
		n.t.Fatal(err)
	}
	return fee
}

// Received reads what PingPong has counted in its own storage of the messages from
// a chain.
func (n *Net) Received(at, from *demo.Chain) bindings.PingPongReceivedOutput {
	n.t.Helper()
	pingPong := bindings.NewPingPong()
	received, err := pingPong.UnpackReceived(n.Call(at, at.Deployment.PingPong, pingPong.PackReceived(from.ID)))
	if err != nil {
		n.t.Fatal(err)
	}
	return received
}

// AwaitExactlyOnce waits until the messages numbered 1 to want have arrived, and
// fails if any came twice or out of order.
func (n *Net) AwaitExactlyOnce(at, from *demo.Chain, want uint64) {
	n.t.Helper()
	deadline := time.Now().Add(Patience)
	for {
		received := n.Received(at, from)
		if received.Count >= want {
			if expected := (bindings.PingPongReceivedOutput{Count: want, LastSequence: want}); received != expected {
				n.t.Fatalf("recipient on chain %d counted %+v, want %+v", at.ID, received, expected)
			}
			return
		}
		if time.Now().After(deadline) {
			n.t.Fatalf("recipient on chain %d counted %+v, want %d messages", at.ID, received, want)
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// StaysUndelivered watches for a while that the recipient gets nothing beyond have.
func (n *Net) StaysUndelivered(at, from *demo.Chain, have uint64, watch time.Duration) {
	n.t.Helper()
	for deadline := time.Now().Add(watch); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if received := n.Received(at, from); received.Count != have {
			n.t.Fatalf("recipient on chain %d counted %+v, want still %d", at.ID, received, have)
		}
	}
}

// Eventually waits for a condition.
func (n *Net) Eventually(what string, holds func() bool) {
	n.t.Helper()
	for deadline := time.Now().Add(Patience); !holds(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			n.t.Fatalf("never: %s", what)
		}
	}
}
