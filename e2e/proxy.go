package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
)

// Lie changes an endpoint's answer to a method; it returns the result unchanged
// where it has nothing to lie about.
type Lie func(method string, params, result json.RawMessage) json.RawMessage

// Proxy is an endpoint that stands between daemons and an honest node and may lie.
type Proxy struct {
	URL string

	mu      sync.Mutex
	orders  orders
	waiting *sync.WaitGroup // questions under these orders that the node has not answered yet
	lies    int
}

// orders is what a proxy does beside passing on.
type orders struct {
	node   string // that answers
	lie    Lie
	misask Misask
	fault  Fault
}

// StartProxy starts a proxy before a node's HTTP endpoint. It is honest until told
// otherwise.
func StartProxy(t testing.TB, node string) *Proxy {
	t.Helper()
	p := &Proxy{orders: orders{node: node}, waiting: &sync.WaitGroup{}}
	server := httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// Tell makes the proxy lie from now on.
func (p *Proxy) Tell(lie Lie) { p.order(func(o *orders) { o.lie = lie }) }

// Lies counts the answers that were changed.
func (p *Proxy) Lies() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lies
}

type rpcRequest struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method"`
	Params  json.RawMessage `json:"params"`
}

type rpcResponse struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

func (p *Proxy) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	orders, answered := p.current()
	requests, batch := decodeOneOrMany[rpcRequest](body)
	answer, err := ask(r.Context(), orders.node, p.misask(orders.misask, requests, batch, body))
	answered()
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	answer = p.alter(orders.lie, requests, batch, answer)
	if orders.fault != nil {
		p.lied(1) // before it is done: it may take long
		if orders.fault(w, r, methodsOf(requests), answer) {
			return
		}
		p.lied(-1)
	}
	_, _ = w.Write(answer) // a daemon that has gone away is no trouble
}

// ask hands a body on to a node and returns its answer.
func ask(ctx context.Context, node string, body []byte) ([]byte, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, node, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	return io.ReadAll(response.Body)
}

// alter applies the lie to each answer of a call or a batch.
func (p *Proxy) alter(lie Lie, requests []rpcRequest, batch bool, answer []byte) []byte {
	if lie == nil {
		return answer
	}
	asked := map[string]rpcRequest{}
	for _, request := range requests {
		asked[string(request.ID)] = request
	}
	responses, _ := decodeOneOrMany[rpcResponse](answer)
	for i := range responses {
		request := asked[string(responses[i].ID)]
		if responses[i].Result == nil {
			continue
		}
		p.mu.Lock() // lies may remember what they told; one speaks at a time
		altered := lie(request.Method, request.Params, responses[i].Result)
		p.mu.Unlock()
		if !bytes.Equal(altered, responses[i].Result) {
			responses[i].Result = altered
			p.lied(1)
		}
	}
	if out, ok := encodeOneOrMany(responses, batch); ok {
		return out
	}
	return answer
}

func decodeOneOrMany[T any](data []byte) (many []T, batch bool) {
	if json.Unmarshal(data, &many) == nil {
		return many, true
	}
	var one T
	if json.Unmarshal(data, &one) == nil {
		return []T{one}, false
	}
	return nil, false
}

func encodeOneOrMany[T any](many []T, batch bool) (out []byte, ok bool) {
	var err error
	switch {
	case batch:
		out, err = json.Marshal(many)
	case len(many) == 1:
		out, err = json.Marshal(many[0])
	default:
		return nil, false
	}
	return out, err == nil
}
