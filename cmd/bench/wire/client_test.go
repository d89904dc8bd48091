package wire

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// scripted answers each request on each connection with the next of some texts, as they
// stand, and then closes it.
func scripted(t *testing.T, answers ...string) *Client {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				in := bufio.NewReader(conn)
				for _, answer := range answers {
					request, err := http.ReadRequest(in)
					if err != nil {
						return
					}
					if _, err := io.Copy(io.Discard, request.Body); err != nil {
						return
					}
					if _, err := io.WriteString(conn, answer); err != nil {
						return
					}
				}
			}()
		}
	}()
	client, err := NewClient("http://"+listener.Addr().String()+"/path?key=1", 30*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return client
}

// TestAnswersOfHTTPAreRead: by length, in chunks, up to the end of the connection; and the
// connection is used again where that is possible.
func TestAnswersOfHTTPAreRead(t *testing.T) {
	length := "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}"
	for name, c := range map[string]struct {
		answer string
		keep   bool
	}{
		"length":          {length, true},
		"chunks":          {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n{\r\n1\r\n}\r\n0\r\n\r\n", true},
		"to the end":      {"HTTP/1.1 200 OK\r\n\r\n{}", false},
		"a last one":      {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}", false},
		"HTTP/1.0":        {"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\n{}", false},
		"a failure's":     {"HTTP/1.1 500 Sorry\r\nContent-Length: 2\r\n\r\n{}", true},
		"length, twice":   {"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\n{}", true},
		"bare line feeds": {"HTTP/1.1 200 OK\nContent-Length: 2\n\n{}", true},
	} {
		t.Run(name, func(t *testing.T) {
			answers := []string{c.answer, length}
			if !c.keep {
				answers = answers[:1]
			}
			conn := scripted(t, answers...).Conn()
			defer conn.Close()
			for i := range 2 {
				body, err := conn.Post(t.Context(), []byte("[]"))
				if err != nil || string(body) != "{}" {
					t.Fatalf("answer %d: %q, %v", i, body, err)
				}
				if i == 0 && (conn.conn != nil) != c.keep {
					t.Errorf("the connection is kept: %v, want %v", conn.conn != nil, c.keep)
				}
			}
		})
	}
}

// TestHostileHTTPIsRefused: each answer would be read without its one fault.
func TestHostileHTTPIsRefused(t *testing.T) {
	for says, answer := range map[string]string{
		"status line":                     "HTTP/2 200 OK\r\nContent-Length: 2\r\n\r\n{}",
		"HTTP/1.1 and a code":             "HTTP/1.1 20x OK\r\nContent-Length: 2\r\n\r\n{}",
		"want a name and a value":         "HTTP/1.1 200 OK\r\nContent-Length\r\n\r\n{}",
		"Content-Length \"-2\"":           "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\n{}",
		"Content-Length \"3\"":            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
		"Transfer-Encoding \"gzip\"":      "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n{}",
		"both Content-Length":             "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 2\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
		"want at most 33554432":           "HTTP/1.1 200 OK\r\nContent-Length: 33554433\r\n\r\n{}",
		"more than 33554432":              "HTTP/1.1 200 OK\r\n\r\n" + strings.Repeat(" ", maxAnswer+1),
		"more than 16384 bytes of header": "HTTP/1.1 200 OK\r\n" + strings.Repeat("a: b\r\n", 3000) + "\r\n{}",
		"buffer full":                     "HTTP/1.1 200 OK\r\na: " + strings.Repeat("b", maxHead) + "\r\n\r\n{}",
		"unexpected EOF":                  "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n{}",
		"malformed chunk":                 "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}x0\r\n\r\n",
		"HTTP status 502: \"Bad\"":        "HTTP/1.1 502 Bad\r\nContent-Length: 3\r\n\r\nBad",
	} {
		t.Run(says, func(t *testing.T) {
			conn := scripted(t, answer).Conn()
			defer conn.Close()
			body, err := conn.Post(t.Context(), []byte("[]"))
			if err == nil || !strings.Contains(err.Error(), says) || errors.Is(err, ErrNotSent) {
				t.Errorf("got %.80q, %v", body, err)
			}
			if conn.conn != nil {
				t.Error("what may stand between two answers is taken for the next one")
			}
		})
	}
}

// TestIdleConnectionIsOpenedAnew: the server has ended it by then, and nobody has seen that.
func TestIdleConnectionIsOpenedAnew(t *testing.T) {
	conn := scripted(t, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}").Conn() // one on each connection
	defer conn.Close()
	for i := range 2 {
		if body, err := conn.Post(t.Context(), []byte("[]")); err != nil || string(body) != "{}" {
			t.Fatalf("answer %d: %q, %v", i, body, err)
		}
		conn.used = conn.used.Add(-maxIdle)
	}
}

// TestUnreachableIsNotSent: a transaction is only safe to send again where it never left.
func TestUnreachableIsNotSent(t *testing.T) {
	client, err := NewClient("http://127.0.0.1:1", 30*time.Second) // where nobody listens
	if err != nil {
		t.Fatal(err)
	}
	if _, err := client.Conn().Post(t.Context(), []byte("[]")); !errors.Is(err, ErrNotSent) {
		t.Errorf("got %v", err)
	}
}

// TestSilentServerIsLeft: by the timeout, and at once when the caller gives up.
func TestSilentServerIsLeft(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // only then does the server see that the caller has gone
		<-r.Context().Done()
	}))
	defer server.Close()
	client, err := NewClient(server.URL, 50*time.Millisecond)
	if err != nil {
		t.Fatal(err)
	}
	conn := client.Conn()
	defer conn.Close()
	if _, err := conn.Post(t.Context(), []byte("[]")); err == nil || !strings.Contains(err.Error(), "timeout") {
		t.Errorf("got %v", err)
	}
	client.timeout = time.Hour
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	if _, err := conn.Post(ctx, []byte("[]")); !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestRequestHasWhatServersWant(t *testing.T) {
	got := make(chan string, 1)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		user, secret, _ := r.BasicAuth()
		got <- fmt.Sprint(r.Method, r.URL, r.Header.Get("Content-Type"), user, secret, string(body))
		fmt.Fprint(w, `[{"id":0,"result":"0x1"}]`)
	}))
	defer server.Close()
	client, err := NewClient(strings.Replace(server.URL, "http://", "http://me:hush@", 1)+"/v3/key?a=b", 30*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	if client.Host() != server.URL {
		t.Errorf("the host of %s is %s", server.URL, client.Host())
	}
	conn := client.Conn()
	defer conn.Close()
	var result string
	if err := conn.Call(t.Context(), &result, "eth_chainId"); err != nil || result != "0x1" {
		t.Error(result, err)
	}
	if want := `POST/v3/key?a=bapplication/jsonmehush[{"jsonrpc":"2.0","id":0,"method":"eth_chainId","params":[]}]`; <-got != want {
		t.Errorf("want %s", want)
	}
}

// TestBatchOfCallsIsRefused: each answer lacks one thing.
func TestBatchOfCallsIsRefused(t *testing.T) {
	for says, body := range map[string]string{
		"request 2 of 2 has no answer": `[{"id":0,"result":1}]`,
		"second: request 2 of 2":       `{"id":0,"result":1}`,
		"the id of a request once":     `[{"id":0,"result":1},{"id":0,"result":1}]`,
		"not \"2\"":                    `[{"id":2,"result":1}]`,
		"first: gone (code 1)":         `{"id":null,"error":{"code":1,"message":"gone"}}`,
		"second: no (code 1)":          `[{"id":1,"error":{"code":1,"message":"no"}}]`,
		"cannot unmarshal":             `[{"id":0,"result":"x"}]`,
		"the end":                      `[{"id":0,"result":1},{"id":1,"result":1}]]`,
	} {
		t.Run(says, func(t *testing.T) {
			var a, b int
			if err := readBatch([]byte(body), []Request{{Method: "first", Result: &a}, {Method: "second", Result: &b}}); err == nil || !strings.Contains(err.Error(), says) {
				t.Errorf("got %v", err)
			}
		})
	}
}

func TestAddressThatIsNoneIsRefused(t *testing.T) {
	for _, raw := range []string{"", "127.0.0.1:8545", "ws://127.0.0.1:8545", "http://", "http://[::1"} {
		if _, err := NewClient(raw, time.Second); err == nil {
			t.Errorf("%q is taken", raw)
		}
	}
	for raw, want := range map[string]string{"http://a.example": "a.example:80", "https://a.example/x": "a.example:443", "http://[::1]:1": "[::1]:1"} {
		if client, err := NewClient(raw, time.Second); err != nil || client.address != want {
			t.Errorf("%q: %v, %v", raw, client, err)
		}
	}
}
