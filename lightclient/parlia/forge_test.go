package parlia_test

import (
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"pgregory.net/rapid"

	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// An attacker who holds as many keys of each set as may be bad, any number of other
// keys, and every vote that honest validators ever made, cannot make a branch of any
// length, announcing any sets, that is believed.
func TestToleratedBadKeysNeverForge(t *testing.T) {
	pool, own := parliatest.Keys(t, "forge pool", 9), parliatest.Keys(t, "attacker", 7)
	chains := make(map[int]*parliatest.Chain)
	rapid.Check(t, func(rt *rapid.T) {
		n := rapid.IntRange(2, 7).Draw(rt, "validators")
		c := chains[n]
		if c == nil {
			c = newChain(t, short(), parliatest.Set{Keys: pool[:n], TurnLength: 1}, 11).
				Announce(parliatest.Set{Keys: pool[2 : 2+n], TurnLength: 1}).Grow(12)
			chains[n] = c
		}
		base := rapid.Uint64Range(2, 22).Draw(rt, "base")
		state := trust(t, c, short(), base)
		honest := make(map[common.Hash]bool)
		for k := range uint64(c.Len()) {
			honest[c.At(k).Hash()] = true
		}
		fork := c.Fork(base).Announce(parliatest.Set{Keys: own, TurnLength: 1})
		bad := slices.Concat(pool[:parlia.MaxFaulty(n)], own) // the same ones of both sets, as far as they are in both
		for range rapid.IntRange(3, 8).Draw(rt, "length") {
			fork.Add(block{
				Change: parliatest.Alter("forged"), Mute: rapid.IntRange(0, 4).Draw(rt, "mute") == 0,
				Attest: func(a *parlia.Attestation) { forge(t, rt, a, fork, c, bad) },
			})
		}
		headers := fork.Range(base+1, fork.Head().Number.Uint64())
		if next, err := parlia.Verify(state, headers, at(fork.Head().Time), params(short())); err == nil && !honest[next.Header().Hash] {
			rt.Fatalf("believed a forged header %d over %d with %d of %d validators", next.Header().Number, base, parlia.MaxFaulty(n), n)
		}
	})
}

// forge makes an attestation what the attacker can make of it.
func forge(t *testing.T, rt *rapid.T, a *parlia.Attestation, fork, honest *parliatest.Chain, bad []*parliatest.Key) {
	set := fork.SetFor(a.Data.TargetNumber).Keys
	var mine []*parliatest.Key
	for _, key := range set {
		if slices.Contains(bad, key) {
			mine = append(mine, key)
		}
	}
	a.Signature = parliatest.SignVote(t, a.Data.Hash(), mine)
	switch rapid.IntRange(0, 3).Draw(rt, "forgery") {
	case 0: // as many as it has
		a.Voters = parliatest.Bitmap(t, parliatest.Set{Keys: set}, mine)
	case 1: // all of them, it says
		a.Voters = 1<<len(set) - 1
	case 2: // any, beyond the set too
		a.Voters = rapid.Uint64().Draw(rt, "voters")
	case 3: // what honest ones signed for another block
		from := honest.At(rapid.Uint64Range(3, 20).Draw(rt, "from"))
		if e, err := parlia.DecodeExtra(from.Extra, from.Number.Uint64()%12 == 0); err == nil && e.Attestation != nil {
			a.Signature, a.Voters = e.Attestation.Signature, e.Attestation.Voters
		}
	}
}

// The bound is sharp where it should be: the same attack with a quorum succeeds, which
// shows that the test above attacks for real.
func TestQuorumOfBadKeysForges(t *testing.T) {
	s := usual(t)
	bad := s.chain.SetFor(7).Keys[1:]
	s.accept(7, s.put(block{Change: parliatest.Alter("forged")}, block{Voters: bad}, block{Voters: bad}))
}

// TestNothingIsKept: what a caller does to headers afterwards changes nothing.
func TestNothingIsKept(t *testing.T) {
	s := usual(t)
	headers := s.put(block{}, block{}, block{})
	state := s.accept(7, headers)
	want := state.Header()
	validators, _ := state.Validators()
	validators[0].Address[0] ^= 1
	for _, h := range headers {
		*h = types.Header{}
	}
	again, _ := state.Validators()
	if state.Header() != want || again[0] == validators[0] {
		t.Error("the state changed with what it was made of")
	}
}
