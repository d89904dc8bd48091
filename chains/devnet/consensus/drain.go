package consensus

import (
	"context"
	"fmt"
)

// drain does what the machine wants, until it wants nothing more.
func (l *loop) drain(ctx context.Context) error {
	out := l.machine.Ready()
	if err := l.save(out); err != nil {
		return err
	}
	if err := l.send(out.Messages); err != nil {
		return err
	}
	// A block that was decided while another validator's commit was quicker is of the height before: the timer, if there is
	// one, is of the height that has begun since. Stopped with it, a round without a proposer would never end.
	if out.Decided != nil {
		l.roundTimer.stop()
		l.enqueue(ctx, l.commit(out.Decided))
	}
	if out.Timer != nil {
		l.round = *out.Timer
		l.roundTimer.set(out.Timer.After)
	}
	for _, err := range out.Refused {
		if err := l.refused(err); err != nil {
			return err
		}
	}
	if len(out.Evidence) > 0 {
		l.v.record(out.Evidence)
	}
	for _, req := range out.Verify {
		l.enqueue(l.heightCtx, l.verify(req))
	}
	status := l.machine.Status()
	l.building.leave(status.Round)
	if out.Build != nil {
		l.enqueue(l.building.begin(l.heightCtx, out.Build.Round), l.build(*out.Build))
	}
	l.v.mu.Lock()
	l.v.status = status
	l.v.mu.Unlock()
	if len(l.queue) > maxJobs {
		return fmt.Errorf("%w: %d calls are waiting, at most %d allowed", ErrLedgerHangs, len(l.queue), maxJobs)
	}
	return nil
}

func (l *loop) send(messages []Message) error {
	for _, msg := range messages {
		frame, err := l.v.cfg.frames.encode(msg)
		if err != nil {
			return err
		}
		if err := l.v.cfg.Transport.Broadcast(frame); err != nil {
			return fmt.Errorf("send %s: %w", msg.Code(), err)
		}
		l.said = true
	}
	return nil
}
