package cli

import (
	"encoding/json"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/evm"
)

// plainNode answers like a node of a chain that is not QBFT: what init and the fee
// oracle ask, and nothing else. Final is absent where the chain has no such notion.
func plainNode(t *testing.T, chain, gasPrice uint64, hash byte, final bool) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var request struct {
			ID     json.RawMessage   `json:"id"`
			Method string            `json:"method"`
			Params []json.RawMessage `json:"params"`
		}
		if err := json.NewDecoder(r.Body).Decode(&request); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		var result any
		switch request.Method {
		case "eth_chainId":
			result = fmt.Sprintf("%#x", chain)
		case "eth_gasPrice":
			result = fmt.Sprintf("%#x", gasPrice)
		case "eth_getBlockByNumber":
			if string(request.Params[0]) != `"finalized"` || final {
				result = block(hash)
			}
		}
		answer, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": request.ID, "result": result})
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return server.URL
}

// block is a header with a hash of its own choice.
func block(hash byte) map[string]any {
	encoded, _ := json.Marshal(&types.Header{Number: big.NewInt(40), Difficulty: new(big.Int)})
	fields := map[string]any{}
	_ = json.Unmarshal(encoded, &fields)
	fields["hash"] = common.Hash{hash}
	return fields
}

func TestLookAtChains(t *testing.T) {
	one, same := plainNode(t, 1, 0, 5, true), plainNode(t, 1, 0, 5, true)
	forked, two, noFinal := plainNode(t, 1, 0, 6, true), plainNode(t, 2, 0, 7, true), plainNode(t, 2, 0, 7, false)
	for _, test := range []struct {
		name      string
		endpoints []string
		devnet    bool
		says      string
	}{
		{"one chain", []string{one, same}, true, "all are of chain 1, want two chains or more"},
		{"endpoints that disagree", []string{one, forked, two}, true, "one of them is of another chain, or lies"},
		{"one endpoint would decide", []string{one, same, two}, false, "one endpoint alone would decide what is true"},
		{"a chain without id", []string{plainNode(t, 0, 0, 1, true), two}, true, "chain id is 0"},
		{"a block without hash", []string{plainNode(t, 3, 0, 0, true), two}, true, "gives block 40 no hash"},
		{"good", []string{one, two, same}, true, ""},
		{"no final block", []string{one, same, noFinal}, true, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			chains, err := lookAtChains(t.Context(), initConfig{Endpoints: test.endpoints, Devnet: test.devnet}, Terminal(nil, io.Discard, io.Discard, nil))
			if test.says != "" {
				if err == nil || !strings.Contains(err.Error(), test.says) {
					t.Fatalf("got %v, want %q", err, test.says)
				}
				return
			}
			if err != nil || len(chains) != 2 {
				t.Fatalf("%+v, %v", chains, err)
			}
			first, second := chains[0], chains[1]
			if first.QBFT || first.Quorum != 2 || len(first.Endpoints) != 2 || first.AllowSingle || first.Finality != "finalized" || first.AnchorNumber != 40 {
				t.Errorf("%+v", first)
			}
			want, anchor := "finalized", uint64(40)
			if test.name == "no final block" {
				want, anchor = "confirmations:0", 40-confirmationsByDefault
			}
			if second.Quorum != 1 || !second.AllowSingle || second.Finality != want || second.AnchorNumber != anchor {
				t.Errorf("%+v", second)
			}
		})
	}
}

// TestGasPriceIsTheMedian: one of three endpoints that lies moves nothing, whichever
// way; without more than half of the answers nothing is reported.
func TestGasPriceIsTheMedian(t *testing.T) {
	for name, test := range map[string]struct {
		prices []uint64
		want   uint64
	}{
		"one lies upwards": {[]uint64{10, 1 << 60, 12}, 12}, "one lies downwards": {[]uint64{10, 1, 12}, 10},
		"of two the higher": {[]uint64{10, 12}, 12}, "one of three is silent": {[]uint64{10, 0, 12}, 12},
		"two of three are silent": {[]uint64{0, 0, 12}, 0}, "one of two is silent": {[]uint64{0, 12}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			q := &quoter{io: Terminal(nil, os.Stdout, os.Stderr, nil)}
			for _, price := range test.prices {
				node, err := evm.DialNode(t.Context(), plainNode(t, 1, price, 1, true))
				if err != nil {
					t.Fatal(err)
				}
				defer node.Close()
				q.targets = append(q.targets, node)
			}
			got, err := q.gasPrice(t.Context())
			if got != test.want || (err == nil) != (test.want != 0) {
				t.Errorf("%d, %v, want %d", got, err, test.want)
			}
		})
	}
}
