package devnet

import (
	"context"
	"errors"
	"slices"
	"sync/atomic"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/chains/devnet/p2p"
	"github.com/catenary-bridge/catenary/chains/devnet/rpcapi"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
)

// Each block's seals are recovered with nothing but the header, as a light client does.
func TestSealsRecoverToAQuorumOfTheListedSet(t *testing.T) {
	n, _ := start(t, Config{BlockTime: 10 * time.Millisecond, Validators: 7, RoundTimeout: maxRoundTimeout})
	if err := n.Mine(within(t, patience), 8); err != nil {
		t.Fatal(err)
	}
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	proposers := make(map[common.Address]bool)
	for number := uint64(1); number <= 8; number++ {
		header := b.HeaderByNumber(number)
		proposers[header.Coinbase] = true
		extra, err := qbft.DecodeExtra(header.Extra)
		if err != nil {
			t.Fatal(err)
		}
		hash, err := qbft.CommittedSealHash(header)
		if err != nil {
			t.Fatal(err)
		}
		sealers := make(map[common.Address]bool)
		for _, seal := range extra.Seals {
			pub, err := crypto.SigToPub(hash[:], seal)
			if err != nil {
				t.Fatal(err)
			}
			sealers[crypto.PubkeyToAddress(*pub)] = true
		}
		listed := 0
		for _, v := range extra.Validators {
			if sealers[v] {
				listed++
			}
		}
		if listed < qbft.Quorum(7) || listed != len(extra.Seals) {
			t.Errorf("block %d: %d of %d seals are by distinct listed validators, want at least %d", number, listed, len(extra.Seals), qbft.Quorum(7))
		}
	}
	if len(proposers) != 7 {
		t.Errorf("8 blocks have %d proposers, want all 7 in turn", len(proposers))
	}
}

func TestVoteDropsAValidator(t *testing.T) {
	n, stop := start(t, Config{BlockTime: 10 * time.Millisecond, Validators: 5, DataDir: t.TempDir()})
	leaver := n.Validators()[3].Address
	if err := n.ProposeVote(leaver, false); err != nil {
		t.Fatal(err)
	}
	deadline := time.Now().Add(patience)
	for n.Validators()[3].InSet {
		if time.Now().After(deadline) {
			t.Fatal("the validator is still in the set")
		}
		time.Sleep(5 * time.Millisecond)
	}
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	waitHead(t, b, b.FinalizedNumber()+3)
	extra, err := qbft.DecodeExtra(b.CurrentHeader().Extra)
	if err != nil {
		t.Fatal(err)
	}
	if len(extra.Validators) != 4 {
		t.Errorf("headers list %d validators, want 4", len(extra.Validators))
	}
	stop()
	// A restart counts the votes from the stored headers and comes to the same set.
	n, _ = start(t, n.cfg)
	b, err = n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	waitHead(t, b, b.FinalizedNumber()+3)
	if n.Validators()[3].InSet {
		t.Error("the dropped validator is back after a restart")
	}
}

func TestChainSurvivesLossAndReordering(t *testing.T) {
	n, _ := start(t, Config{BlockTime: 10 * time.Millisecond})
	var count atomic.Uint64
	err := n.SetNetworkRule(func(_, _ common.Address, _ []byte) p2p.Verdict {
		switch c := count.Add(1); {
		case c%11 == 0:
			return p2p.Verdict{Drop: true}
		case c%7 == 0:
			return p2p.Verdict{Delay: 5 * time.Millisecond}
		case c%5 == 0:
			return p2p.Verdict{Extra: 1, Ahead: true}
		}
		return p2p.Verdict{}
	})
	if err != nil {
		t.Fatal(err)
	}
	b, err := n.Backend()
	if err != nil {
		t.Fatal(err)
	}
	client := dial(t, n)
	for range 3 {
		transfer(t, client, n.Accounts()[1], common.Address{9})
	}
	waitHead(t, b, b.FinalizedNumber()+5)
}

// Whoever is to propose is paused: how soon the next one does says the round timeout.
func TestRoundTimeoutSaysWhenTheNextOneProposes(t *testing.T) {
	t.Parallel() // one of them waits
	for name, c := range map[string]struct {
		round, wait time.Duration
		want        error
	}{
		"short": {100 * time.Millisecond, patience, nil},
		"long":  {maxRoundTimeout, maxRoundTimeout * 3 / 5, context.DeadlineExceeded},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n, _ := start(t, Config{OnDemand: true, RoundTimeout: c.round})
			first := slices.IndexFunc(n.Validators(), func(v rpcapi.ValidatorInfo) bool { return v.Proposes })
			if err := n.PauseValidator(n.Validators()[first].Index); err != nil {
				t.Fatal(err)
			}
			if err := n.Mine(within(t, c.wait), 1); !errors.Is(err, c.want) {
				t.Fatalf("%v within %s; want %v", err, c.wait, c.want)
			}
		})
	}
}
