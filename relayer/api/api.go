// Package api shows what a relayer knows, over HTTP.
//
// It only reads. Everything it serves is public on the chains already, so that it
// needs no secret; it listens on loopback unless told otherwise.
//
//	GET /healthz           200 while the process works
//	GET /readyz            200 while every lane follows its chains, else 503 and why
//	GET /metrics           Prometheus
//	GET /v1/status         version, uptime, lanes, signers
//	GET /v1/lanes          every lane with its positions and counts by stage
//	GET /v1/signers        when each signer was last heard of
//	GET /v1/messages       ?lane=&stage=&sender=&after=&limit=
//	GET /v1/messages/{id}  one message
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

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"github.com/catenary-bridge/catenary/messages"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/relayer/approve"
	"github.com/catenary-bridge/catenary/relayer/index"
)

// View is what the API reads. *relayer.Relayer is one.
type View interface {
	Lanes() []relayer.LaneStatus
	Index() *index.Index
	Signers() []approve.Signer
	Chains() []relayer.ChainStatus
	Registry() *prometheus.Registry
	Ready() error
}

type server struct {
	view    View
	version string
	started time.Time
	logger  *slog.Logger
}

// Handler serves the view. Version is shown in /v1/status.
func Handler(view View, version string, logger *slog.Logger) http.Handler {
	s := &server{view: view, version: version, started: time.Now(), logger: logger}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) {
		s.write(w, http.StatusOK, map[string]string{"status": "ok"})
	})
	mux.HandleFunc("GET /readyz", s.ready)
	mux.Handle("GET /metrics", promhttp.HandlerFor(view.Registry(), promhttp.HandlerOpts{MaxRequestsInFlight: maxScrapes}))
	mux.HandleFunc("GET /v1/status", s.status)
	mux.HandleFunc("GET /v1/lanes", func(w http.ResponseWriter, _ *http.Request) { s.write(w, http.StatusOK, s.lanes()) })
	mux.HandleFunc("GET /v1/signers", func(w http.ResponseWriter, _ *http.Request) { s.write(w, http.StatusOK, s.signers()) })
	mux.HandleFunc("GET /v1/messages", s.messages)
	mux.HandleFunc("GET /v1/messages/{id}", s.message)
	return mux
}

// Serve answers on the listener until ctx ends.
func Serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{Handler: handler, ReadHeaderTimeout: readTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, MaxHeaderBytes: maxHeader}
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

func (s *server) ready(w http.ResponseWriter, _ *http.Request) {
	if err := s.view.Ready(); err != nil {
		s.fail(w, http.StatusServiceUnavailable, err)
		return
	}
	s.write(w, http.StatusOK, map[string]string{"status": "ready"})
}

func (s *server) status(w http.ResponseWriter, _ *http.Request) {
	status := Status{Version: s.version, UptimeSeconds: time.Since(s.started).Seconds(), Lanes: s.lanes(), Chains: s.chains(), Signers: s.signers()}
	if err := s.view.Ready(); err != nil {
		status.Reason = err.Error()
	} else {
		status.Ready = true
	}
	s.write(w, http.StatusOK, status)
}

func (s *server) messages(w http.ResponseWriter, r *http.Request) {
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

func (s *server) message(w http.ResponseWriter, r *http.Request) {
	id, err := messages.ParseID(r.PathValue("id"))
	if err != nil {
		s.fail(w, http.StatusBadRequest, err)
		return
	}
	entry, ok := s.view.Index().Get(id)
	if !ok {
		s.fail(w, http.StatusNotFound, fmt.Errorf("message %s is not in this relayer's view: it is not final yet, of another lane, or delivered before the view began", id))
		return
	}
	s.write(w, http.StatusOK, messageOf(&entry, laneOf(s.view.Lanes())(entry.Lane)))
}

func (s *server) fail(w http.ResponseWriter, code int, err error) {
	s.write(w, code, Failure{err.Error()})
}

func (s *server) write(w http.ResponseWriter, code int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(code)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false) // lanes are called 9001>9002, and nobody sniffs
	if err := encoder.Encode(body); err != nil {
		s.logger.Debug("answer was not taken", "err", err)
	}
}
