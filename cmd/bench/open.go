package bench

import (
	"context"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/signer/keys"
)

// benchChain is the chain id of a devnet that is measured; no public chain has it.
const benchChain = 9009

// richWei is what each sender has on a devnet of ours: a million ether.
var richWei = new(big.Int).Mul(big.NewInt(1_000_000), big.NewInt(1e18))

// startDevnet runs a devnet in the group whose block 0 funds the accounts.
func startDevnet(ctx context.Context, group *errgroup.Group, c Config, accounts []account, logger *slog.Logger) (*site, error) {
	alloc := make(types.GenesisAlloc, len(accounts))
	for i := range accounts {
		alloc[accounts[i].address] = types.Account{Balance: richWei}
	}
	node, err := devnet.New(devnet.Config{ChainID: benchChain, Validators: c.Validators, BlockTime: c.BlockTime, OnDemand: c.OnDemand, GasLimit: c.GasLimit,
		Alloc: alloc, DataDir: c.DataDir, OwnCollector: ownCollector(), Logger: logger})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	group.Go(func() error { return node.Run(ctx) })
	select {
	case <-node.Ready():
	case <-ctx.Done():
		return nil, fmt.Errorf("the devnet did not start: %w", context.Cause(ctx))
	}
	url, _ := node.Endpoint()
	// A twentieth of a block is how exact latencies are.
	s, err := visit(ctx, url, crypto.FromECDSA(node.Accounts()[0].Key), c.FeeCap, min(max(c.BlockTime/20, minPoll), maxPoll))
	if err != nil {
		return nil, err
	}
	s.node, s.fees.times = node, 1
	return s, nil
}

// visitOther connects to a node that is not ours.
func visitOther(ctx context.Context, c Config, prompt func(string) (string, error)) (*site, error) {
	if c.Funder.Keystore == "" {
		known, err := devnet.DeriveAccounts(devnet.TestMnemonic, 1)
		if err != nil {
			return nil, err
		}
		return visit(ctx, c.Against, crypto.FromECDSA(known[0].Key), c.FeeCap, otherPoll)
	}
	source := keys.PassphraseSource{File: c.Funder.PassphraseFile, Lookup: os.LookupEnv}
	if prompt != nil {
		source.Prompt = func() (string, error) { return prompt(c.Funder.Keystore) }
	}
	passphrase, err := source.Passphrase()
	if err != nil {
		return nil, err
	}
	key, err := keys.Load(c.Funder.Keystore, passphrase)
	if err != nil {
		return nil, err
	}
	return visit(ctx, c.Against, crypto.FromECDSA(key), c.FeeCap, otherPoll)
}

// How far apart looks for a new block are: each costs generator and node some 100 µs.
const (
	minPoll, maxPoll = 5 * time.Millisecond, 50 * time.Millisecond
	otherPoll        = 10 * time.Millisecond // of a node whose block time is not known
)
