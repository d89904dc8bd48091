package parlia_test

import (
	"math/big"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/parlia/parliatest"
)

// TestAttackSeals: a quorum voted for these blocks as they stand. What is wrong is who
// sealed them, or what that says.
func TestAttackSeals(t *testing.T) {
	s := usual(t)
	keys := s.chain.SetFor(7).Keys // it is the turn of 7 mod 4 = 3
	stranger := parliatest.Keys(t, "strangers", 1)[0]
	resealed := func(chainID uint64) []*types.Header {
		return s.put(block{Sealed: func(h *types.Header) { h.Extra = parliatest.Seal(t, h, chainID, keys[3].Seal).Extra }}, block{}, block{})
	}
	s.accept(7, resealed(testChainID))
	s.accept(7, s.put(block{Sealer: keys[1]}, block{}, block{}))
	for name, attack := range map[string]struct {
		headers []*types.Header
		reason  error
		text    string
	}{
		"by a stranger": {s.put(block{Sealer: stranger}, block{}, block{}), lightclient.ErrSeals, "none of the 4 validators"},
		"by another than its miner": {s.put(block{Change: func(h *types.Header) { h.Coinbase = keys[0].Address }}, block{}, block{}),
			lightclient.ErrSeals, "want its miner"},
		"by a validator for a stranger": {s.put(block{Change: func(h *types.Header) { h.Coinbase = stranger.Address }}, block{}, block{}),
			lightclient.ErrSeals, "want its miner"},
		"for another chain":    {resealed(testChainID + 1), lightclient.ErrSeals, "over chain id 9001"},
		"in turn, said not":    {s.put(block{Change: difficulty(1)}, block{}, block{}), lightclient.ErrMalformed, "difficulty is 1, want 2"},
		"out of turn, said in": {s.put(block{Sealer: keys[1], Change: difficulty(2)}, block{}, block{}), lightclient.ErrMalformed, "difficulty is 2, want 1"},
		"of difficulty 0":      {s.put(block{Change: difficulty(0)}, block{}, block{}), lightclient.ErrMalformed, "difficulty is 0, want 2"},
	} {
		t.Run(name, func(t *testing.T) {
			s := s
			s.t = t
			s.refuse(attack.headers, attack.reason, attack.text)
		})
	}
}

func difficulty(d int64) func(*types.Header) {
	return func(h *types.Header) { h.Difficulty = big.NewInt(d) }
}

// TestAttackSealOfNoKey: 65 bytes that recover to nobody.
func TestAttackSealOfNoKey(t *testing.T) {
	s := usual(t)
	for _, id := range []byte{0, 4, 27} {
		unsealed := block{Sealed: func(h *types.Header) {
			clear(h.Extra[len(h.Extra)-65:])
			h.Extra[len(h.Extra)-1] = id
		}}
		s.refuse(s.put(unsealed, block{}, block{}), lightclient.ErrSeals, "seal recovers to no key")
	}
}

// TestSealedTooOften: that a validator seals more blocks in a row than its turn is long
// is for the voters to refuse. The seals of a block that nobody votes for are worth
// nothing either way; see the package comment.
func TestSealedTooOften(t *testing.T) {
	s := usual(t)
	again := s.chain.SetFor(7).Keys[6%4] // it sealed block 6, the trusted one
	s.accept(7, s.put(block{Sealer: again}, block{}, block{}))
	s.refuse(s.put(block{Sealer: again}, block{Mute: true}, block{Mute: true}), lightclient.ErrSeals, "none of the headers is final")
}
