package e2e

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e/freeport"
)

// Redeploy puts a second pair of contracts on the same chains, for the same signers:
// what an operator does who replaces a deployment.
func (n *Net) Redeploy(threshold int) *Net {
	n.t.Helper()
	left, right := *n.Left, *n.Right
	left.Deployment, right.Deployment = nil, nil
	return n.twin(&left, &right, threshold).auditedToo()
}

// Anew starts both chains once more, with the same ids and accounts, and deploys the
// same contracts from them, to the same addresses, for the same signers: what a team
// does whose test network was lost. The first chains run on.
func (n *Net) Anew(threshold int) *Net {
	n.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	group, ctx := errgroup.WithContext(ctx)
	n.t.Cleanup(func() {
		cancel()
		if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			n.t.Errorf("a chain ended with %v", err)
		}
	})
	config := demo.DefaultConfig()
	config.Validators = 1
	var chains [2]*demo.Chain
	for i, id := range []uint64{n.Left.ID, n.Right.ID} {
		chain, err := demo.StartChain(ctx, group, id, config, "", n.log)
		if err != nil {
			n.t.Fatal(err)
		}
		n.t.Cleanup(chain.Close)
		chains[i] = chain
	}
	return n.twin(chains[0], chains[1], threshold).auditedToo()
}

// twin opens both lanes between two chains that have no contracts of this Net yet.
func (n *Net) twin(left, right *demo.Chain, threshold int) *Net {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	twin := &Net{World: &demo.World{Left: left, Right: right, Signers: n.Signers, Dir: n.t.TempDir()},
		t: n.t, busPort: freeport.Take(n.t), log: n.log, started: map[string]bool{}}
	if err := demo.OpenLanes(ctx, left, right, demo.Addresses(n.Signers), threshold, twin.Dir); err != nil {
		n.t.Fatal(err)
	}
	return twin
}

// auditedToo has a twin audited when the test ends, while its chains still run.
func (n *Net) auditedToo() *Net {
	n.audited = []auditedLane{{n.Left, n.Right}, {n.Right, n.Left}}
	n.t.Cleanup(n.auditAtEnd)
	return n
}
