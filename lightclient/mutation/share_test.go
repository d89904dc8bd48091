package mutation

import (
	"strings"
	"testing"
)

// The shares are all mutants together, each once.
func TestSharesAreAllTogether(t *testing.T) {
	for _, of := range []int{1, 2, 3, 7} {
		for i := range 50 {
			n := 0
			for part := 1; part <= of; part++ {
				if (share{part, of}).has(i) {
					n++
				}
			}
			if n != 1 {
				t.Fatalf("mutant %d is in %d of %d shares", i, n, of)
			}
		}
	}
	if !(share{}).has(5) {
		t.Error("without a share a mutant is left out")
	}
}

func TestShareIsAskedFor(t *testing.T) {
	for asked, want := range map[string]share{"": {}, "1/1": {1, 1}, "2/3": {2, 3}} {
		t.Setenv(envShare, asked)
		if got, err := askedShare(); err != nil || got != want {
			t.Errorf("%q is %v, %v; want %v", asked, got, err, want)
		}
	}
	for _, asked := range []string{"1", "0/3", "4/3", "-1/3", "1/0", "a/b", "1/3x", "01/3", "1/3 ", "1 /3"} {
		t.Setenv(envShare, asked)
		if _, err := askedShare(); err == nil || !strings.Contains(err.Error(), asked) {
			t.Errorf("%q: error is %v, want one that says it", asked, err)
		}
	}
}

// What is left out is no survivor, nor proof against a known equivalent; what is run counts.
func TestLeftOutIsNotJudged(t *testing.T) {
	m := []mutant{{kind: Check, file: "a.go", fn: "f", text: "x"}, {kind: Check, file: "a.go", fn: "f", text: "y"}, {kind: Check, file: "a.go", fn: "f", text: "z"}}
	r := report{mutants: m, share: share{1, 3}, results: []result{{outcome: survived}, {outcome: leftOut}, {outcome: leftOut}}}
	got := r.complaints([]Equivalent{{File: "a.go", Func: "f", Kind: Check, Text: "z", Reason: "some"}})
	if len(got) != 1 || !strings.Contains(got[0], "f [check] x") {
		t.Errorf("complaints are %q, want one of x", got)
	}
	if s := r.summary(); !strings.Contains(s, "1 survivors, 0 not run, 2 left out by MUTANTS=1/3") {
		t.Errorf("summary is %q", s)
	}
}
