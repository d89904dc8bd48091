package mutation

import (
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// rememberedFile says which test each check of a package rests on, as it was when the
// file was written: people read there which attack a check is for, and a run begins
// with that test, which takes a tenth of the time of all of them. What it says is
// believed for nothing else: where that test does not fail, all are run.
const rememberedFile = "testdata/checks.txt"

var remember = flag.Bool("write-checks", false, "mutation: write "+rememberedFile+" anew")

const rememberedTitle = "# Which test each check rests on. Written by go test -run Mutation -write-checks\n"

// keys names mutants by what stays when lines move; like ones of a function are
// counted.
func keys(mutants []mutant) []string {
	names := make([]string, len(mutants))
	for i, nth := range ordinals(mutants) {
		m := mutants[i]
		names[i] = fmt.Sprintf("%s %s [%s] %s", m.file, m.fn, m.kind, m.text)
		if nth > 1 {
			names[i] = numbered(names[i], nth)
		}
	}
	return names
}

// ordinals counts, from 1, the mutants of one kind and text in a function.
func ordinals(mutants []mutant) []int {
	seen := make(map[mutant]int)
	all := make([]int, len(mutants))
	for i, m := range mutants {
		m.line = 0
		seen[m]++
		all[i] = seen[m]
	}
	return all
}

func numbered(name string, nth int) string { return fmt.Sprintf("%s (%d)", name, nth) }

// remembered reads the file, if there is one. A line that makes no sense is one that
// helps nobody.
func remembered(dir string) (map[string]string, error) {
	tests := make(map[string]string)
	content, err := os.ReadFile(filepath.Join(dir, rememberedFile))
	if errors.Is(err, fs.ErrNotExist) {
		return tests, nil
	}
	if err != nil {
		return nil, err
	}
	for line := range strings.Lines(string(content)) {
		if name, test, ok := strings.Cut(strings.TrimSuffix(line, "\n"), "\t"); ok {
			tests[name] = test
		}
	}
	return tests, nil
}

// write keeps what a run has found, and what others have found in files that it didn't
// look at.
func (r *report) write(dir string) error {
	tests, err := remembered(dir)
	if err != nil {
		return err
	}
	for name := range tests {
		file, _, _ := strings.Cut(name, " ")
		if slices.ContainsFunc(r.mutants, func(m mutant) bool { return m.file == file }) {
			delete(tests, name)
		}
	}
	for i, name := range keys(r.mutants) {
		if res := r.results[i]; res.outcome == detected && strings.HasPrefix(res.by, "Test") {
			tests[name] = res.by
		}
	}
	var b strings.Builder
	b.WriteString(rememberedTitle)
	for _, name := range slices.Sorted(maps.Keys(tests)) {
		fmt.Fprintf(&b, "%s\t%s\n", name, tests[name])
	}
	path := filepath.Join(dir, rememberedFile)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(b.String()), 0o644)
}

// only is the pattern of one test, or subtest.
func only(test string) string {
	parts := strings.Split(test, "/")
	for i, part := range parts {
		parts[i] = "^" + regexp.QuoteMeta(part) + "$"
	}
	return strings.Join(parts, "/")
}
