package consensus

import (
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"go.uber.org/goleak"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// running is a group of validators over a hub and one ledger, in a synctest bubble: seconds cost nothing and the
// schedule is the same on a busy machine.
type running struct {
	t       *testing.T
	signers []*KeySigner
	hub     *p2p.Hub
	ledger  *memLedger
	group   *Group
	ends    map[common.Address]*p2p.Endpoint
	stop    context.CancelFunc
	done    chan error
}

// launch starts n members of the set and standby validators that are not in it yet.
func launch(t *testing.T, n, standby int, period time.Duration, change func(*ValidatorConfig)) *running {
	t.Helper()
	signers := testSigners(t, n+standby)
	var members []common.Address
	for _, s := range signers[:n] {
		members = append(members, s.Address())
	}
	genesis := testGenesis(members)
	genesis.Time = uint64(time.Now().Unix())
	r := &running{t: t, signers: signers, hub: p2p.NewHub(), ledger: newMemLedger(genesis)}
	r.run(period, change)
	return r
}

func (r *running) run(period time.Duration, change func(*ValidatorConfig)) {
	r.t.Helper()
	pace, err := NewPace(period)
	if err != nil {
		r.t.Fatal(err)
	}
	cfg := ValidatorConfig{Ledger: r.ledger, History: r.ledger, Pace: pace}
	if change != nil {
		change(&cfg)
	}
	var signers []Signer
	for _, s := range r.signers {
		signers = append(signers, s)
	}
	endpoints := make(map[common.Address]*p2p.Endpoint)
	r.ends = endpoints
	r.group, err = NewGroup(cfg, signers, func(a common.Address) (Transport, error) {
		e, err := r.hub.Join(a)
		endpoints[a] = e
		return e, err
	})
	if err != nil {
		r.t.Fatal(err)
	}
	ctx, stop := context.WithCancel(r.t.Context())
	r.done = make(chan error, 1)
	go func() {
		err := r.group.Run(ctx)
		for _, e := range endpoints {
			e.Close()
		}
		r.done <- err
	}()
	r.stop = stop
}

// end stops the group and demands an ordered end.
func (r *running) end() {
	r.t.Helper()
	r.stop()
	if err := <-r.done; err != nil {
		r.t.Fatalf("the group ended with %v", err)
	}
}

// after lets time pass and returns the height.
func (r *running) after(d time.Duration) uint64 {
	time.Sleep(d)
	synctest.Wait()
	return r.ledger.height()
}

func (r *running) wantHeight(what string, got, low, high uint64) {
	r.t.Helper()
	if got < low || got > high {
		r.t.Fatalf("%s: height %d, want %d to %d", what, got, low, high)
	}
}

func TestBlocksComeInTheirPeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 100*time.Millisecond, nil)
		r.wantHeight("after 10 s of 100 ms blocks", r.after(10*time.Second+50*time.Millisecond), 100, 100)
		for n := uint64(1); n < 100; n++ {
			if r.ledger.GetHeaderByNumber(n).Coinbase == r.ledger.GetHeaderByNumber(n+1).Coinbase {
				t.Fatalf("blocks %d and %d have the same proposer", n, n+1)
			}
		}
		if err := r.group.SetBlockPeriod(time.Second); err != nil {
			t.Fatal(err)
		}
		before := r.ledger.height()
		r.wantHeight("after 10 s of 1 s blocks", r.after(10*time.Second)-before, 9, 10)
		r.end()
	})
}

func TestOnDemandMakesNoEmptyBlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, 0, nil)
		r.wantHeight("without work", r.after(time.Hour), 0, 0)
		for _, v := range r.group.Members() {
			if s := v.Status(); s.Round != 0 || s.Timed {
				t.Fatalf("rounds are counted while there is nothing to do: %+v", s)
			}
		}
		r.ledger.addWork(1)
		r.wantHeight("with work", r.after(10*time.Millisecond), 1, 1)
		if until := r.group.Mine(3); until != 4 {
			t.Fatalf("mining 3 blocks from height 1 ends at %d", until)
		}
		r.wantHeight("after Mine(3)", r.after(10*time.Millisecond), 4, 4)
		r.wantHeight("an hour later", r.after(time.Hour), 4, 4)
		r.end()
	})
}

func TestMineDoesNotWaitForThePeriod(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 0, time.Hour, nil)
		synctest.Wait()
		r.group.Mine(5)
		r.wantHeight("after Mine(5)", r.after(10*time.Millisecond), 5, 5)
		r.end()
	})
}

func TestOneValidatorAlone(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 1, 0, 100*time.Millisecond, nil)
		r.wantHeight("after 1 s", r.after(time.Second+50*time.Millisecond), 10, 10)
		r.end()
	})
}

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

func TestValidatorIsVotedInAndOut(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 1, 100*time.Millisecond, nil)
		r.after(500 * time.Millisecond)
		outsider := r.signers[4].Address()
		newcomer, err := r.group.Validator(outsider)
		if err != nil {
			t.Fatal(err)
		}
		if newcomer.Status().Member {
			t.Fatal("an outsider is a member")
		}
		if err := r.group.ProposeVote(outsider, true); err != nil {
			t.Fatal(err)
		}
		at := r.after(3 * time.Second)
		want := []common.Address{}
		for _, s := range r.signers {
			want = append(want, s.Address())
		}
		slices.SortFunc(want, common.Address.Cmp)
		r.wantSet(want)
		if !newcomer.Status().Member || len(newcomer.Votes()) != 0 {
			t.Fatalf("newcomer: member %t, votes left %v", newcomer.Status().Member, newcomer.Votes())
		}
		proposed := false
		for n := at; n > at-6; n-- {
			proposed = proposed || r.ledger.GetHeaderByNumber(n).Coinbase == outsider
		}
		if !proposed {
			t.Fatal("the new validator does not propose")
		}
		if err := r.group.ProposeVote(outsider, false); err != nil {
			t.Fatal(err)
		}
		at = r.after(3 * time.Second)
		r.wantSet(slices.DeleteFunc(want, func(a common.Address) bool { return a == outsider }))
		if got := r.after(time.Second); got <= at+8 {
			t.Fatalf("height %d a second after the drop, it was %d", got, at)
		}
		r.end()
	})
}

// wantSet compares what validators and the newest header say.
func (r *running) wantSet(want []common.Address) {
	r.t.Helper()
	x, err := qbft.DecodeExtra(r.ledger.Head().Extra)
	if err != nil {
		r.t.Fatal(err)
	}
	if !slices.Equal(x.Validators, want) || !slices.Equal(r.group.Members()[0].Validators(), want) {
		r.t.Fatalf("the header lists %v, the validators say %v, want %v", x.Validators, r.group.Members()[0].Validators(), want)
	}
}

func TestVoteRequestsAreChecked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 1, 0, 100*time.Millisecond, nil)
		r.after(time.Second)
		v, self := r.group.Members()[0], r.signers[0].Address()
		for name, err := range map[string]error{
			"zero address":      r.group.ProposeVote(common.Address{}, true),
			"a member again":    r.group.ProposeVote(self, true),
			"drop a stranger":   r.group.ProposeVote(common.Address{1}, false),
			"drop the only one": r.group.ProposeVote(self, false),
		} {
			if err == nil {
				t.Errorf("%s: accepted", name)
			}
		}
		if len(v.Votes()) != 0 {
			t.Fatalf("refused votes are kept: %v", v.Votes())
		}
		if _, err := r.group.Validator(common.Address{1}); !errors.Is(err, ErrUnknownValidator) {
			t.Errorf("a stranger is found in the group (%v)", err)
		}
		for i := range maxWishes {
			if err := v.ProposeVote(common.BytesToAddress([]byte{2, byte(i)}), true); err != nil {
				t.Fatal(err)
			}
		}
		if err := v.ProposeVote(common.Address{9}, true); err == nil {
			t.Error("one vote too many is kept")
		}
		v.DiscardVote(common.BytesToAddress([]byte{2, 0}))
		if err := v.ProposeVote(common.Address{9}, true); err != nil {
			t.Errorf("no place for a vote after one was discarded: %v", err)
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

// Every header that the group makes follows from its predecessor as the light client demands it.
func TestSealedHeadersLinkUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 7, 0, 100*time.Millisecond, nil)
		head := r.after(2 * time.Second)
		net := newTestNet(t, 7)
		for n := uint64(1); n <= head; n++ {
			h, parent := r.ledger.GetHeaderByNumber(n), r.ledger.GetHeaderByNumber(n-1)
			if hash, err := qbft.OnChainHash(parent); err != nil || h.ParentHash != hash {
				t.Fatalf("block %d has parent %s, want %s (%v)", n, h.ParentHash, hash, err)
			}
			net.checkSealed(types.NewBlockWithHeader(h))
		}
		r.end()
	})
}

func TestConfigurationIsChecked(t *testing.T) {
	pace, err := NewPace(0)
	if err != nil {
		t.Fatal(err)
	}
	endpoint, err := p2p.NewHub().Join(common.Address{1})
	if err != nil {
		t.Fatal(err)
	}
	ledger := newMemLedger(testGenesis([]common.Address{testKey(t, 0).Address()}))
	good := ValidatorConfig{Signer: testKey(t, 0), Ledger: ledger, History: ledger, Transport: endpoint, Pace: pace}
	if _, err := NewValidator(good); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(c *ValidatorConfig){
		"Signer":    func(c *ValidatorConfig) { c.Signer = nil },
		"Ledger":    func(c *ValidatorConfig) { c.Ledger = nil },
		"History":   func(c *ValidatorConfig) { c.History = nil },
		"Transport": func(c *ValidatorConfig) { c.Transport = nil },
		"Pace":      func(c *ValidatorConfig) { c.Pace = nil },
		"timeouts":  func(c *ValidatorConfig) { c.Timeouts = Timeouts{Base: 2, Max: 1} },
	} {
		cfg := good
		change(&cfg)
		if _, err := NewValidator(cfg); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("without %s: error %v", name, err)
		}
	}
	if _, err := NewPace(-1); err == nil {
		t.Error("a negative period is accepted")
	}
	if err := pace.SetPeriod(-1); err == nil {
		t.Error("a negative period is accepted later")
	}
	twice := []Signer{testKey(t, 0), testKey(t, 0)}
	connect := func(common.Address) (Transport, error) { return endpoint, nil }
	if _, err := NewGroup(good, twice, connect); err == nil {
		t.Error("one key runs twice in a group")
	}
	if _, err := NewGroup(good, nil, connect); err == nil {
		t.Error("an empty group is accepted")
	}
}
