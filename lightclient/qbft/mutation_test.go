package qbft_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{
			"begin.go", "chain.go", "conflict.go", "dialect.go", "extra_decode.go", "hash.go", "header.go", "leap.go", "schedule.go",
			"seal.go", "set.go", "state.go", "step.go", "tally.go", "verify.go",
		},
		Quiet: []string{"tally.add"},
	})
}
