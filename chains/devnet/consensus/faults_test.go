package consensus

import (
	"context"
	"errors"
	"math/rand/v2"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
)

func TestPausedValidatorCostsOnlyItsRounds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		r.after(time.Second)
		v := r.group.Members()[1]
		v.Pause()
		before := r.after(time.Millisecond)
		// Of each four blocks one needs a second round: three periods, and a second until it is given up.
		got := r.after(13*time.Second) - before
		r.wantHeight("13 s with one of four paused", got, 28, 48)
		stood := v.Status().Height
		if stood > before+2 {
			t.Fatalf("the paused validator is at height %d, it was paused at %d", stood, before)
		}
		v.Resume()
		at := r.after(time.Second)
		if s := v.Status(); s.Height+1 < at {
			t.Fatalf("resumed, but at height %d of %d", s.Height, at)
		}
		proposed := false
		for n := at; n > at-5; n-- {
			proposed = proposed || r.ledger.GetHeaderByNumber(n).Coinbase == v.Address()
		}
		if !proposed {
			t.Fatal("the resumed validator does not propose")
		}
		r.end()
	})
}

// A paused validator does not even read: what waits for it is bounded by the network's queue.
func TestPausedValidatorReadsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		r.after(time.Second)
		v := r.group.Members()[1]
		v.Pause()
		r.after(5 * time.Minute)
		if r.ends[v.Address()].Dropped(r.signers[0].Address()) == 0 {
			t.Fatal("messages for a validator that was paused for five minutes were all read")
		}
		v.Resume()
		at := r.after(3 * time.Second)
		if s := v.Status(); s.Height+1 < at {
			t.Fatalf("resumed, but at height %d of %d", s.Height, at)
		}
		r.end()
	})
}

// Without a quorum nothing is decided; when it is back, the chain goes on soon, however long it stood.
func TestChainResumesAfterLongLossOfQuorum(t *testing.T) {
	for _, tc := range []struct {
		name        string
		stop, start func(r *running)
	}{
		{
			"two paused",
			func(r *running) { r.group.Members()[0].Pause(); r.group.Members()[2].Pause() },
			func(r *running) { r.group.Members()[0].Resume(); r.group.Members()[2].Resume() },
		},
		{
			"two against two",
			func(r *running) {
				r.hub.Partition([]common.Address{r.signers[0].Address(), r.signers[1].Address()},
					[]common.Address{r.signers[2].Address(), r.signers[3].Address()})
			},
			func(r *running) { r.hub.Heal() },
		},
		{
			"everybody alone",
			func(r *running) { r.hub.Partition() },
			func(r *running) { r.hub.Heal() },
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				r := launch(t, 4, 0, 100*time.Millisecond, nil)
				r.after(time.Second)
				tc.stop(r)
				before := r.after(time.Second)
				if got := r.after(time.Hour); got != before {
					t.Fatalf("height went from %d to %d without a quorum", before, got)
				}
				for _, v := range r.group.Members() {
					if round := v.Status().Round; round > 1 {
						t.Fatalf("%s ran ahead to round %d without a quorum", v.Address(), round)
					}
				}
				tc.start(r)
				if got := r.after(10 * time.Second); got < before+20 {
					t.Fatalf("height %d ten seconds after the quorum is back, it was %d", got, before)
				}
				r.end()
			})
		})
	}
}

func TestProgressOverABadNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		random := rand.New(rand.NewPCG(1, 2))
		seen := make(chan struct{}, 1) // a lock that synctest understands
		seen <- struct{}{}
		r.hub.SetRule(func(_, _ common.Address, _ []byte) p2p.Verdict {
			<-seen
			defer func() { seen <- struct{}{} }()
			return p2p.Verdict{
				Drop:  random.IntN(100) < 20,
				Delay: time.Duration(random.IntN(30)) * time.Millisecond,
				Extra: random.IntN(2),
				Ahead: random.IntN(2) == 0,
			}
		})
		if got := r.after(2 * time.Minute); got < 50 {
			t.Fatalf("height %d after two minutes with a fifth of the messages lost", got)
		}
		r.end()
	})
}

// Garbage, strangers' messages and a key that contradicts itself on the wire stop nobody.
func TestAttackerOnTheNetwork(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		attacker, err := r.hub.Join(common.Address{0xff})
		if err != nil {
			t.Fatal(err)
		}
		r.after(time.Second)
		net := newTestNet(t, 4)
		for i := range 100 {
			height := r.ledger.height() + 1
			for _, frame := range [][]byte{
				{0}, {byte(CodeProposal)}, []byte(strings.Repeat("x", 1000)),
				mustFrame(t, net.prepare(testKey(t, 99), height, 0, common.Hash{1})),
				mustFrame(t, net.prepare(net.signers[1], height, 0, common.Hash{1, byte(i)})),
				mustFrame(t, net.prepare(net.signers[1], height, 0, common.Hash{2, byte(i)})),
				mustFrame(t, net.roundChange(net.signers[1], height, 1000, nil, nil)),
			} {
				if err := attacker.Broadcast(frame); err != nil {
					t.Fatal(err)
				}
			}
			r.after(10 * time.Millisecond)
		}
		attacker.Close()
		if got := r.after(time.Second); got < 12 {
			t.Fatalf("height %d under attack", got)
		}
		if len(r.group.Members()[0].Evidence()) == 0 {
			t.Fatal("nobody noticed the contradictions")
		}
		if got := len(r.group.Members()[0].Evidence()); got > maxEvidenceKept {
			t.Fatalf("%d pieces of evidence are kept, at most %d wanted", got, maxEvidenceKept)
		}
		r.end()
	})
}

func mustFrame(t *testing.T, m Message) []byte {
	t.Helper()
	frame, err := EncodeFrame(m)
	if err != nil {
		t.Fatal(err)
	}
	return frame
}

// skewed is a ledger whose blocks claim to be from the future.
type skewed struct{ *memLedger }

func (s skewed) Build(ctx context.Context, p BuildParams) (*types.Block, error) {
	p.Time += 3600
	return s.memLedger.Build(ctx, p)
}

func TestValidatorsRefuseBlocksFromTheFuture(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) { c.Ledger = skewed{c.Ledger.(*memLedger)} })
		r.wantHeight("all proposals are an hour ahead", r.after(time.Minute), 0, 0)
		r.end()
	})
}

// failing is a ledger that can't build.
type failing struct{ *memLedger }

func (failing) Build(context.Context, BuildParams) (*types.Block, error) {
	return nil, errors.New("out of order")
}

func TestFailedBuildCostsTheRoundOnly(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		first := true
		r := launch(t, 4, 0, 100*time.Millisecond, func(c *ValidatorConfig) {
			if first {
				c.Ledger = failing{c.Ledger.(*memLedger)}
			}
		})
		r.wantHeight("nobody can build", r.after(time.Minute), 0, 0)
		r.end()
		first = false
		r.run(100*time.Millisecond, nil)
		if got := r.after(time.Second); got < 5 {
			t.Fatalf("height %d after a restart with a ledger in order", got)
		}
		r.end()
	})
}

// A decided block that can't be stored ends the validator: going on would build a second chain.
func TestFailedCommitEndsTheValidators(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		r.after(time.Second)
		broken := errors.New("disk is full")
		r.ledger.failCommits(broken)
		time.Sleep(time.Second)
		if err := <-r.done; !errors.Is(err, broken) {
			t.Fatalf("the group ended with %v, want the ledger's error", err)
		}
		r.stop()
	})
}

func TestRestartContinuesTheChain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		at := r.after(time.Second)
		r.end()
		r.run(100*time.Millisecond, nil)
		if got := r.after(time.Second); got < at+9 {
			t.Fatalf("height %d a second after the restart at %d", got, at)
		}
		r.end()
	})
}

// hanging is a ledger whose verifications never end by themselves.
type hanging struct{ *memLedger }

func (hanging) Verify(ctx context.Context, _ *types.Block) error {
	<-ctx.Done()
	return ctx.Err()
}

// Work for a ledger that hangs does not pile up for ever.
func TestHangingLedgerEndsTheValidators(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 2, 0, 100*time.Millisecond, func(c *ValidatorConfig) { c.Ledger = hanging{c.Ledger.(*memLedger)} })
		select {
		case err := <-r.done:
			if !errors.Is(err, ErrLedgerHangs) {
				t.Fatalf("the group ended with %v, want ErrLedgerHangs", err)
			}
		case <-time.After(24 * time.Hour):
			t.Fatal("the group goes on for a day with a ledger that hangs")
		}
		r.stop()
	})
}

// broken is a key that stops signing.
type broken struct {
	*KeySigner
	left *atomic.Int64
}

func (b broken) Sign(digest common.Hash) ([]byte, error) {
	if b.left.Add(-1) < 0 {
		return nil, errors.New("token was removed")
	}
	return b.KeySigner.Sign(digest)
}

// A validator whose key fails ends and says so, whatever it was about to sign.
func TestFailedSignerEndsTheValidator(t *testing.T) {
	for signatures := range int64(8) {
		synctest.Test(t, func(t *testing.T) {
			keys := testSigners(t, 1)
			ledger := newMemLedger(testGenesis([]common.Address{keys[0].Address()}))
			pace, err := NewPace(100 * time.Millisecond)
			if err != nil {
				t.Fatal(err)
			}
			endpoint, err := p2p.NewHub().Join(keys[0].Address())
			if err != nil {
				t.Fatal(err)
			}
			signer := broken{keys[0], new(atomic.Int64)}
			signer.left.Store(signatures)
			v, err := NewValidator(ValidatorConfig{Signer: signer, Ledger: ledger, History: ledger, Transport: endpoint, Pace: pace})
			if err != nil {
				t.Fatal(err)
			}
			start := time.Now()
			if err := v.Run(t.Context()); !errors.Is(err, ErrSigner) {
				t.Fatalf("after %d signatures the validator ended with %v, want ErrSigner", signatures, err)
			}
			if took := time.Since(start); took > 500*time.Millisecond {
				t.Fatalf("after %d signatures the validator went on for %s", signatures, took)
			}
			if want := uint64(signatures / 4); ledger.height() != want { // proposal, prepare, seal, commit
				t.Fatalf("height %d after %d signatures, want %d", ledger.height(), signatures, want)
			}
		})
	}
}
