package parlia_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation also runs the tests of what an operator configures, and of rivals that
// endpoints show.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{
			"anchor.go", "bls.go", "chain.go", "config.go", "conflict.go", "epoch.go", "extra.go", "finality.go", "header.go", "network.go", "params.go",
			"proof.go", "rival.go", "seal.go", "snapshot.go", "verify.go", "vote.go", "walk.go",
		},
		Run: "^Test(Attack|Config|Network|Rivals)",
		Equivalents: []mutation.Equivalent{
			{
				File: "config.go", Func: "Config.Validate", Kind: mutation.Boundary, Text: "d < 0",
				Reason: "where it is 0 it has become the default",
			},
			{
				File: "conflict.go", Func: "Client.fetchBranch", Kind: mutation.Check, Text: "err != nil (3)",
				Reason: "no answer is refused as a header that is none, or as an empty branch, which is no rival",
			},
			{
				File: "finality.go", Func: "findFinal", Kind: mutation.Boundary, Text: "source > above",
				Reason: "finds the header from which the search begins once more, which costs time and changes nothing",
			},
		},
		Quiet: []string{"findFinal", "highestVote", "Attestation.sameVotes", "claim.after", "epoch.has"},
	})
}
