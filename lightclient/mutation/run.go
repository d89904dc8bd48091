package mutation

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

const (
	// reserve is what a run leaves of the test's deadline, for its report.
	reserve = 30 * time.Second

	// baselineTimeout bounds the unmutated tests, which take seconds on a machine that has
	// nothing else to do.
	baselineTimeout = 2 * time.Minute

	// minTimeout and timeoutFactor bound one mutant's tests: endless loops must end, and
	// a busy machine must not look like one. The factor is of the unmutated tests, which
	// may have had the machine to themselves. So a mutant that ran out of time, and did not
	// compute for endlessFactor times what they compute, may have been kept waiting: it
	// runs once more, for so many times as long, before that counts. So does one that
	// computed for less than endlessLeast, since to end with all stacks takes some tests
	// many times what they compute.
	minTimeout    = 4 * time.Second
	timeoutFactor = 5
	endlessFactor = 3
	endlessLeast  = 500 * time.Millisecond
	secondFactor  = 3
)

type outcome int

const (
	notRun  outcome = iota
	leftOut         // it is not of the share that was asked for
	survived
	detected
)

type result struct {
	outcome  outcome
	by       string // the test that failed
	timedOut bool
	computed time.Duration // of all processors
	reached  bool          // some test evaluated the mutated condition
	listed   bool          // as a known equivalent
}

type report struct {
	dir      string
	files    int
	share    share
	mutants  []mutant
	results  []result
	baseline time.Duration
	took     time.Duration
}

type runner struct {
	binary, dir, pattern string
	flags                []string
	timeout              time.Duration
	computes             time.Duration // on all processors, without a mutant
	remembered           []string      // by mutant: the test that detected it some time
}

// run runs the tests without a mutant and then with each, on all processors.
func (r *report) run(ctx context.Context, run runner) error {
	start := time.Now()
	if takes(ctx, run.binary, "rapid.nofailfile") {
		run.flags = append(run.flags, "-rapid.nofailfile") // failing is what we want, in the working tree it isn't
	}
	baseline := run
	baseline.timeout = baselineTimeout
	res, out, err := baseline.once(ctx, 0)
	switch {
	case err != nil:
		return err
	case res.outcome != survived:
		return fmt.Errorf("the tests %s fail without any mutant:\n%s", run.pattern, out)
	case strings.Contains(out, "no tests to run"):
		return fmt.Errorf("there are no tests %s", run.pattern)
	}
	r.baseline = time.Since(start)
	run.computes = res.computed
	run.timeout = orDefault(run.timeout, max(minTimeout, timeoutFactor*r.baseline))
	var (
		next  atomic.Int64
		wg    sync.WaitGroup
		mu    sync.Mutex
		fault error
	)
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for ctx.Err() == nil {
				i := int(next.Add(1)) - 1
				if i >= len(r.mutants) {
					return
				}
				if !r.share.has(i) {
					r.results[i].outcome = leftOut
					continue
				}
				res, err := run.detect(ctx, i+1)
				if ctx.Err() != nil {
					return // cut off: it stays notRun
				}
				if err != nil {
					mu.Lock()
					fault = errors.Join(fault, err)
					mu.Unlock()
					return
				}
				r.results[i] = res
			}
		})
	}
	wg.Wait()
	r.took = time.Since(start)
	return fault
}

// detect runs the test that is remembered, and where it does not fail, all of them.
func (run runner) detect(ctx context.Context, id int) (result, error) {
	if test := run.remembered[id-1]; test != "" {
		one := run
		one.pattern = only(test)
		if res, err := one.patiently(ctx, id); err != nil || res.outcome == detected {
			return res, err
		}
	}
	return run.patiently(ctx, id)
}

// patiently is once, and once more with more time where that ran out for what may have
// been want of a processor.
func (run runner) patiently(ctx context.Context, id int) (result, error) {
	res, _, err := run.once(ctx, id)
	if err == nil && res.timedOut && res.computed < max(endlessFactor*run.computes, endlessLeast) {
		run.timeout *= secondFactor
		res, _, err = run.once(ctx, id)
	}
	return res, err
}

// once runs the tests with one mutant. The error is one of starting them.
func (run runner) once(ctx context.Context, id int) (result, string, error) {
	// The binary ends itself and says so; the context is for one that does not.
	ctx, cancel := context.WithTimeout(ctx, run.timeout+10*time.Second)
	defer cancel()
	args := append([]string{"-test.run", run.pattern, "-test.failfast", "-test.short", "-test.timeout", run.timeout.String()}, run.flags...)
	cmd := exec.CommandContext(ctx, run.binary, args...)
	cmd.Dir = run.dir
	cmd.Env = append(os.Environ(), envMutant+"="+strconv.Itoa(id))
	cmd.WaitDelay = time.Second
	b, err := cmd.CombinedOutput()
	out := string(b)
	var computed time.Duration
	if cmd.ProcessState != nil {
		computed = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	}
	var exit *exec.ExitError
	switch {
	case err == nil:
		return result{outcome: survived, computed: computed, reached: strings.Contains(out, reachedTag)}, out, nil
	case ctx.Err() == nil && !errors.As(err, &exit):
		return result{}, out, fmt.Errorf("run tests: %w", err)
	}
	timedOut := ctx.Err() != nil || strings.Contains(out, "panic: test timed out")
	return result{outcome: detected, by: failed(out), timedOut: timedOut, computed: computed}, out, nil
}

var (
	failLine    = regexp.MustCompile(`(?m)^\s*--- FAIL: (\S+)`)
	runningLine = regexp.MustCompile(`running tests:\n\s+(\S+)`) // after a time-out
)

// failed returns the innermost test that failed first.
func failed(out string) string {
	if match := runningLine.FindStringSubmatch(out); match != nil {
		return match[1]
	}
	by := ""
	for _, match := range failLine.FindAllStringSubmatch(out, -1) {
		if strings.HasPrefix(match[1], by) {
			by = match[1]
		}
	}
	if by == "" {
		return "a crash"
	}
	return by
}

// listing tells of each mutant what became of it.
func (r *report) listing() string {
	var b strings.Builder
	for i, m := range r.mutants {
		what := "NOT RUN"
		switch res := r.results[i]; {
		case res.outcome == leftOut:
			what = "left out"
		case res.timedOut:
			what = "time-out in " + res.by
		case res.outcome == detected:
			what = res.by
		case res.listed:
			what = "known equivalent"
		case res.outcome == survived:
			what = "SURVIVED"
		}
		fmt.Fprintf(&b, "\n%v: %s", m, what)
	}
	return b.String()
}

func (r *report) summary() string {
	var kinds []string
	for _, kind := range []Kind{Check, Boundary, Return, Call, Force} {
		n := 0
		for _, m := range r.mutants {
			if m.kind == kind {
				n++
			}
		}
		kinds = append(kinds, fmt.Sprintf("%d %s", n, kind))
	}
	found, timedOut, known, alive, left := 0, 0, 0, 0, 0
	for _, res := range r.results {
		switch {
		case res.outcome == leftOut:
			left++
		case res.outcome == detected:
			found++
			if res.timedOut {
				timedOut++
			}
		case res.outcome == survived && res.listed:
			known++
		case res.outcome == survived:
			alive++
		}
	}
	return fmt.Sprintf("%d mutants in %d files (%s): %d detected (%d by time-out), %d known equivalents, %d survivors, %d not run, %d left out%s; tests take %v, all of it %v",
		len(r.mutants), r.files, strings.Join(kinds, ", "), found, timedOut, known, alive, len(r.mutants)-found-known-alive-left, left, r.share,
		r.baseline.Round(time.Millisecond), r.took.Round(time.Millisecond))
}
