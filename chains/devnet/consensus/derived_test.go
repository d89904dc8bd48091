package consensus

import (
	"bytes"
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
)

// Whoever copies a message and alters it has made another one, whatever was computed of the first.
func TestAlteredCopyOfAProposalKeepsNothing(t *testing.T) {
	net := newTestNet(t, 4)
	proposer := net.signers[0]
	a, b := net.block(net.genesis, proposer.Address(), 0), net.block(net.genesis, proposer.Address(), 0)
	p := net.proposal(proposer, 0, a, nil, nil)
	if err := net.nodes[1].machine.Step(p); err != nil { // and computes all there is to compute
		t.Fatal(err)
	}
	for name, alter := range map[string]func(*ProposalPayload){
		"block":    func(x *ProposalPayload) { x.Block = b },
		"round":    func(x *ProposalPayload) { x.Round = 4 }, // it is the proposer's again
		"sequence": func(x *ProposalPayload) { x.Sequence = 2 },
		"body": func(x *ProposalPayload) {
			x.Block = a.WithBody(types.Body{Transactions: types.Transactions{types.NewTx(&types.LegacyTx{})}})
		},
	} {
		t.Run(name, func(t *testing.T) {
			forged := *p
			alter(&forged.Payload)
			if author, err := forged.Author(); err == nil && author == proposer.Address() {
				t.Fatal("an altered message passes for its author's")
			}
			if b, err := Encode(&forged); err != nil {
				t.Fatal(err)
			} else if sent, err := Encode(p); err != nil || bytes.Equal(b, sent) {
				t.Fatalf("an altered message is encoded as the one that it was made from (%v)", err)
			}
			if want := net.digest(forged.Payload.Block); forged.Digest() != want {
				t.Fatalf("digest is %s, want %s", forged.Digest(), want)
			}
			if err := net.nodes[2].machine.Step(&forged); !errors.Is(err, ErrNotValidator) && !errors.Is(err, ErrBadSignature) {
				t.Fatalf("error %v, want that of a signature by nobody", err)
			}
		})
	}
	if p.Digest() != net.digest(a) {
		t.Fatal("the copies have changed the message")
	}
}

// A proposer signs a second body under the header that everybody has checked already.
func TestBodyOfAnAlteredCopyIsChecked(t *testing.T) {
	net := newTestNet(t, 4)
	a := net.block(net.genesis, net.signers[0].Address(), 0)
	p := net.proposal(net.signers[0], 0, a, nil, nil)
	if err := net.nodes[1].machine.Step(p); err != nil {
		t.Fatal(err)
	}
	forged := *p
	forged.Payload.Block = a.WithBody(types.Body{Transactions: types.Transactions{types.NewTx(&types.LegacyTx{})}})
	forged.Signature = net.sign(net.signers[0], CodeProposal, &forged.Payload)
	wantErr(t, net.nodes[2].machine.Step(&forged), ErrInvalidProposal)
}

// Not every Proposal has been through Decode.
func TestProposalWithoutABlockIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	p := &Proposal{Payload: ProposalPayload{Sequence: 1}}
	wantErr(t, net.nodes[1].machine.Step(p), ErrMalformed)
}
