package rpcapi

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"slices"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/log"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains/devnet/senders"
)

// entrance answers eth_sendRawTransaction, which is nearly all that a chain under load
// is asked, before go-ethereum's rpc server looks at it. What it answers is what that
// server answers, to the byte; what it doesn't recognise goes there unchanged.
type entrance struct {
	send    *ethSend
	senders *senders.Finder
}

// newEntrance is nil where eth_ is not offered.
func (s *Server) newEntrance(ctx context.Context, h *hub) *entrance {
	if !slices.Contains(s.config.Modules, "eth") {
		return nil
	}
	r := &reader{backend: s.backend, now: s.config.ChainNow, life: ctx}
	return &entrance{send: &ethSend{reader: r, hub: h}, senders: s.senders}
}

// request is one hot request and what answering it needs; it is used again.
type request struct {
	body  []byte
	calls []hotCall
	batch bool
	raw   []byte
	out   []byte
	sent  []sent
	txs   []*types.Transaction
}

// sent is what became of one call.
type sent struct {
	tx  *types.Transaction
	err error
}

var requests = sync.Pool{New: func() any { return new(request) }}

// done gives a request back, unless it is so large that keeping it would cost more than
// making a new one.
func (r *request) done() {
	if cap(r.body) <= keptBodyBytes {
		clear(r.sent)
		requests.Put(r)
	}
}

// hot reports whether the body is a request for the entrance.
func (r *request) hot() (ok bool) {
	r.calls, r.batch, ok = scanHot(r.body, r.calls[:0])
	return ok
}

// answer submits a hot request's transactions in their order, and returns the JSON of
// the answer, which is good until the request is done.
func (e *entrance) answer(ctx context.Context, r *request, stream *senders.Stream) []byte {
	r.sent = r.sent[:0]
	for _, call := range r.calls {
		r.raw = appendUnhex(r.raw[:0], call.hex)
		tx, err := e.send.decode(r.raw)
		r.sent = append(r.sent, sent{tx, err})
	}
	r.findSenders(stream)
	logged := log.Root().Enabled(ctx, log.LevelWarn)
	var start time.Time
	for i := range r.sent {
		s := &r.sent[i]
		if logged {
			start = time.Now()
		}
		if s.err == nil {
			s.err = e.send.reader.backend.SubmitTx(ctx, s.tx)
		}
		if logged {
			s.log(start)
		}
	}
	r.out = r.out[:0]
	if r.batch {
		r.out = append(r.out, '[')
	}
	for i, call := range r.calls {
		if i > 0 {
			r.out = append(r.out, ',')
		}
		r.out = r.sent[i].append(r.out, call.id)
	}
	if r.batch {
		r.out = append(r.out, ']')
	}
	return r.out
}

// findSenders finds a request's senders. Each transaction keeps its own, so that nobody
// recovers it again; an error is the pool's to tell.
func (r *request) findSenders(stream *senders.Stream) {
	r.txs = r.txs[:0]
	for _, s := range r.sent {
		if s.err == nil && s.tx.Type() != types.BlobTxType {
			r.txs = append(r.txs, s.tx)
		}
	}
	stream.Find(r.txs)
	clear(r.txs)
}

// log tells of one call where go-ethereum's server does, as rpc/handler.go words it: that
// is where requests are looked for. The time is that of the submission.
func (s *sent) log(start time.Time) {
	if s.err != nil {
		log.Warn("Served "+hotMethod, "duration", time.Since(start), "err", s.err.Error())
		return
	}
	log.Debug("Served "+hotMethod, "duration", time.Since(start))
}

// append writes one answer as go-ethereum's server does.
func (s *sent) append(out, id []byte) []byte {
	out = append(out, `{"jsonrpc":"2.0","id":`...)
	out = append(out, id...)
	if s.err != nil {
		out = append(out, `,"error":`...)
		return append(append(out, errorJSON(s.err)...), '}')
	}
	out = append(out, `,"result":"0x`...)
	hash := s.tx.Hash()
	out = hex.AppendEncode(out, hash[:])
	return append(out, `"}`...)
}

// errorJSON is an error object of JSON-RPC.
func errorJSON(err error) []byte {
	object := struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Data    any    `json:"data,omitempty"`
	}{Code: codeDefault, Message: err.Error()}
	if coded, ok := err.(rpc.Error); ok { //nolint:errorlint // as the server: the error itself, not what it wraps
		object.Code = coded.ErrorCode()
	}
	if with, ok := err.(rpc.DataError); ok { //nolint:errorlint // likewise
		object.Data = with.ErrorData()
	}
	out, _ := json.Marshal(object) // no error of a submission has data that could fail
	return out
}
