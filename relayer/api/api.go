// Package api shows what a relayer knows, over HTTP.
//
// It only reads. Everything it serves is public on the chains already, so that it
// needs no secret where it listens on loopback; elsewhere it wants a token, because
// what is cheap to ask can still be asked too often, and balances are nobody's
// business. What it answers is described in openapi.yaml, which it serves.
package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"

	_ "embed" // the description

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// Description is the OpenAPI 3.1 description of the API, in YAML.
//
//go:embed openapi.yaml
var Description []byte

// View is what the API reads. *relayer.Relayer is one.
type View interface {
	Lanes() []relayer.LaneStatus
	Chains() []relayer.ChainStatus
	Signers() []approve.Signer
	Index() *index.Index
	Registry() *prometheus.Registry
	Ready() error
}

// Config is what a server needs. View and Logger are required.
type Config struct {
	View    View
	Version string // shown in /v1/status
	Logger  *slog.Logger

	// Token has to be in every request but those for /healthz, when it is not empty.
	// It is required wherever others than this machine can connect.
	Token string
	// Hosts are names under which this server may be asked without a token, beside those
	// of this machine: that of a proxy, for instance.
	Hosts []string

	Rate    float64 // requests a second of one client; 0 means 50
	Burst   int     // requests of one client at once; 0 means 200
	Streams int     // event streams at a time; 0 means 32
}

// Server answers requests.
type Server struct {
	config  Config
	started time.Time
	logger  *slog.Logger
	view    View
	limits  *clients
	streams streams
	handler http.Handler

	// readTimeout and slowClient but in tests, which have less time
	patience, slow time.Duration
}

// ErrConfig is wrapped by the errors of New.
var ErrConfig = errors.New("api configuration")

// New checks the configuration. It starts nothing.
func New(config Config) (*Server, error) {
	if config.Rate == 0 {
		config.Rate = defaultRate
	}
	if config.Burst == 0 {
		config.Burst = defaultBurst
	}
	if config.Streams == 0 {
		config.Streams = defaultStreams
	}
	switch {
	case config.View == nil || config.Logger == nil:
		return nil, fmt.Errorf("%w: view and logger are required", ErrConfig)
	case config.Token != "" && len(config.Token) < MinToken:
		return nil, fmt.Errorf("%w: token of %d characters, want at least %d", ErrConfig, len(config.Token), MinToken)
	case !(config.Rate > 0 && config.Rate <= maxRate):
		return nil, fmt.Errorf("%w: rate %g, want above 0 and at most %d requests a second", ErrConfig, config.Rate, maxRate)
	case config.Burst < 1 || config.Burst > maxRate:
		return nil, fmt.Errorf("%w: burst %d, want 1 to %d requests", ErrConfig, config.Burst, maxRate)
	case config.Streams < 1 || config.Streams > maxStreams:
		return nil, fmt.Errorf("%w: streams %d, want 1 to %d", ErrConfig, config.Streams, maxStreams)
	}
	s := &Server{config: config, started: time.Now(), logger: config.Logger, view: config.View,
		limits: newClients(config.Rate, config.Burst), streams: newStreams(config.Streams), patience: readTimeout, slow: slowClient}
	s.handler = s.guard(s.routes())
	return s, nil
}

// routes are all there are; guard has let through only GET and HEAD.
func (s *Server) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, _ *http.Request) {
		s.write(w, http.StatusOK, Health{"ok"})
	})
	mux.HandleFunc("/readyz", s.ready)
	mux.Handle("/metrics", promhttp.HandlerFor(s.view.Registry(), promhttp.HandlerOpts{MaxRequestsInFlight: maxScrapes}))
	mux.HandleFunc("/v1/status", s.plain(func() any { return s.status() }))
	mux.HandleFunc("/v1/lanes", s.plain(func() any { return s.lanes() }))
	mux.HandleFunc("/v1/chains", s.plain(func() any { return s.chains() }))
	mux.HandleFunc("/v1/signers", s.plain(func() any { return s.signers() }))
	mux.HandleFunc("/v1/messages", s.messages)
	mux.HandleFunc("/v1/messages/{id}", s.message)
	mux.HandleFunc("/v1/events", s.events)
	mux.HandleFunc("/v1/openapi.yaml", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/yaml")
		if _, err := w.Write(Description); err != nil {
			s.logger.Debug("answer was not taken", "err", err)
		}
	})
	mux.HandleFunc("/", func(w http.ResponseWriter, _ *http.Request) {
		s.fail(w, http.StatusNotFound, errors.New("no such path; /v1/openapi.yaml describes those that there are"))
	})
	return mux
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Serve answers on the listener until ctx ends, and with it all event streams.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{Handler: s, ReadHeaderTimeout: s.patience, ReadTimeout: s.patience,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout, MaxHeaderBytes: maxHeader,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    slog.NewLogLogger(s.logger.Handler(), slog.LevelDebug)} // of clients, who may say what they like
	return serve(ctx, server, newBounded(listener, maxConnections))
}

func serve(ctx context.Context, server *http.Server, listener net.Listener) error {
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(listener) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve the API: %w", err)
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownGrace)
	defer cancel()
	err := server.Shutdown(grace)
	if errors.Is(err, context.DeadlineExceeded) {
		err = server.Close()
	}
	if served := <-failed; !errors.Is(served, http.ErrServerClosed) {
		err = errors.Join(err, served)
	}
	return err
}

// plain answers what takes no parameters.
func (s *Server) plain(answer func() any) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if _, err := parameters(r); err != nil {
			s.fail(w, http.StatusBadRequest, err)
			return
		}
		s.write(w, http.StatusOK, answer())
	}
}

func (s *Server) ready(w http.ResponseWriter, _ *http.Request) {
	if err := s.view.Ready(); err != nil {
		s.fail(w, http.StatusServiceUnavailable, err)
		return
	}
	s.write(w, http.StatusOK, Health{"ready"})
}

func (s *Server) status() Status {
	status := Status{Version: s.config.Version, UptimeSeconds: time.Since(s.started).Seconds(),
		Lanes: s.lanes(), Chains: s.chains(), Signers: s.signers()}
	if err := s.view.Ready(); err != nil {
		status.Reason = err.Error()
	} else {
		status.Ready = true
	}
	return status
}

func (s *Server) messages(w http.ResponseWriter, r *http.Request) {
	query, err := parseQuery(r)
	if err != nil {
		s.fail(w, http.StatusBadRequest, err)
		return
	}
	found, next, err := s.view.Index().Find(query.Query)
	if err != nil {
		s.fail(w, http.StatusInternalServerError, err)
		return
	}
	page := Page{Messages: make([]Message, len(found)), Next: query.cursor(next)}
	lanes := laneOf(s.view.Lanes())
	for i := range found {
		page.Messages[i] = messageOf(&found[i], lanes(found[i].Lane))
	}
	s.write(w, http.StatusOK, page)
}

func (s *Server) message(w http.ResponseWriter, r *http.Request) {
	if _, err := parameters(r); err != nil {
		s.fail(w, http.StatusBadRequest, err)
		return
	}
	id, err := messages.ParseID(r.PathValue("id"))
	if err != nil {
		s.fail(w, http.StatusBadRequest, fmt.Errorf("id: %s, want the id of a message, 0x and 64 lower-case hex digits", quote(r.PathValue("id"))))
		return
	}
	entry, ok := s.view.Index().Get(id)
	if !ok {
		s.fail(w, http.StatusNotFound, fmt.Errorf("message %s is not in this relayer's view: it is not final yet, of another lane, delivered before the view began, or forgotten since", id))
		return
	}
	s.write(w, http.StatusOK, messageOf(&entry, laneOf(s.view.Lanes())(entry.Lane)))
}

func (s *Server) fail(w http.ResponseWriter, code int, err error) {
	s.write(w, code, Failure{err.Error()})
}

func (s *Server) write(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(code)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false) // lanes are called 9001>9002, and nobody sniffs
	if err := encoder.Encode(body); err != nil {
		s.logger.Debug("answer was not taken", "err", err)
	}
}
