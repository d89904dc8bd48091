package rpcapi

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"slices"
	"strconv"

	"github.com/catenary-bridge/catenary/chains/devnet/senders"
)

const jsonType = "application/json"

// http answers hot requests, and hands all others to next as they came.
func (e *entrance) http(next http.Handler) http.Handler {
	if e == nil {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { e.serveHTTP(w, r, next) })
}

func (e *entrance) serveHTTP(w http.ResponseWriter, r *http.Request, next http.Handler) {
	// What else go-ethereum's server accepts or refuses by its head is left to it, a
	// body of unknown length among it.
	if r.Method != http.MethodPost || r.ContentLength <= 0 || r.ContentLength > maxBodyBytes || r.Header.Get("Content-Type") != jsonType {
		next.ServeHTTP(w, r)
		return
	}
	q := requests.Get().(*request)
	defer q.done()
	if err := q.read(r); err != nil || !q.hot() {
		r.Body = &replay{Reader: bytes.NewReader(q.body), err: err, Closer: r.Body}
		next.ServeHTTP(w, r)
		return
	}
	out := e.answer(r.Context(), q, e.streamOf(r.Context()))
	w.Header().Set("Content-Type", jsonType)
	w.Header().Set("Content-Length", strconv.Itoa(len(out)))
	_, _ = w.Write(out) // whoever went away needs no answer
}

// streamKey is where a connection's context has its stream.
type streamKey struct{}

// connected gives each HTTP connection a stream of senders of its own.
func (e *entrance) connected(ctx context.Context, _ net.Conn) context.Context {
	if e == nil {
		return ctx
	}
	return context.WithValue(ctx, streamKey{}, e.senders.Stream())
}

// streamOf is the stream of a request's connection.
func (e *entrance) streamOf(ctx context.Context) *senders.Stream {
	if s, ok := ctx.Value(streamKey{}).(*senders.Stream); ok {
		return s
	}
	return e.senders.Stream()
}

// read takes a body of the announced length, or what came of it before the error. Room
// is made as it arrives.
func (r *request) read(from *http.Request) (err error) {
	n := int(from.ContentLength)
	r.body = r.body[:0]
	for len(r.body) < n && err == nil {
		if len(r.body) == cap(r.body) {
			r.body = slices.Grow(r.body, min(n-len(r.body), max(len(r.body), minBodyRoom)))
		}
		var more int
		more, err = from.Body.Read(r.body[len(r.body):min(n, cap(r.body))])
		r.body = r.body[:len(r.body)+more]
	}
	if len(r.body) == n { // an end together with the last bytes is none
		return nil
	}
	return err
}

// replay is a body that was read already, up to the error that ended it.
type replay struct {
	*bytes.Reader
	io.Closer
	err error
}

func (b *replay) Read(p []byte) (int, error) {
	n, err := b.Reader.Read(p)
	if err == io.EOF && b.err != nil {
		err = b.err
	}
	return n, err
}
