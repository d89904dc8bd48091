package consensus

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// loop is the running part of a validator. Only run touches its fields; receive and work talk to it over channels.
type loop struct {
	v       *Validator
	machine *Machine
	tally   *Tally

	inbox   chan Message
	jobs    chan job
	results chan result

	queue      []job // waits for the worker
	heightCtx  context.Context
	endHeight  context.CancelFunc
	building   building
	rhythm     rhythm
	roundTimer stoppable
	blockTimer stoppable
	round      RoundTimer // what roundTimer stands for
	said       bool       // something was sent since the last look at whether to repeat it
}

// receive decodes frames. A malformed one costs nobody but its sender.
func (l *loop) receive(ctx context.Context) error {
	for {
		frame, err := l.v.cfg.Transport.Receive(ctx)
		if ctx.Err() != nil {
			return errStopped
		}
		if err != nil {
			return fmt.Errorf("receive: %w", err)
		}
		msg, err := l.v.cfg.frames.decode(frame)
		if err != nil {
			l.v.log.Debug("frame refused", "error", err)
			continue
		}
		select {
		case l.inbox <- msg:
		case <-ctx.Done():
			return errStopped
		}
	}
}

func (l *loop) run(ctx context.Context) error {
	l.heightCtx, l.endHeight = context.WithCancel(ctx)
	defer func() { l.endHeight() }() // a build's too
	defer l.roundTimer.stop()
	defer l.blockTimer.stop()
	resend := time.NewTicker(min(max(l.v.cfg.Timeouts.Base/4, minSilence), maxSilence))
	defer resend.Stop()
	for {
		// Listen first, look then: what changes in between closes a channel that is already held.
		changed, paced := l.v.cfg.Ledger.Changed(), l.v.cfg.Pace.listen()
		paused := l.v.Paused()
		if !paused {
			if err := l.follow(ctx); err != nil {
				return err
			}
			l.schedule(time.Now())
			if err := l.drain(ctx); err != nil {
				return err
			}
		}
		if err := l.wait(ctx, paused, changed, paced, resend.C); err != nil {
			return err
		}
	}
}

// wait takes one event. A paused validator takes none but its end and its resumption.
func (l *loop) wait(ctx context.Context, paused bool, changed, paced <-chan struct{}, resend <-chan time.Time) error {
	inbox, roundC, blockC := l.inbox, l.roundTimer.c(), l.blockTimer.c()
	results := l.results
	if paused {
		inbox, roundC, blockC, changed, paced, resend, results = nil, nil, nil, nil, nil, nil, nil
	}
	jobs, next := chan job(nil), job{}
	if len(l.queue) > 0 && !paused {
		jobs, next = l.jobs, l.queue[0]
	}
	select {
	case <-ctx.Done():
		return errStopped
	case <-l.v.wake:
	case <-changed:
	case <-paced:
	case <-blockC:
	case jobs <- next:
		l.queue = l.queue[1:]
	case r := <-results:
		return r.apply()
	case msg := <-inbox:
		if err := l.machine.Step(msg); err != nil {
			return l.refused(err)
		}
	case <-roundC:
		l.v.log.Info("round timed out", "height", l.round.Height, "round", l.round.Round)
		return l.machine.Timeout(l.round.Height, l.round.Round)
	case <-resend:
		l.resend()
	}
	return nil
}

// refused logs a bad message. A failing signer is no fault of the message and ends the validator.
func (l *loop) refused(err error) error {
	if errors.Is(err, ErrSigner) {
		return err
	}
	l.v.log.Debug("message refused", "error", err)
	return nil
}

// resend repeats own messages when nothing was said for a whole interval, a quarter of what round 0 may take, and so in every
// second one: what was lost, or said when nobody was connected yet, is said again while there is time to answer it in its round.
func (l *loop) resend() {
	if s := l.machine.Status(); s.Started && !l.said {
		l.machine.Resend()
	}
	l.said = false
}

// follow begins the next height when the ledger's head has moved on, whoever decided it.
func (l *loop) follow(ctx context.Context) error {
	head := l.v.cfg.Ledger.Head()
	number := head.Number.Uint64()
	if s := l.machine.Status(); s.Height > number {
		return nil
	}
	if err := l.tally.Follow(l.v.cfg.History, head); err != nil {
		return err
	}
	l.endHeight()
	l.heightCtx, l.endHeight = context.WithCancel(ctx)
	set := l.tally.Set()
	if err := l.machine.Begin(head, set); err != nil {
		return err
	}
	l.v.cfg.frames.forget(number)
	l.roundTimer.stop() // the machine would ignore it, but it would be logged as a lost round
	l.rhythm.follow(number, time.Now())
	l.v.mu.Lock()
	l.v.set = set
	l.v.wishes.settle(set)
	l.v.mu.Unlock()
	return nil
}

// schedule starts round 0 when a block is due, or sets the timer for when it will be.
func (l *loop) schedule(now time.Time) {
	s := l.machine.Status()
	period := l.v.cfg.Pace.Period()
	if s.Started {
		// Perhaps not by the own timer: another validator's proposal may have come first.
		l.rhythm.open(s.Height, now, period)
	}
	if s.Started || s.Decided || !s.Member {
		return
	}
	switch {
	case s.Height <= l.v.cfg.Pace.target(): // asked for: at once
	case period == 0:
		if !l.v.cfg.Ledger.Pending() && !l.asked(s, now) {
			return
		}
	default:
		if wait := l.rhythm.wait(now, period); wait > 0 {
			l.blockTimer.set(wait)
			return
		}
	}
	l.rhythm.open(s.Height, now, period)
	l.blockTimer.stop()
	l.machine.Start()
}

// asked says that somebody has given up a round of the height. What only one process has to do it can't do alone, and on
// demand that is how others learn of it. Nobody honest gives up a round sooner than it lasts: a member that lies has no more
// empty blocks made than one in that time.
func (l *loop) asked(s Status, now time.Time) bool {
	if !s.Asked {
		return false
	}
	wait := l.rhythm.wait(now, l.v.cfg.Timeouts.Base)
	if wait > 0 {
		l.blockTimer.set(wait)
	}
	return wait <= 0
}
