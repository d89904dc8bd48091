package rpcapi

import (
	"fmt"
	"log/slog"
	"net"
	"slices"
	"time"

	"github.com/catenary-bridge/catenary/chains/devnet/senders"
)

// DefaultListen is loopback with a free port.
const DefaultListen = "127.0.0.1:0"

// Modules are the namespaces that a server may offer. Control and debug let a
// caller steer the chain and burn CPU: fine for a developer's own machine only.
var (
	publicModules  = []string{"eth", "net", "web3", "txpool"}
	privateModules = []string{"debug", "devnet", "evm", "anvil", "hardhat", "personal"}
)

// Config says where and to whom a server answers.
type Config struct {
	// Listen is host:port, DefaultListen when empty.
	Listen string
	// Modules are the namespaces to offer. Empty means all of them on a loopback
	// address, and eth, net, web3 and txpool on any other.
	Modules []string
	// AllowedOrigins are the web pages that may call, like
	// "http://localhost:3000", or "*". Empty means none (no CORS).
	AllowedOrigins []string
	// VirtualHosts are names under which the server may be reached, besides
	// localhost and IP addresses, or "*".
	VirtualHosts []string
	// ClientVersion is what web3_clientVersion says.
	ClientVersion string
	// Now is the machine's clock, time.Now when nil: by it idle filters expire.
	Now func() time.Time
	// ChainNow is the chain's clock, which a test may have moved; Now when nil.
	ChainNow func() time.Time
	// Paranoid recovers every sender, also of whom it would cost less (package senders).
	Paranoid bool
	// Turns are what senders are recovered in; nil when it may be done at any time.
	Turns senders.Turns
	// Log is slog.Default() when nil.
	Log *slog.Logger
}

// complete fills in the defaults and checks the rest.
func (c Config) complete() (Config, error) {
	if c.Listen == "" {
		c.Listen = DefaultListen
	}
	host, _, err := net.SplitHostPort(c.Listen)
	if err != nil {
		return c, fmt.Errorf("listen address %q: want host:port like %s: %w", c.Listen, DefaultListen, err)
	}
	for _, module := range c.Modules {
		if !slices.Contains(allModules(), module) {
			return c, fmt.Errorf("unknown module %q, want some of %v", module, allModules())
		}
	}
	if len(c.Modules) == 0 {
		c.Modules = publicModules
		if isLoopback(host) {
			c.Modules = allModules()
		}
	}
	for _, origin := range c.AllowedOrigins {
		if err := checkOrigin(origin); err != nil {
			return c, err
		}
	}
	for _, host := range c.VirtualHosts {
		if err := checkHost(host); err != nil {
			return c, err
		}
	}
	if c.ClientVersion == "" {
		c.ClientVersion = "catenary-devnet"
	}
	if c.Now == nil {
		c.Now = time.Now
	}
	if c.ChainNow == nil {
		c.ChainNow = c.Now
	}
	if c.Log == nil {
		c.Log = slog.Default()
	}
	return c, nil
}

func allModules() []string { return slices.Concat(publicModules, privateModules) }

func isLoopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
