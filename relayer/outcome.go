package relayer

import (
	"context"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Outcome is what became of a message that another transaction delivered, as an
// endpoint of the target tells it.
type Outcome struct {
	Failed bool
	Reason string // why its recipient failed
	Tx     common.Hash
	Block  uint64
}

// wonders are the messages that others have delivered and of which the view does not
// say yet how that ended.
type wonders struct {
	mu     sync.Mutex
	nonces []uint64      // oldest first
	wake   chan struct{} // capacity 1
}

func newWonders() *wonders { return &wonders{wake: make(chan struct{}, 1)} }

// add notes messages. There may be more than anybody wants to look up one by one;
// then the newest count, and of the others the view says that it does not know.
func (w *wonders) add(nonces []uint64) {
	if len(nonces) == 0 {
		return
	}
	w.mu.Lock()
	w.nonces = append(w.nonces, nonces...)
	w.nonces = w.nonces[max(0, len(w.nonces)-maxWonders):]
	w.mu.Unlock()
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// later puts back one that could not be told, behind all others: what an endpoint
// hides of one message must not keep the rest from being looked up.
func (w *wonders) later(nonce uint64) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.nonces) < maxWonders {
		w.nonces = slices.Insert(w.nonces, 0, nonce)
	}
}

func (w *wonders) take() (nonce uint64, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.nonces) == 0 {
		return 0, false
	}
	nonce = w.nonces[len(w.nonces)-1] // the newest first: people ask for these
	w.nonces = w.nonces[:len(w.nonces)-1]
	return nonce, true
}

// lookUp finds out, at its leisure, what became of messages that others delivered.
// It serves people: no delivery waits for it.
func (l *lane) lookUp(ctx context.Context) {
	if l.config.Outcome == nil {
		return
	}
	pause := time.NewTimer(0)
	defer pause.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-l.wonders.wake:
		}
		for nonce, ok := l.wonders.take(); ok; nonce, ok = l.wonders.take() {
			wait := outcomePause
			if err := guard(func() error { return l.lookUpOne(ctx, nonce) }); err != nil {
				if ctx.Err() != nil {
					return
				}
				l.logger.Debug("what became of a message is not known yet", "nonce", nonce, "err", err)
				l.wonders.later(nonce)
				wait = outcomeRetry
			}
			pause.Reset(wait)
			select {
			case <-ctx.Done():
				return
			case <-pause.C:
			}
		}
	}
}

func (l *lane) lookUpOne(ctx context.Context, nonce uint64) error {
	found, _, err := l.index.Find(index.Query{Lane: l.id, Nonce: nonce, Limit: 1})
	if err != nil || len(found) == 0 || found[0].Reason != overtakenReason {
		return err // forgotten, or known by now
	}
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	outcome, err := l.config.Outcome(ctx, found[0].ID)
	if err != nil {
		return err
	}
	return l.index.Update(l.id, nonce, nonce, func(_ uint64, p *index.Progress) {
		if p.Reason != overtakenReason {
			return
		}
		p.Reason, p.TargetTx, p.TargetBlock = "", outcome.Tx, outcome.Block
		// What this relayer may have broadcast itself is not what delivered it.
		if p.Delivery != nil && p.Delivery.Tx != outcome.Tx {
			p.Delivery = nil
		}
		if outcome.Failed {
			p.Stage, p.Reason = index.Failed, outcome.Reason
		}
	})
}

// OutcomeOf looks one message up; see LaneConfig.
type OutcomeOf func(ctx context.Context, id messages.ID) (Outcome, error)
