package consensus

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

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
	if _, err := NewGroup(ValidatorConfig{}, nil, connect); err == nil {
		t.Error("a group without a ledger is accepted")
	}
	follower, err := NewGroup(good, nil, connect)
	if err != nil || len(follower.Members()) != 0 {
		t.Errorf("a group of none has %d members (%v)", len(follower.Members()), err)
	}
}

// The light client believes what the validators seal, through changes of the set, header by header and at one leap.
func TestLightClientFollowsTheChain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := launch(t, 4, 1, 100*time.Millisecond, nil)
		outsider := r.signers[4].Address()
		r.after(time.Second)
		for _, add := range []bool{true, false} {
			if err := r.group.ProposeVote(outsider, add); err != nil {
				t.Fatal(err)
			}
			r.after(3 * time.Second)
		}
		var headers []*types.Header
		for n := uint64(1); n <= r.ledger.height(); n++ {
			headers = append(headers, r.ledger.GetHeaderByNumber(n))
		}
		genesis := r.ledger.GetHeaderByNumber(0)
		hash, err := qbft.OnChainHash(genesis)
		if err != nil {
			t.Fatal(err)
		}
		anchor, err := qbft.TrustAnchor(genesis, lightclient.Anchor{Number: 0, Hash: hash}, qbft.DefaultParams())
		if err != nil {
			t.Fatal(err)
		}
		one, sets := anchor, 0
		for _, h := range headers {
			next, err := qbft.Verify(one, []*types.Header{h}, time.Now(), qbft.DefaultParams())
			if err != nil {
				t.Fatalf("block %d: %v", h.Number, err)
			}
			if !slices.Equal(next.Validators(), one.Validators()) {
				sets++
			}
			one = next
		}
		if sets != 2 {
			t.Fatalf("the set changed %d times, want added and dropped", sets)
		}
		if _, err := qbft.Verify(anchor, headers, time.Now(), qbft.DefaultParams()); err != nil {
			t.Fatalf("all at once: %v", err)
		}
		r.end()
	})
}
