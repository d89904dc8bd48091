package qbft_test

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/ethereum/go-ethereum/crypto"

	"github.com/catenary-bridge/catenary/lightclient"
	"github.com/catenary-bridge/catenary/lightclient/qbft"
	"github.com/catenary-bridge/catenary/lightclient/qbft/qbfttest"
)

// An anchor vouches for its state, and the state for the validators.
func TestAttackAnchorOfContract(t *testing.T) {
	keys, strangers := qbfttest.Keys(t, "anchored", 4), qbfttest.Keys(t, "strangers", 4)
	chain := qbfttest.NewBy(t, inContract, genesisTime, keys).Grow(3)
	p := paramsOf(chain)
	if got := trust(t, chain, 2).Validators(); !slices.Equal(got, qbfttest.Addresses(keys)) {
		t.Fatalf("trusts %v", got)
	}
	many := make([]common.Address, qbft.MaxValidators+1)
	for i := range many {
		many[i] = common.BytesToAddress(crypto.Keccak256([]byte{byte(i), byte(i >> 8)}))
	}
	t.Run("as many as may be", func(t *testing.T) {
		contract := qbfttest.Contract()
		c := qbfttest.NewBy(t, inContract, genesisTime, keys)
		c.Add(qbfttest.Block{World: func(accounts map[common.Address]*qbfttest.Account) {
			storage := accounts[contract.Address].Storage
			for i, slot := range contract.Slots(qbft.MaxValidators) {
				storage[slot] = common.BigToHash(big.NewInt(qbft.MaxValidators))
				if i > 0 {
					storage[slot] = common.BytesToHash(many[i].Bytes())
				}
			}
		}})
		proof := c.World(c.Head()).ProveSet(contract, qbft.MaxValidators)
		state, err := qbft.TrustAnchorProven(c.Head(), c.Anchor(1), proof, p)
		if err != nil || !slices.Equal(state.Validators(), many[1:]) {
			t.Errorf("%d validators are refused: %v", qbft.MaxValidators, err)
		}
	})
	mine := chain.Fork(1)
	mine.Add(qbfttest.Block{Keys: strangers})
	for name, test := range map[string]struct {
		header *types.Header
		proof  qbft.SetProof
		reason error
	}{
		"without a proof":      {chain.At(2), qbft.SetProof{}, lightclient.ErrProof},
		"proof of another":     {chain.At(2), chain.AnchorProof(1), lightclient.ErrProof},
		"proof of a fork":      {chain.At(2), mine.AnchorProof(2), lightclient.ErrProof},
		"header of a fork":     {mine.At(2), mine.AnchorProof(2), lightclient.ErrWrongChain},
		"header that lists":    {chain.Next(qbfttest.Block{Extra: func(e *qbft.ExtraData) { e.Validators = qbfttest.Addresses(keys) }}), qbft.SetProof{}, lightclient.ErrMalformed},
		"header with nothing ": {nil, chain.AnchorProof(2), lightclient.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			if state, err := qbft.TrustAnchorProven(test.header, chain.Anchor(2), test.proof, p); !isRefused(state, err, test.reason) {
				t.Errorf("trusts %+v, %v, want %v", state, err, test.reason)
			}
		})
	}
	listing := qbfttest.New(t, genesisTime, keys)
	good := qbfttest.Addresses(keys)
	for name, test := range map[string]struct {
		chain   *qbfttest.Chain
		anchor  lightclient.Anchor
		vouched []common.Address
		reason  error
	}{
		"vouched for":          {chain, chain.Anchor(0), good, nil},
		"as many as may be":    {chain, chain.Anchor(0), many[1:], nil},
		"beside a list":        {listing, listing.Anchor(0), good, lightclient.ErrMalformed},
		"for another header":   {chain, lightclient.Anchor{Hash: common.Hash{1}}, good, lightclient.ErrWrongChain},
		"for nobody":           {chain, chain.Anchor(0), nil, lightclient.ErrMalformed},
		"for too many":         {chain, chain.Anchor(0), many, lightclient.ErrMalformed},
		"for one twice":        {chain, chain.Anchor(0), append(slices.Clone(good), good[1]), lightclient.ErrMalformed},
		"for the zero address": {chain, chain.Anchor(0), []common.Address{good[0], {}}, lightclient.ErrMalformed},
	} {
		t.Run(name, func(t *testing.T) {
			state, err := qbft.TrustAnchorVouched(test.chain.At(0), test.anchor, test.vouched, paramsOf(test.chain))
			if test.reason == nil {
				if err != nil || !slices.Equal(state.Validators(), test.vouched) {
					t.Errorf("trusts %v, %v", state.Validators(), err)
				}
			} else if !isRefused(state, err, test.reason) {
				t.Errorf("trusts %+v, %v, want %v", state, err, test.reason)
			}
		})
	}
}

func isRefused(state qbft.TrustedState, err error, reason error) bool {
	return state.IsZero() && errors.Is(err, reason)
}

func TestAttackAnchor(t *testing.T) {
	chain := qbfttest.New(t, genesisTime, qbfttest.Keys(t, "anchor", 4)).Grow(2)
	tests := map[string]struct {
		header *types.Header
		anchor lightclient.Anchor
		reason error
	}{
		"another hash":              {chain.At(1), lightclient.Anchor{Number: 1, Hash: common.Hash{1}}, lightclient.ErrWrongChain},
		"another number":            {chain.At(1), lightclient.Anchor{Number: 2, Hash: qbfttest.Hash(t, chain.At(1))}, lightclient.ErrMalformed},
		"another validator set":     {qbfttest.Reseal(t, chain.At(1), func(e *qbft.ExtraData) { e.Validators = e.Validators[:1] }), chain.Anchor(1), lightclient.ErrWrongChain},
		"another state root":        {changed(chain.At(1), func(h *types.Header) { h.Root[0]++ }), chain.Anchor(1), lightclient.ErrWrongChain},
		"the hash of all its bytes": {chain.At(1), lightclient.Anchor{Number: 1, Hash: chain.At(1).Hash()}, lightclient.ErrWrongChain},
		"no header":                 {nil, chain.Anchor(1), lightclient.ErrMalformed},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if _, err := qbft.TrustAnchor(test.header, test.anchor, testParams); !errors.Is(err, test.reason) {
				t.Errorf("error is %v, want %v", err, test.reason)
			}
		})
	}
	t.Run("other seals and round of the same block", func(t *testing.T) {
		h := qbfttest.Reseal(t, chain.At(1), func(e *qbft.ExtraData) { e.Seals, e.Round = nil, 3 })
		if _, err := qbft.TrustAnchor(h, chain.Anchor(1), testParams); err != nil {
			t.Errorf("refused: %v", err)
		}
	})
}
