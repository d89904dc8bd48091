package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// thiefTip is far above what the relayer pays, so that a proposer takes the thief's
// transaction first.
const thiefTip = 50e9

// TestDeliveryStolenFromTheMempool: somebody copies each delivery of the relayer
// before it is mined, and sends it first: whole in an earlier block, whole in the
// same block with a higher tip, or only its first half. The relayer's transactions
// do not fail and cost a fraction, and every message runs once.
func TestDeliveryStolenFromTheMempool(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, pool.URL)
		c.Batch.Count = 4
	}, nil)
	n.StartSigners(nil)
	thief := n.NewStranger(n.Right)
	n.Ping(n.Left, n.Right, 1, 12)
	victims := pool.Take(3) // the relayer broadcasts the next before the first is mined

	t.Run("whole, a block earlier", func(t *testing.T) {
		stolen := n.Mined(n.Right, thief.Broadcast(n.Right.Deployment.Inbox, victims[0].Data(), victims[0].Gas(), thiefTip))
		pool.Release(victims[0])
		theftDidNoHarm(t, n, stolen, n.Mined(n.Right, victims[0]), []uint64{1, 2, 3, 4}, nil)
	})
	t.Run("whole, with a higher tip", func(t *testing.T) {
		stolen := thief.Broadcast(n.Right.Deployment.Inbox, victims[1].Data(), victims[1].Gas(), thiefTip)
		pool.Release(victims[1])
		theftDidNoHarm(t, n, n.Mined(n.Right, stolen), n.Mined(n.Right, victims[1]), []uint64{5, 6, 7, 8}, nil)
	})
	t.Run("its first half", func(t *testing.T) {
		half, err := e2e.Recut(victims[2].Data(), n.Left.Deployment.LaneTo(n.Right.ID), 2)
		if err != nil {
			t.Fatal(err)
		}
		stolen := n.Mined(n.Right, thief.Broadcast(n.Right.Deployment.Inbox, half, victims[2].Gas(), thiefTip))
		pool.Release(victims[2])
		theftDidNoHarm(t, n, stolen, n.Mined(n.Right, victims[2]), []uint64{9, 10}, []uint64{11, 12})
	})
	pool.Open()
	n.Ping(n.Left, n.Right, 13, 4)
	n.AwaitExactlyOnce(n.Right, n.Left, 16)
}

// theftDidNoHarm checks what thief and relayer executed, and what the relayer paid.
func theftDidNoHarm(t *testing.T, n *e2e.Net, stolen, own *types.Receipt, byThief, byRelayer []uint64) {
	t.Helper()
	before := stolen.BlockNumber.Cmp(own.BlockNumber)
	if before > 0 || before == 0 && stolen.TransactionIndex > own.TransactionIndex {
		t.Fatal("the thief came too late: nothing was stolen")
	}
	if own.Status != types.ReceiptStatusSuccessful {
		t.Fatal("the relayer's transaction failed")
	}
	theirs, ours := n.OutcomeOf(n.Right, n.Left, stolen), n.OutcomeOf(n.Right, n.Left, own)
	if !slices.Equal(theirs.Delivered, byThief) || !slices.Equal(ours.Delivered, byRelayer) || len(theirs.Failed)+len(ours.Failed) > 0 {
		t.Fatalf("thief executed %v, relayer %v, want %v and %v", theirs.Delivered, ours.Delivered, byThief, byRelayer)
	}
	t.Logf("gas: thief %d, relayer %d", stolen.GasUsed, own.GasUsed)
	if len(byRelayer) == 0 && own.GasUsed > stolen.GasUsed/2 {
		t.Fatalf("the relayer paid for %d gas where the thief, who did the work, paid for %d", own.GasUsed, stolen.GasUsed)
	}
}

// TestStolenDeliveryIsGoodForNothingElse: whoever copies a delivery can't run its
// messages ahead of those before them, leave one out, or change one; each try
// reverts with the contract's own reason and moves nothing.
func TestStolenDeliveryIsGoodForNothingElse(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	pool := n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, pool.URL)
		c.Batch.Count = 4
	}, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 8)
	first, second := pool.Take(1)[0], pool.Take(1)[0]
	lane := n.Left.Deployment.LaneTo(n.Right.ID)
	attestation, err := e2e.Attestation(first.Data(), lane)
	if err != nil {
		t.Fatal(err)
	}
	sent := n.Sent(n.Left, n.Right)
	altered := slices.Clone(sent[:4])
	altered[2].Payload = append(slices.Clone(altered[2].Payload), '!')
	for _, attack := range []struct {
		name, reason string
		batch        []messages.Message
		attestation  []byte
	}{
		{"one altered", "UnknownSigner", altered, attestation},
		{"the last left out", "UnknownSigner", sent[:3], attestation},
		{"one more added", "UnknownSigner", sent[:5], attestation},
		{"without its attestation", "TooFewSignatures", sent[:4], nil},
	} {
		t.Run(attack.name, func(t *testing.T) {
			_, reason := n.DeliverAsAnybody(n.Right, n.Left, attack.batch, attack.attestation)
			if !strings.Contains(reason, attack.reason) {
				t.Errorf("refused because of %q, want %s", reason, attack.reason)
			}
		})
	}
	t.Run("ahead of its turn", func(t *testing.T) {
		if _, reason := n.Attempt(n.Right, n.Right.Deployment.Inbox, second.Data()); !strings.Contains(reason, "NonceGap") {
			t.Errorf("refused because of %q, want NonceGap", reason)
		}
	})
	n.StaysUndelivered(n.Right, n.Left, 0, 200*time.Millisecond)
	pool.Release(first, second)
	pool.Open()
	n.AwaitExactlyOnce(n.Right, n.Left, 8)
}
