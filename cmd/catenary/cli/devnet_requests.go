package cli

import (
	"context"
	"log/slog"
	"strings"

	"github.com/ethereum/go-ethereum/log"
)

// requestLog makes a line of every request that go-ethereum's rpc server serves: method,
// duration, and error where there is one; over HTTP and WebSocket, each call of a batch.
// It listens to what that server logs, because it has no other place to listen at. That
// log is the process's own, so that this is for a command that runs one chain.
type requestLog struct{ out *slog.Logger }

// served is how go-ethereum's rpc/handler.go begins its line.
const served = "Served "

// logRequests sends go-ethereum's log to the request log, which keeps requests alone.
func logRequests(out *slog.Logger) { log.SetDefault(log.NewLogger(requestLog{out})) }

// Enabled implements slog.Handler.
func (requestLog) Enabled(context.Context, slog.Level) bool { return true }

// Handle implements slog.Handler.
func (l requestLog) Handle(ctx context.Context, record slog.Record) error {
	method, ok := strings.CutPrefix(record.Message, served)
	if !ok {
		return nil
	}
	attributes := []slog.Attr{slog.String("method", method)}
	record.Attrs(func(a slog.Attr) bool {
		if a.Key == "duration" || a.Key == "err" {
			attributes = append(attributes, a)
		}
		return true
	})
	l.out.LogAttrs(ctx, slog.LevelInfo, "request", attributes...)
	return nil
}

// WithAttrs implements slog.Handler; what is added is the connection, which is left out.
func (l requestLog) WithAttrs([]slog.Attr) slog.Handler { return l }

// WithGroup implements slog.Handler.
func (l requestLog) WithGroup(string) slog.Handler { return l }
