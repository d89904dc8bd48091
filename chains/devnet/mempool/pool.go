package mempool

import (
	"errors"
	"fmt"
	"log/slog"
	"math/big"
	"sync"
	"sync/atomic"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// State is the world state after the head, which never changes; *world.Snapshot is one. The
// pool asks it from many goroutines, until the next Reset: once for each account that begins
// to send, and for those that a block can have changed.
type State interface {
	// Sender returns what decides whether an account can send: its nonce, its balance in wei
	// and its code. An absent account has none of them; an error says that it can't be told.
	Sender(common.Address) (nonce uint64, balance uint256.Int, code []byte, err error)
}

// Observer hears what a second level has to know. Its methods are called with locks held:
// they return at once, and do not call the pool.
type Observer interface {
	// Entered tells of a transaction that the pool has taken.
	Entered(tx *types.Transaction)
	// Left tells of one that no pool has a use for any more: it was mined, replaced or
	// expired, or can't be executed or paid. What is evicted may still be of use elsewhere.
	Left(tx *types.Transaction)
}

// Config is what a pool needs to know. Rules and Now are required; zero limits mean
// the defaults.
type Config struct {
	Rules        *params.ChainConfig
	Now          func() time.Time
	AccountSlots int           // transactions of one account
	Slots        int           // transactions in all
	Bytes        uint64        // their encodings in all
	Lifetime     time.Duration // of a transaction behind a nonce gap
	Wake         func()        // called, without locks, when Ready has become true; may be nil
	Observer     Observer      // may be nil
	Logger       *slog.Logger  // nil discards
	Developer    bool          // impersonated transactions may come from contracts; see package developer
}

// Pool is the mempool. All methods may be called concurrently.
//
// Accounts lie in shards by address. Whoever adds or reads one transaction shares mu and
// locks one shard; Reset, and adding to a full pool, which looks for a victim among all
// of them, have mu alone. Nothing is locked while a sender is recovered.
type Pool struct {
	cfg    Config
	signer types.Signer
	log    *slog.Logger
	head   atomic.Pointer[types.Header] // as rules see it, for checks without a lock
	all    index
	feed   feed

	count    atomic.Int64 // transactions in the pool, or about to be
	bytes    atomic.Int64 // of their encodings
	payable  atomic.Int64 // shards that could give a transaction to the next block
	arrivals atomic.Uint64

	mu      sync.RWMutex
	shards  [shardCount]*shard
	state   State
	baseFee uint256.Int // of the next block, wei
	swept   time.Time   // last search for stale transactions
	cursor  int         // the shard where the next one begins
}

// New returns an empty pool, which refuses transactions until the first Reset.
func New(cfg Config) (*Pool, error) {
	if cfg.Rules == nil || cfg.Now == nil {
		return nil, errors.New("mempool: Rules and Now are required")
	}
	if cfg.AccountSlots < 0 || cfg.Slots < 0 || cfg.Lifetime < 0 {
		return nil, fmt.Errorf("mempool: limits are %d slots an account, %d in all, lifetime %s; none may be negative",
			cfg.AccountSlots, cfg.Slots, cfg.Lifetime)
	}
	if cfg.AccountSlots == 0 {
		cfg.AccountSlots = DefaultAccountSlots
	}
	if cfg.Slots == 0 {
		cfg.Slots = DefaultSlots
	}
	if cfg.Bytes == 0 {
		cfg.Bytes = DefaultBytes
	}
	if cfg.Lifetime == 0 {
		cfg.Lifetime = DefaultLifetime
	}
	if cfg.Logger == nil {
		cfg.Logger = slog.New(slog.DiscardHandler)
	}
	p := &Pool{cfg: cfg, signer: types.LatestSigner(cfg.Rules), log: cfg.Logger}
	for i := range p.shards {
		p.shards[i] = newShard()
	}
	return p, nil
}

// shard is where an account lies.
func (p *Pool) shard(addr common.Address) *shard { return p.shards[shardOf(addr)] }

func shardOf(addr common.Address) int { return int(addr[0] % shardCount) }

// Candidates returns what could go into a block at a base fee in wei.
func (p *Pool) Candidates(baseFee *big.Int) *Candidates {
	c := &Candidates{pool: p}
	if c.baseFee.SetFromBig(baseFee) {
		return c
	}
	p.mu.RLock()
	defer p.mu.RUnlock()
	c.until = p.arrivals.Load()
	for _, s := range p.shards {
		s.mu.Lock()
		lists := s.heads.copy()
		s.mu.Unlock()
		if lists.margins.Len() == 0 {
			continue
		}
		lists.rebase(&c.baseFee) // nothing, unless somebody builds on another head
		c.list(lists.tips)
		c.list(lists.caps)
	}
	return c
}

// Ready reports whether a transaction could go into the next block.
func (p *Pool) Ready() bool { return p.payable.Load() > 0 }

// settle follows a change of what a shard could give to the next block. It returns true
// when the pool has become ready by it.
func (p *Pool) settle(s *shard) (ready bool) {
	payable := s.heads.payable()
	if payable == s.payable {
		return false
	}
	s.payable = payable
	if payable {
		return p.payable.Add(1) == 1
	}
	p.payable.Add(-1)
	return false
}

// account finds an account, or reads a new one from the state.
func (p *Pool) account(s *shard, addr common.Address) (*account, error) {
	if a := s.accounts[addr]; a != nil {
		return a, nil
	}
	a := &account{addr: addr}
	var code []byte
	var err error
	if a.nonce, a.balance, code, err = p.read(addr); err != nil {
		return nil, err
	}
	a.setCode(code)
	return a, nil
}

// read asks the state about an account.
func (p *Pool) read(addr common.Address) (nonce uint64, balance uint256.Int, code []byte, err error) {
	if nonce, balance, code, err = p.state.Sender(addr); err != nil {
		err = fmt.Errorf("read head state: %w", err)
	}
	return nonce, balance, code, err
}
