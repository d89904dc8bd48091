package daemon

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
)

var rpcQuorumKind = clientKind{
	keys:     []string{"anchor-number", "anchor-hash", "quorum", "finality", "allow-single"},
	check:    checkRPCQuorum,
	open:     openRPCQuorum,
	security: securityOfQuorum,
	describe: describeRPCQuorum,
}

func checkRPCQuorum(c *ChainConfig) error {
	if err := c.checkAnchor(); err != nil {
		return err
	}
	if _, err := rpcquorum.ParseFinality(c.Client.Finality); err != nil {
		return fmt.Errorf("%w: chain %d: lightclient.finality: %w", ErrConfig, c.ID, err)
	}
	if err := rpcquorum.CheckQuorum(c.Client.Quorum, len(c.Endpoints), c.Client.AllowSingle); err != nil {
		return err
	}
	return distinctHosts(c.Endpoints)
}

func securityOfQuorum(c *ChainConfig) Security {
	if c.Client.Quorum < 2 {
		return ByEndpoint
	}
	return ByEndpoints
}

func describeRPCQuorum(c *ChainConfig) clientWords {
	words := clientWords{
		believes: fmt.Sprintf("what %d of %d endpoints call %s; this is no light client", c.Client.Quorum, len(c.Endpoints), c.Client.Finality),
		toForge:  fmt.Sprintf("%d of these %d endpoints, if they tell the same lie", c.Client.Quorum, len(c.Endpoints)),
		ofLane:   "enough of each one's endpoints that tell the same lie",
	}
	if c.Client.Quorum == 1 {
		words.warnings = append(words.warnings, "a single endpoint decides what is true (lightclient.allow-single): for devnets alone")
	}
	if strings.HasPrefix(c.Client.Finality, "confirmations:") {
		words.warnings = append(words.warnings, c.Client.Finality+" is a bet that no reorganisation is deeper")
	}
	return words
}

func openRPCQuorum(p clientParts) (lightclient.Client, error) {
	finality, err := rpcquorum.ParseFinality(p.config.Client.Finality)
	if err != nil {
		return nil, fmt.Errorf("%w: lightclient.finality: %w", ErrConfig, err)
	}
	if err := distinctHosts(p.config.Endpoints); err != nil {
		return nil, err
	}
	asked := make([]rpcquorum.Endpoint, len(p.endpoints))
	for i := range p.endpoints {
		asked[i] = p.endpoints[i]
	}
	return rpcquorum.New(rpcquorum.Config{ChainID: p.config.ID, Anchor: p.config.anchor(), Finality: finality, Endpoints: asked,
		Quorum: p.config.Client.Quorum, AllowSingle: p.config.Client.AllowSingle, Store: p.store, Log: p.logger})
}

// distinctHosts refuses one server under two addresses: wss://a and https://a are
// two endpoints by name, and would outvote an honest one by themselves.
func distinctHosts(urls []string) error {
	places := map[string]int{}
	for i, raw := range urls {
		parsed, err := url.Parse(raw)
		if err != nil {
			return fmt.Errorf("%w: endpoints[%d]: not a URL", ErrConfig, i) // the error quotes it, keys included
		}
		port := parsed.Port()
		if port == "80" || port == "443" {
			port = "" // the default ones: one server, with TLS and without
		}
		place := strings.TrimSuffix(strings.ToLower(parsed.Hostname()), ".") + ":" + port
		if first, twice := places[place]; twice {
			return fmt.Errorf("%w: endpoints[%d] and endpoints[%d] are both at %s, want different servers: an endpoint can't agree with itself", ErrConfig, first, i, parsed.Hostname())
		}
		places[place] = i
	}
	return nil
}
