package consensus

import (
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// certified is a network in which block A was prepared in round 0 and v2 proposes in round 1.
type certified struct {
	*testNet
	a, a1    *types.Block // A as prepared in round 0, and as proposed in round 1
	prepared []*Prepare   // by v1, v2, v3
}

func newCertified(t *testing.T) *certified {
	t.Helper()
	net := newTestNet(t, 4)
	a := net.block(net.genesis, net.signers[0].Address(), 0)
	a1, err := withRound(a, 1)
	if err != nil {
		t.Fatal(err)
	}
	return &certified{net, a, a1, net.prepares(1, 0, net.digest(a), 0, 1, 2)}
}

// rc is v's round-change to round 1, prepared or not.
func (c *certified) rc(v int, prepared bool) *RoundChange {
	if prepared {
		return c.roundChange(c.signers[v], 1, 1, c.a, c.prepared)
	}
	return c.roundChange(c.signers[v], 1, 1, nil, nil)
}

func TestForgedProposalJustification(t *testing.T) {
	c := newCertified(t)
	v2 := c.signers[1]
	stranger := testKey(t, 99)
	fresh := c.block(c.genesis, v2.Address(), 1)
	mixed := func() []*RoundChange { return []*RoundChange{c.rc(1, false), c.rc(2, true), c.rc(3, false)} }
	none := func() []*RoundChange { return c.roundChanges(1, 1, 1, 2, 3) }
	with := func(rcs []*RoundChange, rc *RoundChange) []*RoundChange { rcs[2] = rc; return rcs }
	broken := func() *RoundChange {
		rc := c.rc(3, false)
		rc.Signature[64] = 5
		return rc
	}
	// A quorum of prepares for another block in a higher round; a Byzantine validator claims it without proof.
	b := c.block(c.genesis, c.signers[0].Address(), 0)
	forged := c.rc(3, false)
	forged.Payload.Prepared = &PreparedMetadata{Round: 0, Digest: c.digest(b)}
	forged.Signature = c.sign(c.signers[3], CodeRoundChange, &forged.Payload)
	notBefore := c.rc(3, false)
	notBefore.Payload.Prepared = &PreparedMetadata{Round: 1, Digest: c.digest(c.a1)}
	notBefore.Signature = c.sign(c.signers[3], CodeRoundChange, &notBefore.Payload)

	for _, tc := range []struct {
		name string
		p    *Proposal
	}{
		{"round 1 without round-changes", c.proposal(v2, 1, fresh, nil, nil)},
		{"too few round-changes", c.proposal(v2, 1, fresh, c.roundChanges(1, 1, 1, 2), nil)},
		{"one author twice", c.proposal(v2, 1, fresh, with(none(), c.rc(1, false)), nil)},
		{"round-change by a stranger", c.proposal(v2, 1, fresh, with(none(), c.roundChange(stranger, 1, 1, nil, nil)), nil)},
		{"round-change to another round", c.proposal(v2, 1, fresh, with(none(), c.roundChange(c.signers[3], 1, 2, nil, nil)), nil)},
		{"round-change of another height", c.proposal(v2, 1, fresh, with(none(), c.roundChange(c.signers[3], 2, 1, nil, nil)), nil)},
		{"round-change with a broken signature", c.proposal(v2, 1, fresh, with(none(), broken()), nil)},
		{"prepared not before the round", c.proposal(v2, 1, c.a1, with(mixed(), notBefore), c.prepared)},
		{"prepared block ignored", c.proposal(v2, 1, fresh, mixed(), nil)},
		{"another block than the prepared one", c.proposal(v2, 1, fresh, mixed(), c.prepared)},
		{"prepares missing", c.proposal(v2, 1, c.a1, mixed(), nil)},
		{"too few prepares", c.proposal(v2, 1, c.a1, mixed(), c.prepared[:2])},
		{"one prepare twice", c.proposal(v2, 1, c.a1, mixed(), append(c.prepared[:2:2], c.prepared[0]))},
		{"prepare by a stranger", c.proposal(v2, 1, c.a1, mixed(),
			append(c.prepared[:2:2], c.prepare(stranger, 1, 0, c.digest(c.a))))},
		{"prepare of another round", c.proposal(v2, 1, c.a1, mixed(),
			append(c.prepared[:2:2], c.prepare(c.signers[2], 1, 1, c.digest(c.a))))},
		{"prepare of another height", c.proposal(v2, 1, c.a1, mixed(),
			append(c.prepared[:2:2], c.prepare(c.signers[2], 2, 0, c.digest(c.a))))},
		{"prepare of another block", c.proposal(v2, 1, c.a1, mixed(),
			append(c.prepared[:2:2], c.prepare(c.signers[2], 1, 0, c.digest(b))))},
		{"prepares while nothing is prepared", c.proposal(v2, 1, fresh, none(), c.prepared)},
		{"two prepared blocks in one round", c.proposal(v2, 1, c.a1, with(mixed(), forged), c.prepared)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			net := newTestNet(t, 4)
			wantErr(t, net.step(2, tc.p), ErrUnjustified)
			if st := net.nodes[2].machine.Status(); st.Round != 0 || len(net.wire) != 0 {
				t.Fatalf("a refused proposal moved the validator to round %d, %d messages sent", st.Round, len(net.wire))
			}
		})
	}
	for name, p := range map[string]*Proposal{
		"nothing prepared": c.proposal(v2, 1, fresh, none(), nil),
		"prepared":         c.proposal(v2, 1, c.a1, mixed(), c.prepared),
	} {
		net := newTestNet(t, 4)
		if err := net.step(2, p); err != nil {
			t.Errorf("%s: a good proposal is refused: %v", name, err)
		}
	}
}

// Round 0 needs no justification and must not carry any: it would be relayed to everyone for nothing.
func TestRoundZeroProposalCarriesNothing(t *testing.T) {
	c := newCertified(t)
	for _, p := range []*Proposal{
		c.proposal(c.signers[0], 0, c.a, c.roundChanges(1, 0, 1, 2, 3), nil),
		c.proposal(c.signers[0], 0, c.a, nil, c.prepared),
	} {
		wantErr(t, c.step(1, p), ErrUnjustified)
	}
	wantErr(t, c.step(1, c.proposal(c.signers[0], 0, c.a, nil, nil)), nil)
}

// Of two prepared blocks the one of the higher round counts: the lower one cannot have been decided unless the higher
// one is the same.
func TestHighestPreparedRoundCounts(t *testing.T) {
	c := newCertified(t)
	b1 := c.block(c.genesis, c.signers[1].Address(), 1) // prepared in round 1
	certB := c.prepares(1, 1, c.digest(b1), 1, 2, 3)
	rcs := []*RoundChange{
		c.roundChange(c.signers[0], 1, 2, c.a, c.prepared),
		c.roundChange(c.signers[1], 1, 2, b1, certB),
		c.roundChange(c.signers[2], 1, 2, nil, nil),
	}
	at := func(b *types.Block, round uint32) *types.Block {
		moved, err := withRound(b, round)
		if err != nil {
			t.Fatal(err)
		}
		return moved
	}
	v3 := c.signers[2]
	wantErr(t, c.step(3, c.proposal(v3, 2, at(c.a, 2), rcs, c.prepared)), ErrUnjustified)
	wantErr(t, c.step(3, c.proposal(v3, 2, at(b1, 2), rcs, certB)), nil)

	// An honest proposer chooses it too.
	for _, rc := range rcs[:2] {
		wantErr(t, c.step(2, rc), nil)
	}
	r := c.nodes[2].machine.h.rounds[2]
	if r == nil || r.proposal == nil {
		t.Fatal("v3 does not propose with a quorum of round-changes")
	}
	if got, want := r.proposal.Digest(), c.digest(at(b1, 2)); got != want {
		t.Fatalf("v3 proposes %s, want the block prepared in the highest round %s", got, want)
	}
}

func TestForgedRoundChange(t *testing.T) {
	c := newCertified(t)
	stranger := testKey(t, 99)
	sign := func(rc *RoundChange) *RoundChange {
		rc.Signature = c.sign(c.signers[2], CodeRoundChange, &rc.Payload)
		return rc
	}
	change := func(f func(rc *RoundChange)) *RoundChange {
		rc := c.rc(2, true)
		f(rc)
		return sign(rc)
	}
	other := c.block(c.genesis, c.signers[0].Address(), 0)
	tx := types.NewTx(&types.LegacyTx{Gas: 21000, GasPrice: common.Big1, Value: common.Big1})
	grandchild := c.block(c.a.Header(), c.signers[0].Address(), 0)
	for name, rc := range map[string]*RoundChange{
		"to round 0":               c.roundChange(c.signers[2], 1, 0, nil, nil),
		"prepared without a block": change(func(rc *RoundChange) { rc.Block = nil }),
		"another block":            change(func(rc *RoundChange) { rc.Block = other }),
		"block without a claim":    change(func(rc *RoundChange) { rc.Payload.Prepared, rc.Prepares = nil, nil }),
		"prepares without a claim": change(func(rc *RoundChange) { rc.Payload.Prepared, rc.Block = nil, nil }),
		"too few prepares":         change(func(rc *RoundChange) { rc.Prepares = rc.Prepares[:2] }),
		"one prepare twice":        change(func(rc *RoundChange) { rc.Prepares = append(rc.Prepares[:2:2], rc.Prepares[0]) }),
		"prepare by a stranger": change(func(rc *RoundChange) {
			rc.Prepares = append(rc.Prepares[:3:3], c.prepare(stranger, 1, 0, c.digest(c.a)))
		}),
		"prepares of another round":  change(func(rc *RoundChange) { rc.Prepares = c.prepares(1, 1, c.digest(c.a), 0, 1, 2) }),
		"prepares of another height": change(func(rc *RoundChange) { rc.Prepares = c.prepares(2, 0, c.digest(c.a), 0, 1, 2) }),
		"prepared in the same round": change(func(rc *RoundChange) {
			rc.Payload.Prepared.Round = 1
			rc.Prepares = c.prepares(1, 1, c.digest(c.a), 0, 1, 2)
		}),
		"transactions under a header": change(func(rc *RoundChange) { rc.Block = c.a.WithBody(types.Body{Transactions: types.Transactions{tx}}) }),
		"block of another height": c.roundChange(c.signers[2], 1, 1, grandchild,
			c.prepares(1, 0, c.digest(grandchild), 0, 1, 2)),
	} {
		t.Run(name, func(t *testing.T) {
			wantErr(t, c.step(1, rc), ErrUnjustified)
		})
	}
	wantErr(t, c.step(1, c.rc(2, true)), nil)
	wantErr(t, c.step(1, c.rc(3, false)), nil)
}

// A round-change below the current round is late; f of them move nobody, f+1 do.
func TestRoundJumpNeedsOneHonestValidator(t *testing.T) {
	c := newCertified(t)
	status := func() Status { return c.nodes[0].machine.Status() }
	wantErr(t, c.step(0, c.roundChange(c.signers[3], 1, 7, nil, nil)), nil)
	if status().Round != 0 {
		t.Fatal("one of four moved a validator to its round")
	}
	wantErr(t, c.step(0, c.roundChange(c.signers[2], 1, 3, nil, nil)), nil)
	if got := status().Round; got != 3 {
		t.Fatalf("in round %d, want 3: the highest that f+1 have reached", got)
	}
	wantErr(t, c.step(0, c.roundChange(c.signers[1], 1, 2, nil, nil)), ErrOldRound)
}
