package executor

import (
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/state"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/core/vm"
	"github.com/ethereum/go-ethereum/params"
	"github.com/ethereum/go-ethereum/triedb"
	"github.com/ethereum/go-ethereum/triedb/hashdb"
)

// Candidates are transactions in the order in which they should be tried: each
// sender's by nonce. Calling Next again means that the previous one was taken.
type Candidates interface {
	// Next returns the next transaction, nil when there is none.
	Next() *types.Transaction
	// Skip leaves the last one, and with it its sender, out of this block only.
	Skip()
	// Drop says that the last one can't be executed on this state and why.
	Drop(reason error)
}

// Pool is what the chain asks of the mempool.
type Pool interface {
	// Candidates returns what could go into the next block at this base fee (wei).
	Candidates(baseFee *big.Int) Candidates
	// Reset tells of a new head: the state after it, which the pool may keep and
	// read, the base fee of the block after it and the transactions it brought.
	// It is called for each block in order, before readers see the block.
	Reset(head *types.Header, st *state.StateDB, nextBaseFee *big.Int, included types.Transactions)
	// Ready reports whether a transaction could go into the next block.
	Ready() bool
}

// Config says which chain to open and where. Store and Genesis are required.
type Config struct {
	Genesis Genesis
	Store   *Store
	History uint64       // recent states kept in memory; 0 means DefaultHistory; a durable store keeps all
	Logger  *slog.Logger // nil discards
}

// Chain is the executed, final history of one devnet. All methods may be called
// concurrently. Nothing returned may be modified except by the state's private copies.
type Chain struct {
	config    *params.ChainConfig
	signer    types.Signer
	gasTarget uint64
	history   uint64
	log       *slog.Logger

	store  *Store
	tries  *triedb.Database
	states state.Database
	jumps  vm.JumpDestCache

	// One execution at a time: the validators of a process verify the same proposal
	// at the same moment, and all but the first find it done.
	execution sync.Mutex
	proposals *lru.Cache[common.Hash, *executed]

	// Commits are serialised, separately from executions, so that a decided block
	// never waits for somebody's next proposal.
	commit sync.Mutex
	roots  []common.Hash // in memory: roots of kept states, oldest first; under commit

	mu      sync.RWMutex // guards what follows
	head    *types.Header
	hash    common.Hash
	genesis common.Hash
	pool    Pool
	changed chan struct{}
	closed  bool

	heads    headFeed
	headers  *lru.Cache[uint64, *types.Header]
	blocks   *lru.Cache[uint64, *types.Block]
	receipts *lru.Cache[uint64, types.Receipts]
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
	if cfg.History == 0 {
		cfg.History = DefaultHistory
	}
	if cfg.History > maxHistory {
		return nil, fmt.Errorf("history %d: must be at most %d states", cfg.History, maxHistory)
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	config := OsakaRules(cfg.Genesis.ChainID)
	disk := cfg.Store.stateDB()
	// No clean cache: go-ethereum's lives outside the Go heap and would leak with
	// every chain that isn't closed; pebble caches blocks of its own.
	tries := triedb.NewDatabase(disk, &triedb.Config{HashDB: hashdb.Defaults})
	return &Chain{
		config:    config,
		signer:    types.LatestSigner(config),
		gasTarget: cfg.Genesis.GasLimit,
		history:   cfg.History,
		log:       cfg.Logger,
		store:     cfg.Store,
		tries:     tries,
		states:    state.NewDatabase(tries, state.NewCodeDB(disk)),
		jumps:     core.NewJumpDestCache(),
		proposals: lru.NewCache[common.Hash, *executed](maxExecuted),
		changed:   make(chan struct{}),
		headers:   lru.NewCache[uint64, *types.Header](cachedHeaders),
		blocks:    lru.NewCache[uint64, *types.Block](cachedBlocks),
		receipts:  lru.NewCache[uint64, types.Receipts](cachedReceipts),
	}, nil
}

// load takes the head from the store, creating block 0 first where there is none.
func (c *Chain) load(g Genesis) error {
	if g.GasLimit == 0 {
		g.GasLimit = DefaultGasLimit
	}
	n, ok, err := c.store.head()
	if err != nil {
		return err
	}
	if !ok {
		if err := c.begin0(g); err != nil {
			return err
		}
	}
	enc, err := c.store.get([]byte(keyMeta))
	if err != nil {
		return fmt.Errorf("read meta record: %w", err)
	}
	m, err := decodeMeta(enc)
	if err != nil {
		return err
	}
	if err := m.agrees(g); err != nil {
		return err
	}
	head, hash, err := c.checkStored(n)
	if err != nil {
		return err
	}
	if first, _, err := c.store.hash(0); err != nil || first != m.Genesis {
		return fmt.Errorf("%w: block 0 is %s, the meta record says %s", ErrCorrupt, first, m.Genesis)
	}
	c.head, c.hash, c.genesis = head, hash, m.Genesis
	return nil
}

// begin0 writes block 0. Its state goes first: the head pointer is the last thing
// written, so an interrupted start begins anew.
func (c *Chain) begin0(g Genesis) error {
	if g.Entropy == (common.Hash{}) {
		return errNoEntropy
	}
	root, err := g.writeState(c.states, c.config.Rules(new(big.Int), true, g.Time))
	if err != nil {
		return err
	}
	block := g.block(root)
	hash, err := blockHash(block.Header())
	if err != nil {
		return err
	}
	digest, err := g.digest()
	if err != nil {
		return err
	}
	enc, err := meta{Version: metaVersion, ChainID: g.ChainID, Genesis: hash, Digest: digest, Entropy: g.Entropy}.encode()
	if err != nil {
		return fmt.Errorf("encode meta record: %w", err)
	}
	return c.store.append(record{hash: hash, block: block}, enc)
}

// checkStored reads the head back and makes sure that it can be built on: the
// header hashes to its index entry and its state opens.
func (c *Chain) checkStored(n uint64) (*types.Header, common.Hash, error) {
	head, err := c.store.header(n)
	if err != nil {
		return nil, common.Hash{}, err
	}
	if head == nil {
		return nil, common.Hash{}, fmt.Errorf("%w: head pointer is at block %d, whose header is missing", ErrCorrupt, n)
	}
	hash, err := blockHash(head)
	if err != nil {
		return nil, common.Hash{}, fmt.Errorf("%w: header of block %d: %w", ErrCorrupt, n, err)
	}
	stored, _, err := c.store.hash(n)
	if err != nil {
		return nil, common.Hash{}, err
	}
	if stored != hash || head.Number.Uint64() != n {
		return nil, common.Hash{}, fmt.Errorf("%w: header of block %d (number %d) hashes to %s, indexed as %s", ErrCorrupt, n, head.Number, hash, stored)
	}
	if _, err := state.New(head.Root, c.states); err != nil {
		return nil, common.Hash{}, fmt.Errorf("%w: state of block %d: %w", ErrCorrupt, n, err)
	}
	return head, hash, nil
}

// AttachPool connects the mempool; before that, blocks are empty. The pool is reset
// to the head at once.
func (c *Chain) AttachPool(pool Pool) error {
	c.commit.Lock() // no block may fall between this reset and the next
	defer c.commit.Unlock()
	head := c.Head()
	st, err := c.StateAt(head)
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
	return errors.Join(c.tries.Close(), c.store.Close())
}
