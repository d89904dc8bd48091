package e2e_test

import (
	"encoding/json"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/accounts/abi"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/evm/bindings"
	"github.com/catenary-bridge/catenary/cmd/demo"
	"github.com/catenary-bridge/catenary/e2e"
)

// typescript is the example of chains/evm/typescript on a net, from left to right.
type typescript struct {
	tool
	options []string
}

func newTypescript(t *testing.T, n *e2e.Net) typescript {
	t.Helper()
	build := tool{t: t, dir: typescriptDir}
	dist := filepath.Join(t.TempDir(), "dist")
	build.run(absolute(t, typescriptDir, "node_modules/.bin/tsc"), "--outDir", dist)
	// Where modules are looked for is decided by where the files are.
	if err := os.Symlink(absolute(t, typescriptDir, "node_modules"), filepath.Join(dist, "node_modules")); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dist, "package.json"), []byte(`{"type":"module"}`), 0o600); err != nil {
		t.Fatal(err)
	}
	return typescript{tool{t: t, dir: dist, env: []string{"CATENARY_KEY=" + keyOf(n.Left)}},
		[]string{"--from-rpc", n.Left.HTTP, "--from-deployment", n.Left.DeploymentFile, "--to-rpc", n.Right.HTTP, "--to-deployment", n.Right.DeploymentFile}}
}

func (c typescript) command(want int, args ...string) string {
	c.t.Helper()
	out, code := c.try("node", append(append([]string{"main.js"}, args...), c.options...)...)
	if code != want {
		c.t.Fatalf("node main.js %s: exit code %d, want %d\n%s", strings.Join(args, " "), code, want, out)
	}
	return out
}

// TestTypeScriptQuotesSendsAndAwaits uses the bridge from TypeScript as a dApp would:
// a quote, a delivery, a failure with its reason, a retry, and each exit code.
func TestTypeScriptQuotesSendsAndAwaits(t *testing.T) {
	t.Parallel()
	needs(t, typescriptDir, "viem", "typescript")
	n := e2e.Start(t, e2e.Config{})
	c := newTypescript(t, n)
	fee := wants(t, c.command(0, "quote", "--payload", "0x00112233"), `^(\d+) wei$`)[0]

	out := c.command(0, "ping", "--payload", "0x0102", "--certainty", "latest")
	wants(t, out, `message     0x[0-9a-f]{64}`, `delivered   block \d+`)
	n.AwaitExactlyOnce(n.Right, n.Left, 1)

	rejector := n.DeployRejector(n.Right).Hex()
	out = c.command(4, "send", "--recipient", rejector, "--payload", "0x00112233")
	found := wants(t, out, `reason      Rejected\(9001, 0x[0-9a-f]{64}\)`, `--message (0x[0-9a-f]+)`, `fee         (\d+) wei`)
	if found[2] != fee {
		t.Errorf("paid %s wei, the quote was %s", found[2], fee)
	}
	wants(t, c.command(4, "retry", "--message", found[1]), `reason      Rejected`)
	n.Transact(n.Right, common.HexToAddress(rejector), new(big.Int), bindings.NewRejector().PackSetAccepting(true))
	wants(t, c.command(0, "retry", "--message", found[1]), `delivered`)
	wants(t, c.command(1, "retry", "--message", found[1]), `MessageNotFailed`)

	wants(t, c.command(1, "send", "--recipient", rejector, "--max-fee", "1"), `the fee is \d+ wei, and at most 1 are allowed`)
	wants(t, c.command(2, "send", "--recipient", "0x12"), `--recipient is "0x12", want an address`)
	wants(t, c.command(2, "send"), `--recipient is missing`)
	wants(t, c.command(2, "ping", "--certainty", "soon"), `--certainty is "soon", want finalized, safe or latest`)
	wants(t, c.command(2), `want one command`)
	c.options[1] = n.Right.HTTP
	wants(t, c.command(1, "quote"), `serves chain 9002, and the deployment is on chain 9001`)
}

// TestTypeScriptGivesUpInTime: nobody signs, so that nothing arrives; the example says
// so, and the message arrives later all the same.
func TestTypeScriptGivesUpInTime(t *testing.T) {
	t.Parallel()
	needs(t, typescriptDir, "viem", "typescript")
	n := e2e.Prepare(t, e2e.Config{})
	n.StartRelayer(nil, nil)
	c := newTypescript(t, n)
	wants(t, c.command(3, "ping", "--timeout", "2"), `message 0x[0-9a-f]{64} has not arrived in 2 s`)
	n.StartSigners(nil)
	n.AwaitExactlyOnce(n.Right, n.Left, 1)
}

// foundry is a project made from the template, in a folder of its own: it has the
// package as `npm pack` would publish it.
func foundry(t *testing.T) tool {
	t.Helper()
	needs(t, contractsDir, "@foundry-rs/forge-linux-amd64", "@openzeppelin/contracts", "solc")
	app := filepath.Join(t.TempDir(), "app")
	if err := os.CopyFS(app, os.DirFS(filepath.Join(contractsDir, "template"))); err != nil {
		t.Fatal(err)
	}
	modules := filepath.Join(app, "node_modules")
	scope := filepath.Join(modules, "@catenary-bridge")
	if err := os.MkdirAll(scope, 0o700); err != nil {
		t.Fatal(err)
	}
	pack := tool{t: t, dir: contractsDir, env: []string{"npm_config_cache=" + t.TempDir()}}
	pack.run("npm", "pack", "--offline", "--silent", "--pack-destination", scope)
	unpack := tool{t: t, dir: scope}
	unpack.run("sh", "-c", "tar xzf *.tgz && rm *.tgz && mv package contracts")
	installed, err := os.ReadDir(filepath.Join(contractsDir, "node_modules"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range installed {
		if err := os.Symlink(absolute(t, contractsDir, "node_modules", entry.Name()), filepath.Join(modules, entry.Name())); err != nil {
			t.Fatal(err)
		}
	}
	return tool{t: t, dir: app, env: []string{"FOUNDRY_OFFLINE=true", "FOUNDRY_DISABLE_NIGHTLY_WARNING=1", "NO_COLOR=1",
		"HOME=" + t.TempDir(), "FOUNDRY_SOLC=" + filepath.Join(scope, "contracts/bin/solc")}}
}

func forge(t *testing.T) string {
	t.Helper()
	return absolute(t, contractsDir, "node_modules/@foundry-rs/forge-linux-amd64/bin/forge")
}

// TestFoundryTemplate makes a project from the template, as a new user would, tests
// it, deploys it to two devnets by `forge script --broadcast`, and signs a guestbook
// across the bridge.
func TestFoundryTemplate(t *testing.T) {
	t.Parallel()
	app := foundry(t)
	wants(t, app.run(forge(t), "test"), `6 tests passed, 0 failed`)

	n := e2e.Start(t, e2e.Config{})
	app.env = append(app.env, "LEFT_RPC="+n.Left.HTTP, "LEFT_OUTBOX="+n.Left.Deployment.Outbox.Hex(), "LEFT_INBOX="+n.Left.Deployment.Inbox.Hex(),
		"RIGHT_RPC="+n.Right.HTTP, "RIGHT_OUTBOX="+n.Right.Deployment.Outbox.Hex(), "RIGHT_INBOX="+n.Right.Deployment.Inbox.Hex())
	sender := crypto.PubkeyToAddress(n.Left.Sender.PublicKey).Hex()
	broadcast := []string{"--broadcast", "--private-key", keyOf(n.Left), "--sender", sender}
	script := func(file string, more ...string) {
		app.run(forge(t), append(append([]string{"script", "script/" + file}, broadcast...), more...)...)
	}
	script("Deploy.s.sol")
	left, right := returned(t, app.dir, "multi/Deploy.s.sol-latest/run.json", "left"), returned(t, app.dir, "multi/Deploy.s.sol-latest/run.json", "right")
	sign := []string{"--sig", "run(address,uint64,string)"}
	script("Sign.s.sol", append(sign, left.Hex(), "9002", "hello from a script", "--rpc-url", n.Left.HTTP)...)
	n.Eventually("the book on the right is signed", func() bool { return latest(t, n, n.Right, right, n.Left.ID) == "hello from a script" })
	script("Sign.s.sol", append(sign, right.Hex(), "9001", "and back", "--rpc-url", n.Right.HTTP)...)
	n.Eventually("the book on the left is signed", func() bool { return latest(t, n, n.Left, left, n.Right.ID) == "and back" })
	bridgeToken(t, n, app.dir, script)
}

// bridgeToken bridges a token by the template's script, step by step.
func bridgeToken(t *testing.T, n *e2e.Net, app string, script func(string, ...string)) {
	t.Helper()
	const file = "TokenBridge.s.sol"
	script(file, "--rpc-url", n.Left.HTTP, "--sig", "home()")
	home := returned(t, app, file+"/9001/home-latest.json", "bridge")
	script(file, "--rpc-url", n.Right.HTTP, "--sig", "remote(uint64,address)", "9001", home.Hex())
	at := returned(t, app, file+"/9002/remote-latest.json", "bridge")
	script(file, "--rpc-url", n.Left.HTTP, "--sig", "connect(address,uint64,address)", home.Hex(), "9002", at.Hex())
	script(file, "--rpc-url", n.Left.HTTP, "--sig", "lock(address,uint64,uint256)", home.Hex(), "9002", "250000")
	remote := bindings.NewRemoteBridge()
	n.Eventually("the token is minted", func() bool {
		token, err := remote.UnpackToken(n.Call(n.Right, at, remote.PackToken()))
		if err != nil || token == (common.Address{}) {
			return false
		}
		bridged := bindings.NewBridgedToken()
		supply, err := bridged.UnpackTotalSupply(n.Call(n.Right, token, bridged.PackTotalSupply()))
		return err == nil && supply.Int64() == 250_000
	})
}

// returned reads from what `forge script` has written down what a script returned.
func returned(t *testing.T, app, record, name string) common.Address {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(app, "broadcast", record))
	if err != nil {
		t.Fatal(err)
	}
	type sequence struct {
		Returns map[string]struct{ Value string }
	}
	var written struct {
		sequence
		Deployments []sequence // of a script for several chains; each has all that was returned
	}
	if err := json.Unmarshal(content, &written); err != nil {
		t.Fatal(err)
	}
	for _, s := range append(written.Deployments, written.sequence) {
		if value := s.Returns[name].Value; common.IsHexAddress(value) {
			return common.HexToAddress(value)
		}
	}
	t.Fatalf("%s has no address %s: %s", record, name, content)
	return common.Address{}
}

// latest reads the newest text of a guestbook.
func latest(t *testing.T, n *e2e.Net, on *demo.Chain, book common.Address, source uint64) string {
	t.Helper()
	guestbook, err := abi.JSON(strings.NewReader(`[{"type":"function","name":"latest","stateMutability":"view","inputs":[{"type":"uint64"}],
		"outputs":[{"name":"number","type":"uint256"},{"name":"author","type":"address"},{"name":"text","type":"string"}]}]`))
	if err != nil {
		t.Fatal(err)
	}
	call, err := guestbook.Pack("latest", source)
	if err != nil {
		t.Fatal(err)
	}
	out, err := guestbook.Unpack("latest", n.Call(on, book, call))
	if err != nil {
		t.Fatal(err)
	}
	return out[2].(string)
}
