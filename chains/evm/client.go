package evm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
	"github.com/catenary-bridge/catenary/chains/evm/rpcerror"
	"github.com/catenary-bridge/catenary/lightclient"
)

// ClientConfig says how to reach one JSON-RPC endpoint.
type ClientConfig struct {
	// URL is an http, https, ws or wss address. A WebSocket one is better: hints
	// then come at once instead of with the next poll.
	URL string

	// Name tells endpoints apart in errors and logs. Default: scheme and host of the
	// URL, because user, path and query are where API keys are kept.
	Name string

	// ChainID is the EIP-155 id that the endpoint has to have. Required.
	ChainID uint64

	// Timeout bounds one call. Default 10 s.
	Timeout time.Duration

	// Poll is how often the head is asked for where the endpoint can't subscribe.
	// Default 1 s.
	Poll time.Duration
}

// Client is one JSON-RPC endpoint. It connects when it is first asked something,
// and anew when the connection breaks. Its methods may be called concurrently.
type Client struct {
	name    string
	url     string
	chainID uint64
	timeout time.Duration
	poll    time.Duration
	socket  bool

	transport *http.Transport
	gate      chan struct{} // holds one token; taken while connecting, so that a wait ends with its context
	rpc       *rpc.Client
	checked   bool // the chain id was asked for and is right
	closed    bool
}

// NewClient checks the configuration. It does no I/O.
func NewClient(config ClientConfig) (*Client, error) {
	parsed, err := url.Parse(config.URL)
	if err != nil {
		// The error quotes the URL, which may hold a key.
		return nil, errors.New("evm: endpoint: not a URL")
	}
	c := &Client{name: config.Name, url: config.URL, chainID: config.ChainID, timeout: config.Timeout, poll: config.Poll, gate: make(chan struct{}, 1)}
	c.transport = http.DefaultTransport.(*http.Transport).Clone()
	// Several lanes ask one endpoint at a time.
	c.transport.MaxIdleConnsPerHost = 16
	switch parsed.Scheme {
	case "http", "https":
	case "ws", "wss":
		c.socket = true
	default:
		return nil, fmt.Errorf("evm: endpoint: scheme %q, want http, https, ws or wss", parsed.Scheme)
	}
	switch {
	case parsed.Host == "":
		return nil, errors.New("evm: endpoint: no host")
	case config.ChainID == 0:
		return nil, errors.New("evm: endpoint: chain id 0, want the chain's EIP-155 id")
	case config.Timeout < 0 || config.Poll < 0:
		return nil, fmt.Errorf("evm: endpoint: timeout %s, poll %s, want neither below 0", config.Timeout, config.Poll)
	}
	if c.name == "" {
		c.name = parsed.Scheme + "://" + parsed.Host
	}
	if c.timeout == 0 {
		c.timeout = defaultTimeout
	}
	if c.poll == 0 {
		c.poll = defaultPoll
	}
	return c, nil
}

// Name tells endpoints apart. It holds no credentials.
func (c *Client) Name() string { return c.name }

// ChainID is the EIP-155 id that the endpoint has to have.
func (c *Client) ChainID() uint64 { return c.chainID }

// Close ends the connection. Calls fail afterwards.
func (c *Client) Close() {
	c.gate <- struct{}{}
	defer func() { <-c.gate }()
	c.closed = true
	if c.rpc != nil {
		c.rpc.Close()
	}
	c.transport.CloseIdleConnections()
}

// connect returns the connection, made and checked if need be.
func (c *Client) connect(ctx context.Context) (*rpc.Client, error) {
	select {
	case c.gate <- struct{}{}:
		defer func() { <-c.gate }()
	case <-ctx.Done():
		return nil, c.failure("connect", ctx.Err())
	}
	if c.closed {
		return nil, fmt.Errorf("endpoint %s: %w: it was closed", c.name, chains.ErrUnavailable)
	}
	if c.rpc == nil {
		client, err := rpc.DialOptions(ctx, c.url,
			rpc.WithHTTPClient(&http.Client{
				Transport: limitedTransport{c.transport},
				// A node has no reason to send us elsewhere.
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}),
			rpc.WithWebsocketMessageSizeLimit(maxAnswerBytes))
		if err != nil {
			return nil, c.failure("connect", err)
		}
		c.rpc = client
	}
	if !c.checked {
		var id hexutil.Uint64
		if err := c.rpc.CallContext(ctx, &id, "eth_chainId"); err != nil {
			return nil, c.failure("eth_chainId", err)
		}
		if uint64(id) != c.chainID {
			return nil, fmt.Errorf("endpoint %s: %w: chain id %d, want %d", c.name, lightclient.ErrWrongChain, uint64(id), c.chainID)
		}
		c.checked = true
	}
	return c.rpc, nil
}

// call makes one call. result is a pointer.
func (c *Client) call(ctx context.Context, result any, method string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	return c.failure(method, client.CallContext(ctx, result, method, args...))
}

// batch makes several calls in one request. The first error of any of them is
// returned.
func (c *Client) batch(ctx context.Context, calls []rpc.BatchElem) error {
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	client, err := c.connect(ctx)
	if err != nil {
		return err
	}
	if err := client.BatchCallContext(ctx, calls); err != nil {
		return c.failure("batch", err)
	}
	for i := range calls {
		if calls[i].Error != nil {
			return c.failure(calls[i].Method, calls[i].Error)
		}
	}
	return nil
}

// CallError is a call that an endpoint did not answer, or answered with an error.
type CallError struct {
	Endpoint string
	Method   string
	Kind     rpcerror.Kind
	text     string
	err      error
}

// failure wraps what a call failed with; nil stays nil.
func (c *Client) failure(method string, err error) error {
	if err == nil {
		return nil
	}
	text := err
	var quoting *url.Error
	if errors.As(err, &quoting) {
		text = quoting.Err // the whole of it quotes the URL, keys included
	}
	short := text.Error()
	if len(short) > maxErrorText {
		short = short[:maxErrorText] + "..."
	}
	return &CallError{Endpoint: c.name, Method: method, Kind: rpcerror.KindOf(err), text: short, err: err}
}

func (e *CallError) Error() string {
	return fmt.Sprintf("endpoint %s: %s: %s (%s)", e.Endpoint, e.Method, e.text, e.Kind)
}

// Unwrap returns the node's error, for its code and data, and the sentinel of
// package chains that the kind stands for.
func (e *CallError) Unwrap() []error {
	switch e.Kind {
	case rpcerror.Unavailable, rpcerror.PoolFull:
		return []error{chains.ErrUnavailable, e.err}
	case rpcerror.NoState:
		return []error{chains.ErrNoState, e.err}
	case rpcerror.InsufficientFunds:
		return []error{chains.ErrNoFunds, e.err}
	case rpcerror.GasTooHigh:
		return []error{chains.ErrTooMuchGas, e.err}
	case rpcerror.Unsupported:
		return []error{chains.ErrUnsupported, e.err}
	}
	return []error{e.err}
}

// limitedTransport cuts off answers beyond maxAnswerBytes, counted after
// decompression, before a decoder sees them.
type limitedTransport struct{ next http.RoundTripper }

func (t limitedTransport) RoundTrip(request *http.Request) (*http.Response, error) {
	response, err := t.next.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	response.Body = &limitedBody{body: response.Body, left: maxAnswerBytes}
	return response, nil
}

type limitedBody struct {
	body io.ReadCloser
	left int64
}

func (b *limitedBody) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, rpcerror.ErrAnswerTooLarge
	}
	n, err := b.body.Read(p[:min(int64(len(p)), b.left)])
	b.left -= int64(n)
	return n, err
}

func (b *limitedBody) Close() error { return b.body.Close() }
