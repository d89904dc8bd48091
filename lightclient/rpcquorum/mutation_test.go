package rpcquorum

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	told := "Update tells that its context has ended whatever came of it; here it only saves work"
	mutation.Run(t, mutation.Config{
		Exclude: []string{"doc.go", "limits.go", "errors.go"},
		Run:     "^Test([^SM]|S[^u]|M[^u])", // all but this one and the suite, which takes seconds
		Quiet:   []string{"mostAgreed", "candidates"},
		Equivalents: []mutation.Equivalent{
			{File: "config.go", Func: "Config.complete", Kind: mutation.Boundary, Text: "cfg.Timeout < 0", Reason: "0 has become the default before"},
			{File: "tally.go", Func: "mostAgreed", Kind: mutation.Boundary, Text: "hash.Cmp(most) < 0", Reason: "keys of a map are never equal"},
			{File: "link.go", Func: "round.link", Kind: mutation.Check, Text: "ctx.Err() != nil", Reason: told},
			{File: "round.go", Func: "round.goal", Kind: mutation.Check, Text: "ctx.Err() != nil", Reason: told},
			{File: "round.go", Func: "round.highest", Kind: mutation.Check, Text: "ctx.Err() != nil", Reason: told},
			{File: "round.go", Func: "round.agreeAt", Kind: mutation.Return, Text: "return agreed{}, ctx.Err()", Reason: told},
		},
	})
}
