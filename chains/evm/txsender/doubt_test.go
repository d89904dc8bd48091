package txsender

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// stopped is a chain behind two endpoints. The one that is asked first shows the chain
// as it was when it stopped, until it is doubted; transactions reach both.
type stopped struct {
	*market
	mu     sync.Mutex
	frozen *View
	doubts atomic.Int32
}

func (s *stopped) View(ctx context.Context, account common.Address) (View, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	view, err := s.market.View(ctx, account)
	if s.doubts.Load() > 0 || err != nil {
		return view, err
	}
	if s.frozen == nil {
		s.frozen = &view
	}
	return *s.frozen, nil
}

func (s *stopped) Receipt(ctx context.Context, hash common.Hash) (*types.Receipt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.doubts.Load() == 0 {
		return nil, nil
	}
	return s.market.Receipt(ctx, hash)
}

func (s *stopped) Doubt() { s.doubts.Add(1) }

// TestEndpointThatHasStopped: the preferred endpoint knows no new block, and so shows
// for ever that a transaction is not mined, which has long been. Another one is asked
// once it should have been, and before a higher price is offered for nothing.
func TestEndpointThatHasStopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		chain := &stopped{market: r.market}
		r.modify = func(c *Config) { c.Backend = chain }
		r.start()
		result := r.sending(call(1))
		r.market.mine()
		r.market.mine()
		time.Sleep(defaultResubmitAfter - 2*defaultPoll)
		wantPending(t, result)
		if chain.doubts.Load() != 0 {
			t.Fatal("an endpoint was doubted before the transaction was overdue")
		}
		time.Sleep(4 * defaultPoll)
		want(t, result, nil)
		if r.executed(1) != 1 || len(r.market.pending()) != 0 || r.Status().Replaced != 0 {
			t.Errorf("executed %d times, %d pending, status %+v", r.executed(1), len(r.market.pending()), r.Status())
		}
		_ = r.stop()
	})
}
