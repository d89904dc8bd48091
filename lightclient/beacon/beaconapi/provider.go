package beaconapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/beacon"
)

// Config says how to reach one beacon node.
type Config struct {
	// URL is an http or https address. User, path and query may hold keys, and are never
	// shown.
	URL string
	// Name tells endpoints apart in errors and logs. Default: scheme and host of the URL.
	Name string
	// Network is the one that the node has to serve.
	Network *beacon.Network
	// Now is the clock for Retry-After. Default: the machine's.
	Now func() time.Time
}

// Provider is one beacon node. It may be used concurrently.
type Provider struct {
	name      string
	base      *url.URL
	secrets   *strings.Replacer
	net       *beacon.Network
	now       func() time.Time
	http      *http.Client
	transport *http.Transport

	gate    chan struct{} // holds one token; taken while the network is asked for, so that a wait ends with its context
	checked bool          // guarded by gate

	mu      sync.Mutex
	restsAt time.Time // until then the node wants to be left alone
}

var _ beacon.Provider = (*Provider)(nil)

// New checks the configuration. It does no I/O.
func New(cfg Config) (*Provider, error) {
	base, err := url.Parse(cfg.URL)
	if err != nil {
		return nil, errors.New("beacon node: not a URL, want one like https://host or http://127.0.0.1:5052") // the error quotes it, keys included
	}
	switch {
	case base.Scheme != "http" && base.Scheme != "https":
		return nil, fmt.Errorf("beacon node: scheme %.20q, want http or https", base.Scheme)
	case base.Host == "":
		return nil, errors.New("beacon node: no host, want a URL like https://host or http://127.0.0.1:5052")
	case base.Fragment != "":
		return nil, errors.New("beacon node: the URL has a fragment (#…), want none")
	case cfg.Network == nil:
		return nil, errors.New("beacon node: network is missing")
	}
	p := &Provider{name: cfg.Name, base: base, secrets: secretsOf(base), net: cfg.Network, now: cfg.Now, gate: make(chan struct{}, 1)}
	if p.name == "" {
		p.name = base.Scheme + "://" + base.Host
	}
	if p.now == nil {
		p.now = time.Now
	}
	p.transport = http.DefaultTransport.(*http.Transport).Clone()
	p.transport.MaxIdleConnsPerHost = maxIdleConns
	// A node has no reason to send us elsewhere, and whoever stands between must not.
	p.http = &http.Client{Transport: p.transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return p, nil
}

// secretsOf replaces what may be a key in texts that the node had a hand in.
func secretsOf(u *url.URL) *strings.Replacer {
	var pairs []string
	hide := func(part string) {
		if len(part) > 3 { // shorter ones are no keys, and would mangle the text
			pairs = append(pairs, part, "…")
		}
	}
	if password, ok := u.User.Password(); ok {
		hide(password)
		hide(url.QueryEscape(password))
	}
	hide(u.User.Username())
	for _, path := range []string{u.Path, u.EscapedPath()} {
		hide(strings.Trim(path, "/"))
		for _, part := range strings.Split(path, "/") {
			hide(part)
		}
	}
	hide(u.RawQuery)
	for _, values := range u.Query() {
		for _, value := range values {
			hide(value)
		}
	}
	return strings.NewReplacer(pairs...)
}

// Name implements beacon.Provider: scheme and host alone, if no name was given.
func (p *Provider) Name() string { return p.name }

// Close gives back connections that are idle.
func (p *Provider) Close() { p.transport.CloseIdleConnections() }

const lightClient = "/eth/v1/beacon/light_client/"

// Bootstrap implements beacon.Provider.
func (p *Provider) Bootstrap(ctx context.Context, root common.Hash) (*beacon.LightClientBootstrap, error) {
	return ask(ctx, p, lightClient+"bootstrap/"+root.Hex(), p.net.DecodeBootstrapJSON)
}

// FinalityUpdate implements beacon.Provider.
func (p *Provider) FinalityUpdate(ctx context.Context) (*beacon.LightClientFinalityUpdate, error) {
	return ask(ctx, p, lightClient+"finality_update", p.net.DecodeFinalityUpdateJSON)
}

// OptimisticUpdate implements beacon.Provider.
func (p *Provider) OptimisticUpdate(ctx context.Context) (*beacon.LightClientOptimisticUpdate, error) {
	return ask(ctx, p, lightClient+"optimistic_update", p.net.DecodeOptimisticUpdateJSON)
}

// ask gets one object.
func ask[T any](ctx context.Context, p *Provider, path string, decode func(version string, body []byte) (*T, error)) (*T, error) {
	if err := p.checkNetwork(ctx); err != nil {
		return nil, err
	}
	answer, err := p.get(ctx, path, nil, p.net.Preset.MaxUpdateJSONBytes())
	if err != nil {
		return nil, err
	}
	object, err := decode(answer.version, answer.body)
	if err != nil {
		return nil, p.failure(path, err)
	}
	return object, nil
}

// Updates implements beacon.Provider.
func (p *Provider) Updates(ctx context.Context, from beacon.Period, count uint64) ([]*beacon.LightClientUpdate, error) {
	if err := p.checkNetwork(ctx); err != nil {
		return nil, err
	}
	count = min(count, beacon.MaxUpdatesPerRequest)
	const path = lightClient + "updates"
	query := url.Values{"start_period": {strconv.FormatUint(uint64(from), 10)}, "count": {strconv.FormatUint(count, 10)}}
	answer, err := p.get(ctx, path, query, int(count)*p.net.Preset.MaxUpdateJSONBytes())
	if err != nil {
		return nil, err
	}
	updates, err := p.net.DecodeUpdatesJSON(answer.body, int(count))
	if err != nil {
		return nil, p.failure(path, err)
	}
	return updates, nil
}

func (p *Provider) failure(path string, err error) error {
	return fmt.Errorf("%s: %s: %w", p.name, strings.TrimPrefix(path, "/eth/v1/"), err)
}

func unavailable(format string, args ...any) error {
	return fmt.Errorf("%w: %s", lightclient.ErrUnavailable, fmt.Sprintf(format, args...))
}
