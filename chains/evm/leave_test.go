package evm

import (
	"context"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/rpc"
)

// headService offers a subscription that never has news.
type headService struct{}

func (headService) ChainId() hexutil.Uint64 { return 7 }

func (headService) NewHeads(ctx context.Context) (*rpc.Subscription, error) {
	notifier, ok := rpc.NotifierFromContext(ctx)
	if !ok {
		return nil, rpc.ErrNotificationsUnsupported
	}
	return notifier.CreateSubscription(), nil
}

// TestWatchEndsThoughTheNodeIsGone: a node that has stopped answers no
// eth_unsubscribe, and a daemon that stops must not wait for it.
func TestWatchEndsThoughTheNodeIsGone(t *testing.T) {
	server := rpc.NewServer()
	defer server.Stop()
	if err := server.RegisterName("eth", headService{}); err != nil {
		t.Fatal(err)
	}
	node := httptest.NewServer(server.WebsocketHandler([]string{"*"}))
	defer node.Close()
	var gone atomic.Bool
	address := startSwallower(t, strings.TrimPrefix(node.URL, "http://"), &gone)
	client, err := NewClient(ClientConfig{URL: "ws://" + address, ChainID: 7})
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()

	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer cancel()
		_ = client.watchHeads(ctx, func() { gone.Store(true); cancel() })
	}()
	<-ctx.Done() // it has subscribed, which takes a busy machine a while
	select {
	case <-ended:
	case <-time.After(9 * time.Second): // go-ethereum's own patience is 10 s
		t.Fatal("the watch waits for a node that is gone")
	}
}

// startSwallower forwards connections, until gone: then it swallows what it gets.
func startSwallower(t *testing.T, node string, gone *atomic.Bool) (address string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = listener.Close() })
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", node)
			if err != nil {
				_ = near.Close()
				return
			}
			go func() { _, _ = io.Copy(near, far); _ = near.Close() }()
			go func() {
				defer far.Close()
				buffer := make([]byte, 4096)
				for {
					n, err := near.Read(buffer)
					if err != nil {
						return
					}
					if !gone.Load() {
						_, _ = far.Write(buffer[:n])
					}
				}
			}()
		}
	}()
	return listener.Addr().String()
}
