package e2e_test

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestDappsDocumentNamesWhatExists: each file that docs/dapps.md names is there, and
// so is each name of code, somewhere in what authors of applications use.
func TestDappsDocumentNamesWhatExists(t *testing.T) {
	t.Parallel()
	content, err := os.ReadFile("../docs/dapps.md")
	if err != nil {
		t.Fatal(err)
	}
	var sources strings.Builder
	for _, pattern := range []string{"src/*.sol", "src/*/*.sol", "src/examples/token/*.sol", "testing/*.sol", "template/*/*.sol", "../typescript/src/*.ts", "package.json"} {
		files, err := filepath.Glob(filepath.Join(contractsDir, pattern))
		if err != nil || len(files) == 0 {
			t.Fatalf("no files %s (%v)", pattern, err)
		}
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sources.Write(text)
		}
	}
	names, paths := 0, 0
	for _, match := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(string(content), -1) {
		span := match[1]
		if path := regexp.MustCompile(`^[a-z0-9/_.-]+/[A-Za-z0-9/_.-]*$`).FindString(span); path != "" {
			paths++
			if !existsUnder(path, "..", contractsDir, typescriptDir) {
				t.Errorf("there is no %s", path)
			}
		} else if span == "cast" || span == "tsc" {
			continue // programs of others
		} else if name := regexp.MustCompile(`^(_?[A-Za-z]+)(\(.*)?$`).FindStringSubmatch(span); name != nil {
			names++
			if !regexp.MustCompile(`\b` + name[1] + `\b`).MatchString(sources.String()) {
				t.Errorf("nothing is called %s", name[1])
			}
		}
	}
	if names < 60 || paths < 10 {
		t.Errorf("only %d names and %d paths", names, paths)
	}
}

func existsUnder(path string, roots ...string) bool {
	return slices.ContainsFunc(roots, func(root string) bool {
		_, err := os.Stat(filepath.Join(root, path))
		return err == nil
	})
}
