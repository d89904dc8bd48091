package beaconapi_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation takes each check away, and expects one of the attacks to succeed.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{Files: []string{"network.go", "provider.go", "recording.go", "request.go"}})
}
