package consensus

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the expected output in testdata/*.txt")

// The scripts in testdata read like a log: commands, a line of four dashes, and what the validators did. A blank line
// ends a step; lines beginning with # explain. Commands:
//
//	network N                  N validators v1…vN at height 1; v1 proposes in round 0, v2 in round 1, …
//	start [v…]                 the block period is over
//	deliver                    deliver everything, until nothing is on the wire
//	deliver KIND [to=v…]       deliver one kind of message alone; what it causes waits on the wire
//	drop [KIND] [from=v…] [to=v…]   lose what is on the wire now
//	timeout [v…]               round timers run out
//	resend [v…]                repeat own messages
//	crash v… / revive v…
//	next                       begin the next height everywhere, from the ledger's head
//	equivocate v r             the proposer of round r signs two blocks; half of the others get each
//	status
func TestScripts(t *testing.T) {
	files, err := filepath.Glob(filepath.Join("testdata", "*.txt"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no scripts in testdata: %v", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			raw, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			got := runScript(t, string(raw))
			if *update {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != string(raw) {
				t.Errorf("script differs; it is now (rewrite with -update after thinking):\n%s", firstDifference(string(raw), got))
			}
		})
	}
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range g {
		if i >= len(w) || w[i] != g[i] {
			return fmt.Sprintf("line %d: %q, want %q\n\n%s", i+1, g[i], append(w, "end of file")[min(i, len(w))], got)
		}
	}
	return got
}

// runScript executes the commands and returns the script with the output that they have now.
func runScript(t *testing.T, text string) string {
	t.Helper()
	var out bytes.Buffer
	s := &script{t: t}
	for _, step := range strings.Split(strings.TrimRight(text, "\n"), "\n\n") {
		head, _, hasOutput := strings.Cut(step, "\n----")
		ran := false
		for _, line := range strings.Split(head, "\n") {
			if line != "" && !strings.HasPrefix(line, "#") {
				s.run(strings.Fields(line))
				ran = true
			}
		}
		out.WriteString(head + "\n")
		if ran || hasOutput {
			out.WriteString("----\n")
			if s.net != nil {
				out.WriteString(s.net.takeLog())
			}
		}
		out.WriteString("\n")
	}
	return strings.TrimRight(out.String(), "\n") + "\n"
}

type script struct {
	t   *testing.T
	net *testNet
}

// args are the words of a command: validators, a kind of message, from= and to=.
type args struct {
	nodes    []int
	kind     string
	from, to []int
}

func (s *script) parse(words []string) args {
	s.t.Helper()
	var a args
	for _, w := range words {
		key, value, named := strings.Cut(w, "=")
		switch {
		case named && key == "from":
			a.from = s.validators(value)
		case named && key == "to":
			a.to = s.validators(value)
		case strings.HasPrefix(w, "v"):
			a.nodes = append(a.nodes, s.validators(w)...)
		default:
			a.kind = w
		}
	}
	return a
}

func (s *script) validators(list string) []int {
	s.t.Helper()
	var is []int
	for _, name := range strings.Split(list, ",") {
		i, err := strconv.Atoi(strings.TrimPrefix(name, "v"))
		if err != nil || i < 1 || i > len(s.net.nodes) {
			s.t.Fatalf("script: %q is no validator", name)
		}
		is = append(is, i-1)
	}
	return is
}

func (a args) match(e envelope, m Message) bool {
	in := func(list []int, i int) bool {
		for _, j := range list {
			if i == j {
				return true
			}
		}
		return len(list) == 0
	}
	return (a.kind == "" || a.kind == m.Code().String()) && in(a.from, e.from) && in(a.to, e.to)
}

func (s *script) run(words []string) {
	s.t.Helper()
	if words[0] == "network" {
		n, err := strconv.Atoi(words[1])
		if err != nil {
			s.t.Fatalf("script: network %s: %v", words[1], err)
		}
		s.net = newTestNet(s.t, n)
		return
	}
	net, a := s.net, s.parse(words[1:])
	switch words[0] {
	case "start":
		net.start(a.nodes...)
	case "deliver":
		s.deliver(a)
	case "drop":
		net.logf("(%d lost)", net.discard(a.match))
	case "timeout":
		net.timeout(a.nodes...)
	case "resend":
		for _, i := range net.or(a.nodes) {
			net.nodes[i].machine.Resend()
			net.collect(i)
		}
	case "crash", "revive":
		for _, i := range a.nodes {
			net.nodes[i].crashed = words[0] == "crash"
		}
	case "next":
		net.next()
	case "equivocate":
		s.equivocate(a)
	case "status":
		for _, n := range net.nodes {
			st := n.machine.Status()
			net.logf("%s h%d r%d decided=%t timed=%t", n.name, st.Height, st.Round, st.Decided, st.Timed)
		}
	default:
		s.t.Fatalf("script: unknown command %q", words[0])
	}
}

func (s *script) deliver(a args) {
	net := s.net
	if a.kind == "" && a.from == nil && a.to == nil {
		net.deliverAll()
		return
	}
	pending := net.wire
	net.wire = nil
	var kept []envelope
	for _, e := range pending {
		m, err := DecodeFrame(e.frame)
		if err != nil {
			s.t.Fatal(err)
		}
		if !a.match(e, m) {
			kept = append(kept, e)
			continue
		}
		_ = net.deliver(e)
	}
	net.wire = append(kept, net.wire...)
}

func (s *script) equivocate(a args) {
	s.t.Helper()
	net, by := s.net, a.nodes[0]
	round, err := strconv.ParseUint(a.kind, 10, 32)
	if err != nil {
		s.t.Fatalf("script: equivocate needs a round: %v", err)
	}
	signer := net.signers[by]
	for k := range 2 {
		p := net.proposal(signer, uint32(round), net.block(net.nodes[by].head, signer.Address(), uint32(round)), nil, nil)
		frame, err := EncodeFrame(p)
		if err != nil {
			s.t.Fatal(err)
		}
		net.logf("%s signs %s", net.nodes[by].name, net.describe(p))
		for to := range net.nodes {
			if to != by && to%2 == k {
				net.wire = append(net.wire, envelope{by, to, frame})
			}
		}
	}
}
