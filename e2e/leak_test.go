package e2e_test

import (
	"fmt"
	"net"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/e2e"
	"github.com/catenary-bridge/catenary/e2e/leaks"
)

const leakVariable = "CATENARY_E2E_LEAK_CHILD"

// TestNetLeavesNothing runs nets in a process of its own, where no other story is: after
// them it has no more goroutines than before, nobody listens where they listened, and
// neither the directory for temporary files nor this folder has a new file.
func TestNetLeavesNothing(t *testing.T) {
	if os.Getenv(leakVariable) != "" {
		leaveNothing(t)
		return
	}
	t.Parallel()
	temporary, before := t.TempDir(), files(t, ".")
	command := exec.Command(os.Args[0], "-test.run=^TestNetLeavesNothing$", "-test.v")
	command.Env = append(os.Environ(), leakVariable+"=1", "TMPDIR="+temporary)
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if !strings.Contains(string(out), "told three stories") {
		t.Fatalf("no story was told:\n%s", out)
	}
	if left := files(t, temporary); len(left) > 0 {
		t.Errorf("temporary files are left: %v", left)
	}
	if after := files(t, "."); !slices.Equal(before, after) {
		t.Errorf("this folder had %v, and has %v", before, after)
	}
}

// leaveNothing tells a story that goes well, one that fails in its middle, and one whose
// chains do not start.
func leaveNothing(t *testing.T) {
	before := goleak.IgnoreCurrent()
	var addresses []string
	err := e2e.Run(func(t testing.TB) {
		n := e2e.Prepare(t, e2e.Config{})
		proxy := e2e.StartProxy(t, n.Left.HTTP)
		r := n.StartRelayer(func(c *daemon.RelayerConfig) { through(c.Chains, n.Left.ID, proxy.URL, n.Left.HTTP) }, nil)
		n.StartSigners(nil)
		n.Ping(n.Left, n.Right, 1, 5)
		n.AwaitExactlyOnce(n.Right, n.Left, 5)
		for _, at := range []string{n.Left.HTTP, n.Right.WS, proxy.URL, r.BusURL(), "http://" + r.APIAddress()} {
			parsed, err := url.Parse(at)
			if err != nil {
				t.Fatal(err)
			}
			addresses = append(addresses, parsed.Host)
		}
		for _, address := range addresses {
			if !answers(address) {
				t.Errorf("nobody listens on %s", address)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	// At once: later a port may be another's, who wanted any.
	for _, address := range addresses {
		if !fallsSilent(address) {
			t.Errorf("somebody still listens on %s", address)
		}
	}
	err = e2e.Run(func(t testing.TB) {
		n := e2e.Start(t, e2e.Config{})
		n.Ping(n.Left, n.Right, 1, 5)
		t.Fatal("on purpose")
	})
	if err == nil || err.Error() != "on purpose" {
		t.Errorf("the story that fails on purpose says %v", err)
	}
	err = e2e.Run(func(t testing.TB) { e2e.Prepare(t, e2e.Config{Validators: 33}) })
	if err == nil || !strings.Contains(err.Error(), "validators is 33") {
		t.Errorf("too many validators: %v", err)
	}
	if err := leaks.Find(before); err != nil {
		t.Error(err)
	}
	fmt.Println("told three stories")
}

func answers(address string) bool {
	conn, err := net.DialTimeout("tcp", address, 10*time.Second)
	if err != nil {
		return false
	}
	return conn.Close() == nil
}

// fallsSilent waits until nobody answers: another process may have got the port, and
// give it back.
func fallsSilent(address string) bool {
	for deadline := time.Now().Add(time.Minute); answers(address); time.Sleep(100 * time.Millisecond) {
		if time.Now().After(deadline) {
			return false
		}
	}
	return true
}

func files(t *testing.T, dir string) (names []string) {
	t.Helper()
	entries, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		t.Fatal(err)
	}
	return entries
}

// TestFourNetsAtATime: nets of parallel tests do not get into each other's way.
func TestFourNetsAtATime(t *testing.T) {
	t.Parallel()
	for i := range 4 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			n := e2e.Start(t, e2e.Config{})
			count := uint64(10 + i) // what arrived elsewhere would be counted
			n.Ping(n.Left, n.Right, 1, count)
			n.Ping(n.Right, n.Left, 1, count)
			n.AwaitExactlyOnce(n.Right, n.Left, count)
			n.AwaitExactlyOnce(n.Left, n.Right, count)
		})
	}
}
