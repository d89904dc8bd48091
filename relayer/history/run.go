package history

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	"github.com/catenary-bridge/catenary/relayer/index"
)

// Run writes what changes in the view until ctx ends, and then what has changed until
// then. After is the revision that is written already: that of the view when Load's
// messages were put into it.
//
// It asks the view what has changed since it asked last, so that there is no queue
// between them: while the disk is slow or full nothing piles up, nothing is dropped,
// and no message waits.
func (l *Log) Run(ctx context.Context, view *index.Index, after uint64) {
	if l.file == nil {
		after = 0 // nothing is written, or what was can't be continued
	}
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		// Before it is written: what changed until the end has to be in it.
		ended := ctx.Err() != nil
		more, err := l.catchUp(view, &after)
		l.tell(err)
		if ended {
			break
		}
		wait := flushEvery
		if err != nil {
			wait = retryEvery
		} else {
			select {
			case <-ctx.Done():
			case <-more:
			}
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
	}
	if l.file != nil {
		l.tell(l.file.Sync())
	}
}

// tell says once when writing begins to fail, and once when it is well again.
func (l *Log) tell(err error) {
	if failed := err != nil; failed != l.told {
		l.told = failed
		if failed {
			l.logger.Warn("message history can't be written, will try again; messages are delivered all the same", "dir", l.dir, "err", err)
		} else {
			l.logger.Info("message history is written again", "dir", l.dir)
		}
	}
}

// catchUp writes all that has changed after a revision, and moves it on. The channel
// is closed when there is more.
func (l *Log) catchUp(view *index.Index, after *uint64) (<-chan struct{}, error) {
	if l.file == nil || l.size > l.compact {
		at, err := l.rewrite(view)
		if err != nil {
			return nil, err
		}
		*after = at
	}
	return l.follow(view, l.file, &l.size, after)
}

// follow appends frames to a file until the view has nothing newer.
func (l *Log) follow(view *index.Index, file *os.File, size *int64, after *uint64) (<-chan struct{}, error) {
	for {
		changes, err := view.Changes(*after, frameEntries)
		if err != nil {
			return nil, err
		}
		if len(changes.Entries) > 0 {
			if err := appendFrame(view, file, size, changes.Entries); err != nil {
				return nil, err
			}
		}
		*after = changes.Revision
		if changes.More != nil {
			return changes.More, nil
		}
	}
}

// appendFrame writes a frame, or leaves the file as it was.
func appendFrame(view *index.Index, file *os.File, size *int64, entries []index.Entry) error {
	oldest, err := view.Oldest()
	if err != nil {
		return err
	}
	frame, err := encode(entries, view.Forgotten(), oldest)
	if err != nil {
		return err
	}
	if _, err := file.WriteAt(frame, *size); err != nil {
		return errors.Join(fmt.Errorf("append to the message history: %w", err), file.Truncate(*size))
	}
	*size += int64(len(frame))
	return nil
}

// rewrite puts the view into a new file in place of the old one, and returns up to
// which revision.
func (l *Log) rewrite(view *index.Index) (after uint64, err error) {
	file, err := os.OpenFile(l.path(newName), os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, fmt.Errorf("begin a new message history: %w", err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, file.Close(), os.Remove(l.path(newName)))
		}
	}()
	size := int64(len(magic))
	if _, err := file.Write(magic); err != nil {
		return 0, fmt.Errorf("begin a new message history: %w", err)
	}
	if _, err := l.follow(view, file, &size, &after); err != nil {
		return 0, err
	}
	// On the disk before it has the name: a crash must not leave half of it there.
	if err := file.Sync(); err != nil {
		return 0, fmt.Errorf("write the new message history: %w", err)
	}
	if err := os.Rename(l.path(newName), l.path(fileName)); err != nil {
		return 0, fmt.Errorf("replace the message history: %w", err)
	}
	if l.file != nil {
		_ = l.file.Close() // it has no name any more
	}
	l.file, l.size, l.compact = file, size, max(compactAbove, 2*size)
	return after, nil
}
