package rpcapi

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// guard stands before the JSON-RPC and keeps web pages out. A page that its
// visitor's browser shows can reach loopback; three things stop it: the Host
// header must name this machine (against DNS rebinding), other origins get no
// CORS permission unless configured, and JSON must be sent as JSON, which no
// page can do across origins without that permission.
type guard struct {
	next    http.Handler
	hosts   map[string]bool // lower case, "*" for any
	origins map[string]bool // lower case, "*" for any
}

func newGuard(next http.Handler, hosts, origins []string) *guard {
	g := &guard{next: next, hosts: map[string]bool{"localhost": true}, origins: map[string]bool{}}
	for _, host := range hosts {
		g.hosts[strings.ToLower(host)] = true
	}
	for _, origin := range origins {
		g.origins[strings.ToLower(origin)] = true
	}
	return g
}

func (g *guard) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if !g.hostAllowed(r.Host) {
		http.Error(w, "invalid host specified", http.StatusForbidden) // go-ethereum's words
		return
	}
	origin := r.Header.Get("Origin")
	if origin != "" && g.originAllowed(origin) {
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Add("Vary", "Origin")
	}
	if r.Method == http.MethodOptions {
		g.preflight(w, origin)
		return
	}
	g.next.ServeHTTP(w, r)
}

// hostAllowed accepts IP addresses, which no DNS answer can turn into another
// machine's, and the configured names.
func (g *guard) hostAllowed(host string) bool {
	if host == "" || g.hosts["*"] { // a browser always sends one
		return true
	}
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.Trim(host, "[]")
	return net.ParseIP(host) != nil || g.hosts[strings.ToLower(host)]
}

func (g *guard) originAllowed(origin string) bool {
	return g.origins["*"] || g.origins[strings.ToLower(origin)]
}

func (g *guard) preflight(w http.ResponseWriter, origin string) {
	if origin == "" || !g.originAllowed(origin) {
		http.Error(w, "origin not allowed", http.StatusForbidden)
		return
	}
	w.Header().Set("Access-Control-Allow-Methods", "POST, GET")
	w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
	w.Header().Set("Access-Control-Max-Age", "600") // seconds
	w.WriteHeader(http.StatusNoContent)
}

// checkOrigin accepts "*" and what a browser sends: scheme, host, port, no more.
func checkOrigin(origin string) error {
	if origin == "*" {
		return nil
	}
	u, err := url.Parse(origin)
	if err != nil || u.Scheme == "" || u.Host == "" || u.Scheme+"://"+u.Host != origin {
		return fmt.Errorf("allowed origin %q: want * or an origin like http://localhost:3000", origin)
	}
	return nil
}

// checkHost accepts "*" and a host name without a port.
func checkHost(host string) error {
	if host == "" || strings.ContainsAny(host, "/: ") {
		return fmt.Errorf("virtual host %q: want * or a name like devnet.test", host)
	}
	return nil
}

// isWebSocket tells an upgrade request.
func isWebSocket(r *http.Request) bool {
	return strings.EqualFold(r.Header.Get("Upgrade"), "websocket") &&
		strings.Contains(strings.ToLower(r.Header.Get("Connection")), "upgrade")
}
