package e2e

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"sync"
)

// Misask changes what a node is asked: its honest answer is then one to another
// question. It returns the parameters unchanged where it has nothing to change.
type Misask func(method string, params json.RawMessage) json.RawMessage

// Fault spoils how an answer travels rather than what it says. It reports whether it
// has dealt with the question; otherwise the answer is passed on.
type Fault func(w http.ResponseWriter, r *http.Request, methods []string, answer []byte) bool

// Misask makes the proxy ask its node something else from now on.
func (p *Proxy) Misask(misask Misask) { p.order(func(o *orders) { o.misask = misask }) }

// Break makes the proxy spoil its answers from now on.
func (p *Proxy) Break(fault Fault) { p.order(func(o *orders) { o.fault = fault }) }

// Divert has another node answer from now on.
func (p *Proxy) Divert(node string) {
	p.order(func(o *orders) { o.node = node })
	p.lied(1)
}

// Honest ends every lie: node answers, and nothing is changed.
func (p *Proxy) Honest(node string) { p.order(func(o *orders) { *o = orders{node: node} }) }

// order returns when the node has answered all that was asked under former orders: what
// happens after it, nobody hears of under those.
func (p *Proxy) order(change func(*orders)) {
	p.mu.Lock()
	change(&p.orders)
	former := p.waiting
	p.waiting = &sync.WaitGroup{}
	p.mu.Unlock()
	former.Wait()
}

// current returns the orders for a question; answered is to be called when the node has
// answered it.
func (p *Proxy) current() (o orders, answered func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting.Add(1)
	return p.orders, p.waiting.Done
}

func (p *Proxy) lied(times int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lies += times
}

// misask rewrites a body's questions; body stays where nothing changes.
func (p *Proxy) misask(misask Misask, requests []rpcRequest, batch bool, body []byte) []byte {
	if misask == nil {
		return body
	}
	changed := 0
	requests = slices.Clone(requests) // the lie is told what the daemon asked
	for i := range requests {
		if params := misask(requests[i].Method, requests[i].Params); !bytes.Equal(params, requests[i].Params) {
			requests[i].Params = params
			changed++
		}
	}
	out, ok := encodeOneOrMany(requests, batch)
	if changed == 0 || !ok {
		return body
	}
	p.lied(changed)
	return out
}

func methodsOf(requests []rpcRequest) []string {
	methods := make([]string, len(requests))
	for i := range requests {
		methods[i] = requests[i].Method
	}
	return methods
}

// Stall answers nothing until it is released; then it answers late.
func Stall(release <-chan struct{}) Fault {
	return func(_ http.ResponseWriter, r *http.Request, _ []string, _ []byte) bool {
		select {
		case <-r.Context().Done():
			return true
		case <-release:
			return false
		}
	}
}

// CutOff sends half of each answer and says that this was all.
func CutOff(w http.ResponseWriter, _ *http.Request, _ []string, answer []byte) bool {
	_, _ = w.Write(answer[:len(answer)/2])
	return true
}

// Endless answers the given methods with a text that does not end.
func Endless(methods ...string) Fault {
	return func(w http.ResponseWriter, r *http.Request, asked []string, _ []byte) bool {
		if !slices.ContainsFunc(asked, func(method string) bool { return slices.Contains(methods, method) }) {
			return false
		}
		_, err := w.Write([]byte(`{"jsonrpc":"2.0","id":1,"result":"0x`))
		for more := bytes.Repeat([]byte("00"), 32<<10); err == nil && r.Context().Err() == nil; {
			_, err = w.Write(more)
		}
		return true
	}
}
