package mpt

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation takes each check away. The tests that are about attacks had their names
// before there was a prefix for them.
func TestMutation(t *testing.T) {
	mutation.Run(t, mutation.Config{
		Run: "^Test(Attack|Malformed|ProofOfAnotherKey|ProofUnder|Absence|Extra|Missing|Duplicate|Oversized|EmptyTrie|Inlined|DeepestPath|AccountBounds|ReadReceipt)",
		Equivalents: []mutation.Equivalent{
			{File: "node.go", Func: "splitReference", Kind: mutation.Check, Text: "err != nil (1)",
				Reason: "what cannot be split has neither a kind nor a value, which the switch refuses"},
			{File: "receipt_decode.go", Func: "splitLog", Kind: mutation.Check, Text: "err != nil (1)",
				Reason: "what is no list has no fields, of which the address is refused"},
			{File: "value.go", Func: "splitFixed", Kind: mutation.Check, Text: "err != nil",
				Reason: "what cannot be split has a value of no bytes, and no size that is asked for is 0"},
		},
	})
}
