package e2e_test

import (
	"encoding/json"
	"fmt"
	"math/big"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/common/hexutil"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/messages"
)

// TestEthersUsesTheBridge runs a script whose assertions are the test: quote, custom
// errors, transactions of every type, many at a time, failure, retry and delivery.
func TestEthersUsesTheBridge(t *testing.T) {
	t.Parallel()
	needs(t, compatDir, "ethers")
	n := e2e.Start(t, e2e.Config{})
	c := tool{t: t, dir: compatDir, env: []string{"LEFT_HTTP=" + n.Left.HTTP, "RIGHT_HTTP=" + n.Right.HTTP, "RIGHT_WS=" + n.Right.WS,
		"LEFT_DEPLOYMENT=" + n.Left.DeploymentFile, "RIGHT_DEPLOYMENT=" + n.Right.DeploymentFile, "KEY=" + keyOf(n.Left),
		"REJECTOR=" + n.DeployRejector(n.Right).Hex(), "ARTIFACTS=" + absolute(t, contractsDir, "artifacts")}}
	out := c.run("node", "ethers-bridge.mjs")
	if steps := strings.Count(out, "ok "); steps != 7 {
		t.Errorf("%d steps, want 7:\n%s", steps, out)
	}
}

// TestCastUsesTheBridge does the same by hand, as an operator at a shell would.
func TestCastUsesTheBridge(t *testing.T) {
	t.Parallel()
	needs(t, compatDir, "@foundry-rs/cast-linux-amd64")
	n := e2e.Start(t, e2e.Config{})
	c := tool{t: t, dir: t.TempDir(), env: []string{"HOME=" + t.TempDir(), "NO_COLOR=1"}}
	cast := absolute(t, compatDir, "node_modules/@foundry-rs/cast-linux-amd64/bin/cast")
	outbox, inbox := n.Left.Deployment.Outbox.Hex(), n.Right.Deployment.Inbox.Hex()
	rejector := n.DeployRejector(n.Right)
	recipient := messages.AccountOf(rejector).String()
	send := func(value string, more ...string) (out string, code int) {
		return c.try(cast, append([]string{"send", "--json", "--rpc-url", n.Left.HTTP, "--private-key", keyOf(n.Left), "--value", value,
			outbox, "send(uint64,bytes32,uint64,bytes)", fmt.Sprint(n.Right.ID), recipient, "100000", "0x010203"}, more...)...)
	}

	fee := c.run(cast, "call", "--json", "--rpc-url", n.Left.HTTP, outbox, "quote(uint64,uint64,uint256)(uint256)", fmt.Sprint(n.Right.ID), "100000", "3")
	fee = strings.Trim(fee, "[]\"\n ")
	want := n.Quote(n.Left, n.Right, 3).String()
	if fee != want {
		t.Fatalf("cast quotes %s, want %s", fee, want)
	}
	out, code := send("1")
	if code == 0 {
		t.Fatalf("one wei was enough: %s", out)
	}
	data := wants(t, out, `(0x[0-9a-f]{136})`)[0]
	if decoded := c.run(cast, "decode-error", "--sig", "InsufficientFee(uint256,uint256)", data); !strings.HasPrefix(decoded, "1\n") {
		t.Errorf("the revert is %q", decoded)
	}

	var message string
	for kind, option := range map[string][]string{"0x0": {"--legacy"}, "0x1": {"--legacy", "--access-list"}, "0x2": nil} {
		out, code := send(fee, option...)
		if code != 0 {
			t.Fatalf("type %s: %s", kind, out)
		}
		var receipt struct {
			Type, Status string
			Logs         []struct{ Data hexutil.Bytes }
		}
		// Besides, cast may say on its way out that its last poll of the node came to nothing.
		if err := json.Unmarshal([]byte(wants(t, out, `(?m)^(\{.*\})$`)[0]), &receipt); err != nil {
			t.Fatalf("%v: %s", err, out)
		}
		if receipt.Type != kind || receipt.Status != "0x1" || len(receipt.Logs) != 1 {
			t.Errorf("type %s: %+v", kind, receipt)
		}
		message = c.run(cast, "decode-abi", "--input", "f(bytes)", receipt.Logs[0].Data.String())
		if strings.HasPrefix(message, "error") {
			t.Fatal(message)
		}
	}
	encoded := common.FromHex(message)
	sent, err := messages.DecodeMessage(encoded)
	if err != nil {
		t.Fatal(err)
	}
	n.Await(sent)
	logs := c.run(cast, "logs", "--json", "--rpc-url", n.Right.HTTP, "--from-block", "0", "--address", inbox,
		"MessageFailed(uint64 indexed,uint64 indexed,bytes32 indexed,bytes)", "--", fmt.Sprint(n.Left.ID), "", sent.ID().String())
	if !strings.Contains(logs, sent.ID().String()) {
		t.Errorf("cast finds no failure of %s: %s", sent.ID(), logs)
	}
	n.Transact(n.Right, rejector, new(big.Int), bindings.NewRejector().PackSetAccepting(true))
	c.run(cast, "send", "--rpc-url", n.Right.HTTP, "--private-key", keyOf(n.Right), inbox, "retry(bytes)", message)
	if failed := c.run(cast, "call", "--rpc-url", n.Right.HTTP, inbox, "failed(uint64,bytes32)(bool)", fmt.Sprint(n.Left.ID), sent.ID().String()); failed != "false" {
		t.Errorf("failed: %s", failed)
	}
}
