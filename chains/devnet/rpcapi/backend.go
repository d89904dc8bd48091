package rpcapi

import (
	"context"
	"math/big"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/event"
	"github.com/ethereum/go-ethereum/params"
)

// Backend is the node behind the JSON-RPC. All methods may be called from many
// goroutines at once; what they return is read-only and must not change later.
type Backend interface {
	Chain
	State
	Pool
	Control
}

// Chain is the history of committed blocks. Hashes are on-chain hashes (QBFT:
// extraData without round and seals), parents' as well as blocks'.
type Chain interface {
	// ChainConfig never changes while the node lives.
	ChainConfig() *params.ChainConfig
	// CurrentHeader is the newest committed block's header, seals included; never nil.
	CurrentHeader() *types.Header
	// FinalizedNumber is at most the current header's number; under QBFT it equals it.
	FinalizedNumber() uint64
	// HashByNumber is the on-chain hash of block n, false when there is none.
	HashByNumber(n uint64) (common.Hash, bool)
	// The four look-ups return nil when there is no such block.
	HeaderByNumber(n uint64) *types.Header
	HeaderByHash(hash common.Hash) *types.Header
	BlockByNumber(n uint64) *types.Block
	BlockByHash(hash common.Hash) *types.Block
	// Receipts of a block in order of its transactions, with BlockHash,
	// BlockNumber, TxHash, TransactionIndex, GasUsed, EffectiveGasPrice,
	// ContractAddress and every log's position filled in; nil when there is no
	// such block, empty when it has no transactions.
	Receipts(blockHash common.Hash) types.Receipts
	// TransactionByHash finds a committed transaction and where it stands.
	TransactionByHash(hash common.Hash) (tx *types.Transaction, blockHash common.Hash, number, index uint64, ok bool)
	// SubscribeHeads signals each new head. The receiver reads the blocks
	// themselves by number, so a signal may stand for several blocks; a block is
	// readable, receipts included, before its signal.
	SubscribeHeads(ch chan<- *types.Header) event.Subscription
}

// State is the world state after recent blocks and the rules to execute on it.
type State interface {
	// StateAt returns a private copy of the state after the block with this
	// header; the caller may change it. Its Database opens the tries of that
	// root, which is where proofs are taken from. An error when the state has
	// been pruned; nodes keep about 128 of them.
	StateAt(header *types.Header) (*state.StateDB, error)
	// BlockContext is how the chain executes a block with this header: BLOCKHASH
	// answers on-chain hashes, PREVRANDAO the mix digest. The header need not be
	// a committed one; its ParentHash and Number anchor BLOCKHASH.
	BlockContext(header *types.Header) vm.BlockContext
	// PrepareBlock applies what the rules do to the state before a block's first
	// transaction (EIP-4788, EIP-2935), so that a trace of a transaction starts
	// from the state which it really met.
	PrepareBlock(block *types.Block, statedb *state.StateDB) error
}

// Pool is the mempool.
type Pool interface {
	// SubmitTx checks and queues a signed transaction. It returns once the
	// transaction is in the pool, or why it isn't: errors wrap go-ethereum's
	// core.ErrNonceTooLow, core.ErrInsufficientFunds, txpool.ErrAlreadyKnown,
	// txpool.ErrReplaceUnderpriced and so on, whose texts libraries match.
	SubmitTx(ctx context.Context, tx *types.Transaction) error
	// PendingTx finds a transaction that waits in the pool, nil otherwise.
	PendingTx(hash common.Hash) *types.Transaction
	// PoolNonce is the next nonce of an account, its executable pooled
	// transactions counted.
	PoolNonce(addr common.Address) uint64
	// PoolContent returns per account, by ascending nonce, what can be executed
	// now and what waits behind a nonce gap.
	PoolContent() (pending, queued map[common.Address][]*types.Transaction)
	// PoolContentFrom returns that of one account.
	PoolContentFrom(addr common.Address) (pending, queued []*types.Transaction)
	// PoolStatus returns their counts.
	PoolStatus() (pending, queued int)
	// SubscribePendingTxs sends transactions as they become executable.
	SubscribePendingTxs(ch chan<- []*types.Transaction) event.Subscription
}

// ValidatorInfo describes one member of the current validator set.
type ValidatorInfo struct {
	Index    int            // position in this process, -1 when it runs elsewhere
	Address  common.Address // its QBFT identity
	Paused   bool           // taken out on purpose, by PauseValidator
	InSet    bool           // a member of the set that seals the next block
	Proposes bool           // the proposer of the next block's round 0
}

// Control is what a devnet's owner may do and a public chain's user may not.
type Control interface {
	// Mine returns after n more blocks have been committed, empty ones included.
	Mine(ctx context.Context, n uint64) error
	// SetBlockTime changes the pause between blocks; zero means on demand.
	SetBlockTime(d time.Duration) error
	// Fund sends wei from the devnet's faucet by an ordinary transaction, so that
	// every validator agrees, and returns its hash.
	Fund(ctx context.Context, to common.Address, wei *big.Int) (common.Hash, error)
	// PauseValidator and ResumeValidator stop and start the i-th validator of this
	// process.
	PauseValidator(i int) error
	ResumeValidator(i int) error
	// Validators lists the validators of this process and those of the set.
	Validators() []ValidatorInfo
	// ProposeVote makes this process's validators vote to add or drop an address.
	ProposeVote(validator common.Address, add bool) error
}

// TimeControl is offered by a backend that lets a test move the chain's clock.
// devnet_increaseTime, devnet_setNextBlockTimestamp and all of evm_ exist only with it.
type TimeControl interface {
	// SetNextBlockTimestamp fixes the timestamp of the next block that is proposed
	// (Unix seconds); earlier than the head's is an error.
	SetNextBlockTimestamp(unixSeconds uint64) error
	// IncreaseTime moves all later timestamps and returns the total offset in seconds.
	IncreaseTime(seconds uint64) (uint64, error)
}
