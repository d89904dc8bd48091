package qbft_test

import (
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutation also runs the tests of what an operator configures: a wrong schedule
// is no attack, but what attacks could be after.
func TestMutation(t *testing.T) {
	same := func(file, function string, kind mutation.Kind, text, reason string) mutation.Equivalent {
		return mutation.Equivalent{File: file, Func: function, Kind: kind, Text: text, Reason: reason}
	}
	const (
		failed       = "err != nil"
		failedFirst  = failed + " (1)"
		failedSecond = failed + " (2)"
	)
	mutation.Run(t, mutation.Config{
		Files: []string{
			"begin.go", "chain.go", "conflict.go", "dialect.go", "extra_decode.go", "hash.go", "header.go", "leap.go", "schedule.go",
			"seal.go", "set.go", "state.go", "step.go", "tally.go", "verify.go",
		},
		Run:   "^Test(Attack|ParamsValidate|Schedule|DialectText)",
		Quiet: []string{"tally.add"},
		Equivalents: []mutation.Equivalent{
			same("chain.go", "chain.record", mutation.Check, failed, "a header that was read can be encoded"),
			same("header.go", "EncodeHeader", mutation.Check, failedSecond, "what can be hashed can be encoded"),
			same("conflict.go", "Client.verifyRival", mutation.Check, failed, "the header's hash is that of one which was read and verified"),
			same("conflict.go", "Client.evidence", mutation.Check, failed, "the header's hash is that of one which was read and verified"),
			same("extra_decode.go", "Dialect.decodeRound", mutation.Check, failedFirst, "splitExtra has split it as a string already"),
			same("extra_decode.go", "rawExtra.decodeValidators", mutation.Check, failed, "splitExtra has split the list; an address that is none has 0 bytes, not 20"),
			same("extra_decode.go", "Dialect.decodeVote", mutation.Check, failedFirst, "splitExtra has split it"),
			same("extra_decode.go", "Dialect.decodeVote", mutation.Check, failedSecond, "a recipient that is none has 0 bytes, not 20"),
			same("extra_decode.go", "rawExtra.splitSeals", mutation.Check, failed, "splitExtra has split the list; a seal that is none has 0 bytes, not 65"),
			same("header.go", "claim.validators", mutation.Check, failed, "with an error the list is empty, which is refused"),
		},
	})
}
