package consensus

import (
	"errors"
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"
)

// Each attack below is one step away from a message that is accepted, so that the check it names is the only thing
// that stops it; the accepted neighbour is tested beside it.

func wantErr(t *testing.T, got, want error) {
	t.Helper()
	if !errors.Is(got, want) {
		t.Fatalf("error %v, want %v", got, want)
	}
}

// proposed returns a network whose v1 has proposed block A at height 1; nothing is delivered.
func proposed(t *testing.T) (*testNet, *types.Block) {
	t.Helper()
	net := newTestNet(t, 4)
	net.start()
	net.wire = nil
	r := net.nodes[0].machine.h.rounds[0]
	return net, r.proposal.Payload.Block
}

func TestStrangerIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	stranger := testKey(t, 99)
	b := net.block(net.genesis, stranger.Address(), 0)
	for _, m := range []Message{
		net.proposal(stranger, 0, b, nil, nil),
		net.prepare(stranger, 1, 0, net.digest(b)),
		net.commit(stranger, 1, 0, net.digest(b)),
		net.roundChange(stranger, 1, 1, nil, nil),
		net.prepare(stranger, 2, 0, net.digest(b)), // into the buffer for later heights
	} {
		wantErr(t, net.step(0, m), ErrNotValidator)
	}
	wantErr(t, net.step(0, net.prepare(net.signers[1], 1, 0, net.digest(b))), nil)
}

func TestBadSignatureIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	halfN := new(big.Int).Rsh(crypto.S256().Params().N, 1)
	for _, tc := range []struct {
		name   string
		mutate func(sig []byte) []byte
	}{
		{"short", func(s []byte) []byte { return s[:64] }},
		{"long", func(s []byte) []byte { return append(s, 0) }},
		{"v is 27", func(s []byte) []byte { s[64] += 27; return s }},
		{"r is zero", func(s []byte) []byte { clear(s[:32]); return s }},
		{"s in the upper half", func(s []byte) []byte {
			high := new(big.Int).Sub(crypto.S256().Params().N, new(big.Int).SetBytes(s[32:64]))
			if high.Cmp(halfN) <= 0 {
				t.Fatal("test signature was not canonical")
			}
			high.FillBytes(s[32:64])
			s[64] ^= 1 // still recovers to the same address
			return s
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := net.prepare(net.signers[1], 1, 0, common.Hash{1})
			p.Signature = tc.mutate(p.Signature)
			wantErr(t, net.step(0, p), ErrBadSignature)
		})
	}
	wantErr(t, net.step(0, net.prepare(net.signers[1], 1, 0, common.Hash{1})), nil)
}

// A signature for one kind of message must not pass for another: the code is signed.
func TestSignatureIsBoundToItsKind(t *testing.T) {
	net := newTestNet(t, 4)
	p := net.prepare(net.signers[1], 1, 0, common.Hash{1})
	p.Signature = net.sign(net.signers[1], CodeCommit, &p.Payload)
	wantErr(t, net.step(0, p), ErrNotValidator) // recovers to an unrelated address
}

func TestReplayFromAnotherHeightIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	net.start()
	old := append([]envelope(nil), net.wire...)
	net.deliverAll()
	net.next()
	for _, e := range old {
		wantErr(t, net.deliver(e), ErrOldHeight)
	}
	// A proposal of height 1 that claims height 2: the block does not stand on the head.
	b := net.nodes[0].decided[1]
	bare, err := withSeals(b, nil)
	if err != nil {
		t.Fatal(err)
	}
	p := net.proposal(net.signers[1], 0, bare, nil, nil)
	p.Payload.Sequence = 2
	p.Signature = net.sign(net.signers[1], CodeProposal, &p.Payload)
	wantErr(t, net.step(0, p), ErrInvalidProposal)
}

func TestOwnMessageFromOutsideIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	wantErr(t, net.step(0, net.prepare(net.signers[0], 1, 0, common.Hash{1})), ErrDuplicate)
}

func TestOnlyTheProposerProposes(t *testing.T) {
	net := newTestNet(t, 4)
	b := net.block(net.genesis, net.signers[1].Address(), 0)
	wantErr(t, net.step(2, net.proposal(net.signers[1], 0, b, nil, nil)), ErrNotProposer)
	b = net.block(net.genesis, net.signers[0].Address(), 0)
	wantErr(t, net.step(2, net.proposal(net.signers[0], 0, b, nil, nil)), nil)
}

// The first statement stays in force, the second is kept as evidence and changes nothing.
func TestEquivocationIsRecordedAndIgnored(t *testing.T) {
	net, a := proposed(t)
	other := net.block(net.genesis, net.signers[0].Address(), 0)
	cert := net.prepares(1, 0, net.digest(a), 0, 1, 2)
	for _, tc := range []struct {
		name          string
		author        int
		first, second Message
	}{
		{"proposal", 0, net.proposal(net.signers[0], 0, a, nil, nil), net.proposal(net.signers[0], 0, other, nil, nil)},
		{"prepare", 2, net.prepare(net.signers[2], 1, 0, net.digest(a)), net.prepare(net.signers[2], 1, 0, net.digest(other))},
		{"commit", 2, net.commit(net.signers[2], 1, 0, net.digest(a)), net.commit(net.signers[2], 1, 0, net.digest(other))},
		{"round-change", 2, net.roundChange(net.signers[2], 1, 1, a, cert), net.roundChange(net.signers[2], 1, 1, nil, nil)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			n := net.nodes[1]
			before := len(n.found)
			wantErr(t, net.step(1, tc.first), nil)
			wantErr(t, net.step(1, tc.first), ErrDuplicate)
			if len(n.found) != before {
				t.Fatal("a repeated message counts as a contradiction")
			}
			wantErr(t, net.step(1, tc.second), ErrEquivocation)
			if len(n.found) != before+1 {
				t.Fatalf("%d pieces of evidence, want one more than %d", len(n.found), before)
			}
			e := n.found[before]
			for _, m := range []Message{e.First, e.Second} {
				if author, err := m.Author(); err != nil || author != net.signers[tc.author].Address() || e.Author != author {
					t.Fatalf("evidence against %s is signed by %s (%v)", e.Author, author, err)
				}
			}
		})
	}
	if got := net.nodes[1].machine.h.rounds[0].proposal.Digest(); got != net.digest(a) {
		t.Fatal("the second proposal replaced the first")
	}
}

func TestForgedCommitSealIsRefused(t *testing.T) {
	net, a := proposed(t)
	digest := net.digest(a)
	sign := func(c *Commit) *Commit {
		c.Signature = net.sign(net.signers[2], CodeCommit, &c.Payload)
		return c
	}
	other := net.commit(net.signers[3], 1, 0, digest)
	stolen := sign(&Commit{Payload: CommitPayload{1, 0, digest, other.Payload.Seal}})
	elsewhere := net.commit(net.signers[2], 1, 0, common.Hash{9})
	wrongBlock := sign(&Commit{Payload: CommitPayload{1, 0, digest, elsewhere.Payload.Seal}})
	none := sign(&Commit{Payload: CommitPayload{1, 0, digest, nil}})
	for _, c := range []*Commit{stolen, wrongBlock, none} {
		wantErr(t, net.step(1, c), ErrBadSeal)
	}
	wantErr(t, net.step(1, net.commit(net.signers[2], 1, 0, digest)), nil)
}

// A seal for round 0 is worth nothing in round 1: the round is in the digest.
func TestSealOfAnotherRoundIsRefused(t *testing.T) {
	net, a := proposed(t)
	later, err := withRound(a, 1)
	if err != nil {
		t.Fatal(err)
	}
	c := net.commit(net.signers[2], 1, 1, net.digest(later))
	c.Payload.Seal = net.commit(net.signers[2], 1, 0, net.digest(a)).Payload.Seal
	c.Signature = net.sign(net.signers[2], CodeCommit, &c.Payload)
	wantErr(t, net.step(1, c), ErrBadSeal)
}

// Votes for another block, and repeated votes, never complete a quorum.
func TestQuorumCountsDistinctVotesForTheProposal(t *testing.T) {
	net, a := proposed(t)
	n, digest := net.nodes[1], net.digest(a)
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
	wantErr(t, net.step(1, net.prepare(net.signers[2], 1, 0, digest)), nil)
	wantErr(t, net.step(1, net.prepare(net.signers[2], 1, 0, digest)), ErrDuplicate)
	wantErr(t, net.step(1, net.prepare(net.signers[3], 1, 0, common.Hash{9})), nil)
	if n.machine.Status().Prepared != nil {
		t.Fatal("prepared with two prepares for the proposal")
	}
	wantErr(t, net.step(1, net.prepare(net.signers[0], 1, 0, digest)), nil)
	if n.machine.Status().Prepared == nil {
		t.Fatal("not prepared with three prepares")
	}
	wantErr(t, net.step(1, net.commit(net.signers[2], 1, 0, digest)), nil)
	wantErr(t, net.step(1, net.commit(net.signers[2], 1, 0, digest)), ErrDuplicate)
	wantErr(t, net.step(1, net.commit(net.signers[3], 1, 0, common.Hash{9})), nil)
	if n.decided[1] != nil {
		t.Fatal("decided with two commits for the proposal")
	}
	wantErr(t, net.step(1, net.commit(net.signers[0], 1, 0, digest)), nil)
	if n.decided[1] == nil {
		t.Fatal("not decided with three commits")
	}
}

// Until the block has been executed, nobody's votes make this validator vote or decide; a block that fails never is.
func TestInvalidBlockIsNeverPreparedNorDecided(t *testing.T) {
	for _, valid := range []bool{true, false} {
		net, a := proposed(t)
		net.manual = true
		n, digest := net.nodes[1], net.digest(a)
		wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
		for _, i := range []int{0, 2, 3} {
			wantErr(t, net.step(1, net.prepare(net.signers[i], 1, 0, digest)), nil)
			wantErr(t, net.step(1, net.commit(net.signers[i], 1, 0, digest)), nil)
		}
		if len(net.wire) != 0 || n.decided[1] != nil {
			t.Fatal("voted or decided before the block was verified")
		}
		hash, err := chainHashOf(a)
		if err != nil {
			t.Fatal(err)
		}
		net.invalid[hash] = !valid
		net.answer(1)
		net.collect(1)
		if got := n.decided[1] != nil; got != valid {
			t.Fatalf("decided %t, want %t", got, valid)
		}
		if !valid && len(net.wire) != 0 {
			t.Fatal("voted for an invalid block")
		}
	}
}
