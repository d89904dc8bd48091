package parlia_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	bls12381 "github.com/consensys/gnark-crypto/ecc/bls12-381"
	"github.com/ethereum/go-ethereum/common"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

type block = parliatest.Block

// TestAttackBelowQuorum: whatever n is, ⌈2n/3⌉ votes for the block and for its child
// are enough, and one less for either is not.
func TestAttackBelowQuorum(t *testing.T) {
	for _, n := range []int{2, 3, 4, 6, 7} {
		t.Run(fmt.Sprintf("of %d", n), func(t *testing.T) {
			set := setOf(t, "quorum", n, 1)
			s := newScene(t, short(), newIdleChain(t, short(), set, 6))
			quorum := parlia.Quorum(n)
			if 3*quorum < 2*n || 3*(quorum-1) >= 2*n {
				t.Fatalf("quorum is %d", quorum)
			}
			enough, less := set.Keys[n-quorum:], set.Keys[n-quorum+1:]
			s.accept(7, s.put(block{}, block{Voters: enough}, block{Voters: enough}))
			s.refuse(s.put(block{}, block{Voters: less}, block{Voters: enough}), lightclient.ErrSeals, fmt.Sprintf("%d of the %d validators voted for block 7, want %d", quorum-1, n, quorum))
			s.refuse(s.put(block{}, block{Voters: enough}, block{Voters: less}), lightclient.ErrSeals, fmt.Sprintf("%d of the %d validators voted for block 8, want %d", quorum-1, n, quorum))
		})
	}
}

// TestAttackThirds: exactly a third, exactly two thirds of six less one, nobody.
func TestAttackThirds(t *testing.T) {
	set := setOf(t, "thirds", 6, 1)
	s := newScene(t, short(), newIdleChain(t, short(), set, 6))
	s.accept(7, s.put(block{}, block{Voters: set.Keys[:4]}, block{Voters: set.Keys[:4]}))
	for _, n := range []int{0, 1, 2, 3} {
		s.refuse(s.put(block{}, block{Voters: set.Keys[:4]}, block{Voters: set.Keys[:n:n]}), lightclient.ErrSeals, fmt.Sprintf("%d of the 6 validators voted", n))
	}
}

// TestAttackVotes changes one of the two attestations that make block 7 final.
func TestAttackVotes(t *testing.T) {
	s := usual(t)
	keys := s.chain.SetFor(7).Keys
	strangers := parliatest.Keys(t, "strangers", 4)
	other := s.put(block{Change: parliatest.Alter("other")}, block{}, block{})
	stolen := extraOf(t, other[1], false).Attestation
	s.accept(7, s.put(block{}, block{}, block{}))
	s.accept(7, other)
	signed := func(by []*parliatest.Key) func(*parlia.Attestation) {
		return func(a *parlia.Attestation) { a.Signature = parliatest.SignVote(t, a.Data.Hash(), by) }
	}
	for name, attack := range map[string]struct {
		attest func(*parlia.Attestation)
		text   string
	}{
		"bits beyond the set": {func(a *parlia.Attestation) {
			*a = *parliatest.Attest(t, a.Data, s.chain.SetFor(7), keys[:2])
			a.Voters |= 1<<4 | 1<<63
		}, "2 of the 4 validators voted"},
		"signed by one less than named": {signed(keys[:3]), "not that of the voters"},
		"signed by one more than named": {func(a *parlia.Attestation) { a.Voters = 0b0111 }, "not that of the voters"},
		"one voter twice, another not":  {signed([]*parliatest.Key{keys[0], keys[1], keys[2], keys[2]}), "not that of the voters"},
		"signed by strangers":           {signed(strangers), "not that of the voters"},
		"signature of another block":    {func(a *parlia.Attestation) { a.Signature = stolen.Signature }, "not that of the voters"},
		"signature of another message":  {func(a *parlia.Attestation) { a.Signature = parliatest.SignVote(t, common.Hash{1}, keys) }, "not that of the voters"},
		"source changed after the vote": {func(a *parlia.Attestation) { a.Data.SourceHash[31] ^= 1 }, "not that of the voters"},
		"signature negated":             {func(a *parlia.Attestation) { a.Signature[0] ^= 0x20 }, "not that of the voters"},
		"signature of no curve point":   {func(a *parlia.Attestation) { a.Signature[95] ^= 1 }, "signature"},
		"signature not compressed":      {func(a *parlia.Attestation) { a.Signature[0] &^= 0x80 }, "signature"},
		"signature outside the subgroup": {func(a *parlia.Attestation) {
			a.Signature = outsideG2(t)
		}, "subgroup"},
		"signature of zeros":    {func(a *parlia.Attestation) { a.Signature = [96]byte{} }, "signature"},
		"signature at infinity": {func(a *parlia.Attestation) { a.Signature = [96]byte{0xc0} }, "infinity"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			s.refuse(s.put(block{Mute: true}, block{Attest: attack.attest}, block{}), lightclient.ErrSeals, attack.text)
		})
	}
	// The child's votes are held to the same.
	s.refuse(s.put(block{}, block{}, block{Attest: signed(keys[:3])}), lightclient.ErrSeals, "attestation of block 8")
}

// TestAttackVotesLikeVerifiedOnes: the votes that made the trusted header final are not
// checked again where they are met again. What differs from them in any way is.
func TestAttackVotesLikeVerifiedOnes(t *testing.T) {
	s := usual(t)
	fork := s.chain.Fork(6).Grow(4)
	state := s.accept(7, fork.Range(7, 9)) // block 9 votes for 8 with 7 as the source
	verified := extraOf(t, fork.At(9), false).Attestation
	for name, attack := range map[string]struct {
		from   uint64
		blocks []block
		text   string // "": it is none
	}{
		"the same":          {8, []block{{}, {}}, ""},
		"another voter":     {8, []block{{Attest: func(a *parlia.Attestation) { a.Voters = 0b0111 }}, {}}, "not that of the voters"},
		"another signature": {8, []block{{Attest: func(a *parlia.Attestation) { a.Signature[0] ^= 0x20 }}, {}}, "not that of the voters"},
		"for another block": {7, []block{{Mute: true, Change: parliatest.Alter("other")}, {Attest: func(a *parlia.Attestation) {
			a.Voters, a.Signature = verified.Voters, verified.Signature
		}}, {}}, "not that of the voters"},
	} {
		t.Run(name, func(t *testing.T) {
			branch := fork.Fork(attack.from)
			for _, b := range attack.blocks {
				branch.Add(b)
			}
			headers := branch.Range(8, 10)
			next, err := parlia.Verify(state, headers, now(headers), params(s.network))
			if attack.text == "" {
				if err != nil || next.Header() != headerOf(headers[0]) {
					t.Fatal(err)
				}
				return
			}
			if !errors.Is(err, lightclient.ErrSeals) || !strings.Contains(err.Error(), attack.text) {
				t.Fatalf("error is %v, want %q", err, attack.text)
			}
		})
	}
}

// TestAttackKeysThatCancel: validators who registered opposite keys, and proved to have
// them, could vote by the point at infinity for whatever anybody likes.
func TestAttackKeysThatCancel(t *testing.T) {
	keys := parliatest.Keys(t, "cancel", 4)
	keys[1], keys[3] = swapVote(keys[1], parliatest.Opposite(keys[0])), swapVote(keys[3], parliatest.Opposite(keys[2]))
	s := newScene(t, short(), newIdleChain(t, short(), parliatest.Set{Keys: keys, TurnLength: 1}, 6))
	s.refuse(s.put(block{}, block{}, block{}), lightclient.ErrSeals, "point at infinity")
	s.accept(7, s.put(block{}, block{Voters: keys[:3]}, block{Voters: keys[:3]}))
}

// swapVote returns a validator that seals like one and votes like another.
func swapVote(seals, votes *parliatest.Key) *parliatest.Key {
	key := *votes
	key.Seal, key.Address = seals.Seal, seals.Address
	return &key
}

// TestAttackKeys: validators that have no key that could vote are named as voters, and
// the others' signature fits without them.
func TestAttackKeys(t *testing.T) {
	honest := parliatest.Keys(t, "keys", 4)
	for name, attack := range map[string]struct {
		key  *parliatest.Key
		text string
	}{
		"at infinity":          {parliatest.Nobody(honest[3]), "point at infinity"},
		"of zeros":             {parliatest.WithVoteKey(parliatest.Nobody(honest[3]), parlia.VoteKey{}), "no vote key"},
		"outside the subgroup": {parliatest.WithVoteKey(parliatest.Nobody(honest[3]), outsideG1(t)), "subgroup"},
		"of no curve point":    {parliatest.WithVoteKey(parliatest.Nobody(honest[3]), parlia.VoteKey{0x80, 47: 1}), "no vote key"},
		"not compressed":       {parliatest.WithVoteKey(parliatest.Nobody(honest[3]), parlia.VoteKey{0x40}), "no vote key"},
	} {
		t.Run(name, func(t *testing.T) {
			keys := slices.Concat(honest[:3], []*parliatest.Key{attack.key})
			s := newScene(t, short(), newIdleChain(t, short(), parliatest.Set{Keys: keys, TurnLength: 1}, 6))
			named := []*parliatest.Key{keys[0], keys[1], keys[3]} // the last one's part of the signature is nothing
			s.refuse(s.put(block{}, block{Voters: named}, block{Voters: named}), lightclient.ErrSeals, attack.text)
			if name == "of zeros" { // the others still can
				s.accept(7, s.put(block{}, block{Voters: keys[:3]}, block{Voters: keys[:3]}))
			}
		})
	}
}

// outsideG1 returns a point of the curve that is not in the group of keys.
func outsideG1(t testing.TB) parlia.VoteKey {
	t.Helper()
	var p bls12381.G1Affine
	for x := uint64(1); x < 100; x++ {
		p.X.SetUint64(x)
		p.Y.Square(&p.X).Mul(&p.Y, &p.X)
		four := p.X
		four.SetUint64(4)
		if p.Y.Add(&p.Y, &four); p.Y.Sqrt(&p.Y) != nil && p.IsOnCurve() && !p.IsInSubGroup() {
			return p.Bytes()
		}
	}
	t.Fatal("no such point found")
	return parlia.VoteKey{}
}

// outsideG2 returns a point of the twist that is not in the group of signatures.
func outsideG2(t testing.TB) [96]byte {
	t.Helper()
	var p bls12381.G2Affine
	for x := uint64(1); x < 100; x++ {
		p.X.A0.SetUint64(x)
		p.Y.Square(&p.X).Mul(&p.Y, &p.X)
		b := p.X
		b.A0.SetUint64(4)
		b.A1.SetUint64(4)
		if p.Y.Add(&p.Y, &b); p.Y.Legendre() != 1 {
			continue
		}
		if p.Y.Sqrt(&p.Y); p.IsOnCurve() && !p.IsInSubGroup() {
			return p.Bytes()
		}
	}
	t.Fatal("no such point found")
	return [96]byte{}
}
