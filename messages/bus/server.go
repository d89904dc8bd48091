package bus

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"
	"github.com/nats-io/nats-server/v2/server"
)

// ServerConfig configures the embedded server.
type ServerConfig struct {
	Listen  ListenConfig
	Members Members // Admin may stay empty: the server then makes a key that lives as long as it does
	Logger  *slog.Logger
}

// Server is the embedded NATS server with JetStream on disk. Everything that was
// acknowledged is on disk: each write is synced before its acknowledgement, which
// costs one fsync per request or answer, far less than a message of the lane costs
// on its chains.
type Server struct {
	config ServerConfig
	text   string
	admin  Identity
	ready  chan struct{}

	unwritable chan error // holds one: why the running server writes no more

	mu      sync.Mutex
	running *server.Server
	fault   error // the first fatal error that the server reported
}

// NewServer validates the configuration. It starts nothing and touches no file.
func NewServer(config ServerConfig) (*Server, error) {
	s := &Server{config: config, ready: make(chan struct{}), unwritable: make(chan error, 1)}
	if s.config.Logger == nil {
		return nil, fmt.Errorf("%w: no logger", ErrConfig)
	}
	if s.config.Members.Admin == "" {
		var err error
		if s.admin, err = ephemeral(); err != nil {
			return nil, err
		}
		s.config.Members.Admin = s.admin.Public()
	}
	var err error
	s.text, err = ServerConfigText(s.config.Listen, s.config.Members)
	return s, err
}

// Members returns the members that the server admits, its own admin key included.
func (s *Server) Members() Members { return s.config.Members }

// AdminIdentity returns the identity that the server made for its admin; it is
// zero when the configuration named the admin's key.
func (s *Server) AdminIdentity() Identity { return s.admin }

// Run serves until ctx ends, then shuts the server down and returns nil. A server
// that cannot start is an error; one that cannot write any more is started anew once
// there is room, at the same address. Run may be called once.
func (s *Server) Run(ctx context.Context) error {
	unlock, err := lockDir(s.config.Listen.Dir)
	if err != nil {
		return err
	}
	defer unlock()
	instance, err := s.start()
	if err != nil {
		return err
	}
	err = s.awaitReady(ctx, instance)
	if err == nil {
		err = s.keepPort(instance)
	}
	if err != nil {
		s.end(instance)
		if ctx.Err() != nil {
			return nil // asked to stop while starting
		}
		return err
	}
	s.setRunning(instance)
	close(s.ready)
	s.config.Logger.Info("bus serves", "url", instance.ClientURL(), "dir", s.config.Listen.Dir,
		"lanes", len(s.config.Members.Lanes), "signers", len(s.config.Members.Signers))
	return s.serve(ctx, instance)
}

func (s *Server) start() (*server.Server, error) {
	// The text is kept beside the streams: it is what an operator takes to run an
	// external server with equal rights.
	path := filepath.Join(s.config.Listen.Dir, "nats-server.conf")
	if err := os.WriteFile(path, []byte(s.text), 0o600); err != nil {
		return nil, fmt.Errorf("write server configuration: %w", err)
	}
	options := &server.Options{}
	if err := options.ProcessConfigString(s.text); err != nil {
		return nil, fmt.Errorf("%w: server refuses its configuration: %w", ErrConfig, err)
	}
	options.NoSigs = true // signals belong to the command
	instance, err := server.NewServer(options)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	instance.SetLoggerV2(&serverLog{log: s.config.Logger, fatal: s.setFault, heard: s.heard}, false, false, false)
	instance.Start()
	return instance, nil
}

// startTimeout bounds the start: recovering the streams at their largest takes
// seconds.
const startTimeout = 30 * time.Second

func (s *Server) awaitReady(ctx context.Context, instance *server.Server) error {
	deadline := time.Now().Add(startTimeout)
	for {
		if err := s.getFault(); err != nil {
			return fmt.Errorf("server cannot start: %w", err)
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		if instance.ReadyForConnections(50 * time.Millisecond) {
			break
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%w: server did not start within %v", ErrUnavailable, startTimeout)
		}
	}
	if !instance.JetStreamEnabled() {
		return fmt.Errorf("%w: server runs without JetStream: %w", ErrConfig, errors.Join(s.getFault(), errors.New("look at its log")))
	}
	return nil
}

// Ready is closed when the server accepts connections.
func (s *Server) Ready() <-chan struct{} { return s.ready }

// URL returns where clients connect, or "" while the server does not run.
func (s *Server) URL() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return ""
	}
	return s.running.ClientURL()
}

// InProcessConn connects without a socket. It makes Server what [Config.InProcess]
// takes.
func (s *Server) InProcessConn() (net.Conn, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.running == nil {
		return nil, fmt.Errorf("%w: embedded server is not running", ErrUnavailable)
	}
	return s.running.InProcessConn()
}

func (s *Server) setFault(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.fault == nil {
		s.fault = err
	}
}

func (s *Server) getFault() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fault
}

// lockDir keeps two servers from writing the same streams, which would destroy
// them. The lock is the file's, so it ends with the process however that ends.
func lockDir(dir string) (unlock func(), err error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("bus directory: %w", err)
	}
	lock := flock.New(filepath.Join(dir, "lock"), flock.SetPermissions(0o600))
	ok, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock bus directory: %w", err)
	}
	if !ok {
		return nil, fmt.Errorf("%w: %s", ErrLocked, dir)
	}
	return func() { _ = lock.Unlock() }, nil
}
