package compat

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/ethereum/go-ethereum/rpc"

	"github.com/catenary-bridge/catenary/chains/devnet"
)

// runDeveloper starts a developer's chain that makes blocks for transactions, as anvil does.
func runDeveloper(t *testing.T) *devnet.Node {
	t.Helper()
	return runConfig(t, devnet.Config{ChainID: chainID, OnDemand: true, Developer: true})
}

// startAnvil starts a real anvil with the devnet's chain id, rules and gas limit.
func startAnvil(t *testing.T, args ...string) (url string) {
	t.Helper()
	path := foundry(t, "anvil")
	ctx, cancel := context.WithCancel(context.Background())
	args = append([]string{"--port", "0", "--chain-id", strconv.Itoa(chainID), "--hardfork", "osaka", "--gas-limit", "60000000"}, args...)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Env = append(os.Environ(), "HOME="+t.TempDir(), "NO_COLOR=1")
	out := &output{said: make(chan struct{})}
	cmd.Stdout, cmd.Stderr = out, out
	cmd.Cancel = func() error { return cmd.Process.Signal(syscall.SIGTERM) }
	check(t, cmd.Start())
	t.Cleanup(func() {
		cancel()
		_ = cmd.Wait()
	})
	select {
	case <-out.said:
	case <-time.After(30 * time.Second):
		t.Fatalf("anvil doesn't start: %s", out.text.String())
	}
	_, after, _ := strings.Cut(out.text.String(), "Listening on ")
	address, _, _ := strings.Cut(after, "\n")
	return "http://" + strings.TrimSpace(address)
}

// output waits for the line that says where anvil listens.
type output struct {
	text strings.Builder
	said chan struct{}
	done bool
}

func (o *output) Write(b []byte) (int, error) {
	if o.done {
		return len(b), nil
	}
	o.text.Write(b)
	if _, after, ok := strings.Cut(o.text.String(), "Listening on "); ok && strings.Contains(after, "\n") {
		o.done = true
		close(o.said)
	}
	return len(b), nil
}

// foundry finds a binary in the pinned npm packages.
func foundry(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("node_modules", "@foundry-rs", name+"-linux-amd64", "bin", name))
	check(t, err)
	if err := exec.CommandContext(context.Background(), path, "--version").Run(); err != nil {
		t.Skip(advice + " (" + name + " doesn't run)")
	}
	return path
}

// TestAnvilAnswersTheSame: one call after the other on anvil and on a developer's chain,
// whose answers have one shape: the same types, the same keys, the same refusals.
func TestAnvilAnswersTheSame(t *testing.T) {
	theirs := dialHTTP(t, startAnvil(t))
	url, _ := runDeveloper(t).Endpoint()
	ours := dialHTTP(t, url)
	const alice, vault, me = "0x00000000000000000000000000000000000a11ce", "0x00000000000000000000000000000000000c0de0", "0xf39fd6e51aad88f6f4ce6ab8827279cfffb92266"
	word := "0x" + strings.Repeat("0", 62) + "05"
	for _, c := range []struct {
		method string
		params []any
		how    string // "" compares shapes, "=" values
	}{
		{"eth_accounts", nil, "="},
		{"eth_sign", []any{me, "0x1234"}, "="},
		{"personal_sign", []any{"0x1234", me}, "="},
		{"anvil_nodeInfo", nil, ""},
		{"anvil_metadata", nil, ""},
		{"hardhat_metadata", nil, ""},
		{"evm_snapshot", nil, "="},
		{"evm_snapshot", nil, "="},
		{"evm_revert", []any{"0x0"}, "="},
		{"evm_revert", []any{"0x1"}, "="}, // gone with the one before it
		{"evm_snapshot", nil, "="},
		{"anvil_setBalance", []any{alice, "0xde0b6b3a7640000"}, "="},
		{"hardhat_setBalance", []any{alice, "0xde0b6b3a7640001"}, "="},
		{"eth_getBalance", []any{alice, "latest"}, "="},
		{"anvil_setNonce", []any{alice, "0x5"}, "="},
		{"hardhat_setNonce", []any{alice, "0x6"}, "="},
		{"eth_getTransactionCount", []any{alice, "latest"}, "="},
		{"anvil_setCode", []any{vault, "0x6000"}, "="},
		{"hardhat_setCode", []any{vault, "0x600160005500"}, "="},
		{"eth_getCode", []any{vault, "latest"}, "="},
		{"anvil_setStorageAt", []any{vault, "0x0", word}, "="},
		{"hardhat_setStorageAt", []any{vault, "0x7", word}, "="},
		{"eth_getStorageAt", []any{vault, "0x7", "latest"}, "="},
		{"eth_sendTransaction", []any{map[string]any{"from": alice, "to": vault}}, ""}, // refused
		{"anvil_impersonateAccount", []any{alice}, "="},
		{"eth_sendTransaction", []any{map[string]any{"from": alice, "to": vault, "gas": "0x186a0"}}, ""},
		{"anvil_stopImpersonatingAccount", []any{alice}, "="},
		{"hardhat_impersonateAccount", []any{alice}, "="},
		{"hardhat_stopImpersonatingAccount", []any{alice}, "="},
		{"anvil_autoImpersonateAccount", []any{true}, "="},
		{"eth_sendTransaction", []any{map[string]any{"from": vault, "to": alice, "gas": "0x186a0"}}, ""}, // refused: no money
		{"anvil_autoImpersonateAccount", []any{false}, "="},
		{"anvil_mine", nil, "="},
		{"anvil_mine", []any{2, 5}, "="},
		{"hardhat_mine", []any{"0x2", "0x5"}, "="},
		{"evm_mine", nil, "="},
		{"anvil_getAutomine", nil, "="},
		{"evm_setAutomine", []any{false}, "="},
		{"hardhat_getAutomine", nil, "="},
		{"evm_setIntervalMining", []any{5}, "="},
		{"anvil_getIntervalMining", nil, "="},
		{"evm_setIntervalMining", []any{0}, "="},
		{"anvil_getIntervalMining", nil, "="},
		{"anvil_dropTransaction", []any{word}, "="},
		{"anvil_dropAllTransactions", nil, "="},
		{"evm_setAutomine", []any{true}, "="},
		{"anvil_setNextBlockBaseFeePerGas", []any{"0x7"}, "="},
		{"eth_sendTransaction", []any{map[string]any{"from": me, "to": alice, "value": "0x1"}}, ""},
		{"eth_signTransaction", []any{map[string]any{"from": me, "to": alice, "value": "0x1"}}, ""},
		{"anvil_loadState", []any{"0x1234"}, ""}, // refused
		{"evm_revert", []any{"0x55"}, "="},
		{"hardhat_reset", nil, "="},
		{"eth_blockNumber", nil, "="},
		{"anvil_reset", nil, "="},
	} {
		want, wantErr := ask(t, theirs, c.method, c.params...)
		got, gotErr := ask(t, ours, c.method, c.params...)
		switch {
		case (wantErr == nil) != (gotErr == nil):
			t.Errorf("%s %v: %v, on anvil %v", c.method, c.params, gotErr, wantErr)
		case wantErr != nil:
			if code(wantErr) != code(gotErr) {
				t.Logf("%s %v: error %v (%d), on anvil %v (%d)", c.method, c.params, gotErr, code(gotErr), wantErr, code(wantErr))
			}
		case c.how == "=" && !bytes.Equal(got, want):
			t.Errorf("%s %v: %s, on anvil %s", c.method, c.params, got, want)
		case shape(t, got) != shape(t, want):
			t.Errorf("%s %v: %s, on anvil %s", c.method, c.params, got, want)
		}
	}
}

func code(err error) int {
	var coded rpc.Error
	if errors.As(err, &coded) {
		return coded.ErrorCode()
	}
	return 0
}

func dialHTTP(t *testing.T, url string) *ethclient.Client {
	t.Helper()
	client, err := ethclient.Dial(url)
	check(t, err)
	t.Cleanup(client.Close)
	return client
}

func ask(t *testing.T, client *ethclient.Client, method string, params ...any) (json.RawMessage, error) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	var result json.RawMessage
	if params == nil {
		params = []any{} // anvil wants a list
	}
	err := client.Client().CallContext(ctx, &result, method, params...)
	return result, err
}

// shape says what kinds of values a JSON value is made of. null fits everything but
// objects and lists of keys: it stands for what there is nothing of.
func shape(t *testing.T, raw json.RawMessage) string {
	t.Helper()
	var v any
	check(t, json.Unmarshal(raw, &v))
	return shapeOf(v)
}

func shapeOf(v any) string {
	switch v := v.(type) {
	case map[string]any:
		var fields []string
		for key, value := range v {
			if strings.HasPrefix(key, "client") { // its own name and version, which ours has no commit of
				value = ""
			}
			fields = append(fields, key+":"+shapeOf(value))
		}
		slices.Sort(fields)
		return "{" + strings.Join(fields, " ") + "}"
	case []any:
		if len(v) == 0 {
			return "[]"
		}
		return "[" + shapeOf(v[0]) + "]"
	}
	return fmt.Sprintf("%T", v)
}

// TestViemDeveloper runs viem-developer.mjs under both names, and on anvil itself, which
// proves that the script asks for nothing but what people know.
func TestViemDeveloper(t *testing.T) {
	for _, mode := range []string{"anvil", "hardhat"} {
		t.Run("devnet as "+mode, func(t *testing.T) {
			t.Parallel()
			nodejs := libraryAt(t, "viem")
			url, _ := runDeveloper(t).Endpoint()
			viemDeveloper(t, nodejs, url, mode)
		})
		t.Run("anvil as "+mode, func(t *testing.T) {
			t.Parallel()
			viemDeveloper(t, libraryAt(t, "viem"), startAnvil(t), mode)
		})
	}
}

func viemDeveloper(t *testing.T, nodejs, url, mode string) {
	t.Helper()
	runNode(t, nodejs, "viem-developer.mjs", "DEVNET_HTTP="+url, "DEVNET_MODE="+mode)
}

// TestDumpsAreExchanged: anvil reads what a developer's chain dumps, and the other way
// round, over RPC and by files.
func TestDumpsAreExchanged(t *testing.T) {
	const alice, vault = "0x00000000000000000000000000000000000a11ce", "0x00000000000000000000000000000000000c0de0"
	word := "0x" + strings.Repeat("0", 62) + "2a"
	fill := func(client *ethclient.Client) {
		for _, c := range [][]any{
			{"anvil_setBalance", alice, "0x7b"}, {"anvil_setNonce", alice, "0x9"}, {"anvil_setCode", vault, "0x6001"}, {"anvil_setStorageAt", vault, "0x3", word},
		} {
			_, err := ask(t, client, c[0].(string), c[1:]...)
			check(t, err)
		}
	}
	filled := func(where string, client *ethclient.Client) {
		for _, c := range [][]any{
			{`"0x7b"`, "eth_getBalance", alice, "latest"}, {`"0x9"`, "eth_getTransactionCount", alice, "latest"},
			{`"0x6001"`, "eth_getCode", vault, "latest"}, {`"` + word + `"`, "eth_getStorageAt", vault, "0x3", "latest"},
		} {
			if got, err := ask(t, client, c[1].(string), c[2:]...); err != nil || string(got) != c[0] {
				t.Errorf("%s: %s is %s, %v, want %s", where, c[1], got, err, c[0])
			}
		}
	}
	dir := t.TempDir()
	file := filepath.Join(dir, "ours.json")
	var dump json.RawMessage
	t.Run("ours", func(t *testing.T) { // ends, and writes its file
		ours := dialHTTP(t, endpoint(runConfig(t, devnet.Config{ChainID: chainID, OnDemand: true, Developer: true, DumpState: file})))
		fill(ours)
		var err error
		dump, err = ask(t, ours, "anvil_dumpState")
		check(t, err)
	})
	theirs := dialHTTP(t, startAnvil(t))
	_, err := ask(t, theirs, "anvil_loadState", dump)
	check(t, err)
	filled("ours by anvil_loadState", theirs)
	filled("ours by anvil --load-state", dialHTTP(t, startAnvil(t, "--load-state", file)))

	theirFile := filepath.Join(dir, "theirs.json")
	t.Run("theirs", func(t *testing.T) {
		each := filepath.Join(dir, "each-second.json")
		theirs := dialHTTP(t, startAnvil(t, "--dump-state", each, "--state-interval", "1"))
		fill(theirs)
		dump, err = ask(t, theirs, "anvil_dumpState")
		check(t, err)
		check(t, os.WriteFile(theirFile, written(t, each, word), 0o600))
	})
	ours := dialHTTP(t, endpoint(runDeveloper(t)))
	_, err = ask(t, ours, "anvil_loadState", dump)
	check(t, err)
	filled("theirs by anvil_loadState", ours)
	filled("theirs by LoadState", dialHTTP(t, endpoint(runConfig(t, devnet.Config{ChainID: chainID, OnDemand: true, Developer: true, LoadState: theirFile}))))
}

// written waits until a file that is written again and again is whole and has a text in it. What anvil writes at its end
// it does not always write: a busy machine ends the process first.
func written(t *testing.T, file, text string) []byte {
	t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(50 * time.Millisecond) {
		b, err := os.ReadFile(file)
		if err == nil && bytes.Contains(b, []byte(text)) && json.Valid(b) {
			return b
		}
		if time.Now().After(deadline) {
			t.Fatalf("anvil has written no %s within a minute: %v, %d bytes", text, err, len(b))
		}
	}
}

func endpoint(node *devnet.Node) string {
	url, _ := node.Endpoint()
	return url
}
