package executor

import (
	"sync"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"
)

// headFeed tells subscribers of new heads without ever waiting for one: each has a
// slot for the newest head, which the next one overwrites. A signal can therefore
// stand for several blocks, and a slow reader delays neither the chain nor others.
type headFeed struct {
	mu     sync.Mutex
	subs   map[*headSub]struct{}
	closed error
}

type headSub struct {
	mu     sync.Mutex
	newest *types.Header
	signal chan struct{} // holds one token while newest is unread
	ended  chan struct{}
}

// SubscribeHeads signals each new head; one signal may stand for several blocks,
// whose receipts are readable before it. The subscription ends with ErrClosed when
// the chain is closed.
func (c *Chain) SubscribeHeads(ch chan<- *types.Header) event.Subscription {
	return c.heads.subscribe(ch)
}

func (f *headFeed) subscribe(ch chan<- *types.Header) event.Subscription {
	sub := &headSub{signal: make(chan struct{}, 1), ended: make(chan struct{})}
	f.mu.Lock()
	if f.subs == nil {
		f.subs = make(map[*headSub]struct{})
	}
	if f.closed == nil {
		f.subs[sub] = struct{}{}
	} else {
		close(sub.ended)
	}
	f.mu.Unlock()
	return event.NewSubscription(func(quit <-chan struct{}) error {
		defer f.remove(sub)
		for {
			select {
			case <-sub.signal:
			case <-sub.ended:
				return f.reason()
			case <-quit:
				return nil
			}
			select {
			case ch <- sub.take():
			case <-sub.ended:
				return f.reason()
			case <-quit:
				return nil
			}
		}
	})
}

func (s *headSub) take() *types.Header {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.newest
}

func (f *headFeed) send(h *types.Header) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for sub := range f.subs {
		sub.mu.Lock()
		sub.newest = h
		sub.mu.Unlock()
		select {
		case sub.signal <- struct{}{}:
		default:
		}
	}
}

func (f *headFeed) remove(sub *headSub) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.subs, sub)
}

func (f *headFeed) reason() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.closed
}

func (f *headFeed) close(reason error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.closed != nil {
		return
	}
	f.closed = reason
	for sub := range f.subs {
		close(sub.ended)
		delete(f.subs, sub)
	}
}
