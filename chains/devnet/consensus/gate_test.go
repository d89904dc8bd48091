package consensus

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// gateAt returns a gate before a chain of four validators without blocks, and their signers.
func gateAt(tb failer) (*Gate, *testNet) {
	net := newTestNet(tb, 4)
	ledger := newMemLedger(net.genesis)
	return NewGate(ledger, ledger, 0), net
}

func prepareBy(tb failer, signer Signer, height uint64, round uint32) []byte {
	m := &Prepare{Payload: PreparePayload{Sequence: height, Round: round, Digest: common.HexToHash("0x01")}}
	var err error
	if m.Signature, err = signPayload(signer, CodePrepare, &m.Payload); err != nil {
		tb.Fatal(err)
	}
	frame, err := EncodeFrame(m)
	if err != nil {
		tb.Fatal(err)
	}
	return frame
}

func TestGateAdmitsMembersOfThisHeightAndSoonAfter(t *testing.T) {
	g, net := gateAt(t)
	for _, height := range []uint64{1, 1 + maxHeightsAhead} {
		author, err := g.Admit(prepareBy(t, net.signers[2], height, 0))
		if err != nil || author != net.signers[2].Address() {
			t.Errorf("height %d: author %s (%v), want %s", height, author, err, net.signers[2].Address())
		}
	}
}

func TestGateRefuses(t *testing.T) {
	g, net := gateAt(t)
	stranger := testKey(t, 99)
	good := prepareBy(t, net.signers[0], 1, 0)
	tampered := append([]byte(nil), good...)
	tampered[len(tampered)-1] = 7 // v of the signature
	for _, c := range []struct {
		name  string
		frame []byte
		want  error
	}{
		{"nothing", nil, ErrMalformed},
		{"an unknown code", append([]byte{0x11}, good[1:]...), ErrMalformed},
		{"a trailing byte", append(append([]byte(nil), good...), 0), ErrMalformed},
		{"a signature that is none", tampered, ErrBadSignature},
		{"a decided height", prepareBy(t, net.signers[0], 0, 0), ErrOldHeight},
		{"a height far ahead", prepareBy(t, net.signers[0], 2+maxHeightsAhead, 0), ErrTooFarAhead},
		{"a stranger", prepareBy(t, stranger, 1, 0), ErrNotValidator},
		{"a stranger who may be voted in", prepareBy(t, stranger, 2, 0), ErrTooFarAhead},
	} {
		if author, err := g.Admit(c.frame); !errors.Is(err, c.want) || author != (common.Address{}) {
			t.Errorf("%s: author %s, error %v; want %v", c.name, author, err, c.want)
		}
	}
}

// The gate goes on with the chain, whoever extends it.
func TestGateFollowsTheHead(t *testing.T) {
	net := newTestNet(t, 4)
	ledger := newMemLedger(net.genesis)
	g := NewGate(ledger, ledger, 0)
	if _, err := g.Admit(prepareBy(t, net.signers[0], 1, 0)); err != nil {
		t.Fatal(err)
	}
	ledger.append(net.block(net.genesis, net.signers[0].Address(), 0).Header())
	if _, err := g.Admit(prepareBy(t, net.signers[0], 1, 0)); !errors.Is(err, ErrOldHeight) {
		t.Fatalf("height 1 after block 1: %v, want ErrOldHeight", err)
	}
	if _, next, err := g.Validators(); err != nil || next != 2 {
		t.Fatalf("next height is %d (%v), want 2", next, err)
	}
}

// What the gate lets pass is a member's message in its one encoding.
func FuzzGate(f *testing.F) {
	g, net := gateAt(f)
	for _, signer := range net.signers {
		f.Add(prepareBy(f, signer, 1, 0))
	}
	f.Fuzz(func(t *testing.T, frame []byte) {
		author, err := g.Admit(frame)
		if err != nil {
			return
		}
		msg, err := DecodeFrame(frame)
		if err != nil {
			t.Fatalf("admitted a frame that doesn't decode: %v", err)
		}
		if signed, err := msg.Author(); err != nil || signed != author || !net.set.Contains(author) {
			t.Fatalf("admitted as of %s what %s has signed (%v)", author, signed, err)
		}
	})
}
