package inspect

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"os"
	"strings"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/relayer/api"
)

// ErrAPI is wrapped by every failure of a relayer to answer as a relayer does.
var ErrAPI = errors.New("relayer's API")

// ErrAPIConfig is wrapped by what makes no sense of its address or token.
var ErrAPIConfig = errors.New("address of the relayer's API")

// API asks a relayer.
type API struct {
	base   *url.URL
	token  string
	client *http.Client
}

// NewAPI checks the address, http(s)://host:port, and the token, empty where there is
// none. It does no I/O.
func NewAPI(address, token string) (*API, error) {
	base, err := url.Parse(address)
	switch {
	case err != nil || base.Host == "":
		return nil, fmt.Errorf("%w: not a URL, want one like http://127.0.0.1:8480", ErrAPIConfig)
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, fmt.Errorf("%w: scheme %q, want http or https", ErrAPIConfig, base.Scheme)
	case base.User != nil:
		return nil, fmt.Errorf("%w: it holds credentials, want a token file", ErrAPIConfig)
	case base.RawQuery != "" || base.Fragment != "":
		return nil, fmt.Errorf("%w: it has a query or a fragment, want none", ErrAPIConfig)
	case token != "" && base.Scheme == "http" && !loopback(base.Hostname()):
		return nil, fmt.Errorf("%w: http to %s would show the token to whoever listens, want https", ErrAPIConfig, base.Host)
	}
	transport := &http.Transport{Proxy: http.ProxyFromEnvironment, DialContext: (&net.Dialer{Timeout: apiTimeout}).DialContext,
		ResponseHeaderTimeout: apiTimeout, TLSHandshakeTimeout: apiTimeout, MaxResponseHeaderBytes: maxEvent}
	return &API{base: base, token: token, client: &http.Client{
		Transport: transport,
		// A relayer sends nobody elsewhere; whoever answers with a redirect is none.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Close ends idle connections.
func (a *API) Close() { a.client.CloseIdleConnections() }

// Address names the relayer.
func (a *API) Address() string { return a.base.Scheme + "://" + a.base.Host }

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// ReadToken reads the token from its file. A file that others may read is refused.
func ReadToken(path string) (string, error) {
	info, err := os.Stat(path)
	if err != nil {
		return "", fmt.Errorf("token file: %w", err)
	}
	if mode := info.Mode(); !mode.IsRegular() || mode.Perm()&0o077 != 0 || info.Size() > maxEvent {
		return "", fmt.Errorf("token file %s has mode %v and %d bytes, want a small regular file that only its owner can read (0600)", path, mode, info.Size())
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("token file: %w", err)
	}
	token := strings.TrimSpace(string(content))
	if token == "" || strings.ContainsAny(token, "\r\n\t ") {
		return "", fmt.Errorf("token file %s holds no token, want one line without spaces", path)
	}
	return token, nil
}

// statusError is an answer that is no success.
type statusError struct {
	code int
	text string // of the relayer, printable
}

func (e *statusError) Error() string { return fmt.Sprintf("%d: %s", e.code, e.text) }

// get asks for a path below the address and decodes what comes.
func (a *API) get(ctx context.Context, path string, query url.Values, into any) error {
	ctx, cancel := context.WithTimeout(ctx, apiTimeout)
	defer cancel()
	err := a.fetch(ctx, path, query, into)
	if err != nil {
		// Not the error of package url, which quotes the address.
		var quoting *url.Error
		if errors.As(err, &quoting) {
			err = quoting.Err
		}
		return fmt.Errorf("%w at %s: %s: %w", ErrAPI, a.Address(), path, err)
	}
	return nil
}

func (a *API) fetch(ctx context.Context, path string, query url.Values, into any) error {
	response, err := a.open(ctx, path, query)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, maxAnswer+1))
	switch {
	case err != nil:
		return err
	case len(body) > maxAnswer:
		return fmt.Errorf("answer has more than %d bytes", maxAnswer)
	case response.StatusCode != http.StatusOK:
		var failure api.Failure
		if json.Unmarshal(body, &failure) != nil || failure.Error == "" {
			failure.Error = http.StatusText(response.StatusCode)
		}
		return &statusError{response.StatusCode, plain(failure.Error)}
	}
	decoder := json.NewDecoder(bytes.NewReader(body))
	if err := decoder.Decode(into); err != nil {
		return fmt.Errorf("answer is not a relayer's: %s", plain(err.Error()))
	}
	return nil
}

func (a *API) open(ctx context.Context, path string, query url.Values) (*http.Response, error) {
	address := a.base.JoinPath(path)
	address.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address.String(), nil)
	if err != nil {
		return nil, err
	}
	request.Header.Set("Accept", "application/json, text/event-stream")
	if a.token != "" {
		request.Header.Set("Authorization", "Bearer "+a.token)
	}
	return a.client.Do(request)
}

// Watch calls hint whenever an event of the relayer speaks of a message or transaction,
// until ctx or the stream of events ends, or with an error where there is none to be
// had. What an event says is not looked at any further: it makes somebody look, it is
// not believed.
func (a *API) Watch(ctx context.Context, about common.Hash, hint func()) error {
	response, err := a.open(ctx, "/v1/events", nil)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK || !strings.HasPrefix(response.Header.Get("Content-Type"), "text/event-stream") {
		return fmt.Errorf("%w: no event stream: %d", ErrAPI, response.StatusCode)
	}
	word := []byte(about.Hex())
	chunk := make([]byte, maxEvent)
	window := make([]byte, 0, maxEvent+len(word))
	for {
		n, err := response.Body.Read(chunk)
		window = append(window, chunk[:n]...)
		if bytes.Contains(window, word) {
			hint()
			window = window[:0]
		}
		if err != nil {
			return err
		}
		// The word may lie across two reads.
		if keep := len(word); len(window) > keep {
			window = append(window[:0], window[len(window)-keep:]...)
		}
	}
}

// notFound reports whether the relayer says that it does not know of it.
func notFound(err error) bool {
	var status *statusError
	return errors.As(err, &status) && status.code == http.StatusNotFound
}
