package beacon_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutationOfClient takes each check of the client away, and expects one of the attacks
// on it to succeed.
func TestMutationOfClient(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Run:   "^TestAttackClient",
		Files: []string{"client_*.go", "restore.go"},
	})
}
