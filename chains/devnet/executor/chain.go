package executor

import (
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"

	"github.com/catenary-bridge/catenary/chains/devnet/developer"
	"github.com/catenary-bridge/catenary/chains/devnet/executor/world"
)

// Candidates are transactions in the order in which they should be tried: each
// sender's by nonce. The chain reads ahead of what it executes: Drop may come while another
// goroutine is in Next.
type Candidates interface {
	// Next returns the next transaction, nil when there is none.
	Next() *types.Transaction
	// Drop says that one can't be executed on this state and why.
	Drop(tx *types.Transaction, reason error)
}

// Pool is what the chain asks of the mempool.
type Pool interface {
	// Candidates returns what could go into the next block at this base fee (wei).
	Candidates(baseFee *big.Int) Candidates
	// Reset tells of a new head: the state after it, which the pool may keep and
	// read, the base fee of the block after it and the transactions it brought.
	// It is called for each block in order, while readers of the head wait: it must
	// not call the chain.
	Reset(head *types.Header, st *world.Snapshot, nextBaseFee *big.Int, included types.Transactions)
	// Ready reports whether a transaction could go into the next block.
	Ready() bool
}

// Config says which chain to open and where. Store and Genesis are required.
type Config struct {
	Genesis Genesis
	Store   *Store
	// History is how many recent blocks keep their transactions, receipts and states, in
	// memory and on disk. 0 keeps all blocks, of those in memory maxStoredBytes, DefaultHistory
	// states in memory, and on disk
	// what it takes to make older states again. Headers are kept always.
	History uint64
	Logger  *slog.Logger // nil discards

	// Paranoid executes a proposal for every validator that asks, though another one of
	// this process has executed or built it.
	Paranoid bool

	// Alone is called when a step of a block begins that works on all processors, and what it
	// returns when the step ends; nil where nobody has to know.
	Alone func() (end func())
}

// Chain is the executed, final history of one devnet. All methods may be called
// concurrently. Nothing returned may be modified except by the state's private copies.
type Chain struct {
	config    *params.ChainConfig
	signer    types.Signer
	developer bool // see package developer
	gasTarget uint64
	paranoid  bool
	alone     func() (end func())
	log       *slog.Logger

	store *Store
	first Genesis
	jumps vm.JumpDestCache
	met   atomic.Int32 // accounts that were looked up for transfers of the last block

	// One execution at a time: the validators of a process verify the same proposal
	// at the same moment, and all but the first find it done.
	execution sync.Mutex
	proposals *lru.Cache[common.Hash, *executed]

	// Commits are serialised, separately from executions, so that a decided block
	// never waits for somebody's next proposal.
	commit sync.Mutex

	decrees decrees // of a developer

	mu      sync.RWMutex // guards what follows
	head    *types.Header
	hash    common.Hash
	states  states
	genesis common.Hash
	pool    Pool
	changed chan struct{}
	closed  bool
	broken  error  // by what may have been written, or not
	era     uint64 // counts rewinds

	heads    headFeed
	headers  *lru.Cache[uint64, *types.Header]
	blocks   *weighed[*types.Block]
	receipts *weighed[types.Receipts]

	rebuilding sync.Mutex
	rebuilt    *weighed[keptState] // old states, for who asks for them again
}

// Open opens the chain in a store, or begins one there when the store is empty.
// It owns the store from now on, also when it fails. Errors: ErrGenesisMismatch, ErrCorrupt.
func Open(cfg Config) (*Chain, error) {
	if cfg.Store == nil {
		return nil, errors.New("open chain: store is nil, must be NewMemoryStore or OpenStore")
	}
	c, err := newChain(cfg)
	if err == nil {
		err = c.load(cfg.Genesis)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open chain: %w", err), cfg.Store.Close())
	}
	return c, nil
}

func newChain(cfg Config) (*Chain, error) {
	if cfg.Genesis.GasLimit == 0 {
		cfg.Genesis.GasLimit = DefaultGasLimit
	}
	if err := cfg.Genesis.Check(); err != nil {
		return nil, err
	}
	cfg.Store.keep = cfg.History
	if cfg.History == 0 {
		cfg.History = DefaultHistory
	}
	if cfg.History > maxHistory {
		return nil, fmt.Errorf("history %d: must be at most %d states", cfg.History, maxHistory)
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	if cfg.Alone == nil {
		cfg.Alone = func() func() { return func() {} }
	}
	config := OsakaRules(cfg.Genesis.ChainID)
	signer := types.LatestSigner(config)
	if cfg.Genesis.Developer {
		signer = developer.NewSigner(signer)
	}
	return &Chain{
		config:    config,
		signer:    signer,
		developer: cfg.Genesis.Developer,
		gasTarget: cfg.Genesis.GasLimit,
		paranoid:  cfg.Paranoid,
		alone:     cfg.Alone,
		log:       cfg.Logger,
		store:     cfg.Store,
		first:     cfg.Genesis,
		states:    states{limit: cfg.History},
		jumps:     core.NewJumpDestCache(),
		proposals: lru.NewCache[common.Hash, *executed](maxExecuted),
		changed:   make(chan struct{}),
		headers:   lru.NewCache[uint64, *types.Header](cachedHeaders),
		blocks:    newWeighed(cachedBlocks, cachedBytes, blockBytes),
		receipts:  newWeighed(cachedReceipts, cachedBytes, receiptsBytes),
		rebuilt:   newWeighed(cachedStates, maxUndone, func(s keptState) int { return s.changes }),
	}, nil
}

// AttachPool connects the mempool; before that, blocks are empty. The pool is reset
// to the head at once.
func (c *Chain) AttachPool(pool Pool) error {
	c.commit.Lock() // no block may fall between this reset and the next
	defer c.commit.Unlock()
	head := c.Head()
	st, err := c.snapshotAt(head)
	if err != nil {
		return fmt.Errorf("attach pool: %w", err)
	}
	pool.Reset(head, st, c.nextBaseFee(head), nil)
	c.mu.Lock()
	c.pool = pool
	c.mu.Unlock()
	return nil
}

func (c *Chain) attached() Pool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.pool
}

// Close waits for a running commit and releases the store; later commits fail with
// ErrClosed. Readers must have ended.
func (c *Chain) Close() error {
	c.commit.Lock()
	defer c.commit.Unlock()
	c.mu.Lock()
	if c.closed {
		c.mu.Unlock()
		return nil
	}
	c.closed = true
	c.mu.Unlock()
	c.heads.close(ErrClosed)
	return c.store.Close()
}
