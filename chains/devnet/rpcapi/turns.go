package rpcapi

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"
)

// turns bounds how many expensive requests of one sort run at once, and how many
// may wait: go-ethereum's rpc server starts a goroutine for every WebSocket
// message, so without it a flood holds everything that was asked and answered.
type turns struct {
	running chan struct{}
	waiting atomic.Int64
}

func newTurns(n int) *turns { return &turns{running: make(chan struct{}, n)} }

// begin waits for a turn and limits what follows in time; the wait has the same
// limit of its own. The returned function gives the turn back and must be called.
func (t *turns) begin(ctx context.Context, r *reader, limit time.Duration) (context.Context, context.CancelFunc, error) {
	select {
	case t.running <- struct{}{}: // at once, however little time there is
	default:
		if err := t.wait(ctx, r, limit); err != nil {
			return nil, nil, err
		}
	}
	ctx, cancel := r.within(ctx, limit)
	return ctx, func() { cancel(); <-t.running }, nil
}

func (t *turns) wait(ctx context.Context, r *reader, limit time.Duration) error {
	defer t.waiting.Add(-1)
	if t.waiting.Add(1) > maxWaiting {
		return limitExceeded("too many requests: %d are waiting already", maxWaiting)
	}
	ctx, cancel := r.within(ctx, limit)
	defer cancel()
	select {
	case t.running <- struct{}{}:
		return nil
	case <-ctx.Done():
		if r.life.Err() != nil {
			return errShuttingDown
		}
		return fmt.Errorf("the node is busy: waited %v for one of %d executions to end: %w", limit, cap(t.running), ctx.Err())
	}
}
