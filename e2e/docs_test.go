package e2e

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestThreatModelNamesRealTests: a promise that names a test which is gone is a
// promise that nothing keeps.
func TestThreatModelNamesRealTests(t *testing.T) {
	document, err := os.ReadFile(filepath.Join("..", "docs", "threat-model.md"))
	if err != nil {
		t.Fatal(err)
	}
	checkNamedTests(t, string(document), 50)
}

// TestDocumentsNameRealTests: the same of all other pages.
func TestDocumentsNameRealTests(t *testing.T) {
	pages, err := filepath.Glob(filepath.Join("..", "docs", "*.md"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, page := range append(pages, filepath.Join("..", "README.md")) {
		document, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(document)
	}
	checkNamedTests(t, all.String(), 50)
}

// checkNamedTests finds each test that a text names, of which there have to be some.
func checkNamedTests(t *testing.T, document string, least int) {
	t.Helper()
	named := regexp.MustCompile("`((?:Test[A-Z]|test[A-Z]|invariant_)[A-Za-z0-9_]+)`").FindAllStringSubmatch(document, -1)
	if len(named) < least {
		t.Fatalf("only %d tests are named", len(named))
	}
	defined := definedTests(t)
	for _, match := range named {
		if !defined[match[1]] {
			t.Errorf("%s does not exist", match[1])
		}
	}
}

// definedTests lists the test functions of the repository, Go's and Solidity's.
func definedTests(t *testing.T) map[string]bool {
	t.Helper()
	function := regexp.MustCompile(`(?m)^\s*func(?:tion)? ((?:Test|test|invariant_)[A-Za-z0-9_]+)\(`)
	defined := map[string]bool{}
	err := filepath.WalkDir("..", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if entry.Name() == "node_modules" || entry.Name() == ".git" || entry.Name() == "out" || entry.Name() == "cache" {
				return filepath.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(path, "_test.go") && !strings.HasSuffix(path, ".t.sol") {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, match := range function.FindAllSubmatch(content, -1) {
			defined[string(match[1])] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return defined
}
