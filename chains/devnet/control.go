package devnet

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
)

// The methods below do in the process what devnet_ methods do over RPC. Before Ready
// and after the end of Run they fail with ErrNotRunning.

func (n *Node) running() (*backend, error) {
	if b := n.live.Load(); b != nil {
		return b, nil
	}
	return nil, ErrNotRunning
}

func (n *Node) developer() (*developerBackend, error) {
	b, err := n.running()
	if err != nil {
		return nil, err
	}
	if b.developer == nil {
		return nil, ErrNotDeveloper
	}
	return b.developer, nil
}

// Backend is the running node as the RPC sees it.
func (n *Node) Backend() (rpcapi.Backend, error) { return n.running() }

// Mine waits until count more blocks (1 to 16,384) are committed, empty ones included.
func (n *Node) Mine(ctx context.Context, count uint64) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	return b.Mine(ctx, count)
}

// SetBlockTime changes the pause between blocks (10 ms to 1 h); zero means on demand.
func (n *Node) SetBlockTime(d time.Duration) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	return b.SetBlockTime(d)
}

// Fund sends wei from the faucet and returns the transaction's hash. It does not wait
// for the block. A contract is credited without being called.
func (n *Node) Fund(ctx context.Context, to common.Address, wei *big.Int) (common.Hash, error) {
	b, err := n.running()
	if err != nil {
		return common.Hash{}, err
	}
	return b.Fund(ctx, to, wei)
}

// Validators lists the validators of this process and of the current set, nil when
// the node doesn't run.
func (n *Node) Validators() []rpcapi.ValidatorInfo {
	b, err := n.running()
	if err != nil {
		return nil
	}
	return b.Validators()
}

// PauseValidator makes the i-th validator hang: it neither reads, sends nor counts time.
func (n *Node) PauseValidator(i int) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	return b.PauseValidator(i)
}

// ResumeValidator ends a pause.
func (n *Node) ResumeValidator(i int) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	return b.ResumeValidator(i)
}

// ProposeVote makes the validators of this process vote to add or drop an address.
func (n *Node) ProposeVote(validator common.Address, add bool) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	return b.ProposeVote(validator, add)
}

// IncreaseTime moves the chain's clock ahead by whole seconds, for good, and returns by
// how many it is ahead of the machine's in all. The next block has the new time. It
// fails with ErrNoTimeControl where Config.TimeControl is not set.
func (n *Node) IncreaseTime(seconds uint64) (total uint64, err error) {
	b, err := n.running()
	if err != nil {
		return 0, err
	}
	if !n.cfg.TimeControl {
		return 0, ErrNoTimeControl
	}
	return b.clock.IncreaseTime(seconds)
}

// SetNextBlockTimestamp fixes the timestamp of the next block that is proposed, in Unix
// seconds; the clock goes on from there. See IncreaseTime.
func (n *Node) SetNextBlockTimestamp(unixSeconds uint64) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	if !n.cfg.TimeControl {
		return ErrNoTimeControl
	}
	return b.clock.SetNextBlockTimestamp(unixSeconds)
}

// Now is the time on the chain's clock: what a block that is proposed now would get.
func (n *Node) Now() (time.Time, error) {
	b, err := n.running()
	if err != nil {
		return time.Time{}, err
	}
	return b.clock.Now(), nil
}

// SetNetworkRule lets a test drop, delay, repeat or reorder messages between
// validators; nil delivers everything.
func (n *Node) SetNetworkRule(rule p2p.Rule) error {
	b, err := n.running()
	if err != nil {
		return err
	}
	b.hub.SetRule(rule)
	return nil
}
