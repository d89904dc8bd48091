package evm_test

import (
	"bufio"
	"io"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"

	"github.com/ethereum/go-ethereum/ethclient"

	"github.com/catenary-bridge/catenary/chains/chaintest"
	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/chains/evm"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/rpcquorum"
)

// findAnvil returns the path of a foreign node, if one was installed.
func findAnvil() (string, bool) {
	path, err := exec.LookPath("anvil")
	if err != nil {
		path, err = exec.LookPath(filepath.Join("anvil", "node_modules", "@foundry-rs", "anvil-linux-amd64", "bin", "anvil"))
	}
	if err != nil {
		return "", false
	}
	path, err = filepath.Abs(path)
	return path, err == nil
}

var listening = regexp.MustCompile(`Listening on 127\.0\.0\.1:(\d+)`)

// startAnvil runs an anvil until the test ends. It mines when there is a
// transaction, and two blocks below its head are final enough.
func startAnvil(t *testing.T, path string, id uint64) *testChain {
	t.Helper()
	command := exec.CommandContext(t.Context(), path, "--host", "127.0.0.1", "--port", "0",
		"--chain-id", strconv.FormatUint(id, 10), "--hardfork", "osaka")
	output := must[io.ReadCloser](t)(command.StdoutPipe())
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	port := ""
	for lines := bufio.NewScanner(output); port == "" && lines.Scan(); {
		if match := listening.FindStringSubmatch(lines.Text()); match != nil {
			port = match[1]
		}
	}
	if port == "" {
		t.Fatal("anvil does not say where it listens")
	}
	go func() { _, _ = io.Copy(io.Discard, output) }() // it stops when nobody reads
	chain := &testChain{id: id, url: "http://127.0.0.1:" + port, ws: "ws://127.0.0.1:" + port,
		finality: evm.Finality{Tag: "latest", Confirmations: 2}, blockTime: blockTime}
	for _, account := range must[[]devnet.Account](t)(devnet.DeriveAccounts(devnet.TestMnemonic, 5)) {
		chain.keys = append(chain.keys, account.Key)
	}
	chain.eth = must[*ethclient.Client](t)(ethclient.Dial(chain.url))
	t.Cleanup(chain.eth.Close)
	chain.tick = func(t *testing.T) {
		if err := chain.eth.Client().CallContext(t.Context(), nil, "evm_mine"); err != nil && t.Context().Err() == nil {
			t.Error(err)
		}
	}
	chain.light = func(t *testing.T) lightclient.Client { return trustAnvil(t, chain) }
	return chain
}

// trustAnvil follows what the one endpoint says: there is no consensus to verify.
func trustAnvil(t *testing.T, chain *testChain) lightclient.Client {
	t.Helper()
	endpoint := chain.client(t, chain.url, "")
	head, err := endpoint.HeaderAt(t.Context(), "latest")
	if err != nil {
		t.Fatal(err)
	}
	store := must[*lightclient.MemoryStore](t)(lightclient.NewMemoryStore(lightclient.Owner{ChainID: chain.id, Kind: rpcquorum.Kind}))
	return must[*rpcquorum.Client](t)(rpcquorum.New(rpcquorum.Config{
		ChainID: chain.id, Anchor: lightclient.Anchor{Number: head.Number.Uint64(), Hash: head.Hash()},
		Finality: rpcquorum.Confirmations(2), Endpoints: []rpcquorum.Endpoint{endpoint}, Quorum: 1, AllowSingle: true, Store: store,
	}))
}

// TestSuiteOnAnvilOverHTTP runs the suite on somebody else's node, whose heads have
// to be polled for and take confirmations to be final. Without anvil it runs on the
// devnet, so that HTTP is tested in any case.
func TestSuiteOnAnvilOverHTTP(t *testing.T) {
	if testing.Short() {
		t.Skip("the same on the devnet is short enough")
	}
	path, ok := findAnvil()
	if !ok {
		t.Log("anvil is not installed (npm ci in chains/evm/anvil): running over HTTP on the devnet instead")
		source, target := startDevnet(t, 9003), startDevnet(t, 9004)
		chaintest.Run(t, func(t *testing.T) chaintest.Harness { return harness(t, source, target, false) })
		return
	}
	source, target := startAnvil(t, path, 31337), startAnvil(t, path, 31338)
	chaintest.Run(t, func(t *testing.T) chaintest.Harness { return harness(t, source, target, false) })
}
