package devnet

import (
	"context"
	"fmt"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"

	"github.com/catenary-bridge/catenary/chains/devnet/consensus"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool"
	"github.com/catenary-bridge/catenary/chains/devnet/mempool/shared"
	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
	"github.com/catenary-bridge/catenary/chains/devnet/turns"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// backend is the running node behind the RPC: the chain's own methods, and those of
// mempool and validators under the names that the RPC asks for.
type backend struct {
	*executor.Chain
	clock      *clock
	pool       *mempool.Pool
	level      *shared.Level // nil without
	hub        *p2p.Hub
	validators *consensus.Group
	faucet     *faucet
	net        *network // nil: the whole chain is in this process

	ledger    *pacedLedger // the chain as validators see it
	turns     *turns.Turns
	rewinds   chan rewinding    // served by run
	stopped   chan struct{}     // closed when run ends
	developer *developerBackend // nil unless the chain is a developer's
}

var (
	_ rpcapi.Backend    = (*backend)(nil)
	_ rpcapi.SharedPool = (*backend)(nil)
)

// timedBackend also offers the clock's controls.
type timedBackend struct {
	*backend
	*clock
}

var _ rpcapi.TimeControl = (*timedBackend)(nil)

// poolOfChain shows the mempool through the chain's own interface.
type poolOfChain struct{ *mempool.Pool }

// Candidates implements executor.Pool.
func (p poolOfChain) Candidates(baseFee *big.Int) executor.Candidates {
	return p.Pool.Candidates(baseFee)
}

// Reset implements executor.Pool.
func (p poolOfChain) Reset(head *types.Header, st *world.Snapshot, baseFee *big.Int, included types.Transactions) {
	p.Pool.Reset(head, st, baseFee, included)
}

// SubmitTx implements rpcapi.Pool.
func (b *backend) SubmitTx(ctx context.Context, tx *types.Transaction) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	return b.pool.Add(tx)
}

// PendingTx implements rpcapi.Pool.
func (b *backend) PendingTx(hash common.Hash) *types.Transaction { return b.pool.Get(hash) }

// PoolNonce implements rpcapi.Pool.
func (b *backend) PoolNonce(addr common.Address) uint64 { return b.pool.Nonce(addr) }

// PoolContent implements rpcapi.Pool.
func (b *backend) PoolContent() (pending, queued map[common.Address][]*types.Transaction) {
	return b.pool.Content()
}

// PoolContentFrom implements rpcapi.Pool.
func (b *backend) PoolContentFrom(addr common.Address) (pending, queued []*types.Transaction) {
	return b.pool.ContentFrom(addr)
}

// PoolStatus implements rpcapi.Pool.
func (b *backend) PoolStatus() (pending, queued int) { return b.pool.Status() }

// SharedPool implements rpcapi.SharedPool.
func (b *backend) SharedPool() (rpcapi.SharedPoolStatus, bool) {
	if b.level == nil {
		return rpcapi.SharedPoolStatus{}, false
	}
	return rpcapi.SharedPoolStatus(b.level.Status()), true
}

// SubscribePendingTxs implements rpcapi.Pool.
func (b *backend) SubscribePendingTxs(ch chan<- []*types.Transaction) event.Subscription {
	return b.pool.Subscribe(ch)
}

// Mine implements rpcapi.Control: it waits until n more blocks are committed. ErrTakenBack says that they will not be.
func (b *backend) Mine(ctx context.Context, n uint64) error {
	if n == 0 || n > maxMine {
		return fmt.Errorf("mine %d blocks: must be 1 to %d", n, maxMine)
	}
	if err := b.validating(); err != nil {
		return fmt.Errorf("mine %d blocks: %w", n, err)
	}
	until, era := b.validators.Mine(n)
	for {
		changed := b.Changed() // first the channel, then the head: no block is missed
		head := b.FinalizedNumber()
		if b.validators.Era() != era {
			return fmt.Errorf("mine %d blocks: %w, which is at block %d", n, ErrTakenBack, head)
		}
		if head >= until {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("mine %d blocks: reached block %d of %d: %w", n, head, until, ctx.Err())
		}
	}
}

// validating refuses what only validators can do.
func (b *backend) validating() error {
	if len(b.validators.Members()) == 0 {
		return ErrNoValidators
	}
	return nil
}

// SetBlockTime implements rpcapi.Control; zero means on demand.
func (b *backend) SetBlockTime(d time.Duration) error {
	if d != 0 {
		if err := checkBlockTime(d); err != nil {
			return err
		}
	}
	if err := b.validating(); err != nil {
		return fmt.Errorf("set block time: %w", err)
	}
	b.ledger.manual.Store(false)
	return b.validators.SetBlockPeriod(d)
}

// Fund implements rpcapi.Control.
func (b *backend) Fund(ctx context.Context, to common.Address, wei *big.Int) (common.Hash, error) {
	if err := ctx.Err(); err != nil {
		return common.Hash{}, err
	}
	return b.faucet.send(b, to, wei)
}

// PauseValidator implements rpcapi.Control.
func (b *backend) PauseValidator(i int) error {
	v, err := b.member(i)
	if err == nil {
		v.Pause()
	}
	return err
}

// ResumeValidator implements rpcapi.Control.
func (b *backend) ResumeValidator(i int) error {
	v, err := b.member(i)
	if err == nil {
		v.Resume()
	}
	return err
}

func (b *backend) member(i int) (*consensus.Validator, error) {
	members := b.validators.Members()
	if len(members) == 0 {
		return nil, ErrNoValidators
	}
	if i < 0 || i >= len(members) {
		return nil, fmt.Errorf("%w: index %d, must be 0 to %d", consensus.ErrUnknownValidator, i, len(members)-1)
	}
	return members[i], nil
}

// Validators implements rpcapi.Control: first those of this process, in the order of
// their keys, then members of the set that run elsewhere.
func (b *backend) Validators() []rpcapi.ValidatorInfo {
	var (
		members  = b.validators.Members()
		head     = b.Head()
		set      = b.currentSet(head, members)
		proposer common.Address
		infos    []rpcapi.ValidatorInfo
	)
	if set != nil {
		proposer = set.Proposer(head.Coinbase, 0)
	}
	for i, v := range members {
		a := v.Address()
		infos = append(infos, rpcapi.ValidatorInfo{
			Index: i, Address: a, Paused: v.Paused(), InSet: set != nil && set.Contains(a), Proposes: a == proposer,
		})
	}
	if set == nil {
		return infos
	}
	for _, a := range set.Members() {
		if _, err := b.validators.Validator(a); err != nil {
			infos = append(infos, rpcapi.ValidatorInfo{Index: -1, Address: a, InSet: true, Proposes: a == proposer})
		}
	}
	return infos
}

// currentSet is the set that decides the next block: as the validators know it, or,
// before they have begun, as the head lists it.
func (b *backend) currentSet(head *types.Header, members []*consensus.Validator) *consensus.Set {
	if b.net != nil {
		set, _, err := b.net.gate.Validators()
		if err != nil {
			return nil
		}
		return set
	}
	var addrs []common.Address
	for _, v := range members {
		if addrs = v.Validators(); addrs != nil {
			break
		}
	}
	if addrs == nil {
		extra, err := qbft.DecodeExtra(head.Extra)
		if err != nil {
			return nil
		}
		addrs = extra.Validators
	}
	set, err := consensus.NewSet(addrs)
	if err != nil {
		return nil
	}
	return set
}

// ProposeVote implements rpcapi.Control.
func (b *backend) ProposeVote(validator common.Address, add bool) error {
	if err := b.validating(); err != nil {
		return fmt.Errorf("propose vote: %w", err)
	}
	return b.validators.ProposeVote(validator, add)
}
