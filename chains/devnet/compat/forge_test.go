package compat

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// forge runs the project in forge/ on one devnet, from a copy: it writes beside its sources.
type forge struct {
	t    *testing.T
	path string
	url  string
	dir  string
}

func newForge(t *testing.T, url string) *forge {
	t.Helper()
	f := &forge{t: t, path: foundry(t, "forge"), url: url, dir: t.TempDir()}
	libraryAt(t, "solc")
	modules, err := filepath.Abs("node_modules")
	check(t, err)
	check(t, os.CopyFS(filepath.Join(f.dir, "project"), os.DirFS("forge")))
	check(t, os.Chmod(filepath.Join(f.dir, "project", "solc"), 0o700))
	check(t, os.Symlink(modules, filepath.Join(f.dir, "node_modules")))
	return f
}

// script broadcasts a script and returns what it prints.
func (f *forge) script(name string, args ...string) (string, error) {
	f.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, f.path, append([]string{"script", "script/Vault.s.sol:" + name, "--rpc-url", f.url, "--broadcast", "--slow"}, args...)...)
	cmd.Dir = filepath.Join(f.dir, "project")
	cmd.Env = append(os.Environ(), "HOME="+f.dir, "NO_COLOR=1", "FOUNDRY_SOLC="+filepath.Join(cmd.Dir, "solc"))
	out, err := cmd.CombinedOutput()
	return string(out), err
}

// TestForgeScript: a project deploys by forge with an account of the node, which signs;
// then time, impersonation, snapshots and state changes around a second script.
func TestForgeScript(t *testing.T) {
	url, _ := runDeveloper(t).Endpoint()
	f := newForge(t, url)
	client := dialHTTP(t, url)
	rpc := func(method string, params ...any) string {
		t.Helper()
		answer, err := ask(t, client, method, params...)
		if err != nil {
			t.Fatal(method, err)
		}
		return strings.Trim(string(answer), `"`)
	}
	const me, owner = "0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266", "0x00000000000000000000000000000000000A11cE"
	out, err := f.script("Deploy", "--unlocked", "--sender", me, "--sig", "run(address)", owner)
	if err != nil || !strings.Contains(out, "ONCHAIN EXECUTION COMPLETE & SUCCESSFUL") {
		t.Fatalf("forge script: %v\n%s", err, out)
	}
	vault := deployed(t, f)
	if got := rpc("eth_getBalance", vault, "latest"); got != "0xde0b6b3a7640000" {
		t.Fatalf("the vault holds %s", got)
	}

	// Its owner has no key here and no money for gas, and it is too early.
	rpc("anvil_impersonateAccount", owner)
	rpc("anvil_setBalance", owner, "0x16345785d8a0000") // 0.1 ether
	open := func() (string, error) {
		return f.script("Open", "--unlocked", "--sender", owner, "--sig", "run(address)", vault)
	}
	if out, err := open(); err == nil || !strings.Contains(out, "TooEarly") {
		t.Fatalf("opened at once: %v\n%s", err, out)
	}
	id := rpc("evm_snapshot")
	for range 2 {
		rpc("evm_increaseTime", 86_400)
		rpc("evm_mine")
		if out, err := open(); err != nil {
			t.Fatalf("a day later: %v\n%s", err, out)
		}
		if got := rpc("eth_getBalance", vault, "latest"); got != "0x0" {
			t.Fatalf("the vault holds %s", got)
		}
		if rpc("evm_revert", id) != "true" || rpc("eth_getBalance", vault, "latest") != "0xde0b6b3a7640000" {
			t.Fatal("not back")
		}
		id = rpc("evm_snapshot")
	}
	if out, err := open(); err == nil || !strings.Contains(out, "TooEarly") {
		t.Fatalf("the clock is not back: %v\n%s", err, out)
	}
	// Or its time of filling is changed in its storage.
	rpc("anvil_setStorageAt", vault, "0x0", common.Hash{31: 1}.Hex())
	if out, err := open(); err != nil {
		t.Fatalf("filled long ago: %v\n%s", err, out)
	}
}

// deployed is the contract of the last broadcast of Deploy.
func deployed(t *testing.T, f *forge) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(f.dir, "project", "broadcast", "Vault.s.sol", strconv.Itoa(chainID), "run-latest.json"))
	check(t, err)
	var broadcast struct {
		Transactions []struct{ ContractAddress string }
	}
	check(t, json.Unmarshal(raw, &broadcast))
	if len(broadcast.Transactions) != 2 {
		t.Fatalf("forge broadcast %s", raw)
	}
	return broadcast.Transactions[0].ContractAddress
}
