package e2e_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common/hexutil"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/cmd/demo"
)

const (
	contractsDir  = "../chains/evm/contracts"
	typescriptDir = "../chains/evm/typescript"
	compatDir     = "../chains/devnet/compat"
)

// needs skips where a tool of another language is not installed, and says how to get
// it. In CI nothing is missing, so that there it fails.
func needs(t *testing.T, folder string, paths ...string) {
	t.Helper()
	missing := ""
	if _, err := exec.LookPath("node"); err != nil {
		missing = "node"
	}
	for _, path := range paths {
		if _, err := os.Stat(filepath.Join(folder, "node_modules", path)); err != nil {
			missing = path
		}
	}
	if missing == "" {
		return
	}
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: run `npm ci` in %s", missing, strings.TrimPrefix(folder, "../"))
	}
	t.Skipf("skipped: %s is missing; run `npm ci` in %s", missing, strings.TrimPrefix(folder, "../"))
}

// tool is a program of somebody else, run as its user would.
type tool struct {
	t   *testing.T
	dir string
	env []string
}

// try returns what the program prints and its exit code.
func (c tool) try(name string, args ...string) (out string, code int) {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
	defer cancel()
	command := exec.CommandContext(ctx, name, args...)
	command.Dir = c.dir
	command.Env = append(os.Environ(), c.env...)
	command.WaitDelay = 20 * time.Second // for the end of its output to be read
	content, err := command.CombinedOutput()
	if err != nil && command.ProcessState == nil {
		c.t.Fatalf("%s: %v", name, err)
	}
	return strings.TrimSpace(string(content)), command.ProcessState.ExitCode()
}

func (c tool) run(name string, args ...string) string {
	c.t.Helper()
	out, code := c.try(name, args...)
	if code != 0 {
		c.t.Fatalf("%s %s: exit code %d\n%s", filepath.Base(name), strings.Join(args, " "), code, out)
	}
	return out
}

func absolute(t *testing.T, path ...string) string {
	t.Helper()
	abs, err := filepath.Abs(filepath.Join(path...))
	if err != nil {
		t.Fatal(err)
	}
	return abs
}

func keyOf(c *demo.Chain) string { return hexutil.Encode(crypto.FromECDSA(c.Sender)) }

func wants(t *testing.T, out string, patterns ...string) (found []string) {
	t.Helper()
	for _, pattern := range patterns {
		match := regexp.MustCompile(pattern).FindStringSubmatch(out)
		if match == nil {
			t.Fatalf("%q is not in\n%s", pattern, out)
		}
		found = append(found, match[len(match)-1])
	}
	return found
}
