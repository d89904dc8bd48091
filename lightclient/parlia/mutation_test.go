package parlia_test

import (
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Limit: 40 * time.Minute,
		Files: []string{
			"anchor.go", "bls.go", "chain.go", "epoch.go", "extra.go", "finality.go", "header.go", "proof.go", "rival.go", "seal.go", "snapshot.go", "verify.go", "vote.go", "walk.go",
		},
		Quiet: []string{"findFinal", "highestVote", "Attestation.sameVotes", "claim.after", "epoch.has"},
	})
}
