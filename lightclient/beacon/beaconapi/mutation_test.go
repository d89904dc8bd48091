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
			{File: "request.go", Func: "Provider.get", Kind: mutation.Check, Text: "err != nil (1)",
				Reason: "of a URL that was parsed, a request can be made"},
			{File: "network.go", Func: "Provider.checkNetwork", Kind: mutation.Return, Text: `return fmt.Errorf("%s: %w: %w", p.name, lightclient.ErrUnavailable, ctx.Err())`,
				Reason: "whose context has ended, has no request answered either"},
			{File: "recording.go", Func: "Recording.readExecution", Kind: mutation.Check, Text: "err != nil (1)",
				Reason: "a folder can be listed of which a file was read just before"},
			{File: "recording.go", Func: "readBounded", Kind: mutation.Check, Text: "err != nil (2)",
				Reason: "what was read of a file that breaks off is no JSON, or all of it"},
		},
	})
}
