package rpcerror

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"testing"

	"github.com/ethereum/go-ethereum/rpc"
)

// coded is an error as a node sends it.
type coded struct {
	code int
	text string
	data any
}

func (e coded) Error() string  { return e.text }
func (e coded) ErrorCode() int { return e.code }
func (e coded) ErrorData() any { return e.data }

// TestKinds holds what nodes say, word for word.
func TestKinds(t *testing.T) {
	for _, test := range []struct {
		err  error
		want Kind
	}{
		{nil, None},
		{context.DeadlineExceeded, Unavailable},
		{fmt.Errorf("dial: %w", context.Canceled), Unavailable},
		{errors.New("connection refused"), Unavailable},
		{ErrAnswerTooLarge, TooMuch},
		{errors.New("websocket: read limit exceeded"), TooMuch},
		{rpc.HTTPError{StatusCode: 413}, TooMuch},
		{rpc.HTTPError{StatusCode: 429, Body: []byte("slow down")}, Unavailable},
		{rpc.HTTPError{StatusCode: 502, Body: []byte("nonce too low")}, Unavailable},
		{rpc.HTTPError{StatusCode: 400, Body: []byte(`{"error":{"message":"nonce too low"}}`)}, NonceTooLow},
		// go-ethereum
		{coded{-32000, "already known", nil}, AlreadyKnown},
		{coded{-32000, "nonce too low: next nonce 5, tx nonce 4", nil}, NonceTooLow},
		{coded{-32000, "nonce too high: address 0x1, tx: 9 state: 1", nil}, NonceTooHigh},
		{coded{-32000, "replacement transaction underpriced", nil}, Underpriced},
		{coded{-32000, "transaction underpriced: tip needed 1, tip permitted 0", nil}, FeeTooLow},
		{coded{-32000, "max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1", nil}, FeeTooLow},
		{coded{-32000, "insufficient funds for gas * price + value: balance 0", nil}, InsufficientFunds},
		{coded{-32000, "exceeds block gas limit", nil}, GasTooHigh},
		{coded{-32000, "gas required exceeds allowance (30000000)", nil}, GasTooHigh},
		{coded{-32000, "transaction gas limit too high (cap: 16777216, tx: 20000000)", nil}, GasTooHigh},
		{coded{-32000, "txpool is full", nil}, PoolFull},
		{coded{-32000, "missing trie node 1234 (path )", nil}, NoState},
		{coded{-32000, "header not found", nil}, NoState},
		{coded{-32000, "historical state 1234 is not available", nil}, NoState},
		{coded{-32000, "block range extends beyond current head block", nil}, NoState},
		{coded{-32005, "query returned more than 10000 results", nil}, TooMuch},
		{coded{-32000, "exceed max topics", nil}, TooMuch},
		{coded{3, "execution reverted", "0x08c379a0"}, Reverted},
		{coded{-32601, "the method eth_foo does not exist/is not available", nil}, Unsupported},
		{coded{-32000, "the method eth_getProof does not exist/is not available", nil}, Unsupported},
		{coded{-32601, "the method eth_getProof is not available", nil}, Unsupported},
		// Erigon, Nethermind, Besu, Reth, Anvil, gateways
		{coded{-32000, "could not replace existing tx", nil}, Underpriced},
		{coded{-32010, "OldNonce, Current nonce: 5, nonce of rejected tx: 4", nil}, NonceTooLow},
		{coded{-32010, "AlreadyKnown", nil}, AlreadyKnown},
		{coded{-32010, "FeeTooLow, MaxFeePerGas too low", nil}, FeeTooLow},
		{coded{-32000, "Known transaction", nil}, AlreadyKnown},
		{coded{-32001, "Nonce too low", nil}, NonceTooLow},
		{coded{-32004, "Upfront cost exceeds account balance", nil}, InsufficientFunds},
		{coded{-32000, "World state unavailable", nil}, NoState},
		{coded{-32001, "Resource not found", nil}, NoState},
		{coded{-32003, "transaction already imported", nil}, AlreadyKnown},
		{coded{-32005, "Requested range exceeds maximum RPC range limit", nil}, TooMuch},
		{coded{-32600, "Unsupported method: eth_getProof on this network", nil}, Unsupported},
		{coded{-32000, "The method eth_getProof does not exist / is not available", nil}, Unsupported},
		{coded{-32603, "method is not supported", nil}, Unsupported},
		{coded{-32004, "in unknown words", nil}, Unsupported},
		{coded{-32005, "rate-limited in unknown words", nil}, TooMuch},
		{coded{-32002, "busy in unknown words", nil}, Unavailable},
		{coded{-32000, "something else entirely", nil}, Other},
	} {
		if got := KindOf(test.err); got != test.want {
			t.Errorf("%v: %s, want %s", test.err, got, test.want)
		}
	}
	for kind := None; kind <= Other; kind++ {
		if kind.String() == "unknown" {
			t.Errorf("kind %d has no name", kind)
		}
	}
	if Kind(-1).String() != "unknown" || (Other+1).String() != "unknown" {
		t.Error("a kind that does not exist has a name")
	}
}

func TestRevertData(t *testing.T) {
	for _, test := range []struct {
		err  error
		want string
	}{
		{coded{3, "execution reverted", "0x12345678"}, "\x12\x34\x56\x78"},
		{coded{3, "execution reverted", json.RawMessage(`"0x12345678"`)}, "\x12\x34\x56\x78"},
		{coded{-32015, "VM execution error", "Reverted 0x12345678"}, "\x12\x34\x56\x78"},
		{coded{-32603, "revert", map[string]any{"data": "0x12345678"}}, "\x12\x34\x56\x78"},
		{coded{3, "execution reverted", "0x123456"}, ""},
		{coded{3, "execution reverted", "0x"}, ""},
		{coded{3, "execution reverted", "0xzz"}, ""},
		{coded{3, "execution reverted", 7}, ""},
		{coded{3, "execution reverted", json.RawMessage(`7`)}, ""},
		{coded{3, "execution reverted", nil}, ""},
		{errors.New("execution reverted"), ""},
	} {
		got, ok := RevertData(test.err)
		if string(got) != test.want || ok != (test.want != "") {
			t.Errorf("%+v: %x, %t, want %x", test.err, got, ok, test.want)
		}
	}
}

func FuzzKindOf(f *testing.F) {
	f.Add(3, "execution reverted", "0x12345678")
	f.Add(-32000, "nonce too low", "")
	f.Fuzz(func(t *testing.T, code int, text, data string) {
		err := coded{code, text, data}
		_ = KindOf(err)
		if raw, ok := RevertData(err); ok && len(raw) < 4 {
			t.Fatalf("revert data of %d bytes", len(raw))
		}
	})
}
