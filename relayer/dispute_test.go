package relayer

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/messages"
)

// perjurer is a target whose preferred endpoint says that everything is delivered, by
// the right accumulator; another one is honest, and preferred once it was heard.
type perjurer struct {
	*memTarget
	lie   messages.Position
	lies  atomic.Bool
	told  atomic.Int64
	first atomic.Bool // the first Submit still has to come
}

func (t *perjurer) Inbox(ctx context.Context, sourceChain uint64) (chains.Inbox, error) {
	inbox, err := t.memTarget.Inbox(ctx, sourceChain)
	if t.lies.Load() {
		inbox.Position = t.lie
		t.told.Add(1)
	}
	return inbox, err
}

func (t *perjurer) Undelivered(ctx context.Context, sourceChain, nonce uint64) bool {
	inbox, err := t.memTarget.Inbox(ctx, sourceChain)
	if err == nil && inbox.Position.Nonce < nonce {
		t.lies.Store(false)
		return true
	}
	return false
}

// Submit begins to lie at the first delivery.
func (t *perjurer) Submit(ctx context.Context, d chains.Delivery) (chains.Submission, error) {
	if t.first.CompareAndSwap(true, false) {
		t.lies.Store(true)
		return nil, chains.ErrNothingNew
	}
	return t.memTarget.Submit(ctx, d)
}

// TestAttackDeliveryThatIsOnlySaidToBe: an endpoint of the target says that messages
// are delivered which are not, from the start or when a batch is about to leave. It
// delays them, no more, as long as another endpoint contradicts.
func TestAttackDeliveryThatIsOnlySaidToBe(t *testing.T) {
	for name, test := range map[string]struct {
		atStart bool
		within  time.Duration
	}{
		"from the start":             {true, (recheckPatience + 1) * inboxRecheck},
		"when a batch is to be sent": {false, 4 * maxContention},
	} {
		t.Run(name, func(t *testing.T) {
			story(t, func(t *testing.T, w *world, r *route) {
				r.send(10)
				target := &perjurer{memTarget: r.target, lie: messages.Position{Nonce: 10, Accumulator: r.accumulator(10)}}
				target.lies.Store(test.atStart)
				target.first.Store(!test.atStart)
				w.start(nil, func(c *LaneConfig) { c.Target = target })
				began := time.Now()
				w.exactlyOnce(r, 10)
				if took := time.Since(began); took > test.within || target.told.Load() == 0 {
					t.Errorf("delivered after %s and %d lies, want within %s", took, target.told.Load(), test.within)
				}
			})
		})
	}
}
