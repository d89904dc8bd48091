package consensus

import (
	"errors"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

// sent lists what is on the wire to v1, or to v2 where v1 is the sender, and clears the wire.
func (net *testNet) sent() string {
	var all []string
	for _, e := range net.wire {
		if e.to == 0 || e.from == 0 && e.to == 1 {
			m, err := DecodeFrame(e.frame)
			if err != nil {
				net.tb.Fatal(err)
			}
			all = append(all, net.describe(m))
		}
	}
	net.wire = nil
	return strings.Join(all, ", ")
}

func TestRestartedValidatorSaysTheSameOnceMore(t *testing.T) {
	net, a := proposed(t)
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
	before := net.sent()
	net.restart(1)
	if got := net.sent(); got != before || !strings.HasPrefix(got, "prepare h1 r0") {
		t.Fatalf("sent %q after the restart, %q before", got, before)
	}
	// The proposal is repeated, then another one arrives in a second restart: neither makes it sign again.
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
	if got := net.sent(); got != "" {
		t.Fatalf("sent %q upon the repeated proposal", got)
	}
	net.restart(1)
	net.sent()
	other := net.block(net.genesis, net.signers[0].Address(), 0)
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, other, nil, nil)), ErrEquivocation)
	if got := net.sent(); got != "" {
		t.Fatalf("sent %q upon another proposal", got)
	}
}

func TestRestartedProposerProposesTheSame(t *testing.T) {
	net := newTestNet(t, 4)
	net.start()
	before := net.sent()
	net.restart(0)
	net.start()
	if got := net.sent(); got != before || !strings.HasPrefix(got, "proposal h1 r0 A") {
		t.Fatalf("sent %q after the restart, %q before", got, before)
	}
	net.restart(0) // it is not proposed anew by whoever was asked to build when it crashed, either
	net.deliverAll()
	if len(net.byHeight) != 1 || net.nodes[0].decided[1] == nil {
		t.Fatal("the height is not decided after its proposer's restart")
	}
}

// The prepared block is what must not be lost: whoever commits and forgets breaks the chain.
func TestRestartedValidatorRemembersWhatItPrepared(t *testing.T) {
	net, a := proposed(t)
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), nil)
	for _, i := range []int{0, 2} {
		wantErr(t, net.step(1, net.prepare(net.signers[i], 1, 0, net.digest(a))), nil)
	}
	net.wire = nil
	net.restart(1)
	if s := net.nodes[1].machine.Status(); s.Prepared == nil || s.Prepared.Digest != net.digest(a) {
		t.Fatalf("prepared %+v after the restart", s.Prepared)
	}
	if got := net.sent(); got != "prepare h1 r0, commit h1 r0" {
		t.Fatalf("sent %q after the restart", got)
	}
	net.timeout(1)
	if got := net.sent(); got != "round-change h1 r1 prepared A in r0" {
		t.Fatalf("sent %q upon the timeout", got)
	}
	net.restart(1)
	if got := net.sent(); got != "round-change h1 r1 prepared A in r0" {
		t.Fatalf("sent %q after the second restart", got)
	}
	wantErr(t, net.step(1, net.proposal(net.signers[0], 0, a, nil, nil)), ErrOldRound)
}

func TestRestartedMachineSignsNothingBelowItsJournal(t *testing.T) {
	net := newTestNet(t, 4)
	first := net.nodes[1].head
	net.start()
	net.deliverAll()
	net.next()
	net.start()
	net.deliverAll()
	n := net.nodes[1]
	if n.saved.Height != 2 {
		t.Fatalf("the journal is at height %d, want 2", n.saved.Height)
	}
	decided := n.decided[1].Header()
	n.head = first // the ledger has lost block 1
	net.wire, n.abstain = nil, nil
	net.restart(1)
	net.start(1)
	if n.abstain == nil || n.machine.Status().Member || len(net.wire) != 0 {
		t.Fatalf("takes part in height 1 (%v), though it is at height 2 in the journal", n.abstain)
	}
	n.head = decided
	net.begin(1, decided)
	if got := net.sent(); !strings.Contains(got, "commit h2 r0") || !n.machine.Status().Member {
		t.Fatalf("sent %q when height 2 began", got)
	}
}

func TestMachineThatAbstainsIsSilentForOneHeight(t *testing.T) {
	net := newTestNet(t, 4)
	m, err := NewMachine(net.signers[1], net.nodes[1].machine.timeouts)
	if err != nil {
		t.Fatal(err)
	}
	m.Abstain(1, ErrJournal)
	net.nodes[1].machine = m
	net.begin(1, net.genesis)
	if !errors.Is(net.nodes[1].abstain, ErrJournal) {
		t.Fatalf("abstains for %v", net.nodes[1].abstain)
	}
	net.start()
	net.deliverAll() // the three others decide
	if strings.Contains(net.takeLog(), "v2 sends") || net.nodes[0].decided[1] == nil {
		t.Fatal("v2 has voted, or the others did not decide without it")
	}
	net.next()
	net.start()
	net.deliverAll()
	if !strings.Contains(net.takeLog(), "v2 sends proposal h2 r0") {
		t.Fatal("v2 does not propose at height 2")
	}
}

func TestRestoreComesFirstAndIsForItsOwner(t *testing.T) {
	net, _ := proposed(t)
	d := net.nodes[0].saved
	if err := net.nodes[0].machine.Restore(d); err == nil {
		t.Fatal("restored in the middle of a height")
	}
	m, err := NewMachine(net.signers[1], net.nodes[1].machine.timeouts)
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, m.Restore(d), ErrJournal)
}

// What a journal says is checked as if a stranger had sent it: a machine that goes on from a wrong state is Byzantine.
func TestBadJournalIsNotFollowed(t *testing.T) {
	c := newCertified(t)
	b := c.block(c.genesis, c.signers[1].Address(), 1)
	cert := &certificate{round: 0, digest: c.digest(c.a), block: c.a, prepares: c.prepared}
	v2, v3 := c.signers[1], c.signers[2]
	none := c.roundChanges(1, 1, 1, 2, 3)
	rc := c.rc(1, true)
	broken := c.prepare(v2, 1, 1, c.digest(c.a1))
	broken.Signature[64] = 7
	forged := c.commit(v2, 1, 1, c.digest(c.a1))
	forged.Payload.Seal = c.commit(v3, 1, 1, c.digest(c.a1)).Payload.Seal
	forged.Signature = c.sign(v2, CodeCommit, &forged.Payload)
	cert1 := &certificate{round: 1, digest: c.digest(c.a1), block: c.a1, prepares: c.prepares(1, 1, c.digest(c.a1), 0, 1, 2)}
	elsewhere := c.block(b.Header(), v2.Address(), 0)
	foreign := &certificate{round: 0, digest: c.digest(elsewhere), block: elsewhere, prepares: c.prepares(1, 0, c.digest(elsewhere), 0, 1, 2)}
	few := &certificate{round: 0, digest: c.digest(c.a), block: c.a, prepares: c.prepared[:2]}

	state := func(round uint32, cert *certificate, own ...Message) *Durable {
		return &Durable{
			Validator: v2.Address(), Height: 1, Parent: c.nodes[1].machine.h.parentHash, Round: round, prepared: cert, messages: own,
		}
	}
	otherParent := state(1, cert, rc)
	otherParent.Parent = common.Hash{1}
	for _, tc := range []struct {
		name string
		d    *Durable
		want string // "" if it is good
	}{
		{"good", state(1, cert, rc, c.proposal(v2, 1, c.a1, []*RoundChange{c.rc(1, true), c.rc(2, false), c.rc(3, false)}, c.prepared)), ""},
		{"good, with a commit", state(1, cert1, rc, c.prepare(v2, 1, 1, c.digest(c.a1)), c.commit(v2, 1, 1, c.digest(c.a1))), ""},
		{"another chain", otherParent, "stands on block"},
		{"prepared later than the round", state(0, cert1), "prepared in round 1, after round 0"},
		{"prepared block of another chain", state(1, foreign), "prepared block"},
		{"too few prepares", state(1, few), "2 prepares, want a quorum of 3"},
		{"signed by another", state(1, nil, c.prepare(v3, 1, 1, c.digest(c.a1))), "is signed by"},
		{"broken signature", state(1, nil, broken), "bad signature"},
		{"proposal out of turn", state(0, nil, c.proposal(v2, 0, c.block(c.genesis, v2.Address(), 0), nil, nil)), "not the proposer"},
		{"unjustified proposal", state(1, nil, c.proposal(v2, 1, b, none[:2], nil)), "2 round-changes, want a quorum of 3"},
		{"bad block proposed", state(1, nil, c.proposal(v2, 1, c.a1, none, nil)), "want the proposer"},
		{"seal of another", state(1, cert1, c.prepare(v2, 1, 1, c.digest(c.a1)), forged), "bad commit seal"},
		{"unjustified round-change", state(1, nil, c.roundChange(v2, 1, 1, c.a, c.prepared[:2])), "2 prepares, want a quorum of 3"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			net := newTestNet(t, 4)
			net.nodes[1].saved = tc.d
			net.restart(1)
			got := net.nodes[1].abstain
			if tc.want == "" {
				if got != nil {
					t.Fatalf("a good state is refused: %v", got)
				}
				return
			}
			if !errors.Is(got, ErrJournal) || !strings.Contains(got.Error(), tc.want) {
				t.Fatalf("abstains for %v, want ErrJournal and %q", got, tc.want)
			}
			net.start(1)
			net.timeout(1)
			if net.nodes[1].machine.Resend(); len(net.wire) != 0 || net.nodes[1].machine.Status().Member {
				t.Fatal("takes part after all")
			}
		})
	}
}
