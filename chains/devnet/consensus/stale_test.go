package consensus

import (
	"errors"
	"testing"

	"github.com/ethereum/go-ethereum/common"
)

func TestMessageBeforeFirstHeightIsRefused(t *testing.T) {
	net := newTestNet(t, 4)
	m, err := NewMachine(net.signers[0], Timeouts{1, 1})
	if err != nil {
		t.Fatal(err)
	}
	wantErr(t, m.Step(net.prepare(net.signers[1], 1, 0, common.Hash{1})), ErrNoHeight)
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
