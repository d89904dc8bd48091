package e2e

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// mentions reports whether a source file of the module holds a text.
func mentions(t *testing.T, p goPackage, file, text string) bool {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("..", filepath.FromSlash(p.name()), file))
	if err != nil {
		t.Fatal(err)
	}
	return strings.Contains(string(content), text)
}
