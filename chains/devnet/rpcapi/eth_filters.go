package rpcapi

import (
	"context"
	"math"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rpc"
)

// ethFilters answers the eth_ methods of polled filters. A filter for blocks or
// logs is a cursor: what a poll returns is read from the chain, so nothing is
// stored for it and nothing can be lost. One for pending transactions has a
// bounded queue; when it overflows the filter is gone, and the next poll says so.
type ethFilters struct {
	logs *ethLogs
	hub  *hub
	now  func() time.Time

	mu      sync.Mutex
	filters map[rpc.ID]*filter
}

// filter is one installed filter. mu orders concurrent polls of it.
type filter struct {
	mu      sync.Mutex
	query   *logQuery // logs; nil otherwise
	pending *listener // pending transactions; nil otherwise
	next    uint64    // the first block that hasn't been returned

	lastUsed time.Time // guarded by ethFilters.mu
	back     uint64    // likewise: the block to go back to, see rewound
}

func newFilters(logs *ethLogs, h *hub, now func() time.Time) *ethFilters {
	return &ethFilters{logs: logs, hub: h, now: now, filters: map[rpc.ID]*filter{}}
}

// NewFilter is eth_newFilter: logs of blocks from now on, within the query's
// range when it has one.
func (e *ethFilters) NewFilter(query logQuery) (rpc.ID, error) {
	if query.blockHash != nil {
		return "", invalidParams("blockHash can't be used with eth_newFilter, use eth_getLogs")
	}
	return e.install(&filter{query: &query, next: e.head() + 1})
}

// NewBlockFilter is eth_newBlockFilter: hashes of blocks from now on.
func (e *ethFilters) NewBlockFilter() (rpc.ID, error) {
	return e.install(&filter{next: e.head() + 1})
}

// NewPendingTransactionFilter is eth_newPendingTransactionFilter: hashes of
// transactions that become executable from now on.
func (e *ethFilters) NewPendingTransactionFilter() (rpc.ID, error) {
	pending, err := e.hub.listen(pendingHashes, nil)
	if err != nil {
		return "", err
	}
	id, err := e.install(&filter{pending: pending})
	if err != nil {
		pending.close()
	}
	return id, err
}

func (e *ethFilters) head() uint64 {
	return e.logs.reader.backend.CurrentHeader().Number.Uint64()
}

func (e *ethFilters) install(f *filter) (rpc.ID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forget()
	if len(e.filters) >= maxFilters {
		return "", limitExceeded("too many filters: %d are installed, uninstall some or wait %v", maxFilters, filterLifetime)
	}
	id := rpc.NewID()
	f.lastUsed, f.back = e.now(), math.MaxUint64
	e.filters[id] = f
	return id, nil
}

// forget drops filters that nobody polls. It must be called with the lock held;
// it runs when filters are used, so it needs no timer.
func (e *ethFilters) forget() {
	oldest := e.now().Add(-filterLifetime)
	for id, f := range e.filters {
		if f.lastUsed.Before(oldest) {
			e.drop(id, f)
		}
	}
}

func (e *ethFilters) drop(id rpc.ID, f *filter) {
	delete(e.filters, id)
	if f.pending != nil {
		f.pending.close()
	}
}

func (e *ethFilters) use(id rpc.ID) (*filter, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.forget()
	f, ok := e.filters[id]
	if !ok {
		return nil, errFilterNotFound
	}
	f.lastUsed = e.now()
	return f, nil
}

// UninstallFilter is eth_uninstallFilter: whether there was such a filter.
func (e *ethFilters) UninstallFilter(id rpc.ID) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	f, ok := e.filters[id]
	if ok {
		e.drop(id, f)
	}
	return ok
}

// GetFilterLogs is eth_getFilterLogs: everything that a log filter's query
// matches, as eth_getLogs would answer.
func (e *ethFilters) GetFilterLogs(ctx context.Context, id rpc.ID) ([]*types.Log, error) {
	f, err := e.use(id)
	if err != nil {
		return nil, err
	}
	if f.query == nil {
		return nil, errFilterNotFound // go-ethereum's answer for other kinds
	}
	return e.logs.find(ctx, f.query)
}

// GetFilterChanges is eth_getFilterChanges: what is new since the last poll, at
// most as much as one answer takes; the rest comes with the next poll.
func (e *ethFilters) GetFilterChanges(ctx context.Context, id rpc.ID) (any, error) {
	f, err := e.use(id)
	if err != nil {
		return nil, err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	e.catchUp(f)
	switch {
	case f.pending != nil:
		return e.pendingChanges(id, f)
	case f.query != nil:
		return e.logChanges(ctx, f)
	default:
		return e.blockChanges(f), nil
	}
}

func (e *ethFilters) blockChanges(f *filter) []common.Hash {
	hashes := []common.Hash{}
	for head := e.head(); f.next <= head && len(hashes) < maxLogResults; f.next++ {
		hash, ok := e.logs.reader.backend.HashByNumber(f.next)
		if !ok {
			break
		}
		hashes = append(hashes, hash)
	}
	return hashes
}

func (e *ethFilters) logChanges(ctx context.Context, f *filter) ([]*types.Log, error) {
	last := e.head()
	if to := f.query.to; to != nil && *to >= 0 {
		last = min(last, uint64(*to))
	}
	if from := f.query.from; from != nil && *from >= 0 {
		f.next = max(f.next, uint64(*from))
	}
	if f.next > last {
		return []*types.Log{}, nil
	}
	last = min(last, f.next+maxLogRange-1)
	ctx, end, err := e.logs.turns.begin(ctx, e.logs.reader, logTimeout)
	if err != nil {
		return nil, err
	}
	defer end()
	logs, next, err := e.logs.scan(ctx, f.query, f.next, last)
	if err != nil {
		return nil, err
	}
	f.next = next // only now: a failed poll is repeated, not skipped
	return nonNilLogs(logs), nil
}

func (e *ethFilters) pendingChanges(id rpc.ID, f *filter) ([]common.Hash, error) {
	hashes := []common.Hash{}
	for _, n := range f.pending.take(maxLogResults) {
		hashes = append(hashes, n.hash)
	}
	if len(hashes) > 0 {
		return hashes, nil
	}
	select {
	case <-f.pending.ended:
		e.UninstallFilter(id)
		return nil, f.pending.reason()
	default:
		return hashes, nil
	}
}
