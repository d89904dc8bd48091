package spread

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/lru"
	"github.com/ethereum/go-ethereum/core"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p/overlay"
)

// Topic is the name on the network.
const Topic = "transactions/1"

// Pool is the mempool.
type Pool interface {
	Add(tx *types.Transaction) error
	Get(hash common.Hash) *types.Transaction // nil if it is not waiting
	// Subscribe sends transactions when they become executable; it ends with an error for a reader that is too slow.
	Subscribe(ch chan<- []*types.Transaction) event.Subscription
	// Content lists what waits by sender, in the order of nonces: the executable transactions, and the others.
	Content() (pending, queued map[common.Address][]*types.Transaction)
}

// Network spreads payloads; *overlay.Node is one.
type Network interface {
	Listeners(topic string) []overlay.Peer // those that would hear it
	Publish(ctx context.Context, topic string, payload []byte) error
}

// Spreader carries transactions between the mempool and the network. Offer Topic to the network, then Run.
type Spreader struct {
	pool    Pool
	log     *slog.Logger
	foreign *lru.Cache[common.Hash, struct{}]  // came from the network
	told    *lru.Cache[common.Hash, struct{}]  // went there
	own     *lru.Cache[common.Hash, time.Time] // when it was told last; zero: nobody has heard it
}

// New returns a Spreader that has not begun. log may be nil.
func New(pool Pool, log *slog.Logger) *Spreader {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	return &Spreader{
		pool: pool, log: log,
		foreign: lru.NewCache[common.Hash, struct{}](maxKnown), told: lru.NewCache[common.Hash, struct{}](maxKnown), own: lru.NewCache[common.Hash, time.Time](maxOwn),
	}
}

// Topic is on which transactions travel.
func (s *Spreader) Topic() overlay.Topic {
	return overlay.Topic{Name: Topic, MaxBytes: maxBatchBytes, Admit: s.admit}
}

// admit takes a batch from the network.
func (s *Spreader) admit(ctx context.Context, _ overlay.Peer, payload []byte) error {
	b, err := decodeBatch(payload)
	if err != nil {
		return err
	}
	useless := overlay.ErrIgnore
	for _, tx := range b.Txs {
		if ctx.Err() != nil {
			return overlay.ErrIgnore
		}
		known := s.pool.Get(tx.Hash()) != nil
		if !known {
			s.foreign.Add(tx.Hash(), struct{}{}) // before the pool tells us of it
		}
		err := s.pool.Add(tx)
		if err != nil && !known {
			s.foreign.Remove(tx.Hash()) // whoever submits it here later has to be heard
		}
		switch {
		case err == nil:
			useless = nil
		case neverValid(err):
			return fmt.Errorf("transaction %s: %w", tx.Hash(), err)
		}
	}
	return useless
}

// neverValid says whether an error holds on every node of this chain and for ever.
func neverValid(err error) bool {
	return errors.Is(err, types.ErrInvalidSig) || errors.Is(err, types.ErrInvalidChainId) || errors.Is(err, core.ErrTxTypeNotSupported)
}

// Run tells the network of executable transactions until the context ends; then it returns nil.
func (s *Spreader) Run(ctx context.Context, network Network) error {
	repeat := time.NewTicker(lookEvery)
	defer repeat.Stop()
	for ctx.Err() == nil {
		ch := make(chan []*types.Transaction)
		sub := s.pool.Subscribe(ch)
		s.tell(ctx, network, s.untold())
		s.pass(ctx, network, sub, ch, repeat.C)
		sub.Unsubscribe()
	}
	return nil
}

// untold lists the executable transactions that did not come from the network and were not told of: what a subscription
// that was too slow has missed, nobody else would tell.
func (s *Spreader) untold() []*types.Transaction {
	var txs []*types.Transaction
	pending, _ := s.pool.Content()
	for _, sent := range pending {
		for _, tx := range sent {
			if hash := tx.Hash(); !s.foreign.Contains(hash) && !s.told.Contains(hash) {
				txs = append(txs, tx)
			}
		}
	}
	return txs
}

// pass hands on until the subscription ends. One that was too slow begins anew.
func (s *Spreader) pass(ctx context.Context, network Network, sub event.Subscription, ch <-chan []*types.Transaction, repeat <-chan time.Time) {
	for {
		select {
		case <-ctx.Done():
			return
		case err := <-sub.Err():
			if ctx.Err() == nil {
				s.log.Warn("transactions are waiting faster than they are told", "error", err)
			}
			return
		case txs := <-ch:
			s.tell(ctx, network, slices.DeleteFunc(slices.Clone(txs), func(tx *types.Transaction) bool { return s.foreign.Contains(tx.Hash()) }))
		case <-repeat:
			s.tell(ctx, network, s.waiting(time.Now().Add(-repeatEvery)))
		}
	}
}

// waiting lists own transactions that were told before a time, or to nobody, and are in the mempool still.
func (s *Spreader) waiting(before time.Time) []*types.Transaction {
	var txs []*types.Transaction
	for _, hash := range s.own.Keys() {
		told, _ := s.own.Peek(hash)
		tx := s.pool.Get(hash)
		switch {
		case tx == nil:
			s.own.Remove(hash)
		case told.Before(before):
			txs = append(txs, tx)
		}
	}
	return txs
}

func (s *Spreader) tell(ctx context.Context, network Network, txs []*types.Transaction) {
	now := time.Now()
	if len(txs) > 0 && len(network.Listeners(Topic)) == 0 {
		for _, tx := range txs {
			s.own.Add(tx.Hash(), time.Time{})
		}
		return
	}
	for _, part := range split(txs) {
		for _, tx := range part {
			s.own.Add(tx.Hash(), now)
			s.told.Add(tx.Hash(), struct{}{})
		}
		b := batch{Time: uint64(now.UnixMilli()), Txs: part}
		enc, err := b.encode()
		if err == nil {
			err = network.Publish(ctx, Topic, enc)
		}
		if err != nil && ctx.Err() == nil {
			s.log.Debug("transactions not told", "count", len(part), "error", err)
		}
	}
}
