package lightclient_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation is of what clients share; the stores have tests of their own.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{"errors.go", "keeper.go", "rotation.go", "request.go", "times.go"},
		Run:   "^Test(Attack|Keeper|Rotation|Request)",
	})
}
