package qbft_test

import (
	"crypto/ecdsa"
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// paramsOf returns the tests' parameters with a chain's rules.
func paramsOf(c *qbfttest.Chain) qbft.Params {
	p := testParams
	p.Schedule = c.Schedule()
	return p
}

// trust returns the state that trusts block number of c.
func trust(t testing.TB, c *qbfttest.Chain, number uint64) qbft.TrustedState {
	t.Helper()
	state, err := qbft.TrustAnchorProven(c.At(number), c.Anchor(number), c.AnchorProof(number), paramsOf(c))
	if err != nil {
		t.Fatal(err)
	}
	return state
}

func at(seconds uint64) time.Time { return time.Unix(int64(seconds), 0) }

func mustAccept(t testing.TB, trusted qbft.TrustedState, headers []*types.Header, now time.Time) qbft.TrustedState {
	t.Helper()
	state, err := qbft.Verify(trusted, headers, now, testParams)
	if err != nil {
		t.Fatalf("honest headers are refused: %v", err)
	}
	last := headers[len(headers)-1]
	if got := state.Header(); got.Hash != qbfttest.Hash(t, last) || got.Number != last.Number.Uint64() || got.StateRoot != last.Root ||
		got.ReceiptsRoot != last.ReceiptHash || got.ParentHash != last.ParentHash || got.Time != last.Time {
		t.Fatalf("state is %+v after header %v", got, last.Number)
	}
	if listed := qbfttest.Extra(t, last).Validators; !slices.Equal(state.Validators(), listed) {
		t.Fatalf("trusts the set %v, header %v lists %v", state.Validators(), last.Number, listed)
	}
	return state
}

func mustRefuse(t testing.TB, trusted qbft.TrustedState, headers []*types.Header, now time.Time, number uint64, reason error, text string) {
	t.Helper()
	state, err := qbft.Verify(trusted, headers, now, testParams)
	if err == nil {
		t.Fatalf("accepted header %d (%s)", state.Header().Number, state.Header().Hash)
	}
	var rejected *lightclient.RejectedError
	if !errors.As(err, &rejected) || !errors.Is(err, reason) {
		t.Fatalf("error is %v, want a RejectedError for %q", err, reason)
	}
	if rejected.Number != number || rejected.Trusted != trusted.Header().Number {
		t.Errorf("error is about header %d over %d, want %d over %d", rejected.Number, rejected.Trusted, number, trusted.Header().Number)
	}
	if !strings.Contains(err.Error(), text) {
		t.Errorf("error is %q, want it to say %q", err, text)
	}
	if !state.IsZero() {
		t.Errorf("returned state %+v with the error", state.Header())
	}
}

// Each of these headers is sealed by a quorum, as it stands: the named field is all
// that is wrong with it.
func TestAttackSealedHeaderOfWrongShape(t *testing.T) {
	keys := qbfttest.Keys(t, "shape", 4)
	tests := map[string]struct {
		change func(*types.Header)
		reason error
		text   string
	}{
		"difficulty":             {func(h *types.Header) { h.Difficulty = big.NewInt(2) }, lightclient.ErrMalformed, "difficulty is 2, want 1"},
		"mix hash":               {func(h *types.Header) { h.MixDigest[31]++ }, lightclient.ErrMalformed, "mixHash"},
		"ommers":                 {func(h *types.Header) { h.UncleHash[0]++ }, lightclient.ErrMalformed, "ommersHash"},
		"later fork's hash":      {func(h *types.Header) { h.BlockAccessListHash = new(common.Hash) }, lightclient.ErrMalformed, "blockAccessListHash"},
		"later fork's slot":      {func(h *types.Header) { h.SlotNumber = new(uint64) }, lightclient.ErrMalformed, "blockAccessListHash is absent before"},
		"two of a later fork":    {func(h *types.Header) { h.BlockAccessListHash, h.SlotNumber = new(common.Hash), new(uint64) }, lightclient.ErrMalformed, "blockAccessListHash"},
		"gap in optional fields": {func(h *types.Header) { h.BaseFee = nil }, lightclient.ErrMalformed, "baseFeePerGas is absent before"},
		"number too high":        {func(h *types.Header) { h.Number = big.NewInt(3) }, lightclient.ErrMalformed, "number is 3, want 2"},
		"number of the parent":   {func(h *types.Header) { h.Number = big.NewInt(1) }, lightclient.ErrMalformed, "number is 1, want 2"},
		"other parent":           {func(h *types.Header) { h.ParentHash[5]++ }, lightclient.ErrNotLinked, "parentHash"},
		"older than its parent":  {func(h *types.Header) { h.Time -= 2 }, lightclient.ErrTime, "timestamp"},
		"from the future":        {func(h *types.Header) { h.Time += 6 }, lightclient.ErrFuture, "timestamp"},
		"from the end of time":   {func(h *types.Header) { h.Time = math.MaxUint64 }, lightclient.ErrFuture, "timestamp"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c := qbfttest.New(t, genesisTime, keys).Grow(1)
			trusted, now := trust(t, c, 1), at(c.Head().Time+1)
			mustAccept(t, trusted, []*types.Header{c.Next(qbfttest.Block{})}, now)
			bad := sealRegardless(t, c, test.change)
			mustRefuse(t, trusted, []*types.Header{bad}, now, 2, test.reason, test.text)
		})
	}
}

// sealRegardless makes the next header, changes it, and seals it over whatever RLP
// then says, as validators would who know no rules.
func sealRegardless(t *testing.T, c *qbfttest.Chain, change func(*types.Header)) *types.Header {
	t.Helper()
	h := c.Next(qbfttest.Block{Sealers: []*ecdsa.PrivateKey{}})
	change(h)
	e := qbfttest.Extra(t, h)
	unsealed := types.CopyHeader(h)
	unsealed.Extra = e.Encode()
	hash := unsealed.Hash()
	for _, key := range c.Keys()[:3] {
		seal, err := crypto.Sign(hash[:], key)
		if err != nil {
			t.Fatal(err)
		}
		e.Seals = append(e.Seals, seal)
	}
	return qbft.WithExtra(h, e)
}

// Numbers that RLP cannot carry, which go-ethereum's Hash passes over.
func TestAttackHeaderWithoutHash(t *testing.T) {
	c := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "unhashable", 4)).Grow(1)
	trusted, now := trust(t, c, 1), at(c.Head().Time+1)
	huge := new(big.Int).Lsh(big.NewInt(1), 70_000)
	tests := map[string]struct {
		change func(*types.Header)
		text   string
	}{
		"no number":           {func(h *types.Header) { h.Number = nil }, "number is absent"},
		"negative number":     {func(h *types.Header) { h.Number = big.NewInt(-2) }, "number is negative"},
		"number of 65 bits":   {func(h *types.Header) { h.Number = new(big.Int).Lsh(big.NewInt(1), 64) }, "number has 65 bits"},
		"no difficulty":       {func(h *types.Header) { h.Difficulty = nil }, "difficulty is absent"},
		"negative difficulty": {func(h *types.Header) { h.Difficulty = big.NewInt(-1) }, "difficulty is negative"},
		"huge difficulty":     {func(h *types.Header) { h.Difficulty = huge }, "difficulty has 70001 bits"},
		"negative base fee":   {func(h *types.Header) { h.BaseFee = big.NewInt(-7) }, "baseFeePerGas is negative"},
		"huge base fee":       {func(h *types.Header) { h.BaseFee = huge }, "baseFeePerGas has 70001 bits"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := types.CopyHeader(c.Next(qbfttest.Block{}))
			test.change(h)
			mustRefuse(t, trusted, []*types.Header{h}, now, 2, lightclient.ErrMalformed, test.text)
			if _, err := qbft.OnChainHash(h); !errors.Is(err, lightclient.ErrMalformed) {
				t.Errorf("on-chain hash: %v", err)
			}
			if _, err := qbft.EncodeHeader(h); !errors.Is(err, lightclient.ErrMalformed) {
				t.Errorf("encode: %v", err)
			}
		})
	}
	t.Run("nil header", func(t *testing.T) {
		mustRefuse(t, trusted, []*types.Header{nil}, now, 2, lightclient.ErrMalformed, "no header")
	})
	t.Run("no headers", func(t *testing.T) {
		mustRefuse(t, trusted, nil, now, 2, lightclient.ErrMalformed, "no header")
	})
	t.Run("huge extraData", func(t *testing.T) {
		h := types.CopyHeader(c.Next(qbfttest.Block{}))
		h.Extra = make([]byte, qbft.MaxExtraBytes+1)
		mustRefuse(t, trusted, []*types.Header{h}, now, 2, lightclient.ErrMalformed, "extraData has")
	})
}

func changed(h *types.Header, change func(*types.Header)) *types.Header {
	c := types.CopyHeader(h)
	change(c)
	return c
}

func TestAttackTimes(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "times", 4)).Grow(1)
	trusted := trust(t, chain, 1)
	head := chain.Head().Time
	same := chain.Next(qbfttest.Block{Time: head})
	t.Run("same second as the parent", func(t *testing.T) { mustAccept(t, trusted, []*types.Header{same}, at(head)) })
	t.Run("our clock is behind by the drift", func(t *testing.T) { mustAccept(t, trusted, []*types.Header{same}, at(head-5)) })
	t.Run("our clock is behind by more", func(t *testing.T) {
		mustRefuse(t, trusted, []*types.Header{same}, at(head-6), 2, lightclient.ErrFuture, "clock")
	})
	t.Run("our clock is before 1970", func(t *testing.T) {
		mustRefuse(t, trusted, []*types.Header{same}, time.Unix(-100, 0), 2, lightclient.ErrFuture, "")
	})
	t.Run("our clock says 1970", func(t *testing.T) {
		early := qbfttest.New(t, 0, qbfttest.Keys(t, "times", 4))
		first := early.Next(qbfttest.Block{Change: func(h *types.Header) { h.Time = 0 }})
		mustAccept(t, trust(t, early, 0), []*types.Header{first}, time.Unix(-5, 0))
	})
	period := uint64(testParams.TrustingPeriod / time.Second)
	t.Run("last second of the trusting period", func(t *testing.T) {
		mustAccept(t, trusted, []*types.Header{same}, at(head+period-1))
	})
	t.Run("trusting period has passed", func(t *testing.T) {
		// With a fresh header, by all validators: only the age of the trusted one stops it.
		fresh := chain.Next(qbfttest.Block{Time: head + period, Sealers: chain.Keys()})
		mustRefuse(t, trusted, []*types.Header{fresh}, at(head+period), 2, lightclient.ErrExpired, "configure as anchor")
	})
	t.Run("trusted header dated at the end of time", func(t *testing.T) {
		late := qbfttest.New(t, math.MaxUint64-5, qbfttest.Keys(t, "late", 1))
		mustRefuse(t, trust(t, late, 0), []*types.Header{late.Next(qbfttest.Block{})}, at(head), 1, lightclient.ErrFuture, "")
	})
}

func TestAttackNothingTrusted(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "zero", 1)).Grow(1)
	if _, err := qbft.Verify(qbft.TrustedState{}, chain.Range(1, 1), at(chain.Head().Time), testParams); !errors.Is(err, lightclient.ErrNotLinked) {
		t.Errorf("over the zero state: %v", err)
	}
}

func TestVerifyKeepsNothingOfItsArguments(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "aliases", 4)).Grow(2)
	headers := []*types.Header{types.CopyHeader(chain.At(2))}
	state := mustAccept(t, trust(t, chain, 1), headers, at(chain.Head().Time))
	before := state.Header()
	headers[0].Root[0]++
	headers[0].Number.SetUint64(99)
	headers[0].Extra[40] ^= 0xff
	state.Validators()[0] = common.Address{}
	if after := state.Header(); after != before {
		t.Errorf("state changed from %+v to %+v with its argument", before, after)
	}
	mustAccept(t, state, []*types.Header{chain.Next(qbfttest.Block{})}, at(chain.Head().Time+1))
}

func TestParamsValidate(t *testing.T) {
	tests := map[string]struct {
		params qbft.Params
		text   string
	}{
		"defaults":           {qbft.DefaultParams(), ""},
		"bad schedule":       {qbft.Params{TrustingPeriod: time.Hour, Schedule: qbft.Schedule{{From: 1}}}, "schedule begins at block 1"},
		"shortest":           {qbft.Params{TrustingPeriod: time.Second}, ""},
		"no trusting period": {qbft.Params{MaxClockDrift: time.Second}, "trusting period is 0s"},
		"negative drift":     {qbft.Params{TrustingPeriod: time.Hour, MaxClockDrift: -1}, "drift is -1ns"},
		"drift too long":     {qbft.Params{TrustingPeriod: time.Hour, MaxClockDrift: time.Hour}, "less than the trusting period"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			err := test.params.Validate()
			if (err == nil) != (test.text == "") || err != nil && !strings.Contains(err.Error(), test.text) {
				t.Errorf("error is %v, want %q", err, test.text)
			}
		})
	}
}
