package clique_test

import (
	"bytes"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/rlp"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

func encode(t testing.TB, h *types.Header) []byte {
	t.Helper()
	b, err := rlp.EncodeToBytes(h)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// FuzzHeader hands header bytes to everything that reads headers. Of one signer, whose
// next block another one follows, only the honest block may become final by it, or
// what its seal can be turned into.
func FuzzHeader(f *testing.F) {
	keys := cliquetest.Keys(f, "fuzz header", 3)
	p := testParams(4)
	chain := cliquetest.New(f, 4, genesisTime, keys).Grow(9)
	for _, h := range chain.From(0) {
		f.Add(encode(f, h), uint8(0))
		f.Add(encode(f, cliquetest.Turned(h)), uint8(3))
	}
	later := types.CopyHeader(chain.At(5))
	later.WithdrawalsHash = &types.EmptyWithdrawalsHash
	f.Add(encode(f, later), uint8(1))
	f.Add(encode(f, cliquetest.Seal(f, chain.At(5), cliquetest.Keys(f, "strangers", 1)[0])), uint8(1))
	trusted, now := trust(f, chain, 4, p), at(genesisTime+9)
	f.Fuzz(func(t *testing.T, b []byte, place uint8) {
		lax := new(types.Header) // as a lax provider would hand it over
		if err := rlp.DecodeBytes(b, lax); err != nil {
			lax = nil
		}
		strict, err := clique.DecodeHeader(b)
		if err == nil {
			if again, err := clique.EncodeHeader(strict); err != nil || !bytes.Equal(again, b) {
				t.Fatalf("accepted %x, which it would write as %x, %v", b, again, err)
			}
		}
		if state, err := clique.TrustAnchor(lax, chain.Anchor(4), p); err == nil && state.Header().Hash != chain.At(4).Hash() {
			t.Fatalf("anchor %x", b)
		}
		headers := chain.From(5)
		headers[int(place)%len(headers)] = lax
		state, err := clique.Verify(trusted, headers, now, p)
		if err != nil {
			return
		}
		if got := state.Header(); got.Hash != chain.At(got.Number).Hash() {
			t.Fatalf("accepted %x at %d: final is %+v", b, place, got)
		}
	})
}

func FuzzBranch(f *testing.F) {
	chain := cliquetest.New(f, 4, genesisTime, cliquetest.Keys(f, "fuzz branch", 2)).Grow(5)
	for n := range 5 {
		b, err := clique.EncodeBranch(chain.From(1)[:n])
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	f.Add([]byte{0xc2, 0xc0, 0xc0})
	f.Fuzz(func(t *testing.T, b []byte) {
		headers, err := clique.DecodeBranch(b)
		if err != nil {
			return
		}
		if again, err := clique.EncodeBranch(headers); err != nil || !bytes.Equal(again, b) {
			t.Fatalf("accepted %x, which it would write as %x, %v", b, again, err)
		}
	})
}

// FuzzRecord: a store's state that is taken is written again as it was.
func FuzzRecord(f *testing.F) {
	p := testParams(8)
	chain := cliquetest.New(f, 8, genesisTime, cliquetest.Keys(f, "fuzz record", 3)).Grow(10)
	state, err := clique.Verify(trust(f, chain, 0, p), chain.From(1), at(genesisTime+10), p)
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []clique.TrustedState{trust(f, chain, 0, p), trust(f, chain, 8, p), state} {
		r, err := clique.SaveState(s)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(r.State[32:], uint8(s.Header().Number))
	}
	f.Fuzz(func(t *testing.T, body []byte, number uint8) {
		h := chain.At(uint64(number) % 11)
		trusted, err := lightclient.ReadHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		r := lightclient.Record{ChainID: testChainID, Kind: clique.Kind, Trusted: trusted, State: clique.WithSum(body)}
		again, err := clique.RestoreAndSave(r, p)
		if err == nil && !slices.Equal(again.State, r.State) {
			t.Fatalf("accepted %x, which it would write as %x", r.State, again.State)
		}
	})
}
