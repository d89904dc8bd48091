package devnet

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// processConfig tells a process of its own which node of a shared chain it is.
type processConfig struct {
	Dir, Genesis string // directory and genesis file
	Address      string // of its network namespace, like 10.0.0.1/24; empty: it has none of its own
	Listen, Join []string
	Validators   []int
	Period       time.Duration
	Round        time.Duration // how long round 0 may take; 0 for the default
}

const processVariable = "DEVNET_NODE_PROCESS"

// TestNodeProcess is no test but the body of those processes. It says one thing a line: the address to join at, how many
// peers there are, and each block with its hash, after whose seals it has looked.
func TestNodeProcess(t *testing.T) {
	text := os.Getenv(processVariable)
	if text == "" {
		t.Skip("skipped: it is for the processes that other tests start")
	}
	var p processConfig
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Fatal(err)
	}
	if p.Address != "" {
		takeAddress(t, p.Address)
	}
	genesis, err := ReadGenesis(p.Genesis)
	if err != nil {
		t.Fatal(err)
	}
	cfg := Config{
		ChainID: testChainID, BlockTime: p.Period, RoundTimeout: p.Round, DataDir: p.Dir, Accounts: -1, Shared: &Shared{Genesis: genesis, Listen: p.Listen, Join: p.Join},
	}
	for _, i := range p.Validators {
		cfg.ValidatorKeys = append(cfg.ValidatorKeys, validatorKey(t, i))
	}
	n, _ := start(t, cfg)
	fmt.Println("\naddress", n.Addresses()[0])
	ended := make(chan struct{})
	go func() { // whoever started this has ended, or wants it to end
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(ended)
	}()
	b, said, peers := n.live.Load(), int64(-1), -1
	for {
		changed := b.Changed()
		for head := int64(b.FinalizedNumber()); said < head; {
			said++
			hash, _ := b.HashByNumber(uint64(said))
			checkQuorum(t, n, uint64(said))
			fmt.Println("block", said, hash)
		}
		if now := len(n.Peers()); now != peers {
			peers = now
			fmt.Println("peers", peers)
		}
		select {
		case <-ended:
			return
		case <-changed:
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// process is a node in a process of its own, and what it has said.
type process struct {
	t     testing.TB
	name  string
	cmd   *exec.Cmd
	input io.WriteCloser
	wait  func() error

	mu      sync.Mutex
	address string
	peers   int
	head    uint64
	blocks  map[uint64]common.Hash
	rest    []string // lines that mean nothing, for whoever looks for a failure
}

// process prepares one; see launch.
func (c *sharedChain) process(p processConfig) *process {
	c.t.Helper()
	p.Genesis, p.Period = filepath.Join(c.dir, "genesis.json"), c.period
	if _, err := os.Stat(p.Genesis); err != nil {
		enc, err := EncodeGenesis(c.genesis)
		if err != nil {
			c.t.Fatal(err)
		}
		if err := os.WriteFile(p.Genesis, enc, 0o600); err != nil {
			c.t.Fatal(err)
		}
	}
	if p.Join == nil {
		p.Join = c.join
	}
	if p.Listen == nil {
		p.Listen = []string{"/ip4/127.0.0.1/tcp/0"}
	}
	name := p.Dir
	p.Dir = filepath.Join(c.dir, name)
	text, err := json.Marshal(p)
	if err != nil {
		c.t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestNodeProcess$", "-test.v")
	cmd.Env = append(os.Environ(), processVariable+"="+string(text))
	cmd.SysProcAttr = new(syscall.SysProcAttr)
	return &process{t: c.t, name: name, cmd: cmd, blocks: make(map[uint64]common.Hash)}
}

// launch starts it; it is killed with the test at the latest.
func (p *process) launch() *process {
	p.t.Helper()
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		p.t.Fatal(err)
	}
	p.cmd.Stderr = p.cmd.Stdout
	if p.input, err = p.cmd.StdinPipe(); err != nil {
		p.t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		p.t.Fatal(err)
	}
	read := make(chan struct{})
	go func() {
		defer close(read)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			p.note(lines.Text())
		}
	}()
	p.wait = sync.OnceValue(func() error {
		<-read
		return p.cmd.Wait()
	})
	p.t.Cleanup(func() {
		_ = p.cmd.Process.Kill()
		_ = p.wait()
		if p.t.Failed() {
			p.t.Logf("%s: %+v", p.name, p.rest)
		}
	})
	return p
}

func (p *process) note(line string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	var number uint64
	var hash string
	switch {
	case strings.HasPrefix(line, "address "):
		p.address = strings.TrimPrefix(line, "address ")
	case strings.HasPrefix(line, "peers "):
		_, _ = fmt.Sscanf(line, "peers %d", &p.peers)
	case strings.HasPrefix(line, "block "):
		if _, err := fmt.Sscanf(line, "block %d %s", &number, &hash); err == nil {
			p.head, p.blocks[number] = number, common.HexToHash(hash)
		}
	default:
		p.rest = append(p.rest, line)
	}
}

// kill ends it as a crash does, and returns after it has.
func (p *process) kill() {
	p.t.Helper()
	if err := p.cmd.Process.Kill(); err != nil {
		p.t.Fatal(err)
	}
	_ = p.wait() // killed
}

// until waits for something that it says; holds is called under its lock.
func (p *process) until(what string, holds func() bool) {
	p.t.Helper()
	for deadline := time.Now().Add(time.Minute); ; time.Sleep(time.Millisecond) {
		p.mu.Lock()
		done, head, peers := holds(), p.head, p.peers
		p.mu.Unlock()
		if done {
			return
		}
		if time.Now().After(deadline) {
			p.t.Fatalf("%s: not within a minute: %s; it is at block %d and has %d peers", p.name, what, head, peers)
		}
	}
}

func (p *process) reach(number uint64) {
	p.t.Helper()
	p.until(fmt.Sprintf("block %d", number), func() bool { return p.head >= number })
}

func (p *process) at() uint64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.head
}

// joinAt waits for the address to join at.
func (p *process) joinAt() string {
	p.t.Helper()
	p.until("an address to join at", func() bool { return p.address != "" })
	return p.address
}

// settled waits for what was on its way when a network was cut, and returns the highest block that nodes have then.
func settled(t testing.TB, nodes ...*process) (highest uint64) {
	t.Helper()
	for begun, since := time.Now(), time.Now(); time.Since(since) < 2*time.Second; time.Sleep(20 * time.Millisecond) {
		if time.Since(begun) > time.Minute {
			t.Fatal("blocks don't end although there is no quorum")
		}
		for _, p := range nodes {
			if at := p.at(); at > highest {
				highest, since = at, time.Now()
			}
		}
	}
	return highest
}

func ip(t *testing.T, args ...string) {
	t.Helper()
	if out, err := exec.Command("ip", args...).CombinedOutput(); err != nil {
		t.Fatalf("ip %s: %v: %s", strings.Join(args, " "), err, out)
	}
}

// takeAddress waits for the wire of this process's namespace and gives it an address.
func takeAddress(t *testing.T, address string) {
	t.Helper()
	for deadline := time.Now().Add(20 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		out, err := exec.Command("ip", "address", "add", address, "dev", "eth0").CombinedOutput()
		if err == nil {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("ip address add %s: %v: %s", address, err, out)
		}
	}
	ip(t, "link", "set", "lo", "up")
	ip(t, "link", "set", "eth0", "up")
}
