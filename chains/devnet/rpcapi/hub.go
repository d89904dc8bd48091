package rpcapi

import (
	"context"
	"fmt"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// hub carries what happens on the chain and in the pool to whoever listens. It
// never waits for a listener: one that doesn't keep up is ended with a reason,
// and nothing is skipped for one that does.
//
// Blocks are read by number from a cursor, so it doesn't matter whether signals
// of new heads are merged; each listener sees each later block once, in order.
type hub struct {
	backend Backend
	rewinds chan rewoundTo // of a developer

	mu        sync.Mutex
	listeners map[*listener]struct{}
	stopped   bool
}

func newHub(backend Backend) *hub {
	return &hub{backend: backend, rewinds: make(chan rewoundTo), listeners: map[*listener]struct{}{}}
}

// listen adds a listener for everything after this call.
func (h *hub) listen(k kind, query *logQuery) (*listener, error) {
	l := &listener{hub: h, kind: k, query: query, ready: make(chan struct{}, 1), ended: make(chan struct{})}
	h.mu.Lock()
	defer h.mu.Unlock()
	// Blocks up to the head may not have been published yet, and are no later ones.
	l.after = h.backend.CurrentHeader().Number.Uint64()
	if h.stopped {
		return nil, errShuttingDown
	}
	if len(h.listeners) >= maxSubscriptions {
		return nil, limitExceeded("too many subscriptions: %d on this node", maxSubscriptions)
	}
	h.listeners[l] = struct{}{}
	return l, nil
}

// end must be called with the lock held.
func (h *hub) end(l *listener, reason error) {
	if _, ok := h.listeners[l]; !ok {
		return
	}
	delete(h.listeners, l)
	l.err = reason
	close(l.ended)
}

// publish queues notices for every listener of a kind; one without room for them
// has missed something and is ended.
func (h *hub) publish(k kind, notices func(*listener) []notice) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		if l.kind == k && !l.put(notices(l)) {
			h.end(l, fmt.Errorf("%w: %d are waiting", errTooSlow, k.limit()))
		}
	}
}

// publishBlock publishes what a block brings to those who listened before it.
func (h *hub) publishBlock(k kind, number uint64, notices func(*listener) []notice) {
	h.publish(k, func(l *listener) []notice {
		if number <= l.after {
			return nil
		}
		return notices(l)
	})
}

// publishPending tells of transactions that became executable.
func (h *hub) publishPending(txs []*types.Transaction) {
	// Made when somebody listens, which is seldom.
	hashes := sync.OnceValue(func() []notice { return noticesOf(txs, false) }) // without the body, which may be large
	bodies := sync.OnceValue(func() []notice { return noticesOf(txs, true) })
	h.publish(pendingHashes, func(*listener) []notice { return hashes() })
	h.publish(pendingBodies, func(*listener) []notice { return bodies() })
}

func noticesOf(txs []*types.Transaction, bodies bool) []notice {
	notices := make([]notice, len(txs))
	for i, tx := range txs {
		if notices[i].hash = tx.Hash(); bodies {
			notices[i].tx = tx
		}
	}
	return notices
}

// endPending ends all listeners for pending transactions.
func (h *hub) endPending(reason error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for l := range h.listeners {
		if l.kind == pendingHashes || l.kind == pendingBodies {
			h.end(l, fmt.Errorf("%w: %w", errTooSlow, reason))
		}
	}
}

// stop ends every listener and refuses new ones.
func (h *hub) stop() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.stopped = true
	for l := range h.listeners {
		h.end(l, errShuttingDown)
	}
}

// run publishes until ctx ends. started is closed once nothing that happens
// later can be missed.
func (h *hub) run(ctx context.Context, started chan<- struct{}) error {
	defer h.stop()
	heads, txs := make(chan *types.Header, 16), make(chan []*types.Transaction, 16)
	headSub := h.backend.SubscribeHeads(heads)
	defer headSub.Unsubscribe()
	txSub := h.backend.SubscribePendingTxs(txs)
	defer func() { txSub.Unsubscribe() }()
	next := h.backend.CurrentHeader().Number.Uint64() + 1 // after subscribing: no gap
	close(started)
	for {
		select {
		case <-ctx.Done():
			return nil
		case err := <-headSub.Err():
			return endedEarly(ctx, "heads", err)
		case err := <-txSub.Err():
			// The pool gives up on whoever doesn't keep up, us included. Then each
			// of our listeners has missed something, but the node is well.
			if err == nil || ctx.Err() != nil {
				return endedEarly(ctx, "pending transactions", err)
			}
			txSub = h.backend.SubscribePendingTxs(txs)
			h.endPending(err)
		case <-heads:
			var err error
			if next, err = h.publishBlocks(next); err != nil && !h.overtaken(next) {
				return err
			}
		case r := <-h.rewinds:
			next = h.back(r, next)
		case pending := <-txs:
			h.publishPending(pending)
		}
	}
}

// endedEarly explains the end of a subscription to the node; while the node
// stops, the order in which its parts do is no error.
func endedEarly(ctx context.Context, what string, err error) error {
	switch {
	case ctx.Err() != nil:
		return nil
	case err == nil:
		return fmt.Errorf("subscription to %s: closed", what)
	default:
		return fmt.Errorf("subscription to %s: %w", what, err)
	}
}

// publishBlocks publishes all blocks from next to the head and returns what
// comes after.
func (h *hub) publishBlocks(next uint64) (uint64, error) {
	for head := h.backend.CurrentHeader().Number.Uint64(); next <= head; next++ {
		header := h.backend.HeaderByNumber(next)
		hash, ok := h.backend.HashByNumber(next)
		if header == nil || !ok {
			return next, fmt.Errorf("block %d is below the head %d but can't be read", next, head)
		}
		h.publishBlock(headEvents, next, func(*listener) []notice { return []notice{{hash: hash, header: header}} })
		if err := h.publishLogs(header, hash); err != nil {
			return next, err
		}
	}
	return next, nil
}

// publishLogs reads the receipts only when somebody's query may match.
func (h *hub) publishLogs(header *types.Header, hash common.Hash) error {
	var receipts types.Receipts
	var err error
	h.publishBlock(logEvents, header.Number.Uint64(), func(l *listener) []notice {
		if err != nil || !l.query.mayMatch(header.Bloom) {
			return nil
		}
		if receipts == nil {
			if receipts, err = receiptsOf(h.backend, header, hash); err != nil {
				return nil
			}
		}
		var notices []notice
		for _, log := range l.query.selected(header.Bloom, receipts) {
			notices = append(notices, notice{log: log})
		}
		return notices
	})
	return err
}
