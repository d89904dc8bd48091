package parlia_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"github.com/catenary-bridge/catenary/lightclient/parlia"
)

func TestNetworks(t *testing.T) {
	for name, network := range map[string]parlia.Network{"bsc": parlia.BSC(), "chapel": parlia.Chapel(), "short": short(), "deep": deep()} {
		if err := network.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if err := parlia.DefaultParams(network).Validate(); err != nil {
			t.Errorf("%s with default times: %v", name, err)
		}
	}
	if parlia.BSC().ChainID != 56 || parlia.Chapel().ChainID != 97 {
		t.Error("chain ids are not 56 and 97")
	}
}

// TestNetworkBounds: the least and the most that may be.
func TestNetworkBounds(t *testing.T) {
	for _, forks := range [][]parlia.Fork{
		{{EpochLength: 2, VoteDepth: 1}},
		{{EpochLength: parlia.MaxEpochLength, VoteDepth: parlia.MaxVoteDepth}},
		{{EpochLength: 200, VoteDepth: 1}, {Time: math.MaxInt64, EpochLength: 200, VoteDepth: 1}},
		slices.Repeat([]parlia.Fork{{EpochLength: 200, VoteDepth: 1}}, parlia.MaxForks),
	} {
		if err := (parlia.Network{ChainID: 1, Forks: forks}).Validate(); err != nil {
			t.Error(err)
		}
	}
}

func TestNetworkRefuses(t *testing.T) {
	for text, change := range map[string]func(*parlia.Network){
		"chain id is 0":                           func(n *parlia.Network) { n.ChainID = 0 },
		"there are 0 forks":                       func(n *parlia.Network) { n.Forks = nil },
		"there are 65 forks":                      func(n *parlia.Network) { n.Forks = make([]parlia.Fork, 65) },
		"the first fork has time 5":               func(n *parlia.Network) { n.Forks[0].Time = 5 },
		"fork 0: epoch length is 1":               func(n *parlia.Network) { n.Forks[0].EpochLength = 1 },
		"fork 3: epoch length is 10001, want 2 t": func(n *parlia.Network) { n.Forks[3].EpochLength = 10_001 },
		"fork 2: vote depth is 0":                 func(n *parlia.Network) { n.Forks[2].VoteDepth = 0 },
		"fork 2: vote depth is 17":                func(n *parlia.Network) { n.Forks[2].VoteDepth = 17 },
		"fork 3: time is 9223372036854775808":     func(n *parlia.Network) { n.Forks[3].Time = math.MaxInt64 + 1 },
		"fork 2: time is 1745903099, want at lea": func(n *parlia.Network) { n.Forks[2].Time = n.Forks[1].Time - 1 },
		"fork 1: epoch length is 199, want at le": func(n *parlia.Network) { n.Forks[1].EpochLength = 199 },
		"fork 2: epoch length is 1001, want a mu": func(n *parlia.Network) { n.Forks[2].EpochLength = 1001 },
	} {
		network := parlia.BSC()
		change(&network)
		if err := network.Validate(); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("error is %v, want it to say %q", err, text)
		}
	}
}

func TestQuorum(t *testing.T) {
	for n := range 200 {
		if n == 0 {
			continue
		}
		q, f := parlia.Quorum(n), parlia.MaxFaulty(n)
		if 3*q < 2*n || 3*(q-1) >= 2*n || 3*f >= n || 3*(f+1) < n {
			t.Fatalf("of %d, quorum is %d and %d may be faulty", n, q, f)
		}
		if 2*q-n <= f {
			t.Fatalf("of %d, two quorums of %d may share faulty ones alone", n, q)
		}
	}
}
