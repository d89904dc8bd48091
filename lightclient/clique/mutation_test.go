package clique_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	cannotFail := "cannot fail: the header was read, which refuses what cannot be encoded"
	mutation.Run(t, mutation.Config{
		Exclude: []string{"doc.go", "limits.go", "provider.go"},
		Run:     "^TestAttack|^TestScenarios",
		Quiet: []string{
			"snapshot.advance", "snapshot.count", "snapshot.votesAbout", "branch.finality", "branch.finals", "branch.proof",
			"chain.stateBelow", "chain.hashAt", "Client.proofOfOurs",
		},
		Equivalents: []mutation.Equivalent{
			{File: "conflict.go", Func: "Client.findConflict", Kind: mutation.Check, Text: "err != nil (5)", Reason: cannotFail},
			{File: "conflict.go", Func: "Client.findConflict", Kind: mutation.Check, Text: "err != nil (6)", Reason: cannotFail},
			{File: "record.go", Func: "saveState", Kind: mutation.Check, Text: "err != nil", Reason: cannotFail},
			{File: "record.go", Func: "chain.record", Kind: mutation.Check, Text: "err != nil", Reason: cannotFail},
			{File: "record.go", Func: "restoreChain", Kind: mutation.Boundary, Text: "len(r.State) < common.HashLength", Reason: "an empty body is no RLP, and refused as such"},
		},
	})
}
