package beacon_test

import (
	"testing"
	"time"

	"github.com/catenary-bridge/catenary/lightclient/mutation"
)

// TestMutationOfClient takes each check of the client away, and expects one of the attacks
// on it to succeed.
func TestMutationOfClient(t *testing.T) {
	const encodes = "encoding fails for parts of other lengths than the preset's alone, and these were verified"
	mutation.Run(t, mutation.Config{
		Run: "^TestAttackClient", Files: []string{"client_*.go", "restore.go"}, Timeout: 20 * time.Second,
		Equivalents: []mutation.Equivalent{
			{File: "client_conflict.go", Func: "Client.contradicts", Kind: mutation.Check, Text: "err != nil",
				Reason: "what nobody shows is compared as block 0 then, of which we hold nothing: another error, and no conflict either"},
			{File: "client_conflict.go", Func: "Client.shownExecution", Kind: mutation.Return, Text: "return lightclient.Header{}, nil, err",
				Reason: "the same"},
			{File: "client_conflict.go", Func: "Client.compareUpdates", Kind: mutation.Check, Text: "err != nil", Reason: encodes},
			{File: "client_conflict.go", Func: "Client.conflictAt", Kind: mutation.Check, Text: "err != nil (1)",
				Reason: "a header that we hold was read before we held it"},
			{File: "client_conflict.go", Func: "Client.conflictAt", Kind: mutation.Check, Text: "err != nil (4)",
				Reason: encodes + ", and encoded with their headers just before"},
			{File: "client_evidence.go", Func: "testimony.encode", Kind: mutation.Check, Text: "err != nil", Reason: encodes},
			{File: "client_evidence.go", Func: "Network.decodeTestimony", Kind: mutation.Return,
				Text:   "return testimony{SignedUpdate{committee, u.Update()}, saved.Headers}, err",
				Reason: "of keys that are none there is no committee, without which a signature is refused"},
			{File: "client_evidence.go", Func: "testimony.speaksOf", Kind: mutation.Check, Text: "err != nil (2)",
				Reason: "a header that is not bound comes back as the zero header, which evidence cannot name on both sides"},
			{File: "client_evidence.go", Func: "Network.CheckEvidence", Kind: mutation.Boundary, Text: "e.RawTrusted[0] < uint8(numForks)",
				Reason: "a fork that does not exist is refused by both decoders"},
			{File: "client_execution.go", Func: "Client.bind", Kind: mutation.Check, Text: "before.execution != nil && hash == before.released.Hash",
				Reason: "saves a request: the same header would be fetched and bound once more"},
			{File: "client_execution.go", Func: "Client.bind", Kind: mutation.Check, Text: "errors.As(err, &conflict)",
				Reason: "saves requests: the conflict is found among the errors of all nodes as well"},
			{File: "client_update.go", Func: "Client.failure", Kind: mutation.Check, Text: "ctx.Err() != nil",
				Reason: "whatever an update comes to that has been called off, the keeper tells that alone"},
			{File: "client_update.go", Func: "Client.force", Kind: mutation.Check, Text: "err != nil (1)",
				Reason: "fails for a next committee of keys that are none alone, which two thirds of a committee would have had to sign"},
		},
	})
}
