package optimism_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		// Not those that only move data: limits, layouts, the order in which endpoints are asked.
		Exclude: []string{"ask.go", "deployment.go"},
		Run:     "^Test(Attack|Edges|Config)",
		Quiet:   []string{"Games.typeOf", "zeroFrom", "word64", "half64", "before"},
		Equivalents: []mutation.Equivalent{
			{File: "game.go", Func: "checkPassed", Kind: mutation.Boundary, Text: "since > now", Reason: "at equality nothing has passed, which the delay refuses"},
			{File: "list.go", Func: "entries.length", Kind: mutation.Boundary, Text: "length > maxListLength", Reason: "bounds work only"},
			{File: "look.go", Func: "Client.consider", Kind: mutation.Check, Text: "err != nil (1)", Reason: "there is no next claim where there is an error"},
			{File: "config.go", Func: "Config.complete", Kind: mutation.Boundary, Text: "cfg.RequestTimeout < 0", Reason: "0 has become the default before"},
			{File: "conflict.go", Func: "Client.freeze", Kind: mutation.Check, Text: "err != nil", Reason: encodable},
			{File: "encode.go", Func: "witness.encode", Kind: mutation.Check, Text: "err != nil", Reason: encodable},
		},
	})
}

// encodable is why errors of encoding what was verified never come.
const encodable = "what was verified can be encoded: its numbers are of bounded length and not negative"
