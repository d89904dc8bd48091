package consensus

import (
	"errors"
	"math/big"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
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

func TestMessageBeforeFirstHeightIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	m, err := NewMachine(net.signers[0], Timeouts{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, m.Step(net.prepare(net.signers[1], 1, 0, common.Hash{1})), ErrNoHeight)
}

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

// A validator that has asked for a later round has said what it had prepared. Prepares that come late must not make it
// commit to the old round: the quorum that justifies the new round relies on its word.
func TestLatePreparesDoNotCommitAPastRound(t *testing.T) {
	net, a := proposed(t)
	n, digest := net.nodes[1], net.digest(a)
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
	net.timeout(1)
	net.wire = nil
	for _, i := range []int{0, 2, 3} {
		wantErr(t, net.step(1, net.prepare(net.signers[i], 1, 0, digest)), ErrOldRound)
	}
	if n.machine.Status().Prepared != nil || len(net.wire) != 0 {
		t.Fatal("prepared or committed in a round that was given up")
	}
}

// The same through a slow verification: the answer comes after the round was given up.
func TestLateVerificationDoesNotPrepareAPastRound(t *testing.T) {
	net, a := proposed(t)
	net.manual = true
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
	net.timeout(1)
	net.wire = nil
	net.answer(1)
	net.collect(1)
	if len(net.wire) != 0 {
		t.Fatal("prepared in a round that was given up")
	}
}

func TestProposalForAPastRoundIsRefused(t *testing.T) {
	net, a := proposed(t)
	net.timeout(1)
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), ErrOldRound)
}

// A block prepared in an earlier round keeps its coinbase, but that has to be a validator: the next proposer is chosen
// by it.
func TestCoinbaseOfPreparedBlockIsAValidator(t *testing.T) {
	net := newTestNet(t, 4)
	rules := net.nodes[0].machine.h.rules(0, nil)
	wantErr(t, rules.check(net.block(net.genesis, net.signers[3].Address(), 0)), nil)
	wantErr(t, rules.check(net.block(net.genesis, testKey(t, 99).Address(), 0)), ErrInvalidProposal)
}

// Few huge messages must not fill the memory either.
func TestFutureFloodIsBoundedInBytes(t *testing.T) {
	net := newTestNet(t, 4)
	big := types.NewTx(&types.LegacyTx{Data: make([]byte, MaxMessageBytes-4096)})
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

func TestStaleAnswersAreRefused(t *testing.T) {
	net := newTestNet(t, 4)
	net.manual = true
	net.start()
	m := net.nodes[0].machine
	b := net.block(net.genesis, m.self, 0)
	wantErr(t, m.Propose(2, 0, b), ErrStale)
	wantErr(t, m.Propose(1, 1, b), ErrStale)
	wantErr(t, m.Verified(VerifyRequest{Height: 1, Round: 0, Digest: net.digest(b)}, nil), ErrStale)
	wantErr(t, m.Propose(1, 0, b), nil)
	wantErr(t, m.Propose(1, 0, b), ErrStale)
}

// What the own ledger builds is held to the same rules.
func TestOwnBadBlockIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	net.manual = true
	net.start()
	wantErr(t, net.nodes[0].machine.Propose(1, 0, net.block(net.genesis, net.signers[1].Address(), 0)), ErrInvalidProposal)
}

func TestOldTimerDoesNothing(t *testing.T) {
	net := newTestNet(t, 4)
	net.start()
	m := net.nodes[1].machine
	for _, tc := range []RoundTimer{{Height: 0}, {Height: 2}, {Height: 1, Round: 1}} {
		if err := m.Timeout(tc.Height, tc.Round); err != nil || m.Status().Round != 0 {
			t.Fatalf("timer %+v moved the machine to round %d (%v)", tc, m.Status().Round, err)
		}
	}
}

func TestMachineNeverGoesBack(t *testing.T) {
	net := newTestNet(t, 4)
	net.start()
	net.deliverAll()
	net.next()
	m := net.nodes[0].machine
	if err := m.Begin(net.genesis, net.set); err == nil || m.Status().Height != 2 {
		t.Fatalf("began height 1 again (%v)", err)
	}
}

// A validator that is not in the set signs nothing, whatever it hears.
func TestObserverIsSilent(t *testing.T) {
	net := newTestNet(t, 4)
	m, err := NewMachine(testKey(t, 99), Timeouts{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Begin(net.genesis, net.set); err != nil {
		t.Fatal(err)
	}
	m.Start()
	b := net.block(net.genesis, net.signers[0].Address(), 0)
	wantErr(t, m.Step(net.proposal(net.signers[0], 0, b, nil, nil)), nil)
	for i := range net.signers {
		wantErr(t, m.Step(net.prepare(net.signers[i], 1, 0, net.digest(b))), nil)
		wantErr(t, m.Step(net.roundChange(net.signers[i], 1, 5, nil, nil)), nil)
	}
	wantErr(t, m.Timeout(1, 0), nil)
	m.Resend()
	if out := m.Ready(); len(out.Messages) != 0 || out.Build != nil || len(out.Verify) != 0 || out.Timer != nil {
		t.Fatalf("an observer acts: %+v", out)
	}
}

// A validator that is dropped while its messages wait for the next height has no vote there.
func TestBufferedMessageOfDroppedValidatorIsRefused(t *testing.T) {
	net := newTestNet(t, 5)
	wantErr(t, net.step(0, net.prepare(net.signers[4], 2, 0, common.Hash{1})), nil)
	smaller, err := NewSet(net.set.Members()[:4])
	if err != nil {
		t.Fatal(err)
	}
	head := net.block(net.genesis, net.signers[0].Address(), 0).Header()
	net.set = smaller
	net.begin(0, head)
	if got := net.nodes[0].refused; len(got) != 1 || !errors.Is(got[0], ErrNotValidator) {
		t.Fatalf("refused %v, want the dropped validator's message", got)
	}
}

func TestProposalRules(t *testing.T) {
	net := newTestNet(t, 4)
	good := net.block(net.genesis, net.signers[0].Address(), 0)
	edit := func(change func(h *types.Header)) *types.Block {
		h := good.Header()
		change(h)
		return good.WithSeal(h)
	}
	extra := func(change func(x *qbft.ExtraData)) *types.Block {
		return edit(func(h *types.Header) {
			x := net.extra(good)
			change(x)
			h.Extra = x.Encode()
		})
	}
	tx := types.NewTx(&types.LegacyTx{Gas: 21000, GasPrice: common.Big1, Value: common.Big1})
	stranger := testKey(t, 99).Address()
	for name, b := range map[string]*types.Block{
		"number":           edit(func(h *types.Header) { h.Number = big.NewInt(3) }),
		"parent":           edit(func(h *types.Header) { h.ParentHash = common.Hash{1} }),
		"difficulty":       edit(func(h *types.Header) { h.Difficulty = big.NewInt(2) }),
		"mix digest":       edit(func(h *types.Header) { h.MixDigest = common.Hash{} }),
		"nonce":            edit(func(h *types.Header) { h.Nonce = types.EncodeNonce(1) }),
		"uncle hash":       edit(func(h *types.Header) { h.UncleHash = common.Hash{1} }),
		"timestamp":        edit(func(h *types.Header) { h.Time = net.genesis.Time - 1 }),
		"coinbase":         edit(func(h *types.Header) { h.Coinbase = net.signers[1].Address() }),
		"coinbase outside": edit(func(h *types.Header) { h.Coinbase = stranger }),
		"round":            extra(func(x *qbft.ExtraData) { x.Round = 1 }),
		"sealed already":   extra(func(x *qbft.ExtraData) { x.Seals = [][]byte{make([]byte, 65)} }),
		"validator missing": extra(func(x *qbft.ExtraData) {
			x.Validators = x.Validators[:3]
		}),
		"validator replaced": extra(func(x *qbft.ExtraData) { x.Validators[3] = stranger }),
		"validators unsorted": extra(func(x *qbft.ExtraData) {
			x.Validators[0], x.Validators[1] = x.Validators[1], x.Validators[0]
		}),
		"draft format":        extra(func(x *qbft.ExtraData) { x.Format = qbft.FormatDraft }),
		"vote for nobody":     extra(func(x *qbft.ExtraData) { x.Vote = &qbft.Vote{Add: true} }),
		"body without header": good.WithBody(types.Body{Transactions: types.Transactions{tx}}),
		"withdrawals swapped": edit(func(h *types.Header) {
			h.BaseFee, h.WithdrawalsHash = common.Big1, &common.Hash{1}
		}).WithBody(types.Body{Withdrawals: []*types.Withdrawal{}}),
		"withdrawals in a body": good.WithBody(types.Body{Withdrawals: []*types.Withdrawal{}}),
		"uncle in a body":       good.WithBody(types.Body{Uncles: []*types.Header{net.genesis}}),
	} {
		t.Run(name, func(t *testing.T) {
			fresh := newTestNet(t, 4)
			p := net.proposal(net.signers[0], 0, b, nil, nil)
			p.Payload.Sequence = 1
			p.Signature = net.sign(net.signers[0], CodeProposal, &p.Payload)
			wantErr(t, fresh.step(1, p), ErrInvalidProposal)
			if len(fresh.wire) != 0 {
				t.Fatal("a refused proposal was answered")
			}
		})
	}
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, good, nil, nil)), nil)
	vote := extra(func(x *qbft.ExtraData) { x.Vote = &qbft.Vote{Recipient: stranger, Add: true} })
	wantErr(t, net.step(2, net.proposal(net.signers[0], 0, vote, nil, nil)), nil)
}

// A block without QBFT extraData has no digest, so its proposal is not even a message.
func TestProposalWithoutExtraDataIsMalformed(t *testing.T) {
	net, a := proposed(t)
	h := a.Header()
	h.Extra = nil
	p := &Proposal{Payload: ProposalPayload{Sequence: 1, Block: a.WithSeal(h)}}
	p.Signature = net.sign(net.signers[0], CodeProposal, &p.Payload)
	frame, err := EncodeFrame(p)
	if err != nil {
		t.Fatal(err)
	}
	_, err = DecodeFrame(frame)
	wantErr(t, err, ErrMalformed)
}

func TestProposalFromTheFutureIsRefused(t *testing.T) {
	now := time.Unix(1_700_000_000, 0)
	latest := uint64(now.Add(MaxClockDrift).Unix())
	if err := CheckTime(&types.Header{Time: latest}, now); err != nil {
		t.Fatalf("a block within the drift is refused: %v", err)
	}
	wantErr(t, CheckTime(&types.Header{Time: latest + 1}, now), ErrInvalidProposal)
	wantErr(t, CheckTime(&types.Header{Time: 1 << 63}, now), ErrInvalidProposal)
}

func TestVoteThatEmptiesTheSetIsRefused(t *testing.T) {
	net := newTestNet(t, 1)
	only := net.signers[0].Address()
	wantErr(t, checkVote(net.set, only, true), nil) // pointless, harmless
	if err := checkVote(net.set, only, false); err == nil {
		t.Fatal("the only validator may be voted out")
	}
	full := make([]common.Address, MaxValidators)
	for i := range full {
		full[i] = common.BytesToAddress([]byte{1, byte(i)})
	}
	set, err := NewSet(full)
	if err != nil {
		t.Fatal(err)
	}
	if checkVote(set, only, true) == nil {
		t.Fatal("a full set may grow")
	}
}
