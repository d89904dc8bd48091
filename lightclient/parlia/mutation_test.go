package parlia_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{
			"anchor.go", "bls.go", "chain.go", "epoch.go", "extra.go", "finality.go", "header.go", "proof.go", "rival.go", "seal.go", "snapshot.go", "verify.go", "vote.go", "walk.go",
		},
		Equivalents: []mutation.Equivalent{
			{
				File: "finality.go", Func: "findFinal", Kind: mutation.Boundary, Text: "source > above",
				Reason: "finds the header from which the search begins once more, which costs time and changes nothing",
			},
		},
		Quiet: []string{"findFinal", "highestVote", "Attestation.sameVotes", "claim.after", "epoch.has"},
	})
}
