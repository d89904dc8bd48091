package observe

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// Run keeps a subscription open to each endpoint, so that Next hears of new
// messages at once, and returns ctx's error after all of them are closed. Without
// it Next still works, at the pace of the interval.
func (o *Observer) Run(ctx context.Context) error {
	var all sync.WaitGroup
	for _, e := range o.endpoints {
		all.Go(func() { o.watch(ctx, e) })
	}
	all.Wait()
	return ctx.Err()
}

// watch opens the subscription of one endpoint again and again, until ctx ends.
func (o *Observer) watch(ctx context.Context, e *endpoint) {
	pause := backoff.NewExponentialBackOff()
	pause.InitialInterval, pause.MaxInterval = firstReconnect, maxReconnect
	for ctx.Err() == nil {
		opened := time.Now()
		o.status.watching(e, true, nil)
		err := e.source.Watch(ctx, o.lane, o.hint)
		if ctx.Err() != nil {
			break
		}
		if err == nil {
			err = errors.New("subscription ended without an error")
		}
		o.status.watching(e, false, err)
		// What happened while nobody listened is found by looking.
		o.hint()
		if time.Since(opened) > maxReconnect {
			pause.Reset()
		}
		o.logger.Debug("subscription is down", "source", e.source.Name(), "error", err)
		timer := time.NewTimer(pause.NextBackOff())
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
	}
	o.status.watching(e, false, nil)
}
