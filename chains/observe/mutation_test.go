package observe

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation takes each check away that stands between what an endpoint says and a
// Segment.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{"fold.go", "verify.go", "sent.go", "span.go", "trail.go", "receipts.go"},
		Run:   "^Test(Attack|VerifyLane|Receipts|Reorganisation|Trail|LaneThatIsTooLong|MarkEnds|Blooms|PlanThatIsLost)",
	})
}
