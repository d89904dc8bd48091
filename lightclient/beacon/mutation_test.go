package beacon_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation takes each check away, and expects one of the attacks to succeed.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Files: []string{
			"ancestor.go", "bls.go", "codec.go", "codec_json.go", "codec_lists.go", "conflict.go", "fork.go", "header.go", "json.go",
			"merkle.go", "network.go", "networkfile.go", "policy.go", "preset.go", "store.go", "validate.go", "wire.go", "wire_json.go", "wire_parts.go",
		},
		Quiet: []string{
			"verifyBranch", "isZeroBranch", "LightClientUpdate.isSyncCommitteeUpdate", "LightClientUpdate.isFinalityUpdate",
			"SyncAggregate.hasSupermajority", "LightClientHeader.hasNoExecution",
		},
		Equivalents: []mutation.Equivalent{
			{File: "bls.go", Func: "Committee.VerifyAggregate", Kind: mutation.Check, Text: "err != nil (2)",
				Reason: "hashing to the curve fails for ciphersuites of more than 255 bytes alone"},
			{File: "bls.go", Func: "Committee.VerifyAggregate", Kind: mutation.Check, Text: "err != nil (3)",
				Reason: "the pairing fails for lists of different lengths alone"},
		},
	})
}
