package compat

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

const (
	chainID  = 424242
	artifact = "../rpcapi/testdata/counter.json"
	// advice is what a skipped test says.
	advice = "skipped: run `npm ci` in chains/devnet/compat to test with real anvil, forge, cast, viem and ethers"
)

func TestMain(m *testing.M) { leaks.Main(m) }

// run starts a devnet with its default validators, 50 ms between blocks, whose clock may
// be moved.
func run(t *testing.T) *devnet.Node {
	t.Helper()
	return runConfig(t, devnet.Config{ChainID: chainID, BlockTime: 50 * time.Millisecond, TimeControl: true})
}

func runConfig(t *testing.T, config devnet.Config) *devnet.Node {
	t.Helper()
	node, err := devnet.New(config)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	var ran error
	done := make(chan struct{})
	go func() {
		defer close(done)
		ran = node.Run(ctx)
	}()
	t.Cleanup(func() {
		cancel()
		if <-done; ran != nil {
			t.Errorf("devnet: %v", ran)
		}
	})
	select {
	case <-node.Ready():
	case <-done:
		t.Fatal("the devnet has ended")
	case <-time.After(time.Minute):
		t.Fatal("the devnet doesn't start")
	}
	return node
}

func keyOf(node *devnet.Node, i int) string {
	return "0x" + hex.EncodeToString(crypto.FromECDSA(node.Accounts()[i].Key))
}

// TestViem runs viem.mjs, whose assertions are the test.
func TestViem(t *testing.T) { runScript(t, "viem", 0) }

// TestEthers runs ethers.mjs.
func TestEthers(t *testing.T) { runScript(t, "ethers", 3) }

// runScript runs a library's script on a devnet, with one funded account.
func runScript(t *testing.T, library string, account int) {
	t.Helper()
	nodejs := libraryAt(t, library)
	node := run(t)
	httpURL, wsURL := node.Endpoint()
	runNode(t, nodejs, library+".mjs", "DEVNET_HTTP="+httpURL, "DEVNET_WS="+wsURL, "DEVNET_KEY="+keyOf(node, account))
}

// libraryAt is node, where it and a library are there.
func libraryAt(t *testing.T, library string) (nodejs string) {
	t.Helper()
	nodejs, err := exec.LookPath("node")
	if err != nil {
		t.Skip(advice + " (there is no node)")
	}
	if _, err := os.Stat(filepath.Join("node_modules", library, "package.json")); err != nil {
		t.Skip(advice)
	}
	return nodejs
}

func runNode(t *testing.T, nodejs, script string, env ...string) {
	t.Helper()
	path, err := filepath.Abs(artifact)
	check(t, err)
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, nodejs, script)
	cmd.Env = append(append(os.Environ(), "DEVNET_CHAIN="+strconv.Itoa(chainID), "DEVNET_ARTIFACT="+path), env...)
	out, err := cmd.CombinedOutput()
	t.Logf("%s:\n%s", script, out)
	if err != nil {
		t.Fatalf("%s: %v", script, err)
	}
}

// cast is the real binary on one devnet.
type cast struct {
	t    *testing.T
	path string
	url  string
	key  string
	home string // where it looks for a configuration
}

func newCast(t *testing.T, node *devnet.Node) *cast {
	t.Helper()
	httpURL, _ := node.Endpoint()
	return &cast{t: t, path: castPath(t), url: httpURL, key: keyOf(node, 1), home: t.TempDir()}
}

func castPath(t *testing.T) string {
	t.Helper()
	return foundry(t, "cast")
}

// try runs cast with a subcommand and returns what it prints, warnings apart.
func (c *cast) try(args ...string) (stdout, stderr string, err error) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, c.path, args...)
	cmd.Env = append(os.Environ(), "ETH_RPC_URL="+c.url, "HOME="+c.home, "NO_COLOR=1")
	var out, errs strings.Builder
	cmd.Stdout, cmd.Stderr = &out, &errs
	err = cmd.Run()
	return strings.TrimSpace(out.String()), strings.TrimSpace(errs.String()), err
}

func (c *cast) run(args ...string) string {
	c.t.Helper()
	out, errs, err := c.try(args...)
	if err != nil {
		c.t.Fatalf("cast %s: %v\n%s\n%s", strings.Join(args, " "), err, out, errs)
	}
	return out
}

// refused runs cast where it must fail with certain words.
func (c *cast) refused(want string, args ...string) {
	c.t.Helper()
	if out, errs, err := c.try(args...); err == nil || !strings.Contains(errs, want) {
		c.t.Errorf("cast %s: %v, %q %q, want a failure with %q", strings.Join(args, " "), err, out, errs, want)
	}
}

func (c *cast) json(into any, args ...string) {
	c.t.Helper()
	out := c.run(append(args, "--json")...)
	if err := json.Unmarshal([]byte(out), into); err != nil {
		c.t.Fatalf("cast %s: %v\n%s", strings.Join(args, " "), err, out)
	}
}

func (c *cast) want(want string, args ...string) {
	c.t.Helper()
	if got := c.run(args...); !strings.Contains(got, want) {
		c.t.Errorf("cast %s: %q, want %q", strings.Join(args, " "), got, want)
	}
}
