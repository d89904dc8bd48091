package bus

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/nats-io/nats.go"
	"github.com/nats-io/nats.go/jetstream"
)

// Config says how a member reaches the bus.
type Config struct {
	URL       string   // nats://host:port on loopback, tls://host:port elsewhere; empty with InProcess
	InProcess *Server  // the embedded server of the same process
	Identity  Identity // the member's key
	TLS       TLSFiles // CA checks the server; certificate and key are shown to it
	Logger    *slog.Logger
}

// Conn is one member's connection. It reconnects by itself, for ever.
type Conn struct {
	nc       *nats.Conn
	js       jetstream.JetStream
	identity Identity
	log      *slog.Logger

	mu      sync.Mutex
	revived chan struct{} // closed and replaced at every reconnection
	denied  string        // the newest permission error, to explain a call that got no answer
	waiting map[*publication]struct{}
}

// validate refuses a URL over which others could listen or pose as the server.
func (c *Config) validate() error {
	switch {
	case c.Identity.IsZero():
		return fmt.Errorf("%w: no identity", ErrConfig)
	case c.Logger == nil:
		return fmt.Errorf("%w: no logger", ErrConfig)
	case (c.InProcess == nil) == (c.URL == ""):
		return fmt.Errorf("%w: both or neither of URL and in-process server, want exactly one", ErrConfig)
	case (c.TLS.Certificate == "") != (c.TLS.Key == ""):
		return fmt.Errorf("%w: TLS has certificate %q and key %q, want both or neither", ErrConfig, c.TLS.Certificate, c.TLS.Key)
	case c.InProcess != nil:
		return nil
	}
	u, err := url.Parse(c.URL)
	switch {
	case err != nil:
		return fmt.Errorf("%w: URL is not readable, want nats://host:port or tls://host:port", ErrConfig)
	case u.User != nil:
		return fmt.Errorf("%w: URL of %s holds credentials, the NKey alone is used", ErrConfig, u.Host)
	case u.Scheme != "nats" && u.Scheme != "tls" || u.Host == "":
		return fmt.Errorf("%w: URL %.200q, want nats://host:port or tls://host:port", ErrConfig, c.URL)
	case u.Scheme == "nats" && !loopback(u.Hostname()):
		return fmt.Errorf("%w: URL %.200q is not loopback, which needs TLS: want tls://%s", ErrConfig, c.URL, u.Host)
	}
	return nil
}

// Dial connects. A server that is not there yet is waited for until ctx ends;
// ErrUnauthorized is returned at once, because waiting would not change it.
func Dial(ctx context.Context, config Config) (*Conn, error) {
	if err := config.validate(); err != nil {
		return nil, err
	}
	c := &Conn{
		identity: config.Identity, log: config.Logger,
		revived: make(chan struct{}), waiting: map[*publication]struct{}{},
	}
	options, err := c.options(config)
	if err != nil {
		return nil, err
	}
	for pause := retryMin; ; pause = min(2*pause, retryMax) {
		c.nc, err = nats.Connect(config.URL, options...)
		if err == nil {
			break
		}
		if errors.Is(err, nats.ErrAuthorization) || strings.Contains(err.Error(), "Authorization") {
			return nil, fmt.Errorf("%w: %s", ErrUnauthorized, config.Identity)
		}
		var certificate *tls.CertificateVerificationError
		if errors.As(err, &certificate) {
			return nil, fmt.Errorf("%w: server's certificate: %w", ErrUnavailable, err)
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
			timer.Stop()
			return nil, fmt.Errorf("%w: %w (%w)", ErrUnavailable, err, ctx.Err())
		case <-timer.C:
		}
	}
	if c.js, err = jetstream.New(c.nc); err != nil {
		c.nc.Close()
		return nil, fmt.Errorf("%w: %w", ErrConfig, err)
	}
	return c, nil
}

func (c *Conn) options(config Config) ([]nats.Option, error) {
	options := []nats.Option{
		nats.Name("catenary"),
		nats.Nkey(c.identity.public, c.identity.pair.Sign),
		nats.CustomInboxPrefix(inboxPrefix(c.identity.public)),
		nats.Timeout(callTimeout),
		nats.MaxReconnects(-1),
		nats.IgnoreAuthErrorAbort(), // a server may be restarted before its members are listed again
		nats.ReconnectWait(retryMin),
		nats.ReconnectJitter(retryMin, retryMin),
		// Nothing is buffered while disconnected: a publication is acknowledged or it
		// has failed, and the caller repeats it.
		nats.ReconnectBufSize(-1),
		nats.PingInterval(10 * time.Second),
		nats.MaxPingsOutstanding(2),
		nats.NoEcho(),
		nats.ErrorHandler(c.onError),
		nats.ReconnectHandler(func(*nats.Conn) {
			c.log.Info("bus connection is back")
			c.revive()
		}),
		nats.DisconnectErrHandler(func(_ *nats.Conn, err error) {
			if err != nil {
				c.log.Warn("bus connection is lost, reconnecting", "error", err)
			}
		}),
	}
	if config.InProcess != nil {
		return append(options, nats.InProcessServer(config.InProcess)), nil
	}
	if strings.HasPrefix(config.URL, "tls://") || !config.TLS.empty() {
		settings, err := clientTLS(config.TLS)
		if err != nil {
			return nil, err
		}
		options = append(options, nats.Secure(settings))
	}
	return options, nil
}

func clientTLS(files TLSFiles) (*tls.Config, error) {
	settings := &tls.Config{MinVersion: tls.VersionTLS13}
	if files.CA != "" {
		pem, err := os.ReadFile(files.CA)
		if err != nil {
			return nil, fmt.Errorf("%w: CA: %w", ErrConfig, err)
		}
		settings.RootCAs = x509.NewCertPool()
		if !settings.RootCAs.AppendCertsFromPEM(pem) {
			return nil, fmt.Errorf("%w: CA file %s holds no PEM certificate", ErrConfig, files.CA)
		}
	}
	if files.Certificate != "" {
		pair, err := tls.LoadX509KeyPair(files.Certificate, files.Key)
		if err != nil {
			return nil, fmt.Errorf("%w: certificate: %w", ErrConfig, err)
		}
		settings.Certificates = []tls.Certificate{pair}
	}
	return settings, nil
}

// Close ends the connection.
func (c *Conn) Close() { c.nc.Close() }

// Connected reports whether the server is reached at this moment.
func (c *Conn) Connected() bool { return c.nc.IsConnected() }

// revivals returns a channel that is closed at the next reconnection.
func (c *Conn) revivals() <-chan struct{} {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.revived
}

func (c *Conn) revive() {
	c.mu.Lock()
	defer c.mu.Unlock()
	close(c.revived)
	c.revived = make(chan struct{})
}

// onError receives what the server says asynchronously. It never answers a
// publication that it forbids, so the publisher has to be told here.
func (c *Conn) onError(_ *nats.Conn, _ *nats.Subscription, err error) {
	c.log.Warn("bus reports an error", "error", err)
	if !errors.Is(err, nats.ErrPermissionViolation) {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.denied = err.Error()
	text := strings.ToLower(c.denied)
	for p := range c.waiting {
		if strings.Contains(text, strings.ToLower(`"`+p.subject+`"`)) {
			p.cancel(fmt.Errorf("%w: %s", ErrForbidden, p.subject))
		}
	}
}

// publication is one that waits for its acknowledgement.
type publication struct {
	subject string
	cancel  context.CancelCauseFunc
}

// guarded returns a context that also ends when the server forbids a publication
// to the subject.
func (c *Conn) guarded(ctx context.Context, subject string) (context.Context, func()) {
	ctx, cancel := context.WithCancelCause(ctx)
	p := &publication{subject, cancel}
	c.mu.Lock()
	c.waiting[p] = struct{}{}
	c.mu.Unlock()
	return ctx, func() {
		c.mu.Lock()
		delete(c.waiting, p)
		c.mu.Unlock()
		cancel(nil)
	}
}

// explain adds the newest permission error to a call that merely timed out.
func (c *Conn) explain(err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.denied != "" && (errors.Is(err, context.DeadlineExceeded) || errors.Is(err, nats.ErrTimeout)) {
		return fmt.Errorf("%w (%w: %s)", err, ErrForbidden, c.denied)
	}
	return err
}
