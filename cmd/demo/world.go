package demo

import (
	"context"
	"crypto/ecdsa"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strconv"
	"time"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Chain is one running chain with its contracts.
type Chain struct {
	ID             uint64
	Node           *devnet.Node // nil where the chain is no devnet
	HTTP, WS       string
	Client         *evm.Node
	Deployment     *evm.Deployment
	DeploymentFile string
	GenesisHash    common.Hash
	Trust          Trust
	Operator       *ecdsa.PrivateKey // owner, guardian and fee oracle of the contracts
	Relayer        *ecdsa.PrivateKey // pays for deliveries
	Sender         *ecdsa.PrivateKey // sends messages
}

// Trust is what daemons are told to believe of a chain.
type Trust struct {
	Light         daemon.ClientConfig
	Finality      string // of deliveries; empty means the daemon's default
	Confirmations uint64
}

// Close ends the connection to the chain, not the chain.
func (c *Chain) Close() {
	if c.Client != nil {
		c.Client.Close()
	}
}

// StartChain runs a devnet of the demo in the group and returns when its RPC answers
// and its first block is there.
func StartChain(ctx context.Context, group *errgroup.Group, id uint64, config Config, dir string, logger *slog.Logger) (*Chain, error) {
	return StartDevnet(ctx, group, devnet.Config{ChainID: id, Validators: config.Validators, BlockTime: config.BlockTime,
		DataDir: dir, Logger: logger.With("part", "devnet")})
}

// StartDevnet is StartChain for a devnet with settings of one's own. It has the
// accounts of devnet.TestMnemonic.
func StartDevnet(ctx context.Context, group *errgroup.Group, config devnet.Config) (*Chain, error) {
	config.Mnemonic, config.Accounts = devnet.TestMnemonic, accounts
	node, err := devnet.New(config)
	if err != nil {
		return nil, err
	}
	group.Go(func() error { return node.Run(ctx) })
	select {
	case <-node.Ready():
	case <-ctx.Done():
		return nil, fmt.Errorf("chain %d did not start: %w", config.ChainID, context.Cause(ctx))
	}
	http, ws := node.Endpoint()
	c, err := Attach(ctx, config.ChainID, http, ws)
	if err != nil {
		return nil, err
	}
	c.Node = node
	c.Trust.Light = daemon.ClientConfig{Kind: qbft.Kind, AnchorHash: c.GenesisHash}
	return c, nil
}

// Attach connects to a chain that runs already, knows the accounts of
// devnet.TestMnemonic and makes blocks by itself. Whom to trust about it is left to
// the caller.
func Attach(ctx context.Context, id uint64, http, ws string) (_ *Chain, err error) {
	funded, err := devnet.DeriveAccounts(devnet.TestMnemonic, accounts)
	if err != nil {
		return nil, err
	}
	c := &Chain{ID: id, HTTP: http, WS: ws, Operator: funded[0].Key, Relayer: funded[1].Key, Sender: funded[2].Key}
	if c.Client, err = evm.DialNode(ctx, c.WS); err != nil {
		return nil, fmt.Errorf("connect to chain %d: %w", id, err)
	}
	defer func() {
		if err != nil {
			c.Close()
		}
	}()
	if c.GenesisHash, err = c.Client.BlockHash(ctx, 0); err != nil {
		return nil, fmt.Errorf("chain %d: %w", id, err)
	}
	return c, c.awaitBlock(ctx)
}

// accounts is how many funded accounts the parts of a demo use.
const accounts = 3

// awaitBlock waits for block 1: the contracts take the hash of the block before
// theirs for their mark, so that nothing can be deployed at block 0.
func (c *Chain) awaitBlock(ctx context.Context) error {
	for {
		head, err := c.Client.BlockNumber(ctx)
		if err != nil {
			return fmt.Errorf("read head of chain %d: %w", c.ID, err)
		}
		if head > 0 {
			return nil
		}
		select {
		case <-ctx.Done():
			return fmt.Errorf("chain %d made no block: %w", c.ID, context.Cause(ctx))
		case <-time.After(poll):
		}
	}
}

// Opts returns how a key's transactions are signed.
func (c *Chain) Opts(key *ecdsa.PrivateKey) *bind.TransactOpts {
	return bind.NewKeyedTransactor(key, new(big.Int).SetUint64(c.ID))
}

// deploy puts the contracts on the chain.
func (c *Chain) deploy(ctx context.Context) (err error) {
	owner := crypto.PubkeyToAddress(c.Operator.PublicKey)
	c.Deployment, err = evm.Deploy(ctx, c.Client, c.Opts(c.Operator), evm.DeployConfig{
		Owner: owner, Guardian: owner, FeeOracle: owner, FeeReceiver: crypto.PubkeyToAddress(c.Relayer.PublicKey), Delay: 48 * time.Hour,
	})
	return err
}

// writeDeployment keeps the deployment in the file that daemons read.
func (c *Chain) writeDeployment(dir string) error {
	content, err := json.MarshalIndent(c.Deployment, "", "  ")
	if err != nil {
		return fmt.Errorf("encode deployment: %w", err)
	}
	c.DeploymentFile = filepath.Join(dir, "deployment-"+strconv.FormatUint(c.ID, 10)+".json")
	if err := os.WriteFile(c.DeploymentFile, append(content, '\n'), 0o644); err != nil {
		return fmt.Errorf("write deployment: %w", err)
	}
	return nil
}

// OpenLanes deploys to both chains at a time and opens both lanes.
func OpenLanes(ctx context.Context, left, right *Chain, signers []common.Address, threshold int, dir string) error {
	both, bothCtx := errgroup.WithContext(ctx)
	for _, c := range []*Chain{left, right} {
		both.Go(func() error { return c.deploy(bothCtx) })
	}
	if err := both.Wait(); err != nil {
		return err
	}
	config := evm.DevnetLane(signers, threshold)
	leftEnd := evm.LaneEnd{Backend: left.Client, Opts: left.Opts(left.Operator), Deployment: left.Deployment}
	rightEnd := evm.LaneEnd{Backend: right.Client, Opts: right.Opts(right.Operator), Deployment: right.Deployment}
	if err := evm.OpenLane(ctx, leftEnd, rightEnd, config); err != nil {
		return err
	}
	if err := evm.OpenLane(ctx, rightEnd, leftEnd, config); err != nil {
		return err
	}
	return errors.Join(left.writeDeployment(dir), right.writeDeployment(dir))
}
