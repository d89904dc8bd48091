package qbft_test

import (
	"bytes"
	"slices"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func FuzzDecodeExtra(f *testing.F) {
	keys := qbfttest.Keys(f, "fuzz", 4)
	for _, d := range dialects {
		chain := qbfttest.NewBy(f, qbft.Schedule{{Dialect: d}}, genesisTime, keys)
		f.Add(chain.Head().Extra, uint8(d))
		f.Add(chain.Add(qbfttest.Block{Round: 7, Vote: &qbft.Vote{Recipient: common.Address{1}, Add: true}}).Extra, uint8(d))
		f.Add(chain.Add(qbfttest.Block{Vote: &qbft.Vote{}}).Extra, uint8(d))
		f.Add([]byte{0xc0}, uint8(d))
	}
	f.Fuzz(func(t *testing.T, b []byte, dialect uint8) {
		d := dialects[dialect%2]
		e, err := d.DecodeExtra(b)
		if err != nil {
			return
		}
		if again := e.Encode(); !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x", b, again)
		}
	})
}

// fuzzRules are the rules under which headers are fuzzed, by their first byte.
var fuzzRules = []qbft.Schedule{nil, inIBFT2, inContract}

// proofBytes is a SetProof as fuzzing changes it.
func proofBytes(f *testing.F, p qbft.SetProof) []byte {
	b, err := rlp.EncodeToBytes(&p)
	if err != nil {
		f.Fatal(err)
	}
	return b
}

// FuzzHeader hands header bytes, and those of a proof of its validators, to everything
// that reads them. What is accepted on top of a trusted header must be the honest
// block, with the honest set, whatever bytes it came in.
func FuzzHeader(f *testing.F) {
	keys := qbfttest.Keys(f, "fuzz header", 4)
	type target struct {
		trusted qbft.TrustedState
		params  qbft.Params
		now     time.Time
		sealed  []common.Hash // blocks that the seeds show sealed by a quorum
	}
	var targets []target
	for i, schedule := range fuzzRules {
		s := newScene(f, schedule, keys, 1)
		next := s.chain.Next(qbfttest.Block{Sealers: keys, Vote: &qbft.Vote{Recipient: common.Address{1}}, Round: 2})
		inOther := s.chain.In(next).Reseal(f, next, func(e *qbft.ExtraData) { e.Dialect = 1 - e.Dialect })
		plain := s.chain.Next(qbfttest.Block{Sealers: keys})
		targets = append(targets, target{s.trusted, paramsOf(s.chain), s.now(), []common.Hash{s.chain.Hash(plain), s.chain.Hash(next)}})
		for _, h := range []*types.Header{
			plain, s.chain.Head(), s.chain.At(0), s.chain.Next(qbfttest.Block{Sealers: keys[:2]}), next, inOther,
		} {
			b, err := qbft.EncodeHeader(h)
			if err != nil {
				f.Fatal(err)
			}
			honest := s.chain.AnchorProof(1)
			f.Add(uint8(i), b, proofBytes(f, honest))
			f.Add(uint8(i), b, proofBytes(f, s.chain.AnchorProof(0)))
			f.Add(uint8(i), b, proofBytes(f, qbft.SetProof{Account: honest.Account}))
		}
	}
	f.Fuzz(func(t *testing.T, rules uint8, b, rawProof []byte) {
		at := targets[int(rules)%len(targets)]
		var proof qbft.SetProof
		_ = rlp.DecodeBytes(rawProof, &proof) // what is left of a broken one will do
		check := func(h *types.Header) {
			state, err := qbft.VerifyProven(at.trusted, []*types.Header{h}, proof, at.now, at.params)
			if err != nil {
				return
			}
			if !slices.Contains(at.sealed, state.Header().Hash) || !slices.Equal(state.Validators(), qbfttest.Addresses(keys)) {
				t.Fatalf("accepted %x with the set %v", b, state.Validators())
			}
		}
		// As a lax provider would hand it over.
		lax := new(types.Header)
		if err := rlp.DecodeBytes(b, lax); err == nil {
			check(lax)
		}
		h, err := qbft.DecodeHeader(b)
		if err != nil {
			return
		}
		if again, err := qbft.EncodeHeader(h); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x, %v", b, again, err)
		}
		check(h)
	})
}

// FuzzSetProof hands the bytes of a proof to an anchor: what it makes of them is the
// honest set, or nothing.
func FuzzSetProof(f *testing.F) {
	keys := qbfttest.Keys(f, "fuzz set", 5)
	chain := qbfttest.NewBy(f, inContract, genesisTime, keys).Grow(2)
	p, anchor, head := paramsOf(chain), chain.Anchor(2), chain.Head()
	f.Add(proofBytes(f, chain.AnchorProof(2)))
	f.Add(proofBytes(f, chain.AnchorProof(1)))
	f.Add(proofBytes(f, chain.World(chain.Head()).ProveSet(qbfttest.Contract(), 6)))
	f.Add(proofBytes(f, chain.World(chain.Head()).ProveSet(otherContract(), 5)))
	f.Fuzz(func(t *testing.T, b []byte) {
		var proof qbft.SetProof
		_ = rlp.DecodeBytes(b, &proof)
		state, err := qbft.TrustAnchorProven(head, anchor, proof, p)
		if err == nil && !slices.Equal(state.Validators(), qbfttest.Addresses(keys)) {
			t.Fatalf("proved the set %v", state.Validators())
		}
	})
}
