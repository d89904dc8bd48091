package e2e

import (
	"context"
	"errors"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Kind is a kind of chain.
type Kind string

const (
	// Devnet is our own chain, followed by its light client: the default.
	Devnet Kind = ""
	// Anvil is somebody else's node without consensus, followed by rpcquorum. A test
	// that wants it is skipped where it is not installed.
	Anvil Kind = "anvil"
)

// The ids of a net's chains; no public chain has them.
const (
	leftChain  = 9001
	rightChain = 9002
)

// setUpBlockTime is the pause until contracts are deployed.
const setUpBlockTime = 20 * time.Millisecond

// BlockTime is the pause between blocks of a net's chains.
const BlockTime = 100 * time.Millisecond

// trustingPeriod of a net's light clients is longer than any time that a story lets
// pass; a story about its end sets its own.
const trustingPeriod = 50 * 365 * 24 * time.Hour

// startChains starts both chains at a time. They stop when the test ends, as what is
// started last is stopped first.
func (n *Net) startChains(config Config) {
	n.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	group, ctx := errgroup.WithContext(ctx)
	n.t.Cleanup(func() {
		cancel()
		if err := group.Wait(); err != nil && !errors.Is(err, context.Canceled) {
			n.t.Errorf("a chain ended with %v", err)
		}
	})
	starting, startCtx := errgroup.WithContext(ctx)
	start := func(id uint64, kind Kind, end **demo.Chain) {
		binary := ""
		if kind == Anvil {
			binary = findAnvil(n.t)
		}
		starting.Go(func() (err error) {
			if kind == Anvil {
				*end, err = startAnvil(startCtx, ctx, group, id, binary, n.Dir)
				return err
			}
			*end, err = demo.StartDevnet(ctx, group, devnet.Config{ChainID: id, Validators: config.Validators, ValidatorKeys: config.ValidatorKeys,
				BlockTime: BlockTime, History: config.History, TimeControl: true, Logger: n.log.With("part", "devnet")})
			if err == nil {
				(*end).Trust.Light.TrustingPeriod = trustingPeriod
			}
			return err
		})
	}
	start(leftChain, config.Left, &n.Left)
	start(rightChain, config.Right, &n.Right)
	err := starting.Wait()
	for _, chain := range []*demo.Chain{n.Left, n.Right} {
		if chain != nil {
			n.t.Cleanup(chain.Close)
		}
	}
	if err != nil {
		n.t.Fatal(err)
	}
}

// devnets are those of the net's chains that are devnets.
func (n *Net) devnets() (all []*demo.Chain) {
	for _, chain := range []*demo.Chain{n.Left, n.Right} {
		if chain.Node != nil {
			all = append(all, chain)
		}
	}
	return all
}
