package e2e

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/gorilla/websocket"
)

// SocketProxy stands before a node's WebSocket endpoint. It can stop passing on what
// subscriptions bring while the connection stays open and calls are answered: a
// subscription that dies without a word.
type SocketProxy struct {
	URL string

	node          string
	silent        atomic.Bool
	notifications atomic.Int64
	swallowed     atomic.Int64
}

// maxSocketMessage bounds one message in either direction: as much as daemons take.
const maxSocketMessage = 32 << 20

// StartSocketProxy starts a proxy before a node's WebSocket endpoint.
func StartSocketProxy(t testing.TB, node string) *SocketProxy {
	t.Helper()
	p := &SocketProxy{node: node}
	var open sync.WaitGroup // a hijacked connection is not the server's to wait for
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		open.Add(1)
		defer open.Done()
		p.serve(w, r)
	}))
	t.Cleanup(func() { server.Close(); open.Wait() })
	p.URL = "ws" + strings.TrimPrefix(server.URL, "http")
	return p
}

// Silence lets subscriptions die, or live again.
func (p *SocketProxy) Silence(silent bool) { p.silent.Store(silent) }

// Notified counts the notifications that were passed on.
func (p *SocketProxy) Notified() int { return int(p.notifications.Load()) }

// Swallowed counts the notifications that were not.
func (p *SocketProxy) Swallowed() int { return int(p.swallowed.Load()) }

func (p *SocketProxy) serve(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{CheckOrigin: func(*http.Request) bool { return true }}
	near, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return // the upgrader has answered
	}
	defer func() { _ = near.Close() }() // mostly the other side has closed it already
	far, response, err := websocket.DefaultDialer.DialContext(r.Context(), p.node, nil)
	if err != nil {
		return
	}
	defer response.Body.Close()
	defer func() { _ = far.Close() }()
	near.SetReadLimit(maxSocketMessage)
	far.SetReadLimit(maxSocketMessage)
	done := make(chan struct{})
	go func() {
		defer close(done)
		p.pass(far, near, false)
		_ = near.Close() // the node went away: so does the proxy
	}()
	p.pass(near, far, true)
	_ = far.Close()
	<-done
}

// pass hands messages on until either side is gone.
func (p *SocketProxy) pass(from, to *websocket.Conn, asks bool) {
	for {
		kind, message, err := from.ReadMessage()
		if err != nil {
			return
		}
		if !asks && bytes.Contains(message, []byte(`"eth_subscription"`)) {
			if p.silent.Load() {
				p.swallowed.Add(1)
				continue
			}
			p.notifications.Add(1)
		}
		if err := to.WriteMessage(kind, message); err != nil {
			return
		}
	}
}
