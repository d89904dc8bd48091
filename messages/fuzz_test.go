package messages

import (
	"bytes"
	"encoding"
	"encoding/json"
	"testing"
)

// fuzzBinary checks the promise of every binary decoder: what it accepts is what
// the encoder makes.
func fuzzBinary[T any, P interface {
	*T
	encoding.BinaryMarshaler
	encoding.BinaryUnmarshaler
}](f *testing.F, seeds ...P) {
	for _, seed := range seeds {
		b := must(seed.MarshalBinary())
		f.Add(b)
		f.Add(b[:len(b)-1])
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		p := P(new(T))
		if p.UnmarshalBinary(b) != nil {
			return
		}
		again, err := p.MarshalBinary()
		if err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted %x but encodes %x (%v)", b, again, err)
		}
	})
}

// fuzzJSON checks the same of every JSON decoder, white space aside.
func fuzzJSON[T any](f *testing.F, seeds ...T) {
	for _, seed := range seeds {
		f.Add(must(json.Marshal(seed)))
		f.Add(must(json.MarshalIndent(seed, "", " ")))
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		var v T
		if json.Unmarshal(b, &v) != nil {
			return
		}
		var compact bytes.Buffer
		if err := json.Compact(&compact, b); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(v); err != nil || !bytes.Equal(again, compact.Bytes()) {
			// "null" leaves a value alone by the convention of encoding/json when it is
			// met below a pointer; at the top it reaches UnmarshalJSON and is refused.
			t.Fatalf("accepted %s but encodes %s (%v)", compact.Bytes(), again, err)
		}
	})
}

func FuzzMessageBinary(f *testing.F) {
	m := goldenSamples()["2 64-byte payload"]
	fuzzBinary(f, &m)
}

func FuzzMessageJSON(f *testing.F) {
	fuzzJSON(f, goldenSamples()["2 64-byte payload"], goldenSamples()["6 around 2^53"])
}

func FuzzApprovalBinary(f *testing.F) {
	a := signedApproval(f)
	fuzzBinary(f, &a)
}

func FuzzCheckpointBinary(f *testing.F) {
	c := signedApproval(f).Checkpoint
	fuzzBinary(f, &c)
}

func FuzzAnswerJSON(f *testing.F) {
	a := signedApproval(f)
	fuzzJSON(f, Answer{Attempt: 1, Approval: &a},
		Answer{Attempt: 2, Refusal: &Refusal{Checkpoint: a.Checkpoint, Domain: a.Domain, Signer: a.Signer, Reason: ReasonHeld, Detail: "held until noon <&>"}})
}

func FuzzRequestJSON(f *testing.F) {
	a := signedApproval(f)
	fuzzJSON(f, Request{Checkpoint: a.Checkpoint, Domain: a.Domain, SourceChain: 1, SourceBlock: 1 << 60, Attempt: 1})
}

func FuzzLaneJSON(f *testing.F) {
	fuzzJSON(f, Lane{SourceChain: 1, OutboxMark: filled(3), TargetChain: 1 << 55})
}

func FuzzPositionJSON(f *testing.F) {
	fuzzJSON(f, Position{Nonce: 1 << 54, Accumulator: filled(3)})
}
