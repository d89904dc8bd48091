package e2e_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/e2e"
)

// TestProcessChild is no test: it is what the processes of the stories here run.
func TestProcessChild(t *testing.T) {
	e2e.RunJob()
	t.Skip("runs as a child of the stories on processes alone")
}
