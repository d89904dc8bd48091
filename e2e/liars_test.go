package e2e_test

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// through makes a chain's endpoints those given.
func through(chains []daemon.ChainConfig, id uint64, endpoints ...string) {
	for i := range chains {
		if chains[i].ID == id {
			chains[i].Endpoints = endpoints
		}
	}
}

// hideOne drops one event from every answer that has any.
func hideOne(method string, _, result json.RawMessage) json.RawMessage {
	if method != "eth_getLogs" {
		return result
	}
	var logs []json.RawMessage
	if json.Unmarshal(result, &logs) != nil || len(logs) < 2 {
		return result
	}
	altered, _ := json.Marshal(append(logs[:1:1], logs[2:]...))
	return altered
}

// alterOne flips a bit in the last byte of an event's message: of its payload.
func alterOne(method string, _, result json.RawMessage) json.RawMessage {
	if method != "eth_getLogs" {
		return result
	}
	var logs []map[string]any
	if json.Unmarshal(result, &logs) != nil || len(logs) == 0 {
		return result
	}
	data, err := hexutil.Decode(logs[0]["data"].(string))
	if err != nil || len(data) < 64+messages.HeaderSize+41 {
		return result
	}
	data[64+messages.HeaderSize+40] ^= 1 // behind the ABI's offset and length, in the payload
	logs[0]["data"] = hexutil.Encode(data)
	altered, _ := json.Marshal(logs)
	return altered
}

// TestEndpointThatLiesIsPassedOver: with an honest endpoint beside it, a liar
// delays and changes nothing.
func TestEndpointThatLiesIsPassedOver(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]e2e.Lie{"hides one event": hideOne, "alters one event": alterOne, "forges headers": forgeHeader} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			proxy := e2e.StartProxy(t, n.Left.HTTP)
			proxy.Tell(lie)
			n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, proxy.URL, n.Left.HTTP) }, nil)
			n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, proxy.URL, n.Left.HTTP) })
			n.Ping(n.Left, n.Right, 1, 12)
			n.AwaitExactlyOnce(n.Right, n.Left, 12)
			if proxy.Lies() == 0 {
				t.Fatal("the endpoint was never asked, or did not lie")
			}
		})
	}
}

// TestPoisonedRelayerMovesNoSigner is the attack that cost a bridge 292 M$: all of
// the relayer's endpoints lie. Its signers see for themselves, and nothing false is
// delivered; once the endpoints are honest again, everything true is.
func TestPoisonedRelayerMovesNoSigner(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	proxy := e2e.StartProxy(t, n.Left.HTTP)
	proxy.Tell(alterOne)
	n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, proxy.URL) }, nil)
	n.StartSigners(nil)
	n.Ping(n.Left, n.Right, 1, 4)
	n.Eventually("the endpoint lies", func() bool { return proxy.Lies() > 0 })
	n.StaysUndelivered(n.Right, n.Left, 0, 3*time.Second)
	proxy.Tell(nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 4)
}

// TestPoisonedSignersDoNotSign: all endpoints of every signer lie, those of the
// relayer do not. No signer approves.
func TestPoisonedSignersDoNotSign(t *testing.T) {
	t.Parallel()
	for name, lie := range map[string]e2e.Lie{"altered event": alterOne, "forged header": forgeHeader} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := e2e.Prepare(t, e2e.Config{})
			proxy := e2e.StartProxy(t, n.Left.HTTP)
			proxy.Tell(lie)
			n.StartRelayer(nil, nil)
			n.StartSigners(func(c *daemon.SignerConfig) { through(c.Chains, n.Left.ID, proxy.URL) })
			n.Ping(n.Left, n.Right, 1, 4)
			n.Eventually("the endpoint lies", func() bool { return proxy.Lies() > 0 })
			n.StaysUndelivered(n.Right, n.Left, 0, 3*time.Second)
			proxy.Tell(nil)
			n.AwaitExactlyOnce(n.Right, n.Left, 4)
		})
	}
}

// forgeHeader gives every header another state root, and leaves its seals.
func forgeHeader(method string, params, result json.RawMessage) json.RawMessage {
	if method != "eth_getBlockByNumber" {
		return result
	}
	var header map[string]any
	if json.Unmarshal(result, &header) != nil || header["number"] == "0x0" {
		return result // the anchor's hash is pinned; a forged genesis would only be refused earlier
	}
	header["stateRoot"] = "0x1111111111111111111111111111111111111111111111111111111111111111"
	altered, _ := json.Marshal(header)
	return altered
}

// TestStrangersApprovalsDoNotCount: members of the bus that are not in the
// verifier's set approve what they like; only the set's threshold delivers.
func TestStrangersApprovalsDoNotCount(t *testing.T) {
	t.Parallel()
	n := e2e.Prepare(t, e2e.Config{})
	strangers := n.AddStrangers(2)
	n.StartRelayer(nil, nil)
	var impostors []*e2e.Impostor
	for _, stranger := range strangers {
		impostors = append(impostors, n.StartImpostor(stranger))
	}
	n.StartSigner(n.Signers[0], nil)
	n.Ping(n.Left, n.Right, 1, 5)
	for _, impostor := range impostors {
		n.Eventually("a stranger approves", func() bool { return impostor.Answered() > 0 })
	}
	n.StaysUndelivered(n.Right, n.Left, 0, 3*time.Second)
	n.StartSigner(n.Signers[1], nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 5)
}
