package e2e

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Forked returns the net with contracts on another left chain, and a second history of
// that chain: the same validators went on from the same block once more, as thieves of
// their keys would. Both run; a light client that has seen only one of them believes
// that one.
func (n *Net) Forked(threshold int) (net *Net, second *demo.Chain) {
	n.t.Helper()
	root := n.t.TempDir()
	common := filepath.Join(root, "common")
	left, stop := n.startOn(common)
	right := *n.Right
	right.Deployment = nil
	net = n.twin(left, &right, threshold)
	stop()
	var histories [2]*demo.Chain
	for i, name := range []string{"first", "second"} {
		dir := filepath.Join(root, name)
		if err := os.CopyFS(dir, os.DirFS(common)); err != nil {
			n.t.Fatal(err)
		}
		histories[i], _ = n.startOn(dir)
		histories[i].Deployment, histories[i].DeploymentFile = left.Deployment, left.DeploymentFile
	}
	*left = *histories[0]
	return net.auditedToo(), histories[1]
}

// startOn runs a devnet with the left chain's id on a data directory, until it is
// stopped or the test ends.
func (n *Net) startOn(dir string) (chain *demo.Chain, stop func()) {
	n.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	group, ctx := errgroup.WithContext(ctx)
	stop = func() {
		cancel()
		if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			n.t.Errorf("a chain ended with %v", err)
		}
	}
	n.t.Cleanup(stop)
	chain, err := demo.StartDevnet(ctx, group, devnet.Config{ChainID: n.Left.ID, Validators: 1, BlockTime: BlockTime,
		DataDir: dir, Logger: n.log.With("part", "devnet")})
	if err != nil {
		n.t.Fatal(err)
	}
	n.t.Cleanup(chain.Close)
	return chain, stop
}
