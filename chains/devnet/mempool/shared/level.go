package shared

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/redis/go-redis/v9"
	"golang.org/x/sync/errgroup"
)

// Pool is the first level.
type Pool interface {
	// Add checks a transaction like any submission.
	Add(*types.Transaction) error
	// Content is all that waits.
	Content() (pending, queued map[common.Address][]*types.Transaction)
}

// Level is the second level of one node's mempool. It hears of the first as its
// mempool.Observer; Run does the rest. Its methods may be called concurrently.
type Level struct {
	cfg    Config
	log    *slog.Logger
	opts   *redis.UniversalOptions
	queue  chan item
	places places
	health health
	begun  atomic.Bool

	written, taken, lost, refused atomic.Uint64
	missing                       [partitions]atomic.Bool // something of the pool is not in Redis
}

type silent struct{}

func (silent) Printf(context.Context, string, ...any) {}

// item is a transaction to add, or the places from which one is to be removed.
type item struct {
	tx   *types.Transaction
	gone []place
}

// Status counts since the start.
type Status struct {
	Connected bool   // the last round trip of everybody succeeded
	Written   uint64 // transactions sent
	Taken     uint64 // transactions of other nodes, or of before a restart, that the pool took
	Lost      uint64 // transactions and removals that found no room: here, or in Redis
	Refused   uint64 // entries that are no transactions
	Queued    int    // waiting for Redis
}

// New checks the configuration. It connects to nothing; Run does.
func New(cfg Config) (*Level, error) {
	opts, err := options(cfg.URLs)
	if err != nil {
		return nil, fmt.Errorf("shared mempool: %w", err)
	}
	if cfg.Now == nil {
		return nil, errors.New("shared mempool: Now is required")
	}
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	l := &Level{cfg: cfg, log: log, opts: opts, queue: make(chan item, maxQueued)}
	l.health.waiting = 1<<partitions - 1 // the readers; nothing to write is no trouble
	return l, nil
}

// Status tells how it stands.
func (l *Level) Status() Status {
	return Status{
		Connected: l.health.good(), Written: l.written.Load(), Taken: l.taken.Load(),
		Lost: l.lost.Load(), Refused: l.refused.Load(), Queued: len(l.queue),
	}
}

// Entered implements mempool.Observer. What came from Redis is not sent back.
func (l *Level) Entered(tx *types.Transaction) {
	if !l.places.has(tx.Hash()) {
		l.enqueue(item{tx: tx})
	}
}

// Left implements mempool.Observer.
func (l *Level) Left(tx *types.Transaction) {
	if gone := l.places.remove(tx.Hash()); len(gone) > 0 {
		l.enqueue(item{gone: gone})
	}
}

// enqueue never waits. What doesn't fit is made up for later: a transaction because the
// pool still holds it, a removal when somebody reads what is used up.
func (l *Level) enqueue(i item) {
	select {
	case l.queue <- i:
	default:
		l.lose(i)
	}
}

func (l *Level) lose(i item) {
	l.lost.Add(1)
	if i.tx != nil {
		l.missing[partitionOf(i.tx.Hash())].Store(true)
	}
}

// Run shares the pool until ctx ends, and returns after all of its goroutines have. No
// trouble with Redis ends it.
func (l *Level) Run(ctx context.Context, pool Pool) error {
	if !l.begun.CompareAndSwap(false, true) {
		return errors.New("shared mempool: Run was called before, make a new Level")
	}
	redis.SetLogger(silent{}) // what is wrong is told here, once
	client := redis.NewUniversalClient(l.opts)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { l.write(ctx, client); return nil })
	for p := range partitions {
		group.Go(func() error { l.follow(ctx, client, pool, p); return nil })
	}
	return errors.Join(group.Wait(), client.Close())
}

// health knows who of the writer and the readers has trouble with Redis.
type health struct {
	mu      sync.Mutex
	waiting uint // bits: nobody has succeeded yet, or since the last failure
	told    bool
}

func (h *health) good() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.waiting == 0
}

// outcome notes that of a round trip. It says when the first one fails, and when all
// succeed again.
func (l *Level) outcome(who int, err error) {
	h := &l.health
	h.mu.Lock()
	defer h.mu.Unlock()
	if err != nil {
		h.waiting |= 1 << who
		if !h.told {
			l.log.Warn("shared mempool has trouble with its redis; the chain goes on without it", "err", err, "queued", len(l.queue))
		}
		h.told = true
		return
	}
	h.waiting &^= 1 << who
	if h.waiting == 0 && h.told {
		l.log.Info("shared mempool has its redis again", "queued", len(l.queue), "lost", l.lost.Load())
		h.told = false
	}
}

// stream is the key of a partition; the braces keep it in one slot of a cluster.
func (l *Level) stream(partition int) string {
	return fmt.Sprintf("catenary:%x:{%d}", l.cfg.Genesis, partition)
}

func partitionOf(hash common.Hash) int { return int(hash[0]) % partitions }

// place is where a transaction lies in Redis.
type place struct {
	partition int
	id        string
}

// places knows where the pool's transactions lie. A transaction that two nodes accepted
// lies in two.
type places struct {
	mu    sync.Mutex
	known map[common.Hash][]place
	order [partitions][]common.Hash // by age, for the bound
}

func (p *places) has(hash common.Hash) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.known[hash]) > 0
}

// add notes a place. The oldest are forgotten where Redis has let go of them by length.
// It is false where the transaction lies in enough places.
func (p *places) add(hash common.Hash, at place) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.known == nil {
		p.known = make(map[common.Hash][]place)
	}
	if len(p.known[hash]) >= maxPlaces {
		return false
	}
	p.known[hash] = append(p.known[hash], at)
	order := append(p.order[at.partition], hash)
	if len(order) > 2*maxStreamLength {
		for _, old := range order[:maxStreamLength] {
			delete(p.known, old)
		}
		order = append([]common.Hash(nil), order[maxStreamLength:]...)
	}
	p.order[at.partition] = order
	return true
}

func (p *places) remove(hash common.Hash) []place {
	p.mu.Lock()
	defer p.mu.Unlock()
	gone := p.known[hash]
	delete(p.known, hash)
	return gone
}

// clear forgets a partition that Redis has lost.
func (p *places) clear(partition int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for hash := range p.known {
		if partitionOf(hash) == partition {
			delete(p.known, hash)
		}
	}
	p.order[partition] = nil
}
