package evm

import (
	"testing"

	"pgregory.net/rapid"
)

// TestInboxReadsEveryPacking delivers drawn batches, cut anywhere, to the
// compiled Inbox: it must come to the accumulator that Go folds. Each message's
// id is the hash of its canonical encoding, so every field is compared.
func TestInboxReadsEveryPacking(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		l := newTestLane(t, 3, 2)
		l.sent = drawBatch(rt)
		for i := range l.sent {
			l.sent[i].Nonce = uint64(i + 1)
		}
		n := len(l.sent)
		cut := rapid.IntRange(1, n).Draw(rt, "cut")
		first := rapid.IntRange(1, cut).Draw(rt, "first")
		attested := rapid.IntRange(cut, n).Draw(rt, "attested")
		l.target.must(l.inbox, 0, l.delivery(1, cut, attested))
		l.target.must(l.inbox, 0, l.delivery(first, n, n)) // overlaps, so that skipped fields are inherited
		lane, err := inboxABI.UnpackLane(l.target.query(l.inbox, inboxABI.PackLane(9001)))
		if err != nil {
			rt.Fatal(err)
		}
		if want := l.position(n); lane.Nonce != want.Nonce || lane.Accumulator != want.Accumulator {
			rt.Fatalf("the Inbox is at %d %x, want %d %s", lane.Nonce, lane.Accumulator, want.Nonce, want.Accumulator)
		}
	})
}

// TestPackingSavesGas: what the format is for. At the floor price (EIP-7623), 20
// packed messages of one sender to one recipient cost at most two thirds of what
// their canonical encodings would.
func TestPackingSavesGas(t *testing.T) {
	l := newTestLane(t, 5, 3)
	canonical := uint64(0)
	for i := range 20 {
		l.send(l.recipient, 100_000, payload64(i))
		encoded, err := l.sent[i].MarshalBinary()
		if err != nil {
			t.Fatal(err)
		}
		for _, b := range encoded {
			canonical += 10
			if b != 0 {
				canonical += 30
			}
		}
	}
	packed, err := EncodeBatch(l.sent)
	if err != nil {
		t.Fatal(err)
	}
	floor := uint64(0)
	for _, b := range packed {
		floor += 10
		if b != 0 {
			floor += 30
		}
	}
	if floor*3 > canonical*2 {
		t.Fatalf("packed %d gas, canonical %d: want at most two thirds", floor, canonical)
	}
	t.Logf("calldata floor of 20 messages: packed %d gas, canonical %d", floor, canonical)
}
