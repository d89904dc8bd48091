package e2e

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/signal"
	"runtime"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/catenary-bridge/catenary/chains/devnet"
	"github.com/catenary-bridge/catenary/cmd/daemon"
	"github.com/catenary-bridge/catenary/relayer"
	"github.com/catenary-bridge/catenary/signer"
)

// jobVariable names the file that tells a child process of a story what to be.
const jobVariable = "CATENARY_E2E_JOB"

// Job is a daemon in a process of its own: exactly one of Relayer, Signer, Bus and
// Devnet.
type Job struct {
	Relayer *daemon.RelayerConfig
	Signer  *daemon.SignerConfig
	Bus     *BusJob
	Devnet  *DevnetJob

	// KillAt is the stage at which the process kills itself with SIGKILL, in the middle
	// of its work and without a chance to end anything: relayer.Point or signer.Point.
	// Empty: none. KillAfter is how often it passes the stage alive.
	KillAt    string
	KillAfter int64

	// Gently interrupts the process at that stage instead, as an operator would: it goes
	// on until it has ended in order.
	Gently bool

	// Restarts makes a relayer start, work and end so many times in one process, and
	// report after each what it has left behind.
	Restarts int

	// Skew is how far the clock of the daemon is ahead of the true time.
	Skew time.Duration
}

// A child says these words on its standard output, one a line.
const (
	wordReady = "ready"
	wordAtEnd = "killed at "
	wordUsage = "usage " // goroutines and open files, after a restart
)

// RunJob is the child's side: a test of the story's binary calls it, and it does not
// return where the process was started by [Net.StartProcess]. Elsewhere it does
// nothing. So a story needs no second binary, and the product no switch to be killed
// by.
func RunJob() {
	path := os.Getenv(jobVariable)
	if path == "" {
		return
	}
	// A file size limit stands for a full disk; without this, it would kill.
	signal.Ignore(syscall.SIGXFSZ)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	// A child does not outlive its story, however that ends.
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		cancel()
	}()
	if err := runJob(ctx, path); err != nil {
		fmt.Fprintln(os.Stderr, "ended:", err)
		os.Exit(1)
	}
	os.Exit(0)
}

func runJob(ctx context.Context, path string) error {
	content, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var job Job
	if err := json.Unmarshal(content, &job); err != nil {
		return err
	}
	log := slog.New(slog.NewTextHandler(os.Stderr, nil))
	now := func() time.Time { return time.Now().Add(job.Skew) }
	switch {
	case job.Relayer != nil && job.Restarts > 0:
		return job.restart(ctx, log)
	case job.Relayer != nil:
		return job.relay(ctx, log, now, func(*daemon.Relayer) { say(wordReady) })
	case job.Bus != nil:
		return job.Bus.serve(ctx, log, func() { say(wordReady) })
	case job.Devnet != nil:
		return job.Devnet.run(ctx, log)
	case job.Signer != nil:
		s, err := daemon.NewSigner(*job.Signer, nil, log)
		if err != nil {
			return err
		}
		s.Now, s.Hook = now, func(at signer.Point) { job.reached(string(at)) }
		say(wordReady)
		return s.Run(ctx)
	}
	return errors.New("job names no daemon")
}

// relay runs a relayer, and calls ready when its bus and its API are there.
func (j *Job) relay(ctx context.Context, log *slog.Logger, now func() time.Time, ready func(*daemon.Relayer)) error {
	r, err := daemon.NewRelayer(*j.Relayer, daemon.KeystoreSigner(nil), "e2e", log)
	if err != nil {
		return err
	}
	r.Now, r.Hook = now, func(at relayer.Point) { j.reached(string(at)) }
	go func() {
		select {
		case <-r.Ready():
			ready(r)
		case <-ctx.Done():
		}
	}()
	return r.Run(ctx)
}

// restart runs the relayer again and again, each until it follows all lanes.
func (j *Job) restart(ctx context.Context, log *slog.Logger) error {
	for i := range j.Restarts {
		working, done := context.WithCancel(ctx)
		err := j.relay(working, log, time.Now, func(r *daemon.Relayer) {
			defer done()
			for working.Err() == nil && r.View().Ready() != nil {
				time.Sleep(5 * time.Millisecond)
			}
		})
		done()
		if err != nil {
			return err
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		still := 50 * time.Millisecond
		if (i+1)%patientEvery == 0 {
			still = time.Second
		}
		goroutines, files := settledUsage(still)
		say(fmt.Sprintf("%s%d %d", wordUsage, goroutines, files))
	}
	return nil
}

// patientEvery is after how many restarts a child waits longer for what is left to
// settle: among so many reports in a row there is one that a busy machine does not spoil.
const patientEvery = 10

// settledUsage counts this process's goroutines and open files. What has been told to
// end may need a moment for it, so that the least counts, once it stays the same.
func settledUsage(still time.Duration) (goroutines, files int) {
	goroutines, files = runtime.NumGoroutine(), openFiles()
	began := time.Now()
	for since := began; time.Since(since) < still && time.Since(began) < 10*time.Second; {
		time.Sleep(5 * time.Millisecond)
		g, f := runtime.NumGoroutine(), openFiles()
		if g < goroutines || f < files {
			goroutines, files, since = min(goroutines, g), min(files, f), time.Now()
		}
	}
	return goroutines, files
}

func openFiles() int {
	entries, err := os.ReadDir("/proc/self/fd")
	if err != nil {
		return -1 // not on this system
	}
	return len(entries)
}

var passed atomic.Int64

// reached kills this process where the job says so.
func (j *Job) reached(point string) {
	if point != j.KillAt || passed.Add(1) != j.KillAfter+1 {
		return
	}
	say(wordAtEnd + point)
	self, err := os.FindProcess(os.Getpid())
	if err != nil {
		panic(err)
	}
	end := os.Kill
	if j.Gently {
		end = os.Interrupt
	}
	if err := self.Signal(end); err != nil {
		panic(err)
	}
	if !j.Gently {
		select {} // the signal comes at its own time; nothing happens here before it
	}
}

// DevnetJob is a chain of one validator with its data in a directory.
type DevnetJob struct {
	ChainID uint64
	Dir     string
}

const wordEndpoint = "endpoint " // of a devnet, once it works

func (j *DevnetJob) run(ctx context.Context, log *slog.Logger) error {
	node, err := devnet.New(devnet.Config{ChainID: j.ChainID, Validators: 1, BlockTime: 50 * time.Millisecond, Accounts: 1, DataDir: j.Dir, Logger: log})
	if err != nil {
		return err
	}
	go func() {
		select {
		case <-node.Ready():
			http, _ := node.Endpoint()
			say(wordEndpoint + http)
			say(wordReady)
		case <-ctx.Done():
		}
	}()
	return node.Run(ctx)
}

func say(word string) {
	// In one write, or two goroutines' words could mix.
	_, _ = os.Stdout.WriteString(word + "\n")
}

// hear hands on a child's words until it ends.
func hear(from io.Reader, word func(string)) {
	for lines := bufio.NewScanner(from); lines.Scan(); {
		word(lines.Text())
	}
}
