package bus

import (
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/nats-io/nats-server/v2/server"
)

// The server remembers a failed write: a stream that met a full disk stays closed to
// writers however much room there is later, until the server is started anew. Here it
// is, once there is room; what was acknowledged is on the disk and found again.

// lostWrites are the formats of the lines with which the server reports that. It has no
// other way to tell; TestBusOnFullDisk (e2e) holds them against a real full disk.
var lostWrites = regexp.MustCompile(`^(Filestore \[[A-Z_]+\]|JetStream (stream|consumer) '[^']*') [Cc]ritical write error|^JetStream out of (%s )?resources, will be DISABLED`)

// heard looks for them among the server's errors. It looks at the format alone: what is
// filled in may come from whoever connects.
func (s *Server) heard(format, line string) {
	if !lostWrites.MatchString(format) {
		return
	}
	select {
	case s.unwritable <- errors.New(line):
	default: // it is known already
	}
}

// serve keeps a server running until ctx ends.
func (s *Server) serve(ctx context.Context, instance *server.Server) error {
	defer func() { s.end(instance) }()
	for {
		s.setRunning(instance)
		select {
		case <-ctx.Done():
			return nil
		case cause := <-s.unwritable:
			s.config.Logger.Error("bus can't write to its disk; it takes nothing until there is room", "dir", s.config.Listen.Dir, "error", cause)
		}
		s.end(instance)
		instance = nil
		if instance = s.revive(ctx); instance == nil {
			return nil // asked to stop meanwhile
		}
		s.config.Logger.Info("bus serves again", "url", instance.ClientURL())
	}
}

// revive waits for room and starts the server anew, until that works or ctx ends.
func (s *Server) revive(ctx context.Context) *server.Server {
	for pause := retryMin; ; pause = min(2*pause, retryMax) {
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil
		case <-timer.C:
		}
		if err := checkRoom(s.config.Listen.Dir); err != nil {
			continue
		}
		s.forgetFaults()
		instance, err := s.start()
		if err == nil {
			if err = s.awaitReady(ctx, instance); err == nil {
				return instance
			}
			s.end(instance)
		}
		if ctx.Err() == nil {
			s.config.Logger.Warn("bus does not start again yet", "error", err, "pause", pause)
		}
	}
}

// checkRoom tries to write what a few messages take.
func checkRoom(dir string) error {
	path := filepath.Join(dir, "room")
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return fmt.Errorf("bus directory: %w", err)
	}
	_, err = file.Write(make([]byte, roomWanted))
	if err == nil {
		err = file.Sync()
	}
	return errors.Join(err, file.Close(), os.Remove(path))
}

// end shuts an instance down, and returns when its port and files are free.
func (s *Server) end(instance *server.Server) {
	s.setRunning(nil)
	if instance != nil {
		instance.Shutdown()
		instance.WaitForShutdown()
	}
}

func (s *Server) setRunning(instance *server.Server) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.running = instance
}

// forgetFaults makes room for those of the next start.
func (s *Server) forgetFaults() {
	s.mu.Lock()
	s.fault = nil
	s.mu.Unlock()
	select {
	case former := <-s.unwritable:
		s.config.Logger.Debug("fault of the former start is over", "err", former)
	default:
	}
}

// keepPort has a server that is started again listen where its clients look for it.
func (s *Server) keepPort(instance *server.Server) error {
	address, ok := instance.Addr().(*net.TCPAddr)
	if !ok {
		return fmt.Errorf("%w: server listens at %v, which is no TCP address", ErrUnavailable, instance.Addr())
	}
	s.config.Listen.Port = address.Port
	var err error
	s.text, err = ServerConfigText(s.config.Listen, s.config.Members)
	return err
}
