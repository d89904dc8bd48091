package clique_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Exclude: []string{"doc.go", "limits.go", "provider.go"},
		Run:     "^TestAttack|^TestScenarios",
		Quiet: []string{
			"snapshot.advance", "snapshot.count", "snapshot.votesAbout", "branch.finality", "branch.finals", "chain.stateBelow",
		},
	})
}
