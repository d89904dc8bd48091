package consensus

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

func TestFarFutureIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	wantErr(t, net.step(0, net.prepare(net.signers[1], 1+maxHeightsAhead, 0, common.Hash{1})), nil)
	wantErr(t, net.step(0, net.prepare(net.signers[1], 2+maxHeightsAhead, 0, common.Hash{1})), ErrTooFarAhead)
}

// One author fills its own share of the future buffer, and nobody else's.
func TestFutureFloodFillsOnlyItsShare(t *testing.T) {
	net := newTestNet(t, 4)
	for i := range maxFuturePerAuthor {
		wantErr(t, net.step(0, net.prepare(net.signers[1], 2, uint32(i), common.Hash{1})), nil)
	}
	wantErr(t, net.step(0, net.prepare(net.signers[1], 2, 999, common.Hash{1})), ErrBufferFull)
	wantErr(t, net.step(0, net.prepare(net.signers[1], 2, 0, common.Hash{1})), ErrBufferFull)
	wantErr(t, net.step(0, net.prepare(net.signers[2], 2, 0, common.Hash{1})), nil)
	wantErr(t, net.step(0, net.prepare(net.signers[2], 2, 0, common.Hash{1})), ErrDuplicate)
}

// Invented rounds of one author displace its own messages and leave the others' where they are.
func TestRoundFloodDisplacesOnlyItsAuthor(t *testing.T) {
	net, b := proposed(t)
	h := net.nodes[1].machine.h
	wantErr(t, net.step(1, net.prepare(net.signers[2], 1, 0, net.digest(b))), nil)
	for round := range uint32(100) {
		wantErr(t, net.step(1, net.prepare(net.signers[3], 1, round+1, common.Hash{1})), nil)
		wantErr(t, net.step(1, net.commit(net.signers[3], 1, round+1, common.Hash{1})), nil)
	}
	if len(h.rounds) > maxRoundsKept+1 {
		t.Fatalf("%d rounds are kept, at most %d wanted", len(h.rounds), maxRoundsKept+1)
	}
	if h.rounds[0].prepares[net.signers[2].Address()] == nil {
		t.Fatal("an honest prepare was displaced")
	}
	wantErr(t, net.step(1, net.prepare(net.signers[3], 1, 1, common.Hash{1})), ErrOldRound)
	for round := range uint32(100) {
		wantErr(t, net.step(1, net.roundChange(net.signers[3], 1, round+1, nil, nil)), nil)
	}
	if kept := len(h.roundChanges[net.signers[3].Address()]); kept > maxRoundsKept {
		t.Fatalf("%d round-changes are kept, at most %d wanted", kept, maxRoundsKept)
	}
	wantErr(t, net.step(1, net.roundChange(net.signers[3], 1, 1, nil, nil)), ErrOldRound)
	if net.nodes[1].machine.Status().Round != 0 {
		t.Fatal("one validator alone moved another to a later round")
	}
}

func TestEvidenceIsBounded(t *testing.T) {
	net := newTestNet(t, 4)
	wantErr(t, net.step(1, net.prepare(net.signers[2], 1, 0, common.Hash{1})), nil)
	for i := range byte(50) {
		wantErr(t, net.step(1, net.prepare(net.signers[2], 1, 0, common.Hash{2, i})), ErrEquivocation)
	}
	if got := len(net.nodes[1].found); got != maxEvidence {
		t.Fatalf("%d pieces of evidence, want %d", got, maxEvidence)
	}
}

// Few huge messages must not fill the memory either.
func TestFutureFloodIsBoundedInBytes(t *testing.T) {
	net := newTestNet(t, 4)
	big := types.NewTx(&types.LegacyTx{Data: make([]byte, MaxMessageBytes/2-4096)})
	txs := types.Transactions{big}
	buffer := futureBuffer{}
	for i, want := range []error{nil, nil, ErrBufferFull} {
		b := net.block(net.genesis, net.signers[1].Address(), 0).WithBody(types.Body{Transactions: txs})
		m := net.proposal(net.signers[1], 0, b, nil, nil)
		if err := buffer.add(m, net.signers[1].Address()); !errors.Is(err, want) {
			t.Fatalf("message %d: error %v, want %v", i, err, want)
		}
	}
}

func TestDecodeBounds(t *testing.T) {
	net := newTestNet(t, 4)
	b := net.block(net.genesis, net.signers[0].Address(), 0)
	rcs := net.roundChanges(1, 1, make([]int, MaxValidators+1)...)
	ps := net.prepares(1, 0, net.digest(b), make([]int, MaxValidators+1)...)
	highPrepared := net.roundChange(net.signers[0], 1, 1, nil, nil)
	highPrepared.Payload.Prepared = &PreparedMetadata{Round: MaxRound + 1}
	huge := b.WithBody(types.Body{Transactions: types.Transactions{
		types.NewTx(&types.LegacyTx{Data: make([]byte, MaxMessageBytes)}),
	}})
	for name, tc := range map[string]struct{ good, bad Message }{
		"round":                    {net.prepare(net.signers[0], 1, MaxRound, common.Hash{}), net.prepare(net.signers[0], 1, MaxRound+1, common.Hash{})},
		"prepared round":           {net.roundChange(net.signers[0], 1, 1, nil, nil), highPrepared},
		"round-changes":            {net.proposal(net.signers[0], 1, b, rcs[1:], nil), net.proposal(net.signers[0], 1, b, rcs, nil)},
		"prepares of a proposal":   {net.proposal(net.signers[0], 1, b, nil, ps[1:]), net.proposal(net.signers[0], 1, b, nil, ps)},
		"prepares of round-change": {net.roundChange(net.signers[0], 1, 1, b, ps[1:]), net.roundChange(net.signers[0], 1, 1, b, ps)},
		"bytes":                    {net.proposal(net.signers[0], 0, b, nil, nil), net.proposal(net.signers[0], 0, huge, nil, nil)},
	} {
		t.Run(name, func(t *testing.T) {
			for m, want := range map[Message]error{tc.good: nil, tc.bad: ErrMalformed} {
				frame, err := EncodeFrame(m)
				if err != nil {
					t.Fatal(err)
				}
				_, err = DecodeFrame(frame)
				wantErr(t, err, want)
			}
		})
	}
}
