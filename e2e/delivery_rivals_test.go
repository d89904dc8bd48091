package e2e_test

import (
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// TestOverlappingBatchesOfTwoRelayers: two relayers of one lane cut the same messages
// at different places, and their deliveries reach the chain alternately, so that each
// overlaps the other's. None fails, each message runs once, in the first delivery that
// carries it, and one without news costs little.
func TestOverlappingBatchesOfTwoRelayers(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	rival := n.AdmitRival("rival")
	sixes, fours := n.StartMempool(n.Right), n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, sixes.URL)
		c.Batch.Count = 6
	}, nil)
	rival.Start(func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, fours.URL)
		c.Batch.Count = 4
	}, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 12)
	six, four := sixes.Take(2), fours.Take(3)
	for i, step := range []struct {
		from *e2e.Mempool
		tx   *types.Transaction
		runs []uint64
	}{
		{fours, four[0], []uint64{1, 2, 3, 4}},
		{sixes, six[0], []uint64{5, 6}},
		{fours, four[1], []uint64{7, 8}},
		{sixes, six[1], []uint64{9, 10, 11, 12}},
		{fours, four[2], nil},
	} {
		carried, err := e2e.Carried(step.tx.Data(), n.Left.Deployment.LaneTo(n.Right.ID))
		if err != nil {
			t.Fatal(err)
		}
		step.from.Release(step.tx)
		receipt := n.Mined(n.Right, step.tx)
		outcome := n.OutcomeOf(n.Right, n.Left, receipt)
		t.Logf("delivery %d carries %v, runs %v, %d gas", i+1, carried, outcome.Delivered, receipt.GasUsed)
		if receipt.Status != types.ReceiptStatusSuccessful || !slices.Equal(outcome.Delivered, step.runs) || len(outcome.Failed) > 0 {
			t.Fatalf("delivery %d has status %d, %+v; want %v to run", i+1, receipt.Status, outcome, step.runs)
		}
		if len(step.runs) == 0 && receipt.GasUsed > 60_000 {
			t.Errorf("a delivery without news cost %d gas", receipt.GasUsed)
		}
	}
	sixes.Open()
	fours.Open()
	n.Ping(n.Left, n.Right, 13, 20)
	n.AwaitExactlyOnce(n.Right, n.Left, 32)
}

// TestRelayerDiesWithDeliveriesInTheMempool: a relayer dies after it has broadcast
// and before anything is mined. Another one delivers; the dead one's transactions,
// which some pool has kept, are mined afterwards and do nothing. When it comes back it
// takes part again.
func TestRelayerDiesWithDeliveriesInTheMempool(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	rival := n.AdmitRival("mortal")
	slow, pool := n.StartMempool(n.Right), n.StartMempool(n.Right)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Right.ID, slow.URL) }, nil)
	throughPool := func(c *daemon.RelayerConfig) {
		through(c.Chains, n.Right.ID, pool.URL)
		c.Batch.Count = 4
	}
	mortal := rival.Start(throughPool, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 8)
	orphans := pool.Take(2)
	mortal.Stop()
	n.StaysUndelivered(n.Right, n.Left, 0, 200*time.Millisecond)
	slow.Open()
	n.AwaitExactlyOnce(n.Right, n.Left, 8)
	for _, orphan := range orphans {
		pool.Release(orphan)
		receipt := n.Mined(n.Right, orphan)
		if outcome := n.OutcomeOf(n.Right, n.Left, receipt); receipt.Status != types.ReceiptStatusSuccessful || len(outcome.Delivered)+len(outcome.Failed) > 0 {
			t.Fatalf("a dead relayer's delivery has status %d and did %+v", receipt.Status, outcome)
		}
	}
	pool.Open()
	rival.Start(throughPool, nil)
	n.Ping(n.Left, n.Right, 9, 12)
	n.AwaitExactlyOnce(n.Right, n.Left, 20)
}
