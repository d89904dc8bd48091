package api

import (
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

const secret = "0123456789abcdef0123456789abcdef"

func withToken(c *Config) { c.Token = secret }

// TestTokenIsRequired: without the token, all of it and nothing else, there is no
// answer but that the process works.
func TestTokenIsRequired(t *testing.T) {
	s := server(t, newFixture(t), withToken)
	for name, given := range map[string][]string{
		"none": nil, "empty": {""}, "scheme alone": {"Bearer"}, "empty token": {"Bearer "}, "a prefix": {"Bearer " + secret[:31]}, "more": {"Bearer " + secret + "0"},
		"another case": {"Bearer " + strings.ToUpper(secret)}, "basic": {"Basic " + secret}, "the token alone": {secret}, "two spaces": {"Bearer  " + secret},
		"wrong, then right": {"Bearer " + secret[:31] + "0", "Bearer " + secret}, "as long": {"Bearer " + strings.Repeat("0", 32)},
	} {
		for _, path := range []string{"/readyz", "/metrics", "/v1/status", "/v1/lanes", "/v1/messages", "/v1/events", "/v1/openapi.yaml", "/v1/secrets", "/"} {
			r := request(path)
			r.Header["Authorization"] = given
			answer := ask(s, r)
			if answer.Code != http.StatusUnauthorized || !strings.HasPrefix(answer.Header().Get("WWW-Authenticate"), "Bearer") || strings.Contains(answer.Body.String(), secret[:31]) {
				t.Errorf("%s: %s: %d %s", name, path, answer.Code, answer.Body)
			}
		}
	}
	if answer := ask(s, request("/healthz")); answer.Code != http.StatusOK {
		t.Errorf("/healthz: %d", answer.Code)
	}
	for _, scheme := range []string{"Bearer", "bearer"} {
		r := request("/v1/status")
		r.Host = "catenary.example" // with a token, any name will do
		r.Header.Set("Authorization", scheme+" "+secret)
		if answer := ask(s, r); answer.Code != http.StatusOK {
			t.Errorf("%s: %d %s", scheme, answer.Code, answer.Body)
		}
	}
}

// TestTokenIsNotGuessedFast: wrong tokens count as requests, so that there is no
// trying at the speed of the network, and the right one does not help who has tried.
func TestTokenIsNotGuessedFast(t *testing.T) {
	s := server(t, newFixture(t), func(c *Config) { c.Token, c.Rate, c.Burst = secret, 0.1, 5 })
	refused := 0
	for i := range 50 {
		r := request("/v1/status")
		r.Header.Set("Authorization", fmt.Sprintf("Bearer %032d", i))
		if ask(s, r).Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused != 45 {
		t.Errorf("%d of 50 guesses were cut short, want 45", refused)
	}
	r := request("/v1/status")
	r.Header.Set("Authorization", "Bearer "+secret)
	if code := ask(s, r).Code; code != http.StatusTooManyRequests {
		t.Errorf("after too many guesses: %d", code)
	}
}

// TestStrangersNamesAreRefused: a page whose owner points its name at this machine
// (DNS rebinding) gets no answer, as its browser sends that name.
func TestStrangersNamesAreRefused(t *testing.T) {
	s := server(t, newFixture(t), func(c *Config) { c.Hosts = []string{"proxy.example"} })
	for host, want := range map[string]int{
		"127.0.0.1:8480": 200, "127.0.0.1": 200, "localhost:8480": 200, "LOCALHOST": 200, "[::1]:8480": 200, "::1": 200, "127.9.9.9:1": 200,
		"proxy.example": 200, "Proxy.Example:443": 200,
		"evil.example": 403, "evil.example:8480": 403, "127.0.0.1.evil.example": 403, "localhost.evil.example:8480": 403, "": 403,
		"192.0.2.1:8480": 403, "[::]:8480": 403, "0.0.0.0": 403, "localhost.": 403, "evil.example:127.0.0.1": 403, "[127.0.0.1": 200, "x.proxy.example": 403,
	} {
		for _, path := range []string{"/v1/status", "/healthz", "/metrics"} {
			r := request(path)
			r.Host = host
			if answer := ask(s, r); answer.Code != want {
				t.Errorf("%q %s: %d %s, want %d", host, path, answer.Code, answer.Body, want)
			}
		}
	}
}

// TestNobodyIsToldToShare: no answer lets a page of another origin read it.
func TestNobodyIsToldToShare(t *testing.T) {
	s := server(t, newFixture(t), nil)
	for _, path := range []string{"/v1/status", "/healthz", "/v1/messages", "/v1/openapi.yaml"} {
		r := request(path)
		r.Header.Set("Origin", "https://evil.example")
		for name := range ask(s, r).Header() {
			if strings.HasPrefix(name, "Access-Control-") {
				t.Errorf("%s answers %s", path, name)
			}
		}
	}
}

// TestPathTricksLeadNowhere: paths that name a place in two ways are refused before
// anybody decides by either, and never redirected.
func TestPathTricksLeadNowhere(t *testing.T) {
	s := server(t, newFixture(t), withToken)
	for _, path := range []string{"//v1/status", "/v1//status", "/v1/./status", "/v1/../v1/status", "/healthz/../v1/status", "/healthz/", "/v1/messages/", "//evil.example/..", "/v1/status/..", ".", "v1/status", ""} {
		r := request("/")
		r.URL.Path = path
		r.Header.Set("Authorization", "Bearer "+secret)
		answer := ask(s, r)
		if answer.Code != http.StatusNotFound || answer.Header().Get("Location") != "" {
			t.Errorf("%q: %d to %q", path, answer.Code, answer.Header().Get("Location"))
		}
	}
	// What /healthz is excused from, nothing below or beside it is.
	for _, path := range []string{"/healthz/x", "/HEALTHZ", "/healthz%2f..%2fv1%2fstatus", "/healthz;/v1/status"} {
		if answer := ask(s, request(path)); answer.Code != http.StatusUnauthorized {
			t.Errorf("%q: %d", path, answer.Code)
		}
	}
}

// TestClientsAreLimited: one client that floods is refused, says when to come again,
// and takes nothing from the others.
func TestClientsAreLimited(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := server(t, newFixture(t), func(c *Config) { c.Rate, c.Burst = 2, 5 })
		from := func(remote string) int {
			r := request("/v1/lanes")
			r.RemoteAddr = remote
			answer := ask(s, r)
			if answer.Code == http.StatusTooManyRequests {
				if after, err := strconv.Atoi(answer.Header().Get("Retry-After")); err != nil || after < 1 {
					t.Errorf("Retry-After: %q", answer.Header().Get("Retry-After"))
				}
			}
			return answer.Code
		}
		good := 0
		for i := range 100 {
			if from(fmt.Sprintf("192.0.2.1:%d", 1000+i)) == http.StatusOK {
				good++
			}
		}
		if good != 5 {
			t.Errorf("%d of 100 requests at once were answered, want 5", good)
		}
		if code := from("192.0.2.2:1"); code != http.StatusOK {
			t.Errorf("another client: %d", code)
		}
		if code := ask(s, request("/healthz")).Code; code != http.StatusOK {
			t.Errorf("/healthz: %d", code)
		}
		time.Sleep(time.Second)
		if a, b, c := from("192.0.2.1:7"), from("192.0.2.1:7"), from("192.0.2.1:7"); a != 200 || b != 200 || c != 429 {
			t.Errorf("a second later: %d %d %d, want two answers", a, b, c)
		}
		// All addresses of a network that one client may have are one client.
		good = 0
		for i := range 100 {
			if from(fmt.Sprintf("[2001:db8::%x]:1", i+1)) == http.StatusOK {
				good++
			}
		}
		if good != 5 {
			t.Errorf("%d of 100 requests from one /64 were answered, want 5", good)
		}
	})
}

// TestManyClientsAreBounded: whoever has many addresses fills no memory, and gets no
// more in all than a few clients may have.
func TestManyClientsAreBounded(t *testing.T) {
	c := newClients(1, 10)
	now, good := time.Unix(1_790_000_000, 0), 0
	for i := range 3 * maxClients {
		if c.wait(fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255), now) == 0 {
			good++
		}
	}
	if len(c.known) != maxClients || c.order.Len() != maxClients {
		t.Errorf("%d clients are remembered, want %d", len(c.known), maxClients)
	}
	if good != 10*clientsAtOnce {
		t.Errorf("%d requests of as many clients were answered, want %d", good, 10*clientsAtOnce)
	}
}

// TestSlowRequestsAreCut: a client that sends its request a byte at a time, or never
// ends it (slowloris), is cut.
func TestSlowRequestsAreCut(t *testing.T) {
	t.Parallel() // it waits most of the time
	s := server(t, newFixture(t), nil)
	s.patience = time.Second
	url, stop := serveOn(t, s)
	defer func() { _, _ = stop() }()
	started := time.Now()
	conn, err := net.Dial("tcp", strings.TrimPrefix(url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	if _, err := io.WriteString(conn, "GET /v1/status HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: "); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, conn)
		ended <- err
	}()
	never := time.After(patience)
	drip := time.NewTicker(200 * time.Millisecond)
	defer drip.Stop()
	for {
		select {
		case <-ended:
			if took := time.Since(started); took < s.patience {
				t.Errorf("cut after %v already", took)
			}
			return
		case <-drip.C:
			_, _ = io.WriteString(conn, "a")
		case <-never:
			t.Fatal("a request that never ends is never cut")
		}
	}
}

// TestConnectionsAreBounded: one that is beyond the limit is closed, one that ends
// makes room.
func TestConnectionsAreBounded(t *testing.T) {
	inner, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listener := newBounded(inner, 2)
	accepted := make(chan net.Conn, 10)
	done := make(chan struct{})
	go func() {
		defer close(done)
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			accepted <- conn
		}
	}()
	defer func() { _ = listener.Close(); <-done }()
	dial := func() net.Conn {
		conn, err := net.Dial("tcp", inner.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	}
	dial()
	first := <-accepted
	dial()
	second := <-accepted
	third := dial()
	if err := third.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := third.Read(make([]byte, 1)); err == nil || errors.Is(err, errTimeout(err)) {
		t.Fatalf("a connection beyond the limit: %v", err)
	}
	_, _ = first.Close(), first.Close() // twice counts once
	dial()
	fourth := <-accepted
	fifth := dial()
	if err := fifth.SetReadDeadline(time.Now().Add(patience)); err != nil {
		t.Fatal(err)
	}
	if _, err := fifth.Read(make([]byte, 1)); err == nil || errors.Is(err, errTimeout(err)) {
		t.Fatalf("a connection beyond the limit after one was closed twice: %v", err)
	}
	_, _ = second.Close(), fourth.Close()
}

// errTimeout returns err when it is that of a deadline, else nobody's.
func errTimeout(err error) error {
	var timeout net.Error
	if errors.As(err, &timeout) && timeout.Timeout() {
		return err
	}
	return errors.New("another")
}

// TestConfigurationsAreRefused: each error names field and value.
func TestConfigurationsAreRefused(t *testing.T) {
	for says, spoil := range map[string]func(*Config){
		"view and logger are required":             func(c *Config) { c.View = nil },
		"logger are required":                      func(c *Config) { c.Logger = nil },
		"token of 31 characters, want at least 32": func(c *Config) { c.Token = secret[:31] },
		"rate -1":     func(c *Config) { c.Rate = -1 },
		"rate +Inf":   func(c *Config) { c.Rate = 1 / zero() },
		"rate NaN":    func(c *Config) { c.Rate = zero() / zero() },
		"burst -1":    func(c *Config) { c.Burst = -1 },
		"streams 257": func(c *Config) { c.Streams = maxStreams + 1 },
		"streams -1":  func(c *Config) { c.Streams = -1 },
	} {
		t.Run(says, func(t *testing.T) {
			config := Config{View: newFixture(t), Logger: server(t, newFixture(t), nil).logger}
			spoil(&config)
			if _, err := New(config); !errors.Is(err, ErrConfig) || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func zero() (z float64) { return z }
