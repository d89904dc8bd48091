package api

import (
	"container/list"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/netip"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// guard lets through what may be asked, by whom, and how often.
func (s *Server) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header := w.Header()
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Cache-Control", "no-store")
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			header.Set("Allow", "GET, HEAD")
			s.fail(w, http.StatusMethodNotAllowed, fmt.Errorf("method %s, want GET: this API only reads", quote(r.Method)))
			return
		}
		if !strings.HasPrefix(r.URL.Path, "/") || r.URL.Path != path.Clean(r.URL.Path) {
			// Not redirected: whoever writes paths like this is no friend.
			s.fail(w, http.StatusNotFound, errors.New("no such path; /v1/openapi.yaml describes those that there are"))
			return
		}
		if s.config.Token == "" && !s.named(r.Host) {
			s.fail(w, http.StatusForbidden, fmt.Errorf("host %s, want the address of this machine: a page of a stranger may have pointed its name here", quote(r.Host)))
			return
		}
		if r.URL.Path != "/healthz" {
			// Before the token is looked at, so that guessing is as slow as asking.
			if wait := s.limits.wait(r.RemoteAddr, time.Now()); wait > 0 {
				header.Set("Retry-After", strconv.Itoa(int(math.Ceil(wait.Seconds()))))
				s.fail(w, http.StatusTooManyRequests, errors.New("too many requests of this client: wait as long as Retry-After says"))
				return
			}
			if !s.admits(r) {
				header.Set("WWW-Authenticate", `Bearer realm="catenary"`)
				s.fail(w, http.StatusUnauthorized, errors.New("want the header `Authorization: Bearer <token>`, with the token of api.token-file"))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// named reports whether a Host header names this machine. Browsers let a page talk to
// its own name only, but its owner can point that name at 127.0.0.1: the header is
// what tells.
func (s *Server) named(host string) bool {
	name := host
	if bare, _, err := net.SplitHostPort(host); err == nil {
		name = bare
	}
	name = strings.TrimSuffix(strings.TrimPrefix(name, "["), "]")
	return Loopback(name) || slices.ContainsFunc(s.config.Hosts, func(known string) bool { return strings.EqualFold(known, name) })
}

// Loopback reports whether only this machine can connect to a host.
func Loopback(host string) bool {
	if strings.EqualFold(host, "localhost") {
		return true
	}
	address, err := netip.ParseAddr(host)
	return err == nil && address.IsLoopback()
}

// admits reports whether a request has the token. Digests are compared, so that how
// long it takes tells neither how much of a guess is right nor how long the token is.
func (s *Server) admits(r *http.Request) bool {
	if s.config.Token == "" {
		return true
	}
	scheme, given, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	want, got := sha256.Sum256([]byte(s.config.Token)), sha256.Sum256([]byte(given))
	return strings.EqualFold(scheme, "Bearer") && subtle.ConstantTimeCompare(want[:], got[:]) == 1
}

// clients limits how often each client asks, and all of them together.
type clients struct {
	rate  rate.Limit
	burst int

	mu    sync.Mutex
	all   *rate.Limiter
	known map[netip.Prefix]*list.Element
	order *list.List // of *client, the one that asked last in front
}

type client struct {
	prefix  netip.Prefix
	limiter *rate.Limiter
}

func newClients(perSecond float64, burst int) *clients {
	limit := rate.Limit(perSecond)
	return &clients{rate: limit, burst: burst, all: rate.NewLimiter(clientsAtOnce*limit, clientsAtOnce*burst),
		known: map[netip.Prefix]*list.Element{}, order: list.New()}
}

// wait is how long a client has to wait before it asks; 0 when it may.
func (c *clients) wait(remote string, now time.Time) time.Duration {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, limiter := range []*rate.Limiter{c.of(prefixOf(remote)), c.all} {
		reservation := limiter.ReserveN(now, 1)
		if delay := reservation.DelayFrom(now); delay > 0 {
			reservation.CancelAt(now)
			return delay
		}
	}
	return 0
}

// of finds the limiter of a client. Where there are too many, the one that has not
// asked for longest is forgotten, and may ask anew; the limit of all holds anyway.
func (c *clients) of(prefix netip.Prefix) *rate.Limiter {
	if element, ok := c.known[prefix]; ok {
		c.order.MoveToFront(element)
		return element.Value.(*client).limiter
	}
	if c.order.Len() == maxClients {
		oldest := c.order.Back()
		delete(c.known, c.order.Remove(oldest).(*client).prefix)
	}
	added := &client{prefix, rate.NewLimiter(c.rate, c.burst)}
	c.known[prefix] = c.order.PushFront(added)
	return added.limiter
}

// prefixOf is what one client has: an address of IPv4, or 64 bits of IPv6, of which
// everybody has all the rest.
func prefixOf(remote string) netip.Prefix {
	at, err := netip.ParseAddrPort(remote)
	if err != nil {
		return netip.Prefix{}
	}
	address := at.Addr().Unmap()
	bits := 64
	if address.Is4() {
		bits = 32
	}
	prefix, err := address.WithZone("").Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}

// bounded is a listener with a limit of open connections: one that is beyond it is
// closed, so that whoever holds many open can't have the relayer run out of files.
type bounded struct {
	net.Listener
	open chan struct{}
}

func newBounded(listener net.Listener, limit int) net.Listener {
	return &bounded{listener, make(chan struct{}, limit)}
}

// Accept returns the next connection that there is room for.
func (b *bounded) Accept() (net.Conn, error) {
	for {
		conn, err := b.Listener.Accept()
		if err != nil {
			return nil, err
		}
		select {
		case b.open <- struct{}{}:
			return &counted{Conn: conn, release: sync.OnceFunc(func() { <-b.open })}, nil
		default:
			_ = conn.Close()
		}
	}
}

type counted struct {
	net.Conn
	release func()
}

// Close closes the connection and makes room.
func (c *counted) Close() error {
	defer c.release()
	return c.Conn.Close()
}
