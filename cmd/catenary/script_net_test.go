package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/ethclient"
	"github.com/rogpeppe/go-internal/testscript"

	"github.com/catenary-bridge/catenary/e2e/freeport"
)

// testKey is where a story has its test.
type testKey struct{}

// goEnvironment lets stories build programs of the module, which is at $MODULE: a
// story's own home has no cache.
func goEnvironment(env *testscript.Env) error {
	module, err := filepath.Abs(filepath.Join("..", ".."))
	if err != nil {
		return err
	}
	env.Setenv("MODULE", module)
	names := []string{"GOCACHE", "GOMODCACHE", "GOPROXY", "GOFLAGS", "GOSUMDB", "GOTOOLCHAIN"}
	out, err := exec.Command("go", append([]string{"env"}, names...)...).Output()
	if err != nil {
		return err
	}
	for i, value := range strings.Split(strings.TrimRight(string(out), "\n"), "\n") {
		env.Setenv(names[i], value)
	}
	return nil
}

// freePort sets a variable to a port of loopback that nobody listens on, and that is the
// story's until it ends:
//
//	freeport NAME
func freePort(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: freeport NAME")
	}
	ts.Setenv(args[0], strconv.Itoa(freeport.Take(ts.Value(testKey{}).(testing.TB))))
}

// crash ends processes by SIGKILL, as a crash or the system's want of memory does:
//
//	crash name…
func crash(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: crash name…")
	}
	all := ts.Value(daemonsKey{}).(daemons)
	for _, name := range args {
		p := all[name]
		if p == nil {
			ts.Fatalf("there is no %s", name)
		}
		ts.Check(p.cmd.Process.Kill())
		<-p.ended
		delete(all, name)
	}
}

// waitBlock waits until a chain has a block:
//
//	waitblock URL number
func waitBlock(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: waitblock URL number")
	}
	want, err := strconv.ParseUint(args[1], 10, 64)
	ts.Check(err)
	waitFor(ts, fmt.Sprintf("block %d at %s", want, args[0]), func() bool {
		client, err := ethclient.Dial(args[0])
		if err != nil {
			return false
		}
		defer client.Close()
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
		defer cancel()
		number, err := client.BlockNumber(ctx)
		return err == nil && number >= want
	})
}

// ask makes one JSON-RPC request, which must be answered without an error, or, negated,
// with one:
//
//	[!] ask url method params
func ask(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 3 {
		ts.Fatalf("usage: [!] ask url method params")
	}
	body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, args[1], args[2])
	response, err := http.Post(args[0], "application/json", strings.NewReader(body))
	ts.Check(err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	ts.Check(err)
	if strings.Contains(string(answer), `"error"`) != neg {
		ts.Fatalf("%s answers %s", args[1], answer)
	}
}
