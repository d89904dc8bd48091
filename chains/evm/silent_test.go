package evm

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains"
)

type headNode struct{ logNode }

func (n *headNode) BlockNumber() hexutil.Uint64 { return 7 }

// TestSubscriptionToASilentEndpointIsGivenUp: an endpoint that accepts a connection
// and never says a word holds up nobody once it works again: opening a
// subscription is bounded like any call, and calls wait for the same connection.
func TestSubscriptionToASilentEndpointIsGivenUp(t *testing.T) {
	node := rpc.NewServer()
	if err := node.RegisterName("eth", &headNode{}); err != nil {
		t.Fatal(err)
	}
	defer node.Stop()
	release := make(chan struct{})
	var works atomic.Bool // until then no connection hears a word: a busy server sees one late that was given up
	socket := node.WebsocketHandler([]string{"*"})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !works.Load() {
			<-release
			return
		}
		socket.ServeHTTP(w, r)
	}))
	defer server.Close()
	defer close(release)
	client, err := NewClient(ClientConfig{URL: "ws" + strings.TrimPrefix(server.URL, "http"), Name: "silent", ChainID: 9001, Timeout: 300 * time.Millisecond})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	began := time.Now()
	if err := client.watchHeads(ctx, func() {}); !errors.Is(err, chains.ErrUnavailable) || time.Since(began) > 15*time.Second {
		t.Fatalf("subscription ended with %v after %s, want a deadline of its own", err, time.Since(began))
	}
	works.Store(true)
	client.timeout = 30 * time.Second // a busy machine answers late
	var head hexutil.Uint64
	if err := client.call(t.Context(), &head, "eth_blockNumber"); err != nil || head != 7 {
		t.Fatalf("call after the endpoint has come back: head %d, error %v", head, err)
	}
}
