//go:build linux

package devnet

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

const namespaceVariable = "DEVNET_IN_NAMESPACE"

// Four validators, each a process in a network namespace of its own, with a wire to a switch. One wire is moved to another
// switch: three of four go on and notice that somebody is gone, the fourth stands. A second one is moved: nobody decides
// anything. The switches are joined again: all go on, with one chain.
func TestPartitionHealsInNetworkNamespaces(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped: its processes run what other tests run in one")
	}
	if os.Getenv(namespaceVariable) == "" {
		t.Parallel() // it waits most of its time
		inNamespace(t)
		return
	}
	c := newSharedChain(t, 4)
	switches(t)
	var nodes []*process
	for i := range 4 {
		p := c.process(processConfig{
			Dir: fmt.Sprint("validator", i), Validators: []int{i},
			Address: fmt.Sprintf("10.77.0.%d/24", i+1), Listen: []string{fmt.Sprintf("/ip4/10.77.0.%d/tcp/30303", i+1)},
		})
		p.cmd.SysProcAttr.Cloneflags = syscall.CLONE_NEWNET
		p.launch()
		ip(t, "link", "add", wire(i), "type", "veth", "peer", "name", "eth0", "netns", fmt.Sprint(p.cmd.Process.Pid))
		plug(t, i, "left")
		c.join = append(c.join, p.joinAt())
		nodes = append(nodes, p)
	}
	for _, p := range nodes {
		p.until("three peers", func() bool { return p.peers == 3 })
		p.reach(4)
	}

	plug(t, 3, "right")
	alone := settled(t, nodes[3])
	for _, p := range nodes[:3] {
		p.reach(alone + 8)
		p.until("the peer that is gone is dropped", func() bool { return p.peers == 2 })
	}
	if at := nodes[3].at(); at > alone {
		t.Errorf("validator 3 was alone from block %d on and has block %d", alone, at)
	}

	plug(t, 2, "right")
	stuck := settled(t, nodes...)
	time.Sleep(2 * time.Second)
	for i, p := range nodes {
		if at := p.at(); at > stuck {
			t.Errorf("validator %d went on from block %d to %d without a quorum", i, stuck, at)
		}
	}

	plug(t, 2, "left")
	plug(t, 3, "left")
	for _, p := range nodes {
		p.reach(stuck + 8)
	}
	oneChain(t, nodes)
}

// oneChain demands that all processes have told the same hash of every block.
func oneChain(t *testing.T, nodes []*process) {
	t.Helper()
	blocks := make(map[uint64]common.Hash)
	for _, p := range nodes {
		p.mu.Lock()
		for number, hash := range p.blocks {
			if other, known := blocks[number]; known && other != hash {
				t.Errorf("block %d is %s at %s and %s elsewhere", number, hash, p.name, other)
			}
			blocks[number] = hash
		}
		p.mu.Unlock()
	}
}

// inNamespace runs the test again in a network namespace, where it may do with the network as it likes.
func inNamespace(t *testing.T) {
	t.Helper()
	if _, err := exec.LookPath("ip"); err != nil {
		t.Skip("skipped: no ip on PATH (Debian: apt-get install iproute2)")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), namespaceVariable+"=1")
	cmd.SysProcAttr = &syscall.SysProcAttr{Cloneflags: syscall.CLONE_NEWNET}
	if id := os.Getuid(); id != 0 {
		cmd.SysProcAttr.Cloneflags |= syscall.CLONE_NEWUSER
		cmd.SysProcAttr.UidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: id, Size: 1}}
		cmd.SysProcAttr.GidMappings = []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}}
	}
	out, err := cmd.CombinedOutput()
	switch {
	case errors.Is(err, fs.ErrPermission) || errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EINVAL):
		t.Skipf("skipped: this system permits no network namespace: %v", err)
	case err != nil:
		t.Fatalf("%v\n%s", err, out)
	}
	if _, why, skipped := strings.Cut(string(out), "skipped: "); skipped {
		why, _, _ = strings.Cut(why, "\n")
		t.Skip("skipped: " + why)
	}
}

// switches makes two, not joined.
func switches(t *testing.T) {
	t.Helper()
	for _, name := range []string{"left", "right"} {
		if out, err := exec.Command("ip", "link", "add", name, "type", "bridge").CombinedOutput(); err != nil {
			t.Skipf("skipped: this system permits no bridge: %v: %s", err, out)
		}
		ip(t, "link", "set", name, "up")
	}
}

func wire(i int) string { return fmt.Sprint("wire", i) }

// plug moves the wire of a validator to a switch.
func plug(t *testing.T, i int, to string) {
	t.Helper()
	ip(t, "link", "set", wire(i), "master", to, "up")
}
