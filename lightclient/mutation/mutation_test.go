package mutation

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var sample = Config{
	Dir: "testdata/sample", Quiet: []string{"Count", "Small"}, Timeout: 3 * time.Second, // time is up once where Waits waits
}

// ofSample is what became of the sample's mutants, who are run once for all tests that ask:
// it takes seconds for time to be up.
func ofSample(t *testing.T) *report {
	t.Helper()
	if testing.Short() {
		t.Skip("skipped in short mode: it compiles a package")
	}
	shared.Do(func() { shared.r = run(t, sample) })
	if shared.r == nil {
		t.Fatal("the sample's mutants could not be run")
	}
	return shared.r
}

var shared struct {
	sync.Once
	r *report
}

func run(t *testing.T, cfg Config) *report {
	t.Helper()
	t.Setenv("TMPDIR", t.TempDir()) // others may run mutants meanwhile
	before := files(t)
	r, err := examine(t.Context(), cfg, share{})
	if err != nil {
		t.Fatal(err)
	}
	if after := files(t); !slices.Equal(before, after) {
		t.Fatalf("files were %q, are %q", before, after)
	}
	t.Log(r.summary(), r.listing())
	return r
}

func files(t *testing.T) []string {
	t.Helper()
	names, err := filepath.Glob("testdata/sample/*")
	if err != nil || len(names) < 3 {
		t.Fatalf("sample has %q, %v", names, err)
	}
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "mutation*"))
	if err != nil {
		t.Fatal(err)
	}
	return append(names, left...)
}

// Every line is one mutant that the sample's tests let live, in the order of the file.
const planted = `
no test fails without: sample.go:19 CheckSize [check] len(b) == 13
no test fails without: sample.go:42 CheckOrder [boundary] a > b
no test fails without: sample.go:55 All [call] err = CheckOrder(votes, n)
no test fails without: sample.go:57 All [check] err != nil
no test fails without: sample.go:69 Count [force] v < 1000
no test arrives at: sample.go:69 Count [boundary] v < 1000
no test fails without: sample.go:77 Small [force] v != 5
no test arrives at: sample.go:90 Apart [check] m == nil && (len(m) > 3 || len(m) == 2)
no test arrives at: sample.go:90 Apart [check] len(m) > 3
no test arrives at: sample.go:90 Apart [check] len(m) == 2
no test arrives at: sample.go:90 Apart [boundary] len(m) > 3
no test arrives at: sample.go:93 Apart [return] return errOrder
no test fails without: sample.go:98 Waits [check] v >= 0
no test fails without: sample.go:98 Waits [boundary] v >= 0
no test arrives at: sample.go:102 Waits [return] return errSize
`

func TestFindsThePlantedSurvivorsAlone(t *testing.T) {
	r := ofSample(t)
	got := strings.Join(r.complaints(nil), "\n")
	if want := strings.TrimSpace(planted); got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	by := make(map[string]result)
	for i, m := range r.mutants {
		by[m.String()] = r.results[i]
	}
	for name, want := range map[string]result{
		"sample.go:18 CheckSize [check] len(b) == 0":                              {by: "TestAttackSize/empty"},
		"sample.go:31 CheckVotes [check] votes*3 < n*2":                           {by: "TestAttackVotes"},
		"sample.go:31 CheckVotes [boundary] votes*3 < n*2":                        {by: "TestAttackVotes"},
		"sample.go:40 CheckOrder [check] a == 99":                                 {by: "TestAttackOrder"},
		"sample.go:50 All [check] err != nil":                                     {by: "TestAttackAll"},
		"sample.go:60 All [return] return CheckSize(b)":                           {by: "TestAttackAll"},
		"sample.go:66 Count [check] v%2 == 1":                                     {by: "TestAttackCount"},
		"sample.go:77 Small [boundary] v < 10":                                    {by: "TestAttackSmall"},
		"sample.go:82 Ends [check] v >= 0":                                        {by: "TestAttackEnds", timedOut: true},
		"sample.go:60 All [return] return func() error { return CheckSize(b) }()": {by: "TestAttackAll"},
	} {
		if got := by[name]; got.outcome != detected || got.by != want.by || got.timedOut != want.timedOut {
			t.Errorf("%s: got %+v, want it detected: %+v", name, got, want)
		}
	}
}

func TestKnownEquivalents(t *testing.T) {
	known := []Equivalent{
		{"sample.go", "CheckSize", Check, "len(b) == 13", "thirteen is fine"},
		{"sample.go", "CheckSize", Check, "len(b) == 0", "no, it is tested"},
		{"sample.go", "CheckSize", Check, "len(b) == 14", "no, it does not exist"},
		{"sample.go", "CheckOrder", Boundary, "a > b", " "},
		{"sample.go", "All", Check, "err != nil (2)", "the second one alone"},
		{"sample.go", "All", Check, "err != nil", "no, the first one is tested"},
		{"sample.go", "All", Check, "err != nil (3)", "no, there are two"},
		{"sample.go", "Ends", Check, "v >= 0", "runs out of time, as any could"},
	}
	r := *ofSample(t)
	r.results = slices.Clone(r.results)
	r.list(known)
	got := strings.Join(r.complaints(known), "\n")
	want := planted
	for _, name := range []string{"CheckSize [check] len(b) == 13", "CheckOrder [boundary] a > b", "All [check] err != nil"} {
		at := strings.Index(want, name)
		start, end := strings.LastIndex(want[:at], "\n"), strings.Index(want[at:], "\n")
		want = want[:start] + want[at+end:]
	}
	want = strings.TrimSpace(want) + `
known equivalent that is detected after all: sample.go CheckSize [check] len(b) == 0
known equivalent that does not exist: sample.go CheckSize [check] len(b) == 14
known equivalent without a reason: sample.go CheckOrder [boundary] a > b
known equivalent that is detected after all: sample.go All [check] err != nil
known equivalent that does not exist: sample.go All [check] err != nil (3)`
	if got != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
}

func TestRefusesWhatWouldProveNothing(t *testing.T) {
	if testing.Short() {
		t.Skip("skipped in short mode: it compiles a package")
	}
	for name, test := range map[string]struct {
		change func(*Config)
		words  string
	}{
		"failing baseline":   {func(c *Config) { c.Run = "^TestFailing" }, "fail without any mutant"},
		"no tests":           {func(c *Config) { c.Run = "^TestNone" }, "no tests ^TestNone"},
		"no such file":       {func(c *Config) { c.Files = []string{"sample.go", "gone.go"} }, `"gone.go"`},
		"no such exception":  {func(c *Config) { c.Exclude = []string{"gone*.go"} }, `"gone*.go"`},
		"no such function":   {func(c *Config) { c.Quiet = []string{"Gone"} }, "no function Gone"},
		"nothing left":       {func(c *Config) { c.Exclude, c.Quiet = []string{"*.go"}, nil }, "no checks"},
		"package of no code": {func(c *Config) { c.Dir = "testdata" }, "no buildable Go source"},
	} {
		t.Run(name, func(t *testing.T) {
			cfg := sample
			test.change(&cfg)
			if _, err := examine(t.Context(), cfg, share{}); err == nil || !strings.Contains(err.Error(), test.words) {
				t.Errorf("error is %v, want one with %q", err, test.words)
			}
		})
	}
}

// A run that is cut short must not look like one in which all went well.
func TestLackOfTimeIsTold(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := &report{mutants: []mutant{{kind: Check, file: "a.go", line: 1, fn: "F", text: "x"}}, results: make([]result, 1)}
	if err := r.run(ctx, runner{binary: "/bin/false", pattern: "x"}); err == nil {
		t.Error("runs without time")
	}
	if got := r.complaints(nil); len(got) != 1 || got[0] != "not run for lack of time: a.go:1 F [check] x" {
		t.Errorf("complaints are %q", got)
	}
}
