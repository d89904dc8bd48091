package bus

import (
	"fmt"
	"log/slog"
)

// serverLog hands the server's log lines on. The server ends its process on a
// fatal error unless its logger does something else: here Run returns the error.
type serverLog struct {
	log   *slog.Logger
	fatal func(error)
	heard func(format, line string) // of errors
}

func (l *serverLog) Noticef(format string, v ...any) {
	l.log.Debug("nats: " + fmt.Sprintf(format, v...))
}
func (l *serverLog) Warnf(format string, v ...any) { l.log.Warn("nats: " + fmt.Sprintf(format, v...)) }
func (l *serverLog) Errorf(format string, v ...any) {
	line := fmt.Sprintf(format, v...)
	l.log.Warn("nats: " + line)
	l.heard(format, line)
}
func (l *serverLog) Debugf(format string, v ...any) {}
func (l *serverLog) Tracef(format string, v ...any) {}

func (l *serverLog) Fatalf(format string, v ...any) {
	l.fatal(fmt.Errorf(format, v...))
}
