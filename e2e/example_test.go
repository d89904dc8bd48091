package e2e_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// tell runs an example and prints what it reports; a test has a t of its own.
func tell(story func(t testing.TB)) {
	if err := e2e.Run(story); err != nil {
		fmt.Println(err)
	}
}

// Three lines start a bridge, send messages both ways and wait for them.
func Example() {
	tell(func(t testing.TB) {
		net := e2e.Start(t, e2e.Config{})
		net.Ping(net.Left, net.Right, 1, 20)
		net.AwaitExactlyOnce(net.Right, net.Left, 20)

		fmt.Println(net.Received(net.Right, net.Left).Count, "messages, each once and in order")
	})
	// Output: 20 messages, each once and in order
}

// A message to a contract of one's own: what became of it, why it failed, and a retry.
func ExampleNet_Await() {
	tell(func(t testing.TB) {
		net := e2e.Start(t, e2e.Config{})
		recipient := net.Deploy(net.Right, common.FromHex(bindings.RejectorMetaData.Bin),
			bindings.NewRejector().PackConstructor(net.Right.Deployment.Inbox))

		message := net.SendMessage(net.Left, net.Right, e2e.Outgoing{Recipient: recipient, Payload: []byte("hello")})
		fmt.Println("delivered:", net.Await(message).Succeeded)

		net.Transact(net.Right, recipient, nil, bindings.NewRejector().PackSetAccepting(true))
		net.Retry(net.Right, message)
		fmt.Println("retried:", net.Await(message).Succeeded)
		net.AssertExactlyOnce(message)
	})
	// Output:
	// delivered: false
	// retried: true
}

// An endpoint that hides every event, beside an honest one: delivery goes on.
func ExampleStartProxy() {
	tell(func(t testing.TB) {
		net := e2e.Prepare(t, e2e.Config{})
		liar := e2e.StartProxy(t, net.Left.HTTP)
		liar.Tell(func(method string, _, honest json.RawMessage) json.RawMessage {
			if method == "eth_getLogs" {
				return json.RawMessage("[]")
			}
			return honest
		})
		net.StartRelayer(func(c *daemon.RelayerConfig) {
			c.Chains[0].Endpoints = []string{liar.URL, net.Left.HTTP} // the liar is preferred
		}, nil)
		net.StartSigners(nil)

		net.Ping(net.Left, net.Right, 1, 5)
		net.AwaitExactlyOnce(net.Right, net.Left, 5)
		fmt.Println("lied:", liar.Lies() > 0)
	})
	// Output: lied: true
}

// What takes two days in life: changing who receives the fees.
func ExampleNet_AdvanceTime() {
	tell(func(t testing.TB) {
		net := e2e.Start(t, e2e.Config{})
		inbox, outbox := bindings.NewInbox(), bindings.NewOutbox()
		call := outbox.PackSetFeeReceiver(common.HexToAddress("0x00000000000000000000000000000000000000fe"))

		net.TransactBy(net.Left, net.Left.Operator, net.Left.Deployment.Outbox, nil, inbox.PackSchedule(call))
		net.AdvanceTime(48*time.Hour + time.Second)
		net.TransactBy(net.Left, net.Left.Operator, net.Left.Deployment.Outbox, nil, inbox.PackExecute(call))

		receiver, err := outbox.UnpackFeeReceiver(net.Call(net.Left, net.Left.Deployment.Outbox, outbox.PackFeeReceiver()))
		fmt.Println(receiver, err)
	})
	// Output: 0x00000000000000000000000000000000000000fe <nil>
}
