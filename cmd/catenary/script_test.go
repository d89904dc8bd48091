package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// Bounds of waiting: generous, because a shared machine is slow, and never reached
// where all is well.
const (
	startWait = 60 * time.Second
	stopWait  = 30 * time.Second
)

type daemonsKey struct{}

// daemons are the processes of one story, by name.
type daemons map[string]*process

type process struct {
	cmd    *exec.Cmd
	ended  chan struct{}
	err    error // valid after ended
	stderr string
}

// spawn starts a process that a story stops by halt:
//
//	spawn name catenary args…
//
// Its stdout and stderr are the files name.out and name.err.
func spawn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: spawn name program args…")
	}
	name := args[0]
	out, err := os.Create(ts.MkAbs(name + ".out"))
	ts.Check(err)
	defer out.Close()
	errOut, err := os.Create(ts.MkAbs(name + ".err"))
	ts.Check(err)
	defer errOut.Close()
	program := args[1]
	for _, dir := range filepath.SplitList(ts.Getenv("PATH")) {
		if candidate := filepath.Join(dir, program); !strings.Contains(program, string(filepath.Separator)) {
			if _, err := os.Stat(candidate); err == nil {
				program = candidate
			}
		}
	}
	cmd := exec.Command(program, args[2:]...)
	cmd.Dir, cmd.Stdout, cmd.Stderr = ts.MkAbs("."), out, errOut
	cmd.Env = []string{"PATH=" + ts.Getenv("PATH"), "HOME=" + ts.Getenv("HOME"), "TMPDIR=" + ts.Getenv("TMPDIR")}
	ts.Check(cmd.Start())
	p := &process{cmd: cmd, ended: make(chan struct{}), stderr: errOut.Name()}
	go func() {
		p.err = cmd.Wait()
		close(p.ended)
	}()
	all := ts.Value(daemonsKey{}).(daemons)
	if all[name] != nil {
		ts.Fatalf("there is a %s already", name)
	}
	all[name] = p
	ts.Defer(func() { // whatever the story did, nothing outlives it
		select {
		case <-p.ended:
		default:
			_ = cmd.Process.Kill()
			<-p.ended
		}
	})
}

// halt interrupts processes and demands that each ends by itself with exit code 0, or,
// negated, with another:
//
//	[!] halt name…
func halt(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) == 0 {
		ts.Fatalf("usage: [!] halt name…")
	}
	all := ts.Value(daemonsKey{}).(daemons)
	for _, name := range args {
		p := all[name]
		if p == nil {
			ts.Fatalf("there is no %s", name)
		}
		ts.Check(p.cmd.Process.Signal(os.Interrupt))
		select {
		case <-p.ended:
		case <-time.After(stopWait):
			ts.Fatalf("%s did not end within %s of its interrupt:\n%s", name, stopWait, ts.ReadFile(p.stderr))
		}
		if (p.err != nil) != neg {
			ts.Fatalf("%s ended with %v:\n%s", name, p.err, ts.ReadFile(p.stderr))
		}
		delete(all, name)
	}
}

// jsonEnv sets a variable from a value in the first line of a file, and waits for that
// line. Keys and indices are separated by dots:
//
//	jsonenv NAME file accounts.0.address
func jsonEnv(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: jsonenv NAME file key")
	}
	var line []byte
	waitFor(ts, "a line in "+args[1], func() bool {
		content, err := os.ReadFile(ts.MkAbs(args[1]))
		first, _, complete := bytes.Cut(content, []byte("\n"))
		line = first
		return err == nil && complete
	})
	decoder := json.NewDecoder(bytes.NewReader(line))
	decoder.UseNumber()
	var value any
	ts.Check(decoder.Decode(&value))
	for _, key := range strings.Split(args[2], ".") {
		switch in := value.(type) {
		case map[string]any:
			value = in[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(in) {
				ts.Fatalf("%s: no element %s in %s", args[1], key, line)
			}
			value = in[i]
		}
	}
	if value == nil {
		ts.Fatalf("%s: no %s in %s", args[1], args[2], line)
	}
	ts.Setenv(args[0], fmt.Sprint(value))
}

// envSubst replaces the variables in files by their values:
//
//	envsubst file…
func envSubst(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: envsubst file…")
	}
	for _, file := range args {
		content := os.Expand(ts.ReadFile(file), ts.Getenv)
		ts.Check(os.WriteFile(ts.MkAbs(file), []byte(content), 0o600))
	}
}

// hasMode demands permission bits of files:
//
//	hasmode 0600 file…
func hasMode(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: hasmode mode file…")
	}
	for _, file := range args[1:] {
		info, err := os.Stat(ts.MkAbs(file))
		ts.Check(err)
		if got := fmt.Sprintf("%04o", info.Mode().Perm()); got != args[0] {
			ts.Fatalf("%s has mode %s, want %s", file, got, args[0])
		}
	}
}

// await waits until a file or an HTTP answer matches; it sets $FOUND to the first
// group of the pattern:
//
//	await pattern file|URL
func await(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: await pattern file|URL")
	}
	pattern, err := regexp.Compile(args[0])
	ts.Check(err)
	var content []byte
	waitFor(ts, fmt.Sprintf("%s in %s", pattern, args[1]), func() bool {
		content = read(ts, args[1])
		found := pattern.FindSubmatch(content)
		if len(found) > 1 {
			ts.Setenv("FOUND", string(found[1]))
		}
		return found != nil
	})
}

func read(ts *testscript.TestScript, from string) []byte {
	if !strings.HasPrefix(from, "http://") {
		content, err := os.ReadFile(ts.MkAbs(from))
		if err != nil {
			return nil // not yet there
		}
		return content
	}
	client := http.Client{Timeout: 20 * time.Second}
	response, err := client.Get(from)
	if err != nil {
		return nil // does not answer yet
	}
	defer response.Body.Close()
	content, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	ts.Check(err)
	return content
}

// waitFor fails the story with the stderr of all its processes.
func waitFor(ts *testscript.TestScript, what string, ok func() bool) {
	for deadline := time.Now().Add(startWait); !ok(); time.Sleep(50 * time.Millisecond) {
		if time.Now().Before(deadline) {
			continue
		}
		for name, p := range ts.Value(daemonsKey{}).(daemons) {
			ts.Logf("%s:\n%s", name, ts.ReadFile(p.stderr))
		}
		ts.Fatalf("%s did not come within %s", what, startWait)
	}
}
