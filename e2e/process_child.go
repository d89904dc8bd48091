package e2e

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/cmd/demo"
)

// Process is a daemon in an operating system's process of its own.
type Process struct {
	t     testing.TB
	name  string
	cmd   *exec.Cmd
	stdin io.Closer
	ready chan struct{}
	ended chan struct{}
	err   error // valid after ended

	mu    sync.Mutex
	log   bytes.Buffer
	words []string
	once  sync.Once
}

// childTest is the test in the story's binary that calls [RunJob].
const childTest = "TestProcessChild"

// StartProcess runs a job in a process of its own. It is killed when the test ends.
func (n *Net) StartProcess(name string, job Job) *Process {
	n.t.Helper()
	return StartProcess(n.t, n.Dir, name, job)
}

// StartProcess runs a job that belongs to no net; dir takes its file.
func StartProcess(t testing.TB, dir, name string, job Job) *Process {
	t.Helper()
	content, err := json.Marshal(job)
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.CreateTemp(dir, "job-*.json")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := file.Close(); err != nil {
		t.Fatal(err)
	}
	p := &Process{t: t, name: name, ready: make(chan struct{}), ended: make(chan struct{})}
	p.cmd = exec.Command(os.Args[0], "-test.run=^"+childTest+"$", "-test.timeout=10m")
	p.cmd.Env = append(os.Environ(), jobVariable+"="+file.Name())
	p.cmd.Stderr = p
	stdout, err := p.cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if p.stdin, err = p.cmd.StdinPipe(); err != nil {
		t.Fatal(err)
	}
	if err := p.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		defer close(p.ended)
		hear(stdout, p.hear)
		p.err = p.cmd.Wait()
	}()
	t.Cleanup(func() {
		p.Kill()
		if t.Failed() {
			t.Logf("%s:\n%s", name, p.Log())
		}
	})
	return p
}

func (p *Process) hear(word string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.words = append(p.words, word)
	if word == wordReady {
		p.once.Do(func() { close(p.ready) })
	}
}

// Write takes what the process logs.
func (p *Process) Write(b []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.Write(b)
}

// Log returns what the process has told its operator so far.
func (p *Process) Log() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.log.String()
}

// Words returns what it has said to the story.
func (p *Process) Words() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]string(nil), p.words...)
}

// Endpoint returns where a devnet answers; it waits until it does.
func (p *Process) Endpoint() string {
	p.t.Helper()
	p.AwaitReady()
	for _, word := range p.Words() {
		if url, ok := strings.CutPrefix(word, wordEndpoint); ok {
			return url
		}
	}
	p.t.Fatalf("%s has no endpoint", p.name)
	return ""
}

// AwaitReady waits until the daemon is open; a relayer works then.
func (p *Process) AwaitReady() {
	p.t.Helper()
	select {
	case <-p.ready:
	case <-p.ended:
		p.t.Fatalf("%s ended before it was ready: %v\n%s", p.name, p.err, p.Log())
	case <-time.After(Patience):
		p.t.Fatalf("%s was not ready:\n%s", p.name, p.Log())
	}
}

// AwaitLog waits until the process has told its operator something.
func (p *Process) AwaitLog(text string) {
	p.t.Helper()
	for deadline := time.Now().Add(Patience); !strings.Contains(p.Log(), text); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			p.t.Fatalf("%s never said %q:\n%s", p.name, text, p.Log())
		}
	}
}

// Kill ends the process by SIGKILL, which it can neither see nor delay.
func (p *Process) Kill() {
	_ = p.cmd.Process.Kill() // it may be dead already
	<-p.ended
	_ = p.stdin.Close()
}

// Stop interrupts the process once it is ready, as an operator would, and demands that
// it ends well.
func (p *Process) Stop() {
	p.t.Helper()
	p.AwaitReady() // before that, not even its handler of interrupts may be there
	if err := p.cmd.Process.Signal(os.Interrupt); err != nil {
		p.t.Fatalf("%s: %v\n%s", p.name, err, p.Log())
	}
	if err := p.AwaitEnd(); err != nil {
		p.t.Fatalf("%s ended with %v:\n%s", p.name, err, p.Log())
	}
}

// AwaitRefusal waits until the process ends by itself with an error that says this.
func (p *Process) AwaitRefusal(text string) {
	p.t.Helper()
	if err := p.AwaitEnd(); err == nil || !strings.Contains(p.Log(), text) {
		p.t.Fatalf("%s ended with %v, want an error with %q:\n%s", p.name, err, text, p.Log())
	}
}

// AwaitKilled waits until the process has killed itself at the stage of its job.
func (p *Process) AwaitKilled(stage string) {
	p.t.Helper()
	err := p.AwaitEnd()
	if err == nil || err.Error() != "signal: killed" {
		p.t.Fatalf("%s ended with %v, want a kill at %q:\n%s", p.name, err, stage, p.Log())
	}
	if !slices.Contains(p.Words(), wordAtEnd+stage) {
		p.t.Fatalf("%s was killed, but not at %q: %q", p.name, stage, p.Words())
	}
}

// AwaitInterrupted waits until the process has ended in order after its job had it
// interrupted at a stage.
func (p *Process) AwaitInterrupted(stage string) {
	p.t.Helper()
	if err := p.AwaitEnd(); err != nil || !slices.Contains(p.Words(), wordAtEnd+stage) {
		p.t.Fatalf("%s ended with %v and said %q, want an orderly end after %q:\n%s", p.name, err, p.Words(), stage, p.Log())
	}
}

// Ended reports whether the process has ended.
func (p *Process) Ended() bool {
	select {
	case <-p.ended:
		return true
	default:
		return false
	}
}

// AwaitEnd waits until the process ends by itself, and returns its error.
func (p *Process) AwaitEnd() error {
	p.t.Helper()
	select {
	case <-p.ended:
		return p.err
	case <-time.After(Patience):
		p.t.Fatalf("%s does not end:\n%s", p.name, p.Log())
		return nil
	}
}

// RelayerJob returns a job that runs the net's relayer.
func (n *Net) RelayerJob(change func(*daemon.RelayerConfig)) Job {
	n.t.Helper()
	config := n.relayerConfig()
	if change != nil {
		change(&config)
	}
	return Job{Relayer: &config}
}

// SignerJob returns a job that runs one of the net's signers. As with StartSigner, its
// record is made when it runs for the first time in its data directory.
func (n *Net) SignerJob(s *demo.Signer, change func(*daemon.SignerConfig)) Job {
	config := n.SignerConfig(s, fmt.Sprintf("nats://127.0.0.1:%d", n.busPort))
	if change != nil {
		change(&config)
	}
	_, err := os.Stat(filepath.Join(config.Data, "record.json"))
	n.mu.Lock()
	config.NewRecord = err != nil && !n.started[config.Data]
	n.started[config.Data] = true
	n.mu.Unlock()
	return Job{Signer: &config}
}
