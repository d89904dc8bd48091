package clique_test

import (
	"errors"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

// forgery is one wrong block in a chain that is right otherwise: sealed by who may
// seal it, and with enough of such blocks on top.
type forgery struct {
	name   string
	number uint64 // of the wrong block; checkpoints are the multiples of 8
	block  func(c *cliquetest.Chain) cliquetest.Block
	change func(h *types.Header) // before it is sealed
	after  func(h *types.Header) // after it was sealed
	err    error
	text   string
}

const forgeryEpoch = 8

// build returns the headers of an honest chain from 9 on, the wrong one among them and
// others on top of it, upon checkpoint 8.
func (f forgery) build(t *testing.T, honest *cliquetest.Chain) (clique.TrustedState, []*types.Header, clique.Params, time.Time) {
	p := testParams(forgeryEpoch)
	chain := honest.Fork(f.number - 1)
	b := cliquetest.Block{}
	if f.block != nil {
		b = f.block(chain)
	}
	if b.Change == nil {
		b.Change = f.change
	}
	h := chain.Next(b)
	if f.after != nil {
		f.after(h)
	}
	by := b.By
	if by == nil {
		by = chain.Turn()
	}
	chain.Append(h, by, chain.Keys())
	chain.Grow(4)
	return trust(t, chain, 8, p), chain.From(9), p, at(genesisTime + 40)
}

func by(key func(*cliquetest.Chain) cliquetest.Key) func(*cliquetest.Chain) cliquetest.Block {
	return func(c *cliquetest.Chain) cliquetest.Block { return cliquetest.Block{By: key(c)} }
}

func sealerOf(number uint64) func(*cliquetest.Chain) cliquetest.Block {
	return by(func(c *cliquetest.Chain) cliquetest.Key { return c.Sealer(number) })
}

func listing(change func([]common.Address) []common.Address) func(*cliquetest.Chain) cliquetest.Block {
	return func(c *cliquetest.Chain) cliquetest.Block {
		return cliquetest.Block{Change: func(h *types.Header) { h.Extra = cliquetest.Extra(change(cliquetest.Addresses(c.Keys()))) }}
	}
}

// above returns an address that is no signer's, next to one.
func above(a common.Address) common.Address {
	a[common.AddressLength-1]++
	return a
}

func difficulty(d *big.Int) func(*types.Header) { return func(h *types.Header) { h.Difficulty = d } }

func forgeries(t *testing.T) []forgery {
	return []forgery{
		{name: "a stranger seals", number: 11, block: by(func(*cliquetest.Chain) cliquetest.Key { return cliquetest.Keys(t, "strangers", 1)[0] }),
			err: lightclient.ErrSeals, text: "who is none of the 5 signers"},
		{name: "the last sealer again", number: 11, block: sealerOf(10), err: lightclient.ErrSeals, text: "who sealed 10 already"},
		{name: "the last but one again", number: 11, block: sealerOf(9), err: lightclient.ErrSeals, text: "each may seal one in 3 blocks"},
		{name: "the sealer of the checkpoint again", number: 9, block: sealerOf(8), err: lightclient.ErrSeals, text: "who sealed 8 already"},
		{name: "in turn, but of the difficulty out of turn", number: 11, change: difficulty(big.NewInt(1)), err: lightclient.ErrMalformed, text: "difficulty is 1, want 2"},
		{name: "out of turn, but of the difficulty in turn", number: 11,
			block: func(c *cliquetest.Chain) cliquetest.Block { // who has waited longest after the one in turn
				return cliquetest.Block{By: c.Keys()[(11+1)%5], Change: difficulty(big.NewInt(2))}
			}, err: lightclient.ErrMalformed, text: "difficulty is 2, want 1"},
		{name: "no difficulty", number: 11, change: difficulty(new(big.Int)), err: lightclient.ErrMalformed, text: "difficulty is 0, want 2"},
		{name: "difficulty whose lower half is right", number: 11, change: difficulty(new(big.Int).Add(new(big.Int).Lsh(common.Big1, 64), common.Big2)),
			err: lightclient.ErrMalformed, text: "want 2"},
		{name: "a checkpoint without a signer", number: 16, block: listing(func(k []common.Address) []common.Address { return k[:4] }), err: lightclient.ErrMalformed, text: "checkpoint lists 4 signers"},
		{name: "a checkpoint with a signer more", number: 16, block: listing(func(k []common.Address) []common.Address {
			return slices.Insert(k, 3, above(k[2]))
		}), err: lightclient.ErrMalformed, text: "checkpoint lists 6 signers"},
		{name: "a checkpoint with a signer exchanged", number: 16, block: listing(func(k []common.Address) []common.Address {
			return append(k[:3], above(k[2]), k[4])
		}), err: lightclient.ErrMalformed, text: "checkpoint lists 5 signers"},
		{name: "a checkpoint in another order", number: 16, block: listing(func(k []common.Address) []common.Address {
			return append(k[:3], k[4], k[3])
		}), err: lightclient.ErrMalformed, text: "distinct and in ascending order"},
		{name: "a checkpoint without list", number: 16, block: listing(func([]common.Address) []common.Address { return nil }), err: lightclient.ErrMalformed, text: "lists 0 signers"},
		{name: "a list outside of checkpoints", number: 11, block: listing(func(k []common.Address) []common.Address { return k }), err: lightclient.ErrMalformed, text: "100 bytes of signers, want none"},
		{name: "a list and a half address", number: 16, change: func(h *types.Header) { h.Extra = append(h.Extra, make([]byte, 10)...) },
			err: lightclient.ErrMalformed, text: "110 bytes of signers"},
		{name: "a checkpoint that votes for somebody", number: 16, change: func(h *types.Header) { h.Coinbase[0]++ }, err: lightclient.ErrMalformed, text: "miner is 0x01"},
		{name: "a checkpoint that votes for nobody", number: 16, change: func(h *types.Header) { h.Nonce = clique.NonceAuth }, err: lightclient.ErrMalformed, text: "nonce is 0xffffffffffffffff, want 0"},
		{name: "a nonce that is no vote", number: 11, change: func(h *types.Header) { h.Nonce[7] = 1 }, err: lightclient.ErrMalformed, text: "nonce is 0x0000000000000001"},
		{name: "a nonce of nearly all ones", number: 11, change: func(h *types.Header) { h.Nonce = clique.NonceAuth; h.Nonce[0] = 0xfe }, err: lightclient.ErrMalformed, text: "want that of a vote"},
		{name: "uncles", number: 11, change: func(h *types.Header) { h.UncleHash[0]++ }, err: lightclient.ErrMalformed, text: "sha3Uncles is"},
		{name: "a mix hash", number: 11, change: func(h *types.Header) { h.MixDigest[31]++ }, err: lightclient.ErrMalformed, text: "mixHash is"},
		{name: "too early", number: 11, change: func(h *types.Header) { h.Time-- }, err: lightclient.ErrTime, text: "period of 1 s"},
		{name: "before its parent", number: 11, change: func(h *types.Header) { h.Time -= 5 }, err: lightclient.ErrTime, text: "period of 1 s"},
		{name: "from the future", number: 21, change: func(h *types.Header) { h.Time = genesisTime + 46 }, err: lightclient.ErrFuture, text: "want at most 1700000045"},
		{name: "another parent", number: 11, change: func(h *types.Header) { h.ParentHash[0]++ }, err: lightclient.ErrNotLinked, text: "parentHash is"},
		{name: "a number skipped", number: 11, change: func(h *types.Header) { h.Number.SetUint64(12); h.Difficulty.SetUint64(1) }, err: lightclient.ErrMalformed, text: "number is 12, want 11"},
		{name: "a number twice", number: 11, change: func(h *types.Header) { h.Number.SetUint64(10); h.Difficulty.SetUint64(1) }, err: lightclient.ErrMalformed, text: "number is 10, want 11"},
		{name: "withdrawals", number: 11, change: func(h *types.Header) { h.WithdrawalsHash = &types.EmptyWithdrawalsHash }, err: lightclient.ErrMalformed, text: "withdrawalsRoot is present"},
		{name: "a later field behind a gap", number: 11, change: func(h *types.Header) { h.BlobGasUsed = new(uint64) }, err: lightclient.ErrMalformed, text: "withdrawalsRoot is absent"},
		{name: "vanity too short", number: 11, change: func(h *types.Header) { h.Extra = h.Extra[1:] }, err: lightclient.ErrMalformed, text: "96 bytes, want at least 97"},
		{name: "no seal", number: 11, after: func(h *types.Header) { clear(h.Extra[32:]) }, err: lightclient.ErrMalformed, text: "recovers to no key"},
		{name: "a seal of another recovery id", number: 11, after: func(h *types.Header) { h.Extra[96] += 2 }, err: lightclient.ErrMalformed, text: "want 0 or 1"},
		{name: "a seal changed", number: 11, after: func(h *types.Header) { h.Extra[96] ^= 1 }, err: lightclient.ErrSeals, text: "who is none of the 5 signers"},
		{name: "content changed after the seal", number: 11, after: func(h *types.Header) { h.Root[0]++ }, err: lightclient.ErrSeals, text: "who is none of the 5 signers"},
		{name: "vanity changed after the seal", number: 11, after: func(h *types.Header) { h.Extra[0]++ }, err: lightclient.ErrSeals, text: "who is none of the 5 signers"},
		{name: "vote changed after the seal", number: 11, after: func(h *types.Header) { h.Coinbase[0]++ }, err: lightclient.ErrSeals, text: "who is none of the 5 signers"},
		{name: "base fee changed after the seal", number: 11, after: func(h *types.Header) { h.BaseFee = big.NewInt(8) }, err: lightclient.ErrSeals, text: "who is none of the 5 signers"},
	}
}

func TestAttackHeader(t *testing.T) {
	honest := cliquetest.New(t, forgeryEpoch, genesisTime, cliquetest.Keys(t, "forgery", 5)).Grow(20)
	for _, f := range forgeries(t) {
		t.Run(f.name, func(t *testing.T) {
			trusted, headers, p, now := f.build(t, honest)
			mustRefuse(t, trusted, headers, now, p, f.err, f.text)
		})
	}
	t.Run("who waited long enough", func(t *testing.T) {
		f := forgery{number: 11, block: sealerOf(8)}
		trusted, headers, p, now := f.build(t, honest)
		mustBeFinal(t, trusted, headers, now, p, 13)
	})
	t.Run("none", func(t *testing.T) {
		trusted, headers, p, now := forgery{number: 11}.build(t, honest)
		mustBeFinal(t, trusted, headers, now, p, 13)
	})
}

func mustRefuse(t *testing.T, trusted clique.TrustedState, headers []*types.Header, now time.Time, p clique.Params, reason error, text string) {
	t.Helper()
	state, err := clique.Verify(trusted, headers, now, p)
	var rejected *lightclient.RejectedError
	if !errors.Is(err, reason) || !errors.As(err, &rejected) || !strings.Contains(err.Error(), text) {
		t.Fatalf("error is %v, want a RejectedError for %v and %q", err, reason, text)
	}
	if !state.IsZero() {
		t.Fatalf("trusts %+v in spite of %v", state.Header(), err)
	}
}

func mustBeFinal(t *testing.T, trusted clique.TrustedState, headers []*types.Header, now time.Time, p clique.Params, number uint64) {
	t.Helper()
	state, err := clique.Verify(trusted, headers, now, p)
	if err != nil {
		t.Fatal(err)
	}
	if got := state.Header().Number; got != number {
		t.Fatalf("final is %d, want %d", got, number)
	}
	for _, h := range headers {
		if h.Number.Uint64() == number && h.Hash() != state.Header().Hash {
			t.Fatalf("final is %s, want %s", state.Header().Hash, h.Hash())
		}
	}
}
