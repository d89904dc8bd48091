package rpcapi

import (
	"encoding/binary"
	"net"
	"sync"
	"time"
)

// peers knows the open connections, so that a slow subscriber's can be closed
// with a reason: go-ethereum's rpc server offers no way to do that.
type peers struct {
	mu   sync.Mutex
	open map[string]*peer // by remote address
}

func newPeers() *peers { return &peers{open: map[string]*peer{}} }

// find returns nil for a connection it doesn't know, an in-process one; a nil
// peer is without limits.
func (p *peers) find(remoteAddr string) *peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.open[remoteAddr]
}

// listen wraps a listener whose connections are tracked and bounded in number.
func (p *peers) listen(l net.Listener) net.Listener { return &trackingListener{Listener: l, peers: p} }

type trackingListener struct {
	net.Listener
	peers *peers
}

// Accept closes connections beyond the bound: to queue them would only hide
// from their owners that they leak connections.
func (l *trackingListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		if tracked := l.peers.add(conn); tracked != nil {
			return tracked, nil
		}
		_ = conn.Close() // nothing was exchanged on it
	}
}

func (p *peers) add(conn net.Conn) *peer {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.open) >= maxConnections {
		return nil
	}
	tracked := &peer{Conn: conn, peers: p, writing: make(chan struct{}, 1)}
	p.open[conn.RemoteAddr().String()] = tracked
	return tracked
}

// peer is one connection.
type peer struct {
	net.Conn
	peers *peers
	// writing holds a token while a Write is in progress, so that a close frame
	// comes between two writes and never within one. cut is set, with the token,
	// once nothing may follow: after a close frame, or after a write that failed
	// half way, behind which everything would be misread.
	writing chan struct{}
	cut     bool

	mu            sync.Mutex
	subscriptions int
}

// Write writes to the connection, one caller at a time.
func (c *peer) Write(b []byte) (int, error) {
	c.writing <- struct{}{}
	defer func() { <-c.writing }()
	if c.cut {
		return 0, net.ErrClosed
	}
	n, err := c.Conn.Write(b)
	c.cut = c.cut || err != nil
	return n, err
}

// Close closes the connection and forgets it.
func (c *peer) Close() error {
	c.peers.mu.Lock()
	if key := c.RemoteAddr().String(); c.peers.open[key] == c {
		delete(c.peers.open, key)
	}
	c.peers.mu.Unlock()
	return c.Conn.Close()
}

func (c *peer) name() string {
	if c == nil {
		return "in process"
	}
	return c.RemoteAddr().String()
}

// admit counts a subscription, false when the connection has its share.
func (c *peer) admit() bool {
	if c == nil {
		return true
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.subscriptions >= maxSubscriptionsPerConn {
		return false
	}
	c.subscriptions++
	return true
}

func (c *peer) release() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.subscriptions--
}

// disconnect closes the connection after a WebSocket close frame with the
// reason, when the peer takes it in time. A control frame may stand between the
// frames of a message (RFC 6455, section 5.4), and nothing is written after it.
func (c *peer) disconnect(reason string) {
	if c == nil {
		return
	}
	wait := time.NewTimer(closeFrameWait)
	defer wait.Stop()
	select {
	case c.writing <- struct{}{}:
		if !c.cut { // best effort: whoever doesn't read won't get the reason either
			_ = c.SetWriteDeadline(time.Now().Add(closeFrameWait))
			_, _ = c.Conn.Write(closeFrame(reason))
		}
		c.cut = true
		<-c.writing
	case <-wait.C:
	}
	_ = c.Close()
}

// closeFrame is an unmasked WebSocket close frame, status 1013: try again later.
func closeFrame(reason string) []byte {
	const finalClose, tryAgainLater, maxReason = 0x88, 1013, 123
	if len(reason) > maxReason {
		reason = reason[:maxReason]
	}
	frame := []byte{finalClose, byte(2 + len(reason))}
	frame = binary.BigEndian.AppendUint16(frame, tryAgainLater)
	return append(frame, reason...)
}
