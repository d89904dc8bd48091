package observe

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation takes each check away that stands between what an endpoint says and a
// Segment.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{"fold.go", "verify.go", "sent.go", "span.go", "trail.go", "trail_grow.go", "receipts.go"},
		Quiet: []string{"Trail.ready", "Trail.passes"},
		Run:   "^Test(Attack|VerifyLane|Receipts|Reorganisation|Trail|LongGap|LaneThatIsTooLong|MarkEnds|Blooms|PlanThatIsLost)",
		Equivalents: []mutation.Equivalent{
			{File: "verify.go", Func: "VerifyLane", Kind: mutation.Check, Text: "final.IsZero()",
				Reason: "the zero state root is no trie's, so that nothing can be proven under it; the check names the reason"},
			{File: "trail_grow.go", Func: "Trail.passes", Kind: mutation.Boundary, Text: "p.Nonce >= t.known.Nonce",
				Reason: "at the known nonce both ways compare the two positions"},
			{File: "trail_grow.go", Func: "Trail.rewrite", Kind: mutation.Return, Text: "return t.grew(with)",
				Reason: "what it would find is found at the next block that is read"},
		},
	})
}
