package clique_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/clique"
	"github.com/catenary-bridge/catenary/lightclient/clique/cliquetest"
)

func TestAttackBatch(t *testing.T) {
	p, now := testParams(8), at(genesisTime+300)
	chain := cliquetest.New(t, 8, genesisTime, cliquetest.Keys(t, "batch", 3)).Grow(8 + clique.MaxBatch + 1)
	trusted, headers := trust(t, chain, 8, p), chain.From(9)[:12]
	mustBeFinal(t, trusted, headers, now, p, 19)
	swapped := slices.Clone(headers)
	swapped[4], swapped[5] = swapped[5], swapped[4]
	reversed := slices.Clone(headers)
	slices.Reverse(reversed)
	other := cliquetest.New(t, 8, genesisTime, chain.Keys()).Grow(8)
	other.Add(cliquetest.Block{Change: cliquetest.Alter("other")})
	other.Grow(3)
	for _, test := range []struct {
		name    string
		headers []*types.Header
		err     error
		text    string
	}{
		{"nothing", nil, lightclient.ErrMalformed, "there is no header"},
		{"an absent header", append(headers[:3:3], nil), lightclient.ErrMalformed, "there is no header"},
		{"a gap at first", headers[1:], lightclient.ErrMalformed, "number is 10, want 9"},
		{"a gap", slices.Delete(slices.Clone(headers), 4, 5), lightclient.ErrMalformed, "number is 14, want 13"},
		{"swapped", swapped, lightclient.ErrMalformed, "number is 14, want 13"},
		{"reversed", reversed, lightclient.ErrMalformed, "number is 20, want 9"},
		{"replayed", append(headers[:4:4], headers[3:]...), lightclient.ErrMalformed, "number is 12, want 13"},
		{"from the trusted one on", chain.From(8), lightclient.ErrTooManyBlocks, "258 headers, at most 256"},
		{"the trusted one again", chain.From(8)[:4], lightclient.ErrMalformed, "number is 8, want 9"},
		{"the end of another branch", append(headers[:1:1], other.From(10)...), lightclient.ErrNotLinked, "parentHash is"},
		{"one more than a batch", chain.From(9), lightclient.ErrTooManyBlocks, "257 headers, at most 256"},
	} {
		t.Run(test.name, func(t *testing.T) { mustRefuse(t, trusted, test.headers, now, p, test.err, test.text) })
	}
	t.Run("a whole batch", func(t *testing.T) {
		mustBeFinal(t, trusted, chain.From(9)[:clique.MaxBatch], now, p, 8+clique.MaxBatch-1)
	})
	t.Run("upon nothing", func(t *testing.T) {
		if _, err := clique.Verify(clique.TrustedState{}, headers, now, p); !errors.Is(err, lightclient.ErrNotLinked) {
			t.Errorf("error is %v, want ErrNotLinked", err)
		}
	})
}

func TestAttackClock(t *testing.T) {
	p := testParams(8)
	chain := cliquetest.New(t, 8, genesisTime, cliquetest.Keys(t, "clock", 3)).Grow(12)
	trusted, headers := trust(t, chain, 8, p), chain.From(9)
	expires := time.Unix(genesisTime+8, 0).Add(p.TrustingPeriod)
	mustBeFinal(t, trusted, headers, expires.Add(-time.Nanosecond), p, 11)
	mustRefuse(t, trusted, headers, expires, p, lightclient.ErrExpired, "header 8 is 24h0m0s old")
	earliest := time.Unix(genesisTime+12, 0).Add(-p.MaxClockDrift)
	mustBeFinal(t, trusted, headers, earliest, p, 11)
	mustRefuse(t, trusted, headers, earliest.Add(-time.Second), p, lightclient.ErrFuture, "timestamp is 1700000012, want at most 1700000011")
	mustRefuse(t, trusted, headers, time.Unix(-10, 0), p, lightclient.ErrFuture, "want at most -5")
	late := types.CopyHeader(headers[0])
	late.Time = 1<<64 - 1 // of which no time.Time can be made
	late = cliquetest.Seal(t, late, chain.Sealer(9))
	mustRefuse(t, trusted, []*types.Header{late}, at(genesisTime+20), p, lightclient.ErrFuture, "timestamp is 18446744073709551615")

	// Without a period, times may be equal; and the least time is as good as another.
	p.Period = 0
	chain = cliquetest.New(t, 8, 0, chain.Keys())
	for range 3 {
		chain.Add(cliquetest.Block{Change: func(h *types.Header) { h.Time = 0 }})
	}
	mustBeFinal(t, trust(t, chain, 0, p), chain.From(1), time.Unix(-5, 0), p, 2)
}

func TestAttackAnchor(t *testing.T) {
	p := testParams(8)
	keys := cliquetest.Keys(t, "anchor", 3)
	chain := cliquetest.New(t, 8, genesisTime, keys).Grow(20)
	altered := func(number uint64, change func(*types.Header)) *types.Header {
		return chain.Fork(number - 1).Next(cliquetest.Block{Change: change})
	}
	extra := func(number uint64, list ...common.Address) *types.Header {
		return altered(number, func(h *types.Header) { h.Extra = cliquetest.Extra(list) })
	}
	a := cliquetest.Addresses(keys)
	many := slices.Clone(a)
	for i := range clique.MaxSigners - 2 {
		many = append(many, common.BytesToAddress(crypto.Keccak256([]byte{byte(i), byte(i >> 8)})))
	}
	slices.SortFunc(many, common.Address.Cmp)
	for _, test := range []struct {
		name   string
		header *types.Header
		anchor lightclient.Anchor
		err    error
		text   string
	}{
		{"no header", nil, chain.Anchor(8), lightclient.ErrMalformed, "there is no header"},
		{"another hash", altered(8, cliquetest.Alter("x")), chain.Anchor(8), lightclient.ErrWrongChain, "the configured anchor is"},
		{"another number", chain.At(16), lightclient.Anchor{Number: 8, Hash: chain.At(16).Hash()}, lightclient.ErrMalformed, "number 16, want that of the anchor, 8"},
		{"no checkpoint", chain.At(9), chain.Anchor(9), lightclient.ErrMalformed, "anchor has number 9, want that of a checkpoint, a multiple of the epoch of 8 blocks (8 is one)"},
		{"list out of order", extra(8, a[1], a[0], a[2]), lightclient.Anchor{Number: 8}, lightclient.ErrMalformed, "in ascending order"},
		{"a signer twice", extra(8, a[0], a[1], a[1], a[2]), lightclient.Anchor{Number: 8}, lightclient.ErrMalformed, "distinct"},
		{"no signers", extra(8), lightclient.Anchor{Number: 8}, lightclient.ErrMalformed, "lists 0 signers, want 1 to 256"},
		{"no signers in a genesis", withExtra(chain.At(0), cliquetest.Extra(nil)), lightclient.Anchor{}, lightclient.ErrMalformed, "lists 0 signers"},
		{"a signer twice in a genesis", withExtra(chain.At(0), cliquetest.Extra(append(a, a[0]))), lightclient.Anchor{}, lightclient.ErrMalformed, "distinct"},
		{"half a signer in a genesis", withExtra(chain.At(0), make([]byte, 32+30+65)), lightclient.Anchor{}, lightclient.ErrMalformed, "30 bytes of signers"},
		{"signers by the hundred", withExtra(chain.At(0), cliquetest.Extra(many)), lightclient.Anchor{}, lightclient.ErrMalformed, "lists 257 signers, want 1 to 256"},
		{"sealed by a stranger", cliquetest.Seal(t, chain.At(8), cliquetest.Keys(t, "strangers", 1)[0]), lightclient.Anchor{Number: 8}, lightclient.ErrSeals, "none of the 3"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.anchor.Hash == (common.Hash{}) {
				test.anchor.Hash = test.header.Hash() // the operator vouches for it
			}
			state, err := clique.TrustAnchor(test.header, test.anchor, p)
			if !errors.Is(err, test.err) || !strings.Contains(err.Error(), test.text) || !state.IsZero() {
				t.Errorf("error is %v, want %v and %q", err, test.err, test.text)
			}
		})
	}
	t.Run("as many as can be", func(t *testing.T) {
		h := withExtra(chain.At(0), cliquetest.Extra(many[:clique.MaxSigners]))
		if _, err := clique.TrustAnchor(h, lightclient.Anchor{Hash: h.Hash()}, p); err != nil {
			t.Error(err)
		}
	})
	t.Run("a genesis is a set, whatever else it says", func(t *testing.T) {
		h := withExtra(chain.At(0), cliquetest.Extra([]common.Address{a[2], a[0], a[1]}))
		h.Nonce, h.MixDigest, h.Coinbase = types.BlockNonce{66}, common.Hash{1}, common.Address{1}
		state, err := clique.TrustAnchor(h, lightclient.Anchor{Hash: h.Hash()}, p)
		if err != nil || !slices.Equal(state.Signers(), a) {
			t.Errorf("signers are %v, %v, want %v", state.Signers(), err, a)
		}
	})
}

func withExtra(h *types.Header, extra []byte) *types.Header {
	h = types.CopyHeader(h)
	h.Extra = extra
	return h
}

// Sets and votes made huge by those who may vote.
func TestAttackHugeSets(t *testing.T) {
	p := testParams(clique.DefaultEpoch)
	keys := cliquetest.Keys(t, "huge", clique.MaxSigners)
	chain := cliquetest.New(t, p.Epoch, genesisTime, keys)
	branch := clique.NewBranch(trust(t, chain, 0, p), p)
	one := cliquetest.Keys(t, "one more", 1)[0]
	for range clique.MaxSigners / 2 {
		if err := branch.Add(chain.Add(cliquetest.Block{About: one, Auth: true})); err != nil {
			t.Fatal(err)
		}
	}
	if err := branch.Add(chain.Add(cliquetest.Block{About: one, Auth: true})); !errors.Is(err, lightclient.ErrSeals) || !strings.Contains(err.Error(), "257 signers") {
		t.Errorf("a set of 257: %v", err)
	}
	chain = cliquetest.New(t, p.Epoch, genesisTime, keys[:3])
	branch = clique.NewBranch(trust(t, chain, 0, p), p)
	branch.Spam(cliquetest.Address(keys[0]), clique.MaxVotes-1)
	if err := branch.Add(chain.Add(cliquetest.Block{About: keys[8], Auth: true})); err != nil || branch.Votes() != clique.MaxVotes {
		t.Errorf("as many votes as can be: %d, %v", branch.Votes(), err)
	}
	if err := branch.Add(chain.Add(cliquetest.Block{About: keys[9], Auth: true})); !errors.Is(err, lightclient.ErrTooManyBlocks) {
		t.Errorf("a vote more: %v", err)
	}
}

func TestAttackParams(t *testing.T) {
	good := clique.DefaultParams()
	chain := cliquetest.New(t, good.Epoch, genesisTime, cliquetest.Keys(t, "params", 1)).Grow(2)
	state := trust(t, chain, 0, good)
	for text, change := range map[string]func(*clique.Params){
		"epoch is 0":                         func(p *clique.Params) { p.Epoch = 0 },
		"extra confirmations are 65":         func(p *clique.Params) { p.ExtraConfirmations = 65 },
		"trusting period is 999ms":           func(p *clique.Params) { p.TrustingPeriod = 999 * time.Millisecond },
		"clock drift is -1ns":                func(p *clique.Params) { p.MaxClockDrift = -1 },
		"clock drift is 336h0m0s":            func(p *clique.Params) { p.MaxClockDrift = p.TrustingPeriod },
		"period is 1209600 s, want less":     func(p *clique.Params) { p.Period = 14 * 24 * 3600 },
		"period is 18446744073709551615 s, ": func(p *clique.Params) { p.Period = 1<<64 - 1 },
	} {
		p := good
		change(&p)
		for name, err := range map[string]error{"validate": p.Validate(), "anchor": second(clique.TrustAnchor(chain.At(0), chain.Anchor(0), p)),
			"verify": second(clique.Verify(state, chain.From(1), at(genesisTime+60), p))} {
			if err == nil || !strings.Contains(err.Error(), text) {
				t.Errorf("%s: %v, want %q", name, err, text)
			}
		}
	}
	for name, change := range map[string]func(*clique.Params){
		"most confirmations": func(p *clique.Params) { p.ExtraConfirmations = 64 },
		"shortest trust":     func(p *clique.Params) { p.TrustingPeriod, p.MaxClockDrift, p.Period = time.Second, 0, 0 },
		"no period":          func(p *clique.Params) { p.Period = 0 },
		"most drift":         func(p *clique.Params) { p.MaxClockDrift = p.TrustingPeriod - 1 },
		"longest period":     func(p *clique.Params) { p.Period = 14*24*3600 - 1 },
	} {
		p := good
		change(&p)
		if err := p.Validate(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }
