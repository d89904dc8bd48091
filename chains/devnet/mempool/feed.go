package mempool

import (
	"sync"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/event"
)

// feed hands executable transactions to subscribers without waiting for any: each
// has a bounded backlog of its own, and who exceeds it is cut off.
type feed struct {
	mu   sync.Mutex
	subs map[*subscriber]struct{}
}

type subscriber struct {
	mu      sync.Mutex
	backlog []*types.Transaction
	lagged  bool
	signal  chan struct{} // holds one token while there is something to see
}

// Subscribe sends each transaction once, when it becomes executable, to ch. The
// subscription ends with ErrLagged when the receiver does not keep up.
func (p *Pool) Subscribe(ch chan<- []*types.Transaction) event.Subscription {
	s := &subscriber{signal: make(chan struct{}, 1)}
	p.feed.add(s)
	return event.NewSubscription(func(quit <-chan struct{}) error {
		defer p.feed.remove(s)
		for {
			select {
			case <-s.signal:
			case <-quit:
				return nil
			}
			batch, lagged := s.take()
			if lagged {
				return ErrLagged
			}
			if len(batch) == 0 {
				continue
			}
			select {
			case ch <- batch:
			case <-quit:
				return nil
			}
		}
	})
}

// announce sends what an account can newly execute from one position on.
func (p *Pool) announce(a *account, from int) {
	var fresh []*types.Transaction
	for _, e := range a.txs[min(from, a.ready):a.ready] {
		if !e.announced {
			e.announced = true
			fresh = append(fresh, e.tx)
		}
	}
	if len(fresh) > 0 {
		p.feed.send(fresh)
	}
}

func (f *feed) add(s *subscriber) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.subs == nil {
		f.subs = make(map[*subscriber]struct{})
	}
	f.subs[s] = struct{}{}
}

func (f *feed) remove(s *subscriber) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.subs, s)
}

func (f *feed) send(txs []*types.Transaction) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for s := range f.subs {
		s.put(txs)
	}
}

func (s *subscriber) put(txs []*types.Transaction) {
	s.mu.Lock()
	if len(s.backlog)+len(txs) > subscriberBacklog {
		s.lagged, s.backlog = true, nil
	}
	if !s.lagged {
		s.backlog = append(s.backlog, txs...)
	}
	s.mu.Unlock()
	select {
	case s.signal <- struct{}{}:
	default:
	}
}

func (s *subscriber) take() (txs []*types.Transaction, lagged bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	txs, s.backlog = s.backlog, nil
	return txs, s.lagged
}
