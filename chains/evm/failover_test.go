package evm

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
)

// limitedNode refuses every call in a node's or a provider's words.
type limitedNode struct {
	logNode
	refusal error
}

func (n *limitedNode) Call(map[string]any, string) (hexutil.Bytes, error) { return nil, n.refusal }

// limitError is what providers answer to who asks too often (EIP-1474).
type limitError struct{}

func (limitError) Error() string  { return "daily request count exceeded, request rate limited" }
func (limitError) ErrorCode() int { return -32005 }

// inboxNode shows an Inbox at a nonce.
func inboxNode(t *testing.T, nonce uint64) *callNode {
	t.Helper()
	inbox := bindings.NewInbox().GetABI()
	return &callNode{answers: []hexutil.Bytes{
		pack(t, inbox, "lane", [32]byte{}, nonce, [32]byte{}, common.Address{1}, false),
		pack(t, inbox, "inboxId", [32]byte{7}),
	}}
}

func named(t *testing.T, name string, service any) *Client {
	t.Helper()
	client := serve(t, service)
	client.name = name
	return client
}

// TestLimitedEndpointIsPassedOver: one that limits us, times out or floods must not
// keep the next one from being asked about the target.
func TestLimitedEndpointIsPassedOver(t *testing.T) {
	flood := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		chunk := []byte(strings.Repeat(" ", 1<<20))
		for range maxAnswerBytes>>20 + 1 {
			if _, err := w.Write(chunk); err != nil {
				return
			}
		}
	})
	for name, bad := range map[string]*Client{
		"rate limit": named(t, "bad", &limitedNode{refusal: limitError{}}),
		"timeout":    named(t, "bad", &limitedNode{refusal: errors.New("request timed out")}),
		"flood":      serveHandler(t, flood),
	} {
		t.Run(name, func(t *testing.T) {
			reader, err := NewInboxReader([]*Client{bad, named(t, "good", inboxNode(t, 5))}, common.Address{1})
			if err != nil {
				t.Fatal(err)
			}
			if inbox, err := reader.Inbox(t.Context(), 9001); err != nil || inbox.Position.Nonce != 5 {
				t.Fatalf("position %+v, error %v", inbox.Position, err)
			}
		})
	}
}

// TestDoubtedEndpointIsAskedNoMore: an endpoint that was caught lying does not
// answer the next question while there is another one.
func TestDoubtedEndpointIsAskedNoMore(t *testing.T) {
	reader, err := NewInboxReader([]*Client{named(t, "liar", inboxNode(t, 4)), named(t, "good", inboxNode(t, 5))}, common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []uint64{4, 5, 4} { // in turn: the second may lie as well
		inbox, err := reader.Inbox(t.Context(), 9001)
		if err != nil || inbox.Position.Nonce != want {
			t.Fatalf("question %d: position %+v, error %v, want nonce %d", i, inbox.Position, err, want)
		}
		if n := reader.Doubt(); n != 2 {
			t.Fatalf("%d endpoints", n)
		}
	}
}

// TestStallingEndpointIsLeftByAnImpatientCaller: an endpoint that answers nothing
// takes all the time of a caller who waits less long than a client does. The next
// question has to go to another one, or an honest endpoint is never asked.
func TestStallingEndpointIsLeftByAnImpatientCaller(t *testing.T) {
	ended := make(chan struct{})
	stall := serveHandler(t, http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // or the server does not see the caller go
		select {
		case <-r.Context().Done():
		case <-ended:
		}
	}))
	t.Cleanup(func() { close(ended) })
	stall.timeout = time.Minute // longer than the caller waits, both times
	reader, err := NewInboxReader([]*Client{stall, named(t, "good", inboxNode(t, 5))}, common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	ask := func(patience time.Duration) (uint64, error) {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		inbox, err := reader.Inbox(ctx, 9001)
		return inbox.Position.Nonce, err
	}
	if _, err := ask(200 * time.Millisecond); !errors.Is(err, context.DeadlineExceeded) {
		t.Fatalf("first question: error %v, want the deadline: the endpoint did not stall", err)
	}
	if nonce, err := ask(30 * time.Second); err != nil || nonce != 5 {
		t.Fatalf("second question: nonce %d, error %v, want 5 from the other endpoint", nonce, err)
	}
}
