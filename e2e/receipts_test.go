package e2e_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/chains/observe"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
)

// lacks makes an endpoint that does not have the given methods, as go-ethereum says it.
// It counts how often they were asked for.
func lacks(asked *atomic.Int64, methods ...string) e2e.Fault {
	return func(w http.ResponseWriter, _ *http.Request, questions []string, answer []byte) bool {
		if len(questions) != 1 || !slices.Contains(methods, questions[0]) {
			return false
		}
		asked.Add(1)
		var response struct {
			ID json.RawMessage `json:"id"`
		}
		if json.Unmarshal(answer, &response) != nil {
			return false
		}
		refusal, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": response.ID,
			"error": map[string]any{"code": -32601, "message": "the method " + questions[0] + " does not exist/is not available"}})
		if err != nil {
			return false
		}
		_, _ = w.Write(refusal)
		return true
	}
}

// provenBy sets how a chain's lanes are proven, and its endpoints.
func provenBy(chains []daemon.ChainConfig, id uint64, mode observe.Mode, endpoints ...string) {
	through(chains, id, endpoints...)
	for i := range chains {
		if chains[i].ID == id {
			chains[i].Proofs = mode
		}
	}
}

// TestReceiptsWhereNoNodeMakesProofs: no endpoint of the source chain has eth_getProof,
// one has not even eth_getBlockReceipts. Relayer and signers read the receipts of every
// block, also after a restart, and everything arrives; the way back is proven as ever.
func TestReceiptsWhereNoNodeMakesProofs(t *testing.T) {
	t.Parallel()
	for _, mode := range []observe.Mode{observe.ModeAuto, observe.ModeReceipts} {
		t.Run(string(mode), func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			var proofs, blocks atomic.Int64
			one, two := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
			one.Break(lacks(&proofs, "eth_getProof"))
			two.Break(lacks(&blocks, "eth_getProof", "eth_getBlockReceipts"))
			relayer := func(c *daemon.RelayerConfig) { provenBy(c.Chains, n.Left.ID, mode, one.URL, two.URL) }
			first := n.StartRelayer(relayer, nil)
			n.StartSigners(func(c *daemon.SignerConfig) { provenBy(c.Chains, n.Left.ID, mode, two.URL, one.URL) })
			n.Ping(n.Left, n.Right, 1, 10)
			n.Ping(n.Right, n.Left, 1, 5)
			n.AwaitExactlyOnce(n.Right, n.Left, 10)
			n.AwaitExactlyOnce(n.Left, n.Right, 5)
			first.Stop()
			n.Ping(n.Left, n.Right, 11, 10)
			n.StartRelayer(relayer, nil)
			n.AwaitExactlyOnce(n.Right, n.Left, 20)
			if asked := proofs.Load() > 0; asked != (mode == observe.ModeAuto) {
				t.Errorf("a proof was asked for: %t", asked)
			}
			if blocks.Load() == 0 {
				t.Error("the signers asked for no receipts")
			}
		})
	}
}

// hideReceipt leaves the last receipt out of each block's.
func hideReceipt(method string, _, result json.RawMessage) json.RawMessage {
	var receipts []json.RawMessage
	if method != "eth_getBlockReceipts" || json.Unmarshal(result, &receipts) != nil || len(receipts) == 0 {
		return result
	}
	altered, err := json.Marshal(receipts[:len(receipts)-1])
	if err != nil {
		return result
	}
	return altered
}

// alterReceipt changes the data of the last log of each receipt.
func alterReceipt(method string, _, result json.RawMessage) json.RawMessage {
	var receipts []map[string]any
	if method != "eth_getBlockReceipts" || json.Unmarshal(result, &receipts) != nil {
		return result
	}
	for _, receipt := range receipts {
		logs, _ := receipt["logs"].([]any)
		if len(logs) == 0 {
			continue
		}
		log := logs[len(logs)-1].(map[string]any)
		data := []byte(log["data"].(string))
		if last := &data[len(data)-1]; *last == '0' {
			*last = '1'
		} else {
			*last = '0'
		}
		log["data"] = string(data)
	}
	altered, err := json.Marshal(receipts)
	if err != nil {
		return result
	}
	return altered
}

// zeroBlooms hides every block's messages from whoever believes an unproven bloom.
func zeroBlooms(method string, _, result json.RawMessage) json.RawMessage {
	var block map[string]any
	if method != "eth_getBlockByNumber" || json.Unmarshal(result, &block) != nil || block["logsBloom"] == nil {
		return result
	}
	bloom := []byte(block["logsBloom"].(string))
	for i := 2; i < len(bloom); i++ {
		bloom[i] = '0'
	}
	block["logsBloom"] = string(bloom)
	altered, err := json.Marshal(block)
	if err != nil {
		return result
	}
	return altered
}

// TestReceiptsThatLie: an endpoint says that it makes no proofs, and lies about receipts.
// Alone it moves nothing; beside another one that makes none, everything true arrives.
func TestReceiptsThatLie(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]e2e.Lie{"hides a receipt": hideReceipt, "alters a log": alterReceipt, "zeroes the blooms": zeroBlooms} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			var asked atomic.Int64
			liar, other := e2e.StartProxy(t, n.Left.HTTP), e2e.StartProxy(t, n.Left.HTTP)
			for _, p := range []*e2e.Proxy{liar, other} {
				p.Break(lacks(&asked, "eth_getProof"))
				p.Tell(lie)
			}
			n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, liar.URL, other.URL) }, nil)
			n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, liar.URL, other.URL) })
			n.Ping(n.Left, n.Right, 1, 6)
			n.Eventually("the endpoints lie", func() bool { return liar.Lies() > 0 && other.Lies() > 0 })
			n.StaysUndelivered(n.Right, n.Left, 0, 1500*time.Millisecond)
			other.Tell(nil)
			n.AwaitExactlyOnce(n.Right, n.Left, 6)
		})
	}
}
