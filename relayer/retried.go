package relayer

import (
	"context"
	"time"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// RetriedOf tells how a message was executed in the end that had failed; false while
// the target still holds it as failed.
type RetriedOf func(ctx context.Context, id messages.ID) (Outcome, bool, error)

// followRetries finds out, for people, which failed messages somebody has retried with
// success. No event of the lane tells of it: a retry may come after years.
func (l *lane) followRetries(ctx context.Context) {
	if l.config.Retried == nil {
		return
	}
	ticker := time.NewTicker(retryLook)
	defer ticker.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
		if l.index.Counts(l.id)[index.Failed] == 0 {
			continue
		}
		failed, _, err := l.index.Find(index.Query{Lane: l.id, Stage: index.Failed, Limit: maxRetryLooks})
		if err != nil {
			l.logger.Warn("failed messages can't be looked up in the view", "err", err)
			continue
		}
		for i := range failed {
			if err := guard(func() error { return l.followRetry(ctx, &failed[i]) }); err != nil {
				l.logger.Debug("whether a message was retried is not known", "message", failed[i].ID, "err", err)
				break // the endpoint is asked again soon enough
			}
		}
	}
}

func (l *lane) followRetry(ctx context.Context, entry *index.Entry) error {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	outcome, retried, err := l.config.Retried(ctx, entry.ID)
	if err != nil || !retried {
		return err
	}
	return l.index.Update(l.id, entry.Nonce, entry.Nonce, func(_ uint64, p *index.Progress) {
		if p.Stage != index.Failed {
			return
		}
		p.Stage, p.Reason = index.Delivered, ""
		p.TargetTx, p.TargetBlock = outcome.Tx, outcome.Block
		p.Delivery = nil // what this relayer had sent is not what executed it
	})
}
