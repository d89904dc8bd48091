package e2e_test

import (
	"math/big"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/relayer"
)

// TestBothDirections: the main job.
func TestBothDirections(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 5, Threshold: 3, Validators: 4})
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 40)
	n.Ping(n.Right, n.Left, 1, 30)
	n.Ping(n.Left, n.Right, 41, 40)
	n.AwaitExactlyOnce(n.Right, n.Left, 80)
	n.AwaitExactlyOnce(n.Left, n.Right, 30)
}

// TestSignerDownThenBack: below the threshold nothing is delivered, and nothing is
// lost; a signer that comes back finds what it was asked meanwhile.
func TestSignerDownThenBack(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{Signers: 3, Threshold: 2})
	n.StartRelayer(nil, nil)
	n.StartSigner(n.Signers[0], nil)
	second := n.StartSigner(n.Signers[1], nil)
	n.Ping(n.Left, n.Right, 1, 5)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
	second.Stop()
	n.Ping(n.Left, n.Right, 6, 5)
	n.StaysUndelivered(n.Right, n.Left, 5, 2*time.Second)
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 10)
}

// TestRelayerKilledAtEachPoint: a relayer that is stopped at any point of a batch's
// life and started again loses and repeats nothing.
func TestRelayerKilledAtEachPoint(t *testing.T) {
	t.Parallel()
	for _, point := range []relayer.Point{relayer.PointVerified, relayer.PointCut, relayer.PointApproved, relayer.PointSubmitted, relayer.PointDelivered} {
		t.Run(string(point), func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			reached := make(chan struct{})
			var once atomic.Bool
			small := func(c *daemon.RelayerConfig) { c.Batch.Count = 7 }
			first := n.StartRelayer(small, func(at relayer.Point) {
				if at == point && once.CompareAndSwap(false, true) {
					close(reached)
				}
			})
			n.StartSigners(nil)
			n.Ping(n.Left, n.Right, 1, 20)
			select {
			case <-reached:
			case <-time.After(e2e.Patience):
				t.Fatal("the point was never reached")
			}
			first.Stop()
			n.Ping(n.Left, n.Right, 21, 5)
			n.StartRelayer(small, nil)
			n.AwaitExactlyOnce(n.Right, n.Left, 25)
		})
	}
}

// TestRevertingRecipientBlocksNobody: a message whose recipient reverts is recorded
// as failed, those behind it arrive, and anybody may retry it once it is mended.
func TestRevertingRecipientBlocksNobody(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	n.StartRelayer(nil, nil)
	n.StartSigners(nil)
	rejector := n.DeployRejector(n.Right)
	n.Ping(n.Left, n.Right, 1, 3)
	message := n.Send(n.Left, n.Right, rejector, []byte("not yet"))
	n.Ping(n.Left, n.Right, 4, 3)
	n.AwaitExactlyOnce(n.Right, n.Left, 6)
	if !n.Failed(n.Right, n.Left, message.ID()) {
		t.Fatal("the Inbox has not recorded the failure")
	}
	n.Transact(n.Right, rejector, new(big.Int), bindings.NewRejector().PackSetAccepting(true))
	n.Retry(n.Right, message)
	if n.Failed(n.Right, n.Left, message.ID()) {
		t.Fatal("the message is still recorded as failed after it succeeded")
	}
}
