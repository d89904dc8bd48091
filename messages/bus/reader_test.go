package bus

import (
	"bytes"
	"crypto/ecdsa"
	"encoding/base64"
	"encoding/json"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/crypto"
	"github.com/nats-io/nats.go"

	"github.com/catenary-bridge/catenary/messages"
)

// TestReaderSeesWhatTheStreamKeeps: every retained answer with its time, and the claim
// that refusals have pushed out of the stream; all that beside the relayer whose
// identity it shares, which misses nothing for it.
func TestReaderSeesWhatTheStreamKeeps(t *testing.T) {
	b := newBench(t, 2).up()
	answers, stop := b.collect(b.relayer("r1"))
	defer stop()
	began := time.Now().Add(-time.Minute)
	signer := b.signer(0)
	must(t, signer.PublishAnswer(b.ctx(), b.approve(0, b.request(lane(1), 40, 1))))
	for attempt := uint64(1); attempt <= MessagesPerSubject; attempt++ {
		must(t, signer.PublishAnswer(b.ctx(), b.refuse(0, b.request(lane(1), 41, attempt), messages.ReasonHeld)))
	}
	must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(1), 41, 1))))
	must(t, b.signer(1).PublishAnswer(b.ctx(), b.approve(1, b.request(lane(2), 9, 1))))

	told, err := NewReader(b.dial(b.relayers["r1"])).Answers(b.ctx(), lane(1))
	must(t, err)
	var refused, approved, claimed int
	for _, one := range told {
		if one.At.Before(began) || one.At.After(time.Now().Add(time.Minute)) {
			t.Errorf("answer stored at %v", one.At)
		}
		switch nonce := one.Answer.Checkpoint().Nonce; {
		case one.Claim && nonce == 40 && one.Answer.Signer() == b.address(0), one.Claim && nonce == 41 && one.Answer.Signer() == b.address(1):
			claimed++
		case one.Answer.Refusal != nil && nonce == 41:
			refused++
		case one.Answer.Approval != nil && nonce == 41:
			approved++
		default:
			t.Errorf("unexpected %+v", one)
		}
	}
	if refused != MessagesPerSubject || approved != 1 || claimed != 2 {
		t.Errorf("%d refusals, %d approvals, %d claims, want %d, 1 and 2", refused, approved, claimed, MessagesPerSubject)
	}
	for range MessagesPerSubject + 3 {
		await(t, answers, func(messages.Answer) bool { return true })
	}
}

// TestAttackSignerReadsMore: a signer's identity sees its own answers alone.
func TestAttackSignerReadsMore(t *testing.T) {
	b := newBench(t, 2).up()
	must(t, b.signer(0).PublishAnswer(b.ctx(), b.approve(0, b.request(lane(1), 7, 1))))
	own := NewReader(b.dial(b.signers[0]))
	told, err := own.OwnAnswer(b.ctx(), lane(1), b.address(0))
	must(t, err)
	if len(told) != 2 || told[0].Answer.Approval == nil || told[0].Claim || !told[1].Claim {
		t.Fatalf("told %+v, want the approval and the claim", told)
	}
	if told, err := own.OwnAnswer(b.ctx(), lane(2), b.address(0)); err != nil || told != nil {
		t.Fatalf("told %+v, %v of a lane without answers", told, err)
	}
	_, err = NewReader(b.dial(b.signers[1])).OwnAnswer(b.ctx(), lane(1), b.address(0))
	wantErr(t, err, ErrForbidden)
	_, err = NewReader(b.dial(b.signers[1])).Answers(b.ctx(), lane(1))
	wantErr(t, err, ErrForbidden)
}

// TestAttackAnswersThatDeceiveAReader: a signer writes in another's name, under the
// server's headers, and carries claims that are not its own.
func TestAttackAnswersThatDeceiveAReader(t *testing.T) {
	b := newBench(t, 2)
	own := approvalSubject(lane(1), b.address(0))
	foreign, err := b.approve(1, b.request(lane(1), 77, 1)).Approval.MarshalBinary()
	must(t, err)
	for name, attack := range map[string]struct {
		body   []byte
		header nats.Header
		want   int // answers that are left
	}{
		"another's name":    {encode(t, b.approve(1, b.request(lane(1), 5, 1))), nil, 0},
		"another's subject": {encode(t, b.approve(0, b.request(lane(1), 5, 1))), nats.Header{headerSubject: {approvalSubject(lane(1), b.address(1))}}, 0},
		"a sequence":        {encode(t, b.approve(0, b.request(lane(1), 5, 1))), nats.Header{headerSequence: {"1"}}, 0},
		"another's claim":   {encode(t, b.refuse(0, b.request(lane(1), 5, 1), messages.ReasonHeld)), nats.Header{claimHeader: {base64.StdEncoding.EncodeToString(foreign)}}, 1},
		"no JSON":           {[]byte("{"), nil, 0},
	} {
		t.Run(name, func(t *testing.T) {
			bench := newBench(t, 2)
			bench.keys = b.keys
			bench.up()
			must(t, raw(t, bench.dial(bench.signers[0]), own, attack.body, attack.header))
			if n := bench.stored(approvalStream, own); n != 1 {
				t.Fatalf("the stream holds %d messages, want the attack", n)
			}
			told, err := NewReader(bench.dial(bench.relayers["r1"])).Answers(bench.ctx(), lane(1))
			must(t, err)
			if len(told) != attack.want {
				t.Errorf("told %+v, want %d answers", told, attack.want)
			}
		})
	}
	// A time of the writer's choice is no time.
	bench := newBench(t, 2)
	bench.keys = b.keys
	bench.up()
	must(t, raw(t, bench.dial(bench.signers[0]), own, encode(t, b.approve(0, b.request(lane(1), 5, 1))), nats.Header{headerTime: {"2001-01-01T00:00:00Z"}}))
	told, err := NewReader(bench.dial(bench.relayers["r1"])).Answers(bench.ctx(), lane(1))
	must(t, err)
	if len(told) != 1 || !told[0].At.IsZero() {
		t.Errorf("told %+v, want one answer without a time", told)
	}
}

// FuzzReadTold: whatever the stream holds, what is read of it names the subject's writer
// and lane, or is an error.
func FuzzReadTold(f *testing.F) {
	b := &bench{keys: []*ecdsa.PrivateKey{fuzzKey()}}
	subject := approvalSubject(lane(1), b.address(0))
	refusal, err := json.Marshal(b.refuse(0, b.request(lane(1), 5, 1), messages.ReasonHeld))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(subject, "", refusal, "2026-11-23T12:00:00.123456789Z")
	f.Add(subject, "AQ==", []byte(`{"attempt":1}`), "yesterday")
	f.Add("catenary.v1.approval.x.y", "!", []byte("{"), "")
	f.Fuzz(func(t *testing.T, subject, claim string, data []byte, at string) {
		m := &nats.Msg{Data: data, Header: nats.Header{headerSubject: {subject}, headerSequence: {"1"}, headerTime: {at}, claimHeader: {claim}}}
		told, err := readTold(m)
		if err != nil {
			return
		}
		answer := &told.Answer
		if approvalSubject(answer.Checkpoint().Lane, answer.Signer()) != subject || (answer.Approval == nil) == (answer.Refusal == nil) {
			t.Fatalf("%+v was read from %q", told, subject)
		}
		for _, one := range readClaims(m, answer.Signer(), answer.Checkpoint().Lane) {
			if !one.Claim || one.Answer.Signer() != answer.Signer() {
				t.Fatalf("claim %+v of %s", one, answer.Signer())
			}
		}
	})
}

// fuzzKey is always the same, so that a corpus keeps its meaning.
func fuzzKey() *ecdsa.PrivateKey {
	key, err := crypto.ToECDSA(bytes.Repeat([]byte{7}, 32))
	if err != nil {
		panic(err)
	}
	return key
}
