package beaconapi_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation takes each check away, and expects one of the attacks to succeed.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{"network.go", "provider.go", "recording.go", "request.go"},
		Run:   "^Test(Attack|NoSecrets|RetryAfter|NodesThatDoNotSay|RecorderRoundTrip)",
		Equivalents: []mutation.Equivalent{
			{File: "request.go", Func: "Provider.get", Kind: mutation.Check, Text: "err != nil",
				Reason: "of three such checks, that of a request that cannot be made: of a URL that was parsed, one always can"},
			{File: "network.go", Func: "Provider.checkNetwork", Kind: mutation.Return, Text: `return fmt.Errorf("%s: %w: %w", p.name, lightclient.ErrUnavailable, ctx.Err())`,
				Reason: "whose context has ended, has no request answered either"},
			{File: "recording.go", Func: "Recording.readExecution", Kind: mutation.Check, Text: "err != nil",
				Reason: "of two such checks, that of a folder that cannot be listed: a file of it was read just before"},
			{File: "recording.go", Func: "readBounded", Kind: mutation.Check, Text: "err != nil",
				Reason: "of two such checks, that of a file that breaks off while it is read: what was read of it is no JSON"},
		},
	})
}
