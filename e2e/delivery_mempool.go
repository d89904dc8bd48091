package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"sync"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Mempool is an endpoint that shows every transaction to a thief before the chain
// sees it: it takes a transaction, says so, and passes it on only when told to. All
// else it asks an honest node.
type Mempool struct {
	URL string

	n     *Net
	chain *demo.Chain

	mu   sync.Mutex
	open bool // transactions are passed on as they come
	held []*types.Transaction
	seen map[common.Hash]bool
}

// StartMempool starts the endpoint before a chain's node. It holds what it is sent
// until Release or Open.
func (n *Net) StartMempool(chain *demo.Chain) *Mempool {
	n.t.Helper()
	node, err := url.Parse(chain.HTTP)
	if err != nil {
		n.t.Fatal(err)
	}
	m := &Mempool{n: n, chain: chain, seen: map[common.Hash]bool{}}
	honest := httputil.NewSingleHostReverseProxy(node)
	honest.ErrorHandler = func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusBadGateway) }
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { m.serve(w, r, honest) }))
	n.t.Cleanup(server.Close)
	m.URL = server.URL
	return m
}

func (m *Mempool) serve(w http.ResponseWriter, r *http.Request, honest http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	var request rpcRequest
	// Daemons send transactions by themselves, never in a batch.
	if json.Unmarshal(body, &request) == nil && request.Method == "eth_sendRawTransaction" {
		if hash, held := m.hold(request.Params); held {
			w.Header().Set("Content-Type", "application/json")
			answer, _ := json.Marshal(rpcResponse{Version: "2.0", ID: request.ID, Result: hash}) // of strings: it can't fail
			_, _ = w.Write(answer)                                                               // a daemon that has gone away is no trouble
			return
		}
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	honest.ServeHTTP(w, r)
}

// hold keeps a transaction, and reports false where it has to be passed on.
func (m *Mempool) hold(params json.RawMessage) (hash json.RawMessage, held bool) {
	var raw []hexutil.Bytes
	tx := new(types.Transaction)
	if json.Unmarshal(params, &raw) != nil || len(raw) != 1 || tx.UnmarshalBinary(raw[0]) != nil {
		return nil, false
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.open {
		return nil, false
	}
	if !m.seen[tx.Hash()] { // a sender repeats itself
		m.seen[tx.Hash()] = true
		m.held = append(m.held, tx)
	}
	hash, err := json.Marshal(tx.Hash())
	return hash, err == nil
}

// Take waits until the mempool holds count transactions and takes them out, in the
// order in which they came.
func (m *Mempool) Take(count int) []*types.Transaction {
	m.n.t.Helper()
	var taken []*types.Transaction
	m.n.Eventually("the mempool holds enough transactions", func() bool {
		m.mu.Lock()
		defer m.mu.Unlock()
		if len(m.held) < count {
			return false
		}
		taken, m.held = m.held[:count:count], m.held[count:]
		return true
	})
	return taken
}

// Held counts the transactions that were neither taken nor passed on.
func (m *Mempool) Held() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return len(m.held)
}

// Release hands transactions to the chain.
func (m *Mempool) Release(transactions ...*types.Transaction) {
	m.n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), Patience)
	defer cancel()
	for _, tx := range transactions {
		if err := m.chain.Client.SendTransaction(ctx, tx); err != nil {
			m.n.t.Fatalf("release transaction %s: %v", tx.Hash(), err)
		}
	}
}

// Open hands everything to the chain, now and from now on.
func (m *Mempool) Open() {
	m.n.t.Helper()
	m.mu.Lock()
	m.open = true
	held := m.held
	m.held = nil
	m.mu.Unlock()
	m.Release(held...)
}
