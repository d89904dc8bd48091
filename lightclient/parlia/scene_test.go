package parlia_test

import (
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// scene is a chain of which a header is trusted, on top of which others are put.
type scene struct {
	t       testing.TB
	network parlia.Network
	chain   *parliatest.Chain
	trusted parlia.TrustedState
}

// newScene trusts the head of a chain.
func newScene(t testing.TB, network parlia.Network, chain *parliatest.Chain) scene {
	t.Helper()
	return scene{t: t, network: network, chain: chain, trusted: trust(t, chain, network, chain.Head().Number.Uint64())}
}

// usual is a scene of four validators, whose trusted block 6 is far from an epoch's
// ends.
func usual(t testing.TB) scene {
	t.Helper()
	return newScene(t, short(), newIdleChain(t, short(), setOf(t, "usual", 4, 1), 6))
}

// put returns the headers that blocks make on top of the trusted one.
func (s scene) put(blocks ...parliatest.Block) []*types.Header {
	s.t.Helper()
	fork := s.chain.Fork(s.trusted.Header().Number)
	for _, b := range blocks {
		fork.Add(b)
	}
	return fork.Range(s.trusted.Header().Number+1, fork.Head().Number.Uint64())
}

func now(headers []*types.Header) time.Time { return at(headers[len(headers)-1].Time) }

// accept requires that headers make one of them trusted: the control of an attack.
func (s scene) accept(number uint64, headers []*types.Header) parlia.TrustedState {
	s.t.Helper()
	state, err := parlia.Verify(s.trusted, headers, now(headers), params(s.network))
	if err != nil {
		s.t.Fatalf("headers are refused that should be believed: %v", err)
	}
	want := headers[number-headers[0].Number.Uint64()]
	if got := state.Header(); got != headerOf(want) {
		s.t.Fatalf("trusts %d (%s), want %d (%s)", got.Number, got.Hash, number, want.Hash())
	}
	return state
}

// refuse requires that headers are refused for a reason that says text.
func (s scene) refuse(headers []*types.Header, reason error, text string) {
	s.t.Helper()
	mustRefuse(s.t, s.trusted, headers, now(headers), params(s.network), reason, text)
}
