package e2e

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
)

// Log is what the daemons of a Net have logged since it was asked for.
type Log struct {
	mu   sync.Mutex
	text bytes.Buffer
}

// Overhear keeps what daemons log from now on, so that a story can tell that a lie
// was refused, and for which reason. To be called before they start.
func (n *Net) Overhear() *Log {
	heard := &Log{}
	own := slog.NewTextHandler(heard, &slog.HandlerOptions{Level: slog.LevelInfo})
	n.log = slog.New(both{n.log.Handler(), own})
	return heard
}

// Write implements io.Writer for the logger.
func (l *Log) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// Heard reports whether some line holds all of the given texts.
func (l *Log) Heard(texts ...string) bool {
	l.mu.Lock()
	all := l.text.String()
	l.mu.Unlock()
	for line := range strings.Lines(all) {
		found := 0
		for _, text := range texts {
			if strings.Contains(line, text) {
				found++
			}
		}
		if found == len(texts) {
			return true
		}
	}
	return false
}

// both hands each record to two handlers.
type both struct{ one, other slog.Handler }

func (b both) Enabled(ctx context.Context, level slog.Level) bool {
	return b.one.Enabled(ctx, level) || b.other.Enabled(ctx, level)
}

func (b both) Handle(ctx context.Context, record slog.Record) error {
	var failures []error
	for _, h := range []slog.Handler{b.one, b.other} {
		if h.Enabled(ctx, record.Level) {
			failures = append(failures, h.Handle(ctx, record.Clone()))
		}
	}
	return errors.Join(failures...)
}

func (b both) WithAttrs(attrs []slog.Attr) slog.Handler {
	return both{b.one.WithAttrs(attrs), b.other.WithAttrs(attrs)}
}

func (b both) WithGroup(name string) slog.Handler {
	return both{b.one.WithGroup(name), b.other.WithGroup(name)}
}
