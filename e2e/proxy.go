package e2e

import (
	"bytes"
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
	URL  string
	mu   sync.Mutex
	lie  Lie
	lies int
}

// StartProxy starts a proxy before a node's HTTP endpoint. It is honest until told
// otherwise.
func StartProxy(t testing.TB, node string) *Proxy {
	t.Helper()
	p := &Proxy{}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { p.serve(w, r, node) }))
	t.Cleanup(server.Close)
	p.URL = server.URL
	return p
}

// Tell makes the proxy lie from now on.
func (p *Proxy) Tell(lie Lie) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.lie = lie
}

// Lies counts the answers that were changed.
func (p *Proxy) Lies() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.lies
}

type rpcRequest struct {
	ID     json.RawMessage `json:"id"`
	Method string          `json:"method"`
	Params json.RawMessage `json:"params"`
}

type rpcResponse struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

func (p *Proxy) serve(w http.ResponseWriter, r *http.Request, node string) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, node, bytes.NewReader(body))
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(p.alter(body, answer)) // a daemon that has gone away is no trouble
}

// alter applies the lie to each answer of a call or a batch.
func (p *Proxy) alter(body, answer []byte) []byte {
	requests, batch := decodeOneOrMany[rpcRequest](body)
	responses, _ := decodeOneOrMany[rpcResponse](answer)
	methods := map[string]rpcRequest{}
	for _, request := range requests {
		methods[string(request.ID)] = request
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.lie == nil {
		return answer
	}
	for i := range responses {
		request := methods[string(responses[i].ID)]
		if responses[i].Result == nil {
			continue
		}
		if altered := p.lie(request.Method, request.Params, responses[i].Result); !bytes.Equal(altered, responses[i].Result) {
			responses[i].Result = altered
			p.lies++
		}
	}
	var out []byte
	var err error
	if batch {
		out, err = json.Marshal(responses)
	} else if len(responses) == 1 {
		out, err = json.Marshal(responses[0])
	}
	if err != nil || out == nil {
		return answer
	}
	return out
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
