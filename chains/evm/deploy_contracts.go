package evm

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum"
	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
)

// DeployBackend is what deploying asks of a node; *ethclient.Client is one.
type DeployBackend interface {
	bind.ContractBackend
	bind.DeployBackend
	ethereum.ChainIDReader
}

// DeployConfig names who may do what with the contracts. Every field is
// required; see contracts/src/base/Governed.sol and Fees.sol.
type DeployConfig struct {
	Owner       common.Address
	Guardian    common.Address
	FeeOracle   common.Address
	FeeReceiver common.Address
	Delay       time.Duration // of the timelock, 1 to 30 days
}

// Validate reports the first bad field, before any gas is spent.
func (c DeployConfig) Validate() error {
	for _, role := range []struct {
		name    string
		address common.Address
	}{{"Owner", c.Owner}, {"Guardian", c.Guardian}, {"FeeOracle", c.FeeOracle}, {"FeeReceiver", c.FeeReceiver}} {
		if role.address == (common.Address{}) {
			return fmt.Errorf("deploy: %s is the zero address, want an account", role.name)
		}
	}
	if c.Delay < 24*time.Hour || c.Delay > 30*24*time.Hour || c.Delay%time.Second != 0 {
		return fmt.Errorf("deploy: Delay is %s, want whole seconds from 24h to 720h", c.Delay)
	}
	return nil
}

// Deploy puts Outbox, Inbox and PingPong on one chain and reads back what they
// fixed. It costs the account about 7 M gas. A failure leaves contracts
// behind that nobody uses; calling again deploys new ones.
func Deploy(ctx context.Context, backend DeployBackend, opts *bind.TransactOpts, config DeployConfig) (*Deployment, error) {
	if err := config.Validate(); err != nil {
		return nil, err
	}
	chainID, err := backend.ChainID(ctx)
	if err != nil {
		return nil, fmt.Errorf("deploy: ask for the chain id: %w", err)
	}
	if !chainID.IsUint64() {
		return nil, fmt.Errorf("deploy: chain id %s exceeds 64 bits", chainID)
	}
	o := operator{ctx: ctx, backend: backend, opts: opts}
	outbox, inbox, pingPong := bindings.NewOutbox(), bindings.NewInbox(), bindings.NewPingPong()
	delay := big.NewInt(int64(config.Delay / time.Second))
	d := &Deployment{ChainID: chainID.Uint64(), Verifiers: map[uint64]common.Address{}}
	d.Outbox = o.deploy("Outbox", &bindings.OutboxMetaData,
		outbox.PackConstructor(config.Owner, config.Guardian, config.FeeOracle, config.FeeReceiver, delay))
	d.Inbox = o.deploy("Inbox", &bindings.InboxMetaData, inbox.PackConstructor(config.Owner, config.Guardian, delay))
	o.wait() // PingPong's constructor looks for the Inbox
	d.PingPong = o.deploy("PingPong", &bindings.PingPongMetaData,
		pingPong.PackConstructor(config.Owner, d.Outbox, d.Inbox))
	o.wait()
	d.DeployBlock = o.firstBlock

	atOutbox, atInbox := outbox.Instance(backend, d.Outbox), inbox.Instance(backend, d.Inbox)
	d.OutboxMark = read(&o, "Outbox.mark", atOutbox, outbox.PackMark(), outbox.UnpackMark)
	d.InboxMark = read(&o, "Inbox.mark", atInbox, inbox.PackMark(), inbox.UnpackMark)
	d.InboxID = read(&o, "Inbox.inboxId", atInbox, inbox.PackInboxId(), inbox.UnpackInboxId)
	code := o.code(d.Outbox)
	if o.err != nil {
		return nil, fmt.Errorf("deploy on chain %d: %w", d.ChainID, o.err)
	}
	d.OutboxCodeHash = crypto.Keccak256Hash(code)
	return d, d.Validate()
}
