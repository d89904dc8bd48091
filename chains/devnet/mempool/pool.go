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
	"github.com/ethereum/go-ethereum/core/txpool"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/params"
	"github.com/holiman/uint256"
)

// State is the world state after the head; *state.StateDB is one. The pool reads it
// under its own lock, one call at a time, until the next Reset.
type State interface {
	GetNonce(common.Address) uint64
	GetBalance(common.Address) *uint256.Int
	GetCode(common.Address) []byte
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
	Logger       *slog.Logger  // nil discards
	Developer    bool          // impersonated transactions may come from contracts; see package developer
}

// Pool is the mempool. All methods may be called concurrently.
type Pool struct {
	cfg    Config
	signer types.Signer
	log    *slog.Logger
	head   atomic.Pointer[types.Header] // as rules see it, for checks without the lock

	mu       sync.Mutex
	state    State
	baseFee  *uint256.Int // of the next block, wei
	accounts map[common.Address]*account
	all      map[common.Hash]*entry
	bytes    uint64
	arrivals uint64
	swept    time.Time // last search for stale transactions
	ready    answer
	feed     feed
}

// answer caches Ready, which would otherwise walk over all accounts at every question.
type answer int

const (
	unknown answer = iota
	no
	yes
)

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
	return &Pool{
		cfg:      cfg,
		signer:   types.LatestSigner(cfg.Rules),
		log:      cfg.Logger,
		baseFee:  new(uint256.Int),
		accounts: make(map[common.Address]*account),
		all:      make(map[common.Hash]*entry),
	}, nil
}

// Add checks a signed transaction and keeps it. Errors are go-ethereum's: among
// them txpool.ErrAlreadyKnown, core.ErrNonceTooLow, core.ErrInsufficientFunds,
// txpool.ErrReplaceUnderpriced. After an error the pool is as it was.
func (p *Pool) Add(tx *types.Transaction) error {
	head := p.head.Load()
	if head == nil {
		return ErrNotReady
	}
	if tx == nil {
		return errors.New("transaction is nil")
	}
	hash := tx.Hash()
	if p.Get(hash) != nil { // before the signature is recovered, which costs most
		return fmt.Errorf("%w: %s", txpool.ErrAlreadyKnown, hash)
	}
	from, err := p.checkAlone(tx, head)
	if err != nil {
		return err
	}
	e, err := newEntry(tx, from)
	if err != nil {
		return err
	}
	wake, err := p.insert(hash, e)
	if err != nil {
		return err
	}
	if wake && p.cfg.Wake != nil {
		p.cfg.Wake()
	}
	return nil
}

// insert is the part of Add that holds the lock.
func (p *Pool) insert(hash common.Hash, e *entry) (wake bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.all[hash] != nil {
		return false, fmt.Errorf("%w: %s", txpool.ErrAlreadyKnown, hash)
	}
	a := p.accounts[e.from]
	if a == nil {
		a = &account{nonce: p.state.GetNonce(e.from), balance: p.state.GetBalance(e.from)}
	}
	code := p.state.GetCode(e.from)
	if err := checkState(p.state); err != nil {
		return false, err
	}
	if err := p.checkAccount(e, a, code); err != nil {
		return false, err
	}
	if err := p.makeRoom(e, a); err != nil {
		return false, err
	}
	was := p.isReady()
	p.arrivals++
	e.arrival, e.added = p.arrivals, p.cfg.Now()
	a.delegated = len(code) > 0
	p.accounts[e.from] = a
	if old := a.put(e); old != nil {
		p.forget(old)
	}
	p.all[hash] = e
	p.bytes += e.size
	p.ready = unknown
	i, _ := a.find(e.nonce())
	p.announce(a, i)
	return !was && p.isReady(), nil
}

// forget drops an entry from the indexes; the account has let go of it already.
func (p *Pool) forget(e *entry) {
	delete(p.all, e.tx.Hash())
	p.bytes -= e.size
	p.ready = unknown
}

// drop takes an entry out of the pool altogether.
func (p *Pool) drop(e *entry, reason string) {
	a := p.accounts[e.from]
	if a == nil || !a.remove(e) {
		return
	}
	p.forget(e)
	if len(a.txs) == 0 {
		delete(p.accounts, e.from)
	}
	p.log.Debug("transaction dropped", "tx", e.tx.Hash(), "from", e.from, "txNonce", e.nonce(), "reason", reason)
}

// reject removes what a proposer could not execute.
func (p *Pool) reject(e *entry, reason error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(e, reason.Error())
}

// Candidates returns what could go into a block at a base fee in wei.
func (p *Pool) Candidates(baseFee *big.Int) *Candidates {
	fee, overflow := uint256.FromBig(baseFee)
	c := &Candidates{pool: p, baseFee: fee}
	if overflow {
		return c
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	c.queue = make(senders, 0, len(p.accounts))
	for _, a := range p.accounts {
		// A copy: the account's own slice changes while the block is filled.
		c.push(&sender{txs: append([]*entry(nil), a.txs[:a.ready]...)})
	}
	return c
}

// Ready reports whether a transaction could go into the next block.
func (p *Pool) Ready() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.isReady()
}

func (p *Pool) isReady() bool {
	if p.ready == unknown {
		p.ready = no
		for _, a := range p.accounts {
			if a.ready > 0 && !a.txs[0].feeCap.Lt(p.baseFee) {
				p.ready = yes
				break
			}
		}
	}
	return p.ready == yes
}

// checkState guards against a state that lost its nodes: it would answer every
// account with zero.
func checkState(st State) error {
	if f, ok := st.(interface{ Error() error }); ok {
		if err := f.Error(); err != nil {
			return fmt.Errorf("read head state: %w", err)
		}
	}
	return nil
}
