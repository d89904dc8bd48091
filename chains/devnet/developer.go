package devnet

import (
	"context"
	"errors"
	"fmt"
	"math/big"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
)

// developerBackend also offers what a developer's chain allows.
type developerBackend struct {
	*timedBackend
	funded []Account
	inner  types.Signer // of ordinary transactions

	sending sync.Mutex // one nonce at a time

	mu           sync.Mutex // guards what follows
	impersonated map[common.Address]bool
	everybody    bool
	snapshots    []snapshot
	nextSnapshot uint64
}

var _ rpcapi.Developer = (*developerBackend)(nil)

func newDeveloperBackend(b *backend, funded []Account) *developerBackend {
	return &developerBackend{
		timedBackend: &timedBackend{b, b.clock}, funded: funded, inner: types.LatestSigner(b.ChainConfig()),
		impersonated: make(map[common.Address]bool),
	}
}

// SubmitTx implements rpcapi.Pool: impersonated transactions come from SendAs alone.
func (d *developerBackend) SubmitTx(ctx context.Context, tx *types.Transaction) error {
	if from, ok := developer.Impersonated(tx); ok {
		return fmt.Errorf("transaction %s is impersonated as from %s: send it unsigned, by eth_sendTransaction", tx.Hash(), from)
	}
	return d.timedBackend.SubmitTx(ctx, tx)
}

// DeveloperAccounts implements rpcapi.Developer.
func (d *developerBackend) DeveloperAccounts() []common.Address {
	accounts := make([]common.Address, len(d.funded))
	for i, a := range d.funded {
		accounts[i] = a.Address
	}
	return accounts
}

func (d *developerBackend) account(address common.Address) (Account, bool) {
	for _, a := range d.funded {
		if a.Address == address {
			return a, true
		}
	}
	return Account{}, false
}

// SignDigest implements rpcapi.Developer.
func (d *developerBackend) SignDigest(address common.Address, digest common.Hash) ([]byte, error) {
	a, ok := d.account(address)
	if !ok {
		return nil, fmt.Errorf("%w: %s is none of the node's accounts", rpcapi.ErrNoSigner, address)
	}
	return crypto.Sign(digest[:], a.Key)
}

// SignAs implements rpcapi.Developer.
func (d *developerBackend) SignAs(from common.Address, make func(nonce uint64) (types.TxData, error)) (*types.Transaction, error) {
	a, known := d.account(from)
	d.mu.Lock()
	allowed := d.everybody || d.impersonated[from]
	d.mu.Unlock()
	if !known && !allowed || from == developer.Address {
		return nil, fmt.Errorf("%w: %s is none of the node's accounts and is not impersonated", rpcapi.ErrNoSigner, from)
	}
	data, err := make(d.pool.Nonce(from))
	if err != nil {
		return nil, err
	}
	if known {
		return types.SignNewTx(a.Key, d.Signer(), data)
	}
	tx, err := developer.Impersonate(d.inner, data, from)
	if err != nil {
		return nil, err
	}
	developer.Prime(d.Signer(), types.Transactions{tx})
	return tx, nil
}

// SendAs implements rpcapi.Developer.
func (d *developerBackend) SendAs(ctx context.Context, from common.Address, make func(nonce uint64) (types.TxData, error)) (*types.Transaction, error) {
	d.sending.Lock()
	defer d.sending.Unlock()
	tx, err := d.SignAs(from, make)
	if err != nil {
		return nil, err
	}
	return tx, d.timedBackend.SubmitTx(ctx, tx)
}

// Impersonate implements rpcapi.Developer.
func (d *developerBackend) Impersonate(account common.Address, allowed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if allowed {
		d.impersonated[account] = true
	} else {
		delete(d.impersonated, account)
	}
}

// ImpersonateAll implements rpcapi.Developer.
func (d *developerBackend) ImpersonateAll(allowed bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.everybody = allowed
}

// ApplyChanges implements rpcapi.Developer.
func (d *developerBackend) ApplyChanges(ctx context.Context, changes ...developer.Change) error {
	ticket, err := d.queue(ctx, changes)
	if err != nil {
		return err
	}
	for {
		changed := d.Changed() // first the channel, then the look: no block is missed
		if d.Applied(ticket) {
			return nil
		}
		d.validators.Mine(1)
		if err := d.await(ctx, changed); err != nil {
			return err
		}
	}
}

// queue waits until the changes have room; those before them are on their way.
func (d *developerBackend) queue(ctx context.Context, changes []developer.Change) (ticket uint64, err error) {
	for {
		changed := d.Changed()
		if ticket, err = d.Change(ctx, changes...); !errors.Is(err, executor.ErrTooManyChanges) {
			return ticket, err
		}
		if late := d.await(ctx, changed); late != nil {
			return 0, errors.Join(err, late)
		}
	}
}

func (d *developerBackend) await(ctx context.Context, changed <-chan struct{}) error {
	select {
	case <-changed:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("wait for the block that changes the state, at block %d (are enough validators running?): %w", d.FinalizedNumber(), ctx.Err())
	}
}

// Automine implements rpcapi.Developer.
func (d *developerBackend) Automine(on bool) error {
	err := d.SetBlockTime(0)
	d.ledger.manual.Store(!on)
	d.Wake()
	return err
}

// IntervalMining implements rpcapi.Developer.
func (d *developerBackend) IntervalMining(period time.Duration) error {
	if period == 0 {
		return d.Automine(false)
	}
	return d.SetBlockTime(period)
}

// Pace implements rpcapi.Developer.
func (d *developerBackend) Pace() (automine bool, interval time.Duration) {
	interval = d.validators.BlockPeriod()
	return interval == 0 && !d.ledger.manual.Load(), interval
}

// DropTransaction implements rpcapi.Developer.
func (d *developerBackend) DropTransaction(hash common.Hash) bool { return d.pool.Remove(hash) }

// DropAllTransactions implements rpcapi.Developer.
func (d *developerBackend) DropAllTransactions() error { return d.ClearPool() }

// SetNextBaseFee implements rpcapi.Developer.
func (d *developerBackend) SetNextBaseFee(wei *big.Int) error {
	fee, overflow := uint256.FromBig(wei)
	if overflow || wei.Sign() < 0 {
		return fmt.Errorf("base fee %s wei: want 0 to 2^128-1", wei)
	}
	return d.Chain.SetNextBaseFee(fee)
}
