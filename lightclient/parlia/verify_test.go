package parlia_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

const (
	testChainID = 9001
	genesisTime = 1_700_000_000
)

// short is a network of short epochs, so that tests see many of them.
func short() parlia.Network {
	return parlia.Network{ChainID: testChainID, Forks: []parlia.Fork{{EpochLength: 12, VoteDepth: 1}}}
}

func params(network parlia.Network) parlia.Params {
	return parlia.Params{Network: network, TrustingPeriod: 24 * time.Hour, MaxClockDrift: 5 * time.Second}
}

func setOf(t testing.TB, seed string, n int, turnLength uint8) parliatest.Set {
	t.Helper()
	return parliatest.Set{Keys: parliatest.Keys(t, seed, n), TurnLength: turnLength}
}

// newChain returns a chain of n blocks above the genesis.
func newChain(t testing.TB, network parlia.Network, set parliatest.Set, n int) *parliatest.Chain {
	t.Helper()
	return parliatest.New(t, network, genesisTime, set).Grow(n)
}

// newIdleChain is newChain without votes, for what begins above it.
func newIdleChain(t testing.TB, network parlia.Network, set parliatest.Set, n int) *parliatest.Chain {
	t.Helper()
	return parliatest.New(t, network, genesisTime, set).Idle(n)
}

// trust returns the state that trusts block number of c as its anchor.
func trust(t testing.TB, c *parliatest.Chain, network parlia.Network, number uint64) parlia.TrustedState {
	t.Helper()
	state, err := parlia.TrustAnchor(c.Range(0, number), c.Anchor(number), network)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func at(seconds uint64) time.Time { return time.Unix(int64(seconds), 0) }

// mustReach requires that headers make the given block of c trusted.
func mustReach(t testing.TB, trusted parlia.TrustedState, headers []*types.Header, network parlia.Network, c *parliatest.Chain, want uint64) parlia.TrustedState {
	t.Helper()
	state, err := parlia.Verify(trusted, headers, at(c.Head().Time), params(network))
	if err != nil {
		t.Fatalf("honest headers are refused: %v", err)
	}
	h := c.At(want)
	expected := lightclient.Header{Number: want, Hash: h.Hash(), ParentHash: h.ParentHash, StateRoot: h.Root, ReceiptsRoot: h.ReceiptHash, Time: h.Time}
	if got := state.Header(); got != expected {
		t.Fatalf("trusts %+v, want %+v", got, expected)
	}
	return state
}

// mustRefuse requires a RejectedError for a reason that says text.
func mustRefuse(t testing.TB, trusted parlia.TrustedState, headers []*types.Header, now time.Time, p parlia.Params, reason error, text string) {
	t.Helper()
	state, err := parlia.Verify(trusted, headers, now, p)
	if err == nil {
		t.Fatalf("accepted header %d (%s)", state.Header().Number, state.Header().Hash)
	}
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) {
		t.Fatalf("error is %v, want a RejectedError for %q", err, reason)
	}
	if rejected.Trusted != trusted.Header().Number {
		t.Errorf("error says that %d is trusted, it is %d", rejected.Trusted, trusted.Header().Number)
	}
	if !strings.Contains(err.Error(), text) {
		t.Errorf("error is %q, want it to say %q", err, text)
	}
	if !state.IsZero() {
		t.Errorf("returned state %+v with the error", state.Header())
	}
}

func TestFollowsLinkedHeaders(t *testing.T) {
	network, set := short(), setOf(t, "follow", 4, 1)
	c := newChain(t, network, set, 60)
	state := trust(t, c, network, 1)
	for state.Header().Number < 58 {
		n := state.Header().Number
		state = mustReach(t, state, c.Range(n+1, min(n+3, 60)), network, c, n+1)
	}
}

func TestSkips(t *testing.T) {
	network, set := short(), setOf(t, "follow", 4, 1)
	c := newChain(t, network, set, 60)
	state := trust(t, c, network, 1)
	for _, n := range []uint64{12, 24, 30, 36, 48} {
		state = mustReach(t, state, c.Range(n, n+2), network, c, n)
	}
}
