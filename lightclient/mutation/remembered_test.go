package mutation

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestRememberedTestsDecideNothing: with a memory that is wrong for every mutant, and
// with one that is right, the same mutants live and die as without.
func TestRememberedTestsDecideNothing(t *testing.T) {
	without := ofSample(t)
	src, err := instrument(sample)
	if err != nil {
		t.Fatal(err)
	}
	binary, err := src.compile(t.Context(), t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	wrong, right := make([]string, len(src.mutants)), make([]string, len(src.mutants))
	for i, res := range without.results {
		wrong[i] = "TestAttackThatIsNotThere/(["
		if strings.HasPrefix(res.by, "Test") {
			right[i] = res.by
		}
	}
	for name, memory := range map[string][]string{"wrong": wrong, "right": right} {
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of the time, time-outs are waited for
			with := &report{mutants: src.mutants, results: make([]result, len(src.mutants))}
			if err := with.run(t.Context(), runner{binary: binary, dir: src.dir, pattern: "^TestAttack", timeout: sample.Timeout, remembered: memory}); err != nil {
				t.Fatal(err)
			}
			for i, res := range with.results {
				if res.outcome != without.results[i].outcome {
					t.Errorf("%v: %v, want %v", src.mutants[i], res, without.results[i])
				}
			}
		})
	}
}

func TestRememberedFile(t *testing.T) {
	dir := t.TempDir()
	if tests, err := remembered(dir); err != nil || len(tests) != 0 {
		t.Fatalf("%v, %v", tests, err)
	}
	m := mutant{kind: Check, file: "a.go", fn: "F", text: "x == 1"}
	r := &report{mutants: []mutant{m, m, m}, results: []result{
		{outcome: detected, by: "TestAttackOne"}, {outcome: detected, by: "TestAttackTwo/a(b)"}, {outcome: survived},
	}}
	if err := r.write(dir); err != nil {
		t.Fatal(err)
	}
	tests, err := remembered(dir)
	if err != nil || len(tests) != 2 || tests["a.go F [check] x == 1"] != "TestAttackOne" || tests["a.go F [check] x == 1 (2)"] != "TestAttackTwo/a(b)" {
		t.Fatalf("%v, %v", tests, err)
	}
	if got := only(tests["a.go F [check] x == 1 (2)"]); got != `^TestAttackTwo$/^a\(b\)$` {
		t.Errorf("pattern %s", got)
	}
	other := &report{mutants: []mutant{{kind: Check, file: "b.go", fn: "F", text: "y"}}, results: []result{{outcome: detected, by: "TestAttackThree"}}}
	r.results[0] = result{outcome: survived}
	for _, r := range []*report{other, r} {
		if err := r.write(dir); err != nil {
			t.Fatal(err)
		}
	}
	if tests, err = remembered(dir); err != nil || len(tests) != 2 || tests["b.go F [check] y"] != "TestAttackThree" || tests["a.go F [check] x == 1"] != "" {
		t.Errorf("after another run and one more: %v, %v", tests, err)
	}
	if err := os.WriteFile(filepath.Join(dir, rememberedFile), []byte("nonsense\n\t\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if tests, err := remembered(dir); err != nil || len(tests) > 1 {
		t.Errorf("%v, %v", tests, err)
	}
}
