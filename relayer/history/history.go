// Package history keeps the view of messages across restarts.
//
// What it keeps is for people: no decision of the relayer rests on it. So it never
// stops the relayer, and never makes it wait: it follows the view at its own pace,
// writes the newest state of what has changed, and when a disk is full or a file is
// damaged it says so and goes on with what it has.
package history

import (
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"

	"github.com/gofrs/flock"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer/index"
)

const (
	fileName    = "messages.log"
	newName     = "messages.log.new"     // while it is written
	damagedName = "messages.log.damaged" // the latest that was set aside
)

// ErrLocked says that another process keeps its history here.
var ErrLocked = errors.New("message history is in use by another process")

// Log is the history on disk. It belongs to one goroutine at a time.
type Log struct {
	dir     string
	logger  *slog.Logger
	lock    *flock.Flock
	file    *os.File
	size    int64 // of the frames that are whole
	compact int64 // size above which the file is written anew
	told    bool  // of the trouble with writing
}

// Open locks the directory, which has to exist, and opens the file in it.
func Open(dir string, logger *slog.Logger) (*Log, error) {
	l := &Log{dir: dir, logger: logger, lock: flock.New(filepath.Join(dir, "lock")), compact: compactAbove}
	switch locked, err := l.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock the message history: %w", err)
	case !locked:
		return nil, fmt.Errorf("%w: %s", ErrLocked, dir)
	}
	return l, nil
}

// Close gives the directory back. What Run has not written is lost.
func (l *Log) Close() error {
	var err error
	if l.file != nil {
		err = l.file.Close()
		l.file = nil
	}
	return errors.Join(err, l.lock.Unlock())
}

// Kept is what an earlier run has kept.
type Kept struct {
	Entries   []index.Entry // by ascending Seq
	Forgotten uint64        // see index.Index.Restore
}

// Load reads what is there. A file that does not hold together is set aside, and what
// was read of it until there is kept: it tells less, but nothing else.
func (l *Log) Load() Kept {
	kept, size, err := l.read()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return Kept{}
	case errors.Is(err, errTorn):
		l.logger.Warn("message history ends within a frame, as after a crash; the newest changes are missing", "path", l.path(fileName), "messages", len(kept.Entries))
	case err != nil:
		l.logger.Error("message history is damaged; what comes behind the damage is missing", "path", l.path(fileName), "setAside", l.path(damagedName), "messages", len(kept.Entries), "err", err)
		if err := os.Rename(l.path(fileName), l.path(damagedName)); err != nil {
			l.logger.Error("damaged message history can't be set aside, it is overwritten", "err", err)
		}
		return kept // Run writes it into a new file
	}
	if file, err := openAt(l.path(fileName), size); err != nil {
		l.logger.Error("message history can't be continued, it is written anew", "err", err)
	} else {
		l.file, l.size, l.compact = file, size, max(compactAbove, 2*size)
	}
	return kept
}

func (l *Log) path(name string) string { return filepath.Join(l.dir, name) }

// openAt opens a file to be continued behind its first size bytes.
func openAt(path string, size int64) (*os.File, error) {
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	_, seekErr := file.Seek(size, io.SeekStart)
	if err := errors.Join(file.Truncate(size), seekErr); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return file, nil
}

// read returns what the whole frames say, and how many bytes these are.
func (l *Log) read() (kept Kept, size int64, err error) {
	file, err := os.Open(l.path(fileName))
	if err != nil {
		return kept, 0, err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	r := bufio.NewReaderSize(file, 1<<20)
	begin := make([]byte, len(magic))
	if _, err := io.ReadFull(r, begin); err != nil || !bytes.Equal(begin, magic) {
		return kept, 0, fmt.Errorf("%w: it begins with %.40q, want %q", ErrDamaged, begin, magic)
	}
	size = int64(len(magic))
	byID := map[messages.ID]index.Entry{}
	var oldest uint64
	for {
		c, n, frameErr := readFrame(r)
		if frameErr != nil {
			if !errors.Is(frameErr, io.EOF) {
				err = frameErr
			}
			break
		}
		if len(byID)+len(c.Entries) > maxEntries {
			err = fmt.Errorf("%w: more than %d messages", ErrDamaged, maxEntries)
			break
		}
		size += int64(n)
		kept.Forgotten, oldest = c.Forgotten, c.Oldest
		for i := range c.Entries {
			byID[c.Entries[i].ID] = c.Entries[i].Entry
		}
	}
	for _, e := range byID {
		if e.Seq >= oldest {
			kept.Entries = append(kept.Entries, e)
		}
	}
	slices.SortFunc(kept.Entries, func(a, b index.Entry) int { return cmp.Compare(a.Seq, b.Seq) })
	return kept, size, err
}
