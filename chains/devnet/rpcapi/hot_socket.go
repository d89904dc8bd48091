package rpcapi

import (
	"bufio"
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/catenary-bridge/catenary/chains/devnet/senders"
)

// socket lets next serve WebSockets and answers hot requests on them. The handshake,
// pings, closing, limits and all other messages are next's alone: it sees the connection
// without the hot frames.
func (e *entrance) socket(next http.Handler) http.Handler {
	if e == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.serveSocket(w, r, next) })
}

func (e *entrance) serveSocket(w http.ResponseWriter, r *http.Request, next http.Handler) {
	ctx, cancel := context.WithCancel(r.Context())
	t := &tap{entrance: e, ctx: ctx, senders: e.senders.Stream(), slots: make(chan struct{}, maxHotInFlight)}
	t.turn = sync.NewCond(&t.writing)
	next.ServeHTTP(&tapped{ResponseWriter: w, tap: t}, r)
	cancel()
	t.running.Wait()
}

// tapped gives the connection away with a tap on it.
type tapped struct {
	http.ResponseWriter
	tap *tap
}

// Hijack implements http.Hijacker.
func (w *tapped) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	h, ok := w.ResponseWriter.(http.Hijacker)
	if !ok {
		return nil, nil, errors.New("the connection can't be taken over")
	}
	conn, rw, err := h.Hijack()
	w.tap.Conn = conn
	return w.tap, rw, err
}

// tap is a WebSocket's connection (RFC 6455) below the server's own reader and writer.
// Reads pass on everything but whole hot frames; answers to those are written between
// the server's messages.
type tap struct {
	net.Conn
	entrance *entrance
	ctx      context.Context // ends with the connection
	senders  *senders.Stream
	slots    chan struct{} // holds a token for each answer in the making
	running  sync.WaitGroup

	// One goroutine reads.
	buffer  []byte
	in      []byte // within buffer: read from the connection, not passed on yet
	pass    uint64 // so many bytes from the front of in, and beyond it, are the server's
	partial bool   // in a message of several frames
	end     error  // of the connection, behind in

	writing sync.Mutex
	turn    *sync.Cond // changes of what follows
	opened  bool       // the handshake is answered
	sending frames     // of the server
	closed  bool       // nothing may be written any more
}

// Read implements net.Conn.
func (t *tap) Read(p []byte) (int, error) {
	for t.pass == 0 {
		f, ok := parseFrame(t.in)
		if ok && t.wanted(f) {
			if ok = uint64(len(t.in)) >= f.size; ok {
				if t.serve(t.in[:f.size], f) {
					t.in = t.in[f.size:]
					continue
				}
				t.pass = f.size
			}
		} else if ok {
			t.pass = f.size
			t.partial = f.leavesPartial(t.partial)
		}
		if ok {
			break
		}
		if t.end != nil { // a torn frame is the server's to judge
			t.pass = uint64(len(t.in))
			break
		}
		t.fill()
	}
	if len(t.in) == 0 {
		if t.end != nil || t.pass == 0 {
			return 0, t.end
		}
		n, err := t.Conn.Read(p[:min(uint64(len(p)), t.pass)])
		t.pass -= uint64(n)
		return n, err
	}
	n := copy(p[:min(uint64(len(p)), t.pass)], t.in)
	t.in, t.pass = t.in[n:], t.pass-uint64(n)
	return n, nil
}

// fill reads more, into a buffer that grows with what arrives and not with what a frame
// announces, and is let go of after a large one.
func (t *tap) fill() {
	if cap(t.in)-len(t.in) < minSocketRead {
		if len(t.in) == 0 && len(t.buffer) > keptBodyBytes {
			t.buffer = nil
		}
		if len(t.buffer) < len(t.in)+minSocketRead {
			t.buffer = make([]byte, max(2*len(t.in), 4*minSocketRead))
		}
		t.in = t.buffer[:copy(t.buffer, t.in)] // to the front
	}
	n, err := t.Conn.Read(t.in[len(t.in):cap(t.in)])
	t.in, t.end = t.in[:len(t.in)+n], err
}

// wanted says whether a frame may be hot: a whole text message as clients send it.
func (t *tap) wanted(f frame) bool {
	return !t.partial && f.first == frameFinal|frameText && f.masked && f.size-f.payload <= maxBodyBytes
}

// serve answers a hot frame on a goroutine of its own, as the server would; false when
// it isn't hot.
func (t *tap) serve(data []byte, f frame) bool {
	q := requests.Get().(*request)
	q.body = append(q.body[:0], data[f.payload:]...)
	for i := range q.body {
		q.body[i] ^= data[f.payload-4+uint64(i%4)]
	}
	if !q.hot() {
		q.done()
		return false
	}
	t.slots <- struct{}{} // its holders write within answerTimeout, or the connection ends
	t.running.Go(func() {
		defer func() { <-t.slots }()
		defer q.done()
		t.reply(t.entrance.answer(t.ctx, q, t.senders))
	})
	return true
}

// reply writes a text frame when the server has no message half written.
func (t *tap) reply(out []byte) {
	data := append(appendFrameHeader(make([]byte, 0, len(out)+maxFrameHeader), len(out)), out...)
	t.writing.Lock()
	defer t.writing.Unlock()
	for t.sending.busy() && !t.closed {
		t.turn.Wait()
	}
	if t.closed {
		return
	}
	_ = t.Conn.SetWriteDeadline(time.Now().Add(answerTimeout))
	if _, err := t.Conn.Write(data); err != nil {
		t.closed = true
		_ = t.Conn.Close() // the server's reader ends the rest
	}
}

// Write implements net.Conn for the server's frames, after its answer to the handshake,
// which it writes in one piece.
func (t *tap) Write(b []byte) (int, error) {
	t.writing.Lock()
	defer t.writing.Unlock()
	n, err := t.Conn.Write(b)
	if t.opened {
		t.sending.follow(b[:n])
	}
	t.opened = true
	t.closed = t.closed || err != nil || t.sending.closed
	t.turn.Broadcast()
	return n, err
}

// Close implements net.Conn. It doesn't wait for a write in progress, which it ends.
func (t *tap) Close() error {
	err := t.Conn.Close()
	t.writing.Lock()
	defer t.writing.Unlock()
	t.closed = true
	t.turn.Broadcast()
	return err
}
