package parlia_test

import (
	"errors"
	"math"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// TestAttackOrder: headers that are in order each by itself, but not in this order or
// not on top of the trusted one.
func TestAttackOrder(t *testing.T) {
	network := short()
	c := newIdleChain(t, network, setOf(t, "usual", 4, 1), 6).Grow(8).Idle(16)
	s := scene{t: t, network: network, chain: c, trusted: trust(t, c, network, 6)}
	side := c.Fork(5)
	side.Add(block{Change: parliatest.Alter("side")})
	side.Idle(6) // leaves below the trusted block
	join := func(parts ...[]*types.Header) []*types.Header { return slices.Concat(parts...) }
	for name, attack := range map[string]struct {
		headers []*types.Header
		reason  error
		text    string
	}{
		"none":                      {nil, lightclient.ErrMalformed, "there is no header"},
		"an absent one":             {[]*types.Header{nil}, lightclient.ErrMalformed, "there is no header"},
		"an absent one in between":  {join(c.Range(7, 7), []*types.Header{nil}, c.Range(9, 9)), lightclient.ErrMalformed, "there is no header"},
		"the trusted one again":     {c.Range(6, 8), lightclient.ErrMalformed, "number is 6, want one above the trusted 6"},
		"older ones":                {c.Range(3, 5), lightclient.ErrMalformed, "number is 3, want one above the trusted 6"},
		"a gap":                     {join(c.Range(7, 7), c.Range(9, 11)), lightclient.ErrMalformed, "number is 9, want 8"},
		"one twice":                 {join(c.Range(7, 8), c.Range(8, 10)), lightclient.ErrMalformed, "number is 8, want 9"},
		"reordered":                 {join(c.Range(7, 7), c.Range(9, 9), c.Range(8, 8)), lightclient.ErrMalformed, "number is 9, want 8"},
		"of a fork":                 {side.Range(7, 9), lightclient.ErrNotLinked, "parentHash"},
		"of a fork in between":      {join(c.Range(7, 8), side.Range(9, 11)), lightclient.ErrNotLinked, "parentHash"},
		"past the next epoch block": {c.Range(13, 15), lightclient.ErrTooManyBlocks, "headers begin at 13, want at most 12"},
		"far past it":               {c.Range(26, 28), lightclient.ErrTooManyBlocks, "headers begin at 26, want at most 12"},
		"too many":                  {make([]*types.Header, parlia.MaxHeaders+1), lightclient.ErrTooManyBlocks, "641 headers"},
	} {
		t.Run(name, func(t *testing.T) {
			mustRefuse(t, s.trusted, attack.headers, at(c.Head().Time), params(network), attack.reason, attack.text)
		})
	}
	var rejected *lightclient.RejectedError
	if _, err := parlia.Verify(s.trusted, join(c.Range(7, 8), c.Range(10, 11)), at(c.Head().Time), params(network)); !errors.As(err, &rejected) || rejected.Number != 9 {
		t.Errorf("error is %v, want one about header 9", err)
	}
	s.accept(12, c.Range(12, 14))
	s.accept(10, c.Range(10, 12))
	t.Run("as many as may be", func(t *testing.T) {
		absent := make([]*types.Header, parlia.MaxHeaders)
		mustRefuse(t, s.trusted, absent, at(c.Head().Time), params(network), lightclient.ErrMalformed, "there is no header")
	})
}

// TestAttackTime: blocks dated before their parents, or too far ahead of our clock.
func TestAttackTime(t *testing.T) {
	s := usual(t)
	trusted := s.trusted.Header().Time
	p := params(s.network)
	dated := func(time uint64) block { return block{Time: time} }
	exact := s.put(dated(trusted+10), block{}, block{})
	newest := exact[2].Time
	for name, attack := range map[string]struct {
		headers []*types.Header
		now     uint64
		reason  error
		text    string
	}{
		"at the parent's time":       {s.put(dated(trusted), block{}, block{}), trusted + 9, lightclient.ErrTime, "timestamp"},
		"before the parent's time":   {s.put(block{}, dated(trusted-1), block{}), trusted + 9, lightclient.ErrTime, "timestamp"},
		"a second too far ahead":     {exact, newest - 6, lightclient.ErrFuture, "timestamp"},
		"at the end of time":         {s.put(block{}, block{}, dated(math.MaxUint64)), newest, lightclient.ErrFuture, "timestamp"},
		"while our clock is at 1969": {exact, math.MaxUint64 - 100, lightclient.ErrFuture, "check the clocks"},
	} {
		t.Run(name, func(t *testing.T) {
			mustRefuse(t, s.trusted, attack.headers, time.Unix(int64(attack.now), 0), p, attack.reason, attack.text)
		})
	}
	if _, err := parlia.Verify(s.trusted, exact, at(newest-5), p); err != nil {
		t.Errorf("just not too far ahead: %v", err)
	}
	t.Run("skipping back in time", func(t *testing.T) {
		// The chain's clock stood still, and the block that is skipped to is dated before.
		fork := s.chain.Fork(5)
		fork.Add(dated(trusted + 50))
		fork.Add(dated(trusted + 51))
		state := trust(t, fork, s.network, 6)
		back := fork.Add(dated(trusted + 49))
		mustRefuse(t, state, append([]*types.Header{back}, fork.Grow(2).Range(9, 10)...), at(trusted+60), p, lightclient.ErrTime, "timestamp")
	})
	t.Run("milliseconds", func(t *testing.T) {
		network := short()
		network.Forks[0].Milliseconds = true
		s := newScene(t, network, newIdleChain(t, network, setOf(t, "usual", 4, 1), 6))
		h := s.chain.Head()
		stay := func(ms byte) block {
			return block{Time: h.Time, Change: func(b *types.Header) { b.MixDigest = h.MixDigest; b.MixDigest[31] += ms }}
		}
		s.accept(7, s.put(stay(1), block{}, block{}))
		s.refuse(s.put(stay(0), block{}, block{}), lightclient.ErrTime, "timestamp")
	})
}

// TestAttackExpiredTrust: validators of long ago.
func TestAttackExpiredTrust(t *testing.T) {
	s := usual(t)
	p := params(s.network)
	headers := s.put(block{}, block{}, block{})
	ends := at(s.trusted.Header().Time).Add(p.TrustingPeriod)
	mustRefuse(t, s.trusted, headers, ends, p, lightclient.ErrExpired, "its validators are believed for")
	if _, err := parlia.Verify(s.trusted, headers, ends.Add(-time.Nanosecond), p); err != nil {
		t.Errorf("just before the trusting period ends: %v", err)
	}
	if _, err := parlia.Verify(parlia.TrustedState{}, headers, ends, p); !errors.Is(err, lightclient.ErrNotLinked) {
		t.Errorf("with nothing trusted: %v", err)
	}
}
