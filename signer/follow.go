package signer

import (
	"context"
	"errors"
	"fmt"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/messages"
)

// run follows the lane until ctx ends, beginning anew after every trouble: one
// lane's trouble is nobody else's.
func (l *lane) run(ctx context.Context) {
	for pause := firstRetry; ctx.Err() == nil; {
		if stop, stopped := l.config.record.Stopped(l.key); stopped {
			// Only the operator can help; there is nothing to follow the lane for.
			l.config.log.Error("lane is stopped until the operator clears it", "lane", l.name, "why", stop.Why, "evidence", stop.Evidence)
			<-ctx.Done()
			return
		}
		started := l.config.now()
		err := l.follow(ctx)
		if ctx.Err() != nil {
			return
		}
		if l.config.now().Sub(started) > maxRetry {
			pause = firstRetry // it went well for a while
		}
		l.settle(err)
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return
		case <-timer.C:
		}
		pause = min(2*pause, maxRetry)
	}
}

// errInboxMoved ends a fold that rests on an answer of the Inbox which it gives no
// more.
var errInboxMoved = errors.New("Inbox answers differently now")

// settle decides what the end of a fold means.
func (l *lane) settle(err error) {
	var divergence *observe.DivergenceError
	highest, claimed := l.config.record.Highest(l.key)
	if errors.As(err, &divergence) {
		switch {
		case claimed && divergence.Known == highest.Position && divergence.Certain:
			// Proven, whatever endpoints say: the claim is not on the lane.
			_ = l.alarm(messages.Request{}, highest.Position, divergence)
		case claimed && divergence.Known == highest.Position:
			// Not proven: endpoints may be lying. Nothing is signed, no lane is stopped.
		default:
			// The fold began at, or got to, what is not on the lane (any more). Begin at
			// what is certain: the claim, or the lane's first message.
			l.mu.Lock()
			l.shunInbox = true
			l.mu.Unlock()
		}
	}
	l.config.log.Error("lane is not followed, beginning anew", "lane", l.name, "error", err)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.fold, l.trouble = nil, plain(err.Error())
	l.broadcast()
}

// follow folds the lane until something is wrong.
func (l *lane) follow(ctx context.Context) error {
	start, inbox, err := l.chooseStart(ctx)
	if err != nil {
		return err
	}
	observer, err := l.open(start)
	if err != nil {
		return fmt.Errorf("open observer at nonce %d: %w", start.Nonce, err)
	}
	l.begin(start, inbox)
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error { return observer.Run(ctx) })
	group.Go(func() error { return l.watchTarget(ctx) })
	group.Go(func() error {
		for {
			segment, err := observer.Next(ctx)
			if err != nil {
				return err
			}
			failed, err := l.take(segment)
			if err != nil {
				return fmt.Errorf("observer: %w", err)
			}
			if failed != nil {
				return l.alarm(messages.Request{}, *failed, nil)
			}
		}
	})
	return group.Wait()
}

// chooseStart returns where to begin folding: the lower of the Inbox's position
// and the highest claim, so that one fold passes through both. What the Inbox
// answers is not believed; the proven end of the fold shows whether it was true.
func (l *lane) chooseStart(ctx context.Context) (start messages.Position, inbox *messages.Position, err error) {
	l.mu.Lock()
	shun := l.shunInbox
	l.mu.Unlock()
	highest, claimed := l.config.record.Highest(l.key)
	state, err := l.target.read(ctx)
	switch {
	case err == nil:
		inbox = &state.Position
	case !claimed:
		return start, nil, err // no place to begin but the first message of all
	}
	switch {
	case claimed && (inbox == nil || shun || highest.Position.Nonce < inbox.Nonce):
		return highest.Position, inbox, nil
	case shun || inbox.Nonce == 0:
		return l.lane.Start(), inbox, nil
	}
	return *inbox, inbox, nil
}

// watchTarget keeps what is known of the target fresh, and ends the fold when it
// waits for a position of which the Inbox does not speak any more.
func (l *lane) watchTarget(ctx context.Context) error {
	ticker := time.NewTicker(setAge)
	defer ticker.Stop()
	began := time.Now()
	for {
		l.target.refresh(ctx)
		if l.restsOnNothing(time.Since(began) > startPatience) {
			return errInboxMoved
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-ticker.C:
		}
	}
}

// restsOnNothing reports whether the fold is held up by an answer of the Inbox
// that it does not give any more.
func (l *lane) restsOnNothing(late bool) bool {
	now, known := l.target.position()
	l.mu.Lock()
	defer l.mu.Unlock()
	switch {
	case !known || l.fold == nil:
		return false
	case l.inbox == nil:
		// Begun without the Inbox, and too late on the lane: there are messages between
		// the two that may still be asked for.
		return now.Nonce < l.fold.start.Nonce
	case l.inbox.met || l.inbox.position == now:
		return false
	}
	return l.inbox.failed || late
}
