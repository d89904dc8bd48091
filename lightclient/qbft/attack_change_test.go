package qbft_test

import (
	"crypto/ecdsa"
	"errors"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/core/types"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

func TestAttackSetChange(t *testing.T) {
	abcd, efgh := qbfttest.Keys(t, "old", 4), qbfttest.Keys(t, "new", 4)
	a, b, c, d, e := abcd[0], abcd[1], abcd[2], abcd[3], efgh[0]
	set := func(keys ...*ecdsa.PrivateKey) []*ecdsa.PrivateKey { return keys }
	tests := map[string]struct {
		block  qbfttest.Block
		reason error
		text   string
	}{
		"one added":                          {qbfttest.Block{Keys: set(a, b, c, d, e), Sealers: set(e, b, c, d)}, nil, ""},
		"one dropped":                        {qbfttest.Block{Keys: set(a, b, c), Sealers: set(a, b)}, nil, ""},
		"two of four in a quorum of six":     {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: append(set(a, b), efgh[:2]...)}, nil, ""},
		"the former ones' seals come last":   {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: append(slices.Clone(efgh), a, b)}, nil, ""},
		"the same in another order":          {qbfttest.Block{Keys: set(d, c, b, a), Sealers: set(d, c, b)}, nil, ""},
		"all replaced":                       {qbfttest.Block{Keys: efgh}, lightclient.ErrTrustOverlap, "0 of the 4 validators trusted last sealed it, want 2"},
		"one of four is no third":            {qbfttest.Block{Keys: append(set(a), efgh...), Sealers: append(set(a), efgh[:3]...)}, lightclient.ErrTrustOverlap, "1 of the 4 validators trusted last sealed it, want 2"},
		"former sealed but are not listed":   {qbfttest.Block{Keys: efgh, Sealers: set(efgh[0], efgh[1], a, b)}, lightclient.ErrSeals, "2 seals of strangers"},
		"listed but did not seal":            {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: efgh}, lightclient.ErrTrustOverlap, "0 of the 4"},
		"third of the former but no quorum":  {qbfttest.Block{Keys: append(set(a, b), efgh...), Sealers: set(a, b, efgh[0])}, lightclient.ErrSeals, "3 of the 6 validators sealed it, want 4"},
		"one listed twice":                   {qbfttest.Block{Keys: set(a, b, a), Sealers: set(a, b)}, lightclient.ErrMalformed, "twice"},
		"one listed twice in the same place": {qbfttest.Block{Keys: set(a, a, b, c, d), Sealers: set(a, b, c, d)}, lightclient.ErrMalformed, "twice"},
		"none listed":                        {qbfttest.Block{Keys: []*ecdsa.PrivateKey{}, Sealers: []*ecdsa.PrivateKey{}}, lightclient.ErrMalformed, "lists no validators"},
		"shrunk to one bad key":              {qbfttest.Block{Keys: set(d), Sealers: set(d)}, lightclient.ErrTrustOverlap, "1 of the 4"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			chain := qbfttest.New(t, genesisTime, abcd).Grow(1)
			trusted, now := trust(t, chain, 1), at(chain.Head().Time+10)
			chain.Add(test.block)
			if test.reason == nil {
				chain.Grow(2)
				mustAccept(t, trusted, chain.Range(2, 4), now) // in one step
				state := trusted
				for n := uint64(2); n <= 4; n++ { // and in three
					state = mustAccept(t, state, chain.Range(n, n), now)
				}
				return
			}
			mustRefuse(t, trusted, chain.Range(2, 2), now, 2, test.reason, test.text)
			// A quorum of the set that it would bring in makes it no better.
			chain.Grow(2)
			if _, err := qbft.Verify(trusted, chain.Range(2, 4), now, testParams); !errors.Is(err, test.reason) {
				t.Errorf("with two headers on top: %v, want %v", err, test.reason)
			}
		})
	}
}

// abcd -> bcde -> cdef -> defg -> efgh: the last set knows nobody of the first. Each
// change is covered by the one before; without the seals of one of them it isn't.
func TestAttackSetReplacedStepByStep(t *testing.T) {
	all := qbfttest.Keys(t, "rolling", 8)
	chain := qbfttest.New(t, genesisTime, all[:4]).Grow(1)
	for i := 1; i <= 4; i++ {
		chain.Grow(2)
		chain.Add(qbfttest.Block{Keys: all[i : i+4]})
	}
	chain.Grow(1)
	trusted, now, top := trust(t, chain, 1), at(chain.Head().Time), uint64(chain.Len()-1)
	mustAccept(t, trusted, chain.Range(2, top), now)

	t.Run("seals stripped from one change", func(t *testing.T) {
		headers := chain.Range(2, top)
		headers[5] = qbfttest.Reseal(t, headers[5], func(e *qbft.ExtraData) { e.Seals = nil })
		mustRefuse(t, trusted, headers, now, 7, lightclient.ErrSeals, "0 of the 4")
	})
	t.Run("seals stripped where nothing changes", func(t *testing.T) {
		headers := chain.Range(2, top)
		for _, i := range []int{0, 1, 3, 4} {
			headers[i] = qbfttest.Reseal(t, headers[i], func(e *qbft.ExtraData) { e.Seals = nil })
		}
		mustAccept(t, trusted, headers, now) // the hash of the sealed ones covers them
	})
	t.Run("seals stripped from the last", func(t *testing.T) {
		headers := chain.Range(2, top)
		headers[len(headers)-1] = qbfttest.Reseal(t, headers[len(headers)-1], func(e *qbft.ExtraData) { e.Seals = nil })
		mustRefuse(t, trusted, headers, now, top, lightclient.ErrSeals, "0 of the 4")
	})
}

func TestAttackUnlinkedBatch(t *testing.T) {
	keys := qbfttest.Keys(t, "batch", 4)
	chain := qbfttest.New(t, genesisTime, keys).Grow(8)
	trusted, now := trust(t, chain, 1), at(chain.Head().Time)
	tests := map[string]struct {
		headers func() []*types.Header
		number  uint64
		reason  error
	}{
		"one left out":   {func() []*types.Header { return slices.Delete(chain.Range(2, 8), 2, 3) }, 4, lightclient.ErrMalformed},
		"first left out": {func() []*types.Header { return chain.Range(3, 8) }, 2, lightclient.ErrMalformed},
		"one repeated":   {func() []*types.Header { return slices.Insert(chain.Range(2, 8), 3, chain.At(4)) }, 5, lightclient.ErrMalformed},
		"reversed":       {func() []*types.Header { h := chain.Range(2, 8); slices.Reverse(h); return h }, 2, lightclient.ErrMalformed},
		"one nil":        {func() []*types.Header { h := chain.Range(2, 8); h[4] = nil; return h }, 6, lightclient.ErrMalformed},
		"middle exchanged": {func() []*types.Header {
			h := chain.Range(2, 8)
			h[2] = changed(h[2], func(h *types.Header) { h.Root[0]++ })
			return h
		}, 5, lightclient.ErrNotLinked},
		"of another chain": {func() []*types.Header { return qbfttest.New(t, genesisTime+1, keys).Grow(8).Range(2, 8) }, 2, lightclient.ErrNotLinked},
		"the trusted one":  {func() []*types.Header { return chain.Range(1, 1) }, 2, lightclient.ErrMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			mustRefuse(t, trusted, test.headers(), now, test.number, test.reason, "")
		})
	}
	t.Run("too many", func(t *testing.T) {
		long := chain.Fork(8).Grow(qbft.MaxBatch)
		mustAccept(t, trusted, long.Range(2, qbft.MaxBatch+1), at(long.Head().Time))
		mustRefuse(t, trusted, long.Range(2, qbft.MaxBatch+2), at(long.Head().Time), 2, lightclient.ErrTooManyBlocks, "257 headers, at most 256")
	})
}
