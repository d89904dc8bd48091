package rpcapi

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
)

// Developer is offered by a backend whose chain was begun as a developer's. With it there
// are anvil_, hardhat_ and personal_, all of evm_, and the eth_ methods that sign.
type Developer interface {
	TimeControl

	// DeveloperAccounts are those whose keys the node has.
	DeveloperAccounts() []common.Address
	// SignDigest signs with the key of such an account: r ‖ s ‖ v, v in {0,1}.
	SignDigest(account common.Address, digest common.Hash) ([]byte, error)
	// SignAs makes a transaction from an account: signed where the node has the key, else
	// impersonated where that is allowed. make gets the account's next nonce.
	SignAs(account common.Address, make func(nonce uint64) (types.TxData, error)) (*types.Transaction, error)
	// SendAs does the same and puts it into the pool.
	SendAs(ctx context.Context, account common.Address, make func(nonce uint64) (types.TxData, error)) (*types.Transaction, error)
	// Impersonate lets SendAs go without an account's key, or forbids it again.
	Impersonate(account common.Address, allowed bool)
	// ImpersonateAll lets it go without any key.
	ImpersonateAll(allowed bool)

	// ApplyChanges returns once a block has brought the changes.
	ApplyChanges(ctx context.Context, changes ...developer.Change) error
	// DumpState returns the accounts of the head's state.
	DumpState(ctx context.Context) (*developer.State, error)
	// LoadState sets the accounts of a dump, in as many blocks as it takes.
	LoadState(ctx context.Context, state *developer.State) error

	// Snapshot remembers the head and the clock. Revert goes back to one, forgets it and
	// those after it; false when there is no such snapshot. Reset goes back to block 0 and
	// ends all impersonation. rewound is called with the new head's number while no block
	// can be made.
	Snapshot() (id uint64, err error)
	Revert(ctx context.Context, id uint64, rewound func(head uint64)) (bool, error)
	Reset(ctx context.Context, rewound func(head uint64)) error

	// Automine makes blocks whenever a transaction waits, and at no other time; without
	// it blocks come when they are asked for.
	Automine(on bool) error
	// Pace says whether blocks come for transactions, and the time between blocks where
	// they come by themselves, else zero.
	Pace() (automine bool, interval time.Duration)
	// IntervalMining makes blocks by the clock; zero is Automine(false).
	IntervalMining(d time.Duration) error

	// DropTransaction takes one out of the pool, DropAllTransactions all.
	DropTransaction(hash common.Hash) bool
	DropAllTransactions() error
	// NextBaseFee is that of the next block in wei, and SetNextBaseFee fixes it.
	NextBaseFee() *big.Int
	SetNextBaseFee(wei *big.Int) error
}
