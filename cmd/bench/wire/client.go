package wire

import (
	"bufio"
	"context"
	"crypto/tls"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httputil"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// Client knows a node's address. It is stateless; connections are made by Conn.
type Client struct {
	address string // host:port
	host    string // the URL's scheme and host
	tls     *tls.Config
	head    string // of each request, up to the length
	timeout time.Duration
}

// NewClient takes an http or https URL; timeout bounds one request. It connects to nothing.
func NewClient(raw string, timeout time.Duration) (*Client, error) {
	u, err := url.Parse(raw)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil, errors.New("want a URL like http://127.0.0.1:8545")
	}
	c := &Client{address: u.Host, host: u.Scheme + "://" + u.Host, timeout: timeout}
	port := "80"
	if u.Scheme == "https" {
		port, c.tls = "443", &tls.Config{ServerName: u.Hostname(), MinVersion: tls.VersionTLS12}
	}
	if u.Port() == "" {
		c.address = net.JoinHostPort(u.Hostname(), port)
	}
	authorization := ""
	if u.User != nil {
		secret, _ := u.User.Password()
		authorization = "Authorization: Basic " + base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+secret)) + "\r\n"
	}
	c.head = "POST " + u.RequestURI() + " HTTP/1.1\r\nHost: " + u.Host + "\r\n" + authorization +
		"Content-Type: application/json\r\nAccept: application/json\r\nContent-Length: "
	return c, nil
}

// Host is the URL without user, path and query, any of which may be a key.
func (c *Client) Host() string { return c.host }

// Conn is one keep-alive connection, opened when it is first needed and again after a
// failure or after a pause. It belongs to one goroutine.
type Conn struct {
	client  *Client
	conn    net.Conn
	used    time.Time // when an answer last came
	in      *bufio.Reader
	request []byte
	answer  []byte
}

// Conn returns a connection that is not open yet.
func (c *Client) Conn() *Conn { return &Conn{client: c} }

// Close closes the connection; it may be used again.
func (c *Conn) Close() {
	if c.conn != nil {
		c.conn.Close()
		c.conn = nil
	}
}

// ErrNotSent marks failures to reach the node: nothing of the request has left.
var ErrNotSent = errors.New("not sent")

// Post sends one body and returns the answer's, which is good until the next call. After
// an error that is not ErrNotSent the node may have acted on the request.
func (c *Conn) Post(ctx context.Context, body []byte) ([]byte, error) {
	if time.Since(c.used) > maxIdle {
		c.Close()
	}
	if c.conn == nil {
		if err := c.dial(ctx); err != nil {
			return nil, fmt.Errorf("%w: %w", ErrNotSent, err)
		}
	}
	deadline := time.Now().Add(c.client.timeout)
	conn := c.conn
	if err := conn.SetDeadline(deadline); err != nil {
		c.Close()
		return nil, fmt.Errorf("%w: %w", ErrNotSent, err)
	}
	stop := context.AfterFunc(ctx, func() { _ = conn.SetDeadline(time.Unix(1, 0)) }) // only fails when closed already
	defer stop()
	c.request = strconv.AppendInt(append(c.request[:0], c.client.head...), int64(len(body)), 10)
	c.request = append(append(c.request, "\r\n\r\n"...), body...)
	answer, keep, err := c.exchange()
	if err != nil || !keep {
		c.Close()
	}
	c.used = time.Now()
	if err != nil && ctx.Err() != nil {
		err = ctx.Err()
	}
	return answer, err
}

func (c *Conn) dial(ctx context.Context) (err error) {
	dialer := &net.Dialer{Timeout: dialTimeout}
	if c.client.tls != nil {
		c.conn, err = (&tls.Dialer{NetDialer: dialer, Config: c.client.tls}).DialContext(ctx, "tcp", c.client.address)
	} else {
		c.conn, err = dialer.DialContext(ctx, "tcp", c.client.address)
	}
	if err != nil {
		c.conn = nil
		return err
	}
	c.in = bufio.NewReaderSize(c.conn, maxHead)
	return nil
}

func (c *Conn) exchange() (answer []byte, keep bool, err error) {
	if _, err := c.conn.Write(c.request); err != nil {
		return nil, false, fmt.Errorf("send a request: %w", err)
	}
	head, err := readHead(c.in)
	if err != nil {
		return nil, false, fmt.Errorf("read an answer: %w", err)
	}
	var body io.Reader
	switch {
	case head.chunked:
		body = httputil.NewChunkedReader(c.in)
	case head.length >= 0 && head.length <= maxAnswer:
		body = io.LimitReader(c.in, head.length)
	case head.length > maxAnswer:
		return nil, false, fmt.Errorf("read an answer: %d bytes, want at most %d", head.length, maxAnswer)
	default:
		body, head.close = c.in, true
	}
	if c.answer, err = readInto(c.answer[:0], body); err != nil {
		return nil, false, fmt.Errorf("read an answer: %w", err)
	}
	if head.length >= 0 && !head.chunked && int64(len(c.answer)) != head.length {
		return nil, false, fmt.Errorf("read an answer: %w", io.ErrUnexpectedEOF)
	}
	if head.chunked { // trailers, which nobody sends, and the empty line
		if line, err := c.in.ReadSlice('\n'); err != nil || len(strings.TrimSpace(string(line))) > 0 {
			head.close = true
		}
	}
	// JSON-RPC errors come with other codes on some nodes; what is JSON is read as such.
	if head.status != 200 && !json.Valid(c.answer) {
		return nil, false, fmt.Errorf("the node answers HTTP status %d: %s", head.status, short(c.answer))
	}
	return c.answer, !head.close, nil
}

// readInto is io.ReadAll with a buffer that is reused, and a bound.
func readInto(dst []byte, r io.Reader) ([]byte, error) {
	for {
		if len(dst) == cap(dst) {
			dst = append(dst, 0)[:len(dst)]
		}
		n, err := r.Read(dst[len(dst):cap(dst)])
		dst = dst[:len(dst)+n]
		if len(dst) > maxAnswer {
			return dst, fmt.Errorf("more than %d bytes", maxAnswer)
		}
		if errors.Is(err, io.EOF) {
			return dst, nil
		}
		if err != nil {
			return dst, err
		}
	}
}
