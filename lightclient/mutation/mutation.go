// Package mutation proves that a package's attack tests are what its checks rest on:
// it takes each check away in turn, and expects a test to fail.
//
// A client calls it from a test of its own, in any of its test files:
//
//	func TestMutation(t *testing.T) {
//		mutation.Run(t, mutation.Config{
//			Files: []string{"verify.go", "tally.go"},
//			Quiet: []string{"tally.add"},
//			Equivalents: []mutation.Equivalent{{
//				File: "verify.go", Func: "Verify", Kind: mutation.Check, Text: "len(untrusted) > MaxBatch",
//				Reason: "bounds memory only: what a longer batch holds is checked as well",
//			}},
//		})
//	}
//
// # What is taken away
//
// Each [Kind] of mutant makes the code accept more, and never less:
//
//   - Check: an if, or a case of a switch without expression, whose body ends by
//     returning an error, holds no more. Of conditions joined by || each is taken
//     away by itself.
//   - Boundary: in such a condition < becomes <=, <= becomes <, and so on, since
//     much rests on what exactly a third or two thirds are.
//   - Return: any other return of an error returns nil in its place, be it the end of
//     a search, a default, or the call of another check.
//   - Call: err = check(…) assigns nil.
//   - Force: in the functions named as Quiet, which reject without an error (they skip,
//     count apart, or answer false), each condition and each part of the result is
//     also held to be true, and each condition is a Check, whatever its body does.
//
// Conditions are told by their form, not by their types: an error is what a function
// returns last and declares as error, and in Call what is named err.
//
// # How
//
// The sources are instrumented in memory, with all mutants at once, each behind a
// guard that an environment variable opens, and compiled once (go test -c -overlay),
// so that the working tree is never touched and a mutant costs one run of the
// fast tests. A test that fails, panics, or runs out of memory, or of time and not for
// want of a processor, has detected the mutant. Test names matter: run with -v, it lists
// which test each check rests on, and with -write-checks it writes that to
// testdata/checks.txt, where a later run begins.
//
// It takes minutes, and as many as -timeout leaves it where the machine is busy, so that it
// is skipped unless -run names it (go test -run Mutation).
// MUTANTS=2/3 in the environment takes the second of three parts of the mutants; CI takes
// one by the commit.
// Mutants do not mutate themselves.
package mutation

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

// Kind is what a mutant does to the code. See the package comment.
type Kind string

// The kinds of mutants.
const (
	Check    Kind = "check"
	Boundary Kind = "boundary"
	Return   Kind = "return"
	Call     Kind = "call"
	Force    Kind = "force"
)

// Config says what to mutate and which tests to run. Only Files that hold checks of
// what others claim belong here, not those that move data about.
type Config struct {
	Dir         string        // of the package; default: where the test runs
	Files       []string      // globs of its Go files; default: all but tests
	Exclude     []string      // globs of files to leave out of these
	Run         string        // regular expression of the tests; default ^TestAttack
	Quiet       []string      // functions (f, or T.f for methods) that reject without an error
	Equivalents []Equivalent  // mutants known to change nothing that matters
	Timeout     time.Duration // of one mutant's tests; default 4 s, or five times what they take if that is more
}

// Equivalent names mutants that no test can or need tell from the original, by what
// stays when lines move: all mutants of that kind and text in that function, or one of
// them. It is an error when there is none, or when one of them is detected after all, other
// than by a time-out.
type Equivalent struct {
	File, Func string
	Kind       Kind
	Text       string // of the condition, comparison, return or assignment, white space as single blanks; then " (2)" for the second such one alone
	Reason     string
}

// Run fails t for each mutant that the tests do not detect.
func Run(t *testing.T, cfg Config) {
	t.Helper()
	if os.Getenv(envMutant) != "" {
		t.Skip("skipped in a mutant")
	}
	if asked := flag.Lookup("test.run"); testing.Short() || asked == nil || !strings.Contains(asked.Value.String(), "Mutation") {
		t.Skip("skipped: it compiles the package anew and tests it hundreds of times; ask for it by -run Mutation")
	}
	asked, err := askedShare()
	if err != nil {
		t.Fatal(err)
	}
	if *remember && asked.of > 0 {
		t.Fatalf("-write-checks with %s: what is left out would be forgotten; unset it", envShare)
	}
	ctx := t.Context()
	if deadline, ok := t.Deadline(); ok {
		var cancel context.CancelFunc
		ctx, cancel = context.WithDeadline(ctx, deadline.Add(-reserve))
		defer cancel()
	}
	r, err := examine(ctx, cfg, asked)
	if err != nil {
		t.Fatal(err)
	}
	if testing.Verbose() {
		t.Log(r.listing())
	}
	t.Log(r.summary())
	if *remember {
		if err := r.write(r.dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, complaint := range r.complaints(cfg.Equivalents) {
		t.Error(complaint)
	}
}

func orDefault[T comparable](v, value T) T {
	var zero T
	if v == zero {
		return value
	}
	return v
}

// examine instruments, compiles and runs.
func examine(ctx context.Context, cfg Config, of share) (r *report, err error) {
	dir, err := os.MkdirTemp("", "mutation")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	src, err := instrument(cfg)
	if err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	binary, err := src.compile(ctx, dir)
	if err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	tests, err := remembered(src.dir)
	if err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	known := make([]string, len(src.mutants))
	for i, name := range keys(src.mutants) {
		known[i] = tests[name]
	}
	r = &report{dir: src.dir, share: of, files: len(src.files) - 1, mutants: src.mutants, results: make([]result, len(src.mutants))}
	if err := r.run(ctx, runner{binary: binary, dir: src.dir, pattern: orDefault(cfg.Run, "^TestAttack"), timeout: cfg.Timeout, remembered: known}); err != nil {
		return nil, fmt.Errorf("mutation: %w", err)
	}
	r.list(cfg.Equivalents)
	return r, nil
}

// list notes which mutants are known equivalents.
func (r *report) list(equivalents []Equivalent) {
	for i, nth := range ordinals(r.mutants) {
		for _, e := range equivalents {
			r.results[i].listed = r.results[i].listed || e.matches(r.mutants[i], nth)
		}
	}
}

func (e Equivalent) matches(m mutant, nth int) bool {
	return e.File == m.file && e.Func == m.fn && e.Kind == m.kind && (e.Text == m.text || e.Text == numbered(m.text, nth))
}

// complaints returns what is wrong, survivors first.
func (r *report) complaints(equivalents []Equivalent) []string {
	var out []string
	for i, m := range r.mutants {
		switch res := r.results[i]; {
		case res.outcome == notRun:
			out = append(out, fmt.Sprintf("not run for lack of time: %v", m))
		case res.outcome == survived && !res.listed && res.reached:
			out = append(out, fmt.Sprintf("no test fails without: %v", m))
		case res.outcome == survived && !res.listed:
			out = append(out, fmt.Sprintf("no test arrives at: %v", m))
		}
	}
	all := ordinals(r.mutants)
	for _, e := range equivalents {
		matched, alive := 0, 0
		for i, m := range r.mutants {
			if e.matches(m, all[i]) {
				matched++
				// What only ran out of time is no proof against a reason: the machine may be that slow.
				if res := r.results[i]; res.outcome != detected || res.timedOut {
					alive++
				}
			}
		}
		name := fmt.Sprintf("%s %s [%s] %s", e.File, e.Func, e.Kind, e.Text)
		switch {
		case strings.TrimSpace(e.Reason) == "":
			out = append(out, fmt.Sprintf("known equivalent without a reason: %s", name))
		case matched == 0:
			out = append(out, fmt.Sprintf("known equivalent that does not exist: %s", name))
		case alive < matched:
			out = append(out, fmt.Sprintf("known equivalent that is detected after all: %s", name))
		}
	}
	return out
}
